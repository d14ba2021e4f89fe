"""The batch reaches the province: pushed, pulled, both at once, with either side killed in between.
Nothing is lost and nothing doubles.
"""

import concurrent.futures
import random
import re
import sqlite3

import psycopg
import pytest

from daemons import wait_until
from roster import cards_of
from test_main_job import status

SEED = 20261124
EVENTS = "SELECT seq, line FROM event ORDER BY seq"


def connect(server):
    return psycopg.connect(host=server.database["PGHOST"], user=server.database["PGUSER"],
                           dbname=server.database["PGDATABASE"], autocommit=True)


def rows(server, query):
    with connect(server) as database:
        return database.execute(query).fetchall()


def entries(machine):
    with sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True) as database:
        return database.execute("SELECT seq, line FROM entry ORDER BY seq").fetchall()


def one_time_code(server):
    said = server.command("enrol-code", "--centre", "14464-1").stdout.decode()
    return re.search(r"\b[0-9A-Z][0-9A-Z-]{7,}\b", said).group(0)


def log_of(machine):
    return (machine.data / "keys" / "log.id").read_text().strip()


@pytest.fixture
def pair(kiosk, province):
    """An enrolled kiosk with demonstration data, and its province; both running."""
    server = province().start()
    machine = kiosk(settings={"sync.intervalSeconds": "1", "sync.wakeEvents": "16",
                              "sync.batchEvents": "64"})
    machine.command("demo", "--residents", 400)
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    return machine, server


def balanced(machine):
    books = status(machine)
    assert books["recorded"] == (
        books["confirmed"] + books["waiting"] + books["needsAttention"]), books
    return books["waiting"] == 0 and books["needsAttention"] == 0


def test_pushed_batches_are_receipted_and_equal(pair):
    machine, server = pair
    machine.start()
    for card in cards_of(machine)[:50]:
        machine.check_in(card)

    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()

    assert rows(server, EVENTS) == entries(machine)


def test_a_pull_alone_brings_everything_and_the_receipt_back(pair):
    machine, server = pair
    machine.start()
    server.command("pull", "--once", "--url", machine.url, "--log", log_of(machine))
    server.command("pull", "--once", "--url", machine.url, "--log", log_of(machine))
    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()
    assert rows(server, EVENTS) == entries(machine)


def test_push_pull_and_kills_together_lose_and_double_nothing(pair):
    print(f"seed {SEED}")
    chance, (machine, server) = random.Random(SEED), pair
    cards = cards_of(machine)
    log, port = log_of(machine), server.port
    machine.start()
    server.arguments[-1] = str(port)

    def pull():
        server.command("pull", "--once", "--url", machine.url, "--log", log, expect=None)

    for round_ in range(6):
        with concurrent.futures.ThreadPoolExecutor(3) as at_once:
            pulls = [at_once.submit(pull), at_once.submit(pull)]
            for card in cards[round_ * 30:(round_ + 1) * 30]:
                machine.check_in(card)
            victim = chance.choice([machine, server])
            victim.kill()
            for one in pulls:
                one.result()
        victim.start()

    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()
    assert rows(server, EVENTS) == entries(machine)
    assert rows(server, "SELECT count(*), count(DISTINCT seq) FROM event")[0][0] == len(
        entries(machine))


def test_values_that_a_province_lost_come_again_with_the_next_event(pair):
    machine, server = pair
    values = "SELECT seq, field, value FROM personal ORDER BY seq, field"
    machine.start()
    wait_until("the values to arrive", lambda: balanced(machine) and rows(
        server, "SELECT personal = next FROM stream")[0][0])
    known = rows(server, values)
    lost = known[len(known) // 2][0]
    # As from a copy that was made when the values were behind the entries; those have come again.
    with connect(server) as database:
        database.execute("DELETE FROM personal WHERE seq >= %s", [lost])
        database.execute("UPDATE stream SET personal = %s", [lost])
    assert rows(server, values) != known

    machine.check_in(cards_of(machine)[0])

    wait_until("the values to come again", lambda: rows(server, values) == known)
    wait_until("the books to balance", lambda: balanced(machine))
    assert rows(server, EVENTS) == entries(machine)


def test_a_dead_province_never_touches_check_in(pair):
    machine, server = pair
    server.kill()
    machine.start()

    for card in cards_of(machine)[:20]:
        assert machine.check_in(card).json()["outcome"] in ("welcome", "alreadyIn")

    assert not balanced(machine)


def test_bad_batches_leave_the_database_untouched(pair):
    machine, server = pair
    machine.start()
    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()
    before = rows(server, EVENTS)
    size, log = len(before), log_of(machine)
    target = f"/v1/logs/{log}/entries/{size}-{size + 1}"
    kinds = {"Content-Type": "application/vnd.learning-kiosk.entries+ndjson;v=1",
             "Content-Encoding": "gzip"}

    for headers, body, statuses in [
        ({}, b"{}", {401, 415}), (kinds, b"not gzip", {401}),
        ({**kinds, "Authorization": "Bearer wrong"}, b"not gzip", {401})]:
        answer = server.request("PUT", target, body, headers)
        assert answer.status in statuses, answer.text
        assert answer.headers["content-type"] == "application/problem+json"

    assert rows(server, EVENTS) == before


def test_the_province_shows_kiosks_certificates_and_counts(pair):
    machine, server = pair
    machine.start()
    wait_until("the books to balance", lambda: balanced(machine))

    page = server.get("/").text
    assert "14464-1" in page and "<script" not in page
    assert "14464-1" in str(server.get("/v1/kiosks.json").json())

    numbers = wait_until("the projection to reach the certificates", lambda: {
        row[0] for row in rows(server, "SELECT number FROM certificate")})
    with sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True) as database:
        issued = {row[0] for row in database.execute("SELECT number FROM certificate")}
        turns, people = database.execute(
            "SELECT count(*), count(DISTINCT residentId) FROM visit").fetchone()
    listed = wait_until("all certificates to be listed", lambda: all(
        number in server.get("/certificates").text for number in issued))
    assert listed and numbers <= issued
    counted = "SELECT count(*), count(DISTINCT resident) FROM visit WHERE undone IS NULL"
    wait_until("the counts to agree", lambda: rows(server, counted) == [(turns, people)])


def test_a_log_that_cannot_be_projected_is_named_and_the_exit_status_says_so(pair):
    machine, server = pair
    machine.start()
    wait_until("the books to balance", lambda: balanced(machine))
    server.stop()
    with connect(server) as database:
        database.execute("""CREATE FUNCTION jam() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'jammed'; END $$""")
        database.execute("CREATE TRIGGER jam BEFORE INSERT ON visit FOR EACH ROW"
                         " EXECUTE FUNCTION jam()")

    done = server.command("project", "--again", expect=1)

    assert log_of(machine).encode() in done.stderr and b"Nothing is lost" in done.stderr
    assert b"jammed" in done.stderr
    with connect(server) as database:
        database.execute("DROP TRIGGER jam ON visit")
    assert b"events projected" in server.command("project").stdout
