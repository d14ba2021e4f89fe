"""What a seed decides."""

import dataclasses
import random

from . import faults

# How likely a run holds each of these.
PULL, STICK, FULL_DISK, TRICK = 0.5, 0.2, 0.05, 0.03
# How likely a puller or a step with a stick is killed on its way.
KILLED = 0.25
CUTS = {"kiosk": 0.3, "province": 0.3, "postgres": 0.12}


@dataclasses.dataclass
class Plan:
    """One run: every list is in the order of time, every time in seconds from its start."""

    seed: int
    # Pauses before each check-in.
    check_ins: list
    up: list
    down: list
    # (moment, seconds until it is killed or None)
    pulls: list
    sticks: list
    # (seconds, victim)
    cuts: list
    # (begin, length, whose) of a disk without a free byte.
    full_disks: list
    # What is done to the memory card afterwards: copied, restored, overtaken or nothing.
    trick: str | None

    def __str__(self):
        def errands(list_):
            return ", ".join(f"at {at:.2f}" + (f", killed after {lasts:.2f}" if lasts else "")
                             for at, lasts in list_) or "none"

        parts = [
            f"{len(self.check_ins)} check-ins",
            "to the province: " + "; ".join(str(f or "well") for f in self.up),
            "to the kiosk: " + "; ".join(str(f or "well") for f in self.down),
            f"pulls: {errands(self.pulls)}", f"sticks: {errands(self.sticks)}",
            "cuts: " + (", ".join(f"{v} at {t:.2f}" for t, v in self.cuts) or "none"),
            "full disks: " + (", ".join(f"{whose} at {at:.2f} for {length:.2f}"
                                       for at, length, whose in self.full_disks) or "none"),
            f"memory card: {self.trick or 'left alone'}",
        ]
        return f"seed {self.seed}\n  " + "\n  ".join(parts)


def draw(seed):
    chance = random.Random(seed)

    def moment():
        return chance.random() * 0.6

    def errands(likelihood, most):
        found = [(moment(), 0.02 + chance.random() * 0.4 if chance.random() < KILLED else None)
                 for _ in range(most) if chance.random() < likelihood]
        return sorted(found, key=lambda errand: errand[0])

    return Plan(
        seed=seed,
        check_ins=[chance.random() * 0.1 for _ in range(chance.randint(4, 14))],
        up=faults.draw(chance, chance.randint(2, 8)),
        down=faults.draw(chance, chance.randint(1, 6)),
        pulls=errands(PULL, 2),
        sticks=errands(STICK, 1),
        cuts=sorted((moment(), victim) for victim, likelihood in CUTS.items()
                    if chance.random() < likelihood),
        full_disks=[(moment(), 0.1 + chance.random() * 0.4, whose)
                    for whose in ("kiosk", "province") if chance.random() < FULL_DISK],
        trick=chance.choice(["copied", "restored", "overtaken"]) if chance.random() < TRICK else None)
