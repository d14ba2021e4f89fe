"""A month over a poor line, and 400 days after which the line comes back."""

import pathlib

import backlog
import daemons
from bed import figure
from thin_line import ThinLine

# A month of a busy centre: 150 visits a day, and 300 people who come for the first time.
MONTH = {"residents": 300, "visits": 4_500}
MONTH_SECONDS, MONTH_WASTE = 300, 0.10
FIRST_CUTS = [4, 9, 14, 19]
YEAR = {"residents": 2_000, "visits": 60_000}
YEAR_MEBIBYTES = 48


def measure(bed):
    return [month(bed), year(bed)]


def month(bed):
    """Over 40 kbit/s with 0.3 s there and back, every connection reset each 20 s.

    Where the first cut falls decides much, so there are several journeys. What is sent again is
    counted at the line, as what a provider would charge: bytes of requests that carry a batch
    (`PUT .../entries/...`), with HTTP's and TCP's headers, that had gone over it when a cut ended them
    before an answer. The share is of all such bytes; hellos, receipts and answers, which are small,
    are in neither. A batch that was stored and only lost its receipt counts as lost too, although it
    does not go again: so the figure is an upper bound.
    """
    journeys = [one_month(bed, first) for first in FIRST_CUTS]
    seconds = max(one.seconds for one in journeys)
    carried, wasted = (sum(one.carried for one in journeys), sum(one.wasted for one in journeys))
    worst = max(one.wasted_share for one in journeys)
    return figure(
        f"30 days' backlog ({journeys[0].events:,} events, {journeys[0].batches:,} bytes of "
        f"batches) over 40 kbit/s, cut every 20 s; {len(journeys)} journeys",
        f"{seconds:.0f} s at most, {sum(one.cuts for one in journeys)} cuts, "
        f"{100 * wasted / carried:.1f} % of {carried:,} bytes of batches on the wire lost to them "
        f"({100 * worst:.1f} % in the worst journey)", "",
        "< 5 min, <= 10 % re-sent", seconds < MONTH_SECONDS and wasted <= MONTH_WASTE * carried,
        seconds=seconds, carried=carried, wasted=wasted, worst=worst)


def one_month(bed, first):
    province = bed.province().start()
    line = ThinLine(province.port, first=first)
    kiosk = bed.kiosk(settings={"sync.provinceURL": f'"{line.url}"'})
    backlog.enrolled(kiosk, province, **MONTH)
    journey = backlog.travel(kiosk, province, line)
    kiosk.stop()
    line.close()
    province.stop()
    return journey


def year(bed):
    """400 days without a line at 150 visits a day, then a good one."""
    province = bed.province().start()
    kiosk = bed.kiosk()
    backlog.enrolled(kiosk, province, **YEAR)
    line = ThinLine(province.port, bits=1e9, delay=0, cut=3_600)
    kiosk.config.write_text(daemons.changed(kiosk.config, {"sync.provinceURL": f'"{line.url}"'}))
    journey = backlog.travel(kiosk, province, line)
    here, there = peak(kiosk), peak(province)
    kiosk.stop()
    line.close()
    province.stop()
    return figure(
        f"400 days offline ({journey.events:,} events), then a line: until all is confirmed",
        f"{journey.seconds:.1f} s; at most {here:.0f} MiB at the kiosk and {there:.0f} MiB at the "
        "province", "", f"all of it, <= {YEAR_MEBIBYTES} MiB at the kiosk", here <= YEAR_MEBIBYTES,
        seconds=journey.seconds, events=journey.events, kiosk_mebibytes=here,
        province_mebibytes=there)


def peak(daemon):
    """The most memory the process has had, MiB."""
    lines = pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1_024
