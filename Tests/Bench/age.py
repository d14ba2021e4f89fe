"""What ten years of visits cost: a check-in and a search by name, beside the first day's."""

import daemons
from bed import RESIDENTS, VISITS, cards, check_in_request, figure, get_request, median

ROUNDS = 7
COUNT = 600
SEARCHES = 300
NAME = "do thi hanh"


def measure(bed):
    old = bed.kiosk(data=bed.large()).start()
    new = first_day(bed).start()
    found = [aged(bed, old, new), searched(bed, old)]
    new.stop()
    old.stop()
    return found


def first_day(bed):
    """As many residents, hardly any visits."""
    kiosk = bed.kiosk()
    daemons.run("kioskd", "demo", "--config", kiosk.config, "--data", kiosk.data,
                "--residents", RESIDENTS, "--visits", 1_000)
    return kiosk


def aged(bed, old, new):
    """In turn, so that the machine's moods meet both."""
    taken = {kiosk: [] for kiosk in (old, new)}
    everyone = {kiosk: iter(cards(kiosk)) for kiosk in taken}
    for _ in range(ROUNDS):
        for kiosk, results in taken.items():
            requests = [check_in_request(next(everyone[kiosk])) for _ in range(COUNT)]
            results.append(bed.load(kiosk.port, 1, requests, "welcome"))
    then, now = (median(taken[kiosk], "p50_ms") for kiosk in (new, old))
    return figure(f"a check-in with {VISITS:,} visits stored, 1 connection",
                  f"p50 {now:.2f} ms ({now / then:.2f} x)", f"on the first day {then:.2f} ms",
                  "<= 1.2 x", now / then <= 1.2, p50_ms=now, baseline_p50_ms=then,
                  ratio=now / then)


def searched(bed, kiosk):
    """The whole request of a search without marks; it finds somebody, or the load fails."""
    target = f"/api/residents?name={NAME.replace(' ', '%20')}"
    result = bed.load(kiosk.port, 1, [get_request(target)] * SEARCHES, "Đỗ Thị Hạnh")
    return figure(f"“{NAME}” among {RESIDENTS:,} residents",
                  f"p50 {result['p50_ms']:.2f} ms, p99 {result['p99_ms']:.2f} ms", "",
                  "<= 50 ms", result["p99_ms"] <= 50, p50_ms=result["p50_ms"],
                  p99_ms=result["p99_ms"])
