"""The check-in screen in a real browser: scanners, keypad, search, and every answer."""

import datetime
import re

import pytest

from daemons import wait_until
from roster import cards_of, roster
from web import set_up
from wedge import paced, typed

DIGIT = ".key[name=press][value='{}']"
RESULT_WORD = "main.result .word"


@pytest.fixture
def door(kiosk):
    """A kiosk with the demonstration's residents; one session is open."""
    machine = kiosk()
    machine.command("demo")
    return machine.start()


@pytest.fixture
def hurried(kiosk):
    """The same where nothing can be taken back any more."""
    machine = kiosk(settings={"checkIn.undoSeconds": "0"})
    machine.command("demo")
    return machine.start()


def seated(window, machine, **profile):
    screen = window(machine, **profile)
    screen.go("/")
    screen.page.wait_for_selector("main.idle")
    return screen


def open_second_session(machine):
    desk = set_up(machine)
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7)))
    desk.go("/desk/sessions/new")
    desk.submit("/desk/sessions", title="Câu lạc bộ đọc sách", day=today.strftime("%d/%m/%Y"),
                start="00:00", end="23:59", place="Thư viện xã", hours="2")
    session = re.search(r"/desk/sessions/(\d{4}-\d+)", desk.location).group(1)
    desk.submit(f"/desk/sessions/{session}/open")


def test_a_scan_needs_no_focus_and_every_ending_counts(door, window, artifacts):
    people = roster(door)
    screen = seated(window, door)
    screen.shot(artifacts, "door-idle")
    screen.page.evaluate("document.activeElement.blur()")
    screen.scan(people[0]["card"])
    screen.says("main.success h1", people[0]["name"])
    screen.says(RESULT_WORD, "Đã điểm danh")
    screen.says("main .hours", "giờ")
    screen.shot(artifacts, "door-welcome")
    screen.scan(people[1]["card"], end="Tab")
    screen.says("main.success h1", people[1]["name"])
    screen.scan(people[2]["card"], end=None)
    screen.says("main.success h1", people[2]["name"])


def test_half_a_code_is_dropped_after_the_timeout(door, window):
    card = cards_of(door)[0]
    screen = seated(window, door)
    screen.page.focus("#code")
    screen.scan(card[:6], end=None)
    wait_until("the half code to go", lambda: screen.page.input_value("#code") == "")
    assert screen.page.locator("main.idle").count() == 1
    screen.scan(card)
    screen.page.wait_for_selector("main.success")


def test_a_number_is_typed_on_the_keypad(door, window, artifacts):
    person = roster(door)[3]
    screen = seated(window, door)
    for digit in person["card"][:-1] + "55":
        screen.page.click(DIGIT.format(digit))
    screen.page.click(".key.erase")
    screen.page.click(".key.erase")
    screen.page.click(DIGIT.format(person["card"][-1]))
    assert screen.page.input_value("#code") == person["card"]
    screen.shot(artifacts, "door-typed")
    screen.page.click(".key.enter")
    screen.says("main.success h1", person["name"])


def pasted(screen, digits):
    screen.page.fill("#code", digits)


def typed_fast(screen, digits):
    screen.strike(paced(typed(digits), 40))


def typed_slowly(screen, digits):
    screen.strike(paced(typed(digits), 200))


@pytest.mark.parametrize("come", [pasted, typed_fast, typed_slowly], ids=lambda way: way.__name__)
@pytest.mark.parametrize("digits", ["7", "037"])
def test_digits_that_somebody_left_behind_go_like_a_form(door, window, come, digits):
    screen = window(door)
    screen.take_the_clock()
    screen.go("/")
    come(screen, digits)
    assert screen.page.input_value("#code") == digits
    open_second_session(door)
    screen.page.clock.fast_forward(45_000)
    screen.page.wait_for_selector(".countdown")
    assert screen.page.input_value("#code") == digits
    screen.page.clock.fast_forward(20_000)
    # Then the first screen is up to date again, which it never is under somebody's hands.
    screen.says("main.idle .today", "Câu lạc bộ đọc sách")
    assert screen.page.input_value("#code") == ""
    assert screen.page.locator(".countdown").count() == 0


