"""What doors have taught: repeats, cards in a row, a slow disk, a full one, a wrong clock, hands that
touch twice, and hands that find a browser's keys."""

import subprocess
import time

import pytest

import wedge
from daemons import ROOT, wait_until
from roster import roster
from test_clock import Board
from test_door_in_a_browser import open_second_session
from test_full_disk import fill, small  # noqa: F401
from wedge import ENTER, Stroke, typed

# What has stood on the stage, and since when, in milliseconds of the wall clock. The moment is taken
# when the page is put in, which is before it is painted.
WATCH = """() => {
  window.seen = [];
  const look = () => {
    const main = document.querySelector('#stage main');
    if (!main || main === window.last) return;
    window.last = main;
    window.seen.push({ kind: main.className, kindOfWait: main.dataset.kind ?? '',
      text: main.innerText, at: performance.timeOrigin + performance.now() });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
}"""


def demonstration(kiosk, **settings):
    machine = kiosk(settings={f"checkIn.{key}": value for key, value in settings.items()})
    machine.command("demo", "--residents", 60)
    return machine.start()


def opened(window, machine, **profile):
    screen = window(machine, **profile)
    screen.page.add_init_script(f"({WATCH})()")
    screen.go("/")
    screen.page.wait_for_selector("main.idle")
    return screen


def seen(screen):
    return screen.page.evaluate("window.seen")


def strip(screen):
    return [text.replace("\n", " ") for text in screen.page.locator(".company li").all_inner_texts()]


def visits(machine, people):
    """How many of them have been recorded."""
    return sum(machine.check_in(one["card"], "serial").json()["outcome"] == "alreadyIn" for one in people)


# --- several cards in a row ---

def test_of_a_family_each_card_is_told(kiosk, window, artifacts):
    machine = demonstration(kiosk, repeatSeconds="0", resultSeconds="20")
    people = roster(machine)[:3]
    screen = opened(window, machine)
    for person in people:
        screen.scan(person["card"])
        screen.says("main.success h1", person["name"])
    told = strip(screen)
    assert len(told) == 2
    for person, line in zip(reversed(people[:2]), told):
        assert person["name"] in line and "Đã điểm danh" in line
    screen.shot(artifacts, "door-family")
    screen.scan("999999999999")
    screen.says("main.attention", "Chưa có trong sổ")
    screen.scan(people[0]["card"])
    screen.says("main h1", people[0]["name"])
    # What needs somebody stands first; of a card that was read again only the newest is told.
    told = strip(screen)
    assert "Chưa có trong sổ" in told[0] and len(told) == 3
    assert not any(people[0]["name"] in line for line in told)
    screen.shot(artifacts, "door-family-mixed", (800, 480))
    screen.shot(artifacts, "door-family-mixed-portrait", (1080, 1920))
    screen.page.click("a[data-home]")
    screen.page.wait_for_selector("main.idle")
    left = screen.page.content()
    assert screen.page.locator(".company").count() == 0
    for person in people:
        assert person["name"] not in left and person["card"] not in left


def test_the_strip_hides_names_too(kiosk, window):
    machine = demonstration(kiosk, hidesNames="true")
    people = roster(machine)[:2]
    screen = opened(window, machine)
    for count, person in enumerate(people):
        screen.scan(person["card"])
        screen.page.wait_for_function(
            "count => document.querySelectorAll('main.success .company li').length === count", arg=count)
    assert "Đã điểm danh" in strip(screen)[0]
    assert not any(person["name"] in screen.page.content() for person in people)


def test_a_choice_that_the_next_card_cuts_off_is_told(kiosk, window, artifacts):
    machine = demonstration(kiosk)
    open_second_session(machine)
    first, second = roster(machine)[:2]
    screen = opened(window, machine)
    screen.scan(first["card"])
    screen.page.wait_for_selector("form.choices")
    screen.scan(second["card"])
    screen.page.wait_for_selector(".task .company")
    assert strip(screen) == ["Chưa chọn buổi, mời quét lại"]
    screen.shot(artifacts, "door-choice-cut-off")
    screen.page.click("form.choices button:has-text('Câu lạc bộ đọc sách')")
    screen.says("main.success h1", second["name"])
    assert strip(screen) == ["Chưa chọn buổi, mời quét lại"]
    # And the first one goes on: scanned again, they choose, and the strip forgets what it said.
    screen.scan(first["card"])
    screen.page.wait_for_selector("form.choices")
    screen.page.click("form.choices button:has-text('Câu lạc bộ đọc sách')")
    screen.says("main.success h1", first["name"])
    assert [second["name"] in line for line in strip(screen)] == [True]


