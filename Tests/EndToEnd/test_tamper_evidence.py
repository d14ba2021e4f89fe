"""Whoever changes the record is found: the log on the kiosk, the ledger at the province, a checkpoint on
paper, and proofs that strangers check with nothing of ours.
"""

import hashlib
import json
import re
import sqlite3
import subprocess
import sys

import pytest

import proofs
from daemons import run, wait_until
from papers import issue_to_everybody
from roster import cards_of
from test_main_job import status
from test_transport import connect, log_of, pair  # noqa: F401  (pair is a fixture)
from web import set_up


@pytest.fixture
def confirmed(pair):  # noqa: F811
    """A kiosk whose log the province has confirmed, both running, and the province's key."""
    machine, server = pair
    machine.start()
    machine.visitor = set_up(machine)
    assert issue_to_everybody(machine, machine.visitor)
    for card in cards_of(machine)[:30]:
        machine.check_in(card)
    wait_until("the books to balance", lambda: status(machine)["waiting"] == 0)
    vkey = re.search(r"verify with (\S+)", server.log.read_text()).group(1)
    return machine, server, vkey


def certificate_of(machine):
    with sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True) as database:
        return database.execute("SELECT number, issueSeq FROM certificate LIMIT 1").fetchone()


def test_a_whole_log_is_whole_on_both_sides_while_they_run(confirmed):
    machine, server, _ = confirmed

    said = json.loads(machine.command("verify-log", "--json").stdout)
    ledger = json.loads(server.command("verify-log", "--json").stdout)

    assert said["whole"] and said["findings"] == [] and said["rows"] > 0
    assert said["size"] == ledger["size"] == said["receipt"]["size"]
    assert said["root"] == ledger["root"] and ledger["whole"] and said["log"] == ledger["log"]
    assert "nguyên vẹn" in machine.command("verify-log", "--language", "vi").stdout.decode()


def test_a_proof_is_checked_by_kiosk_province_and_strangers(confirmed, tmp_path):
    machine, server, vkey = confirmed
    number, seq = certificate_of(machine)
    of_kiosk, of_province = tmp_path / "a.tlog-proof", tmp_path / "b.tlog-proof"

    machine.command("proof", "--certificate", number, "--out", of_kiosk)
    server.command("proof", "--log", log_of(machine), "--seq", seq, "--out", of_province)

    assert of_kiosk.read_text() == of_province.read_text()
    words = run("kioskd", "verify-proof", of_kiosk, "--key", vkey, "--language", "en").stdout
    assert number in words.decode() and "certificate was issued" in words.decode()
    assert number in run("provinced", "verify-proof", of_kiosk, "--key", vkey).stdout.decode()
    event, origin, size, _ = proofs.verified_event(of_kiosk.read_text(), vkey)
    assert event["k"] == "certificate.issue" and event["n"] == number
    assert origin.endswith(log_of(machine)) and size == status(machine)["confirmed"]
    script = subprocess.run([sys.executable, proofs.__file__, of_kiosk, vkey],
                            capture_output=True, check=True)
    assert number.encode() in script.stdout

    spoilt = of_kiosk.read_text().replace(f"index {seq}", f"index {seq + 1}")
    of_kiosk.write_text(spoilt)
    with pytest.raises(AssertionError):
        proofs.verified_event(spoilt, vkey)
    run("kioskd", "verify-proof", of_kiosk, "--key", vkey, expect=1)
    run("provinced", "verify-proof", of_kiosk, "--key", vkey, expect=1)
    run("kioskd", "verify-proof", of_kiosk, "--key", "nonsense", expect=2)
    of_kiosk.write_text("nonsense")
    run("provinced", "verify-proof", of_kiosk, "--key", vkey, expect=2)


def test_what_the_province_has_not_confirmed_is_not_proven(confirmed, tmp_path):
    machine, server, _ = confirmed
    server.stop()
    machine.check_in(cards_of(machine)[100])
    size = status(machine)["confirmed"]

    done = machine.command("proof", "--seq", size, "--out", tmp_path / "x", "--language", "en",
                           expect=1)

    assert f"has not confirmed event {size}" in done.stderr.decode()
    machine.command("proof", "--seq", 10**9, "--out", tmp_path / "x", expect=1)
    machine.command("proof", "--certificate", "nothing", "--out", tmp_path / "x", expect=1)
    assert not (tmp_path / "x").exists()


