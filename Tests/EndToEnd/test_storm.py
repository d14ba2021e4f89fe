"""After an outage all kiosks come back at once: each waits at most once, and nothing is lost.

`make bench` has the storm of 1,400; this is the small one, with few places and slow ones, so that most
must wait.
"""

import psycopg

import crowd

KIOSKS, DAYS, SEED = 40, 14, 20261126
PLACES = {"collector.lanes": "8", "collector.eventsPerLaneSecond": "500"}


def test_all_are_drained_and_none_is_sent_away_twice(province):
    server = province(settings=PLACES).start()
    kiosks = crowd.make(KIOSKS, DAYS, SEED)
    crowd.enrol(kiosks, server)

    outcomes = crowd.storm(kiosks, server.port)

    assert max(one.rejections for one in outcomes) == 1, "everybody found a place at once"
    assert not [failure for one in outcomes for failure in one.failures]
    where = server.database
    with psycopg.connect(host=where["PGHOST"], user=where["PGUSER"],
                         dbname=where["PGDATABASE"]) as database:
        stored = dict(database.execute("SELECT encode(log, 'hex'), next FROM stream").fetchall())
        rows = database.execute(
            "SELECT count(*), count(DISTINCT (stream, seq)) FROM event").fetchone()
    assert stored == {kiosk.log: kiosk.size for kiosk in kiosks}
    total = sum(kiosk.size for kiosk in kiosks)
    assert rows == (total, total)
