"""A certificate's Open Badge before strangers' software: `openbadgeslib` takes it, PyJWT checks its
signature by a key that the province's root vouches for, and nothing altered passes either.
"""

import base64
import copy
import datetime
import hashlib
import json
import pathlib
import re
import sqlite3
import time

import cbor2
import cwt
import jsonschema
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.contexts import bundled_contexts
from openbadgeslib.ob3.did import resolve_did, resolve_verification_method

from browser import DESK_SIZE, PHONE_SIZE
from daemons import wait_until
from lessons import hold_course, issue_to_all
from roster import cards_of
from web import set_up

SCHEMA = json.loads((pathlib.Path(__file__).parent / "open_badge.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decoded(part):
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


# A receipt's whole second, and the time that it may have been on its way.
MOST_AHEAD_SECONDS = 5


def header_and_payload(badge):
    header, payload, signature = badge.split(".")
    assert len(signature) == 86
    return decoded(header), decoded(payload)


def export(desk, number, **values):
    """Asks for the badge as a browser does; gives the file's text."""
    desk.go(f"/desk/certificates/{number}")
    answer = desk.submit(f"/desk/certificates/{number}/badge", **values)
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-disposition"] == f'attachment; filename="{number}.jwt"'
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", answer.text)
    return answer.text


@pytest.fixture
def centre(kiosk, province):
    """An enrolled kiosk with two certificates; gives kiosk, desk, numbers and the root's key."""
    server = province()
    server.start()
    code = re.search(r"\b[0-9A-Z][0-9A-Z-]{7,}\b", server.command(
        "enrol-code", "--centre", "14464-1").stdout.decode()).group(0)
    machine = kiosk()
    machine.command("enrol", "--province", server.url, "--code", code)
    machine.command("demo", "--residents", 2)
    everyone = cards_of(machine)
    machine.start()
    desk = set_up(machine)
    numbers = issue_to_all(desk, hold_course(machine, desk, everyone))
    roots = json.loads((machine.data / "keys" / "roots.json").read_text())["roots"]
    root = bytes.fromhex(next(r for r in roots if not r.get("demonstration"))["key"])
    return machine, desk, numbers, root


def vouched_key(payload, root):
    """The device's key as the province certified it, from the badge's own evidence."""
    uri = next(e["id"] for e in payload["evidence"] if e.get("id", "").startswith("data:"))
    kind, data = uri.removeprefix("data:").split(";base64,")
    assert kind == "application/cwt"
    certificate = cbor2.loads(base64.b64decode(data))
    kid = cbor2.loads(certificate[0])[4]
    key = cwt.COSEKey.new({1: 1, -1: 6, 3: -8, 2: kid, -2: root})
    claims = cbor2.loads(cwt.COSE.new().decode(
        cbor2.dumps(cbor2.CBORTag(18, certificate)), key))
    assert claims[5] <= payload["nbf"] <= claims[4]
    return claims[8][1][-2]


def words_of(node):
    """Every member's name in a JSON document, and every word of its types."""
    if isinstance(node, dict):
        types = node.get("type", [])
        yield from [types] if isinstance(types, str) else types
        for name, value in node.items():
            yield name
            yield from words_of(value)
    elif isinstance(node, list):
        for one in node:
            yield from words_of(one)


def check_terms(payload):
    """Every word is a term of the contexts, as openbadgeslib carries them: none would be dropped."""
    known = set()
    for context in (bundled_contexts()[url] for url in payload["@context"]):
        known |= set(words_of(context["@context"]))
    body = {name: value for name, value in payload.items() if name != "@context"}
    assert set(words_of(body)) <= known | {"iss", "jti", "nbf", "sub"}


def check_claims(badge, number, root):
    """Sections 8.2.3 and 8.2.4.1 of Open Badges 3.0, and our schema of its data model."""
    header, payload = header_and_payload(badge)
    # The kiosk's clock follows the province's receipts, which bear whole seconds; verifiers allow nothing.
    assert payload["nbf"] < time.time() + MOST_AHEAD_SECONDS
    wait_until("the badge to be valid", lambda: payload["nbf"] <= time.time())
    assert sorted(header) == ["alg", "jwk", "kid", "typ"] and header["typ"] == "JWT"
    assert "d" not in header["jwk"]
    VALIDATOR.validate(payload)
    check_terms(payload)
    assert payload["iss"] == payload["issuer"]["id"] == header["kid"].split("#")[0]
    assert payload["jti"] == payload["id"]
    assert payload["sub"] == payload["credentialSubject"]["id"]
    valid_from = datetime.datetime.fromisoformat(payload["validFrom"].replace("Z", "+00:00"))
    assert payload["nbf"] == valid_from.timestamp()
    assert payload["credentialSubject"]["licenseNumber"] == number
    described = payload["credentialSubject"]["achievement"]["resultDescription"][0]["id"]
    assert payload["credentialSubject"]["result"][0]["resultDescription"] == described

    # The key in the header, in the issuer's name and in the province's certificate is one.
    key = jwt.PyJWK(header["jwk"]).key
    raw = key.public_bytes_raw()
    assert raw == vouched_key(payload, root)
    pem = resolve_did(payload["iss"])
    assert resolve_verification_method(header["kid"]) == pem
    assert jwt.decode(badge, pem, algorithms=["EdDSA"]) == payload
    return payload


def test_a_badge_is_taken_by_openbadgeslib_and_led_back_to_the_province(centre):
    machine, desk, numbers, root = centre
    number = numbers[0]

    badge = export(desk, number)
    assert export(desk, number) == badge
    payload = check_claims(badge, number, root)
    credential = OB3Verifier.for_issuer_did(payload["iss"]).verify(badge)
    assert credential.achievement.name == "Kỹ thuật nuôi gà thả vườn"
    assert credential.issuer.id == payload["iss"]

    # Without consent the name is there for those who know it, and for nobody else.
    name = holder(machine, number)
    identity = payload["credentialSubject"]["identifier"][0]
    assert identity["hashed"]
    digest = hashlib.sha256((name + identity["salt"]).encode("utf-8")).hexdigest()
    assert identity["identityHash"] == f"sha256${digest}"
    assert name not in json.dumps(payload, ensure_ascii=False)


def test_a_badge_with_the_name_leads_to_the_certificate_itself(centre):
    machine, desk, numbers, root = centre
    number = numbers[1]

    badge = export(desk, number, showsName="yes")
    payload = check_claims(badge, number, root)
    OB3Verifier.for_issuer_did(payload["iss"]).verify(badge)
    name = payload["credentialSubject"]["identifier"][0]["identityHash"]
    assert name == holder(machine, number)
    address = next(e["id"] for e in payload["evidence"] if e.get("id", "").startswith("https:"))
    verdict = json.loads(machine.command("verify", "--json", address).stdout)
    assert (verdict["verdict"], verdict["fields"]["number"]) == ("genuine", number)


def test_the_button_downloads_the_file(centre, window, artifacts):
    machine, desk, numbers, root = centre
    screen = window(machine)
    screen.go("/desk/sign-in")
    screen.page.fill("[name=name]", "giamdoc")
    screen.page.fill("[name=password]", "mat-khau-rat-dai-2026")
    screen.page.click("main form .button.primary")
    screen.page.wait_for_url("**/desk")
    screen.go(f"/desk/certificates/{numbers[0]}")
    screen.shot(artifacts, "desk-badge-phone", PHONE_SIZE)
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= PHONE_SIZE[0]
    screen.shot(artifacts, "desk-badge", DESK_SIZE)

    with screen.page.expect_download() as waiting:
        screen.page.click("section[aria-labelledby=badge] button")
    assert waiting.value.suggested_filename == f"{numbers[0]}.jwt"
    badge = pathlib.Path(waiting.value.path()).read_text()
    check_claims(badge, numbers[0], root)
    screen.page.check("[name=showsName]")
    with screen.page.expect_download() as waiting:
        screen.page.click("section[aria-labelledby=badge] button")
    assert pathlib.Path(waiting.value.path()).read_text() == export(
        desk, numbers[0], showsName="yes")


def test_an_altered_badge_or_another_key_is_refused(centre):
    _, desk, numbers, _ = centre
    badge = export(desk, numbers[0])
    head, body, signature = badge.split(".")
    header, payload = header_and_payload(badge)
    issuer = payload["iss"]

    def refused(text, did=issuer):
        with pytest.raises(OB3VerificationError):
            OB3Verifier.for_issuer_did(did).verify(text)
        with pytest.raises(jwt.InvalidTokenError):
            jwt.decode(text, resolve_did(did), algorithms=["EdDSA"])

    other = copy.deepcopy(payload)
    other["credentialSubject"]["licenseNumber"] = "14464-1-2026-000999"
    refused(f"{head}.{base64url(json.dumps(other).encode())}.{signature}")
    raw = bytearray(base64.urlsafe_b64decode(signature + "=="))
    for bit in range(0, 512, 37):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        refused(f"{head}.{body}.{base64url(flipped)}")
    refused(f"{base64url(json.dumps({**header, 'alg': 'none'}).encode())}.{body}.")
    refused(badge, did="did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")

    # A stranger's signature over our words, under our name.
    stranger = Ed25519PrivateKey.generate()
    refused(jwt.encode(payload, stranger, algorithm="EdDSA", headers={"kid": header["kid"]}))


def test_the_rules_refuse_what_the_specification_forbids(centre):
    _, desk, numbers, _ = centre
    _, payload = header_and_payload(export(desk, numbers[0]))
    subject = payload["credentialSubject"]

    def broken(change):
        other = copy.deepcopy(payload)
        change(other, other["credentialSubject"])
        return not VALIDATOR.is_valid(other)

    assert VALIDATOR.is_valid(payload)
    for member in [*payload]:
        assert broken(lambda vc, _: vc.pop(member)), member
    for member in ("id", "type", "identifier", "achievement"):
        assert broken(lambda _, s: s.pop(member)), member
    for member in ("id", "type", "criteria", "description", "name"):
        assert broken(lambda _, s: s["achievement"].pop(member)), member
    assert broken(lambda vc, _: vc["@context"].reverse())
    assert broken(lambda vc, _: vc.update(validFrom=payload["validFrom"].rstrip("Z")))
    assert broken(lambda vc, _: vc.update(type="OpenBadgeCredential"))
    assert broken(lambda vc, _: vc.update(vc={}))
    assert broken(lambda _, s: s["identifier"][0].update(identityHash="Nguyễn Thị Hoà"))
    assert broken(lambda _, s: s["identifier"][0].update(type=["IdentityObject"]))
    assert broken(lambda _, s: s["achievement"].update(achievementType="Diplom"))
    assert subject["type"] == ["AchievementSubject"]


def holder(machine, number):
    """The holder's name as the kiosk certified it."""
    rows = sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True)
    return rows.execute(
        "SELECT holderName FROM certificate WHERE number = ?", [number]).fetchone()[0]
