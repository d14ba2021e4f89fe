"""A resident's own page after a scan, in a real browser."""

import pytest
import zxingcpp
from PIL import Image

from desk_steps import held_course
from door_measures import contrast, layout
from roster import roster
from test_door_accessible import axe_findings
from test_guest_in_a_browser import SIZES, pictures
from web import set_up

OPEN = "form[action='/me'] button"


@pytest.fixture
def door(kiosk):
    """A kiosk whose results stay long enough for a slow machine."""
    machine = kiosk(settings={"desk.passwordCost": "10", "checkIn.resultSeconds": "20"})
    machine.command("demo")
    return machine.start()


@pytest.fixture
def graduate(door):
    """A resident who holds a certificate of this year."""
    person = roster(door)[2]
    visitor = set_up(door)
    code = held_course(visitor, [person], title="Tin học cơ bản cho người cao tuổi")
    visitor.go(f"/desk/courses/{code}/certificates")
    visitor.submit(f"/desk/courses/{code}/certificates")
    return person


def seated(window, machine, **profile):
    screen = window(machine, **profile)
    screen.go("/")
    screen.page.wait_for_selector("main.idle")
    return screen


def opened(screen, person):
    screen.scan(person["card"])
    screen.page.click(OPEN)
    screen.says("main.own h1", person["name"])


def test_the_page_shows_year_courses_evidence_papers_and_rights(door, graduate, window, artifacts):
    screen = seated(window, door)
    screen.scan(graduate["card"])
    screen.page.wait_for_selector(OPEN)
    pictures(screen, artifacts, "own-offered")
    screen.page.click(OPEN)
    screen.says("main.own h1", graduate["name"])
    screen.says(".learning", "Tin học cơ bản")
    screen.says(".learning", "đã có giấy chứng nhận")
    pictures(screen, artifacts, "own-learning")
    screen.page.click("label[for=pane-visits]")
    screen.page.wait_for_selector(".visits")
    screen.says(".visits", "không ghi giờ về")
    pictures(screen, artifacts, "own-visits")
    screen.page.click("label[for=pane-citizen]")
    screen.says(".citizen", "1 buổi học về công nghệ")
    screen.says(".citizen", "không chấm điểm")
    pictures(screen, artifacts, "own-citizen")
    screen.page.click("label[for=pane-papers]")
    screen.says(".papers", "còn giá trị")
    pictures(screen, artifacts, "own-papers")
    screen.page.click("label[for=pane-rights]")
    screen.says(".rights", "2 ngày làm việc")
    pictures(screen, artifacts, "own-rights")
    assert screen.page.url.rstrip("/") == door.url
    assert graduate["card"] not in screen.page.content()


def test_a_certificates_code_is_read_from_the_screen(door, graduate, window, artifacts):
    screen = seated(window, door)
    opened(screen, graduate)
    screen.page.click("label[for=pane-papers]")
    screen.page.click(".own-papers .tile")
    screen.page.wait_for_selector(".code-sheet svg")
    pictures(screen, artifacts, "own-code")
    for ending in SIZES:
        text = zxingcpp.read_barcodes(Image.open(artifacts / f"own-code{ending}.png"))[0].text
        assert "/c#" in text, ending
        door.command("verify", text, expect=3)
    for size in SIZES.values():
        screen.page.set_viewport_size(dict(zip(("width", "height"), size)))
        assert not layout(screen.page, size)
    assert not contrast(screen.page)[0]
    assert not axe_findings(screen.page)
    screen.page.click("form[action='/me'] button")
    screen.says("main.own h1", graduate["name"])


def test_left_alone_the_page_counts_down_and_leaves_nothing(kiosk, window, artifacts):
    machine = kiosk(settings={"checkIn.formSeconds": "20", "checkIn.resultSeconds": "20"})
    machine.command("demo")
    machine.start()
    person = roster(machine)[4]
    screen = seated(window, machine)
    opened(screen, person)
    screen.says(".countdown", "Tự quay về sau")
    screen.shot(artifacts, "own-countdown")
    screen.page.wait_for_selector("main.idle", timeout=25_000)
    left = screen.page.content()
    assert person["name"] not in left and "main own" not in left


def test_back_and_refresh_show_nothing(door, window):
    person = roster(door)[5]
    screen = seated(window, door)
    opened(screen, person)
    screen.page.reload()
    screen.page.wait_for_selector("main.idle")
    assert person["name"] not in screen.page.content()
    screen.scan(person["card"])
    screen.page.click(OPEN)
    screen.says("main.own h1", person["name"])
    screen.go("/c")
    screen.page.go_back()
    screen.page.wait_for_selector("main.idle")
    assert person["name"] not in screen.page.content()


def test_a_new_scan_wins_over_the_page(door, window):
    first, second = roster(door)[6:8]
    screen = seated(window, door)
    opened(screen, first)
    screen.scan(second["card"])
    screen.says("main.success h1", second["name"])
    assert first["name"] not in screen.page.content()


def test_typed_numbers_and_names_open_no_page(door, window):
    person = roster(door)[8]
    screen = seated(window, door)
    screen.page.fill("#code", person["card"])
    screen.page.click(".key.enter")
    screen.says("main.success h1", person["name"])
    assert screen.page.locator(OPEN).count() == 0
    screen.page.click("a[data-home]")
    screen.page.click("a[href='/search']")
    screen.page.fill("#name", person["name"])
    screen.page.click("button.primary")
    screen.page.click(f".people button:has-text('{person['name']}')")
    screen.page.wait_for_selector("main.again")
    assert screen.page.locator(OPEN).count() == 0


def test_without_javascript_a_refresh_shows_nothing(door, window):
    """The page's own scanner needs JavaScript; a program that posts a scan's form does not."""
    person = roster(door)[9]
    screen = seated(window, door, java_script_enabled=False)
    screen.page.set_content(
        f"<form method=post action='{door.url}/check-in'><input name=code value='{person['card']}'>"
        "<input name=source value=wedge><button>go</button></form>")
    screen.page.click("button")
    screen.page.click(OPEN)
    assert person["name"] in screen.page.inner_text("main.own h1")
    screen.page.click("label[for=pane-rights]")
    assert "2 ngày làm việc" in screen.page.inner_text(".rights")
    screen.page.reload()
    assert "Trang này đã đóng" in screen.page.inner_text("main h1")
    assert person["name"] not in screen.page.content()


def test_who_leaves_keeps_the_way_to_the_page(door, window, artifacts):
    person = roster(door)[10]
    door.check_in(person["card"], "serial")
    screen = seated(window, door)
    screen.scan(person["card"])
    screen.page.wait_for_selector("main.again")
    pictures(screen, artifacts, "own-already-in")
    screen.page.click("form[action='/check-out'] button")
    screen.page.wait_for_selector("main.out")
    pictures(screen, artifacts, "own-checked-out")
    screen.page.click(OPEN)
    screen.page.click("label[for=pane-visits]")
    screen.says("main.own .visits", "về ")
