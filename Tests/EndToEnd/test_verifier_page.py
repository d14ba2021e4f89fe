"""The page that verifies certificates, in a real browser: the same verdicts as the kiosk's own
verifier, from every origin, without a network, by everybody."""

import base64
import datetime
import io
import json
import random
import subprocess
import sys
import zlib

import pytest
import segno
import zxingcpp
from PIL import Image

import daemons
from browser import launch
from revocations import (
    DAY, NOW, Key, Register, bundle, certificate, deflated, digits, key_certificate,
    large_province, notice, root_entry)
from verifier import (
    HOST, PHONE, ROOT, Phone, address_in_the_network, filled, served, vectors)

PROVINCE, STATUS, DEVICE = Key("province"), Key("status"), Key("device")
DEMONSTRATION = Key("learning-kiosk demonstration root: not for real certificates")
KCWT = key_certificate(PROVINCE, DEVICE)
ROOTS = [root_entry(PROVINCE)]
REGISTER = Register({"14464-1": (2026, [40])})
GOOD = certificate(DEVICE, KCWT)
CANCELLED = certificate(DEVICE, KCWT, number="14464-1-2026-000013", name="Đỗ Thị Hạnh")
REPLACED = certificate(DEVICE, KCWT, number="14464-1-2026-000014", name="Phạm Văn Thắng")
FORGED = GOOD[:-5] + bytes([GOOD[-5] ^ 1]) + GOOD[-4:]
LIST = bundle(PROVINCE, STATUS, REGISTER, [12], {13: 19})
STOLEN = bundle(PROVINCE, STATUS, REGISTER, [12], {13: 19},
                [notice(PROVINCE, DEVICE, [CANCELLED])])
# Every answer there is: the bundle, the code, the verdict, and words of the answer in both
# languages.
ANSWERS = {
    "genuine": (LIST, GOOD, "genuine", "Giấy thật", "Genuine"),
    "revoked": (LIST, CANCELLED, "revoked", "thu hồi", "ithdrawn"),
    "replaced": (LIST, REPLACED, "replaced", "thay thế", "eplaced"),
    "stolen": (STOLEN, GOOD, "device-withdrawn", "Không được công nhận", "ot accepted"),
    "old-list": (bundle(PROVINCE, STATUS, REGISTER, at=NOW - 91 * DAY), GOOD, "genuine-stale-list",
                 "danh sách thu hồi đã cũ", "list"),
    "demonstration": (LIST, certificate(DEVICE, key_certificate(DEMONSTRATION, DEVICE)),
                      "demonstration", "Bản trình diễn", "emonstration"),
    "forged": (LIST, FORGED, "not-genuine", "Không phải giấy thật", "ot genuine"),
    "unknown-root": (LIST, certificate(DEVICE, key_certificate(Key("stranger"), DEVICE)),
                     "not-genuine", "Không xác nhận được", "onfirm"),
    "unreadable": (LIST, GOOD[:-1], "unreadable", "Không đọc được", "nreadable"),
}


@pytest.fixture
def phone(chromium):
    made = []

    def make(**profile):
        made.append(Phone(chromium, now=profile.pop("now", NOW), **profile))
        return made[-1]

    yield make
    for one in made:
        one.profile.close()
        assert not one.faults, one.faults


def test_the_built_page_is_what_its_sources_make():
    builder = ROOT / "kiosk-config" / "development" / "build-verifier.py"
    subprocess.run([sys.executable, builder, "--check"], check=True)


def test_the_golden_tokens_have_the_same_verdicts_as_in_the_kiosk(phone, tmp_path):
    file = vectors("tokens")
    root = {"key": file["trustedRoot"], "name": "Ninh Bình", "notBefore": 0}
    stranger = phone().open_file(tmp_path, filled([root]))
    for golden in file["tokens"]:
        verdict, _ = stranger.scan(golden["text"].partition("#")[2])
        assert verdict == golden["verdict"], golden["name"]


def test_what_the_kiosk_refuses_the_page_refuses_for_the_same_reason(phone, tmp_path):
    file = vectors("refused")
    stranger = phone().open_file(tmp_path, filled(file["roots"]))
    assert stranger.scan(digits(bytes.fromhex(file["good"]))) == ("genuine", "")
    for refused in file["tokens"]:
        token = bytes.fromhex(refused["token"])
        said = stranger.scan(digits(token)) if token else stranger.paste("")
        assert said == (refused["verdict"], refused["reason"]), refused["name"]
    for refused in file["texts"]:
        # People may leave blanks where programs may not.
        if refused["name"] != "a blank among the digits":
            said = stranger.paste(refused["text"])
            assert said == (refused["verdict"], refused["reason"]), refused["name"]


