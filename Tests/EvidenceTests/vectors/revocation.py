"""Status lists, device notices and bundles: what a verifier says with them, and which it must refuse.

`revocation.json` is for every verifier; `hybrid.json` holds the parts that only the programs check:
root lists with endorsements, and ML-DSA-65 by OpenSSL, whose signatures are others each time.
"""
import copy
import hashlib
import json
import zlib

import cbor2
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

import make
from make import cbor, key, kid, public, seed, sign1

ROOT, NEXT, STRANGER = (seed(f"vector: {name}") for name in ("province root", "next root", "stranger"))
DEMONSTRATION = seed("learning-kiosk demonstration root: not for real certificates")
YOUNG = seed("vector: a root from 2027")
STATUS, DEVICE, DEVICE_2 = (seed(f"vector: {name}") for name in ("status key", "device 1", "device 2"))
DAY = make.DAY
ISSUED = 1795000000
LAST_SECOND = 253402300799
TODAY = (ISSUED + 7 * 3600) // DAY
NOT_BEFORE, EXPIRES = ISSUED - 30 * DAY, ISSUED + 336 * DAY
COUNTS = {"14464-1": [2025, 3, 20], "00001-1": [2024, 7, 0, 1], "14464-12": [2026, 2]}
LIST_TYPE, NOTICE_TYPE = "application/statuslist+cwt", "application/learning-kiosk-notice+cwt"


def pub(seed_bytes):
    return public(key(seed_bytes))


def kcwt(root=ROOT, subject="status", purpose="status", holder=STATUS, not_before=NOT_BEFORE,
         expires=EXPIRES, signer=None):
    claims = {2: subject, 4: expires, 5: not_before, 8: {1: make.cose_key(pub(holder))}}
    if purpose is not None:
        claims[-65538] = purpose
    return sign1(cbor({1: -8, 4: kid(pub(root))}), cbor(claims), key(signer or root))


# The table.

def registers(counts):
    at, found = 0, []
    for centre in sorted(counts, key=lambda text: (len(text), text)):
        first, *numbers = counts[centre]
        for offset, count in enumerate(numbers):
            found.append((centre, first + offset, at, count))
            at += count
    return found, at


def index(counts, number):
    centre, year, sequence = number.rsplit("-", 2)
    start = next(s for c, y, s, _ in registers(counts)[0] if (c, y) == (centre, int(year)))
    return start + int(sequence) - 1


