"""A serial scanner that the service reads, and the screens on which it appears by itself."""

import http.client
import re
import signal
import statistics
import time

import pytest
import requests

from daemons import wait_until
from roster import roster
from serial_scanner import SerialScanner
from test_door_in_a_browser import open_second_session
from test_door_lessons_in_a_browser import hold
from web import set_up

READINGS = 20
# Notes when a result is painted, by the same clock as the test's.
WATCH = """() => {
  const seen = window.seen = [];
  new MutationObserver(() => {
    const result = document.querySelector('main.success h1');
    if (!result || result === window.last) return;
    window.last = result;
    requestAnimationFrame(() => seen.push([result.textContent.trim(),
      performance.timeOrigin + performance.now()]));
  }).observe(document.getElementById('stage'), { childList: true });
}"""


@pytest.fixture
def scanner(tmp_path):
    return SerialScanner(tmp_path / "scanner")


@pytest.fixture
def door(kiosk, scanner):
    """A kiosk with the demonstration's residents, which has found its scanner."""
    machine = kiosk(settings=scanner.setting() | {"limits.stopGraceSeconds": "60"})
    machine.command("demo")
    machine.start()
    wait_until("the scanner to be found", lambda: scanners(machine) == ["reading"])
    return machine


def status(machine):
    return machine.get("/api/status").json()


def scanners(machine):
    return [one["state"] for one in status(machine)["scanners"]]


def opened(window, machine, target="/", **profile):
    """A first screen whose line stands."""
    before = status(machine)["screens"]
    screen = window(machine, **profile)
    screen.go(target)
    screen.page.wait_for_selector("main.idle")
    wait_until("the line to stand", lambda: status(machine)["screens"] > before)
    return screen


def test_a_code_appears_on_every_screen_in_its_own_language(door, scanner, window, artifacts):
    person = roster(door)[0]
    first = opened(window, door)
    second = opened(window, door, "/?lang=en&size=large")
    scanner.send(person["card"])
    first.says("main.success h1", person["name"])
    first.says("main.success", "Năm nay đã học")
    second.says("main.success h1", person["name"])
    second.says("main.success", "Learned this year")
    assert second.page.get_attribute("html", "class") == "door large"
    second.shot(artifacts, "door-serial-en-large")
    # The language that somebody chooses on a screen is its line's, too.
    first.page.click("a[data-home]")
    first.page.click("a[hreflang=en]")
    first.says("main.idle", "Scan your card")
    wait_until("the other line to go", lambda: status(door)["screens"] == 2)
    scanner.send(roster(door)[1]["card"])
    first.says("main.success", "Learned this year")
    person = next(one for one in status(door)["scanners"])
    assert (person["kind"], person["codes"], person["dropped"]) == ("serial", 2, 0)


def test_codes_appear_soon_after_their_last_byte(door, scanner, window):
    people = roster(door)[:READINGS]
    screens = [opened(window, door) for _ in range(3)]
    for screen in screens:
        screen.page.evaluate(WATCH)
    delays = []
    for number, person in enumerate(people):
        sent = 1000 * time.time()
        scanner.send(person["card"])
        for screen in screens:
            screen.page.wait_for_function("count => window.seen.length > count", arg=number)
            name, painted = screen.page.evaluate("window.seen.at(-1)")
            assert person["name"] in name
            delays.append(painted - sent)
    delays.sort()
    print(f"\nfrom the last byte to the painted result, {len(screens)} screens, {len(delays)} results:"
          f" median {statistics.median(delays):.0f} ms, p95 {delays[int(len(delays) * 0.95)]:.0f} ms,"
          f" longest {delays[-1]:.0f} ms")


def test_a_code_wins_from_any_screen(door, scanner, window):
    people = iter(roster(door)[5:])
    screen = opened(window, door)
    screen.page.click("a[href='/search']")
    screen.page.fill("#name", "do thi")

    def wins():
        person = next(people)
        scanner.send(person["card"])
        screen.says("main.success h1", person["name"])

    wins()
    wins()
    scanner.send("999999999999")
    screen.page.wait_for_selector("main.attention")
    wins()
    scanner.send("0000000014")
    screen.says("main.error", "bị sai hoặc đảo chỗ")
    wins()


