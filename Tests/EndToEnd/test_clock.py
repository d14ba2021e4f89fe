"""A board without a battery: it starts at 1970, people check in, somebody sets the clock at the desk,
the province puts it right, and every check-in is shown at the time at which it truly was.
"""

import datetime
import json
import pathlib
import sqlite3
import struct
import subprocess
import time

import pytest

from daemons import wait_until
from desk_steps import director, shots
from roster import cards_of
from test_transport import balanced, connect, log_of, one_time_code

HERE = pathlib.Path(__file__).parent
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
DAY_SECONDS = 86_400


class Board:
    """A kiosk whose wall clock the test moves, while its time since start is the machine's."""

    def __init__(self, machine, folder):
        self.machine = machine
        self.offset = folder / "offset"
        self.turn(-int(time.time()))
        library = folder / "board_clock.so"
        subprocess.run(["clang", "-shared", "-fPIC", "-Wall", "-Werror", "-o", library,
                        HERE / "board_clock.c", "-ldl"], check=True)
        machine.environment |= {"LD_PRELOAD": str(library), "BOARD_CLOCK": str(self.offset)}

    def turn(self, seconds):
        """Puts the wall clock so far from the truth; a running kiosk sees it at once."""
        with open(self.offset, "r+b" if self.offset.exists() else "wb") as file:
            file.write(struct.pack("q", seconds))

    def events(self, kind):
        path = f"file:{self.machine.data}/kiosk.sqlite?mode=ro"
        with sqlite3.connect(path, uri=True) as database:
            lines = database.execute("SELECT line FROM entry ORDER BY seq").fetchall()
        return [event for event in map(lambda row: json.loads(row[0]), lines)
                if event["k"] == kind]


@pytest.fixture
def board(kiosk, tmp_path):
    machine = kiosk(settings={"clock.hasBattery": "false", "sync.intervalSeconds": "1"})
    machine.command("demo", "--residents", 20)
    return Board(machine, tmp_path)


def shown(moment):
    return datetime.datetime.fromtimestamp(moment, VIETNAM).strftime("%H:%M")


def test_a_board_that_starts_at_1970_is_put_right(board, province, window, artifacts):
    machine = board.machine.start()
    screen = director(window(machine), machine)
    screen.expects("status of 422")
    door = window(machine)
    door.go("/")
    door.says(".now", "Giờ trên máy chưa chắc đúng")

    scanned = time.time()
    answer = machine.check_in(cards_of(machine)[0]).json()
    assert answer["outcome"] == "welcome", answer
    set_by_hand(board, screen, artifacts)

    server = province().start()
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    wait_until("the books to balance", lambda: balanced(machine) and board.events("clock.sync"))
    wait_until("the province's time", lambda: knows_the_time(screen))
    shots(screen, artifacts, "clock-right")

    listed_right(board, screen, scanned)
    seq = board.events("visit.in")[-1]["q"]
    known_to_the_province(server, seq, scanned)

    board.turn(10 * 366 * DAY_SECONDS)
    wait_until("the step to be seen", lambda: len(board.events("clock.jump")) == 1)
    assert knows_the_time(screen), "the province's word counts for more than the board's"
    for one in (door, screen):
        one.page.goto("about:blank")
    server.stop()
    machine.stop()
    machine.start()
    health = machine.get("/api/status").json()
    assert health["isClockTrusted"], health


def test_a_board_that_is_only_fetched_from_is_put_right_too(board, province):
    machine, server = board.machine, province().start()
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    # No way leads from here to the province: it must come.
    machine.config.write_text(machine.config.read_text().replace(
        'provinceURL = ""', 'provinceURL = "http://127.0.0.1:1"'))
    machine.start()
    scanned = time.time()
    assert machine.check_in(cards_of(machine)[0]).json()["outcome"] == "welcome"
    assert not machine.get("/api/status").json()["isClockTrusted"]

    server.command("kiosks set-url", log_of(machine), machine.url)
    server.command("pull", "--once")

    [event] = board.events("clock.sync")
    assert abs(event["st"] / 1_000 - time.time()) < 60 and event["rt"] == 60_000, event
    assert balanced(machine)
    assert machine.get("/api/status").json()["isClockTrusted"]
    known_to_the_province(server, board.events("visit.in")[-1]["q"], scanned, within=65)
    server.command("pull", "--once")
    assert len(board.events("clock.sync")) == 1


def set_by_hand(board, screen, artifacts):
    """The clerk is two days off, is asked, insists, and the machine takes the word for now."""
    screen.go("/desk")
    screen.page.click("main a[href='/desk/clock']")
    screen.says("main", "Giờ tạm")
    shots(screen, artifacts, "clock-unset")
    wish = datetime.datetime.now(VIETNAM) + datetime.timedelta(days=2)
    screen.page.fill("#day", wish.strftime("%d/%m/%Y"))
    screen.page.fill("#time", "08:05")
    screen.page.click("main form .button.primary")
    screen.says("main", "Tôi đã xem kỹ")
    shots(screen, artifacts, "clock-sure")
    assert not board.events("clock.set")
    screen.page.check("#sure")
    screen.page.click("main form .button.primary")
    screen.says("main", "Người của trung tâm đã chỉnh giờ này")
    screen.says("main", "08:05")
    shots(screen, artifacts, "clock-set")
    [event] = board.events("clock.set")
    assert event["u"] == 1 and event["w"] > event["f"], event


def knows_the_time(screen):
    screen.go("/desk/clock")
    return "Tỉnh đã ký xác nhận giờ này" in screen.page.inner_text("main")


def listed_right(board, screen, scanned):
    """The resident's page names the minute at which the card was truly scanned."""
    resident = int(board.events("visit.in")[-1]["r"].lstrip("L"))
    screen.go(f"/desk/residents/{resident}")
    wanted = {shown(scanned - 1), shown(scanned), shown(scanned + 1)}
    text = screen.page.inner_text("main")
    assert any(time in text for time in wanted), (wanted, text)


def known_to_the_province(server, seq, scanned, within=5):
    query = """SELECT extract(epoch FROM entered)::float8, extract(epoch FROM earliest)::float8,
        extract(epoch FROM latest)::float8, basis FROM "visitTime" WHERE seq = %s"""

    def row():
        with connect(server) as database:
            found = database.execute(query, [seq]).fetchone()
        return found if found and found[3] == "synced" else None

    _, earliest, latest, _ = wait_until("the province to correct the time", row)
    assert earliest - 3 <= scanned <= latest + 3, (earliest, scanned, latest)
    assert latest - earliest < within