def table(withdrawn, counts=COUNTS):
    """Bitmap and details for `{number: None or the number that replaced it}`."""
    bits = bytearray((registers(counts)[1] + 7) // 8)
    pairs, last = [], 0
    for at, number in sorted((index(counts, number), number) for number in withdrawn):
        bits[at >> 3] |= 1 << (at & 7)
        if withdrawn[number]:
            pairs += [at - last, index(counts, withdrawn[number]) - at]
            last = at
    return bytes(bits), {1: counts, 2: pairs}


# The signed parts.

def notice(good=(), issued=ISSUED, root=ROOT, holder=DEVICE, signer=None, identities=None,
           header=None, thumbprint=None, device="kiosk-14464-1", tag=18):
    ids = identities if identities is not None else b"".join(sorted(good))
    print32 = thumbprint or hashlib.sha256(cbor(make.cose_key(pub(holder)))).digest()
    array = sign1(header or cbor({1: -8, 4: kid(pub(root)), 16: NOTICE_TYPE}),
                  cbor({2: device, 6: issued, -65540: {1: print32, 2: ids}}), key(signer or root))
    return cbor(cbor2.CBORTag(tag, array))


def status_list(withdrawn=None, notices=(), issued=ISSUED, certificate=None, signer=STATUS,
                bitmap=None, details=None, zipped_bitmap=None, zipped_details=None, header=None,
                tag=18, **claims):
    bits, words = table(withdrawn or {})
    bits = bits if bitmap is None else bitmap
    raw = details if isinstance(details, bytes) else cbor(words if details is None else details)
    payload = {
        2: "https://hoc.ninhbinh.example/v1/status", 6: issued,
        65533: {"bits": 1, "lst": zipped_bitmap or zlib.compress(bits, 9)}, 65534: 86400,
        -65539: zipped_details or zlib.compress(raw, 9),
        -65541: hashlib.sha256(b"".join(notices)).digest()}
    for label, value in claims.items():
        label = int(label[1:].replace("p", "-"))
        if value is None:
            del payload[label]
        else:
            payload[label] = value
    fields = {1: -8, 4: kid(pub(STATUS)), 13: certificate or kcwt(), 16: LIST_TYPE}
    for label, value in (header or {}).items():
        if value is None:
            del fields[label]
        else:
            fields[label] = value
    array = sign1(cbor(fields), cbor(payload), key(signer))
    return cbor(cbor2.CBORTag(tag, array)) if tag else cbor(array)


def bundle(token=None, notices=(), **changed):
    parts = {1: 1, 4: status_list(notices=notices) if token is None else token, 5: list(notices)}
    for label, value in changed.items():
        if value is None:
            del parts[int(label[1:])]
        else:
            parts[int(label[1:])] = value
    return cbor(parts)


# The certificates that are judged.

def certificate(number="14464-1-2026-000001", root=ROOT, holder=DEVICE, holder_name="Nguyễn Thị Hoà"):
    centre = number.rsplit("-", 2)[0]
    case = {
        "rootSeed": root.hex(), "deviceSeed": holder.hex(), "device": "kiosk-" + centre,
        "notBefore": 1780000000, "expires": 1780000000 + 400 * DAY,
        "claims": {"issuedAtSeconds": ISSUED, "number": number, "holderName": holder_name,
                   "courseCode": "CD-2026-07", "title": "Kỹ thuật trồng rau an toàn",
                   "hoursTenths": 240, "completedDay": TODAY - 5, "centre": centre}}
    return make.token(case)[1]


def identity(token):
    protected, _, payload, _ = cbor2.loads(token).value
    return hashlib.sha256(cbor(["Signature1", protected, b"", payload])).digest()[:16]


WITHDRAWN = {"14464-1-2026-000003": None, "14464-1-2026-000004": "14464-1-2026-000005",
             "14464-1-2025-000003": "14464-1-2026-000020", "14464-1-2026-000020": None,
             "14464-1-2026-000009": "00001-1-2024-000007", "00001-1-2026-000001": None,
             "00001-1-2024-000001": "14464-12-2026-000001"}


def good_bundles():
    """By name: the bundle, and the day of its list."""
    first = certificate()
    notice_1 = notice([identity(first), identity(certificate("14464-1-2026-000003"))])
    notice_2 = notice([identity(first), identity(certificate("14464-1-2026-000002"))],
                      issued=ISSUED + 1)
    other = notice(holder=DEVICE_2, device="kiosk-2", root=NEXT)

    def with_notices(*notices):
        return bundle(status_list(WITHDRAWN, notices), notices)

    late = ISSUED - ISSUED % DAY + 16 * 3600 + 59 * 60 + 59
    return {
        "plain": bundle(status_list(WITHDRAWN)),
        "nothing is counted": bundle(status_list(bitmap=b"", details={1: {}, 2: []})),
        "a stolen device": with_notices(notice_1),
        "two notices for one device, the newer last": with_notices(notice_1, notice_2),
        "two notices for one device, the newer first": with_notices(notice_2, notice_1),
        "another stolen device, by the next root": with_notices(other),
        "by the next root": bundle(status_list(WITHDRAWN, certificate=kcwt(NEXT))),
        "the last second of a day in Vietnam": bundle(status_list(WITHDRAWN, issued=late)),
        "the first second of a day in Vietnam": bundle(status_list(WITHDRAWN, issued=late + 1)),
        "in the first second of the status certificate": bundle(
            status_list(WITHDRAWN, certificate=kcwt(not_before=ISSUED))),
        "in the last second of the status certificate": bundle(
            status_list(WITHDRAWN, certificate=kcwt(expires=ISSUED))),
        "with a claim of a later version": bundle(status_list(WITHDRAWN, _p70000="later")),
    }


def cases():
    """Name, bundle, token, today, verdict, its replacement or reason, and the day of the list."""
    def plain(name, sequence, verdict, word=None, today=TODAY, day=TODAY, bundle="plain"):
        return name, bundle, certificate(f"14464-1-2026-{sequence:06d}"), today, verdict, word, day

    yield plain("good", 1, "genuine")
    yield plain("revoked", 3, "revoked")
    yield plain("replaced", 4, "replaced", "14464-1-2026-000005")
    yield plain("the one that replaced it", 5, "genuine")
    yield plain("replaced by one before it, of another centre", 9, "replaced", "00001-1-2024-000007")
    yield plain("the last one that is counted", 20, "revoked")
    yield plain("the first one beyond the list", 21, "genuine")
    yield plain("far beyond the list", 999999, "genuine")
    yield "of the year before, replaced by one revoked since", "plain", certificate(
        "14464-1-2025-000003"), TODAY, "replaced", "14464-1-2026-000020", TODAY
    yield "a year the list does not know", "plain", certificate("14464-1-2027-000003"), TODAY, \
        "genuine", None, TODAY
    yield "a year without any certificate", "plain", certificate("00001-1-2025-000001"), TODAY, \
        "genuine", None, TODAY
    yield "after a year without any certificate", "plain", certificate("00001-1-2026-000001"), \
        TODAY, "revoked", None, TODAY
    yield "a centre the list does not know", "plain", certificate("99999-1-2026-000003"), TODAY, \
        "genuine", None, TODAY
    yield "a centre whose code begins like another's", "plain", certificate(
        "14464-12-2026-000001"), TODAY, "genuine", None, TODAY
    yield "the first bit", "plain", certificate("00001-1-2024-000001"), TODAY, "replaced", \
        "14464-12-2026-000001", TODAY
    for number in ("14464-1-2026-3", "14464-1-2026-0000003", "14464-1-2026-000000", "3",
                   "14464-1-2026-+00003", "14464-1-02026-000003"):
        yield f"the number {number} is no number of ours", "plain", certificate(number), \
            TODAY, "genuine", None, TODAY
    yield plain("90 days later", 1, "genuine", today=TODAY + 90)
    yield plain("91 days later", 1, "genuine-stale-list", today=TODAY + 91)
    yield plain("years later", 1, "genuine-stale-list", today=TODAY + 9000)
    yield plain("revoked by an old list", 3, "revoked", today=TODAY + 9000)
    yield plain("replaced by an old list", 4, "replaced", "14464-1-2026-000005", TODAY + 91)
    yield plain("a clock before the list", 1, "genuine", today=0)
    yield plain("without a list", 3, "genuine", day=None, bundle=None)
    yield plain("without a list, years later", 3, "genuine", today=TODAY + 9000, day=None,
                bundle=None)
    yield plain("by an empty list", 3, "genuine", bundle="nothing is counted")
    yield plain("by the list of the next root", 3, "revoked", bundle="by the next root")
    late_day = (ISSUED - ISSUED % DAY + 16 * 3600 + 59 * 60 + 59 + 7 * 3600) // DAY
    for name, day in (("the last second of a day in Vietnam", late_day),
                      ("the first second of a day in Vietnam", late_day + 1)):
        yield plain(name + ": 90 days", 1, "genuine", None, day + 90, day, name)
        yield plain(name + ": 91 days", 1, "genuine-stale-list", None, day + 91, day, name)
    stolen = "a stolen device"
    yield plain("of a stolen device, known before", 1, "genuine", bundle=stolen)
    yield plain("of a stolen device, known before, by an old list", 1, "genuine-stale-list",
                today=TODAY + 91, bundle=stolen)
    yield plain("of a stolen device", 2, "device-withdrawn", bundle=stolen)
    yield plain("of a stolen device, by an old list", 2, "device-withdrawn", today=TODAY + 91,
                bundle=stolen)
    yield plain("of a stolen device, known before, revoked", 3, "revoked", bundle=stolen)
    yield plain("of a stolen device, and replaced", 4, "device-withdrawn", bundle=stolen)
    yield "a known number with another name by a thief", stolen, certificate(
        holder_name="Trần Văn Bình"), TODAY, "device-withdrawn", None, TODAY
    yield "of the device beside the stolen one", stolen, certificate(holder=DEVICE_2), TODAY, \
        "genuine", None, TODAY
    yield "a known one, without its tag", stolen, certificate()[1:], TODAY, "genuine", None, TODAY
    yield "a known one, with two tags", stolen, b"\xd8\x3d" + certificate(), TODAY, "genuine", None, \
        TODAY
    for order in ("last", "first"):
        newer = f"two notices for one device, the newer {order}"
        yield plain(f"by the newer notice, {order}", 2, "genuine", bundle=newer)
        yield plain(f"not by the older notice, {order}", 3, "device-withdrawn", bundle=newer)
    yield "of a device under one root, withdrawn by the next", \
        "another stolen device, by the next root", certificate(holder=DEVICE_2), TODAY, \
        "device-withdrawn", None, TODAY
    yield "under the next root", "plain", certificate("14464-1-2026-000003", root=NEXT), TODAY, \
        "revoked", None, TODAY
    yield "under the demonstration root, revoked number", "plain", certificate(
        "14464-1-2026-000003", root=DEMONSTRATION), TODAY + 91, "demonstration", None, None
    yield "by a stolen device under the demonstration root", stolen, certificate(
        "14464-1-2026-000002", root=DEMONSTRATION), TODAY, "demonstration", None, None
    yield "under a root that nobody knows, revoked number", "plain", certificate(
        "14464-1-2026-000003", root=STRANGER), TODAY, "not-genuine", "unknown-root", None
    broken = bytearray(certificate("14464-1-2026-000003"))
    broken[-1] ^= 1
    yield "with a broken signature, revoked number", "plain", bytes(broken), TODAY, "not-genuine", \
        "device-signature", None
    yield "cut short", "plain", certificate()[:-1], TODAY, "unreadable", \
        f"cbor:truncated@{len(certificate()) - 1}", None


def refused_bundles():
    good = bundle(status_list(WITHDRAWN))
    bits, details = table(WITHDRAWN)
    yield "no bytes", b"", "cbor:truncated"
    yield "cut short", good[:-1], "cbor:truncated"
    yield "something behind it", good + b"\0", "cbor:trailing"
    yield "a count in a longer form", b"\xb8\x03" + good[1:], "cbor:not-shortest"
    yield "an indefinite map", b"\xbf" + good[1:] + b"\xff", "cbor:indefinite"
    yield "parts out of order", b"\xa2\x05\x80\x01\x01", "cbor:key-order"
    yield "a part twice", b"\xa2\x01\x01\x01\x01", "cbor:duplicate-key"
    yield "a float", b"\xa1\x01\xf9\x3c\x00", "cbor:float"
    yield "an array", cbor([1]), "form"
    yield "no version", bundle(_1=None), "form"
    yield "a version as text", bundle(_1="1"), "form"
    yield "version 2", bundle(_1=2), "version"
    yield "version 2 with other parts", cbor({1: 2, 9: 9}), "version"
    yield "no list", bundle(_4=None), "form"
    yield "a list as text", bundle(_4="list"), "form"
    yield "no notices", bundle(_5=None), "form"
    yield "notices as bytes", bundle(_5=b""), "form"
    yield "a notice as text", bundle(_5=["notice"]), "form"
    yield "1,001 notices", bundle(_5=[b""] * 1001), "form"
    yield "an unknown part", bundle(_7=b""), "form"
    yield "an unknown part 2", bundle(_2=b""), "form"

    def listed(**changed):
        return bundle(status_list(WITHDRAWN, **changed))

    token = status_list(WITHDRAWN)
    array = cbor2.loads(token).value
    yield "a list without its tag", listed(tag=None), "status-list:structure"
    yield "a list under the tag of a CWT", bundle(cbor(cbor2.CBORTag(61, cbor2.loads(token)))), \
        "status-list:structure"
    yield "a list of three parts", bundle(cbor(cbor2.CBORTag(18, array[:3]))), \
        "status-list:structure"
    yield "a list with an unprotected header", bundle(cbor(cbor2.CBORTag(
        18, [array[0], {4: b"1234"}, *array[2:]]))), "status-list:structure"
    yield "something behind the list", bundle(token + b"\0"), "status-list:cbor:trailing"
    yield "an empty list", bundle(b""), "status-list:cbor:truncated"
    yield "a list with an unknown algorithm", listed(header={1: -7}), "status-list:algorithm"
    yield "a list without an algorithm", listed(header={1: None}), "status-list:header:1"
    yield "a list without a content type", listed(header={16: None}), "status-list:header"
    yield "a list with a critical header", listed(header={2: [16]}), "status-list:header"
    yield "a list with the content type of a notice", listed(header={16: NOTICE_TYPE}), \
        "status-list:header:16"
    yield "a list with a key id of 3 bytes", listed(header={4: b"123"}), "status-list:header:4"
    yield "a list with the key id of another key", listed(header={4: b"1234"}), "list-signature"
    yield "a list signed by another key", listed(signer=STRANGER), "list-signature"
    yield "a list signed by the root itself", listed(signer=ROOT), "list-signature"
    stranger_key = kcwt(holder=STRANGER)
    yield "a list whose certificate is for another key", listed(
        certificate=stranger_key), "list-signature"
    yield "a list by a stranger with a certificate of his own", listed(
        certificate=kcwt(STRANGER)), "unknown-root"
    yield "a certificate that bears the root's id, signed by a stranger", listed(
        certificate=kcwt(signer=STRANGER)), "root-signature"
    yield "a list under the demonstration root, with which everybody can sign", listed(
        certificate=kcwt(DEMONSTRATION)), "unknown-root"
    yield "a certificate older than its root", listed(certificate=kcwt(YOUNG)), "before-root"
    yield "a list after its certificate", listed(issued=EXPIRES + 1), "outside-validity"
    yield "a list before its certificate", listed(issued=NOT_BEFORE - 1), "outside-validity"
    yield "a list by a device", bundle(status_list(
        WITHDRAWN, certificate=kcwt(subject="kiosk-14464-1", purpose=None, holder=DEVICE),
        signer=DEVICE, header={4: kid(pub(DEVICE))})), "status-certificate:purpose"
    yield "a device's certificate with the purpose of a status key", listed(
        certificate=kcwt(subject="kiosk-14464-1")), "status-certificate:purpose"
    yield "a status certificate without its purpose", listed(certificate=kcwt(purpose=None)), \
        "status-certificate:purpose"
    yield "a status certificate with another purpose", listed(certificate=kcwt(purpose="other")), \
        "status-certificate:purpose"
    yield "a purpose that is no text", listed(certificate=kcwt(purpose=1)), \
        "status-certificate:purpose"
    yield "a certificate that ends before it begins", listed(
        certificate=kcwt(expires=NOT_BEFORE - 1)), "status-certificate:claim:5"
    cose = make.cose_key(pub(STATUS))
    header, _, payload, signature = kcwt()
    small = cbor({**cbor2.loads(payload), 8: {1: {**cose, -2: bytes(32)}}})
    yield "a status key of small order", listed(
        certificate=sign1(header, small, key(ROOT))), "status-certificate:key"
    yield "a certificate under a tag", listed(certificate=cbor2.CBORTag(18, kcwt())), \
        "status-certificate:structure"
    yield "a certificate with an unknown algorithm", listed(certificate=sign1(
        cbor({1: -7, 4: kid(pub(ROOT))}), payload, key(ROOT))), "status-certificate:algorithm"
    yield "a certificate with a third header", listed(certificate=sign1(
        cbor({1: -8, 4: kid(pub(ROOT)), 16: 1}), payload, key(ROOT))), "status-certificate:header"
    yield "a certificate with something behind its claims", listed(certificate=sign1(
        header, payload + b"\0", key(ROOT))), "status-certificate:cbor:trailing"

    yield "a list without an address", listed(_2=None), "status-list:claim:2"
    yield "a list with an empty address", listed(_2=""), "status-list:claim:2"
    yield "a list without a time", listed(_6=None), "status-list:claim:6"
    yield "a list before 1970", listed(_6=-1), "status-list:claim:6"
    for value in (LAST_SECOND + 1, (1 << 53) + 1, (1 << 63) - 1):
        yield f"a list of second {value}", listed(_6=value), "status-list:claim:6"
        yield f"a status certificate to second {value}", listed(
            certificate=kcwt(expires=value)), "status-certificate:claim:5"
    yield "a list without bits", listed(_65533=None), "status-list:claim:65533"
    yield "two bits a certificate", listed(
        _65533={"bits": 2, "lst": zlib.compress(bits)}), "status-list:claim:65533"
    yield "bits as text", listed(_65533={"bits": 1, "lst": "text"}), "status-list:claim:65533"
    yield "a list without a life", listed(_65534=None), "status-list:claim:65534"
    yield "a list of no life", listed(_65534=0), "status-list:claim:65534"
    yield "a list without details", listed(_p65539=None), "status-list:claim:-65539"
    yield "a list that commits to no notices", listed(_p65541=None), "status-list:claim:-65541"
    yield "a list that commits to 31 bytes", listed(_p65541=b"1" * 31), "status-list:claim:-65541"

    packed = zlib.compress(bits, 9)
    damaged = bytearray(packed)
    damaged[-1] ^= 1
    yield "bits that are not compressed", listed(zipped_bitmap=bits), "status-list:zlib"
    yield "bits with a damaged checksum", listed(zipped_bitmap=bytes(damaged)), "status-list:zlib"
    yield "bits cut short", listed(zipped_bitmap=packed[:-1]), "status-list:zlib"
    yield "something behind the bits", listed(zipped_bitmap=packed + b"\0"), "status-list:zlib"
    yield "bits twice", listed(zipped_bitmap=packed + packed), "status-list:zlib"
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    yield "bits without a frame", listed(zipped_bitmap=raw.compress(bits) + raw.flush()), \
        "status-list:zlib"
    yield "bits as gzip", listed(zipped_bitmap=zlib.compress(bits, 9, 31)), "status-list:zlib"
    yield "a bomb of 16 MiB for bits", listed(zipped_bitmap=zlib.compress(bytes(16 << 20), 9)), \
        "status-list:zlib"
    yield "bits one byte beyond the limit", listed(
        zipped_bitmap=zlib.compress(bytes((1 << 20) + 1), 9)), "status-list:zlib"
    yield "a bomb of 16 MiB for details", listed(zipped_details=zlib.compress(bytes(16 << 20), 9)), \
        "status-list:zlib"
    yield "details that are not compressed", listed(zipped_details=cbor(details)), \
        "status-list:zlib"
    yield "something behind the details", listed(
        zipped_details=zlib.compress(cbor(details)) + b"\0"), "status-list:zlib"

    def detailed(value, bitmap=None):
        return listed(details=value, bitmap=bitmap)

    yield "details that are no CBOR", detailed(b"\xff"), "status-list:details"
    yield "details with something behind", detailed(cbor(details) + b"\0"), "status-list:details"
    yield "details that are no map", detailed([1]), "status-list:details"
    yield "details without replacements", detailed({1: COUNTS}), "status-list:details"
    yield "details with a third part", detailed({**details, 3: 0}), "status-list:details"
    yield "segments as a list", detailed({1: [], 2: []}), "status-list:details"
    yield "replacements as a map", detailed({1: COUNTS, 2: {}}), "status-list:details"

    def segments(value, count=0):
        return detailed({1: value, 2: []}, bytes((count + 7) // 8))

    yield "a segment under a number", segments({1: [2026, 1]}, 1), "status-list:segments"
    yield "an empty centre", segments({"": [2026, 1]}, 1), "status-list:segments"
    yield "a centre with a blank", segments({"14464 1": [2026, 1]}, 1), "status-list:segments"
    yield "a centre beyond ASCII", segments({"Gia Viễn": [2026, 1]}, 1), "status-list:segments"
    yield "a centre of 33 characters", segments({"1" * 33: [2026, 1]}, 1), "status-list:segments"
    yield "a segment that is no list", segments({"14464-1": 1}, 1), "status-list:segments"
    yield "a segment without counts", segments({"14464-1": [2026]}), "status-list:segments"
    yield "an empty segment", segments({"14464-1": []}), "status-list:segments"
    yield "the year 1999", segments({"14464-1": [1999, 1]}, 1), "status-list:segments"
    yield "the year 10000", segments({"14464-1": [9999, 1, 1]}, 2), "status-list:segments"
    yield "a negative count", segments({"14464-1": [2026, -1]}), "status-list:segments"
    yield "a count as text", segments({"14464-1": [2026, "1"]}), "status-list:segments"
    yield "a million in one year", segments({"14464-1": [2026, 1000000]}, 1000000), \
        "status-list:segments"
    yield "a count of 2^62", segments({"14464-1": [2026, 1 << 62]}), "status-list:segments"
    yield "more than 2^23 certificates", segments(
        {"14464-1": [2026] + [999999] * 9}, 8 << 20), "status-list:segments"

    yield "bits for less", detailed(details, bits[:-1]), "status-list:bitmap"
    yield "bits for more", detailed(details, bits + b"\0"), "status-list:bitmap"
    unused = bits[:-1] + bytes([bits[-1] | 0x80])
    yield "a bit beyond the last certificate", detailed(details, unused), "status-list:bitmap"
    yield "bits without certificates", detailed({1: {}, 2: []}, b"\0"), "status-list:bitmap"

    def replaced(*pairs, withdrawn=WITHDRAWN):
        changed = copy.deepcopy(details)
        changed[2] = list(pairs)
        return detailed(changed, table(withdrawn)[0])

    yield "half a pair", replaced(0), "status-list:replacements"
    yield "a gap of nothing", replaced(0, 1, 0, 2), "status-list:replacements"
    yield "a negative gap", replaced(-1, 1), "status-list:replacements"
    yield "a gap beyond the end", replaced(registers(COUNTS)[1], -1), "status-list:replacements"
    yield "a gap of 2^62 twice", replaced(0, 1, 1 << 62, 1, 1 << 62, 1), "status-list:replacements"
    yield "replaced by itself", replaced(0, 0), "status-list:replacements"
    yield "replaced by one beyond the end", replaced(0, registers(COUNTS)[1]), \
        "status-list:replacements"
    yield "replaced by one before the first", replaced(0, -1), "status-list:replacements"
    yield "a shift of 2^62", replaced(0, 1 << 62), "status-list:replacements"
    yield "a replaced one that is not revoked", replaced(1, 1), "status-list:replacements"
    yield "a gap as text", replaced("0", 1), "status-list:replacements"
    yield "a shift as text", replaced(0, "1"), "status-list:replacements"
    yield "replaced where nothing is counted", detailed({1: {}, 2: [0, 1]}, b""), \
        "status-list:replacements"

    def noticed(*notices):
        return bundle(status_list(WITHDRAWN, notices), notices)

    ids = sorted([identity(certificate()), identity(certificate("14464-1-2026-000002"))])
    yield "a notice that the list does not commit to", bundle(
        status_list(WITHDRAWN), [notice()]), "notices"
    yield "a notice left out", bundle(status_list(WITHDRAWN, [notice()]), []), "notices"
    two = [notice(), notice(issued=ISSUED + 1)]
    yield "notices in another order", bundle(status_list(WITHDRAWN, two), two[::-1]), "notices"
    yield "a notice by a stranger", noticed(notice(root=STRANGER)), "notice-signature"
    yield "a notice by the status key", noticed(notice(root=STATUS)), "notice-signature"
    yield "a notice by the demonstration root", noticed(notice(root=DEMONSTRATION)), \
        "notice-signature"
    yield "a notice that bears the root's id, signed by a stranger", noticed(
        notice(signer=STRANGER)), "notice-signature"
    yield "one notice of two by a stranger", noticed(notice(), notice(root=STRANGER)), \
        "notice-signature"
    yield "a notice under tag 61", noticed(notice(tag=61)), "notice:structure"
    yield "an empty notice", noticed(b""), "notice:cbor:truncated"
    yield "something behind a notice", noticed(notice() + b"\0"), "notice:cbor:trailing"
    yield "a notice with the content type of a list", noticed(notice(
        header=cbor({1: -8, 4: kid(pub(ROOT)), 16: LIST_TYPE}))), "notice:header:16"
    yield "a notice without a content type", noticed(notice(
        header=cbor({1: -8, 4: kid(pub(ROOT))}))), "notice:header"
    yield "a notice with an unknown algorithm", noticed(notice(
        header=cbor({1: -7, 4: kid(pub(ROOT)), 16: NOTICE_TYPE}))), "notice:algorithm"
    yield "a notice without a device", noticed(notice(device="")), "notice:claim:2"
    yield "a notice before 1970", noticed(notice(issued=-1)), "notice:claim:6"
    for value in (LAST_SECOND + 1, (1 << 53) + 1, (1 << 63) - 1):
        yield f"a notice of second {value}", noticed(notice(issued=value)), "notice:claim:6"
    yield "a thumbprint of 31 bytes", noticed(notice(thumbprint=b"1" * 31)), "notice:claim:-65540"
    yield "identities out of order", noticed(notice(identities=ids[1] + ids[0])), \
        "notice:claim:-65540"
    yield "an identity twice", noticed(notice(identities=ids[0] * 2)), "notice:claim:-65540"
    yield "an identity cut short", noticed(notice(identities=ids[0][:15])), "notice:claim:-65540"
    yield "identities as a list", noticed(notice(identities=[ids[0]])), "notice:claim:-65540"


def revocation():
    def root(name, seed_bytes, day, demonstration=False):
        return {"key": pub(seed_bytes).hex(), "name": name, "notBefore": day,
                "demonstration": demonstration}

    roots = [root("Ninh Bình", ROOT, 20000), root("Ninh Bình 2036", NEXT, 20000),
             root("Demonstration", DEMONSTRATION, 0, True), root("Ninh Bình 2027", YOUNG, 20820)]
    bundles = good_bundles()
    make.write("revocation.json", {
        "source": "IETF Token Status List (draft) in CWT form; RFC 1950, RFC 8392, RFC 9052",
        "roots": roots, "statusSeed": STATUS.hex(),
        "bundles": [{"name": name, "bundle": make.b64(data)} for name, data in bundles.items()],
        "cases": [
            {"name": name, "bundle": of, "token": token.hex(), "today": today, "verdict": verdict,
             "replacement": word if verdict == "replaced" else None,
             "reason": word if verdict in ("not-genuine", "unreadable") else None, "listDay": day}
            for name, of, token, today, verdict, word, day in cases()],
        "refused": [{"name": name, "bundle": make.b64(data), "refusal": refusal}
                    for name, data, refusal in refused_bundles()]})


# What only the programs check: endorsed roots and ML-DSA-65.

def second(seed_bytes):
    return MLDSA65PrivateKey.from_seed_bytes(hashlib.sha256(b"second: " + seed_bytes).digest())


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def endorsed(entry, *endorsers):
    message = b"learning-kiosk/root/v1\n" + canonical(entry)
    return {**entry, "endorsements": [
        {"by": pub(by).hex(), "ed25519": make.b64(key(by).sign(message)),
         **({"mldsa65": make.b64(second(by).sign(message))} if has_second else {})}
        for by, has_second in endorsers]}


def entry(name, seed_bytes, day, has_second=True):
    value = {"key": pub(seed_bytes).hex(), "name": name, "notBefore": day, "demonstration": False}
    if has_second:
        value["mldsa65"] = make.b64(second(seed_bytes).public_key().public_bytes_raw())
    return value


def hybrid():
    first = endorsed(entry("Ninh Bình", ROOT, 20000), (ROOT, True))
    following = entry("Ninh Bình 2036", NEXT, 20000)
    lists = {
        "the next root, cross-signed": ([first, endorsed(following, (NEXT, True), (ROOT, True))], ""),
        "the same list": ([first], ""),
        "only the next root": ([endorsed(following, (NEXT, True), (ROOT, True))], "roots:missing"),
        "not endorsed by the known root": ([first, endorsed(following, (NEXT, True))],
                                           "roots:unendorsed"),
        "not endorsed by itself": ([first, endorsed(following, (ROOT, True))], "roots:unendorsed"),
        "endorsed by one key of two": ([first, endorsed(following, (NEXT, True), (ROOT, False))],
                                       "roots:unendorsed"),
        "endorsed by a stranger": ([first, endorsed(following, (NEXT, True), (STRANGER, True))],
                                   "roots:unendorsed"),
        "a known root renamed": ([{**first, "name": "Hà Nam"}], "roots:changed"),
        "a known root without its second key": ([entry("Ninh Bình", ROOT, 20000, False)],
                                                "roots:changed"),
        "endorsements of another entry": ([first, {
            **endorsed({**following, "notBefore": 20001}, (NEXT, True), (ROOT, True)),
            "notBefore": 20000}], "roots:unendorsed"),
    }
    kcwt_bytes = cbor(kcwt())
    status_second = second(STATUS).public_key().public_bytes_raw()
    context = b"learning-kiosk/companion/v1\n" + kcwt_bytes + status_second
    companion = {1: status_second, 2: second(ROOT).sign(context)}
    by_stranger = {1: status_second, 2: second(STRANGER).sign(context)}
    token = status_list(WITHDRAWN)
    list_context = b"learning-kiosk/status-list/v1\n" + token
    signature = second(STATUS).sign(list_context)
    broken = bytes([signature[0] ^ 1]) + signature[1:]
    document = canonical({"roots": [first]})
    bundles = {
        "signed twice": (bundle(token, _3=document, _6={1: companion, 2: signature}), ""),
        "without the second signature": (bundle(token, _3=document), "companion"),
        "with a broken second signature": (bundle(token, _6={1: companion, 2: broken}), "companion"),
        "signed over the token alone": (
            bundle(token, _6={1: companion, 2: second(STATUS).sign(token)}), "companion"),
        "a companion by a stranger": (bundle(token, _6={1: by_stranger, 2: signature}), "companion"),
        "a companion of 1 part": (bundle(token, _6={1: {1: status_second}, 2: signature}),
                                  "companion:form"),
        "a second signature as text": (bundle(token, _6={1: companion, 2: "x"}), "form"),
        "a root list that is none": (bundle(token, _3=b"{}"), "roots"),
    }
    make.write("hybrid.json", {
        "source": "FIPS 204 by OpenSSL; RFC 8785",
        "rootSeed": ROOT.hex(), "rootSecondSeed": hashlib.sha256(b"second: " + ROOT).hexdigest(),
        "known": canonical({"roots": [first]}).decode(),
        "lists": [{"name": name, "list": canonical({"roots": roots}).decode(), "refusal": refusal}
                  for name, (roots, refusal) in lists.items()],
        "bundles": [{"name": name, "bundle": make.b64(data), "refusal": refusal}
                    for name, (data, refusal) in bundles.items()]})