def test_nothing_is_counted_down_for_an_empty_field(door, window):
    screen = window(door)
    screen.take_the_clock()
    screen.go("/")
    screen.page.click(DIGIT.format(7))
    screen.page.click(".key.erase")
    screen.page.clock.fast_forward(45_000)
    assert screen.page.locator(".countdown").count() == 0
    screen.scan("037085", end=None)  # half a code
    wait_until("the half code to go", lambda: screen.page.input_value("#code") == "")
    screen.page.clock.fast_forward(45_000)
    assert screen.page.locator(".countdown").count() == 0


def test_a_name_is_found_without_marks(door, window, artifacts):
    screen = seated(window, door)
    screen.page.click("a[href='/search']")
    for letter in "do":
        screen.page.click(f".letters .key[value={letter}]")
    screen.page.click("button.primary")
    screen.says("#search-hint", "ít nhất 3 chữ cái")
    screen.shot(artifacts, "door-search-short")
    for letter in " thi hanh":
        screen.page.click(".space" if letter == " " else f".letters .key[value={letter}]")
    screen.shot(artifacts, "door-search")
    screen.page.click("button.primary")
    screen.page.wait_for_selector("main.found")
    screen.shot(artifacts, "door-found")
    screen.page.click(".people button:has-text('Đỗ Thị Hạnh')")
    screen.says("main.success h1", "Đỗ Thị Hạnh")


def test_a_name_that_nobody_bears_is_said_in_words(door, window, artifacts):
    screen = seated(window, door)
    screen.page.click("a[href='/search']")
    screen.page.fill("#name", "xyz khong ai")
    screen.page.click("button.primary")
    screen.says("main.found h1", "Không tìm thấy “xyz khong ai”")
    screen.shot(artifacts, "door-found-nobody")


@pytest.mark.parametrize("code, kind, words, shot", [
    ("999999999999", "attention", "Chưa có trong sổ", "door-unknown"),
    ("0000000014", "error", "bị sai hoặc đảo chỗ", "door-wrong-digit"),
    ("12345678901", "error", "Đọc được 11 chữ số", "door-wrong-length"),
    ("WIFI:S:quan-ca-phe;;", "error", "không phải mã thẻ", "door-foreign-code"),
], ids=lambda value: value if value.startswith("door-") else "")
def test_what_is_no_check_in_says_why(door, window, artifacts, code, kind, words, shot):
    screen = seated(window, door)
    screen.scan(code)
    screen.says(f"main.result.{kind}", words)
    screen.says(RESULT_WORD, "Chưa điểm danh")
    screen.shot(artifacts, shot)


@pytest.mark.parametrize("text, words, shot", [
    ("037085001234||Tran Van A|31021985|Nam|Gia Vien|12082021", "không có thật", "door-impossible-date"),
    ("037085001234||Nguy\ufffdn An|01021985|Nam|Gia Vien|12082021", "chữ bị hỏng", "door-broken-letter"),
], ids=["impossible-date", "broken-letter"])
def test_a_damaged_identity_card_says_why(door, window, artifacts, text, words, shot):
    """Typed into the field; from a keyboard scanner only the number is looked at."""
    screen = seated(window, door)
    screen.page.fill("#code", text)
    screen.page.press("#code", "Enter")
    screen.says("main.result.error", words)
    screen.says(RESULT_WORD, "Chưa điểm danh")
    screen.shot(artifacts, shot)
    screen.page.click("a[data-home]")
    screen.page.wait_for_selector("main.idle")
    screen.scan(text.replace("\ufffd", ""))
    screen.says("main.result.attention", "Chưa có trong sổ")


