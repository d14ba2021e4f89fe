"""Tokens and texts that every verifier must refuse, each with the reason that it must give.

Everything but the one fault is right, signatures included, so that nothing else can be the reason.
Ed25519 is written out here (RFC 8032, section 6, on affine points): no library makes bad signatures.
"""
import hashlib
import struct
import unicodedata

import cbor2

import make

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def add(a, b):
    x1, y1, x2, y2 = *a, *b
    k = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P) % P,
            (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P) % P)


def multiply(k, point):
    result = (0, 1)
    while k:
        if k & 1:
            result = add(result, point)
        point, k = add(point, point), k >> 1
    return result


def recover(y, sign):
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * I % P
    assert (x * x - xx) % P == 0
    return (P - x if x & 1 != sign else x, y)


def encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


BASE = recover(4 * pow(5, P - 2, P) % P, 0)
ORDER_8 = recover(0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826, 0)


def challenge(r, a, message):
    return int.from_bytes(hashlib.sha512(r + a + message).digest(), "little") % L


def expanded(seed):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little")
    return (a & (1 << 254) - 8) | 1 << 254, h[32:]


def sign(seed, message, key=None, nonce=None, r_bytes=None):
    """An Ed25519 signature in which key, nonce and the bytes of R may be chosen."""
    a, prefix = expanded(seed)
    if nonce is None:
        nonce = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    key = key or encode(multiply(a, BASE))
    r = r_bytes or encode(multiply(nonce, BASE))
    s = (nonce + challenge(r, key, message) * a) % L
    return r + s.to_bytes(32, "little")


def head(major, argument, width=None):
    """A CBOR head, also in a longer form than needed."""
    if width is None:
        width = 0 if argument < 24 else 1 if argument < 256 else 2 if argument < 65536 else 4
    info = {0: argument, 1: 24, 2: 25, 4: 26, 8: 27}[width]
    return bytes([major << 5 | info]) + (argument.to_bytes(width, "big") if width else b"")


ROOT, DEVICE = make.seed("vector: province root"), make.seed("vector: device 1")
NOT_BEFORE, EXPIRES, ISSUED = 1780000000, 1780000000 + 400 * make.DAY, 1795000000
OWN = {1: "Nguyễn Thị Hoà", 2: "CD-2026-07", 3: "Kỹ thuật trồng rau an toàn", 4: 240, 5: 20775,
       6: "14464-1"}
NUMBER = b"14464-1-2026-000012"
LAST_SECOND, LAST_DAY, MOST_TENTHS = 253402300799, 2932896, 10000000
# Behind each bound, beyond what a double holds exactly, and the last integer there is.
FAR = (1 << 53, (1 << 53) + 1, (1 << 63) - 1)


def root_kid():
    return make.kid(make.public(make.key(ROOT)))


def device_kid():
    return make.kid(make.public(make.key(DEVICE)))


def structure(protected, payload):
    return make.cbor(["Signature1", protected, b"", payload])


def message(protected, payload, seed, signature=None):
    return [protected, {}, payload, signature or sign(seed, structure(protected, payload))]


def kcwt(header=None, claims=None, signature=None, **changed):
    claims_map = {2: "kiosk-14464-1", 4: EXPIRES, 5: NOT_BEFORE,
                  8: {1: make.cose_key(make.public(make.key(DEVICE)))}}
    for label, value in changed.items():
        label = int(label[1:].replace("p", "-"))
        if value is None:
            del claims_map[label]
        else:
            claims_map[label] = value
    return message(header or make.cbor({1: -8, 4: root_kid()}), claims or make.cbor(claims_map),
                   ROOT, signature)


def claims(own=None, **changed):
    value = {6: ISSUED, 7: NUMBER, -65537: OWN if own is None else own}
    for label, replaced in changed.items():
        if replaced is None:
            del value[int(label[1:])]
        else:
            value[int(label[1:])] = replaced
    return make.cbor(value)


def protected(certificate=None, **changed):
    value = {1: -8, 4: device_kid(), 13: certificate or kcwt()}
    for label, replaced in changed.items():
        if replaced is None:
            del value[int(label[1:])]
        else:
            value[int(label[1:])] = replaced
    return make.cbor(value)


