"""What can happen to one exchange on a line."""

import dataclasses

# How often each comes up. A black hole costs a client its whole patience, so it is rarer.
WEIGHTS = {
    "cut request": 4, "cut reply": 6, "delay": 2, "duplicate": 4, "late": 4, "truncate request": 2,
    "truncate reply": 3, "flip request": 3, "flip reply": 4, "black hole": 1,
}


@dataclasses.dataclass(frozen=True)
class Fault:
    """One damage: its kind, where it begins as a fraction of the bytes, and for how long."""

    kind: str
    place: float
    seconds: float
    bit: int

    def position(self, data):
        """The byte it hits."""
        return min(len(data) - 1, int(self.place * len(data)))

    def cut(self, data):
        return data[:self.position(data)]

    def flipped(self, data):
        """The same bytes with one bit changed."""
        changed = bytearray(data)
        changed[self.position(data)] ^= 1 << self.bit
        return bytes(changed)

    def __str__(self):
        return f"{self.kind} at {self.place:.3f}"


def draw(chance, count, without=()):
    """Faults for the next `count` exchanges; None lets one through untouched."""
    kinds = [kind for kind in WEIGHTS if kind not in without]
    weights = [WEIGHTS[kind] for kind in kinds]
    found = []
    for _ in range(count):
        kind = chance.choices(kinds, weights)[0]
        fault = Fault(kind, chance.random(), 0.02 + chance.random() * 0.3, chance.randrange(8))
        found.append(None if chance.random() < 0.25 else fault)
    return found
