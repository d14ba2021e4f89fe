"""How strangers verify a certificate with the root's public key alone: the same chain twice, on two
COSE libraries that know nothing of one another.
"""

import cbor2
import cwt
from pycose.headers import KID, Algorithm
from pycose.keys import OKPKey
from pycose.keys.curves import Ed25519
from pycose.messages import Sign1Message

TAILS = {3: 1, 5: 2, 8: 3, 10: 4, 13: 5, 15: 6, 17: 7}


def token_bytes(digits):
    """Decimal text back to bytes: 17 digits are 7 bytes, the tail by its length."""
    groups = [digits[i:i + 17] for i in range(0, len(digits), 17)]
    return b"".join(int(group).to_bytes(TAILS[len(group)], "big") for group in groups)


def by_cwt(message, raw, kid):
    """The payload of a COSE_Sign1 message, if the key with this id has signed it (PyPI's `cwt`)."""
    key = cwt.COSEKey.new({1: 1, -1: 6, 3: -8, 2: kid, -2: raw})
    return cbor2.loads(cwt.COSE.new().decode(message, key))


def by_pycose(message, raw, kid):
    """The same with PyPI's `pycose`."""
    sign1 = Sign1Message.decode(message)
    assert sign1.phdr[KID] == kid and sign1.phdr[Algorithm].identifier == -8
    sign1.key = OKPKey(crv=Ed25519, x=raw)
    assert sign1.verify_signature(), "the signature does not fit"
    return cbor2.loads(sign1.payload)


def verified_claims(token, root, signed_by=by_cwt):
    """Both signatures by root key alone, then the claims; raises when anything does not fit."""
    protected = cbor2.loads(cbor2.loads(token).value[0])
    certificate = protected[13]
    root_kid = cbor2.loads(certificate[0])[4]
    device = signed_by(cbor2.dumps(cbor2.CBORTag(18, certificate)), root, root_kid)
    claims = signed_by(token, device[8][1][-2], protected[4])
    assert device[5] <= claims[6] <= device[4], "issued outside the device's validity"
    return claims
