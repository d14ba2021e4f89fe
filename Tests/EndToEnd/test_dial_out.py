"""Pulls: over a line that the kiosk holds because nobody can reach it, and over many kiosks of which one
answers nothing.
"""

import re
import signal
import socket
import sqlite3
import subprocess
import time

import pytest

from daemons import ROOT, binary, wait_until
from lines import Cutter
from test_transport import EVENTS, balanced, entries, log_of, one_time_code, rows


class Scheduler:
    """A running `provinced pull`."""

    def __init__(self, server, log):
        self.log = log
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                [binary("provinced"), "pull", "--config", str(server.config), "--data",
                 str(server.data)], stdout=output, stderr=subprocess.STDOUT,
                env=server.environment, cwd=ROOT)

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0


@pytest.fixture
def scheduler(tmp_path):
    made = []

    def make(server):
        made.append(Scheduler(server, tmp_path / f"pull-{len(made)}.log"))
        return made[-1]

    yield make
    for one in made:
        one.close()


def enrolled(machine, server, url, residents=60):
    machine.command("demo", "--residents", residents)
    machine.command("enrol", "--province", url, "--code", one_time_code(server))
    return machine


def hold_push(machine):
    """Lets the kiosk believe that the province has asked it to wait for a day, so that everything that
    arrives has come by a pull."""
    boot = int((machine.data / "boot").read_text().split()[0])
    now = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    with sqlite3.connect(machine.data / "kiosk.sqlite") as database:
        database.execute(
            "INSERT INTO transfer VALUES (1, 'exact', ?, ?, ?, 86400000, 512, 24576, 'later', '')",
            (boot, now, time.time_ns() // 1_000_000))


def test_a_kiosk_without_a_reachable_port_is_pulled_over_its_own_line(
        kiosk, province, scheduler):
    server = province(settings={"pull.intervalSeconds": "1", "pull.maxEvents": "100",
                                "pull.backOffSeconds": "1", "pull.timeoutSeconds": "20"}).start()
    relay = Cutter(server.port)
    machine = kiosk(settings={"sync.dialOut": "true", "sync.intervalSeconds": "86400",
                              "sync.backOffSeconds": "1", "sync.backOffMostSeconds": "2"})
    enrolled(machine, server, f"http://127.0.0.1:{relay.port}", residents=400)
    hold_push(machine)
    pulling = scheduler(server)
    machine.start()

    stored = lambda: rows(server, "SELECT count(*) FROM event")[0][0]
    wait_until("the first events over the line", lambda: stored() > 0)
    assert relay.cut() > 0
    wait_until("the books to balance", lambda: balanced(machine))
    wait_until("the pull to be noted", lambda: rows(
        server, "SELECT count(*) FROM pull WHERE succeeded IS NOT NULL")[0][0] == 1)
    assert rows(server, "SELECT url FROM kiosk") == [(None,)]
    status = server.command("pull", "--status").stdout.decode()
    assert "over its own line" in status and log_of(machine) in status, status
    assert server.stop() == 0, "a held line keeps the service from stopping"
    relay.close()
    machine.stop()
    assert rows(server, EVENTS) == entries(machine)
    assert rows(server, 'SELECT count(*) FROM "lineOrder"') == [(0,)]
    assert pulling.process.poll() is None
    pushes = re.findall("event=sync", machine.log.read_text())
    assert not pushes, "a wait that the province asked for outlasts restarts"


CLAIMED = "SELECT count(*) FROM pull WHERE claimed IS NOT NULL"


def test_a_kiosk_that_swallows_everything_holds_up_nobody(kiosk, province, scheduler):
    server = province(settings={"pull.intervalSeconds": "3600", "pull.concurrency": "2",
                                "pull.timeoutSeconds": "600"}).start()
    quiet = {"sync.intervalSeconds": "86400", "sync.provinceURL": '"http://127.0.0.1:1"'}
    hole = socket.create_server(("127.0.0.1", 0))
    machines = []
    for number in range(3):
        machine = kiosk(f"kiosk{number}", settings=quiet)
        machines.append(enrolled(machine, server, server.url).start())
    black = machines[0]
    addresses = [f"http://127.0.0.1:{hole.getsockname()[1]}"] + [m.url for m in machines[1:]]
    for machine, address in zip(machines, addresses):
        server.command("kiosks set-url", log_of(machine), address)
    first, second = scheduler(server), scheduler(server)

    for machine in machines[1:]:
        wait_until("the others to be pulled", lambda m=machine: balanced(m))

    assert not balanced(black)
    # A kiosk has its receipt a moment before the scheduler is done with it.
    wait_until("one scheduler, and one only, to be at the kiosk that answers nothing",
               lambda: rows(server, CLAIMED) == [(1,)])
    said = first.log.read_text() + second.log.read_text()
    assert len(re.findall("event=pulled", said)) == 2, said
    machines[1].stop()
    expected = entries(machines[1])
    assert rows(server, "SELECT seq, line FROM event JOIN stream ON id = stream WHERE "
                f"encode(log, 'hex') = '{log_of(machines[1])}' ORDER BY seq") == expected


def test_failures_wait_longer_and_show_in_the_list(kiosk, province):
    server = province().start()
    machine = kiosk(settings={"sync.intervalSeconds": "86400"})
    enrolled(machine, server, server.url)
    server.command("kiosks set-url", log_of(machine), "http://127.0.0.1:1")

    server.command("pull", "--once", expect=1)
    server.command("pull", "--once", expect=1)

    status = server.command("pull", "--status").stdout.decode()
    assert "failed 2 times" in status and "127.0.0.1:1" in status, status
    wrong = server.command("kiosks set-url", "0" * 32, "http://127.0.0.1:1", expect=1)
    assert "No kiosk with the log" in wrong.stderr.decode()
    wrong = server.command("kiosks set-url", log_of(machine), "127.0.0.1:1", expect=1)
    assert "http://" in wrong.stderr.decode()