def test_lists_and_notices_give_the_same_verdicts_as_in_the_kiosk(phone, tmp_path):
    file = vectors("revocation")
    bundles = {one["name"]: base64.b64decode(one["bundle"]) for one in file["bundles"]}
    for case in file["cases"]:
        stranger = phone(now=case["today"] * DAY + 3600)
        page = filled(file["roots"], bundles.get(case["bundle"]))
        stranger.open_file(tmp_path, page, bytes.fromhex(case["token"]))
        assert stranger.answer == (case["verdict"], case["reason"] or ""), case["name"]
        if case["replacement"]:
            assert case["replacement"].replace("-", "\u2011") in stranger.text
        if case["listDay"] is not None:
            day = datetime.date(1970, 1, 1) + datetime.timedelta(case["listDay"])
            assert f"của ngày {day:%d/%m/%Y}" in stranger.text
        stranger.close()


# What the kiosk refuses in a bundle and the page does not look at: nobody but the province's own
# status key can sign it, and none of it changes an answer.
NOT_LOOKED_AT = {
    "notices as bytes", "a list without an address", "a list with an empty address",
    "a list without a life", "a list of no life", "bits with a damaged checksum",
    "details with a third part", "replacements as a map", "a segment under a number",
    "an empty centre", "a centre with a blank", "a centre beyond ASCII",
    "a centre of 33 characters", "a segment without counts", "an empty segment", "half a pair",
    "replaced by itself", "a notice without a device", "identities out of order",
    "an identity twice"}


def test_a_bundle_that_the_kiosk_refuses_is_left_out(phone, tmp_path):
    file = vectors("revocation")
    stranger = phone()
    for refused in file["refused"]:
        revocations = base64.b64decode(refused["bundle"])
        if revocations and refused["name"] not in NOT_LOOKED_AT:
            stranger.open_file(tmp_path, filled(file["roots"], revocations))
            stranger.scan(digits(bytes.fromhex(file["cases"][0]["token"])))
            assert "bị hỏng" in stranger.text, refused["name"]


def test_changed_codes_get_the_kiosk_s_own_verdict_and_reason(phone, tmp_path):
    seed = random.randrange(2 ** 32)
    print(f"seed: {seed}")
    chance = random.Random(seed)
    roots, revocations = tmp_path / "roots.json", tmp_path / "revocations.bundle"
    roots.write_text(json.dumps({"roots": ROOTS}))
    revocations.write_bytes(STOLEN)
    stranger = phone().open_file(tmp_path, filled(ROOTS, STOLEN))
    for _ in range(60):
        code = digits(changed(chance, chance.choice([GOOD, CANCELLED, REPLACED])))
        done = daemons.run("kioskd", "verify", code, "--roots", roots, "--bundle", revocations,
                           "--json", "--data", tmp_path / "none", expect=None)
        answer = json.loads(done.stdout)
        answer = answer[0] if isinstance(answer, list) else answer
        said = (answer["verdict"], answer.get("reason", ""))
        assert stranger.scan(code) == said, code


def changed(chance, token):
    token, at = bytearray(token), chance.randrange(len(token))
    way = chance.randrange(5)
    if way < 2:
        token[at] ^= 1 << chance.randrange(8)
    elif way == 2:
        del token[at]
    elif way == 3:
        token.insert(at, chance.randrange(256))
    return bytes(token)


@pytest.mark.parametrize("origin", ["file", "this machine", "network", "tls"])
def test_a_code_is_judged_from_every_origin_and_nobody_is_asked(origin, chromium, tmp_path):
    page = filled(ROOTS, LIST)
    stranger = Phone(chromium, now=NOW, ignore_https_errors=True)
    if origin == "file":
        stranger.open_file(tmp_path, page, GOOD)
        judge_one_after_another(stranger)
    else:
        address = address_in_the_network() if origin == "network" else "127.0.0.1"
        with served(page, address, tmp_path if origin == "tls" else None) as (url, asked):
            stranger.open(url, GOOD)
            judge_one_after_another(stranger)
            assert asked == ["/c"]
        # Plain HTTP in a network is the hardest place: browsers offer no cryptography there.
        assert stranger.page.evaluate("isSecureContext") == (origin != "network")
    stranger.close(requests=1)


