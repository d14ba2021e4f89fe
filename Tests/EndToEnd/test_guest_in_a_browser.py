"""Somebody without a card at the check-in screen, and at the desk afterwards, in a real browser."""

import pytest

from desk_steps import director, shots
from roster import roster
from test_door_in_a_browser import open_second_session

SIZES = {"": (1280, 800), "-800x480": (800, 480), "-480x800": (480, 800)}


@pytest.fixture
def door(kiosk):
    machine = kiosk(settings={"desk.passwordCost": "10"})
    machine.command("demo")
    return machine.start()


def seated(window, machine, size=SIZES[""], **profile):
    screen = window(machine, size=size, **profile)
    screen.go("/")
    screen.page.wait_for_selector("main.idle")
    return screen


def pictures(screen, folder, name):
    """The same screen in every size; every control 76 px wide and high and in sight."""
    for ending, size in SIZES.items():
        screen.page.set_viewport_size(dict(zip(("width", "height"), size)))
        screen.shot(folder, f"{name}{ending}")
        small = screen.page.evaluate(
            "([width, height]) => [...document.querySelectorAll('main a, main button, main label.tile')]"
            ".filter(one => !one.matches('.default, .key') && one.checkVisibility())"
            ".map(one => [one.innerText, one.getBoundingClientRect()])"
            ".filter(([, box]) => box.width < 76 || box.height < 76 || box.bottom > height || box.right > width)"
            ".map(([text, box]) => `${text} ${box.width}x${box.height} to ${box.right},${box.bottom}`)", size)
        assert not small, f"{name}{ending}: {small}"
    screen.page.set_viewport_size(dict(zip(("width", "height"), SIZES[""])))


def type_name(screen, text):
    for letter in text:
        screen.page.click(".space" if letter == " " else f".letters .key[value={letter}]")


def test_a_guest_is_recorded_by_name_in_two_screens(door, window, artifacts):
    screen = seated(window, door)
    screen.page.click("a[href='/guest']")
    screen.says("main.guest h1", "Bạn chưa có thẻ?")
    pictures(screen, artifacts, "guest-choice")
    assert screen.page.locator("main [checked], main [selected]").count() == 0
    screen.page.click("button[value=named]")
    screen.says("main.guest h1", "Họ và tên của bạn")
    screen.page.click("button.primary")
    screen.says("#name-hint", "chỉ dùng chữ cái")
    type_name(screen, "tran van ungg")
    screen.page.click(".key.erase")
    screen.page.click("#village")
    type_name(screen, "xom ba")
    assert screen.page.input_value("#name") == "tran van ung"
    assert screen.page.input_value("#village") == "xom ba"
    pictures(screen, artifacts, "guest-name")
    screen.page.click("button.primary")
    screen.says("main.success h1", "Tran Van Ung")
    pictures(screen, artifacts, "guest-welcome")
    assert "/guest" not in screen.page.url
    screen.page.click("a[data-home]")
    screen.page.wait_for_selector("main.idle")
    assert "Tran Van Ung" not in screen.page.content()

    # The next time the name is found.
    screen.page.click("a[href='/search']")
    screen.page.fill("#name", "tran van ung")
    screen.page.click("button.primary")
    screen.page.click(".people button:has-text('Tran Van Ung')")
    screen.says("main.again", "Đã điểm danh lúc")


def test_who_wants_no_name_is_counted_with_one_touch(door, window, artifacts):
    screen = seated(window, door)
    screen.page.click("a[href='/guest']")
    screen.page.click("button[value=head]")
    screen.says("main.success .word", "Đã đếm một người")
    screen.says("main.success", "Máy không giữ gì về bạn")
    pictures(screen, artifacts, "guest-head")


def test_a_double_touch_counts_one_guest(door, window):
    screen = seated(window, door)
    screen.page.click("a[href='/guest']")
    screen.page.wait_for_selector("button[value=head]")
    screen.page.evaluate(
        "for (let i = 0; i < 3; i++) document.querySelector('button[value=head]').click()")
    screen.page.wait_for_selector("main.result")
    desk = director(window(door), door)
    desk.go("/desk/guests?heads=1")
    desk.says("main", "0 khách có tên, 1 lượt không ghi tên")


