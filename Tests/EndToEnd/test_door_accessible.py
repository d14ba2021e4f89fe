"""The check-in screen for eyes, ears and hands: every state (door_states.py) in both languages, both
contrasts and both sizes of text, on every display, by axe-core and by our own measures.

Each state is reached once for each language. What depends on the look and the display alone is then
changed on the page itself.
"""

import pathlib

import axe_playwright_python
import pytest
from PIL import Image

import daemons
import door_measures
import wedge
from browser import Window
from daemons import wait_until
from door_states import (CHOOSING, CLOSED, CROWDED, CUT_OFF, LONGEST, SETTINGS, STATES, Door,
                         open_more_sessions, prepare)
from test_full_disk import RESERVE, fill, reserve, small, status

DISPLAYS = [(320, 568), (360, 740), (568, 320), (480, 640), (640, 480), (720, 720),
            (480, 800), (640, 960), (768, 1024), (720, 480), (800, 480),
            (1024, 600), (1024, 768), (1280, 800), (1080, 1920), (1920, 1080)]
SHOWN = [(360, 740), (480, 800), (768, 1024), (800, 480), (1280, 800), (1080, 1920)]  # kept as pictures
LANGUAGES = ["vi", "en"]
LOOKS = ["door", "door large"]
HIGH = " high-contrast"
AXE = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
RUN_AXE = """async () => {
  const options = { resultTypes: ["violations"], rules: { "color-contrast-enhanced": { enabled: true } } };
  const { violations } = await axe.run(document, options);
  return violations.filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""


def axe_findings(page):
    """What axe finds on a page of any window, serious or worse."""
    page.evaluate(AXE)
    return page.evaluate(RUN_AXE)


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """A kiosk that lets nothing run out, with the longest name in its register."""
    kiosk = daemons.Kiosk(tmp_path_factory.mktemp("door") / "kiosk", SETTINGS)
    kiosk.command("demo")
    kiosk.start()
    kiosk.desk = prepare(kiosk)
    yield kiosk
    kiosk.kill()


@pytest.fixture(scope="module")
def door(machine, chromium):
    """One window for all states; axe comes with every page, past the policy for scripts."""
    screen = Window(chromium, machine, bypass_csp=True)
    screen.page.add_init_script(AXE)
    yield Door(machine, screen)
    screen.close()


def reach(door, state, language):
    door.start(language)
    state.reach(door)
    door.page.wait_for_selector(state.selector)


def wear(door, look):
    door.page.evaluate("look => { document.documentElement.className = look; }", look)


def faults_of_layout(door):
    """What is wrong on any display, in both sizes of text."""
    wrong = []
    for look in LOOKS:
        wear(door, look)
        for display in DISPLAYS:
            door.page.set_viewport_size(dict(zip(("width", "height"), display)))
            wrong += [f"{look} {display[0]}x{display[1]}: {fault}"
                      for fault in door_measures.layout(door.page, display)]
    wear(door, LOOKS[0])
    return wrong


def faults_of_colour(door):
    """Findings of axe and texts that stand out too little, in both contrasts."""
    door.page.set_viewport_size({"width": 1280, "height": 800})
    wrong = []
    for contrast, least in (("", door_measures.LEAST_RATIO), (HIGH, door_measures.LEAST_HIGH_RATIO)):
        wear(door, LOOKS[0] + contrast)
        finish(door)
        low, _ = door_measures.contrast(door.page, least)
        wrong += [f"{contrast or 'normal'}: {fault}" for fault in low + door.page.evaluate(RUN_AXE)]
    wear(door, LOOKS[0])
    return wrong


def finish(door):
    door.page.evaluate("document.getAnimations().filter(one => !one.effect.target.matches('.stay'))"
                       ".forEach(one => one.finish())")


def portray(door, name, folder):
    """Pictures of a state on the displays; of its high contrast; and without any colour."""
    for display in SHOWN:
        size = "" if display == (1280, 800) else f"-{display[0]}x{display[1]}"
        door.page.set_viewport_size(dict(zip(("width", "height"), display)))
        door.screen.shot(folder, f"door-state-{name}{size}")
    door.page.set_viewport_size({"width": 1280, "height": 800})
    wear(door, LOOKS[0] + HIGH)
    door.screen.shot(folder, f"door-state-{name}-high")
    wear(door, LOOKS[0])
    picture = Image.open(folder / f"door-state-{name}.png").convert("L")
    picture.save(folder / f"door-state-{name}-grey.png")


def look_at(door, state, language, artifacts):
    reach(door, state, language)
    wrong = faults_of_layout(door) + faults_of_colour(door)
    assert not wrong, "\n".join([state.name, *wrong])
    if language == "vi":
        portray(door, state.name, artifacts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_is_seen_read_and_touched_by_everybody(door, state, language, artifacts):
    look_at(door, state, language, artifacts)


FULL = """() => {
  document.querySelector(".ways").insertAdjacentHTML("beforeend",
    `<a class="tile" href="/"><svg class="icon"></svg><span>Thông báo</span></a>`);
  document.querySelector(".calm span").textContent =
    "Đã lưu tại đây, 1284 bản ghi chờ gửi, lần gửi gần nhất 07:40";
  document.querySelector(".now").insertAdjacentHTML("beforeend",
    `<p class="state attention">Giờ trên máy chưa được chỉnh</p>`);
}"""


def test_the_first_screen_has_room_for_all_that_may_come(door):
    """The notices' tile, records waiting, a clock that is wrong."""
    door.start("vi")
    door.page.evaluate(FULL)
    assert door.page.locator(".ways .tile").count() == 3
    wrong = faults_of_layout(door)
    assert not wrong, "\n".join(wrong)


