"""An award for learning-promotion and a literacy list, made in a real browser and read from their papers."""

import base64
import json
import pathlib
import re
import subprocess
import unicodedata

import jsonschema
import pytest

from desk_steps import director, held_course, shots
from papers import code_of, sheets
from roster import roster
from web import Visitor

SCHEMA = json.loads((pathlib.Path(__file__).parent / "open_badge.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
CITATION = ("đã có nhiều đóng góp cho phong trào khuyến học, khuyến tài, xây dựng xã hội học tập "
            "của xã trong năm học 2025-2026")
BASIS = "Theo Quyết định số 12/QĐ-TTHTCĐ ngày 28/3/2026"


@pytest.fixture
def centre(kiosk, window):
    """A kiosk with people in its books: its director's browser, with script or without."""
    def make(**profile):
        machine = kiosk(settings={"desk.passwordCost": "10"})
        machine.command("demo")
        machine.start()
        screen = director(window(machine, **profile), machine)
        visitor = Visitor(machine)
        visitor.cookies = {one["name"]: one["value"] for one in screen.profile.cookies()}
        return machine, screen, visitor
    return make


def paper(screen, path, folder, name):
    """A PDF of the desk: kept as a file and as a picture; gives its path and its text."""
    answer = screen.profile.request.get(path)
    assert answer.headers["content-type"] == "application/pdf"
    file = folder / f"{name}.pdf"
    file.write_bytes(answer.body())
    subprocess.run(["pdftoppm", "-png", "-r", "110", file, folder / name], check=True)
    text = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True)
    return file, text.stdout.decode("utf-8")


def place_of(word):
    """A word's place in the Vietnamese alphabet, by the letters that these names have, then by tone."""
    marks = {"\u0306": 1, "\u0302": 2, "\u031b": 3}
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    letters, tone = [], 0
    for sign in unicodedata.normalize("NFD", word.lower().replace("đ", "d\u0306")):
        if sign in tones:
            tone = tones.index(sign)
        elif sign in marks:
            letters[-1] = (letters[-1][0], marks[sign])
        else:
            letters.append((sign, 0))
    return letters, tone


def flat(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_award_is_given_printed_and_verified(centre, artifacts, script):
    machine, screen, visitor = centre(java_script_enabled=script)
    screen.expects("status of 422")
    person = roster(machine)[0]
    screen.go("/desk/certificates")
    screen.page.click("text=Cấp giấy chứng nhận thành tích khuyến học")
    screen.page.fill("[name=q]", person["name"])
    screen.page.click("main form button")
    if script:
        shots(screen, artifacts, "award-holder")
    screen.page.click(f"[aria-label='Chọn {person['name']}'] >> nth=0")
    screen.page.click("main form .button.primary")
    screen.page.wait_for_selector("text=Hãy ghi nội dung thành tích.")
    screen.page.fill("[name=citation]", CITATION)
    screen.page.fill("[name=basis]", BASIS)
    screen.page.fill("[name=title]", "Chứng chỉ khuyến học")
    screen.page.click("main form .button.primary")
    screen.page.wait_for_selector("text=Tên thành tích không được có “chứng chỉ”")
    if script:
        shots(screen, artifacts, "award-refused")
    screen.page.fill("[name=title]", "Thành tích khuyến học năm học 2025-2026")
    if script:
        shots(screen, artifacts, "award")
    screen.page.click("main form .button.primary")
    screen.page.wait_for_selector(".notice.success")
    number = re.search(r"14464-1-\d{4}-\d{6}", screen.page.url).group(0)
    if script:
        shots(screen, artifacts, "award-issued")
    file, text = paper(
        screen, f"/desk/certificates/{number}/certificate.pdf", artifacts, "award")
    for words in [CITATION, BASIS, person["name"].upper(), "Thành tích khuyến học năm học"]:
        assert words in flat(text)
    assert "giờ" not in text and "buổi" not in text
    verdict = json.loads(machine.command("verify", "--json", file, expect=3).stdout)
    assert verdict["verdict"] == "demonstration"
    assert verdict["fields"]["courseCode"] == "KH"
    assert verdict["fields"]["hoursTenths"] == 0
    assert verdict["fields"]["number"] == number
    words = machine.command("verify", file, expect=3).stdout.decode("utf-8")
    assert "Award: Thành tích khuyến học năm học 2025-2026" in words
    assert "Hours" not in words and "Completed" not in words
    assert code_of(sheets(machine)[-1]).startswith("https://")
    visitor.go(f"/desk/certificates/{number}")
    badge = visitor.submit(f"/desk/certificates/{number}/badge").text
    part = badge.split(".")[1]
    payload = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    VALIDATOR.validate(payload)
    achievement = payload["credentialSubject"]["achievement"]
    assert achievement["achievementType"] == "Award"
    assert "resultDescription" not in achievement


def test_an_award_with_a_slip_in_its_words_is_corrected(centre, artifacts):
    machine, screen, visitor = centre()
    visitor.go(f"/desk/awards/new?q={roster(machine)[0]['card']}")
    visitor.go(re.search(r"/desk/awards/new\?resident=\d+", visitor.answer.text).group(0))
    visitor.submit("/desk/awards", citation="đã có nhìu đóng góp", salutation="family")
    old = sheets(machine)[-1]
    screen.go(f"/desk/certificates/{old['number']}/replace")
    screen.page.fill("[name=citation]", CITATION)
    screen.page.select_option("[name=why]", "wrongAward")
    screen.page.check("[name=sure]")
    shots(screen, artifacts, "award-replace")
    screen.page.click("main form .button.primary")
    screen.says(".notice.success", "cấp giấy số")
    new = sheets(machine)[-1]
    assert new["citation"] == CITATION and new["salutation"] == "Chứng nhận gia đình ông (bà)"
    screen.go(f"/desk/certificates/{old['number']}")
    screen.says(".notice.error", "Ghi sai nội dung thành tích")
    _, text = paper(
        screen, f"/desk/certificates/{new['number']}/certificate.pdf", artifacts, "award-family")
    assert "Chứng nhận gia đình ông (bà)" in flat(text)
    screen.go("/desk/register?course=KH")
    shots(screen, artifacts, "register-awards")
    _, book = paper(screen, "/desk/register/register.pdf?course=KH", artifacts, "register-awards")
    assert book.count("Thành tích khuyến học") == 2


def test_an_award_is_shown_by_the_verifier_page_without_hours(centre, artifacts):
    machine, screen, visitor = centre()
    person = roster(machine)[0]
    visitor.go(f"/desk/awards/new?q={person['card']}")
    found = re.search(r"/desk/awards/new\?resident=\d+", visitor.answer.text).group(0)
    visitor.go(found)
    visitor.submit("/desk/awards", citation=CITATION)
    screen.go("/c#" + code_of(sheets(machine)[-1]).partition("#")[2])
    screen.says("#fields", "Thành tích khuyến học năm")
    words = screen.page.inner_text("#fields")
    assert "Số giờ" not in words and "Chuyên đề" not in words and "hoàn thành" not in words
    screen.shot(artifacts, "verifier-award", (390, 844))


def test_a_literacy_list_is_sorted_as_vietnamese_lists_are(centre, artifacts):
    machine, screen, visitor = centre()
    course = held_course(visitor, roster(machine)[:24], title="Xóa mù chữ giai đoạn 2, xóm 3")
    visitor.go(f"/desk/courses/{course}/edit")
    visitor.submit(f"/desk/courses/{course}", group="literacy")
    screen.go(f"/desk/courses/{course}")
    screen.says("main", "24 người đã học đủ")
    shots(screen, artifacts, "literacy")
    names = [one["name"] for one in roster(machine)[:24]]
    link = f"/desk/courses/{course}/certificates/literacy.pdf?level=2"
    _, text = paper(screen, link, artifacts, "literacy")
    assert "đề nghị công nhận đạt chuẩn biết chữ mức độ 2" in flat(text)
    assert "Danh sách có 24 học viên" in text
    assert "Số:" not in text
    assert all(name in flat(text) for name in names)
    places = sorted(names, key=flat(text).index)
    assert [name.split()[-1] for name in places] == sorted(
        (name.split()[-1] for name in names), key=place_of), "given names, as the alphabet has them"
    assert not any(one["courseTitle"].startswith("Xóa mù chữ giai đoạn 2")
                   for one in sheets(machine)), "the list takes no number"
    screen.go(f"/desk/courses/{course}/certificates")
    shots(screen, artifacts, "literacy-eligible")