def token(header=None, payload=None, signature=None, tag=True):
    array = message(header or protected(), payload or claims(), DEVICE, signature)
    return make.cbor(cbor2.CBORTag(18, array) if tag else array)


def payload_faults():
    """Payloads that are signed, but not the deterministic encoding of claims."""
    issued, number, own = b"\x06" + head(0, ISSUED), b"\x07" + make.cbor(NUMBER), (
        make.cbor(-65537) + make.cbor(OWN))
    three = head(5, 3)
    nfd = unicodedata.normalize("NFD", OWN[1])
    in_nfd = three + issued + number + make.cbor(-65537) + make.cbor({**OWN, 1: nfd})
    not_utf8 = (three + issued + number + own).replace("à".encode(), b"\xc3\x28")
    deep = b"\x81" * 6 + b"\x00"
    name_at = len(three + issued + number + make.cbor(-65537)) + 2
    yield "a float of 64 bits", three + b"\x06\xfb" + struct.pack(">d", ISSUED) + number + own, \
        "cbor:float@2"
    yield "a float of 16 bits", three + b"\x06\xf9\x3c\x00" + number + own, "cbor:float@2"
    yield "a float of 32 bits", three + b"\x06\xfa\x4f\x00\x00\x00" + number + own, "cbor:float@2"
    yield "null", three + b"\x06\xf6" + number + own, "cbor:simple@2"
    yield "true", three + b"\x06\xf5" + number + own, "cbor:simple@2"
    yield "undefined", three + b"\x06\xf7" + number + own, "cbor:simple@2"
    yield "a simple value of two bytes", three + b"\x06\xf8\xff" + number + own, "cbor:simple@2"
    yield "a break without a beginning", three + b"\x06\xff" + number + own, "cbor:indefinite@2"
    yield "an indefinite map", b"\xbf" + issued + number + own + b"\xff", "cbor:indefinite@0"
    yield "an indefinite byte string", three + issued + b"\x07\x5f" + make.cbor(NUMBER) + b"\xff" \
        + own, f"cbor:indefinite@{len(three + issued) + 1}"
    yield "an indefinite text", (three + issued + number + make.cbor(-65537) + b"\xa1\x01\x7f\x61a"
                                 + b"\xff"), f"cbor:indefinite@{name_at}"
    yield "an indefinite array", head(5, 1) + b"\x06\x9f\xff", "cbor:indefinite@2"
    yield "an integer of 8 bytes where 4 do", three + b"\x06" + head(0, ISSUED, 8) + number + own, \
        "cbor:not-shortest@2"
    yield "a key of 1 byte more", three + b"\x18\x06" + head(0, ISSUED) + number + own, \
        "cbor:not-shortest@1"
    yield "a length of 2 bytes where none is needed", three + issued + b"\x07" \
        + head(2, len(NUMBER), 2) + NUMBER + own, f"cbor:not-shortest@{len(three + issued) + 1}"
    yield "a count of 1 byte where none is needed", head(5, 3, 1) + issued + number + own, \
        "cbor:not-shortest@0"
    yield "additional information 28", three + b"\x06\x1c" + number + own, "cbor:reserved@2"
    yield "additional information 30 of type 7", three + b"\x06\xfe" + number + own, \
        "cbor:reserved@2"
    yield "a key twice", head(5, 4) + issued + issued + number + own, \
        f"cbor:duplicate-key@{1 + len(issued)}"
    yield "keys out of order", three + number + issued + own, f"cbor:key-order@{1 + len(number)}"
    yield "keys in the order of their values", three + make.cbor(-65537) + make.cbor(OWN) + issued \
        + number, f"cbor:key-order@{1 + len(own)}"
    yield "deeper than six", head(5, 4) + issued + number + own + make.cbor(-65538) + deep, \
        f"cbor:too-deep@{len(head(5, 4) + issued + number + own + make.cbor(-65538)) + 5}"
    yield "something behind the payload", three + issued + number + own + b"\x00", \
        f"cbor:trailing@{len(three + issued + number + own)}"
    yield "a payload cut short", (three + issued + number + own)[:-1], \
        f"cbor:truncated@{len(three + issued + number + own) - 1}"
    yield "a count that no bytes can hold", b"\xba\x00\xff\xff\xff" + issued, "cbor:truncated@0"
    yield "a length that no bytes can hold", three + issued + b"\x07\x5b" + b"\x7f" + b"\xff" * 7, \
        f"cbor:truncated@{len(three + issued) + 10}"
    yield "an integer beyond 63 bits", three + b"\x06\x1b" + b"\xff" * 8 + number + own, \
        "cbor:integer-range@2"
    yield "a negative integer beyond 63 bits", three + b"\x06\x3b\x80" + b"\x00" * 7 + number + own, \
        "cbor:integer-range@2"
    yield "a name in Normalization Form D", in_nfd, f"cbor:not-nfc@{name_at}"
    yield "a name that is not UTF-8", not_utf8, f"cbor:not-utf-8@{name_at}"
    yield "a surrogate in UTF-8", (three + issued + number + own).replace(
        "rồ".encode(), b"r\xed\xa0\x80"), \
        f"cbor:not-utf-8@{(three + issued + number + own).index('Kỹ'.encode()) - 2}"
    yield "nothing", b"", "cbor:truncated@0"
    yield "an array instead of a map", make.cbor([ISSUED]), "claim:6"
    yield "no time", claims(_6=None), "claim:6"
    yield "a time before 1970", claims(_6=-1), "claim:6"
    yield "a time as text", claims(_6="now"), "claim:6"
    yield "no number", claims(_7=None), "claim:7"
    yield "a number as text", claims(_7="1"), "claim:7"
    yield "an empty number", claims(_7=b""), "claim:7"
    yield "a number with a blank", claims(_7=b"14464-1 12"), "claim:7"
    yield "a number with a letter beyond ASCII", claims(_7="Số1".encode()), "claim:7"
    yield "a number of 65 bytes", claims(_7=b"1" * 65), "claim:7"
    yield "no claims of our own", head(5, 2) + issued + number, "claim:-65537"
    yield "claims of our own as a list", claims(own=[1]), "claim:-65537.1"
    for label in OWN:
        yield f"own claim {label} missing", claims(
            own={k: v for k, v in OWN.items() if k != label}), f"claim:-65537.{label}"
    yield "an empty name", claims(own={**OWN, 1: ""}), "claim:-65537.1"
    yield "a name of 301 bytes", claims(own={**OWN, 1: "n" * 301}), "claim:-65537.1"
    yield "a name as bytes", claims(own={**OWN, 1: b"Hoa"}), "claim:-65537.1"
    for character in ("\n", "\0", "\x1f", "\x7f", "\x85"):
        yield f"control character {ord(character)} in the name", claims(
            own={**OWN, 1: "Hoa" + character}), "claim:-65537.1"
    yield "a control character in the title", claims(own={**OWN, 3: "\trau"}), "claim:-65537.3"
    yield "negative hours", claims(own={**OWN, 4: -1}), "claim:-65537.4"
    yield "hours as text", claims(own={**OWN, 4: "24"}), "claim:-65537.4"
    yield "a day before 1970", claims(own={**OWN, 5: -1}), "claim:-65537.5"
    for value in (LAST_SECOND + 1, *FAR):
        yield f"issued in second {value}", claims(_6=value), "claim:6"
    for value in (MOST_TENTHS + 1, *FAR):
        yield f"{value} tenths of an hour", claims(own={**OWN, 4: value}), "claim:-65537.4"
    for value in (LAST_DAY + 1, *FAR):
        yield f"completed on day {value}", claims(own={**OWN, 5: value}), "claim:-65537.5"


