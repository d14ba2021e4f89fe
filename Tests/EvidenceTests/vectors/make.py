#!/usr/bin/env python3
"""Writes the golden vectors beside this file, without any code of the product.

Run with `pip install cbor2==5.9.0 cryptography==50.0.2`. Every value follows from the seeds here, in
refused.py and in revocation.py, and from the public specifications; the Swift tests and any other
implementation must give the same bytes.
"""
import base64, hashlib, json, pathlib, struct, unicodedata
import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HERE = pathlib.Path(__file__).parent
DAY = 86400


def write(name, value):
    text = json.dumps(value, indent=1, ensure_ascii=False) + "\n"
    (HERE / name).write_text(text, encoding="utf-8")


def seed(text):
    return hashlib.sha256(text.encode()).digest()


def key(seed_bytes):
    return Ed25519PrivateKey.from_private_bytes(seed_bytes)


def public(private):
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def cbor(value):
    return cbor2.dumps(value, canonical=True)


def b64(data):
    return base64.b64encode(data).decode()


# Merkle tree, by the recursive definitions of RFC 6962, section 2.1.

def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(d):
    if not d:
        return hashlib.sha256(b"").digest()
    if len(d) == 1:
        return leaf_hash(d[0])
    k = split(len(d))
    return hashlib.sha256(b"\1" + mth(d[:k]) + mth(d[k:])).digest()


def path(m, d):
    if len(d) == 1:
        return []
    k = split(len(d))
    return path(m, d[:k]) + [mth(d[k:])] if m < k else path(m - k, d[k:]) + [mth(d[:k])]


def subproof(m, d, whole):
    if m == len(d):
        return [] if whole else [mth(d)]
    k = split(len(d))
    if m <= k:
        return subproof(m, d[:k], whole) + [mth(d[k:])]
    return subproof(m - k, d[k:], False) + [mth(d[:k])]


def merkle():
    # The eight leaves of the Certificate Transparency reference implementations.
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
              "606162636465666768696a6b6c6d6e6f"]
    data = [bytes.fromhex(leaf) for leaf in leaves]
    roots = [mth(data[:n]).hex() for n in range(9)]
    assert roots[8] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert roots[5] == "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"
    inclusion = [{"index": i, "size": n, "proof": [h.hex() for h in path(i, data[:n])]}
                 for n in range(1, 9) for i in range(n)]
    consistency = [{"first": m, "second": n, "proof": [h.hex() for h in subproof(m, data[:n], True)]}
                   for n in range(1, 9) for m in range(1, n + 1)]
    write("merkle.json", {
        "source": "RFC 6962 section 2.1; leaves and roots of the CT reference implementations",
        "leaves": leaves, "roots": roots, "inclusion": inclusion, "consistency": consistency})


# Notes: C2SP signed-note, tlog-checkpoint, tlog-cosignature v1.

def note_key_id(name, kind, pub):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + pub).digest()[:4]


def vkey(name, kind, pub):
    return f"{name}+{note_key_id(name, kind, pub).hex()}+{b64(bytes([kind]) + pub)}"


def signature_line(name, key_id, payload):
    return f"\u2014 {name} {b64(key_id + payload)}\n"


def checkpoint(origin, data, private):
    body = f"{origin}\n{len(data)}\n{b64(mth(data))}\n"
    line = signature_line(
        origin, note_key_id(origin, 1, public(private)), private.sign(body.encode()))
    return body, body + "\n" + line


def receipt(note, body, name, private, seconds):
    message = f"cosignature/v1\ntime {seconds}\n{body}".encode()
    payload = struct.pack(">Q", seconds) + private.sign(message)
    return note + signature_line(name, note_key_id(name, 4, public(private)), payload)


