"""`python -m laboratory`: runs seeds until they are through; exit 1 with each seed that found something."""

import argparse
import os
import signal
import sys
import time

from .campaign import KEPT, Campaign, default_workers


def main():
    parser = argparse.ArgumentParser(prog="laboratory", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10_000, help="how many, from --first on")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int, help="only this one")
    parser.add_argument("--workers", type=int, default=default_workers(), help="sites at a time")
    chosen = parser.parse_args()
    seeds = [chosen.seed] if chosen.seed is not None else range(
        chosen.first, chosen.first + chosen.seeds)
    # Whoever ends the soak ends it in order, as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    begun = time.monotonic()

    def progress(done, finds):
        if finds and finds[-1].seed not in told:
            told.add(finds[-1].seed)
            print(f"\nFOUND: {finds[-1].text}\nagain: make soak SEED={finds[-1].seed}", flush=True)
        if done % 100 == 0 or done == len(seeds):
            seconds = time.monotonic() - begun
            print(f"{done} of {len(seeds)} seeds, {seconds:.0f} s, "
                  f"{seconds / done:.2f} s each, {len(finds)} finds", flush=True)

    told = set()
    workers = min(chosen.workers, len(seeds))
    campaign = Campaign(seeds, workers, progress).run()
    print(f"{campaign.done} seeds, {campaign.faults} damaged exchanges, "
          f"{campaign.acknowledged} check-ins acknowledged, {campaign.seconds:.0f} s")
    if campaign.finds:
        print(f"{len(campaign.finds)} seeds found something; their logs are in {KEPT}: "
              + ", ".join(str(find.seed) for find in campaign.finds))
        # Nothing waits for threads of lines that hang.
        sys.stdout.flush()
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
