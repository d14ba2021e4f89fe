"""Two hundred seeds of the fault laboratory, and proof that its audit would notice a loss.

`make soak` runs ten thousand. A seed that finds something is printed with its plan; its logs are
left in artifacts/laboratory.
"""

import pytest

from laboratory.audit import Auditor, Broken
from laboratory.campaign import Campaign, default_workers
from laboratory.run import settle
from laboratory.site import Site

SEEDS = range(1, 201)

SABOTAGE = {
    "an event is gone": "DELETE FROM event WHERE seq = 9",
    "the last event is gone": "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
    "an event stands twice":
        "INSERT INTO event SELECT stream, seq, received + interval '1 second', kind, line"
        " FROM event WHERE seq = 9",
    "an event was changed": "UPDATE event SET line = overlay(line PLACING 'x' FROM 5) WHERE seq = 9",
    "two events changed places":
        "UPDATE event SET line = (SELECT o.line FROM event o WHERE o.seq = 19 - event.seq)"
        " WHERE seq IN (9, 10)",
    "a batch is gone": "DELETE FROM batch WHERE first = (SELECT max(first) FROM batch)",
    # Byte 4 begins the time in gzip's header: nothing else reads it.
    "a batch is not the bytes that were sent": "UPDATE batch SET bytes = set_byte(bytes, 4, 1)",
    "a batch's receipt is another's":
        "UPDATE batch SET receipt = (SELECT receipt FROM batch WHERE first = 0) WHERE first > 0",
    "the province says that it has more": "UPDATE stream SET next = next + 1",
    "something is in quarantine": "INSERT INTO quarantine VALUES (1, 9, 'for the test')",
}


@pytest.fixture(scope="module")
def settled():
    """A site with some check-ins, all of them at the province."""
    site = Site()
    try:
        for card in site.next_cards(5):
            site.check_in(card)
        settle(site)
        yield site
    finally:
        site.remove()


def test_two_hundred_seeds_lose_nothing_and_double_nothing():
    campaign = Campaign(SEEDS, default_workers()).run()

    assert not campaign.finds, "\n\n".join(find.text for find in campaign.finds)
    assert campaign.done == len(SEEDS)
    assert campaign.faults > len(SEEDS) and campaign.acknowledged > 3 * len(SEEDS), (
        "the laboratory tried too little", campaign.faults, campaign.acknowledged)
    assert campaign.counted > 0, "no site's visits were counted"


@pytest.mark.parametrize("what", SABOTAGE)
def test_the_audit_notices_when(what, settled):
    with settled.province_database() as database:
        database.autocommit = False
        Auditor(settled).audit(database)

        database.execute(SABOTAGE[what])

        with pytest.raises(Broken):
            Auditor(settled).audit(database)
        database.rollback()


def test_the_audit_notices_a_visit_that_is_not_counted(settled):
    Auditor(settled).counted_is_right()
    with settled.province_database() as database:
        stream = database.execute("UPDATE stream SET counted = next RETURNING id").fetchone()[0]
    try:
        with pytest.raises(Broken, match="counted"):
            Auditor(settled).counted_is_right()
    finally:
        with settled.province_database() as database:
            database.execute("UPDATE stream SET counted = 0 WHERE id = %s", [stream])


def test_the_audit_notices_a_green_answer_that_was_lost(settled):
    card = settled.next_cards(1)[0]
    settled.acknowledged.add(card)
    try:
        with pytest.raises(Broken, match="lost"):
            Auditor(settled).audit()
    finally:
        settled.acknowledged.remove(card)