def test_the_first_touch_decides_for_every_screen(door, scanner, window, artifacts):
    open_second_session(door)
    person = roster(door)[6]
    first, second = opened(window, door), opened(window, door)
    scanner.send(person["card"])
    for screen in (first, second):
        screen.page.wait_for_selector("form.choices")
    first.shot(artifacts, "door-serial-choose")
    second.page.click("form.choices button:has-text('Câu lạc bộ đọc sách')")
    for screen in (first, second):
        screen.says("main.success", "Câu lạc bộ đọc sách")
        screen.says("main.success h1", person["name"])


def strip(screen):
    return [text.replace("\n", " ") for text in screen.page.locator(".company li").all_inner_texts()]


def asks_for(screen, person):
    """Waits until the question that stands is this person's."""
    screen.page.wait_for_selector(f"form.choices input[name=code][value='{person['card']}']", state="attached")


def test_a_touch_chooses_for_whoever_scanned_last(door, scanner, window):
    """Two people's questions say the same."""
    open_second_session(door)
    first, second = roster(door)[6:8]
    screen = opened(window, door)
    scanner.send(first["card"])
    asks_for(screen, first)
    scanner.send(second["card"])
    asks_for(screen, second)
    assert strip(screen) == ["Chưa chọn buổi, mời quét lại"]
    screen.page.click("form.choices button:has-text('Câu lạc bộ đọc sách')")
    screen.says("main.success h1", second["name"])
    assert strip(screen) == ["Chưa chọn buổi, mời quét lại"]
    assert door.check_in(first["card"], "wedge").json()["outcome"] == "chooseSession"


def test_a_touch_elsewhere_leaves_the_question_of_a_card_that_was_typed_here(door, scanner, window):
    open_second_session(door)
    first, second = roster(door)[6:8]
    here, elsewhere = opened(window, door), opened(window, door)
    scanner.send(first["card"])
    for screen in (here, elsewhere):
        asks_for(screen, first)
    here.scan(second["card"])
    asks_for(here, second)
    elsewhere.page.click("form.choices button:has-text('Câu lạc bộ đọc sách')")
    here.says("main.success h1", first["name"])
    assert strip(here) == 2 * ["Chưa chọn buổi, mời quét lại"], "the second one's question is told, not lost"


def test_a_late_touch_elsewhere_leaves_the_question_of_the_next_card(door, scanner, window):
    """The touch for the first card arrives when every screen asks for the second one already."""
    open_second_session(door)
    first, second = roster(door)[6:8]
    screen = opened(window, door)
    scanner.send(first["card"])
    asks_for(screen, first)
    session = screen.page.get_attribute("form.choices button:has-text('Câu lạc bộ đọc sách')", "value")
    scanner.send(second["card"])
    asks_for(screen, second)
    late = {"code": first["card"], "source": "serial", "session": session}
    assert requests.post(f"{door.url}/check-in", data=late, timeout=20).ok
    screen.says("main.success h1", first["name"])
    assert strip(screen) == 2 * ["Chưa chọn buổi, mời quét lại"], "the second one's question is told, not lost"
    assert door.check_in(second["card"], "wedge").json()["outcome"] == "chooseSession"


def test_a_screen_that_waits_for_its_own_answer_tells_of_another_card(door, scanner, window):
    """Somebody has chosen here, and the answer is on its way; a touch elsewhere was for the card before."""
    open_second_session(door)
    first, second = roster(door)[6:8]
    screen = opened(window, door)
    held = hold(screen, "/check-in")
    scanner.send(first["card"])
    asks_for(screen, first)
    session = screen.page.get_attribute("form.choices button:has-text('Câu lạc bộ đọc sách')", "value")
    scanner.send(second["card"])
    asks_for(screen, second)
    screen.page.click("form.choices button:has-text('Câu lạc bộ đọc sách')")
    late = {"code": first["card"], "source": "serial", "session": session}
    assert requests.post(f"{door.url}/check-in", data=late, timeout=20).ok
    screen.says("main.success h1", first["name"])
    held.pop().continue_()
    screen.says(".company", second["name"])