def test_a_guest_who_is_left_alone_leaves_nothing(door, window, artifacts):
    screen = window(door)
    screen.page.clock.install()
    screen.go("/")
    screen.page.click("a[href='/guest']")
    screen.page.click("button[value=named]")
    screen.page.fill("#name", "tran van ung")
    screen.page.clock.fast_forward(42_000)
    screen.says(".countdown", "Tự quay về sau")
    screen.shot(artifacts, "guest-countdown")
    screen.page.clock.fast_forward(20_000)
    screen.page.wait_for_selector("main.idle")
    assert "tran van ung" not in screen.page.content()


def test_a_card_scanned_in_the_middle_wins(door, window):
    person = roster(door)[0]
    screen = seated(window, door)
    screen.page.click("a[href='/guest']")
    screen.page.click("button[value=named]")
    screen.page.fill("#name", "tran van ung")
    screen.scan(person["card"])
    screen.says("main.success h1", person["name"])
    assert "tran van ung" not in screen.page.content()


def test_guests_choose_among_sessions_too(door, window, artifacts):
    open_second_session(door)
    screen = seated(window, door)
    screen.page.click("a[href='/guest']")
    screen.page.click("button[value=named]")
    screen.page.fill("#name", "le thi be")
    screen.page.press("#name", "Enter")
    screen.page.wait_for_selector("form.choices")
    screen.page.click("form.choices button:has-text('Câu lạc bộ đọc sách')")
    screen.says("main.success", "Câu lạc bộ đọc sách")
    screen.says("main.success h1", "Le Thi Be")


def test_taken_back_the_guest_is_forgotten(door, window):
    screen = seated(window, door)
    screen.page.click("a[href='/guest']")
    screen.page.click("button[value=named]")
    screen.page.fill("#name", "vuong quynh xuyen")
    screen.page.click("button.primary")
    screen.page.click("main.success form[action='/undo'] button")
    screen.says("main.result h1", "Đã bỏ lượt vừa rồi")
    screen.page.click("a[data-home]")
    screen.page.click("a[href='/search']")
    screen.page.fill("#name", "quynh xuyen")
    screen.page.click("button.primary")
    screen.says("main.found h1", "Không tìm thấy")


def test_without_javascript_a_guest_is_recorded_once(door, window, artifacts):
    screen = seated(window, door, java_script_enabled=False)
    screen.page.click("a[href='/guest']")
    screen.page.click("button[value=named]")
    screen.page.click(".letters .key[value=l]")
    assert screen.page.input_value("#name") == "l"
    screen.page.fill("#name", "le thi be")
    screen.page.click("button.primary")
    assert "Le Thi Be" in screen.page.inner_text("main.success h1")
    screen.page.reload()
    assert "Đã điểm danh lúc" in screen.page.inner_text("main.again .word")


def test_the_desk_merges_a_guest_and_parts_it_again(door, window, artifacts):
    person = roster(door)[3]
    screen = seated(window, door)
    screen.page.click("a[href='/guest']")
    screen.page.click("button[value=named]")
    screen.page.fill("#name", person["name"])
    screen.page.click("button.primary")
    screen.says("main.success h1", person["name"])

    desk = director(window(door), door)
    desk.go("/desk/guests")
    desk.says("main", "1 khách có tên")
    shots(desk, artifacts, "guests")
    desk.page.click("a:has-text('Gộp vào người đã có')")
    desk.says("main h1", "là ai?")
    shots(desk, artifacts, "guest-merge")
    card = " ".join([person["card"][:4], person["card"][4:7], person["card"][7:]])
    row = desk.page.locator("tr", has_text=person["card"][:4]).filter(has_text=person["name"])
    assert row.count() >= 1, (card, desk.page.inner_text("main"))
    row.first.locator("button").click()
    desk.says("main", "Đã gộp")
    shots(desk, artifacts, "resident-merged")
    screen.scan(person["card"])
    screen.says("main.again", "Đã điểm danh lúc")
    desk.page.click("button:has-text('Tách ra')")
    desk.says("main", "Đã tách")
    desk.says("main", "Khách chưa có thẻ")
    shots(desk, artifacts, "resident-guest")
