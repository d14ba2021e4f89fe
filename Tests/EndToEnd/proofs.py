"""How strangers check a receipt and an inclusion proof from the public specifications alone: C2SP
signed-note, tlog-checkpoint, tlog-cosignature and tlog-proof, and RFC 6962. Nothing of ours is used.

    python proofs.py FILE.tlog-proof VKEY
"""

import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

COSIGNATURE = 4


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def opened(vkey):
    """The name, key id and key of a vkey; raises unless the id fits name and key."""
    name, key_id, key = vkey.split("+", 2)
    key = base64.b64decode(key, validate=True)
    assert key[0] == COSIGNATURE, "not the key of a witness"
    assert sha256(name.encode(), b"\n", key)[:4].hex() == key_id, "the key id does not fit"
    return name, bytes.fromhex(key_id), Ed25519PublicKey.from_public_bytes(key[1:])


def verified_receipt(note, vkey):
    """Origin, size, root and time of a checkpoint that the key has cosigned; raises otherwise."""
    name, key_id, key = opened(vkey)
    body, signatures = note.rsplit("\n\n", 1)
    body += "\n"
    for line in signatures.splitlines():
        dash, signer, data = line.split(" ")
        data = base64.b64decode(data, validate=True)
        if (dash, signer, data[:4]) != ("\u2014", name, key_id):
            continue
        time = int.from_bytes(data[4:12], "big")
        key.verify(data[12:], f"cosignature/v1\ntime {time}\n{body}".encode())
        origin, size, root = body.splitlines()
        return origin, int(size), base64.b64decode(root, validate=True), time
    raise AssertionError(f"{name} has not signed")


def root_of(leaf, index, size, path):
    """The root to which an audit path leads (RFC 9162, section 2.1.3.2)."""
    assert 0 <= index < size
    position, last, node = index, size - 1, leaf
    for sibling in path:
        assert last > 0, "the path is too long"
        if position % 2 or position == last:
            node = sha256(b"\1", sibling, node)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            node = sha256(b"\1", node, sibling)
        position, last = position >> 1, last >> 1
    assert last == 0, "the path is too short"
    return node


def verified_event(proof, vkey):
    """The event that a proof proves, with the checkpoint's facts; raises when anything is wrong."""
    head, note = proof.split("\n\n", 1)
    lines = head.split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ") and lines[2].startswith("index ")
    line = base64.b64decode(lines[1][6:], validate=True)
    index = int(lines[2][6:])
    path = [base64.b64decode(text, validate=True) for text in lines[3:]]
    origin, size, root, time = verified_receipt(note, vkey)
    assert root_of(sha256(b"\0", line), index, size, path) == root, "not in the log"
    event = json.loads(line)
    assert event["q"] == index
    return event, origin, size, time


if __name__ == "__main__":
    print(verified_event(open(sys.argv[1], encoding="utf-8").read(), sys.argv[2]))
