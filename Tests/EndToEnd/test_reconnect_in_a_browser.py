"""The check-in screen while its service comes and goes, and a browser that hangs."""

import shutil

import pytest

from browser import launch
from daemons import ROOT, wait_until
from roster import roster

STARTING = "Máy đang khởi động"
LOST = "net::ERR_CONNECTION"
FIRST_PAGE = ROOT / "kiosk-config" / "browser" / "starting.html"


@pytest.fixture
def machine(kiosk):
    """A kiosk that comes back at the same port when it is started again."""
    made = kiosk(settings={"checkIn.resultSeconds": "20"})
    made.command("demo", "--residents", 30)
    made.start()
    made.arguments[made.arguments.index("--port") + 1] = str(made.port)
    return made


@pytest.fixture
def screen(window, machine):
    shown = window(machine)
    shown.expects(LOST, "net::ERR_EMPTY_RESPONSE", "net::ERR_INCOMPLETE_CHUNKED_ENCODING")
    shown.go("/")
    shown.page.wait_for_selector("main.idle")
    return shown


def settled(screen):
    """Waits until the service worker can stand in."""
    screen.page.wait_for_function("navigator.serviceWorker.controller !== null")
    screen.page.wait_for_function("caches.match('/starting').then(page => Boolean(page))")


def mark(screen):
    screen.page.evaluate("window.isOld = true")


def is_new(screen):
    return not screen.page.evaluate("window.isOld === true")


def test_while_idle_a_restart_is_waited_for_calmly(machine, screen, artifacts):
    mark(screen)
    machine.kill()
    screen.page.wait_for_selector("main.waiting", timeout=60_000)
    screen.says("main.waiting h1", STARTING)
    assert screen.page.locator("main.error").count() == 0
    screen.shot(artifacts, "door-away")
    machine.start()
    screen.page.wait_for_selector("main.idle")
    assert is_new(screen), "a service that was away may be a newer one: its page is loaded anew"
    person = roster(machine)[0]
    screen.scan(person["card"])
    screen.says("main.success h1", person["name"])


def test_a_scan_while_the_service_is_away_is_kept_and_saved(machine, screen, artifacts):
    first, second = roster(machine)[:2]
    machine.kill()
    screen.scan(first["card"])
    screen.says("main.waiting", "Mã vừa quét được giữ lại")
    assert screen.page.locator("main.success, main.error").count() == 0
    screen.shot(artifacts, "door-restarting")
    screen.scan(second["card"])
    machine.start()
    screen.says("main.success h1", second["name"])
    screen.says(".company", first["name"])
    for person in (first, second):
        assert machine.check_in(person["card"], "serial").json()["outcome"] == "alreadyIn"


def test_a_new_page_waits_for_a_reading_under_way(machine, screen):
    first, second = roster(machine)[:2]
    wait_until("the line to stand", lambda: machine.get("/api/status").json()["screens"] == 1)
    mark(screen)
    held = []
    screen.page.route("**/check-in", lambda route: held.append(route))
    screen.scan(first["card"])
    screen.page.wait_for_selector("main.waiting")
    machine.kill()
    machine.start()
    wait_until("the line to stand again", lambda: machine.get("/api/status").json()["screens"] == 1)
    screen.scan(second["card"])
    wait_until("the second to be asked about", lambda: screen.page.wait_for_timeout(20) or len(held) == 2)
    held.pop().continue_()
    screen.says("main.success h1", second["name"])
    screen.page.click("a[data-home]")
    screen.page.wait_for_selector("main.idle")
    held.pop().continue_()
    screen.says("main.success h1", first["name"])
    assert not is_new(screen)
    screen.page.click("a[data-home]")
    screen.page.wait_for_function("window.isOld !== true")
    screen.page.wait_for_selector("main.idle")


def test_an_answer_that_is_lost_is_asked_for_again_and_told_truly(machine, screen):
    """The visit was recorded, the service died before it could say so."""
    person = roster(machine)[2]
    screen.page.route("**/check-in", lambda route: (route.fetch(), machine.kill(), route.abort()))
    screen.expects("net::ERR_FAILED")
    screen.scan(person["card"])
    screen.page.wait_for_selector("main.waiting")
    screen.page.unroute("**/check-in")
    machine.start()
    screen.says("main.again .word", "Đã điểm danh lúc")
    screen.says("main.again h1", person["name"])


def test_a_service_that_stays_away_is_said_plainly(machine, screen):
    machine.kill()
    screen.scan(roster_card(machine))
    screen.says("main.waiting", "Mã vừa quét được giữ lại")
    screen.page.wait_for_selector("main.error", timeout=60_000)
    screen.says("main.error", "CHƯA chắc đã được ghi")


def roster_card(machine):
    return roster(machine)[3]["card"]


