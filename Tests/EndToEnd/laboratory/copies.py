"""A memory card that is copied into a second kiosk, or put back as it was last week, or whose database is
put back while a stick is on its way.

Both make a second history under one key. Nothing of either is lost: the log branches, and both
branches stand at the province.
"""

import shutil

from . import run

CARDS = 4


def copied(site):
    """Two kiosks with one card's content, both in use; then the copy retires."""
    site.kiosk.kill()
    copy = site.new_kiosk(f"copy{site.branches}")
    shutil.copytree(site.kiosk.data, copy.data)
    site.start(site.kiosk)
    site.start(copy)
    site.kiosks.append(copy)
    site.branches += 1
    for first, second in zip(site.next_cards(CARDS), site.next_cards(CARDS)):
        site.check_in(first)
        site.check_in(second, copy)
    run.settle(site)
    assert site.log() != site.log(copy), "two kiosks go on under one log"


def restored(site):
    """The card goes back to before some events that the province has confirmed."""
    saved = site.folder / "saved"
    site.kiosk.kill()
    shutil.copytree(site.kiosk.data, saved)
    site.start(site.kiosk)
    for card in site.next_cards(CARDS):
        site.check_in(card)
    run.settle(site)
    before = site.log()

    site.kiosk.kill()
    shutil.rmtree(site.kiosk.data)
    shutil.move(saved, site.kiosk.data)
    site.start(site.kiosk)
    site.branches += 1
    for card in site.next_cards(CARDS):
        site.check_in(card)
    run.settle(site)
    assert site.log() != before, "a restored kiosk goes on as if nothing had happened"


def overtaken(site):
    """A stick with the last events arrives after the branch that holds most of them too."""
    saved, stick = site.folder / "saved", site.folder / "late"
    site.up.target = None
    for card in site.next_cards(CARDS):
        site.check_in(card)
    before = site.log()
    site.kiosk.kill()
    shutil.copytree(site.kiosk.data, saved)
    site.start(site.kiosk)
    for card in site.next_cards(CARDS):
        site.check_in(card)
    stick.mkdir()
    site.command(site.kiosk, None, "export", "--out", stick)

    site.kiosk.kill()
    for path in site.kiosk.data.glob("kiosk.sqlite*"):
        path.unlink()
    for path in saved.glob("kiosk.sqlite*"):
        shutil.copy(path, site.kiosk.data)
    site.up.target = site.province.port
    site.start(site.kiosk)
    site.branches += 1
    for card in site.next_cards(CARDS):
        site.check_in(card)
    run.settle(site)
    assert site.log() != before, "an older database goes on as if nothing had happened"
    site.command(site.province, None, "import", stick)
    run.settle(site)


def retire(site):
    """Copies leave; what they recorded stays at the province and in the audit's memory."""
    for copy in site.kiosks[1:]:
        copy.kill()
        shutil.rmtree(copy.data)
    del site.kiosks[1:]


TRICKS = {"copied": copied, "restored": restored, "overtaken": overtaken}
