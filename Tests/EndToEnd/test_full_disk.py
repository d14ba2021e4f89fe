"""A full disk, a real one: nothing corrupts, everybody is told plainly, and it mends itself."""

import contextlib
import os
import sqlite3
import subprocess

import pytest

from daemons import wait_until
from roster import cards_of
from test_main_job import status
from test_transport import one_time_code
from web import set_up

SIZE_MIB = 100
RESERVE = 64 << 20


@pytest.fixture
def small(kiosk):
    """A kiosk whose data directory is a file system of its own of 100 MiB."""
    machine = kiosk("small", settings={"sync.intervalSeconds": "1", "sync.backOffSeconds": "1",
                                       "sync.backOffMostSeconds": "2"})
    machine.data.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m,mode=750", "tmpfs",
                    str(machine.data)], check=True)
    yield machine
    machine.kill()
    subprocess.run(["umount", str(machine.data)], check=True)


def used_percent(machine):
    disk = os.statvfs(machine.data)
    return 100 * (1 - disk.f_bavail / disk.f_blocks)


def fill(machine, percent=None):
    """Writes into a file of a stranger until the disk is so full, or altogether."""
    with open(machine.data / "filler", "ab", buffering=0) as file:
        while percent is None or used_percent(machine) < percent:
            try:
                file.write(bytes(1 << 16))
            except OSError:
                while True:
                    try:
                        file.write(bytes(512))
                    except OSError:
                        return


def reserve(machine):
    path = machine.data / "reserve"
    return path.stat().st_size if path.exists() else 0


