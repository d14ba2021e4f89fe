"""Cards that are held up to the machine's camera: Chromium's fake one, which plays a film."""

import io
import json

import pytest

from browser import Window, launch
from daemons import ROOT, wait_until
from door_measures import contrast, layout
from fake_camera import film, held_up
from roster import roster
from test_door_accessible import axe_findings
from test_door_lessons_in_a_browser import opened, seen, with_slow_disk
from test_main_job import identity_text
from web import set_up

SIZES = {"": (1280, 800), "-800x480": (800, 480), "-1080x1920": (1080, 1920),
         "-768x1024": (768, 1024), "-360x780": (360, 780)}
HOLDER = "Nguyễn Tường Vi Ỷ Lan"


@pytest.fixture
def door(kiosk):
    machine = kiosk(settings={"scanners.camera": "true", "checkIn.resultSeconds": "1"})
    machine.command("demo")
    return machine.start()


@pytest.fixture
def filmed(chromium, tmp_path):
    """Makes windows whose camera plays scenes; without scenes there is no camera."""
    made = []

    def make(machine, scenes=None, permissions=("camera",), target="/", **profile):
        switches = []
        if scenes:
            played = film(tmp_path / "film.y4m", scenes)
            switches = ["--use-fake-device-for-media-stream",
                        f"--use-file-for-fake-video-capture={played}"]
        browser = launch(chromium.browser_type, *switches)
        screen = Window(browser, machine, permissions=list(permissions), **profile)
        made.append((browser, screen))
        screen.page.add_init_script(WATCH)
        screen.go(target)
        return screen

    yield make
    for browser, screen in made:
        screen.close()
        browser.close()


# Notes every result that the camera leads to, in their order.
WATCH = """
window.results = [];
addEventListener('DOMContentLoaded', () => {
  let last = null;
  new MutationObserver(() => {
    const result = document.querySelector('main.result');
    if (result && result !== last) results.push(result.className + ': ' + result.innerText);
    last = result;
  }).observe(document.getElementById('stage'), { childList: true });
});
"""


def visits(machine):
    return machine.get("/api/status").json()["recorded"]


def jpeg(text):
    out = io.BytesIO()
    held_up(text).save(out, "JPEG", quality=85)
    return out.getvalue()


def frame(machine, body, **headers):
    return machine.request("POST", "/camera", body, {"Content-Type": "image/jpeg", **headers})


def test_a_card_and_an_identity_card_are_read(door, filmed, artifacts):
    person = roster(door)[0]
    identity = identity_text(19, HOLDER)
    desk = set_up(door)
    desk.go("/desk/residents/new")
    desk.submit("/desk/residents", scan=identity, do="read")
    desk.submit("/desk/residents", do="save")
    assert HOLDER in desk.answer.text
    screen = filmed(door, [(None, 1), (person["card"], 3), (None, 3), (identity, 3), (None, 2)])
    screen.page.wait_for_selector(".camera-view[data-camera=ready] video")
    screen.shot(artifacts, "door-camera")
    screen.page.wait_for_function("() => window.results.length >= 2")
    results = screen.page.evaluate("window.results.slice(0, 2)")
    first, second = sorted(results, key=lambda text: HOLDER in text)
    assert "success" in first and person["name"] in first
    assert "success" in second and HOLDER in second


def test_a_card_that_stays_before_the_camera_counts_once(door, filmed):
    person = roster(door)[1]
    before = visits(door)
    screen = filmed(door, [(person["card"], 30)])
    screen.page.wait_for_selector("main.success")
    # The first screen comes back, goes on looking, and shows nothing new.
    screen.page.wait_for_selector("main.idle")
    with screen.page.expect_response(lambda answer: answer.url.endswith("/camera")) as next_frame:
        pass
    for _ in range(5):
        assert next_frame.value.status == 204
        assert next_frame.value.headers["codes-seen"]
        with screen.page.expect_response(lambda answer: answer.url.endswith("/camera")) as next_frame:
            pass
    assert len(screen.page.evaluate("window.results")) == 1
    assert visits(door) == before + 1


def test_a_slow_disk_is_told_where_the_card_is_held_up_and_nowhere_else(kiosk, filmed, window, tmp_path):
    machine = kiosk(settings={"scanners.camera": "true", "checkIn.resultSeconds": "20"})
    machine.command("demo", "--residents", 20)
    person = roster(machine)[0]
    with_slow_disk(machine, tmp_path).start()
    other = opened(window, machine)
    other.page.wait_for_selector("main.idle")
    screen = filmed(machine, [(person["card"], 5)])
    screen.says("main.success h1", person["name"])
    told = screen.page.evaluate("window.results")
    assert [one.split(":")[0].split()[1] for one in told] == ["waiting", "success"], told
    assert "Đang lưu" in told[0]
    assert {one["kind"] for one in seen(other)} == {"idle"}


