"""The card dies, and a backup goes onto a new one. Where it holds no keys, as the desk's download, the kiosk
goes on by a code that the province makes for its log; nothing is lost or doubled, and no certificate number
is given twice.
"""

import json
import shutil
import sqlite3

from daemons import wait_until
from roster import cards_of
from sticks import sticks  # noqa: F401 (a fixture)
from test_transport import balanced, log_of, one_time_code, rows
from test_two_histories import QUICK, entries, kiosks, stored, whole
from web import set_up

CENTRE = "14464-1"


def joined(kiosk, province, residents):
    """A province, and a kiosk of it whose demonstration data have been confirmed."""
    server, machine = province().start(), kiosk(settings=QUICK)
    machine.command("demo", "--residents", residents)
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    machine.start()
    wait_until("the books to balance", lambda: balanced(machine))
    return server, machine


def replacing_code(server, log):
    done = server.command("enrol-code", "--centre", CENTRE, "--replaces", log)
    assert log in done.stdout.decode()
    return done.stdout.decode().split()[0]


def restore_on_a_new_card(machine, backup):
    """A new card, empty; gives what the command says."""
    shutil.rmtree(machine.data)
    return machine.command("restore", "--from", backup, "--language", "en").stdout.decode()


def each_counts_once(server, *histories):
    wait_until("everything to be counted", lambda: rows(
        server, "SELECT bool_and(p.next = s.next) FROM projection p JOIN stream s ON s.id = p.stream"
    )[0][0])
    distinct = {line for history in histories for _, line in history}
    assert rows(server, "SELECT count(*) FROM event")[0][0] == len(distinct)
    visits = sum(json.loads(line)["k"] == "visit.in" for line in distinct)
    assert rows(server, """SELECT count(*) FROM visit v JOIN stream s ON s.id = v.stream
                           WHERE v.seq >= s.counted""")[0][0] == visits
    server.command("verify-log")


def next_number(machine):
    """The register's last number on the kiosk, which the next one follows."""
    with sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True) as database:
        return database.execute(
            "SELECT max(sequence) FROM (SELECT year, sequence FROM certificateFloor"
            " UNION ALL SELECT year, sequence FROM certificate)"
            " WHERE year = (SELECT max(year) FROM certificate)").fetchone()[0] + 1


def test_a_backup_without_keys_goes_on_by_a_code_for_its_log(kiosk, province, tmp_path):
    server, machine = joined(kiosk, province, residents=200)
    cards, first = cards_of(machine), log_of(machine)
    backup = tmp_path / "desk.tar"
    machine.command("backup", "--out", backup)
    in_backup = entries(machine)
    for card in cards[:40]:
        machine.check_in(card)
    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()
    before = entries(machine)
    old = tmp_path / "old-card"
    shutil.copytree(machine.data, old)

    said = restore_on_a_new_card(machine, backup)
    assert f"provinced enrol-code --centre {CENTRE} --replaces {first}" in said
    # No ordinary code does, and the answer says what does.
    refused = machine.command(
        "enrol", "--province", server.url, "--code", one_time_code(server), expect=1)
    assert f"--replaces {first}" in refused.stderr.decode()

    machine.command("enrol", "--province", server.url, "--code", replacing_code(server, first))
    machine.start()
    for card in cards[60:80]:
        machine.check_in(card)
    wait_until("the new history to arrive", lambda: whole(machine, server))

    assert log_of(machine) != first
    assert entries(machine)[:len(in_backup)] == in_backup
    # What came after the backup stays where it was.
    assert stored(server, first) == before
    assert kiosks(server)[log_of(machine)]["branchOf"] == first
    highest = rows(server, "SELECT max(right(number, 6)::int) FROM certificate")[0][0]
    assert next_number(machine) == highest + 1
    each_counts_once(server, before, entries(machine))

    # The old card turns up again: nothing that it has is taken.
    machine.stop()
    events = rows(server, "SELECT count(*) FROM event")
    shutil.move(machine.data, tmp_path / "new-card")
    shutil.move(old, machine.data)
    machine.start()
    for card in cards[90:100]:
        machine.check_in(card)
    wait_until("the old card to be turned away", lambda: "unauthorized" in machine.log.read_text()
               or "outcome=attention" in machine.log.read_text())
    assert rows(server, "SELECT count(*) FROM event") == events


def test_the_same_without_a_network_by_files_after_the_withdrawal(
        kiosk, province, sticks, tmp_path):  # noqa: F811
    server, machine, stick = province().start(), kiosk(), sticks("KINGSTON")
    machine.command("demo", "--residents", 120)
    ask, answer = stick.path / "ask.json", stick.path / "answer.json"

    def enrol(code):
        machine.command("enrol", "--request", ask)
        server.command("enrol", ask, "--code", code, "--out", answer)
        machine.command("enrol", "--answer", answer)

    def carry():
        machine.command("export", "--out", stick.path)
        server.command("import", stick.path)
        machine.command("import", stick.path)

    enrol(one_time_code(server))
    carry()
    first = log_of(machine)
    backup = tmp_path / "desk.tar"
    machine.command("backup", "--out", backup)
    before = entries(machine)
    server.command("device withdraw", "--log", first)

    restore_on_a_new_card(machine, backup)
    enrol(replacing_code(server, first))
    carry()

    wait_until("the stick to be taken in", lambda: stored(server, log_of(machine)))
    history = entries(machine)
    assert history[:len(before)] == before
    assert stored(server, log_of(machine)) == history[:len(stored(server, log_of(machine)))]
    assert len(stored(server, log_of(machine))) > len(before)
    each_counts_once(server, stored(server, first), stored(server, log_of(machine)))


def test_while_the_line_is_down_the_director_tells_the_last_number(kiosk, province, tmp_path):
    server, machine = joined(kiosk, province, residents=120)
    backup = tmp_path / "whole.tar"
    machine.command("backup", "--out", backup, "--with-keys")
    machine.stop()
    server.stop()
    known = next_number(machine) - 1

    restore_on_a_new_card(machine, backup)
    machine.start()
    director = set_up(machine)
    place = "/desk/register/last-number"
    for page in ("/desk", "/desk/certificates"):
        shown = director.go(page).text
        assert "Tạm dừng cấp giấy chứng nhận" in shown and place in shown
    director.go(place)
    assert "không thể nhỏ hơn" in director.submit(place, expect=422, last=str(known - 1)).text
    director.go(place)
    said = director.submit(place, last=f"{known + 8}").text

    assert f"Giấy tiếp theo mang số {known + 9:02d}/GCN" in said
    assert next_number(machine) == known + 9
    machine.stop()
    machine.start()
    assert "Tạm dừng cấp giấy chứng nhận" not in director.go("/desk/certificates").text
