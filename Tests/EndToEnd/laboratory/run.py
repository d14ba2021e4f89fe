"""Carries out one plan at a site and lets the site settle."""

import concurrent.futures
import time

import daemons

LONGER_SECONDS = 1.0


def carry_out(plan, site):
    """Everything at once, then no faults until the books balance. Gives the faults that happened."""
    site.up.plan(plan.up)
    site.down.plan(plan.down)
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(5) as at_once:
        actors = [at_once.submit(actor, plan, site, begun)
                  for actor in (show_cards, pull, carry_sticks, cut_power, fill_disk)]
        for actor in actors:
            actor.result()
    site.revive()
    outlast(site)
    happened = site.up.heal() + site.down.heal()
    settle(site)
    return happened


def outlast(site):
    """Leaves the faults in place while transfers are tried again, for a moment."""
    end = time.monotonic() + LONGER_SECONDS
    while time.monotonic() < end and not site.up.is_quiet and not is_settled(site, site.kiosk):
        time.sleep(0.05)


def wait_for(moment, begun):
    time.sleep(max(0, begun + moment - time.monotonic()))


def show_cards(plan, site, _):
    for pause, card in zip(plan.check_ins, site.next_cards(len(plan.check_ins))):
        time.sleep(pause)
        site.check_in(card)


def pull(plan, site, begun):
    for moment, lasts in plan.pulls:
        wait_for(moment, begun)
        site.pull(lasts)


def carry_sticks(plan, site, begun):
    for moment, lasts in plan.sticks:
        wait_for(moment, begun)
        site.carry_stick(lasts)


def cut_power(plan, site, begun):
    for moment, victim in plan.cuts:
        wait_for(moment, begun)
        site.cut_power(victim)


def fill_disk(plan, site, begun):
    for moment, seconds, whose in sorted(plan.full_disks):
        wait_for(moment, begun)
        with site.disks[whose].full():
            time.sleep(seconds)


def settle(site):
    """The line is well again: within a bounded time nothing waits and nothing needs attention."""
    for kiosk in site.kiosks:
        daemons.wait_until(
            "the books to balance with nothing waiting", lambda: is_settled(site, kiosk))


def is_settled(site, kiosk):
    books = site.books(kiosk)
    if "recorded" not in books:  # started on a full disk: it opens its records once there is room
        return False
    assert books["recorded"] == (
        books["confirmed"] + books["waiting"] + books["needsAttention"]), books
    return books["waiting"] == 0 and books["needsAttention"] == 0