def test_a_card_held_before_the_scanner_is_one_reading(kiosk, window):
    machine = demonstration(kiosk, repeatSeconds="30", resultSeconds="60")
    first, second = roster(machine)[:2]
    screen = opened(window, machine)
    asked = []
    screen.page.on("request", lambda one: one.url.endswith("/check-in") and asked.append(one.url))
    for person in (first, first, first, second, first, second):
        screen.scan(person["card"])
        screen.page.wait_for_selector("main.success")
    screen.says("main.success h1", second["name"])
    assert len(asked) == 2
    assert screen.page.locator("main.again").count() == 0


def test_a_scan_wins_over_every_page_and_leaves_no_reading_untold(kiosk, window):
    machine = demonstration(kiosk)
    people = iter(roster(machine))
    screen = opened(window, machine)
    for way in ("a[href='/search']", "a[hreflang=en]", "a[hreflang=vi]"):
        screen.page.click(way)
        person = next(people)
        screen.scan(person["card"])  # while the other page is on its way, or has come
        screen.says("main.success h1", person["name"])
        screen.page.click("a[data-home]")
        screen.page.wait_for_selector("main.idle")


def hold(screen, path):
    """What is sent to this path waits until the test lets it go."""
    held = []
    screen.page.route(f"**{path}", lambda route: held.append(route) if route.request.method == "POST"
                      else route.continue_())
    return held


def test_what_a_touch_records_is_told_beside_whoever_scans_meanwhile(kiosk, window):
    machine = demonstration(kiosk)
    first, second, third = roster(machine)[:3]
    screen = opened(window, machine)
    held = hold(screen, "/undo")
    screen.scan(first["card"])
    screen.page.click("form[action='/undo'] button")
    screen.scan(second["card"])
    screen.says("main.success h1", second["name"])
    assert strip(screen) == [], "the visit is being taken back: it is told no longer"
    held.pop().continue_()
    screen.says(".company", "Đã bỏ lượt vừa rồi")
    # Nobody knows what became of it: that is told too.
    screen.page.click("form[action='/undo'] button")
    screen.scan(third["card"])
    screen.says("main.success h1", third["name"])
    screen.expects("net::ERR_FAILED")
    held.pop().abort()
    screen.says(".company", "Chưa rõ kết quả")
    screen.says("main.success h1", third["name"])
    assert visits(machine, [first, second, third]) == 2


def test_a_guest_is_told_beside_whoever_scans_meanwhile(kiosk, window):
    machine = demonstration(kiosk)
    person = roster(machine)[0]
    screen = opened(window, machine)
    held = hold(screen, "/guest")
    # Who gives a name is asked for it by the answer, but has gone; who gives none has been counted.
    for button, lines in (("named", 0), ("head", 1)):
        screen.page.click("a[href='/guest']")
        screen.page.click(f"button[value={button}]")
        screen.scan(person["card"])
        screen.says("main.result h1", person["name"])
        with screen.page.expect_response("**/guest"):
            held.pop().continue_()
        screen.page.wait_for_function("!document.documentElement.classList.contains('busy')")
        screen.says("main.result h1", person["name"])
        assert len(strip(screen)) == lines
        screen.page.click("a[data-home]")


def test_a_clock_that_is_set_back_leaves_nobody_on_the_screen(kiosk, window):
    machine = demonstration(kiosk)
    person = roster(machine)[0]
    screen = opened(window, machine)
    screen.page.clock.install()
    screen.go("/")
    screen.page.click("a[href='/search']")
    screen.page.fill("#name", person["name"])
    screen.page.clock.set_system_time(time.time() - 86_400)
    screen.page.clock.fast_forward(70_000)
    screen.page.wait_for_selector("main.idle")
    assert person["name"] not in screen.page.content()


# --- a slow disk, a full disk, a wrong clock ---

@pytest.fixture
def slow(kiosk, tmp_path):
    """A kiosk whose every commit takes half a second longer, and the log of those."""
    machine = kiosk(settings={"checkIn.resultSeconds": "20"})
    machine.command("demo", "--residents", 20)
    return with_slow_disk(machine, tmp_path).start()


def with_slow_disk(machine, tmp_path):
    """The machine as it will start: each commit takes half a second longer and stands in a log."""
    library = tmp_path / "slow_disk.so"
    subprocess.run(["gcc", "-O2", "-Wall", "-shared", "-fPIC", "-o", library,
                    ROOT / "Tests" / "Bench" / "slow_disk.c", "-ldl"], check=True)
    machine.syncs = tmp_path / "syncs"
    machine.environment |= {"LD_PRELOAD": str(library), "SLOW_DISK_MS": "500",
                            "SLOW_DISK_LOG": str(machine.syncs)}
    return machine