def judge_one_after_another(stranger):
    assert stranger.answer == ("genuine", "")
    assert stranger.page.evaluate("location.hash") == "" and "#" not in stranger.page.url
    stranger.profile.set_offline(True)
    assert stranger.scan(digits(CANCELLED)) == ("revoked", "")
    assert "#" not in stranger.page.url
    assert stranger.paste(f"https://{HOST}/c#{digits(REPLACED)}") == ("replaced", "")
    assert "14464\u20111\u20112026\u2011000020" in stranger.text
    stranger.page.go_back()
    assert digits(GOOD) not in stranger.page.evaluate("document.documentElement.outerHTML")


def test_people_may_type_the_digits_as_they_like(phone, tmp_path):
    stranger = phone().open_file(tmp_path, filled(ROOTS, LIST))
    code = digits(GOOD)
    spaced = " ".join(code[i:i + 4] for i in range(0, len(code), 4))
    for text in (code, f"  {spaced}\n", spaced.replace(" ", "\n"), spaced.replace(" ", "-"),
                 f"https://{HOST}/c#{spaced}", f"{HOST}/c#{code}"):
        assert stranger.paste(text) == ("genuine", ""), text


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_is_clear_in_both_languages(answer, phone, tmp_path, artifacts):
    revocations, token, verdict, vietnamese, english = ANSWERS[answer]
    for name, size in (("phone", PHONE), ("desktop", {"width": 1280, "height": 900})):
        stranger = phone(size=size).open_file(tmp_path, filled(ROOTS, revocations), token)
        page = stranger.page
        assert stranger.answer[0] == verdict
        assert vietnamese in page.inner_text("#headline") and page.title().startswith(
            page.inner_text("#headline"))
        stranger.waits_for_focus("headline")
        page.screenshot(path=artifacts / f"verifier-{answer}-{name}.png", full_page=True)
        page.click("#language")
        assert english in page.inner_text("#headline")
        assert page.get_attribute("html", "lang") == "en"
        assert "{" not in stranger.text and "undefined" not in stranger.text
        page.screenshot(path=artifacts / f"verifier-{answer}-{name}-en.png", full_page=True)
        assert contrasts(page) >= 7
        has_fields = verdict != "unreadable"
        assert page.is_visible("#signed") == has_fields
        if has_fields:
            for field in ("Kỹ thuật trồng rau an toàn (CD-2026-07)", "18/11/2026", "25/11/2026",
                          "14464-1", "The ink signature and the seal carry the legal force"):
                assert field in stranger.text
        fingerprint = PROVINCE.thumbprint.hex()
        assert " ".join(fingerprint[i:i + 4] for i in range(0, 16, 4)) in stranger.text


def contrasts(page):
    """The least contrast of any text with its ground (WCAG 2, relative luminance)."""
    return page.evaluate("""() => {
      const light = (rgb) => rgb.map((v) => v / 255)
        .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const parts = (text) => text.match(/[\\d.]+/g).map(Number);
      const ground = (one) => {
        for (; one; one = one.parentElement) {
          // The striped frame of the demonstration has a white field.
          if (one.matches('.sample')) return [255, 255, 255];
          const [r, g, b, a = 1] = parts(getComputedStyle(one).backgroundColor);
          if (a > 0) return [r, g, b];
        }
      };
      const all = [...document.querySelectorAll('body *')].filter((one) => one.offsetParent
        && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
      return Math.min(...all.map((one) => {
        const [a, b] = [light(parts(getComputedStyle(one).color).slice(0, 3)), light(ground(one))];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      }));
    }""")


def test_the_page_works_by_keyboard_alone(phone, tmp_path):
    stranger = phone().open_file(tmp_path, filled(ROOTS, LIST))
    page, keys = stranger.page, stranger.page.keyboard

    def focus(moves=1):
        for _ in range(moves):
            keys.press("Tab")
        return page.evaluate("document.activeElement.id || document.activeElement.textContent")

    assert focus() == "language"
    assert focus() == "digits"
    keys.type(digits(GOOD))
    focus()
    keys.press("Enter")
    assert stranger.answer[0] == "genuine"
    stranger.waits_for_focus("headline")
    assert focus() == "again"
    keys.press("Enter")
    assert page.is_visible("#form") and page.evaluate("document.activeElement.id") == "question"
    assert page.input_value("#digits") == ""
    # Names for those who do not see, and controls large enough for those who tremble.
    for control in page.query_selector_all("button:visible, textarea:visible"):
        assert control.bounding_box()["height"] >= 44
    assert page.get_by_label("dãy số").is_visible() and page.query_selector("[role=status]")


