"""The check-in screen in a real browser under its settings and limits: names hidden, no JavaScript,
results and forms left alone, and a queue of forty people. Sizes are test_door_accessible.py's.
"""

from daemons import wait_until
from roster import roster


def demonstration(kiosk, **settings):
    machine = kiosk(settings=settings)
    machine.command("demo")
    return machine.start()


def opened(window, machine, target="/", **profile):
    screen = window(machine, **profile)
    screen.go(target)
    return screen


def test_hidden_names_stay_hidden(kiosk, window, artifacts):
    machine = demonstration(kiosk, **{"checkIn.hidesNames": "true"})
    person = roster(machine)[0]
    screen = opened(window, machine)
    screen.scan(person["card"])
    screen.says("main.success h1", "Xin chào")
    assert person["name"] not in screen.page.content()
    screen.shot(artifacts, "door-welcome-nameless")
    machine.check_in(roster(machine)[1]["card"])
    screen.scan(roster(machine)[1]["card"])
    screen.page.wait_for_selector("main.again")
    assert roster(machine)[1]["name"] not in screen.page.content()
    screen.page.click("a[data-home]")
    screen.page.click("a[href='/search']")
    screen.page.fill("#name", "do thi hanh")
    screen.page.click("button.primary")
    screen.page.wait_for_selector("main.found")
    assert "Đỗ Thị Hạnh" not in screen.page.content()


def test_a_result_leaves_by_itself_and_leaves_nobody_behind(kiosk, window, artifacts):
    machine = demonstration(kiosk, **{"checkIn.resultSeconds": "2", "checkIn.undoSeconds": "6"})
    people = roster(machine)[20:22]
    screen = opened(window, machine)
    screen.page.wait_for_selector("main.idle")
    for person in people:
        screen.scan(person["card"])
        screen.says("main.success h1", person["name"])
    screen.page.wait_for_selector("main.idle", timeout=10_000)
    screen.page.wait_for_selector("form.late")
    screen.shot(artifacts, "door-undo-strip")
    left = screen.page.content()
    for person in people:
        assert person["name"] not in left and person["card"] not in left
    screen.page.wait_for_selector("form.late", state="detached", timeout=15_000)
    assert screen.page.evaluate("document.querySelectorAll('main').length") == 1
    assert screen.page.input_value("#code") == ""


def test_a_form_left_alone_counts_down_and_clears(kiosk, window, artifacts):
    machine = demonstration(kiosk)
    screen = window(machine)
    screen.page.clock.install()
    screen.go("/")
    screen.page.click("a[href='/search']")
    screen.page.fill("#name", "do thi hanh")
    screen.page.clock.fast_forward(30_000)
    assert screen.page.locator(".countdown").count() == 0
    screen.page.clock.fast_forward(12_000)
    screen.says(".countdown", "Tự quay về sau")
    screen.shot(artifacts, "door-countdown")
    screen.page.press("#name", "n")
    screen.page.clock.fast_forward(30_000)
    assert screen.page.locator("main.search-page").count() == 1, "a touch winds the timer up again"
    screen.page.clock.fast_forward(35_000)
    screen.page.wait_for_selector("main.idle")
    assert "do thi hanh" not in screen.page.content()


def test_without_javascript_a_number_is_typed_and_taken_back(kiosk, window, artifacts):
    machine = demonstration(kiosk)
    person = roster(machine)[2]
    screen = opened(window, machine, java_script_enabled=False)
    for digit in person["card"]:
        screen.page.click(f".key[value='{digit}']")
    assert screen.page.input_value("#code") == person["card"]
    screen.page.click(".key.enter")
    assert person["name"] in screen.page.inner_text("main.success h1")
    screen.page.screenshot(path=artifacts / "door-welcome-no-javascript.png")
    screen.page.click("form[action='/undo'] button")
    assert "Đã bỏ lượt vừa rồi" in screen.page.inner_text("main h1")
    screen.page.click("a[data-home]")
    screen.page.fill("#code", person["card"])
    screen.page.press("#code", "Enter")
    assert person["name"] in screen.page.inner_text("main.success h1")


def test_without_javascript_a_name_is_found(kiosk, window):
    machine = demonstration(kiosk)
    screen = opened(window, machine, "/search", java_script_enabled=False)
    screen.page.click(".letters .key[value=d]")
    assert screen.page.input_value("#name") == "d"
    screen.page.fill("#name", "do thi hanh")
    screen.page.click("button.primary")
    screen.page.click(".people button:has-text('Đỗ Thị Hạnh')")
    assert "Đỗ Thị Hạnh" in screen.page.inner_text("main.success h1")


def test_a_stopped_service_is_said_and_its_return_is_noticed(kiosk, window, artifacts):
    machine = demonstration(kiosk)
    card = roster(machine)[9]["card"]
    screen = opened(window, machine)
    screen.page.wait_for_selector("main.idle")
    screen.page.route("**/check-in", lambda route: route.abort())
    screen.expects("net::ERR_FAILED")
    screen.scan(card)
    screen.says("main.error", "CHƯA chắc đã được ghi")
    assert "Chưa điểm danh" not in screen.page.inner_text("main.error")
    screen.shot(artifacts, "door-unreachable")
    screen.page.unroute("**/check-in")
    screen.scan(card)
    screen.page.wait_for_selector("main.success, main.again")


def assert_fits(page, width, height, least):
    """Nothing to scroll, and everything to touch in sight in the lower two thirds."""
    assert not page.evaluate("document.documentElement.scrollHeight > innerHeight")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    boxes = page.evaluate(
        "[...document.querySelectorAll('main a, main button:not(.default)')]"
        ".filter(one => one.checkVisibility()).map(one => {"
        " const box = one.getBoundingClientRect();"
        " return [one.innerText, box.left, box.top, box.right, box.bottom]; })")
    assert len(boxes) >= least
    tolerance = height / 50
    wrong = [box for box in boxes if box[1] < 0 or box[2] < height / 3 - tolerance
             or box[3] > width or box[4] > height]
    assert not wrong


def test_the_watch_itself_sees_faults(kiosk, window):
    screen = opened(window, demonstration(kiosk))
    screen.page.evaluate("fetch('http://127.0.0.1:9/elsewhere').catch(() => 0)")
    screen.page.evaluate("setTimeout(() => { throw new Error('deliberate'); })")
    wait_until("both faults", lambda: screen.page.evaluate("0") or len(screen.faults) >= 2)
    assert any("9/elsewhere" in fault for fault in screen.faults)
    assert any("deliberate" in fault for fault in screen.faults)
    screen.faults.clear()
