"""Keys, certificates and revocation bundles made without any code of the product: `cbor2`,
`cryptography` and the public specifications. Tests compare what the verifiers say about them.
"""

import base64
import hashlib
import random
import zlib

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

DAY = 86_400
VIETNAM_SECONDS = 7 * 3600
NOW = 1_795_600_000
TODAY = (NOW + VIETNAM_SECONDS) // DAY
WIDTHS = [0, 3, 5, 8, 10, 13, 15, 17]


class Key:
    """A signing key from a name."""

    def __init__(self, name):
        self.private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())
        self.public = self.private.public_key().public_bytes_raw()
        self.cose = {1: 1, -1: 6, -2: self.public}
        self.thumbprint = hashlib.sha256(cbor(self.cose)).digest()
        self.id = self.thumbprint[:4]


def cbor(value):
    return cbor2.dumps(value, canonical=True)


def sign1(header, payload, key):
    protected, payload = cbor({1: -8, **header}), cbor(payload)
    return [protected, {}, payload, key.private.sign(structure(protected, payload))]


def structure(protected, payload):
    return cbor(["Signature1", protected, b"", payload])


def tagged(message):
    return cbor(cbor2.CBORTag(18, message))


def digits(token):
    groups = [token[i:i + 7] for i in range(0, len(token), 7)]
    return "".join(str(int.from_bytes(g, "big")).zfill(WIDTHS[len(g)]) for g in groups)


def root_entry(key, name="Tỉnh Ninh Bình", not_before=0, demonstration=False):
    return {"key": key.public.hex(), "name": name, "notBefore": not_before,
            "demonstration": demonstration}


def key_certificate(root, key, device="kiosk-14464-1", start=NOW - 100 * DAY, days=400, **claims):
    """The root's word for a device's key; with more claims, for a status key."""
    extra = {int(label): value for label, value in claims.pop("extra", {}).items()}
    return sign1({4: root.id}, {2: device, 4: start + days * DAY, 5: start, 8: {1: key.cose},
                                **extra}, root)


def status_certificate(root, key, start=NOW - 10 * DAY):
    return key_certificate(root, key, "status", start, 366, extra={-65538: "status"})


def certificate(device, kcwt, number="14464-1-2026-000012", name="Nguyễn Thị Hoà", at=NOW,
                title="Kỹ thuật trồng rau an toàn", **own):
    claims = {1: name, 2: "CD-2026-07", 3: title, 4: 240, 5: 20_775, 6: "14464-1"}
    claims.update({int(label): value for label, value in own.pop("own", {}).items()})
    return tagged(sign1({4: device.id, 13: kcwt},
                        {6: at, 7: number.encode(), -65537: claims}, device))


def identity(token):
    protected, _, payload, _ = cbor2.loads(token).value
    return hashlib.sha256(structure(protected, payload)).digest()[:16]


def notice(root, device, known=(), at=NOW):
    ids = b"".join(sorted(identity(token) for token in known))
    return tagged(sign1({4: root.id, 16: "application/learning-kiosk-notice+cwt"},
                        {2: "kiosk-14464-1", 6: at, -65540: {1: device.thumbprint, 2: ids}}, root))


class Register:
    """How many certificates each centre has in each year, and where a number's bit stands."""

    def __init__(self, counts):
        """`counts`: centre -> (first year, [highest sequence of each year])."""
        self.counts = {centre: counts[centre]
                       for centre in sorted(counts, key=lambda name: cbor(name))}
        self.starts, self.size = {}, 0
        for centre, (first, years) in self.counts.items():
            for offset, count in enumerate(years):
                self.starts[centre, first + offset] = self.size
                self.size += count

    def index(self, number):
        centre, year, sequence = number.rsplit("-", 2)
        return self.starts[centre, int(year)] + int(sequence) - 1

    def number(self, index):
        """The number of the certificate at a bit."""
        (centre, year), start = max(
            ((place, start) for place, start in self.starts.items() if start <= index),
            key=lambda one: one[1])
        return f"{centre}-{year}-{index - start + 1:06d}"

    @property
    def segments(self):
        return {centre: [first, *years] for centre, (first, years) in self.counts.items()}


def deflated(data, level=9, strategy=zlib.Z_DEFAULT_STRATEGY):
    packer = zlib.compressobj(level, strategy=strategy)
    return packer.compress(data) + packer.flush()


def bundle(root, status, register, revoked=(), replaced=None, notices=(), at=NOW, pack=deflated):
    """`revoked`: indices; `replaced`: index -> index of the certificate in its place."""
    replaced = replaced or {}
    bits = bytearray((register.size + 7) // 8)
    for index in {*revoked, *replaced}:
        bits[index >> 3] |= 1 << (index & 7)
    flat, last = [], 0
    for index in sorted(replaced):
        flat += [index - last, replaced[index] - index]
        last = index
    details = cbor({1: register.segments, 2: flat})
    payload = {2: "https://hoc.example/v1/status", 6: at, 65534: DAY,
               65533: {"bits": 1, "lst": pack(bytes(bits))},
               -65539: pack(details),
               -65541: hashlib.sha256(b"".join(notices)).digest()}
    token = tagged(sign1({4: status.id, 13: status_certificate(root, status, at - DAY),
                          16: "application/statuslist+cwt"}, payload, status))
    return cbor({1: 1, 4: token, 5: list(notices)})


def large_province(seed=2026):
    """300 centres x 10 years, about 2 million certificates, 0.1 % revoked, half of those replaced."""
    chance = random.Random(seed)
    communes = chance.sample(range(13_000, 15_000), 300)
    register = Register({f"{commune:05d}-1": (2026, [chance.randrange(567, 768) for _ in range(10)])
                         for commune in communes})
    revoked = chance.sample(range(register.size), register.size // 1000)
    replaced = {index: min(index + chance.randrange(1, 60), register.size - 1)
                for index in revoked[::2]}
    return register, revoked, replaced


def base64_text(data):
    return base64.b64encode(data).decode()