def test_large_text_on_a_small_screen_needs_no_sideways_scrolling(phone, tmp_path, artifacts):
    title = "Bồi dưỡng kiến thức pháp luật về đất đai và hôn nhân gia đình cho người dân nông thôn"
    token = certificate(
        DEVICE, KCWT, name="Nguyễn Hoàng Phương Thị Thanh Thúy Quỳnh Trang", title=title)
    small = {"width": 320, "height": 640}
    stranger = phone(size=small).open_file(tmp_path, filled(ROOTS, LIST), token)
    stranger.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert stranger.page.evaluate("document.documentElement.scrollWidth") <= small["width"]
    stranger.page.screenshot(path=artifacts / "verifier-large-text.png", full_page=True)
    stranger.page.click("#again")
    assert stranger.page.evaluate("document.documentElement.scrollWidth") <= small["width"]


def test_the_answer_prints_on_one_sheet(phone, tmp_path, artifacts):
    stranger = phone().open_file(tmp_path, filled(ROOTS, LIST), GOOD)
    path = artifacts / "verifier-print.pdf"
    stranger.page.pdf(path=path, format="A4")
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True,
                          check=True).stdout
    assert text.count("\f") == 1
    for part in ("Giấy thật", "Nguyễn Thị Hoà", "14464-1-2026-000012", "Kiểm tra lúc",
                 PROVINCE.thumbprint.hex()[:4]):
        assert part in text
    assert "Kiểm tra giấy khác" not in text


def test_a_page_without_a_list_says_that_cancellation_was_not_checked(phone, tmp_path):
    stranger = phone().open_file(tmp_path, filled(ROOTS), GOOD)
    assert stranger.answer[0] == "genuine"
    assert "không có danh sách giấy bị hủy" in stranger.text


def test_a_page_without_a_province_accepts_nothing_as_genuine(phone, tmp_path):
    stranger = phone().open_file(tmp_path, filled([]))
    warning = "chưa có khóa của tỉnh nào"
    assert warning in stranger.text and "Khóa gốc được tin" not in stranger.text
    assert stranger.scan(digits(GOOD)) == ("not-genuine", "unknown-root")
    assert warning in stranger.text
    assert stranger.scan(digits(ANSWERS["demonstration"][1])) == ("demonstration", "")


@pytest.mark.parametrize("damage", ["bit", "stranger", "notices"])
def test_a_list_that_no_known_root_signed_is_left_out_as_a_whole(damage, phone, tmp_path):
    revocations = {
        "bit": LIST[:300] + bytes([LIST[300] ^ 4]) + LIST[301:],
        "stranger": bundle(Key("stranger"), STATUS, REGISTER, [12]),
        "notices": bundle(PROVINCE, STATUS, REGISTER, [12], None,
                          [notice(Key("stranger"), DEVICE)]),
    }[damage]
    stranger = phone().open_file(tmp_path, filled(ROOTS, revocations), CANCELLED)
    assert stranger.answer[0] == "genuine"
    assert "bị hỏng" in stranger.text


@pytest.mark.parametrize("way", ["stored", "fixed codes", "fast", "runs only"])
def test_a_list_may_be_compressed_in_every_way_of_the_format(way, phone, tmp_path):
    level, strategy = {
        "stored": (0, zlib.Z_DEFAULT_STRATEGY), "fixed codes": (9, zlib.Z_FIXED),
        "fast": (1, zlib.Z_DEFAULT_STRATEGY), "runs only": (9, zlib.Z_RLE)}[way]
    register = Register({"14464-1": (2026, [700_000])})
    revoked = random.Random(7).sample(range(register.size), 900)
    revocations = bundle(PROVINCE, STATUS, register, revoked,
                         pack=lambda data: deflated(data, level, strategy))
    stranger = phone().open_file(tmp_path, filled(ROOTS, revocations))
    for index, verdict in ((revoked[0], "revoked"), (revoked[1], "revoked"),
                           (min(set(range(1000)) - set(revoked)), "genuine")):
        code = digits(certificate(DEVICE, KCWT, number=register.number(index)))
        assert stranger.scan(code) == (verdict, "")