def header_faults():
    yield "an empty protected header", b"", "cbor:truncated@0"
    yield "no algorithm", protected(_1=None), "header:1"
    yield "an algorithm as text", protected(_1="EdDSA"), "header:1"
    yield "ES256", protected(_1=-7), "algorithm"
    yield "Ed448 of RFC 9864", protected(_1=-53), "algorithm"
    yield "no key id", protected(_4=None), "header"
    yield "no device certificate", protected(_13=None), "header"
    yield "a critical header", protected(_2=[13]), "header"
    yield "a content type", protected(_16="application/cwt"), "header"
    yield "a key id of 3 bytes", protected(_4=b"abc"), "header:4"
    yield "a key id as text", protected(_4="abcd"), "header:4"


def certificate_faults():
    cose = make.cose_key(make.public(make.key(DEVICE)))
    yield "the purpose of a status key", kcwt(_p65538="status"), "purpose"
    yield "a purpose that nobody knows", kcwt(_p65538="other"), "purpose"
    yield "a purpose that is no text", kcwt(_p65538=1), "purpose"
    yield "the certificate of a status key", kcwt(_2="status", _p65538="status"), "purpose"
    yield "no device name", kcwt(_2=None), "claim:2"
    yield "an empty device name", kcwt(_2=""), "claim:2"
    yield "a device name of 65 bytes", kcwt(_2="k" * 65), "claim:2"
    yield "no last second", kcwt(_4=None), "claim:5"
    yield "no first second", kcwt(_5=None), "claim:5"
    yield "the last second before the first", kcwt(_4=NOT_BEFORE - 1), "claim:5"
    yield "a first second before 1970", kcwt(_5=-1), "claim:5"
    for value in (LAST_SECOND + 1, *FAR):
        yield f"a last second of {value}", kcwt(_4=value), "claim:5"
        yield f"from second {value} to itself", kcwt(_4=value, _5=value), "claim:5"
    yield "no key", kcwt(_8=None), "key"
    yield "a key beside another", kcwt(_8={1: cose, 2: b"x"}), "key"
    yield "a key of 31 bytes", kcwt(_8={1: {**cose, -2: cose[-2][:31]}}), "key"
    yield "a key with an id", kcwt(_8={1: {**cose, 2: b"id"}}), "key"
    yield "a key of another curve", kcwt(_8={1: {**cose, -1: 4}}), "key"
    yield "a key of another type", kcwt(_8={1: {**cose, 1: 2}}), "key"
    points = [(0, 1), (0, P - 1), (I, 0), (P - I, 0)] + [multiply(k, ORDER_8) for k in (1, 3, 5, 7)]
    small = [encode(point) for point in points]
    assert len(set(small)) == 8 and all(multiply(8, point) == (0, 1) for point in points)
    for index, raw in enumerate(small):
        yield f"small-order key {index}", kcwt(_8={1: {**cose, -2: raw}}), "key"
    for y in (0, 1, 3, 18):
        for sign_bit in (0, 1):
            raw = (P + y | sign_bit << 255).to_bytes(32, "little")
            yield f"a key whose y is p + {y}, sign {sign_bit}", kcwt(_8={1: {**cose, -2: raw}}), "key"
    yield "a key of order 1 with the sign of minus zero", kcwt(
        _8={1: {**cose, -2: (1 | 1 << 255).to_bytes(32, "little")}}), "key"
    yield "a certificate with an unknown algorithm", kcwt(
        header=make.cbor({1: -7, 4: root_kid()})), "algorithm"
    yield "a certificate with a third header", kcwt(
        header=make.cbor({1: -8, 4: root_kid(), 16: 1})), "header"
    yield "a certificate with a key id of 5 bytes", kcwt(
        header=make.cbor({1: -8, 4: b"12345"})), "header:4"
    yield "a certificate under a tag", cbor2.CBORTag(18, kcwt()), "structure"
    yield "a certificate that is no array", {1: 2}, "structure"
    yield "a certificate of three parts", kcwt()[:3], "structure"
    yield "a certificate with an unprotected header", [kcwt()[0], {4: b"1234"}, *kcwt()[2:]], \
        "structure"
    yield "a certificate with a float", kcwt(claims=b"\xa1\x02\xf9\x3c\x00"), "cbor:float@2"
    yield "a certificate with something behind its claims", kcwt(
        claims=make.cbor({2: "k"}) + b"\x00"), "cbor:trailing@4"