def test_a_form_meets_a_restart_and_says_what_happened(machine, screen):
    person = roster(machine)[4]
    screen.page.click("a[href='/search']")
    screen.page.fill("#name", person["name"])
    machine.kill()
    screen.page.click("button.primary")
    screen.says("main.waiting h1", STARTING)
    machine.start()
    screen.page.wait_for_selector("main.idle")
    # To take a visit back is not sent twice by itself: nobody knows whether it was done.
    screen.scan(person["card"])
    screen.page.wait_for_selector("main.success")
    machine.kill()
    screen.page.click("form[action='/undo'] button")
    screen.says("main.error", "Chưa rõ kết quả")


def test_no_page_of_the_browser_stands_in_while_the_service_is_away(machine, screen, artifacts):
    settled(screen)
    person = roster(machine)[5]
    screen.scan(person["card"])
    screen.says("main.success h1", person["name"])
    machine.kill()
    screen.page.reload()
    screen.says("h1", STARTING)
    assert person["name"] not in screen.page.content()
    screen.shot(artifacts, "door-starting")
    screen.page.goto(f"{machine.url}/search")
    screen.says("h1", STARTING)
    screen.page.goto(f"{machine.url}/")
    machine.start()
    screen.page.wait_for_selector("main.idle")
    screen.scan(person["card"])
    screen.says("main.again h1", person["name"])


def test_the_service_worker_keeps_one_page_that_knows_nobody(machine, screen):
    settled(screen)
    people = roster(machine)[6:8]
    for person in people:
        screen.scan(person["card"])
        screen.says("main.success h1", person["name"])
    screen.page.reload()
    screen.page.wait_for_selector("main.idle")
    kept = screen.page.evaluate("""async () => {
      const found = [];
      for (const name of await caches.keys()) {
        const store = await caches.open(name);
        for (const one of await store.keys()) {
          found.push([new URL(one.url).pathname, await (await store.match(one)).text()]);
        }
      }
      return found;
    }""")
    assert [path for path, _ in kept] == ["/starting"]
    assert not any(person["name"] in text for person in people for _, text in kept)


def test_an_update_is_shown_at_the_next_page_and_never_an_old_one(machine, screen, tmp_path):
    """The assets change while a service worker of the old ones is installed."""
    settled(screen)
    assets = tmp_path / "assets"
    shutil.copytree(ROOT / "assets", assets)
    machine.stop()
    text = (assets / "text" / "vi.json").read_text()
    (assets / "text" / "vi.json").write_text(
        text.replace('"Mời quét thẻ"', '"Mời quét thẻ mới"').replace(STARTING, "Bản mới đang khởi động"))
    with open(assets / "door.js", "a") as file:
        file.write("\ndocument.documentElement.dataset.version = 'new';\n")
    machine.place = tmp_path
    machine.start()
    # The page finds its service again and loads itself anew; a reload from here would race with that.
    screen.says("main.idle", "Mời quét thẻ mới")
    screen.page.wait_for_function("document.documentElement.dataset.version === 'new'")
    wait_until("the calm page to be the new one", lambda: "Bản mới" in screen.page.evaluate(
        "caches.match('/starting').then(page => page.text())"))


def test_the_first_page_waits_for_the_service_before_it_was_ever_reached(machine, chromium):
    machine.kill()
    profile = chromium.new_context()
    page = profile.new_page()
    page.goto(f"{FIRST_PAGE.as_uri()}#{machine.url}/")
    page.wait_for_timeout(1_500)
    assert STARTING in page.inner_text("h1")
    machine.start()
    page.wait_for_selector("main.idle")
    assert page.url == f"{machine.url}/"
    profile.close()


def test_a_browser_that_hangs_is_noticed_and_helped(kiosk, tmp_path, chromium):
    mark = tmp_path / "restarted $HOME; echo"
    machine = kiosk(settings={
        "checkIn.silentScreenSeconds": "6",
        "checkIn.silentScreenCommand": f'["/bin/mkdir", "{mark}"]'})
    machine.command("demo", "--residents", 10)
    machine.start()

    def status():
        return machine.get("/api/status").json()

    assert (status()["screen"], status()["screenSilences"]) == ("closed", 0)
    hanging = launch(chromium.browser_type)
    page = hanging.new_context().new_page()
    page.goto(machine.url)
    wait_until("signs of the page", lambda: status()["screen"] == "alive")
    page.evaluate("setTimeout(() => { for (;;); }, 0)")
    wait_until("the silence to be noticed", lambda: status()["screen"] == "silent")
    wait_until("the command to have run", mark.is_dir)
    books = status()
    assert "screen" in books["attention"] and books["screenSilences"] == 1
    other = hanging.new_context().new_page()
    other.goto(machine.url)
    wait_until("the next page's signs", lambda: status()["screen"] == "alive")
    other.close()
    wait_until("a page closed in order not to be missed", lambda: status()["screen"] == "closed")
    hanging.close()
    log = machine.log.read_text()
    assert log.count("event=screen outcome=silent") == 1
    assert "event=screen outcome=done" in log