def test_today_is_the_browser_s_date_but_never_before_the_list_s(phone, tmp_path):
    page = filled(ROOTS, LIST)
    for day, verdict in ((0, "genuine"), (90, "genuine"), (91, "genuine-stale-list"),
                         (-4000, "genuine")):
        stranger = phone(now=NOW + day * DAY).open_file(tmp_path, page, GOOD)
        assert stranger.answer[0] == verdict, day


def test_a_foreign_host_is_warned_about_and_a_near_one_named(chromium):
    elsewhere = launch(chromium.browser_type, "--host-resolver-rules=MAP * 127.0.0.1")
    warning = "Trang giả cũng có thể trả lời"
    try:
        with served(filled(ROOTS, LIST)) as (url, _):
            port = url.split(":")[2]
            for host, is_warned, origin in (
                    (HOST, False, HOST), ("hoc-example.com", True, "hoc-example.com"),
                    ("127.0.0.1", False, "trong mạng gần bạn"),
                    ("kiosk.local", False, "trong mạng gần bạn"),
                    ("10.example.net", True, "10.example.net")):
                stranger = Phone(elsewhere, now=NOW).open(f"http://{host}:{port}", GOOD)
                assert (warning in stranger.text) == is_warned, host
                assert origin in stranger.text
                stranger.close()
    finally:
        elsewhere.close()


def test_a_code_that_leads_elsewhere_is_warned_about(phone, tmp_path):
    stranger = phone().open_file(tmp_path, filled(ROOTS, LIST))
    stranger.paste(f"https://hoc-example.com/c#{digits(GOOD)}")
    assert "Mã trên giấy dẫn đến hoc-example.com" in stranger.text
    stranger.paste(f"https://{HOST}/c#{digits(GOOD)}")
    assert "Mã trên giấy dẫn đến" not in stranger.text


def test_an_address_that_hides_where_it_leads_is_warned_about(phone, tmp_path):
    stranger = phone().open_file(tmp_path, filled(ROOTS, LIST))
    for authority, host in (
            (f"{HOST}@hoc-example.com", "hoc-example.com"),
            (f"{HOST}:443@hoc-example.com:8443", "hoc-example.com"),
            (f"a@{HOST}@hoc-example.com", "hoc-example.com"),
            (rf"hoc-example.com\@{HOST}", "hoc-example.com"),
            (rf"{HOST}\@hoc-example.com", HOST), (f"a@{HOST}", HOST),
            ("/hoc-example.com", "hoc-example.com")):
        stranger.paste(f"https://{authority}/c#{digits(GOOD)}")
        assert f"Mã trên giấy dẫn đến {host}" in stranger.text, authority
    stranger.paste(f"https://{HOST.upper()}:443/c#{digits(GOOD)}")
    assert "Mã trên giấy dẫn đến" not in stranger.text


def test_without_javascript_both_languages_say_what_to_do(phone, tmp_path):
    stranger = phone(now=None, java_script_enabled=False).open_file(tmp_path, filled(ROOTS))
    for words in ("cần JavaScript", "needs JavaScript", "kioskd verify"):
        assert words in stranger.text
    assert not stranger.page.is_visible("#form")


# Chromium on a desktop has no BarcodeDetector; this one reads the same pictures by zxing-cpp.
DETECTOR = """
window.BarcodeDetector = class {
  static getSupportedFormats() { return Promise.resolve(['qr_code']); }
  async detect(source) {
    const canvas = document.createElement('canvas');
    canvas.width = source.videoWidth || source.width;
    canvas.height = source.videoHeight || source.height;
    canvas.getContext('2d').drawImage(source, 0, 0);
    const texts = await readCodes(canvas.toDataURL('image/png'));
    return texts.map((rawValue) => ({ rawValue }));
  }
};
"""


def read_codes(data_url):
    image = Image.open(io.BytesIO(base64.b64decode(data_url.partition(",")[2])))
    return [code.text for code in zxingcpp.read_barcodes(image)]


