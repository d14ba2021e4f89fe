"""The desk's rooms by axe-core, in both languages: nothing serious, nothing critical."""

import pytest

import daemons
from browser import Window
from test_door_accessible import AXE, LANGUAGES, RUN_AXE
from web import set_up

ROOMS = ["", "/residents", "/residents/new", "/courses", "/courses/new", "/sessions", "/sessions/new",
         "/certificates", "/register", "/register/last-number", "/verify", "/awards/new", "/prints",
         "/printer", "/transfers", "/transfers/usb", "/bulletin", "/users", "/account",
         "/settings", "/clock"]
PASSWORD = "mat-khau-rat-dai-2026"


@pytest.fixture(scope="module")
def desk(tmp_path_factory, chromium):
    machine = daemons.Kiosk(tmp_path_factory.mktemp("desk") / "kiosk")
    machine.command("demo")
    # As after a restore, so that the alarm and the form for the last number are seen.
    (machine.data / "keys" / "numbers").write_text("unsure 0\n")
    machine.start()
    set_up(machine, password=PASSWORD)
    screen = Window(chromium, machine, bypass_csp=True)
    screen.page.add_init_script(AXE)
    screen.go("/desk/sign-in")
    assert not found(screen)
    screen.page.fill("[name=name]", "giamdoc")
    screen.page.fill("[name=password]", PASSWORD)
    screen.page.click("main button[type=submit], form button")
    screen.page.wait_for_url("**/desk")
    yield screen
    screen.close()
    machine.kill()


def found(screen):
    return screen.page.evaluate(RUN_AXE.replace("enabled: true", "enabled: false"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_open_to_everybody(desk, room):
    for language in LANGUAGES:
        answer = desk.go(f"/desk{room}?lang={language}")
        assert answer.status == 200, room
        assert not found(desk)
