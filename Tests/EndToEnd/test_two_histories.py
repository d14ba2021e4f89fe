"""A memory card that was copied or put back: both histories reach the province whole, under two names,
and both desks say so.
"""

import json
import shutil
import sqlite3

import pytest

from daemons import Kiosk, wait_until
from roster import cards_of
from test_transport import balanced, connect, log_of, one_time_code, rows
from test_main_job import status
from web import set_up

QUICK = {"sync.intervalSeconds": "1", "sync.wakeEvents": "16", "sync.batchEvents": "64"}

LINES = """
    SELECT e.seq, e.line FROM stream s, lineage(s.id) l JOIN event e
      ON e.stream = l.holder AND e.seq >= l.first AND e.seq < l.last
    WHERE s.log = %s ORDER BY e.seq"""


def entries(machine):
    with sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True) as database:
        return database.execute("SELECT seq, line FROM entry ORDER BY seq").fetchall()


def stored(server, log):
    """The lines of one log as the province holds them, those of its parents too."""
    with connect(server) as database:
        return [(seq, bytes(line)) for seq, line in
                database.execute(LINES, [bytes.fromhex(log)]).fetchall()]


def whole(machine, server):
    """Whether the province holds exactly what the kiosk has recorded, and the kiosk knows it."""
    return balanced(machine) and stored(server, log_of(machine)) == entries(machine)


def kiosks(server):
    return {row["log"]: row for row in server.get("/v1/kiosks.json").json()["kiosks"]}


def copy_of_what_is_there(one, other):
    """Leaves out a draft that has got its file's name meanwhile."""
    try:
        return shutil.copy2(one, other)
    except FileNotFoundError:
        return other


def clone(machine, folder):
    """Another kiosk with everything that is on the card now, whether the kiosk runs or not."""
    twin = Kiosk(folder, settings=QUICK)
    shutil.copytree(machine.data, twin.data, copy_function=copy_of_what_is_there)
    for name in ("lock", "kiosk.lock"):
        (twin.data / name).unlink(missing_ok=True)
    return twin


@pytest.fixture
def started(kiosk, province, tmp_path):
    """A kiosk whose history is at the province; both running. Clones end with the test."""
    server = province().start()
    machine = kiosk(settings=QUICK)
    machine.command("demo", "--residents", 200)
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    machine.start()
    wait_until("the books to balance", lambda: balanced(machine))
    made = []

    def copy(name):
        made.append(clone(machine, tmp_path / name))
        return made[-1]

    yield machine, server, copy
    for twin in made:
        twin.kill()


def test_a_copied_card_and_its_original_both_go_on(started):
    machine, server, copy = started
    # Before there are two: either may be the one that branches, and at once.
    old, cards = log_of(machine), cards_of(machine)
    twin = copy("twin")
    twin.start()

    for round_ in range(4):
        for card in cards[round_ * 10:round_ * 10 + 10]:
            machine.check_in(card)
        for card in cards[100 + round_ * 10:100 + round_ * 10 + 10]:
            twin.check_in(card)
    wait_until("both histories to arrive", lambda: whole(machine, server) and whole(twin, server))

    logs = {log_of(machine), log_of(twin)}
    assert len(logs) == 2 and old in logs
    branched = machine if log_of(machine) != old else twin
    table = kiosks(server)
    assert table[old]["branches"] == [log_of(branched)]
    assert table[log_of(branched)]["branchOf"] == old
    page = server.get("/").text
    assert f"Nhánh của sổ {old[:8]}" in page
    assert f"Đã tách nhánh: {log_of(branched)[:8]}" in page
    assert f"Branch of log {old}" in server.command("kiosks").stdout.decode()

    wait_until("everything to be counted", lambda: rows(
        server, "SELECT bool_and(p.next = s.next) FROM projection p JOIN stream s ON s.id = p.stream"
    )[0][0])
    with_both = set(map(tuple, entries(machine))) | set(map(tuple, entries(twin)))
    assert rows(server, "SELECT count(*) FROM event")[0][0] == len(with_both)
    visits = sum(json.loads(line)["k"] == "visit.in" for _, line in with_both)
    assert rows(server, """SELECT count(*) FROM visit v JOIN stream s ON s.id = v.stream
                           WHERE v.seq >= s.counted""")[0][0] == visits


def test_a_card_put_back_goes_on_under_a_new_name_and_the_desk_says_so(started):
    machine, server, copy = started
    older = copy("older")
    old, cards = log_of(machine), cards_of(machine)
    for card in cards[:40]:
        machine.check_in(card)
    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()
    before = entries(machine)
    highest = rows(server, "SELECT max(number) FROM certificate")[0][0]

    shutil.rmtree(machine.data)
    shutil.copytree(older.data, machine.data)
    machine.start()
    for card in cards[60:70]:
        machine.check_in(card)
    wait_until("the new history to arrive", lambda: whole(machine, server))

    assert log_of(machine) != old
    assert stored(server, old) == before
    director = set_up(machine)
    for place in ("/desk", "/desk/transfers"):
        assert "Có hai bản sổ" in director.go(place).text
    director.submit("/desk/transfers/branches")
    for place in ("/desk", "/desk/transfers"):
        assert "Có hai bản sổ" not in director.go(place).text
    assert old[:8] in director.go("/desk/transfers").text
    with sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True) as database:
        floors = database.execute(
            "SELECT centre || '-' || year || '-' || printf('%06d', sequence)"
            " FROM certificateFloor").fetchall()
    assert (highest,) in floors
    wait_until("the note to arrive", lambda: whole(machine, server))


def test_an_older_database_is_found_without_a_network(started):
    machine, server, copy = started
    older = copy("older")
    old, cards = log_of(machine), cards_of(machine)
    for card in cards[:30]:
        machine.check_in(card)
    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()
    server.kill()

    for path in machine.data.glob("kiosk.sqlite*"):
        path.unlink()
    for path in older.data.glob("kiosk.sqlite*"):
        shutil.copy(path, machine.data)
    machine.start()

    assert log_of(machine) != old
    books = status(machine)
    assert books["recorded"] == books["confirmed"] + books["waiting"] + books["needsAttention"]
    server.arguments[-1] = str(server.port)
    server.start()
    wait_until("the new history to arrive", lambda: whole(machine, server))
    assert kiosks(server)[log_of(machine)]["branchOf"] == old


def test_a_kiosk_that_is_only_pulled_is_heard_as_well(started):
    machine, server, copy = started
    twin = copy("twin")
    old, cards = log_of(machine), cards_of(machine)
    for card in cards[:30]:
        machine.check_in(card)
    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()
    # The twin reaches no province by itself.
    twin.config.write_text(twin.config.read_text().replace(
        'provinceURL = ""', 'provinceURL = "http://127.0.0.1:9"'))
    twin.start()
    for card in cards[50:90]:
        twin.check_in(card)

    for _ in range(2):
        server.command("pull", "--once", "--url", twin.url, "--log", old)
    assert log_of(twin) != old
    assert stored(server, log_of(twin)) == entries(twin)
    wait_until("the books to balance", lambda: balanced(twin))
    # Where it is now known by its branch, either name leads there.
    server.command("pull", "--once", "--url", twin.url, "--log", log_of(twin))
    assert whole(twin, server)