def synced(machine, after):
    """When commits of the database that began after a moment had reached the disk, in milliseconds."""
    found = []
    for line in machine.syncs.read_text().splitlines():
        begun, ended, path = line.split(" ", 2)
        if path.endswith("kiosk.sqlite-wal") and int(begun) / 1000 >= after:
            found.append(int(ended) / 1000)
    return found


def test_a_slow_disk_shows_that_it_saves_and_is_never_green_before(slow, window, artifacts):
    people = roster(slow)[:3]
    screen = opened(window, slow)
    for person in people:
        begun = time.time() * 1000
        screen.scan(person["card"])
        screen.says("main.waiting h1", "Đang lưu")
        if person is people[1]:
            screen.shot(artifacts, "door-saving")
            # Whoever came before stands in the strip, and no longer large and green.
            assert people[0]["name"] in strip(screen)[0]
            assert screen.page.locator("main.success").count() == 0
        screen.says("main.success h1", person["name"])
        story = [one for one in seen(screen) if one["at"] >= begun]
        assert [one["kind"].split()[1] for one in story] == ["waiting", "success"], story
        waiting, green = story
        assert waiting["kindOfWait"] == "saving"
        on_disk = synced(slow, begun)
        assert on_disk and min(on_disk) <= green["at"], (on_disk, green)
        assert green["at"] - begun >= 500


def test_two_cards_at_once_on_a_slow_disk_are_both_saved_and_both_told(slow, window, artifacts):
    first, second = roster(slow)[4:6]
    screen = opened(window, slow)
    begun = time.time() * 1000
    screen.strike([*typed(first["card"]), ENTER])
    screen.moment += 0.1
    screen.strike([*typed(second["card"]), ENTER])
    screen.says("main.success h1", second["name"])
    wait_until("the first to be told", lambda: any(first["name"] in line for line in strip(screen)))
    screen.shot(artifacts, "door-two-at-once")
    # Nothing was shown green while the second was asked for and not yet saved.
    asked = screen.page.evaluate(
        "performance.getEntriesByType('resource').filter(one => one.name.endsWith('/check-in'))"
        ".map(one => performance.timeOrigin + one.startTime)")
    greens = [one["at"] for one in seen(screen) if "success" in one["kind"]]
    assert len(asked) == 2
    assert [at for at in greens if at > max(asked)] == greens[-1:] and greens[-1] >= max(asked) + 500
    assert synced(slow, begun)
    assert visits(slow, [first, second]) == 2


def test_a_full_disk_is_said_and_its_end_is_noticed(small, window, artifacts):  # noqa: F811
    machine = small
    machine.command("demo", "--residents", 60)
    people = roster(machine)
    machine.start()
    screen = opened(window, machine)
    screen.expects("503")
    fill(machine)
    for person in people:
        screen.scan(person["card"])
        screen.page.wait_for_selector("main.result:not(.waiting)")
        fill(machine)
        if screen.page.locator("main.error").count():
            break
    screen.says("main.error h1", "bộ nhớ đã đầy")
    screen.says("main.error", "CHƯA được ghi")
    screen.shot(artifacts, "door-full-disk")
    screen.page.click("a[data-home]")
    wait_until("the first screen to say so", lambda: "không lưu được" in screen.page.reload().text())
    screen.page.wait_for_selector("main.idle.closed")
    (machine.data / "filler").unlink()
    wait_until("room", lambda: machine.get("/api/status").json()["canSave"])
    screen.moment += 1
    screen.scan(person["card"])
    screen.says("main.success h1", person["name"])


def test_a_wrong_clock_is_said_calmly_and_the_screen_shows_the_services_time(kiosk, window, tmp_path,
                                                                             artifacts):
    machine = kiosk(settings={"clock.hasBattery": "false"})
    machine.command("demo", "--residents", 20)
    Board(machine, tmp_path)
    machine.start()
    screen = opened(window, machine)
    screen.page.wait_for_selector(".now .state.attention")
    assert screen.page.locator("[role=alert]").count() == 0
    served = machine.get("/").text
    minute = served[served.index('id="clock"'):].split(">", 1)[1][:5]
    screen.page.wait_for_timeout(1_500)  # the page's own clock has ticked
    shown = screen.page.inner_text("#clock")
    apart = (int(shown[:2]) - int(minute[:2])) * 60 + int(shown[3:]) - int(minute[3:])
    assert abs(apart) <= 1, (shown, minute)
    screen.shot(artifacts, "door-wrong-clock")
    person = roster(machine)[0]
    screen.scan(person["card"])
    screen.says("main.success h1", person["name"])


# --- hands ---

def count_requests(screen, path):
    asked = []
    screen.page.on("request", lambda one: one.url.endswith(path) and one.method == "POST"
                   and asked.append(one.url))
    return asked


