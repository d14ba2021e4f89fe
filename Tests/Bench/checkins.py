"""Durable check-ins: rate and latency beside a bare SQLite loop on the same disk."""

import os
import pathlib

from bed import check_in_request, cards, figure, median

ROUNDS = 3
COUNTS = {1: 1_000, 16: 4_000, 64: 10_000}


def measure(bed):
    return plain_disk(bed) + slow_disk(bed)


def written_bytes(path):
    """What the disk under a path was given to write so far; None where there is no disk under it.

    Counted at the disk, so the machine must be quiet. The kernel's own count for a process is of no
    use here: it counts a write into the cache as the whole piece of cache that it touches, and such a
    piece may be 64 KiB and more.
    """
    os.sync()
    device = os.stat(path).st_dev
    counts = pathlib.Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}/stat")
    return int(counts.read_text().split()[6]) * 512 if counts.exists() else None


def plain_disk(bed):
    kiosk = bed.kiosk(data=bed.large()).start()
    everyone = iter(cards(kiosk))
    rounds, bare, written, sent = {c: [] for c in COUNTS}, [], 0, 0
    for _ in range(ROUNDS):
        bare.append(bed.bare_loop(3_000))
        for connections, count in COUNTS.items():
            requests = [check_in_request(next(everyone)) for _ in range(count)]
            before = written_bytes(kiosk.data) if connections == 1 else None
            rounds[connections].append(bed.load(kiosk.port, connections, requests, "welcome"))
            if before is not None:
                written += written_bytes(kiosk.data) - before
                sent += count
    kiosk.stop()

    base, found = median(bare, "per_second"), []
    for connections, results in rounds.items():
        rate, p50, p99 = (median(results, key) for key in ("per_second", "p50_ms", "p99_ms"))
        ratio = rate / base
        goal, held = ("", None)
        if connections == 64:
            goal, held = ">= 1.0 x, p99 <= 50 ms", ratio >= 1 and p99 <= 50
        found.append(figure(
            f"durable check-ins, {connections} connections, 1,000,000 visits stored",
            f"{rate:,.0f}/s ({ratio:.2f} x), p50 {p50:.2f} ms, p99 {p99:.2f} ms",
            f"bare loop {base:,.0f}/s, p99 {median(bare, 'p99_ms'):.2f} ms", goal, held,
            per_second=rate, p50_ms=p50, p99_ms=p99, baseline_per_second=base, ratio=ratio))
    if sent:
        found.append(figure("bytes written to disk a check-in, 1 connection",
                            f"{written / sent:,.0f} bytes", bytes=written / sent))
    return found


def slow_disk(bed):
    """Every fsync and fdatasync takes 25 ms longer on both sides."""
    slowed = {"LD_PRELOAD": str(bed.folder / "slow_disk.so")}
    kiosk = bed.kiosk(environment=slowed)
    kiosk.command("demo", "--residents", 8_000, "--visits", 1_000)
    everyone = iter(cards(kiosk))
    kiosk.start()
    rounds, bare = [], []
    for _ in range(ROUNDS):
        bare.append(bed.bare_loop(100, slowed))
        requests = [check_in_request(next(everyone)) for _ in range(2_000)]
        rounds.append(bed.load(kiosk.port, 64, requests, "welcome"))
    kiosk.stop()
    rate, base = median(rounds, "per_second"), median(bare, "per_second")
    return [figure("the same, 64 connections, each fsync slowed by 25 ms",
                   f"{rate:,.0f}/s ({rate / base:.1f} x), p99 {median(rounds, 'p99_ms'):.0f} ms",
                   f"bare loop {base:,.1f}/s", ">= 16 x", rate / base >= 16,
                   per_second=rate, baseline_per_second=base, ratio=rate / base)]