def test_a_full_disk_is_told_plainly_hurts_nothing_and_mends_itself(small, province):
    server, machine = province().start(), small
    machine.command("demo", "--residents", 400)
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    cards = cards_of(machine)
    machine.start()
    desk = set_up(machine)
    wait_until("the reserve", lambda: reserve(machine) == RESERVE)
    green = [card for card in cards[:10] if machine.check_in(card).json()["outcome"] in
             ("welcome", "alreadyIn")]
    assert len(green) == 10

    fill(machine, percent=88)
    wait_until("the alarm", lambda: "disk" in status(machine)["attention"])
    assert machine.check_in(cards[10]).status == 200
    assert "Ổ lưu trữ đã dùng" in desk.go("/desk").text
    wait_until("the province to see it", lambda: "Ổ lưu trữ sắp đầy" in server.get("/").text)

    fill(machine)
    refused = None
    for card in cards[11:]:
        answer = machine.check_in(card)
        if answer.status != 200:
            refused = answer
            break
        green.append(card)
        fill(machine)
    assert refused is not None, "the disk took everything: the test tried nothing"
    assert (refused.status, refused.json()["code"]) == (503, "disk.full")
    assert reserve(machine) == 0
    books = status(machine)
    assert not books["canSave"] and books["attention"][0] == "diskFull"
    page = machine.request("POST", "/check-in", f"code={card}&source=wedge",
                           {"Content-Type": "application/x-www-form-urlencoded",
                            "Accept-Language": "vi"})
    assert page.status == 503 and "đầy" in page.text
    # The reserve's room is not for records: the next are refused as plainly, and staff may look.
    for card in cards[-5:]:
        assert machine.check_in(card).status == 503
    assert "Ổ lưu trữ đã đầy" in desk.go("/desk").text
    wait_until("the province to be told", lambda: "Ổ lưu trữ đã đầy" in server.get("/").text)
    shown = server.get("/v1/kiosks.json?show=trouble").json()["kiosks"]
    assert "diskFull" in shown[0]["troubles"] and shown[0]["disk"] >= 30

    (machine.data / "filler").unlink()
    wait_until("the kiosk to go on", lambda: status(machine)["canSave"])
    assert reserve(machine) == RESERVE
    assert machine.check_in(cards[-1]).json()["outcome"] in ("welcome", "alreadyIn")
    wait_until("the trouble to be over", lambda: not {"disk", "diskFull"} & set(
        status(machine)["attention"]))

    machine.stop()
    with contextlib.closing(sqlite3.connect(machine.data / "kiosk.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    machine.start()
    for card in green:
        assert machine.check_in(card).json()["outcome"] == "alreadyIn", card
    wait_until("the books to balance", lambda: status(machine)["waiting"] == 0)


def test_a_kiosk_comes_up_on_a_full_disk_and_says_so(small):
    machine = small
    machine.command("demo", "--residents", 40)
    card = cards_of(machine)[0]
    machine.start()
    wait_until("the reserve", lambda: reserve(machine) == RESERVE)
    machine.kill()
    fill(machine)
    assert os.statvfs(machine.data).f_bavail == 0 and reserve(machine) == RESERVE

    machine.start()

    assert "event=disk outcome=full reserve=released" in machine.log.read_text()
    books = status(machine)
    assert not books["canSave"] and "diskFull" in books["attention"], books
    door = machine.get("/", **{"Accept-Language": "vi"})
    assert door.status == 200
    refused = machine.check_in(card)
    assert (refused.status, refused.json()["code"]) == (503, "disk.full")
    machine.kill()
    machine.start()
    assert not status(machine)["canSave"]

    (machine.data / "filler").unlink()
    wait_until("the kiosk to go on", lambda: status(machine)["canSave"])
    assert machine.check_in(card).json()["outcome"] in ("welcome", "alreadyIn")
    assert reserve(machine) == RESERVE
    machine.stop()
    with contextlib.closing(sqlite3.connect(machine.data / "kiosk.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def gone(machine):
    """What is left when a stranger has filled the disk and the reserve's room too; nothing is left to fold
    of the log of writes either, which would make some."""
    machine.stop()
    with contextlib.closing(sqlite3.connect(machine.data / "kiosk.sqlite")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (machine.data / "reserve").write_bytes(b"")
    fill(machine)
    assert os.statvfs(machine.data).f_bavail == 0 and reserve(machine) == 0


def opens(machine):
    """Whether the kiosk has taken its address back; in between nobody answers there."""
    try:
        return status(machine)["canSave"]
    except OSError:
        return False


def test_where_not_a_byte_is_left_the_screen_says_so_until_there_is_room(small):
    machine = small
    machine.command("demo", "--residents", 40)
    card = cards_of(machine)[0]
    machine.start()
    assert machine.check_in(card).status == 200
    gone(machine)

    machine.start()

    port = machine.port
    assert "outcome=out-of-service" in machine.log.read_text()
    assert status(machine)["attention"] == ["diskFull"] and not status(machine)["canSave"]
    door = machine.get("/", **{"Accept-Language": "vi"})
    assert door.status == 200 and "ghi tên vào sổ giấy" in door.text and "đã đầy" in door.text
    assert "Chưa có lớp" not in door.text, "the sessions are unknown, not none"
    assert machine.get("/assets/door.js").status == 200
    refused = machine.check_in(card)
    assert (refused.status, refused.json()["code"]) == (503, "disk.full")
    for path in ("/desk", "/v1/log/checkpoint", "/search", "/nothing"):
        assert machine.get(path).status == 503, path
    # Without room SQLite cannot even read, unless it is told that nobody writes.
    with contextlib.closing(sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?immutable=1",
                                            uri=True)) as database:
        assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)

    (machine.data / "filler").unlink()
    wait_until("the kiosk to open by itself", lambda: opens(machine))
    assert machine.port == port
    assert machine.check_in(card).json()["outcome"] == "alreadyIn"
    wait_until("the reserve", lambda: reserve(machine) == RESERVE)
    assert machine.stop() == 0

    gone(machine)
    machine.start()
    assert not status(machine)["canSave"]
    assert machine.stop() == 0, "it ends as gracefully while it is out of service"


def test_a_card_that_can_only_be_read_is_told_on_the_screen_too(small):
    machine = small
    machine.command("demo", "--residents", 40)
    card = cards_of(machine)[0]
    machine.start()
    machine.kill()
    subprocess.run(["mount", "-o", "remount,ro", str(machine.data)], check=True)

    machine.start()

    assert "outcome=out-of-service" in machine.log.read_text()
    assert status(machine)["attention"] == ["cannotSave"]
    refused = machine.check_in(card)
    assert (refused.status, refused.json()["code"]) == (503, "disk.readOnly")
    subprocess.run(["mount", "-o", "remount,rw", str(machine.data)], check=True)
    wait_until("the kiosk to open by itself", lambda: opens(machine))
    assert machine.check_in(card).json()["outcome"] in ("welcome", "alreadyIn")


def test_a_backup_that_would_fill_the_disk_is_refused_and_leaves_nothing(small):
    machine = small
    machine.command("demo", "--residents", 40)
    machine.start()
    wait_until("the reserve", lambda: reserve(machine) == RESERVE)
    before = sorted(path.name for path in machine.data.iterdir())

    done = machine.command("backup", "--out", machine.data / "a.tar", "--language", "en",
                           expect=74)

    assert b"Nothing was written: the disk of" in done.stderr, done.stderr
    assert b"Free some space" in done.stderr
    assert sorted(path.name for path in machine.data.iterdir()) == before
    assert list((machine.data / "drafts").glob("*")) == []