def test_where_names_are_hidden_the_buttons_are_the_last_ones(kiosk, scanner, window):
    machine = kiosk(settings=scanner.setting() | {"checkIn.hidesNames": "true"})
    machine.command("demo")
    machine.start()
    wait_until("the scanner to be found", lambda: scanners(machine) == ["reading"])
    screen = opened(window, machine)
    shown = {}
    for person in roster(machine)[:12]:
        scanner.send(person["card"])
        screen.page.wait_for_function(
            "seen => { const visit = document.querySelector('main.success button[name=visit]')?.value;"
            " return visit && !seen.includes(visit); }", arg=list(shown))
        visit = screen.page.get_attribute("main.success button[name=visit]", "value")
        shown[visit] = screen.page.inner_text("main .answer") + screen.page.inner_text("main .below .more")
        assert len(strip(screen)) == min(len(shown) - 1, 5)
    texts = list(shown.values())
    assert any(one == next for one, next in zip(texts, texts[1:])), "two in a row must say the same"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_a_screen_finds_its_service_again(door, scanner, window, how):
    people = roster(door)
    screen = opened(window, door)
    screen.expects("net::ERR_", "Failed to load resource")
    port = door.port
    # An open line does not hold up the stop: the grace is as long as the test's patience.
    door.stop(how)
    # Either still the first screen, or already the calm word that the service is starting.
    assert screen.page.locator("main.idle, main.waiting").count() == 1
    door.arguments[door.arguments.index("--port") + 1] = str(port)
    door.start()
    wait_until("the line to stand again", lambda: status(door)["screens"] == 1)
    wait_until("the scanner to be found", lambda: scanners(door) == ["reading"])
    scanner.send(people[2]["card"])
    screen.says("main.success h1", people[2]["name"])


def test_a_scanner_that_is_pulled_out_is_told_at_the_desk_and_blocks_nothing(
        door, scanner, window, artifacts):
    people = roster(door)
    desk = set_up(door)
    screen = opened(window, door)
    scanner.pull_out()
    wait_until("the service to notice", lambda: scanners(door) == ["unplugged"])
    assert "scanner" in status(door)["attention"]
    desk.go("/desk")
    assert "máy quét thẻ đã rút ra" in desk.answer.text
    screen.scan(people[3]["card"])
    screen.says("main.success h1", people[3]["name"])
    scanner.plug_in()
    wait_until("the service to find it again", lambda: scanners(door) == ["reading"])
    assert "scanner" not in status(door)["attention"]
    scanner.send(people[4]["card"])
    screen.says("main.success h1", people[4]["name"])
    log = door.log.read_text()
    assert len(re.findall("event=scanner outcome=gone", log)) == 1
    assert len(re.findall("event=scanner outcome=found", log)) == 2


def test_half_a_code_is_counted_and_shown_to_nobody(door, scanner, window):
    screen = opened(window, door)
    scanner.send("00000", end="")
    wait_until("it to be dropped", lambda: status(door)["scanners"][0]["dropped"] == 1)
    assert screen.page.locator("main.idle").count() == 1


def test_no_more_lines_than_the_settings_allow(kiosk, scanner):
    machine = kiosk(settings={"limits.screens": "1"})
    machine.start()
    held = machine_line(machine)
    answer = machine.get("/events")
    assert answer.status == 503
    assert answer.json()["code"] == "screens.full"
    held.close()
    wait_until("the seat to be free", lambda: status(machine)["screens"] == 0)


def machine_line(machine):
    """A line that stands, as its connection."""
    connection = http.client.HTTPConnection("127.0.0.1", machine.port)
    connection.request("GET", "/events")
    answer = connection.getresponse()
    assert answer.status == 200 and answer.getheader("Content-Type") == "text/event-stream"
    assert answer.readline() == b"event: hello\n"
    connection.answer = answer
    return connection


def test_check_lists_the_scanners(door, scanner):
    told = door.command("check", "--language", "en", expect=None).stdout.decode()
    # The service reads it; whoever may open it all the same, as root, is told that it can be read.
    assert re.search(rf"Scanner: good. {scanner.path}: (can be read|a program reads it)", told), told
    scanner.pull_out()
    told = door.command("check", "--language", "en", expect=1).stdout.decode()
    assert f"Scanner: NEEDS ATTENTION. {scanner.path}: stands in the settings" in told, told


def test_what_the_service_reads_stands_beside_other_cards(door, scanner, window, artifacts):
    """A serial scanner and one that types, in turn: each answer is told, the newest large."""
    people = roster(door)[20:23]
    screen = opened(window, door)
    for number, person in enumerate(people):
        if number == 1:
            screen.scan(person["card"])
        else:
            scanner.send(person["card"])
        screen.page.wait_for_function(
            "name => document.querySelector('main.success h1')?.innerText.includes(name)",
            arg=person["name"])
    told = screen.page.locator(".company li").all_inner_texts()
    assert [person["name"] in line for person, line in zip(reversed(people[:2]), told)] == [True, True]
    screen.shot(artifacts, "door-company-serial")