def shape_faults():
    array = message(protected(), claims(), DEVICE)
    good = token()
    yield "no bytes", b"", "empty"
    yield "tag 17", make.cbor(cbor2.CBORTag(17, array)), "structure"
    yield "tag 61 without tag 18", make.cbor(cbor2.CBORTag(61, array)), "structure"
    yield "tag 61 within tag 18", make.cbor(cbor2.CBORTag(18, cbor2.CBORTag(61, array))), "structure"
    yield "tag 18 twice", make.cbor(cbor2.CBORTag(18, cbor2.CBORTag(18, array))), "structure"
    yield "tag 61 twice", make.cbor(cbor2.CBORTag(61, cbor2.CBORTag(61, cbor2.CBORTag(18, array)))), \
        "structure"
    yield "tag 18 in two bytes", b"\xd8\x12" + good[1:], "cbor:not-shortest@0"
    yield "three parts", make.cbor(array[:3]), "structure"
    yield "five parts", make.cbor(array + [b""]), "structure"
    yield "an integer", b"\x01", "structure"
    yield "a map", make.cbor({1: 2}), "structure"
    yield "an unprotected header", make.cbor([array[0], {4: device_kid()}, *array[2:]]), "structure"
    yield "a protected header that is a map", make.cbor([{1: -8}, *array[1:]]), "structure"
    yield "a payload that is null", b"\x84" + make.cbor(array[0]) + b"\xa0\xf6" + make.cbor(
        array[3]), f"cbor:simple@{2 + len(make.cbor(array[0]))}"
    yield "a signature of 63 bytes", make.cbor([*array[:3], array[3][:63]]), "structure"
    yield "a signature of 65 bytes", make.cbor([*array[:3], array[3] + b"\0"]), "structure"
    yield "something behind the token", good + b"\0", f"cbor:trailing@{len(good)}"
    yield "two tokens", good + good, f"cbor:trailing@{len(good)}"
    yield "a token cut short", good[:-1], f"cbor:truncated@{len(good) - 1}"
    yield "only the first byte", good[:1], "cbor:truncated@1"
    long = token(payload=claims(_9=b"x" * 700))
    assert len(long) > 1024
    yield "more than 1,024 bytes", long, "too-long"


