"""The four sounds of the check-in screen: made by the script that is kept, told apart by rhythm, within
what weak ears hear, and played for the right result by a real browser.
"""

import importlib.util

import numpy
import pytest

import daemons
from daemons import wait_until
from door_states import SETTINGS, Door, repeated, welcomed

ASSETS = daemons.ROOT / "assets"
SCRIPT = daemons.ROOT / "kiosk-config" / "development" / "make_sounds.py"
NAMES = ["in", "out", "attention", "error"]
HEARD = """() => {
  const player = HTMLMediaElement.prototype;
  const play = player.play;
  window.heard = [];
  player.play = function () { heard.push(this.src.split("/").at(-1)); return play.call(this); };
}"""


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_sounds", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def samples(maker, name):
    """The sound as numbers from -1 to 1, decoded by G.711's table and not by the script's own steps."""
    codes = numpy.frombuffer((ASSETS / f"door-{name}.wav").read_bytes()[58:], numpy.uint8)
    kept = ~codes
    size = (((kept & 0x0F).astype(int) << 3) + 132 << (kept >> 4 & 7)) - 132
    return numpy.where(kept & 0x80, -size, size) / 32768


def beats(sound, rate, window_seconds=0.02):
    """The notes as (start, seconds): where it is loud without a pause."""
    size = int(rate * window_seconds)
    rows = sound[:len(sound) // size * size].reshape(-1, size)
    loud = numpy.sqrt((rows ** 2).mean(axis=1))
    marks, begin = [], None
    for index, level in enumerate([*loud, 0]):
        rises = index and level > 2.2 * max(loud[index - 1], 0.02) if index < len(loud) else False
        if begin is not None and (level < 0.02 or rises):
            marks.append((begin * window_seconds, (index - begin) * window_seconds))
            begin = None
        if begin is None and level >= 0.02:
            begin = index
    return marks


def test_the_files_are_what_the_script_makes_and_light(maker):
    made = maker.files()
    assert sorted(made) == sorted(f"door-{name}.wav" for name in NAMES)
    for name, content in made.items():
        assert (ASSETS / name).read_bytes() == content, f"run {SCRIPT.name} assets"
    assert sum(map(len, made.values())) <= 25_000


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_lies_where_weak_ears_hear(maker, name):
    sound = samples(maker, name)
    assert 0.3 <= len(sound) / maker.RATE <= 0.6
    assert 0.5 < abs(sound).max() < 0.9
    assert abs(sound[0]) < 0.02 and abs(sound[-1]) < 0.1, "no click"
    power = abs(numpy.fft.rfft(sound)) ** 2
    pitch = numpy.fft.rfftfreq(len(sound), 1 / maker.RATE)
    heard = power[(pitch >= 480) & (pitch <= 3000)].sum() / power.sum()
    assert heard > 0.97


def test_the_sounds_are_told_apart_by_rhythm_alone(maker):
    rhythms = {name: [round(length, 1) for _, length in beats(samples(maker, name), maker.RATE)]
               for name in NAMES}
    counts = {name: len(rhythm) for name, rhythm in rhythms.items()}
    assert counts == {"in": 2, "out": 2, "attention": 3, "error": 1}, rhythms
    assert rhythms["in"][0] < rhythms["in"][1] and rhythms["out"][0] > rhythms["out"][1]


def listening(window, machine, **profile):
    screen = window(machine, **profile)
    screen.page.add_init_script(f"({HEARD})()")
    screen.go("/")
    screen.page.wait_for_selector("main.idle")
    return screen


def heard(screen):
    return screen.page.evaluate("() => heard")


def demonstration(kiosk, **settings):
    machine = kiosk(settings={**SETTINGS, **settings})
    machine.command("demo")
    return machine.start()


def test_each_result_has_its_sound_and_searching_none(kiosk, window):
    machine = demonstration(kiosk)
    screen = listening(window, machine)
    door = Door(machine, screen)
    lengths = screen.page.evaluate("""async () => Promise.all(%s.map((name) => new Promise((done, fail) => {
      const one = new Audio(`/assets/door-${name}.wav`);
      one.onloadedmetadata = () => done(one.duration);
      one.onerror = () => fail(new Error(name));
    })))""" % NAMES)
    assert all(0.3 <= length <= 0.6 for length in lengths), "the browser can play them"

    welcomed(door)
    assert set(heard(screen)) == {"door-in.wav"}
    before = len(heard(screen))
    repeated(door)
    screen.page.wait_for_selector("main.again")
    assert heard(screen)[before:] == ["door-in.wav"]
    screen.page.click("main.again form[action='/check-out'] button")
    screen.page.wait_for_selector("main.out")
    screen.scan("999999999999")
    screen.page.wait_for_selector("main.attention")
    screen.scan("0000000014")
    screen.page.wait_for_selector("main.error")
    assert heard(screen)[before + 1:] == ["door-out.wav", "door-attention.wav", "door-error.wav"]
    screen.page.click("a[href='/search']")
    screen.page.wait_for_selector("main.search-page")
    screen.page.click("a[data-home]")
    screen.page.wait_for_selector("main.idle")
    assert len(heard(screen)) == before + 4


def test_a_sound_is_played_to_its_end(kiosk, window):
    screen = listening(window, demonstration(kiosk))
    screen.page.evaluate("""() => { window.ended = 0;
      const play = HTMLMediaElement.prototype.play;
      HTMLMediaElement.prototype.play = function () { this.onended = () => { ended += 1; }; return play.call(this); }; }""")
    screen.scan("999999999999")
    wait_until("the sound's end", lambda: screen.page.evaluate("() => ended") == 1)


def test_a_quiet_centre_hears_and_loads_nothing(kiosk, window):
    machine = demonstration(kiosk, **{"checkIn.hasSounds": "false"})
    asked = []
    screen = window(machine)
    screen.page.on("request", lambda request: asked.append(request.url))
    screen.page.add_init_script(f"({HEARD})()")
    screen.go("/")
    screen.page.wait_for_selector("main.idle")
    screen.scan("999999999999")
    screen.page.wait_for_selector("main.attention")
    assert heard(screen) == [] and not [url for url in asked if url.endswith(".wav")]


def test_a_sound_that_may_not_be_played_is_no_error(kiosk, window):
    """Nobody has touched the page: the answer comes from elsewhere. The window watches the console."""
    screen = listening(window, demonstration(kiosk))
    screen.page.evaluate("async () => { const { load } = await import('/assets/door-service.js');"
                         " await load('/check-in', { code: '999999999999', source: 'wedge' }); }")
    screen.page.wait_for_selector("main.attention")
    wait_until("the attempt", lambda: heard(screen) == ["door-attention.wav"])
    screen.page.evaluate("() => new Promise((done) => setTimeout(done, 200))")
