"""A branch of which the kiosk is not told in time: answers are lost, sticks overtake one another, nobody can
reach the machine. The same events come under two names, and each is at the province once.
"""

import json
import shutil

import pytest

from daemons import wait_until
from laboratory.line import FaultyLine, read_message
from roster import cards_of
from sticks import sticks  # noqa: F401 (a fixture)
from test_dial_out import scheduler  # noqa: F401 (a fixture)
from test_transport import balanced, log_of, one_time_code, rows
from test_two_histories import QUICK, entries, kiosks, stored, whole

SETTINGS = {**QUICK, "sync.backOffSeconds": "1", "sync.backOffMostSeconds": "2"}


class ChoosyLine(FaultyLine):
    """Loses what it is told to: `loses` gets the first line of each request."""

    def __init__(self, server):
        super().__init__()
        self.target = server.port
        self.loses = lambda line: False
        self.lost = []

    async def _exchange(self, reader, writer):
        request = await read_message(reader)
        first = request.split(b"\r\n", 1)[0].decode()
        answer = await self._ask(request)
        if self.loses(first):
            self.lost.append(first)
            return self._reset(writer)
        return await self._answer(writer, answer)


@pytest.fixture
def choosy():
    made = []

    def make(server):
        made.append(ChoosyLine(server))
        return made[-1]

    yield make
    for one in made:
        one.close()


def enrolled(machine, server, url):
    machine.command("demo", "--residents", 200)
    machine.command("enrol", "--province", url, "--code", one_time_code(server))
    machine.start()
    wait_until("the books to balance", lambda: balanced(machine))
    return cards_of(machine)


def check_in(machine, cards):
    for card in cards:
        machine.check_in(card)


def keep(machine, folder):
    """The database as it is now; the kiosk is stopped."""
    folder.mkdir()
    for path in machine.data.glob("kiosk.sqlite*"):
        shutil.copy(path, folder)
    return folder


def put_back(machine, folder):
    for path in machine.data.glob("kiosk.sqlite*"):
        path.unlink()
    for path in folder.glob("kiosk.sqlite*"):
        shutil.copy(path, machine.data)


def each_is_there_once(server, logs):
    wait_until("everything to be counted", lambda: rows(
        server, "SELECT bool_and(p.next = s.next) FROM projection p JOIN stream s ON s.id = p.stream"
    )[0][0])
    distinct = {line for log in logs for line in stored(server, log)}
    assert rows(server, "SELECT count(*) FROM event")[0][0] == len(distinct)
    visits = sum(json.loads(line)["k"] == "visit.in" for _, line in distinct)
    assert rows(server, """SELECT count(*) FROM visit v JOIN stream s ON s.id = v.stream
                           WHERE v.seq >= s.counted""")[0][0] == visits
    server.command("verify-log")


def test_a_branch_whose_answer_is_lost_twice_over_counts_once(
        kiosk, province, choosy, sticks, tmp_path):  # noqa: F811
    server, machine, stick = province().start(), kiosk(settings=SETTINGS), sticks("KINGSTON")
    line = choosy(server)
    cards = enrolled(machine, server, line.url)
    first = log_of(machine)
    machine.stop()
    older = keep(machine, tmp_path / "older")
    machine.start()
    check_in(machine, cards[:20])
    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()

    # The second log: the province takes its announcement and its stick, the kiosk hears of neither.
    line.loses = lambda request: "/branches " in request
    put_back(machine, older)
    machine.start()
    check_in(machine, cards[20:50])
    wait_until("answers to be lost", lambda: len(line.lost) > 1)
    second = log_of(machine)
    machine.command("export", "--out", stick.path)
    machine.stop()
    middle = keep(machine, tmp_path / "middle")
    machine.start()
    check_in(machine, cards[50:60])
    machine.command("export", "--out", stick.path)
    machine.stop()
    server.command("import", stick.path)
    before = stored(server, second)
    assert len(before) == len(entries(machine))

    # The third one holds most of the second, and is announced as a branch of the first.
    put_back(machine, middle)
    line.lost.clear()
    line.loses = lambda request: "/branches " in request and not line.lost
    machine.start()
    check_in(machine, cards[60:70])
    wait_until("the third log to arrive", lambda: whole(machine, server))

    third = log_of(machine)
    assert len({first, second, third}) == 3 and line.lost
    assert kiosks(server)[third]["branchOf"] == first
    assert stored(server, second) == before
    assert rows(server, "SELECT sum(last - first) FROM shared")[0][0] >= 30
    each_is_there_once(server, [first, second, third])


def test_a_stick_under_the_old_name_arrives_after_the_branch(
        kiosk, province, choosy, sticks, tmp_path):  # noqa: F811
    server, machine, stick = province().start(), kiosk(settings=SETTINGS), sticks("KINGSTON")
    line = choosy(server)
    cards = enrolled(machine, server, line.url)
    first = log_of(machine)
    line.loses = lambda request: True
    check_in(machine, cards[:30])
    machine.stop()
    older = keep(machine, tmp_path / "older")
    machine.start()
    check_in(machine, cards[30:40])
    machine.command("export", "--out", stick.path)
    machine.stop()
    written = entries(machine)

    put_back(machine, older)
    line.loses = lambda request: False
    machine.start()
    check_in(machine, cards[40:50])
    wait_until("the new log to arrive", lambda: whole(machine, server))
    machine.stop()
    server.command("import", stick.path)

    assert log_of(machine) != first
    # What the put-back database had lost is at the province now.
    assert stored(server, first) == written[:len(stored(server, first))]
    assert len(stored(server, first)) >= len(written) - 1
    each_is_there_once(server, [first, log_of(machine)])


def test_a_kiosk_that_nobody_can_reach_is_heard_over_its_own_line(
        kiosk, province, choosy, scheduler, tmp_path):  # noqa: F811
    server = province(settings={"pull.intervalSeconds": "1", "pull.backOffSeconds": "1",
                                "pull.timeoutSeconds": "20"}).start()
    machine = kiosk(settings={**SETTINGS, "sync.dialOut": "true"})
    line = choosy(server)
    line.loses = lambda request: "/line" not in request and "/enrolments " not in request
    pulling = scheduler(server)
    cards = enrolled(machine, server, line.url)
    old = log_of(machine)
    machine.stop()
    older = keep(machine, tmp_path / "older")
    machine.start()
    check_in(machine, cards[:30])
    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()
    before = stored(server, old)

    put_back(machine, older)
    machine.start()
    check_in(machine, cards[40:60])
    wait_until("the new log to arrive over the line", lambda: whole(machine, server))

    assert kiosks(server)[log_of(machine)]["branchOf"] == old
    assert stored(server, old) == before
    each_is_there_once(server, [old, log_of(machine)])
    assert pulling.process.poll() is None
