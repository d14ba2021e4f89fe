"""The log goes to the province on a stick and the receipt comes back: byte for byte what a network
carries, whatever happens to the stick.
"""

import gzip
import json
import pathlib
import re
import sqlite3

import pytest

from daemons import wait_until
from desk_steps import director, shots
from roster import cards_of
from sticks import sticks  # noqa: F401 (a fixture)
from test_main_job import status
from test_transport import EVENTS, balanced, entries, log_of, one_time_code, rows
from web import set_up

SETTINGS = {"desk.passwordCost": "10", "sync.intervalSeconds": "3600", "sync.wakeEvents": "8192",
            "sync.batchEvents": "64", "sync.batchEventsMost": "64"}


@pytest.fixture
def pair(kiosk, province, sticks):  # noqa: F811
    return enrolled(kiosk, province, sticks)


def enrolled(kiosk, province, sticks, *size):  # noqa: F811
    """A kiosk that was enrolled by files and never meets its province on a network."""
    server = province().start()
    machine = kiosk(settings={**SETTINGS, "usb.folders": sticks.folders})
    machine.command("demo", "--residents", 60, *size)
    request, answer = machine.folder / "request.json", machine.folder / "answer.json"
    machine.command("enrol", "--request", request)
    server.command("enrol", request, "--code", one_time_code(server), "--out", answer)
    said = machine.command("enrol", "--answer", answer, "--language", "en").stdout.decode()
    assert "delete it from the stick" in said
    return machine, server


def files_in(folder):
    return sorted(one.name for one in pathlib.Path(folder).iterdir())


def test_a_stick_there_and_back_by_commands(pair, sticks):  # noqa: F811
    machine, server = pair
    stick = sticks("KINGSTON")
    machine.start()
    recorded = status(machine)["recorded"]
    said = machine.command("export", "--out", stick.path, "--language", "en").stdout.decode()
    assert f"Wrote {recorded} records" in said
    assert status(machine)["confirmed"] == 0
    log = log_of(machine)
    batches = [name for name in files_in(stick.path) if ".personal." not in name]
    assert all(re.fullmatch(rf"{log}-\d+-\d+\.ndjson\.gz", name) for name in batches)

    said = server.command("import", stick.path).stdout.decode()
    assert f"{recorded} new events" in said
    assert f"{log}.receipt" in files_in(stick.path)
    assert rows(server, EVENTS) == entries(machine)
    again = server.command("import", stick.path).stdout.decode()
    assert "0 new events" in again
    # The very bytes that came are what the ledger keeps.
    kept = {bytes(one[0]) for one in rows(server, "SELECT bytes FROM batch")}
    assert kept == {(stick.path / name).read_bytes() for name in batches}

    # The whole stick is given: what is not for this kiosk, its own batches too, is left alone.
    said = machine.command("import", stick.path, "--language", "en")
    assert f"confirmed {recorded} of" in said.stdout.decode()
    assert status(machine)["confirmed"] == recorded
    assert balanced(machine) or status(machine)["waiting"] == status(machine)["recorded"] - recorded
    machine.stop()
    said = machine.command("import", stick.path / f"{log}.receipt", "--language", "en")
    assert "held before" in said.stdout.decode()


def test_a_push_after_the_stick_repeats_nothing(kiosk, province, sticks):  # noqa: F811
    server = province().start()
    machine = kiosk(settings={**SETTINGS, "sync.intervalSeconds": "1"})
    machine.command("demo", "--residents", 60)
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    stick = sticks("KINGSTON")
    machine.command("export", "--out", stick.path)
    server.command("import", stick.path)
    batches = rows(server, "SELECT count(*) FROM batch")[0][0]

    machine.start()
    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()

    assert rows(server, EVENTS) == entries(machine)
    assert rows(server, "SELECT count(*) FROM batch")[0][0] <= batches + 1


def test_damaged_missing_and_foreign_files_are_named(pair, sticks):  # noqa: F811
    machine, server = pair
    stick = sticks("KINGSTON")
    machine.command("export", "--out", stick.path)
    log = log_of(machine)
    batches = sorted((name for name in files_in(stick.path) if ".personal." not in name),
                     key=lambda name: int(name.split("-")[1]))
    assert len(batches) >= 3
    missing = stick.path / batches[1]
    kept = missing.read_bytes()
    missing.unlink()
    (stick.path / "notes.ndjson.gz").write_bytes(gzip.compress(b"hello\n"))

    done = server.command("import", stick.path, expect=1)
    told = done.stderr.decode()
    assert "notes.ndjson.gz" in told
    assert re.search(rf"{log}: events \d+ to \d+ are missing; the file {log}-\d+-\d+", told)

    missing.write_bytes(kept[:100] + bytes([kept[100] ^ 1]) + kept[101:])
    assert batches[1] in server.command("import", stick.path, expect=1).stderr.decode()
    missing.write_bytes(kept)
    (stick.path / "notes.ndjson.gz").unlink()
    server.command("import", stick.path)
    assert rows(server, EVENTS) == entries(machine)


def test_a_receipt_that_is_none_confirms_nothing(pair):
    machine, _ = pair
    machine.start()
    for name, text in [("portal.receipt", b"<html>Welcome to our network</html>"),
                       ("empty.receipt", b"")]:
        file = machine.folder / name
        file.write_bytes(text)
        done = machine.command("import", file, "--language", "en", expect=1)
        assert "no file that a province sends" in done.stderr.decode()
    assert status(machine)["confirmed"] == 0