def test_a_repeat_is_answered_and_leads_to_the_check_out(door, window, artifacts):
    person = roster(door)[4]
    assert door.check_in(person["card"]).json()["outcome"] == "welcome"
    screen = seated(window, door)
    screen.scan(person["card"])
    screen.says("main.again .word", "Đã điểm danh lúc")
    screen.says("main.again h1", person["name"])
    screen.shot(artifacts, "door-already-in")
    screen.page.click("form[action='/check-out'] button")
    screen.says("main.out .word", "Đã ra về")
    screen.shot(artifacts, "door-checked-out")
    screen.scan(person["card"])
    screen.says("main.again", "đã ra về lúc")
    screen.shot(artifacts, "door-already-out")


def test_three_equal_scans_in_a_second_stay_one_welcome(door, window):
    person = roster(door)[5]
    screen = seated(window, door)
    for _ in range(3):
        screen.scan(person["card"])
    screen.says("main.success h1", person["name"])
    assert screen.page.locator("main.again").count() == 0


def test_with_two_open_sessions_the_visitor_chooses(door, window, artifacts):
    open_second_session(door)
    person = roster(door)[6]
    screen = seated(window, door)
    screen.scan(person["card"])
    screen.page.wait_for_selector("form.choices")
    assert screen.page.locator("form.choices button").count() == 2
    assert person["name"] not in screen.page.content()
    screen.shot(artifacts, "door-choose")
    screen.page.click("form.choices button:has-text('Câu lạc bộ đọc sách')")
    screen.says("main.success", "Câu lạc bộ đọc sách")
    screen.says("main.success h1", person["name"])


def test_not_me_takes_the_check_in_back(door, window, artifacts):
    person = roster(door)[7]
    screen = seated(window, door)
    screen.scan(person["card"])
    screen.page.click("main.success form[action='/undo'] button")
    screen.says("main.result h1", "Đã bỏ lượt vừa rồi")
    screen.shot(artifacts, "door-undone")
    assert door.check_in(person["card"]).json()["outcome"] == "welcome"


def test_not_me_after_its_time_is_refused_in_words(hurried, window, artifacts):
    person = roster(hurried)[0]
    screen = seated(window, hurried)
    screen.scan(person["card"])
    screen.page.click("main.success form[action='/undo'] button")
    screen.says("main.result h1", "Không bỏ được nữa")
    screen.shot(artifacts, "door-undo-late")
    assert hurried.check_in(person["card"], "serial").json()["outcome"] == "alreadyIn"


def test_the_language_switches_and_results_follow(door, window, artifacts):
    person = roster(door)[8]
    screen = seated(window, door)
    screen.page.click("a[hreflang=en]")
    screen.says("main.idle", "Scan your card")
    screen.shot(artifacts, "door-idle-en")
    assert screen.page.get_attribute("html", "lang") == "en"
    screen.scan(person["card"])
    screen.says("main.success", "Learned this year")
    screen.shot(artifacts, "door-welcome-en")
    screen.page.click("a[data-home]")
    screen.page.click("a[hreflang=vi]")
    screen.says("main.idle", "Mời quét thẻ")


def test_a_new_scan_wins_from_any_screen(hurried, window):
    people = iter(roster(hurried)[10:])
    screen = seated(window, hurried)

    def wins(selector):
        screen.page.wait_for_selector(selector)
        person = next(people)
        screen.scan(person["card"])
        screen.says("main.success h1", person["name"])

    wins("main.idle")
    wins("main.success")
    screen.scan("999999999999")
    wins("main.attention")
    screen.scan("0000000014")
    wins("main.error")
    screen.page.click("a[data-home]")
    screen.page.click("a[href='/search']")
    screen.page.fill("#name", "do thi")
    wins("main.search-page")
    screen.page.click("a[data-home]")
    screen.page.click("a[href='/search']")
    screen.page.fill("#name", "nguyen")
    screen.page.click("button.primary")
    wins("main.found")
    screen.page.click("form[action='/undo'] button")
    wins("main.attention")
