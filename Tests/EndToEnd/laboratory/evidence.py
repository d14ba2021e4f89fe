"""The log's formats once more, written from the public documents and from nothing of ours.

RFC 6962 (tree), C2SP signed-note, tlog-checkpoint and tlog-cosignature, RFC 1952 (gzip), RFC 8032.
"""

import base64
import hashlib
import json
import zlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CHECKPOINT, COSIGNATURE = 0x01, 0x04


class Tree:
    """The right edge of an RFC 6962 tree, which leaves are appended to."""

    def __init__(self):
        self.size = 0
        self.edge = []

    def append(self, line):
        node, level = hashlib.sha256(b"\x00" + line).digest(), self.size
        while level & 1:
            node = hashlib.sha256(b"\x01" + self.edge.pop() + node).digest()
            level >>= 1
        self.edge.append(node)
        self.size += 1

    @property
    def root(self):
        if not self.edge:
            return hashlib.sha256().digest()
        node = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            node = hashlib.sha256(b"\x01" + left + node).digest()
        return node

    def copy(self):
        other = Tree()
        other.size, other.edge = self.size, list(self.edge)
        return other


class Note:
    """A signed note: its three lines and who signed them."""

    def __init__(self, text):
        body, _, lines = text.rpartition("\n\n")
        self.body = body + "\n"
        self.origin, size, root = body.split("\n")
        self.size, self.root = int(size), base64.b64decode(root, validate=True)
        self.lines = []
        for line in lines.removesuffix("\n").split("\n"):
            dash, name, payload = line.split(" ")
            assert dash == "\u2014", line
            self.lines.append((name, base64.b64decode(payload, validate=True)))

    def is_signed(self, name, key):
        """Whether the log's own key signed the body."""
        return any(valid(key, payload[4:], self.body.encode())
                   for payload in self._of(name, key, CHECKPOINT))

    def is_cosigned(self, name, key):
        """Whether a witness, here the province, put its name and a time to the body."""
        for payload in self._of(name, key, COSIGNATURE):
            seconds = int.from_bytes(payload[4:12], "big")
            if valid(key, payload[12:], f"cosignature/v1\ntime {seconds}\n{self.body}".encode()):
                return True
        return False

    def _of(self, name, key, kind):
        key_id = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]
        return [p for n, p in self.lines if n == name and p[:4] == key_id]


class Batch:
    """The bytes of a batch, inflated: its header and its lines."""

    def __init__(self, data):
        plain = zlib.decompress(data, wbits=31)
        assert plain.endswith(b"\n"), "a batch ends with a line feed"
        header, *self.lines = plain.removesuffix(b"\n").split(b"\n")
        self.header = json.loads(header)
        self.start, self.end = self.header["start"], self.header["end"]
        self.log = self.header["log"]
        self.note = Note(self.header["cp"])


def valid(key, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def province_key(vkey):
    """Name and raw key of a vkey."""
    name, _, rest = vkey.split("+", 2)
    payload = base64.b64decode(rest)
    assert payload[0] == COSIGNATURE, vkey
    return name, payload[1:]
