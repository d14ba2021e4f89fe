"""A copied and a restored memory card: two histories under one key, and nothing of either is lost."""

import pytest

from laboratory import copies
from laboratory.audit import Auditor
from laboratory.run import settle
from laboratory.site import Site


@pytest.fixture
def site():
    made = Site()
    try:
        for card in made.next_cards(5):
            made.check_in(card)
        settle(made)
        yield made
    finally:
        made.remove()


@pytest.mark.parametrize("trick", copies.TRICKS)
def test_both_histories_stand_at_the_province(trick, site):
    copies.TRICKS[trick](site)
    Auditor(site).audit()

    for kiosk in site.kiosks:
        for card in site.next_cards(3):
            site.check_in(card, kiosk)
    settle(site)
    Auditor(site).audit()
    assert len(site.acknowledged) >= 5 + 2 * copies.CARDS
