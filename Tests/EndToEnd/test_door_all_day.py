"""The check-in screen through a long day: forty cards in a row, and eight hours in a minute or two.

The page's own clock runs FASTER times as fast: every timer of a second or more, and the date. What a
scanner types, the service and the disk keep their own pace.
"""

import time

from browser import Window
from roster import roster

HOURS = 8
FASTER = 400
VISITORS = 480  # one a minute
STEADY_LOOKS, MOST_LOOKS = 5, 60

HURRY = """(faster) => {
  const begun = Date.now(), now = Date.now.bind(Date), later = setTimeout, often = setInterval;
  Date.now = () => begun + (now() - begun) * faster;
  const pace = (milliseconds) => milliseconds >= 1000 ? milliseconds / faster : milliseconds;
  window.setTimeout = (work, milliseconds = 0, ...more) => later(work, pace(milliseconds), ...more);
  window.setInterval = (work, milliseconds = 0, ...more) =>
    often((...given) => window.isResting || work(...given), pace(milliseconds), ...more);
  window.counts = { success: 0, wrong: 0, idle: 0 };
  const look = () => {
    const main = document.querySelector('#stage main');
    if (!main || main === window.last) return;
    window.last = main;
    if (main.classList.contains('success')) counts.success += 1;
    else if (main.classList.contains('idle')) counts.idle += 1;
    else counts.wrong += 1;
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
}"""


def test_forty_cards_in_a_row_are_forty_visits(kiosk, window, record_property):
    machine = kiosk()
    machine.command("demo")
    machine.start()
    people = roster(machine)[:40]
    screen = window(machine)
    screen.go("/")
    screen.page.wait_for_selector("main.idle")
    wrong, begun = [], time.monotonic()
    for person in people:
        screen.scan(person["card"])
        screen.page.wait_for_function(
            "name => document.querySelector('main.success h1')?.innerText.includes(name)"
            " || document.querySelector('main.error')", arg=person["name"])
        if screen.page.locator("main.success").count() != 1:
            wrong.append((person, screen.page.inner_text("main")))
    seconds = time.monotonic() - begun
    record_property("seconds for 40 cards", round(seconds, 1))
    print(f"40 cards in {seconds:.1f} s, {len(wrong)} errors")
    assert not wrong
    again = [machine.check_in(person["card"], "serial").json()["outcome"] for person in people]
    assert again == ["alreadyIn"] * 40
    assert seconds <= 120


def sizes(screen):
    """The page's nodes, its listeners and the bytes of its heap, on the first screen and at rest.

    Chromium needs some seconds to let pages go that nobody has any more. While new ones keep coming,
    as many are on their way out as the machine is fast; so they stop until what is left stays.
    """
    screen.page.locator("main.idle").wait_for()  # a handle would keep the element alive
    screen.page.evaluate("isResting = true")
    looks = []
    while len(looks) <= STEADY_LOOKS or min(looks[-STEADY_LOOKS:]) < min(looks[:-STEADY_LOOKS]):
        assert len(looks) < MOST_LOOKS, looks
        screen.page.wait_for_timeout(500)
        looks.append(size(screen.wire))
    screen.page.evaluate("isResting = false")
    return min(looks)


def size(wire):
    wire.send("HeapProfiler.collectGarbage")
    counts = wire.send("Memory.getDOMCounters")
    return counts["nodes"], counts["jsEventListeners"], wire.send("Runtime.getHeapUsage")["usedSize"]


def test_eight_hours_leave_the_page_as_small_as_it_was(kiosk, chromium):
    machine = kiosk(settings={"checkIn.undoSeconds": "5"})
    machine.command("demo", "--residents", VISITORS + 20)
    machine.start()
    people = roster(machine)[:VISITORS]
    screen = Window(chromium, machine)
    screen.page.add_init_script(f"({HURRY})({FASTER})")
    asked = {"/": 0, "/heartbeat": 0}

    def note(request):
        path = request.url.removeprefix(machine.url)
        if path in asked:
            asked[path] += 1

    screen.page.on("request", note)
    screen.go("/")
    screen.page.locator("main.idle").wait_for()
    begun = screen.page.evaluate("Date.now()")
    found = []
    for number, person in enumerate(people):
        screen.scan(person["card"])
        screen.page.wait_for_function("count => window.counts.success >= count", arg=number + 1)
        if number in (VISITORS // 4, VISITORS // 2):
            found.append(sizes(screen))
    screen.page.wait_for_function(
        "([begun, hours]) => Date.now() - begun >= hours * 3600e3", arg=[begun, HOURS],
        timeout=120_000)
    hours = (screen.page.evaluate("Date.now()") - begun) / 3_600_000
    found.append(sizes(screen))
    counts = screen.page.evaluate("window.counts")
    print(f"{hours:.1f} h: {counts}, requests {asked}; nodes, listeners and bytes {found}")
    screen.close()
    assert counts["success"] == VISITORS and counts["wrong"] == 0
    assert asked["/"] > 400 and asked["/heartbeat"] > 400
    first, last = found[0], found[-1]
    assert last[0] <= first[0] * 1.1 + 50
    assert last[1] <= first[1] + 10
    assert last[2] <= first[2] * 1.05 + 100_000
