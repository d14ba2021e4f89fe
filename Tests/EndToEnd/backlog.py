"""A kiosk that was long without a line, and what it takes to bring its log over one."""

import dataclasses
import re
import time

import psycopg

from daemons import wait_until


@dataclasses.dataclass
class Journey:
    """How a backlog got over a line."""

    seconds: float
    events: int
    # Bytes over the line, both ways, with headers.
    wire: int
    # The batches among them that are stored.
    batches: int
    # How often the line was cut; bytes of batches that went up, with headers; and of those, bytes
    # that a cut took away: at most so many were sent again.
    cuts: int
    carried: int
    wasted: int

    @property
    def wasted_share(self):
        return self.wasted / self.carried


def enrolled(kiosk, province, **demo):
    """The kiosk with demonstration data and enrolled, not yet started."""
    arguments = [part for name, value in demo.items() for part in (f"--{name}", value)]
    kiosk.command("demo", *arguments)
    code = re.search(r"\b[0-9A-Z][0-9A-Z-]{7,}\b", province.command(
        "enrol-code", "--centre", "14464-1").stdout.decode()).group(0)
    kiosk.command("enrol", "--province", province.url, "--code", code)
    return kiosk


def stored(province):
    """Events and bytes of batches at the province; every event once."""
    where = province.database
    with psycopg.connect(host=where["PGHOST"], user=where["PGUSER"],
                         dbname=where["PGDATABASE"]) as database:
        events, distinct = database.execute(
            "SELECT count(*), count(DISTINCT (stream, seq)) FROM event").fetchone()
        size = database.execute("SELECT coalesce(sum(length(bytes)), 0) FROM batch").fetchone()[0]
    assert events == distinct, (events, distinct)
    return events, int(size)


def is_balanced(kiosk):
    books = kiosk.get("/api/status").json()
    assert books["recorded"] == (
        books["confirmed"] + books["waiting"] + books["needsAttention"]), books
    return books["recorded"] > 0 and books["waiting"] == books["needsAttention"] == 0


def travel(kiosk, province, line, patience=600):
    """Starts the kiosk and waits until everything it has is confirmed over the line."""
    begun = time.monotonic()
    kiosk.start()
    wait_until("the backlog to be confirmed", lambda: is_balanced(kiosk), patience)
    seconds = time.monotonic() - begun
    events, batches = stored(province)
    return Journey(seconds=seconds, events=events, wire=line.bytes, batches=batches,
                   cuts=line.cuts, carried=line.batches, wasted=line.wasted)