def test_a_photograph_is_read_where_the_browser_can(phone, tmp_path):
    page = filled(ROOTS, LIST)
    assert not phone().open_file(tmp_path, page).page.is_visible("#choose")

    stranger = phone()
    stranger.page.expose_function("readCodes", read_codes)
    stranger.page.add_init_script(DETECTOR)
    stranger.open_file(tmp_path, page)
    stranger.page.wait_for_selector("#choose")
    pictures = {}
    for name, text in (("code", f"https://{HOST}/c#{digits(CANCELLED)}"), ("other", "hello")):
        pictures[name] = tmp_path / f"{name}.png"
        segno.make(text, micro=False).save(pictures[name], scale=4)
    pictures["empty"] = tmp_path / "empty.png"
    Image.new("RGB", (40, 40), "white").save(pictures["empty"])
    pictures["text"] = tmp_path / "text.png"
    pictures["text"].write_text("no picture")

    for name, words in (("empty", "Không thấy mã nào"), ("text", "Không mở được ảnh")):
        stranger.page.set_input_files("#picture", pictures[name])
        stranger.page.wait_for_function(
            "(words) => document.getElementById('message').textContent.includes(words)", arg=words)
    for name, verdict in (("code", "revoked"), ("other", "unreadable")):
        stranger.page.set_input_files("#picture", pictures[name])
        stranger.page.wait_for_function(
            "(verdict) => document.documentElement.dataset.verdict === verdict", arg=verdict)


def test_the_camera_reads_until_it_sees_a_code_and_is_let_go(chromium, tmp_path):
    camera = launch(chromium.browser_type, "--use-fake-ui-for-media-stream",
                    "--use-fake-device-for-media-stream")
    looks = []

    def read(_):
        looks.append(1)
        return [f"https://{HOST}/c#{digits(GOOD)}"] if len(looks) == 3 else []

    try:
        with served(filled(ROOTS, LIST)) as (url, _):
            stranger = Phone(camera, permissions=["camera"])
            stranger.page.expose_function("readCodes", read)
            stranger.page.add_init_script(DETECTOR)
            stranger.open(url)
            stranger.page.click("#camera")
            stranger.page.wait_for_selector("#viewer", state="visible")
            stranger.page.wait_for_function(
                "() => document.documentElement.dataset.verdict === 'genuine'")
            assert not stranger.page.is_visible("#viewer") and len(looks) == 3
            stranger.close()
    finally:
        camera.close()


def test_a_province_of_two_million_certificates_fits_into_64_kilobytes(phone, tmp_path):
    register, revoked, replaced = large_province()
    page = filled(ROOTS, bundle(PROVINCE, STATUS, register, revoked, replaced))
    size = len(page.encode())
    print(f"the page with {register.size} certificates, {len(revoked)} revoked: {size} bytes")
    assert size < 65_536
    numbers = {"genuine": 100, "revoked": revoked[1], "replaced": revoked[0]}
    stranger = phone().open_file(tmp_path, page)
    for verdict, index in numbers.items():
        number = register.number(index)
        assert stranger.scan(digits(certificate(DEVICE, KCWT, number=number))) == (verdict, "")
    assert register.number(replaced[revoked[0]]).replace("-", "\u2011") in stranger.text


def test_the_kiosk_serves_the_page_with_what_it_believes(kiosk, chromium):
    machine = kiosk(settings={"sign.shortHost": f'"{HOST}"'})
    machine.data.mkdir()
    keys = machine.data / "keys"
    keys.mkdir(mode=0o700)
    (keys / "roots.json").write_text(json.dumps({"roots": ROOTS}))
    (keys / "revocations.bundle").write_bytes(LIST)
    machine.start()

    answer = machine.get("/c")
    assert answer.status == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert policy.endswith("frame-ancestors 'none'")
    kept = machine.get("/c/verify.html")
    assert kept.body == answer.body and "attachment" in kept.headers["content-disposition"]
    again = machine.request("GET", "/c", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status == 304

    stranger = Phone(chromium, now=NOW).open(f"{machine.url}/c", CANCELLED)
    assert stranger.answer == ("revoked", "")
    with stranger.page.expect_download() as download:
        stranger.page.click("#save")
    assert download.value.suggested_filename == "verify.html"
    stranger.close()


def test_the_province_serves_the_page_with_its_roots(province, chromium, tmp_path):
    machine = province().start()
    roots = json.loads((machine.data / "keys" / "roots.json").read_text())["roots"]

    stranger = Phone(chromium).open(f"{machine.url}/c", GOOD)
    assert stranger.answer == ("not-genuine", "unknown-root")
    assert roots[0]["name"] in stranger.page.inner_text("#sources")
    stranger.close()
    assert machine.get("/c/verify.html").body == machine.get("/c").body
