"""Push, pull and the stick bring the same bytes: one signed range, three ways, three provinces.

The provinces are one and the same, copied when the kiosk had just enrolled, so each has received
nothing yet and all of them know it.
"""

import shutil

import psycopg

import backlog
import daemons
from laboratory.audit import packed
from test_transport import log_of

# Both ways cut the log at the same places, as long as more follows: so few events that the weight of
# the first batch over an unknown line, 24 KiB, holds them too.
BATCH = 32
SETTINGS = {"sync.batchEvents": str(BATCH), "sync.batchEventsMost": str(BATCH),
            "sync.batchEventsLeast": str(BATCH),
            "sync.intervalSeconds": "1", "sync.backOffSeconds": "1", "sync.backOffMostSeconds": "1"}


def copy_of(server, name, postgres, province, events):
    """Another province with the same keys and the same, still empty, ledger."""
    environment = {**server.database, "PGDATABASE": name}
    postgres.copy_database(server.database["PGDATABASE"], name)
    other = province(name, environment, {"pull.maxEvents": str(events)})
    shutil.copytree(server.data, other.data)
    return other


def batches(server):
    """The bytes as they came, by their range."""
    where = server.database
    with psycopg.connect(host=where["PGHOST"], user=where["PGUSER"],
                         dbname=where["PGDATABASE"]) as database:
        rows = database.execute("SELECT first, last, bytes FROM batch").fetchall()
    return {(first, last): bytes(data) for first, last, data in rows}


def same(one, other):
    """Whether two ways brought some of the same ranges, and the same bytes for each of them."""
    shared = set(one) & set(other)
    return shared and all(one[of] == other[of] for of in shared)


def test_push_pull_and_stick_are_byte_equal(kiosk, province, postgres, tmp_path):
    pushed = province().start()
    machine = backlog.enrolled(kiosk(settings=SETTINGS), pushed, residents=300, visits=600)
    pushed.stop()
    pulled = copy_of(pushed, "pulled", postgres, province, BATCH)
    whole = copy_of(pushed, "whole", postgres, province, 8_192)
    carried = copy_of(pushed, "carried", postgres, province, BATCH)

    machine.start()
    machine.command("export", "--all", "--out", tmp_path / "stick")
    carried.command("import", tmp_path / "stick")
    for server in (pulled, whole):
        server.command("pull", "--once", "--url", machine.url, "--log", log_of(machine))
    pushed.arguments[-1] = str(pushed.port)
    pushed.start()
    daemons.wait_until("the push", lambda: len(batches(pushed)) > 4)
    machine.stop()

    assert all(packed(data) for data in batches(pushed).values())
    assert same(batches(pushed), batches(pulled))
    assert same(batches(carried), {**batches(pulled), **batches(whole)})
