"""The notice board on the first screen in a real browser, and the room at the desk that fills it."""

import datetime

import pytest

from daemons import wait_until
from desk_steps import director, shots
from roster import cards_of
from test_clock import Board
from web import Visitor, set_up

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
SIZES = {
    "phone-small": (320, 568), "phone": (390, 844), "panel": (800, 480), "tablet": (1024, 768),
    "desk": (1280, 800), "portrait": (800, 1280), "wide": (1920, 1080), "tall": (1080, 1920),
}
SEEN_CARDS = "[...document.querySelectorAll('.board .cards > *')]" \
    ".filter((one) => one.getClientRects().length > 0).map((one) => one.dataset.key)"
TURN_MILLISECONDS = 12_000
LONG = "\n".join(f"Điều {number}: mọi người nhớ mang theo thẻ học viên và bút." for number in range(1, 15))


def day(offset=0):
    return (datetime.datetime.now(VIETNAM) + datetime.timedelta(days=offset)).strftime("%d/%m/%Y")


def post(desk, title, text="", **fields):
    desk.go("/desk/notices/new")
    desk.submit("/desk/notices", title=title, text=text, **{"from": day()},
                **{"to": day(3), **fields})


@pytest.fixture
def machine(kiosk):
    machine = kiosk()
    machine.command("demo")
    return machine.start()


@pytest.fixture
def board(machine):
    """Four notices; the first is long."""
    desk = set_up(machine)
    post(desk, "Tiêm phòng sởi cho trẻ em dưới 5 tuổi tại trạm y tế xã", LONG, place="1")
    post(desk, "Lớp tin học buổi tối còn 5 chỗ", "Đăng ký với cô Mỵ trước thứ Sáu.", place="2")
    post(desk, "Visitors from abroad are welcome to our evening class", language="en", place="3")
    post(desk, "<i>Thư viện</i> & sách mới", "Mở cửa 7h–11h.", place="4")
    return machine


def seated(window, machine, query="", **profile):
    screen = window(machine, **profile)
    screen.page.clock.install()
    screen.go("/" + query)
    screen.page.wait_for_selector("main.idle")
    return screen


def seen(screen):
    return screen.page.evaluate(SEEN_CARDS)


def boxes(screen, selector):
    """Where the visible elements lie: left, top, width, height in pixels."""
    return screen.page.evaluate(
        "(selector) => [...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect())"
        ".filter((box) => box.width > 0).map((box) => [box.x, box.y, box.width, box.height])", selector)


@pytest.mark.parametrize("query", ["", "?size=large", "?lang=en"])
def test_the_board_finds_its_place_at_every_size(board, window, artifacts, query):
    screen = seated(window, board, query)
    kind = query.strip("?").replace("=", "-") or "vi"
    faults = []
    for name, size in SIZES.items():
        screen.page.set_viewport_size(dict(zip(("width", "height"), size)))
        screen.shot(artifacts, f"door-notices-{name}-{kind}")
        faults += [f"{name}: {fault}" for fault in misplaced(screen, size)]
        if not boxes(screen, ".notices-tile"):
            faults.append(f"{name}: no way to the notices")
    assert not faults, "\n".join(faults)


def misplaced(screen, size):
    """What is wrong with the places of the cards and the tile."""
    for left, top, width, height in boxes(screen, ".notice-card, .notices-tile"):
        if width < 76 or height < 75.5:
            yield f"{width:.0f} x {height:.0f} px to touch"
        if top < size[1] / 3:
            yield f"a control {top:.0f} px from the top"
        # Where a telephone's first screen ends is not the board's to say.
        if left < 0 or left + width > size[0] or (size[0] >= 480 and top + height > size[1]):
            yield "a control beyond the edge"


def test_many_sessions_and_a_wish_for_room_leave_every_card_whole(board, window, artifacts):
    desk = set_up_again(board)
    for title in ["Câu lạc bộ đọc sách", "Xóa mù chữ kỳ 2", "Chăn nuôi an toàn sinh học"]:
        desk.go("/desk/sessions/new")
        desk.submit("/desk/sessions", title=title, day=day(), start="19:00", end="21:00", hours="2",
                    place="Nhà văn hóa xóm 3")
    screen = seated(window, board)
    for name, size in SIZES.items():
        screen.page.set_viewport_size(dict(zip(("width", "height"), size)))
        screen.shot(artifacts, f"door-notices-{name}-sessions")
        assert not list(misplaced(screen, size)), name
        for box in boxes(screen, ".notice-card"):
            [side] = boxes(screen, ".side")
            assert box[1] + box[3] <= side[1] + side[3] + 0.5, f"{name}: the card is cut"


def test_notices_take_their_turn_and_keep_it_through_a_refresh(board, window):
    screen = seated(window, board, size=(1280, 800))
    page = screen.page
    keypad = boxes(screen, ".keys")
    page.evaluate("document.activeElement.blur()")
    first = seen(screen)
    page.clock.run_for(TURN_MILLISECONDS)
    second = seen(screen)
    assert second and set(second).isdisjoint(first)
    assert boxes(screen, ".keys") == keypad
    dots = page.eval_on_selector_all(".dots .is-here", "(all) => all.map((one) => one.dataset.key)")
    assert dots == second
    desk = set_up_again(board)
    post(desk, "Thông báo mới", place="9")
    page.clock.run_for(3_000)
    wait_until("the new notice", lambda: (
        page.clock.run_for(500), page.locator(".dots i").count() == 5)[1])
    assert seen(screen) != first
    assert page.evaluate("document.getElementById('code') === document.activeElement")
    assert page.get_attribute(".board", "aria-live") == "off"