def signature_faults():
    """Well-formed tokens whose signatures only a careless verifier takes."""
    header, payload = protected(), claims()
    tbs = structure(header, payload)
    good = sign(DEVICE, tbs)
    s = int.from_bytes(good[32:], "little")

    def forged(signature, header=header):
        return token(header=header, signature=signature)

    assert token() == token(signature=make.key(DEVICE).sign(tbs))
    yield "S + L", forged(good[:32] + (s + L).to_bytes(32, "little")), "device-signature"
    yield "S + 2 L", forged(good[:32] + (s + 2 * L).to_bytes(32, "little")), "device-signature"
    yield "S with the highest bit", forged(good[:63] + bytes([good[63] | 0x80])), "device-signature"
    yield "S is zero", forged(good[:32] + bytes(32)), "device-signature"
    yield "S is L", forged(good[:32] + L.to_bytes(32, "little")), "device-signature"
    yield "all zero", forged(bytes(64)), "device-signature"
    yield "all ones", forged(b"\xff" * 64), "device-signature"
    yield "R and S changed places", forged(good[32:] + good[:32]), "device-signature"
    yield "R negated", forged(good[:31] + bytes([good[31] ^ 0x80]) + good[32:]), "device-signature"
    yield "R is no point", forged((2).to_bytes(32, "little") + good[32:]), "device-signature"
    a, _ = expanded(DEVICE)
    for name, raw in (("y = p + 1", (P + 1).to_bytes(32, "little")),
                      ("y = 1 and the sign of minus zero", (1 | 1 << 255).to_bytes(32, "little"))):
        # R is the neutral point in another spelling; with the right one this would be a signature.
        yield f"R is written with {name}", forged(sign(DEVICE, tbs, nonce=0, r_bytes=raw)), \
            "device-signature"
    torsion = encode(add(multiply(a, BASE), ORDER_8))
    cose = {**make.cose_key(torsion)}
    mixed_header = make.cbor({1: -8, 4: make.kid(torsion), 13: kcwt(_8={1: cose})})
    mixed = structure(mixed_header, payload)
    nonce = next(n for n in range(1, 99) if challenge(
        encode(multiply(n, BASE)), torsion, mixed) % 8)
    yield "a key with a part of order 8, right only times the cofactor", forged(
        sign(DEVICE, mixed, key=torsion, nonce=nonce), mixed_header), "device-signature"
    other = make.seed("vector: device 2")
    yield "signed by another device", forged(sign(other, tbs)), "device-signature"
    yield "a key id of another device", token(header=protected(_4=b"\x01\x02\x03\x04")), \
        "device-signature"
    yield "a signature over the payload alone", forged(sign(DEVICE, payload)), "device-signature"
    yield "a signature over a Sig_structure with another word", forged(
        sign(DEVICE, make.cbor(["Signature", header, b"", payload]))), "device-signature"
    yield "another payload under the same signature", make.cbor(cbor2.CBORTag(
        18, [header, {}, claims(own={**OWN, 1: "Trần Văn Bình"}), good])), "device-signature"
    certificate = kcwt()
    root_s = int.from_bytes(certificate[3][32:], "little")

    def under(signature):
        return token(header=protected([*certificate[:3], signature]))

    yield "the certificate's S + L", under(
        certificate[3][:32] + (root_s + L).to_bytes(32, "little")), "root-signature"
    yield "the certificate's signature is zero", under(bytes(64)), "root-signature"
    yield "a certificate signed by its own key", under(
        sign(DEVICE, structure(certificate[0], certificate[2]))), "root-signature"
    stranger = make.seed("vector: stranger")
    yield "a root that nobody knows", token(header=protected(message(
        make.cbor({1: -8, 4: make.kid(make.public(make.key(stranger)))}), certificate[2],
        stranger))), "unknown-root"
    yield "issued a second before the certificate", token(payload=claims(_6=NOT_BEFORE - 1)), \
        "outside-validity"
    yield "issued a second after the certificate", token(payload=claims(_6=EXPIRES + 1)), \
        "outside-validity"
    young = message(certificate[0], make.cbor({
        2: "kiosk-14464-1", 4: EXPIRES, 5: 0,
        8: {1: make.cose_key(make.public(make.key(DEVICE)))}}), ROOT)
    yield "certified before the root may", token(header=protected(young)), "before-root"


