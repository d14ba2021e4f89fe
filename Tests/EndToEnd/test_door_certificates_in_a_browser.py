"""A certificate shown to the check-in screen, in a real browser: the verdict and the signed fields
appear without a network, whatever the keyboard does to the letters, and leave nothing behind.
"""

import re

import pytest

from door_measures import contrast
from papers import cancel, code_of, forged, issue_to_everybody, sheets
from test_door_accessible import axe_findings
from test_door_settings_in_a_browser import assert_fits, demonstration, opened
from test_transport import one_time_code
from web import set_up

SIZES = {"": (1280, 800), "-800x1280": (800, 1280), "-800x480": (800, 480),
         "-1080x1920": (1080, 1920)}
LONGEST = "Nguyễn Phước Công Tằng Tôn Nữ Hoàng Thị Bảo Quỳnh"


def logs(machine):
    return "".join(path.read_text(errors="replace") for path in machine.folder.glob("*.log"))


@pytest.fixture
def enrolled(kiosk, province):
    """A kiosk with demonstration data that its province has certified, and one certificate of it."""
    server = province().start()
    machine = kiosk(settings={"sync.intervalSeconds": "600"})
    machine.command("demo")
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    server.stop()
    machine.start()
    desk = set_up(machine)
    return machine, desk, issue_to_everybody(machine, desk)[0]


def test_a_scanned_certificate_shows_verdict_and_fields_without_a_network(
        enrolled, window, artifacts):
    machine, desk, sheet = enrolled
    screen = opened(window, machine)
    screen.page.wait_for_selector("main.idle")
    screen.page.evaluate("document.activeElement.blur()")
    screen.scan(code_of(sheet))
    screen.says("main.verdict.success h1", "Giấy thật")
    shown = screen.page.inner_text("main .signed")
    for text in (sheet["holderName"], sheet["number"], sheet["courseTitle"], "14464-1"):
        assert text in shown
    screen.says("main .ink", "chữ ký tay và con dấu")
    screen.says("main .ink", "sổ cấp của trung tâm này")
    screen.shot(artifacts, "door-certificate")
    assert not contrast(screen.page)[0] + axe_findings(screen.page)

    cancel(desk, sheet["number"])
    screen.page.click("a[data-home]")
    screen.scan(code_of(sheet), end=None)
    screen.says("main.verdict.error h1", "Đã bị thu hồi")
    screen.shot(artifacts, "door-certificate-revoked")
    assert not contrast(screen.page)[0] + axe_findings(screen.page)
    assert sheet["qrDigits"][:60] not in logs(machine)


def test_letters_mangled_on_the_way_do_not_matter(kiosk, window, artifacts):
    machine = demonstration(kiosk)
    code = code_of(sheets(machine)[0])
    screen = opened(window, machine)
    screen.page.wait_for_selector("main.idle")
    for mangled in (code.upper(), code.replace("example", "ẽample"),
                    re.sub("[a-z]", "", code), code.split("#")[1]):
        screen.scan(mangled)
        screen.says("main.verdict.attention h1", "Bản trình diễn")
        screen.page.click("a[data-home]")
        screen.page.wait_for_selector("main.idle")
    screen.scan(forged(code))
    screen.says("main.verdict.error h1", "Không phải giấy thật")
    screen.says("main .ink", "Không có chữ ký nào bảo đảm")
    screen.shot(artifacts, "door-certificate-forged")
    screen.scan(code[:-1])
    screen.says("main.verdict.attention h1", "Không đọc được mã")
    screen.shot(artifacts, "door-certificate-unreadable")


def test_a_verdict_leaves_by_itself_and_a_card_wins_over_it(kiosk, window):
    machine = demonstration(kiosk)
    sheet = sheets(machine)[0]
    screen = window(machine)
    screen.take_the_clock()
    screen.go("/")
    screen.scan(code_of(sheet))
    screen.page.wait_for_selector("main.verdict")
    screen.page.clock.fast_forward(15_000)
    assert screen.page.locator("main.verdict").count() == 1
    screen.page.clock.fast_forward(6_000)
    screen.page.wait_for_selector("main.idle")
    left = screen.page.content()
    assert sheet["holderName"] not in left and sheet["number"] not in left
    assert sheet["qrDigits"][:20] not in left and screen.page.input_value("#code") == ""


def test_without_javascript_a_code_is_pasted(kiosk, window):
    machine = demonstration(kiosk)
    sheet = sheets(machine)[0]
    screen = opened(window, machine, java_script_enabled=False)
    screen.page.fill("#code", code_of(sheet))
    screen.page.press("#code", "Enter")
    assert "Bản trình diễn" in screen.page.inner_text("main.verdict h1")
    assert sheet["holderName"] in screen.page.inner_text("main .signed")


def test_programs_get_the_verdict_as_an_outcome(kiosk):
    machine = demonstration(kiosk)
    sheet = sheets(machine)[0]
    answer = machine.check_in(code_of(sheet), "camera").json()
    assert answer["outcome"] == "certificate"
    assert answer["certificate"]["verdict"] == "demonstration"
    assert answer["certificate"]["fields"]["number"] == sheet["number"]
    assert answer["certificate"]["list"] is None


@pytest.mark.parametrize("look", ["normal", "large"])
@pytest.mark.parametrize("name", SIZES)
def test_the_verdict_fits_every_display(kiosk, window, artifacts, name, look):
    machine = demonstration(kiosk)
    sheet = sheets(machine)[0]
    screen = opened(window, machine, f"/?size={look}", size=SIZES[name])
    screen.page.wait_for_selector("main.idle")
    screen.scan(code_of(sheet))
    screen.page.wait_for_selector("main.verdict")
    mark = f"{name}-large" if look == "large" else name
    screen.shot(artifacts, f"door-certificate-demonstration{mark}")
    assert_fits(screen.page, *SIZES[name], least=1)
    assert_whole(screen.page)
    screen.page.evaluate(
        "([name, title]) => { const values = document.querySelectorAll('.signed dd');"
        " values[0].textContent = name; values[2].textContent = title; }",
        [LONGEST, "Kỹ thuật nuôi trồng thủy sản nước ngọt gắn với bảo vệ môi trường ở nông thôn"
                  " (CD-2026-0012)"])
    screen.shot(artifacts, f"door-certificate-long{mark}")
    assert_whole(screen.page)


def assert_whole(page):
    """No line of the verdict lies outside its part of the screen or over another one."""
    cut = page.evaluate(
        "[...document.querySelectorAll('.verdict .answer, .verdict .below, .foot')]"
        ".filter(one => one.scrollHeight > one.clientHeight + 1"
        " || one.scrollWidth > one.clientWidth + 1).map(one => one.className)")
    assert not cut
    over = page.evaluate(
        "(() => { const [a, b] = ['.signed', '.ink'].map(one =>"
        " document.querySelector(one).getBoundingClientRect()); return a.bottom > b.top + 1; })()")
    assert not over