def set_up_again(machine):
    """The director that `board` made, signed in once more."""
    visitor = Visitor(machine)
    visitor.go("/desk/sign-in")
    visitor.submit("/desk/sign-in", name="giamdoc", password="mat-khau-rat-dai-2026")
    return visitor


def test_nothing_moves_while_somebody_touches_or_wants_stillness(board, window, artifacts):
    screen = seated(window, board, size=(1280, 800))
    first = seen(screen)
    screen.page.clock.run_for(TURN_MILLISECONDS - 1_000)
    screen.page.dispatch_event("body", "pointerdown")
    screen.page.clock.run_for(1_500)
    assert seen(screen) == first
    screen.page.clock.run_for(2 * TURN_MILLISECONDS)
    assert seen(screen) != first

    still = seated(window, board, size=(1280, 800), reduced_motion="reduce")
    before = seen(still)
    still.page.clock.run_for(5 * TURN_MILLISECONDS)
    assert seen(still) == before
    rest = 4 - len(before)
    assert f"Còn {rest} thông báo" in still.page.inner_text(".notices")
    assert not boxes(still, ".dots")
    still.shot(artifacts, "door-notices-still")


def test_a_long_notice_is_read_on_its_own_page_which_returns_by_itself(board, window, artifacts):
    screen = seated(window, board, size=(800, 480))
    page = screen.page
    screen.shot(artifacts, "door-notices-panel-one")
    page.click(".notices-tile")
    screen.says("main.notice-page h1", "Tiêm phòng sởi")
    for name, size in SIZES.items():
        page.set_viewport_size(dict(zip(("width", "height"), size)))
        screen.shot(artifacts, f"door-notice-{name}")
        for _, top, width, height in boxes(screen, ".notice-page .tile"):
            assert width >= 76 and height >= 75.5 and top >= size[1] / 3, name
            # A telephone scrolls the notice's text.
            assert size[0] < 480 or top + height <= size[1], name
    page.click(".notice-page .tile:not(.primary)")
    screen.says("main.notice-page h1", "Lớp tin học")
    page.click(".notice-page .tile:not(.primary)")
    screen.says("main.notice-page h1[lang=en]", "Visitors")
    page.clock.run_for(45_000)
    screen.says(".countdown", "Tự quay về")
    page.clock.run_for(20_000)
    page.wait_for_selector("main.idle")
    assert "Visitors from abroad" not in page.inner_text("main.idle .tools")


def test_a_scan_wins_over_a_notice(board, window):
    card = cards_of(board)[0]
    screen = window(board, size=(1280, 800))
    screen.go("/")
    screen.page.click(".notice-card:visible")
    screen.page.wait_for_selector("main.notice-page")
    screen.scan(card)
    screen.page.wait_for_selector("main.success")


def test_the_first_screen_shows_notices_without_javascript(board, window, artifacts):
    screen = window(board, size=(1280, 800), java_script_enabled=False)
    screen.go("/")
    assert screen.page.locator(".notice-card:visible").count() >= 1
    screen.page.click(".notice-card:visible >> nth=0")
    assert "Điều 14" in screen.page.inner_text(".notice-text")
    screen.page.click(".tile.primary")
    screen.page.wait_for_selector("main.idle")


def test_the_desk_writes_looks_and_takes_down(machine, window, artifacts):
    screen = director(window(machine), machine)
    page = screen.page
    page.click("nav a[href='/desk/notices']")
    shots(screen, artifacts, "notices-empty")
    page.click("main .head .button.primary")
    page.fill("[name=title]", "Tiêm phòng sởi cho trẻ em")
    page.fill("[name=text]", LONG)
    page.fill("[name=to]", "31/02/2026")
    screen.expects("422")
    page.click("button[name=preview]")
    screen.says(".wrong", "Ngày không có thật")
    shots(screen, artifacts, "notice-form-wrong")
    page.fill("[name=to]", day(5))
    page.click("button[name=preview]")
    screen.says(".board.is-still", "Tiêm phòng sởi cho trẻ em")
    shots(screen, artifacts, "notice-form-preview")
    page.click("main form .button.primary")
    screen.says(".notice.success", "Đã treo thông báo")
    shots(screen, artifacts, "notices")
    door = window(machine, size=(1280, 800))
    door.go("/")
    door.says(".notice-card", "Tiêm phòng sởi cho trẻ em")
    page.click("main td .button[type=submit]")
    screen.says(".notice.success", "Đã gỡ thông báo")
    shots(screen, artifacts, "notices-past")
    # The first screen is rendered once a second at most.
    wait_until("the board to go", lambda: (
        door.go("/"), door.page.wait_for_selector("main.idle"), door.page.locator(".board").count())[2] == 0)


def test_lifelong_learning_week_has_a_banner_at_every_size(kiosk, window, artifacts, tmp_path):
    machine = kiosk()
    machine.command("demo")
    october = datetime.datetime(2027, 10, 3, 8, 5, tzinfo=VIETNAM)
    Board(machine, tmp_path).turn(round(october.timestamp() - datetime.datetime.now().timestamp()))
    machine.start()
    screen = window(machine)
    screen.go("/")
    assert screen.says(".week", "Tuần lễ hưởng ứng học tập suốt đời")
    for name, size in SIZES.items():
        screen.page.set_viewport_size(dict(zip(("width", "height"), size)))
        screen.shot(artifacts, f"door-week-{name}")
        if size[0] >= 480:
            [box] = boxes(screen, ".week")
            [side] = boxes(screen, ".side")
            assert box[1] + box[3] <= side[1] + side[3] + 0.5, f"{name}: the banner is cut"
            assert box[0] + box[2] <= size[0], name