def test_the_desk_writes_a_stick_and_takes_the_receipt(
        pair, sticks, window, artifacts):  # noqa: F811
    machine, server = pair
    machine.start()
    screen = director(window(machine), machine)
    screen.go("/desk/transfers")
    screen.page.click("a[href='/desk/transfers/usb']")
    screen.says("main", "Không thấy USB nào")
    shots(screen, artifacts, "usb-none")

    stick = sticks("KINGSTON")
    screen.page.click("text=Tải lại trang")
    screen.says("main", "KINGSTON")
    shots(screen, artifacts, "usb-stick")
    screen.page.click("text=Ghi phần chưa xác nhận")
    screen.says("main", "Có thể rút USB")
    shots(screen, artifacts, "usb-done")
    assert status(machine)["confirmed"] == 0
    server.command("import", stick.path)
    assert rows(server, EVENTS)[:100] == entries(machine)[:100]

    screen.go("/desk/transfers/usb")
    screen.page.click("text=Nhận biên nhận và danh sách")
    screen.says("main", "Tỉnh đã xác nhận")
    shots(screen, artifacts, "usb-receipt")
    assert status(machine)["confirmed"] > 0
    # Nothing but what was recorded since is written now.
    screen.go("/desk/transfers/usb")
    screen.says("main", "Lần ghi gần nhất")


def test_the_desk_says_plainly_what_is_wrong_with_a_stick(
        pair, sticks, window, artifacts):  # noqa: F811
    machine, _ = pair
    machine.start()
    screen = director(window(machine), machine)
    locked, full = sticks("LOCKED"), sticks("FULL", kibibytes=64)
    full.fill()
    locked.protect()
    screen.go("/desk/transfers/usb")
    screen.says("main", "USB này không cho ghi")
    shots(screen, artifacts, "usb-locked")
    assert screen.page.locator("text=Ghi phần chưa xác nhận").count() == 1

    screen.page.click("text=Ghi phần chưa xác nhận")
    screen.says("main", "USB đã đầy")
    shots(screen, artifacts, "usb-full")
    assert status(machine)["confirmed"] == 0
    assert not [name for name in files_in(full.folder) if name.endswith(".new")]


def test_a_stick_pulled_out_in_the_middle_is_told_and_leaves_nothing_behind(
        kiosk, province, sticks):  # noqa: F811
    # Long enough that it is pulled out while it is being written.
    machine, _ = enrolled(kiosk, province, sticks, "--visits", 6000)
    machine.start()
    stick = sticks("KINGSTON")
    visitor = set_up(machine)
    visitor.go("/desk/transfers/usb")
    # Without script: the page reloads itself, and says the same.
    for round_ in range(5):
        visitor.post("/desk/transfers/usb", stick=str(stick.path), which="all",
                     csrf=dict(visitor.form("/desk/transfers/usb")["fields"])["csrf"])
        stick.pull()
        wait_until("the writing to end", lambda: "desk.js" not in visitor.go(
            "/desk/transfers/usb").text)
        text = visitor.answer.text
        if "USB đã bị rút ra" in text:
            break
        assert "Có thể rút USB" in text
        stick.mount()
        visitor.go("/desk/transfers/usb")
    else:
        raise AssertionError("the stick was never pulled out in time")
    assert files_in(stick.path) == [], "files were left in the folder below the stick"
    assert status(machine)["confirmed"] == 0
    for card in cards_of(machine)[:5]:
        assert machine.check_in(card).json()["outcome"] in ("welcome", "alreadyIn")


OWN_VALUES = """
    SELECT p.seq, p.field, p.value FROM personal p JOIN entry e ON e.seq = p.seq
    WHERE json_extract(e.line, '$.k') = 'certificate.issue' ORDER BY p.seq, p.field"""


def test_sticks_that_are_too_small_lose_no_personal_values(pair, sticks):  # noqa: F811
    machine, server = pair
    back = machine.folder / "back"
    for turn in range(40):
        # Of these some are full between the two files of a range.
        stick = sticks(f"SMALL-{turn}", kibibytes=12 + turn % 4 * 4)
        done = machine.command("export", "--out", stick.path, expect=None)
        assert done.returncode in (0, 74), done.stderr
        names = files_in(stick.path)
        for name in names:
            assert name.replace(".ndjson", ".personal.ndjson") in names or ".personal." in name
        server.command("import", stick.path, "--receipts", back, expect=None)
        stick.pull()
        for receipt in back.glob("*.receipt"):
            machine.command("import", receipt)
        if done.returncode == 0:
            break
    assert 2 <= turn < 39, "the sticks were too large, or nothing got through"
    # What was recorded since: that the command was run.
    machine.command("export", "--out", machine.folder / "rest")
    server.command("import", machine.folder / "rest")

    assert rows(server, EVENTS) == entries(machine)
    with sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True) as database:
        known = database.execute(OWN_VALUES).fetchall()
    assert len(known) > 0
    assert rows(server, "SELECT seq, field, value FROM personal ORDER BY seq, field") == known


def test_a_protected_stick_and_a_vanished_one_are_refused_by_the_command(
        pair, sticks):  # noqa: F811
    machine, server = pair
    stick = sticks("KINGSTON")
    stick.protect()
    done = machine.command("export", "--out", stick.path / "x", expect=None)
    assert done.returncode == 74, done.stderr
    stick.protect(False)
    stick.fill()
    done = machine.command("export", "--out", stick.path, expect=None)
    assert done.returncode == 74, done.stderr
    machine.command("export", "--out", machine.folder / "out")
    out = machine.folder / "out"
    assert json.loads((machine.data / "last-export.json").read_text())["label"] == str(out)
    server.command("import", out, "--receipts", machine.folder / "back")
    assert files_in(machine.folder / "back") == [f"{log_of(machine)}.receipt"]