def test_a_double_tap_and_two_fingers_send_one_request(slow, window):
    person = roster(slow)[7]
    screen = opened(window, slow, has_touch=True)
    undone, checked = count_requests(screen, "/undo"), count_requests(screen, "/check-in")
    screen.scan(person["card"])
    screen.page.wait_for_selector("main.success")
    button = screen.page.locator("form[action='/undo'] button")
    box = button.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind in ("touchStart", "touchEnd") * 2:
        screen.wire.send("Input.dispatchTouchEvent", {
            "type": kind, "touchPoints": [{"x": x, "y": y}] if kind == "touchStart" else []})
    screen.says("main.result h1", "Đã bỏ lượt vừa rồi")
    assert len(undone) == 1

    screen.page.click("a[data-home]")
    for digit in person["card"]:
        screen.page.click(f".key[name=press][value='{digit}']")
    before = len(checked)
    screen.page.dblclick(".key.enter")
    screen.page.wait_for_selector("main.success")
    assert len(checked) == before + 1


def test_two_fingers_on_two_sessions_choose_one(kiosk, window):
    machine = demonstration(kiosk)
    open_second_session(machine)
    screen = opened(window, machine)
    screen.scan(roster(machine)[0]["card"])
    screen.page.wait_for_selector("form.choices")
    asked = count_requests(screen, "/check-in")
    screen.page.evaluate("document.querySelectorAll('form.choices button').forEach(one => one.click())")
    screen.page.wait_for_selector("main.success")
    assert len(asked) == 1


def test_back_forward_and_refresh_show_nobody(kiosk, window):
    machine = demonstration(kiosk, resultSeconds="30")
    person = roster(machine)[0]
    screen = window(machine)
    screen.go("/search")
    screen.page.goto(f"{machine.url}/")
    screen.page.wait_for_selector("main.idle")
    screen.scan(person["card"])
    screen.says("main.success h1", person["name"])
    for move in (screen.page.reload, screen.page.go_back, screen.page.go_forward, screen.page.go_back,
                 screen.page.go_forward):
        move()
        screen.page.wait_for_selector("main.idle, main.search-page")
        content = screen.page.content()
        assert person["name"] not in content and person["card"] not in content
    screen.scan(person["card"])
    screen.says("main.again h1", person["name"])
    assert visits(machine, [person]) == 1


STOPPED = [
    Stroke("p", "KeyP", 80, "", wedge.CONTROL), Stroke("s", "KeyS", 83, "", wedge.CONTROL),
    Stroke("f", "KeyF", 70, "", wedge.CONTROL), Stroke("j", "KeyJ", 74, "", wedge.CONTROL),
    Stroke("u", "KeyU", 85, "", wedge.CONTROL), Stroke("0", "Digit0", 48, "", wedge.CONTROL),
    Stroke("-", "Minus", 189, "", wedge.CONTROL), Stroke("F1", "F1", 112), Stroke("F3", "F3", 114),
    Stroke("F7", "F7", 118), Stroke("ArrowLeft", "ArrowLeft", 37, "", wedge.ALT),
    Stroke("ArrowRight", "ArrowRight", 39, "", wedge.ALT), Stroke("ContextMenu", "ContextMenu", 93),
]


def test_menus_selections_zoom_and_the_browsers_keys_are_stopped(kiosk, window):
    machine = demonstration(kiosk)
    screen = opened(window, machine, has_touch=True)
    screen.page.evaluate(
        "() => { window.through = [];"
        " for (const kind of ['keydown', 'contextmenu', 'dragstart', 'selectstart'])"
        " addEventListener(kind, (one) => one.defaultPrevented || through.push([kind, one.key])); }")
    screen.strike([*STOPPED])
    screen.page.click("h1", button="right")
    screen.page.mouse.move(300, 300)
    screen.page.mouse.down()
    screen.page.mouse.move(700, 500)
    screen.page.mouse.up()
    assert screen.page.evaluate("window.through") == []
    assert screen.page.evaluate("String(getSelection())") == ""
    screen.wire.send("Input.synthesizePinchGesture", {"x": 640, "y": 400, "scaleFactor": 2.0})
    assert screen.page.evaluate("visualViewport.scale") == 1
    # Where somebody types, what they know still works.
    screen.page.fill("#code", "123")
    screen.page.focus("#code")
    screen.page.keyboard.press("Control+a")
    assert screen.page.evaluate("getSelection().toString() || document.activeElement.selectionEnd") in (
        "123", 3)
    # A refresh does no harm, and staff know it.
    screen.strike([Stroke("F5", "F5", 116)])
    assert ["keydown", "F5"] in screen.page.evaluate("window.through")
