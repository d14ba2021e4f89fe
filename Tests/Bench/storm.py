"""1,400 kiosks come back at the same moment after a week without the province."""

import collections
import statistics

import psycopg

import crowd
from bed import figure

KIOSKS, DAYS, SEED = 1_400, 7, 20261126
GOAL_SECONDS = 390


def measure(bed):
    print(f"==> making the logs of {KIOSKS} kiosks", flush=True)
    kiosks = crowd.make(KIOSKS, DAYS, SEED)
    province = bed.province().start()
    crowd.enrol(kiosks, province)

    outcomes = crowd.storm(kiosks, province.port)

    check(province, kiosks)
    province.stop()
    seconds = max(one.done_seconds for one in outcomes)
    rejections = [one.rejections for one in outcomes]
    failures = collections.Counter(failure for one in outcomes for failure in one.failures)
    events = sum(kiosk.size for kiosk in kiosks)
    wire = sum(one.sent_bytes for one in outcomes) / events
    return [figure(
        f"storm of {KIOSKS:,} simulated kiosks with {DAYS} days each ({events:,} events), all at "
        "the same moment",
        f"{seconds:.0f} s, {events / seconds:,.0f} events/s; sent away at most {max(rejections)} "
        f"times, on average {statistics.mean(rejections):.2f}; exchanges without an answer: "
        + (", ".join(f"{count} {kind}" for kind, count in failures.items()) or "none"),
        "", "< 6.5 min, <= 1 rejection each",
        seconds < GOAL_SECONDS and max(rejections) <= 1,
        seconds=seconds, events=events, most_rejections=max(rejections),
        mean_rejections=statistics.mean(rejections), failures=failures.total(), bytes_an_event=wire)]


def check(province, kiosks):
    """Everything is there once, under the roots that the kiosks signed."""
    where = province.database
    with psycopg.connect(host=where["PGHOST"], user=where["PGUSER"],
                         dbname=where["PGDATABASE"]) as database:
        stored = dict(database.execute("SELECT encode(log, 'hex'), next FROM stream").fetchall())
        rows = database.execute(
            "SELECT count(*), count(DISTINCT (stream, seq)) FROM event").fetchone()
    assert stored == {kiosk.log: kiosk.size for kiosk in kiosks}
    total = sum(kiosk.size for kiosk in kiosks)
    assert rows == (total, total), rows