def line(seq):
    event = {"b": 12, "c": 3, "k": "visit.in", "m": 10233 + 1000 * seq, "q": seq,
             "r": f"L{seq % 60:06d}", "s": "2026-0031", "t": 1795000000000 + 1000 * seq, "v": 1,
             "x": f"Đỗ Thị Hạnh \"{seq}\"\n"}
    return json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def log():
    kiosk, province = key(seed("vector: kiosk log key")), key(seed("vector: province log key"))
    log_id = seed("vector: log id")[:16].hex()
    host = "hoc.ninhbinh.example"
    origin = f"{host}/log/{log_id}"
    lines = [line(seq) for seq in range(700)]
    batches = []
    for start, end in ((0, 3), (3, 256), (256, 700)):
        body, note = checkpoint(origin, lines[:end], kiosk)
        header = json.dumps({"cp": note, "end": end, "log": log_id, "start": start, "v": 1},
                            sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        document = b"\n".join([header] + lines[start:end]) + b"\n"
        batches.append({
            "start": start, "end": end, "root": mth(lines[:end]).hex(), "checkpoint": note,
            "documentSHA256": hashlib.sha256(document).hexdigest(),
            "header": header.decode(),
            "receipt": receipt(note, body, host, province, 1795000000 + end)})
    write("log.json", {
        "source": "sync.md; C2SP signed-note, tlog-checkpoint and tlog-cosignature v1",
        "kioskSeed": seed("vector: kiosk log key").hex(),
        "provinceSeed": seed("vector: province log key").hex(),
        "log": log_id, "province": host, "origin": origin,
        "kioskVkey": vkey(origin, 1, public(kiosk)), "provinceVkey": vkey(host, 4, public(province)),
        "lineTemplate": {"first": lines[0].decode(), "last": lines[-1].decode()},
        "batches": batches})


# Tokens: certificates.md, RFC 8392, 9052, 9528, 9679.

def cose_key(pub):
    return {1: 1, -1: 6, -2: pub}


def kid(pub):
    return hashlib.sha256(cbor(cose_key(pub))).digest()[:4]


def sign1(protected, payload, private):
    structure = cbor(["Signature1", protected, b"", payload])
    return [protected, {}, payload, private.sign(structure)]


def token(case):
    root, device = key(bytes.fromhex(case["rootSeed"])), key(bytes.fromhex(case["deviceSeed"]))
    kcwt = sign1(
        cbor({1: -8, 4: kid(public(root))}),
        cbor({2: case["device"], 5: case["notBefore"], 4: case["expires"],
              8: {1: cose_key(public(device))}}), root)
    c = case["claims"]
    own = {1: c["holderName"], 2: c["courseCode"], 3: c["title"], 4: c["hoursTenths"],
           5: c["completedDay"], 6: c["centre"]}
    own = {k: unicodedata.normalize("NFC", v) if isinstance(v, str) else v for k, v in own.items()}
    message = sign1(
        cbor({1: case.get("algorithm", -8), 4: kid(public(device)), 13: kcwt}),
        cbor({6: c["issuedAtSeconds"], 7: c["number"].encode(), -65537: own}), device)
    value = message
    for tag in case.get("tags", [18]):
        value = cbor2.CBORTag(tag, value)
    return cbor(kcwt), cbor(value)


def digits(data):
    widths = [0, 3, 5, 8, 10, 13, 15, 17]
    groups = [data[i:i + 7] for i in range(0, len(data), 7)]
    return "".join(str(int.from_bytes(g, "big")).zfill(widths[len(g)]) for g in groups)


def tokens():
    real, shown = seed("vector: province root"), seed(
        "learning-kiosk demonstration root: not for real certificates")
    first = {
        "name": "typical", "rootSeed": real.hex(), "deviceSeed": seed("vector: device 1").hex(),
        "device": "kiosk-14464-1", "notBefore": 1780000000, "expires": 1780000000 + 400 * DAY,
        "verdict": "genuine", "algorithm": -8, "tags": [18],
        "claims": {"issuedAtSeconds": 1795000000, "number": "14464-1-2026-000012",
                   "holderName": "Nguyễn Thị Hoà", "courseCode": "CD-2026-07",
                   "title": "Kỹ thuật trồng rau an toàn", "hoursTenths": 240,
                   "completedDay": 20775, "centre": "14464-1"}}

    def variant(name, **changes):
        case = json.loads(json.dumps(first))
        case["claims"].update(changes.pop("claims", {}))
        return {**case, "name": name, **changes}

    nfd = unicodedata.normalize("NFD", "Đỗ Thị Hạnh")
    cases = [
        first,
        variant("a name typed in Normalization Form D", claims={"holderName": nfd}),
        variant("issued in the first second", claims={"issuedAtSeconds": 1780000000}),
        variant("issued in the last second", claims={"issuedAtSeconds": 1780000000 + 400 * DAY}),
        variant("issued a second too early", claims={"issuedAtSeconds": 1779999999},
                verdict="not-genuine"),
        variant("issued a second too late", claims={"issuedAtSeconds": 1780000001 + 400 * DAY},
                verdict="not-genuine"),
        variant("every number as large as it may be", expires=253402300799, claims={
            "issuedAtSeconds": 253402300799, "hoursTenths": 10000000, "completedDay": 2932896}),
        variant("algorithm Ed25519 of RFC 9864", algorithm=-19),
        variant("without a tag", tags=[]),
        variant("with the CWT tag", tags=[18, 61]),
        variant("demonstration root", rootSeed=shown.hex(), verdict="demonstration"),
        variant("a root that nobody knows", rootSeed=seed("vector: stranger").hex(),
                verdict="not-genuine"),
        variant("an algorithm that is not ours", algorithm=-7, verdict="unreadable"),
    ]
    for case in cases:
        kcwt, data = token(case)
        case["deviceCertificate"], case["token"] = kcwt.hex(), data.hex()
        case["text"] = "https://hoc.example/c#" + digits(data)
    write("tokens.json", {
        "source": "certificates.md; RFC 8392, RFC 8949 section 4.2.1, RFC 9052, RFC 9528, RFC 9679",
        "trustedRoot": public(key(real)).hex(), "demonstrationRoot": public(key(shown)).hex(),
        "demonstrationKid": kid(public(key(shown))).hex(), "tokens": cases})


if __name__ == "__main__":
    import refused
    import revocation

    merkle()
    log()
    tokens()
    refused.refused()
    revocation.revocation()
    revocation.hybrid()