def test_a_changed_line_on_the_kiosk_is_named(confirmed):
    machine, _, _ = confirmed
    machine.stop()
    with sqlite3.connect(machine.data / "kiosk.sqlite") as database:
        database.execute("DROP TRIGGER entryIsFinal")
        line = database.execute("SELECT line FROM entry WHERE seq = 200").fetchone()[0]
        database.execute("UPDATE entry SET line = ? WHERE seq = 200",
                         (line.replace(b'"t":1', b'"t":2'),))

    said = json.loads(machine.command("verify-log", "--json", expect=1).stdout)

    assert said["findings"][0]["first"] == said["findings"][0]["last"] == 200
    assert said["findings"][0]["flaw"] == "redated" and not said["whole"]
    (machine.data / "kiosk.sqlite").write_bytes(b"nonsense")
    machine.command("verify-log", expect=2)


def test_a_changed_row_at_the_province_is_named(confirmed):
    machine, server, _ = confirmed
    with connect(server) as database:
        database.execute(
            "UPDATE event SET line = set_byte(line, 5, 120) WHERE seq = 123")

    said = server.command("verify-log", "--log", log_of(machine), "--json", expect=1)

    finding = json.loads(said.stdout)["finding"]
    assert finding["first"] == 123 and "row" in finding["detail"]
    server.command("verify-log", "--log", "00" * 16, expect=2)


def rewrite(path):
    """Changes an early event and makes everything that is not signed anew."""
    with sqlite3.connect(path) as database:
        for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        lines = [line for (line,) in database.execute("SELECT line FROM entry ORDER BY seq")]
        lines[5] = lines[5].replace(b'"t":1', b'"t":2')
        stack, size = [], 0
        for seq, line in enumerate(lines):
            node = hashlib.sha256(b"\0" + line).digest()
            leaf = int.from_bytes(node[:8], "big", signed=True)
            database.execute("UPDATE entry SET line = ?, leaf = ? WHERE seq = ?",
                             (line, leaf, seq))
            level = size
            while level & 1:
                node = hashlib.sha256(b"\1" + stack.pop() + node).digest()
                level >>= 1
            stack.append(node)
            size += 1
            edge = size.to_bytes(8, "big") + b"".join(stack)
            database.execute("UPDATE rangeMark SET range = ? WHERE size = ?", (edge, size))
            database.execute(
                "UPDATE syncState SET confirmedRange = ? WHERE confirmedSize = ?", (edge, size))
        database.execute("UPDATE logState SET range = ?", (edge,))
        database.execute("UPDATE syncState SET receiptText = NULL")


def test_the_checkpoint_of_a_closing_slip_convicts_a_log_made_anew(confirmed, tmp_path):
    machine, _, _ = confirmed
    slip, note = tmp_path / "slip.pdf", tmp_path / "note"
    slip.write_bytes(machine.visitor.go("/desk/closing-slip.pdf").body)
    note.write_bytes(run("kioskd", "read", slip).stdout)
    machine.command("verify-log", "--checkpoint", note)
    machine.stop()
    rewrite(machine.data / "kiosk.sqlite")
    machine.command("verify-log")

    said = json.loads(
        machine.command("verify-log", "--checkpoint", note, "--json", expect=1).stdout)

    finding = said["findings"][0]
    assert finding["flaw"] == "rewritten" and finding["first"] == 0
    note.write_text("nonsense")
    machine.command("verify-log", "--checkpoint", note, expect=2)


def test_the_desk_gives_the_proof_of_a_certificate(confirmed):
    machine, _, vkey = confirmed
    number, seq = certificate_of(machine)
    page = machine.visitor.go(f"/desk/certificates/{number}")
    address = f"/desk/certificates/{number}/certificate.tlog-proof"
    assert address in page.text

    answer = machine.visitor.go(address)

    assert answer.headers["content-disposition"] == f'attachment; filename="{number}.tlog-proof"'
    event, _, _, _ = proofs.verified_event(answer.text, vkey)
    assert event["q"] == seq and event["n"] == number
