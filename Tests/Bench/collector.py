"""The way to the province: bytes an event on the wire, and how fast the collector takes a log."""

import io
import re
import statistics
import time

import psycopg

from bed import cards, check_in_request, figure

BATCH = 512
STEADY = 8 * BATCH
ROUNDS = 3


def measure(bed):
    return [wire(bed), taken(bed)]


def connect(province):
    return psycopg.connect(host=province.database["PGHOST"], user=province.database["PGUSER"],
                           dbname=province.database["PGDATABASE"], autocommit=True)


def enrolled(bed, province, data=None):
    kiosk = bed.kiosk(data=data)
    code = re.search(r"\b[0-9A-Z][0-9A-Z-]{7,}\b", province.command(
        "enrol-code", "--centre", "14464-1").stdout.decode()).group(0)
    kiosk.command("enrol", "--province", province.url, "--code", code)
    return kiosk


def wire(bed):
    """Batches of 512 check-ins, as they stand in the province's ledger."""
    province = bed.province().start()
    kiosk = enrolled(bed, province)
    kiosk.command("demo", "--residents", STEADY, "--visits", 1_000)
    everyone = cards(kiosk)
    kiosk.start()
    bed.load(kiosk.port, 16, [check_in_request(card) for card in everyone], "welcome")
    province.command("pull", "--once", "--url", kiosk.url)
    kiosk.stop()
    with connect(province) as database:
        # Only batches that hold nothing but check-ins: the steady state of a centre.
        rows = database.execute(
            "SELECT length(bytes), last - first FROM batch b WHERE NOT EXISTS (SELECT FROM event e"
            " WHERE e.stream = b.stream AND e.seq >= first AND e.seq < last"
            " AND e.kind <> 'visit.in')").fetchall()
    province.stop()
    events = sum(row[1] for row in rows)
    assert events >= BATCH, rows
    each = sum(row[0] for row in rows) / events
    return figure(f"bytes a check-in on the wire ({events:,} in {len(rows)} batches)",
                  f"{each:.1f} bytes", goal="<= 24 bytes", held=each <= 24, bytes=each)


def taken(bed):
    """The whole large log through `provinced pull`, beside COPY of the same rows."""
    rates, copies = [], []
    for _ in range(ROUNDS):
        province = bed.province().start()
        kiosk = enrolled(bed, province, data=bed.large()).start()
        begun = time.monotonic()
        province.command("pull", "--once", "--url", kiosk.url)
        seconds = time.monotonic() - begun
        kiosk.stop()
        with connect(province) as database:
            count = database.execute("SELECT count(*) FROM event").fetchone()[0]
            next_ = database.execute("SELECT next FROM stream").fetchone()[0]
            assert count == next_ > 1_000_000
            rates.append(count / seconds)
            copies.append(count / copy(database))
        province.stop()
    rate, base = statistics.median(rates), statistics.median(copies)
    return figure("collector, durable, parsed, hashed and verified (kiosk, PostgreSQL and "
                  "collector on the same 2 cores)", f"{rate:,.0f} events/s ({rate / base:.2f} x)",
                  f"COPY of the same rows {base:,.0f} events/s", ">= 20,000/s", rate >= 20_000,
                  per_second=rate, baseline_per_second=base)


def copy(database):
    """Seconds for a plain COPY of the same rows into an empty table, committed."""
    rows = io.BytesIO()
    with database.cursor().copy(
            "COPY (SELECT * FROM event) TO STDOUT (FORMAT binary)") as out:
        for data in out:
            rows.write(data)
    database.execute("CREATE TABLE baseline (LIKE event)")
    begun = time.monotonic()
    with database.cursor().copy("COPY baseline FROM STDIN (FORMAT binary)") as into:
        into.write(rows.getvalue())
    return time.monotonic() - begun