def text_faults():
    good = make.digits(token())
    yield "nothing", "", "empty"
    yield "only blanks", " \t\n", "empty"
    yield "a word", "hello", "not-ours"
    yield "another path", "https://hoc.example/d#" + good, "not-ours"
    yield "no fragment", "https://hoc.example/c", "not-ours"
    yield "another scheme", "ftp://hoc.example/c#" + good, "not-ours"
    yield "an upper-case scheme", "HTTPS://hoc.example/c#" + good, "not-ours"
    yield "an address without digits", "https://hoc.example/c#", "empty"
    yield "digits of another script", "１２３", "not-ours"
    yield "one digit", "1", "digits:length@0"
    yield "a tail of two digits", good[:17] + "12", "digits:length@17"
    yield "a group that no seven bytes give", "9" * 17, "digits:group@0"
    yield "a tail that no byte gives", good[:17] + "256", "digits:group@17"
    yield "a letter among the digits", good[:20] + "O" + good[21:], "digits:character@20"
    yield "a blank among the digits", good[:17] + " " + good[18:], "digits:character@17"
    yield "a plus sign", "https://hoc.example/c#+" + good[1:], "digits:character@0"
    yield "more than 4,096 characters", "1" * 4097, "too-long"
    yield "the digits of a token of 1,025 bytes", make.digits(b"\0" * 1025), "too-long"
    yield "the digits of something else", make.digits(b"\x01"), "structure"


def refused():
    tokens = []

    def case(name, data, verdict, reason):
        tokens.append({"name": name, "token": data.hex(), "verdict": verdict, "reason": reason})

    for name, data, reason in shape_faults():
        case(name, data, "unreadable", reason)
    for name, header, reason in header_faults():
        array = message(header, claims(), DEVICE)
        case(name, make.cbor(cbor2.CBORTag(18, array)), "unreadable", reason)
    for name, payload, reason in payload_faults():
        array = message(protected(), payload, DEVICE)
        case(name, make.cbor(cbor2.CBORTag(18, array)), "unreadable", reason)
    for name, certificate, reason in certificate_faults():
        case(name, token(header=protected(certificate)), "unreadable",
             "device-certificate:" + reason)
    for name, data, reason in signature_faults():
        case(name, data, "not-genuine", reason)
    texts = [{"name": name, "text": text, "verdict": "unreadable", "reason": reason}
             for name, text, reason in text_faults()]
    make.write("refused.json", {
        "source": "certificates.md; RFC 8949 section 4.2.1, RFC 8032 section 5.1.7",
        "roots": [{"key": make.public(make.key(ROOT)).hex(), "name": "Ninh Bình",
                   "notBefore": 20000, "demonstration": False}],
        "good": token().hex(), "tokens": tokens, "texts": texts})
