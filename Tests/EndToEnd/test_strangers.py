"""Two strangers' libraries judge a thousand certificates that the product issued at its desk."""

import json
import random
import re
import sqlite3
import time

import cbor2

from lessons import hold_course, issue_to_all
from roster import cards_of
from strangers import by_cwt, by_pycose, verified_claims
from web import set_up

COUNT = 1_000


def enrolled_root(machine):
    roots = json.loads((machine.data / "keys" / "roots.json").read_text())["roots"]
    return bytes.fromhex(next(r for r in roots if not r.get("demonstration"))["key"])


def signed_parts(token):
    """Where header, payload and signature stand in a token: the parts that must not change."""
    header, _, payload, signature = cbor2.loads(token).value
    assert token.endswith(signature) and len(signature) == 64
    after_header = token.index(header) + len(header)
    start = token.index(payload, after_header)
    return {"header": range(token.index(header), after_header),
            "payload": range(start, start + len(payload)),
            "signature": range(len(token) - 64, len(token))}


def flipped(token, place, bit):
    changed = bytearray(token)
    changed[place] ^= 1 << bit
    return bytes(changed)


def refused(token, root, library):
    """A library refuses by an error, whatever kind it has for the damage."""
    try:
        verified_claims(token, root, library)
    except Exception:
        return True
    return False


def test_cwt_and_pycose_agree_on_a_thousand_tokens(kiosk, province):
    server = province()
    server.start()
    code = re.search(r"\b[0-9A-Z][0-9A-Z-]{7,}\b", server.command(
        "enrol-code", "--centre", "14464-1").stdout.decode()).group(0)
    machine = kiosk()
    machine.command("enrol", "--province", server.url, "--code", code)
    machine.command("demo", "--residents", COUNT, "--visits", 0)
    everyone = cards_of(machine)
    machine.start()
    desk = set_up(machine)
    numbers = issue_to_all(desk, hold_course(machine, desk, everyone))
    machine.stop()
    root = enrolled_root(machine)
    rows = sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True).execute(
        "SELECT number, holderName, token FROM certificate ORDER BY sequence").fetchall()
    assert [row[0] for row in rows][-len(numbers):] == numbers and len(rows) >= COUNT

    seed = time.time_ns()
    print(f"seed {seed}")
    chance = random.Random(seed)
    agreed = 0
    for number, name, token in rows[-COUNT:]:
        first = verified_claims(token, root, by_cwt)
        second = verified_claims(token, root, by_pycose)
        assert first == second
        assert (first[7].decode("ascii"), first[-65537][1]) == (number, name)
        for part, places in signed_parts(token).items():
            bad = flipped(token, chance.choice(places), chance.randrange(8))
            assert refused(bad, root, by_cwt), (number, part, bad.hex())
            assert refused(bad, root, by_pycose), (number, part, bad.hex())
        agreed += 1
    assert agreed == COUNT