def test_a_card_is_saved_that_is_held_up_while_the_service_starts_anew(door, filmed):
    """Its check-in is sent until it is answered, as for any other scanner."""
    person = roster(door)[5]
    screen = filmed(door, [(person["card"], 30)], target="/search")
    screen.expects("Failed to load resource", "net::ERR")
    screen.page.route("**/check-in", lambda route: route.abort(), times=2)
    screen.page.click("a[data-home]")
    screen.page.wait_for_selector("main.waiting")
    screen.says("main.success h1", person["name"])


@pytest.mark.parametrize("look", ["normal", "large"])
@pytest.mark.parametrize("name", SIZES)
def test_the_picture_fits_every_display(door, filmed, artifacts, name, look):
    screen = filmed(door, [(None, 5)], target=f"/?size={look}", size=SIZES[name])
    # In large text a phone has no room for it; the camera reads all the same.
    is_phone = SIZES[name][0] < 640
    screen.page.wait_for_selector(".camera-view[data-camera=ready] video",
                                  state="attached" if look == "large" and is_phone else "visible")
    screen.shot(artifacts, f"door-camera{name}{'-large' if look == 'large' else ''}")
    assert not layout(screen.page, SIZES[name])
    assert is_phone or not contrast(screen.page)[0]
    assert not axe_findings(screen.page)


def test_without_a_camera_the_check_in_goes_on(door, filmed, artifacts):
    person = roster(door)[2]
    screen = filmed(door)
    screen.says(".camera-line", "Chưa dùng được máy ảnh")
    screen.shot(artifacts, "door-camera-absent")
    screen.scan(person["card"])
    screen.says("main.success h1", person["name"])


def test_a_camera_that_is_forbidden_is_told_calmly(door, filmed, artifacts):
    person = roster(door)[3]
    screen = filmed(door, [(person["card"], 1)], permissions=())
    screen.says(".camera-line", "Máy ảnh chưa được cho phép")
    screen.shot(artifacts, "door-camera-forbidden")
    screen.scan(person["card"])
    screen.says("main.success h1", person["name"])


def test_a_camera_that_is_pulled_out_is_told_and_found_again(door, filmed):
    screen = filmed(door, [(None, 5)])
    screen.page.wait_for_selector(".camera-view[data-camera=ready] video")
    # What Chromium does when the device goes.
    screen.page.evaluate("""() => {
      const track = document.querySelector('.camera-view video').srcObject.getVideoTracks()[0];
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }""")
    screen.says(".camera-line", "Chưa dùng được máy ảnh")
    screen.page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    screen.page.wait_for_selector(".camera-view[data-camera=ready] video")


def test_the_camera_is_off_unless_the_settings_say_so(kiosk, window):
    machine = kiosk()
    machine.command("demo")
    machine.start()
    screen = window(machine)
    screen.go("/")
    assert screen.page.locator("[data-camera], script[src*=camera]").count() == 0
    assert frame(machine, jpeg(None)).status == 404


def test_frames_are_read_as_long_as_they_are_frames(door):
    person = roster(door)[4]
    assert frame(door, jpeg(None)).status == 204
    read = frame(door, jpeg(person["card"]))
    assert (read.status, read.text) == (200, person["card"])
    mark = read.headers["codes-seen"]
    assert person["card"] not in mark
    held = frame(door, jpeg(person["card"]), **{"Codes-Held": mark})
    assert (held.status, held.headers["codes-seen"]) == (204, mark)
    assert frame(door, b"\xff\xd8\xff nothing of the sort").status == 400
    assert frame(door, bytes(300_000)).status == 413
    assert door.request("POST", "/camera", b"{}", {"Content-Type": "application/json"}).status == 415
    foreign = frame(door, jpeg(None), **{"Sec-Fetch-Site": "cross-site"})
    assert foreign.status == 403
    wait_until("the kiosk to be well", lambda: door.get("/api/status").json()["canSave"])


# A browser that asks somebody whether the page may use the camera, and waits.
PROMPT = """
window.prompts = 0;
navigator.mediaDevices.getUserMedia = () => { prompts++; return new Promise(() => {}); };
"""


def test_while_the_browser_asks_for_the_camera_it_is_not_asked_again(door, filmed):
    screen = filmed(door)
    screen.page.add_init_script(PROMPT)
    screen.page.clock.install()
    screen.go("/")
    screen.page.wait_for_selector("main.idle")
    for _ in range(3):
        screen.page.clock.run_for(11_000)
    assert screen.page.evaluate("window.prompts") == 1


def test_the_kiosks_own_browser_may_use_the_camera_unasked():
    policy = json.loads((ROOT / "kiosk-config" / "browser" / "policy.json").read_text())
    assert policy["VideoCaptureAllowedUrls"] == ["http://127.0.0.1:8080", "http://localhost:8080"]