def test_the_first_screen_has_room_for_a_warning(door):
    door.start("vi")
    door.page.evaluate("""() => document.querySelector(".front").insertAdjacentHTML("beforeend",
        `<div class="notice attention"><svg class="icon"></svg><p>Tệp dữ liệu của máy có chỗ hỏng. Vẫn điểm
        danh được; mời báo cán bộ sao lưu ngay và gọi hỗ trợ.</p></div>`)""")
    wrong = faults_of_layout(door)
    assert not wrong, "\n".join(wrong)


IN_SIGHT = """() => {
  const { top, bottom } = document.querySelector(".late button").getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


@pytest.mark.parametrize("display", [(480, 640), (720, 720), (640, 480), (360, 740), (1280, 800)])
def test_the_offer_to_undo_is_in_sight_where_the_page_scrolls(door, display):
    """And what comes after it begins at its top again."""
    door.page.set_viewport_size(dict(zip(("width", "height"), display)))
    reach(door, next(state for state in STATES if state.name == "undo-strip"), "vi")
    assert door.page.evaluate(IN_SIGHT)
    door.screen.scan("999999999999")
    door.page.wait_for_selector("main.attention")
    assert door.page.evaluate("scrollY") == 0


@pytest.mark.parametrize("state", ["welcome", "already-in"])
def test_a_result_has_room_for_three_choices_under_the_longest_name(door, state):
    reach(door, next(one for one in STATES if one.name == state), "vi")
    door.page.evaluate("(name) => { document.querySelector('.answer h1').lastChild.data = name; }", LONGEST)
    assert door.page.locator(".actions .tile").count() == 3
    wrong = faults_of_layout(door)
    assert not wrong, "\n".join(wrong)


FILL = """([list, most, name]) => {
  document.querySelector("main.own h1").textContent = name;
  const rows = document.querySelector(list);
  for (let n = 0; rows.children.length < most; n++) rows.append(rows.children[n].cloneNode(true));
}"""


@pytest.mark.parametrize("pane, rows, most", [("learning", ".own-courses", 5), ("visits", ".own-visits", 6)])
def test_the_own_page_has_room_for_all_that_it_may_hold(door, pane, rows, most):
    """As many courses and visits as the service sends, under the longest name."""
    reach(door, next(state for state in STATES if state.name == f"own-{pane}"), "vi")
    door.page.evaluate(FILL, [rows, most, LONGEST])
    wrong = faults_of_layout(door)
    assert not wrong, "\n".join(wrong)


def test_out_of_service_is_told_to_everybody(small, chromium, artifacts):
    small.command("demo", "--residents", 20)
    small.start()
    wait_until("the reserve", lambda: reserve(small) == RESERVE)
    small.kill()
    fill(small)
    small.start()
    assert not status(small)["canSave"]
    screen = Window(chromium, small, bypass_csp=True)
    screen.page.add_init_script(AXE)
    for language in LANGUAGES:
        look_at(Door(small, screen), CLOSED, language, artifacts)
    screen.close()


# --- the measures themselves can fail ---

SPOILT = {
    ".key { height: 40px; min-height: 0; align-self: start; }": "target too small",
    ".ways .tile { width: 40px; min-width: 0; }": "target too small",
    ".idle { padding-bottom: 30vh; }": "target in the upper third",
    ".shelf { transform: translateY(30vh); }": "target below the screen",
    ".invite h2 { white-space: nowrap; font-size: 30vw; }": "text beyond the screen",
    ".side { height: 20px; }": "cut off",
    ".looks { margin-top: -60px; }": "targets overlap",
    ".calm { margin-top: -20px; }": "texts overlap",
    ".looks span { margin-right: -200px; white-space: nowrap; }": "text leaves its place",
    ".door body { overflow: auto; } #stage { height: 110vh; }": "scrolls by",
}


@pytest.mark.parametrize("rule", SPOILT)
def test_the_measures_see_a_spoilt_layout(door, rule):
    door.start("vi")
    door.page.set_viewport_size({"width": 1280, "height": 800})
    assert not door_measures.layout(door.page, (1280, 800))
    door.page.add_style_tag(content=rule)
    found = door_measures.layout(door.page, (1280, 800))
    assert any(fault.startswith(SPOILT[rule]) for fault in found), found


def test_the_measures_see_a_small_name_faint_text_and_what_axe_finds(door):
    reach(door, next(state for state in STATES if state.name == "welcome"), "vi")
    door.page.add_style_tag(content=".answer h1 { font-size: 40px !important; }"
                                    ".hours { color: #767676; }")
    assert any(fault.startswith("name too small")
               for fault in door_measures.layout(door.page, (1280, 800)))
    low, lowest = door_measures.contrast(door.page)
    assert low and lowest < 5
    door.page.evaluate("document.documentElement.removeAttribute('lang')")
    found = door.page.evaluate(RUN_AXE)
    assert any(one.startswith("html-has-lang") for one in found), found
    assert any(one.startswith("color-contrast-enhanced") for one in found), found


# --- looks ---

def colours(page):
    return page.evaluate(
        "() => ['--paper', '--ink', '--brand', '--green', '--amber', '--red', '--on-red', '--edge']"
        ".map(name => getComputedStyle(document.documentElement).getPropertyValue(name).trim())")


def test_contrast_is_the_visitors_choice_before_the_devices(machine, window):
    screen = window(machine)
    screen.go("/")
    normal = colours(screen.page)
    screen.page.click("a.to-high")
    screen.page.wait_for_selector("html.high-contrast")
    high = colours(screen.page)
    assert all(a != b for a, b in zip(normal, high))
    screen.page.click("a.to-normal")
    screen.page.wait_for_selector("html.normal-contrast")
    assert colours(screen.page) == normal

    wishing = window(machine, contrast="more")
    wishing.go("/")
    assert colours(wishing.page) == high, "both lists of values are the same"
    assert not wishing.page.is_visible("a.to-high")
    wishing.page.click("a.to-normal")
    wishing.page.wait_for_selector("html.normal-contrast")
    assert colours(wishing.page) == normal


def test_the_look_follows_onto_results_and_leaves_with_the_visitor(machine, window):
    screen = window(machine)
    screen.page.clock.install()
    screen.go("/")
    screen.page.click("a.to-high")
    screen.page.wait_for_selector("html.high-contrast")
    screen.page.click("a[href='/?size=large']")
    screen.page.wait_for_selector("html.large.high-contrast")
    screen.page.click("a[hreflang=en]")
    screen.says("main.idle h2", "Scan your card")
    screen.scan("999999999999")
    screen.page.wait_for_selector("html.large.high-contrast main.attention")
    screen.page.click("a[data-home]")
    screen.page.wait_for_selector("main.idle")
    screen.page.clock.fast_forward(66_000)
    screen.says("main.idle h2", "Mời quét thẻ")
    screen.page.wait_for_selector("html[lang=vi]:not(.large, .high-contrast)")


def test_where_the_device_forces_its_colours_everything_is_still_there(machine, window, artifacts):
    screen = window(machine, forced_colors="active")
    screen.go("/")
    screen.shot(artifacts, "door-forced-colours")
    screen.scan("999999999999")
    screen.page.wait_for_selector("main.attention")
    screen.shot(artifacts, "door-forced-colours-unknown")
    border = screen.page.evaluate("getComputedStyle(document.querySelector('.answer')).borderTopWidth")
    assert float(border.removesuffix("px")) >= 4


# --- what a screen reader says, where the keyboard goes, what moves ---

def said(screen):
    return screen.page.inner_text("#said") or screen.page.text_content("#said")


def test_a_result_is_said_in_one_sentence_and_the_clock_never(machine, window):
    person = Door(machine, window(machine)).people[-1]
    screen = window(machine)
    screen.go("/")
    wait_until("the invitation", lambda: "Mời quét thẻ" in said(screen))
    before = said(screen)
    screen.page.evaluate("document.getElementById('clock').textContent = '00:00'")
    screen.page.wait_for_function("() => document.getElementById('clock').textContent !== '00:00'")
    assert said(screen) == before
    screen.scan(person["card"])
    screen.page.wait_for_selector("main.success, main.again")
    words = said(screen)
    assert person["name"] in words and "Đã điểm danh lúc" in words
    assert "Không phải tôi" not in words and "Màn hình chính" not in words
    assert words == words.strip() and "  " not in words and ".." not in words
    live = screen.page.eval_on_selector_all("[aria-live]:not([aria-live=off]), [role=status], [role=alert]",
                                            "all => all.map(one => one.id)")
    assert live == ["said"], "one voice only"


def test_the_keyboard_goes_through_the_first_screen_in_the_order_of_reading(machine, window):
    screen = window(machine)
    screen.go("/")
    order = []
    for _ in range(17):
        order.append(screen.page.evaluate(
            "(() => { const one = document.activeElement; return one.id || one.value || one.className; })()"))
        ring = screen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid", f"{order[-1]} has no ring"
        screen.page.keyboard.press("Tab")
    assert order[0] == "code"
    assert order[1:12] == [*"123456789", "erase", "0"]
    assert screen.page.evaluate("document.activeElement === document.body") or order[-1] != order[0]


def test_a_result_waits_for_the_keyboard_without_holding_a_button(machine, window):
    """A scanner that ends with Enter would press it."""
    screen = window(machine)
    screen.go("/")
    screen.scan("999999999999")
    screen.page.wait_for_selector("main.attention")
    assert screen.page.evaluate("document.activeElement === document.body")
    screen.rest()  # a hand comes later than a scanner's own keys
    screen.strike(wedge.ENDS["Tab"])
    assert screen.page.evaluate("document.activeElement.closest('.actions') !== null")


@pytest.mark.parametrize("motion, easing", [("no-preference", "linear"), ("reduce", "steps")])
def test_motion_is_left_out_where_it_is_not_wanted(machine, window, motion, easing):
    screen = window(machine, reduced_motion=motion)
    screen.go("/")
    screen.scan("999999999999")
    screen.page.wait_for_selector("main.attention .stay")
    assert screen.page.evaluate(
        "document.querySelector('.stay').getAnimations()[0].effect.getTiming().easing").startswith(easing)
    moving = screen.page.evaluate("getComputedStyle(document.querySelector('.answer > .icon')).animationName")
    assert (moving == "none") == (motion == "reduce")


# --- several sessions at once: last, for all tests above have one ---

def test_several_sessions_and_the_choice_of_one_are_too(door, machine, artifacts):
    open_more_sessions(machine.desk)
    for state in (CROWDED, CHOOSING, CUT_OFF):
        for language in LANGUAGES:
            look_at(door, state, language, artifacts)
