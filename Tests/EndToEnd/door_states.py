"""Every state of the check-in screen and how it is reached, for the tests that look at each of them.

A new screen is one more line of STATES: its name, which is also that of its screenshots, the selector
by which it is known, and how a visitor comes to it from the first screen. `door.screen` is the browser
window, `door.machine` the kiosk. The kiosk of these tests lets nothing run out (SETTINGS), so that a
state stays while it is looked at.
"""

import dataclasses
import datetime
import re
from collections.abc import Callable

from papers import code_of, forged, sheets
from roster import roster
from web import set_up

SETTINGS = {"checkIn.resultSeconds": "60", "checkIn.verdictSeconds": "120",
            "checkIn.formSeconds": "600", "checkIn.undoSeconds": "120"}
LONGEST = "Nguyễn Phước Công Tằng Tôn Nữ Hoàng Thị Bảo Quỳnh"
HANOI = datetime.timezone(datetime.timedelta(hours=7))
PART = """async (id) => {
  const screen = await import("/assets/door-screen.js");
  return screen.%s;
}"""


class Door:
    """A kiosk with a window on it, and people who have not been here today."""

    def __init__(self, machine, screen):
        self.machine = machine
        self.screen = screen
        self.people = roster(machine)
        self.left = (person["card"] for person in self.people)
        self.language = "vi"

    @property
    def page(self):
        return self.screen.page

    def start(self, language):
        """The first screen as a new visitor finds it, in this language."""
        self.language = language
        self.screen.go(f"/?lang={language}&size=normal&contrast=system")
        self.page.wait_for_selector("main.idle")

    def somebody_in(self):
        """The card and the visit of somebody who has just been checked in elsewhere."""
        for card in self.left:
            answer = self.machine.check_in(card).json()
            if answer["outcome"] == "welcome":
                return card, answer["visit"]

    def show_part(self, name):
        self.page.evaluate(PART % "show(screen.part(id))", name)


@dataclasses.dataclass
class State:
    name: str
    selector: str
    reach: Callable[[Door], None]


def typed(door):
    for digit in "037085":
        door.page.click(f".key[name=press][value='{digit}']")


def welcomed(door):
    """Somebody's first scan today: the demonstration has people who were here already."""
    for card in door.left:
        door.screen.scan(card)
        door.page.wait_for_selector("main.result, main.choose")
        if not door.page.locator("main.again").count():
            return


def welcomed_by_the_longest_name(door):
    person = next(one for one in door.people if one["name"] == LONGEST)
    undo = door.machine.check_in(person["card"]).json()["visit"]
    door.machine.request("POST", f"/api/check-ins/{undo}/undo")
    door.screen.scan(person["card"])


def repeated(door):
    card, _ = door.somebody_in()
    door.screen.scan(card)


def left(door):
    repeated(door)
    door.page.click("main.again form[action='/check-out'] button")


def repeated_after_leaving(door):
    card, visit = door.somebody_in()
    door.machine.request("POST", f"/api/check-ins/{visit}/check-out")
    door.screen.scan(card)


def undone(door):
    welcomed(door)
    door.page.click("main.success form[action='/undo'] button")


def too_late_to_undo(door):
    welcomed(door)
    door.page.wait_for_selector("main.success form")
    door.page.evaluate("document.querySelector('form[action=\"/undo\"] button').value = 1 << 30")
    door.page.click("main.success form[action='/undo'] button")


def offered_to_undo(door):
    welcomed(door)
    door.page.click("main.success a[data-home]")


def searching(door):
    door.page.click("a[href='/search']")


def searching_too_short(door):
    searching(door)
    door.page.click(".letters .key[value=d]")
    door.page.click("button.primary")


def found(door, text="nguyen"):
    searching(door)
    door.page.fill("#name", text)
    door.page.click("button.primary")


def running_out(door):
    searching(door)
    door.page.wait_for_selector("main.search-page")
    door.page.evaluate(
        "async () => { const { part, stage } = await import('/assets/door-screen.js');"
        " const line = part('countdown');"
        " line.textContent = line.textContent.replace('%', 20); stage.append(line); }")


def family(door):
    """Cards in a row: two people, and one that nobody has."""
    welcomed(door)
    door.screen.scan("999999999999")
    door.page.wait_for_selector("main.attention .company")
    welcomed(door)
    door.page.wait_for_selector("main.result .company li + li")


def choice_cut_off(door):
    """Somebody was still choosing when the next card came."""
    welcomed(door)
    door.page.wait_for_selector("main.choose")
    welcomed(door)


def asked_as_a_guest(door):
    door.page.click("a[href='/guest']")


def named_guest(door):
    asked_as_a_guest(door)
    door.page.click("button[value=named]")


def nameless_guest(door):
    named_guest(door)
    door.page.wait_for_selector(".letters")
    door.page.click("button.primary")


def counted_head(door):
    asked_as_a_guest(door)
    door.page.click("button[value=head]")


def own_page(door, pane="learning"):
    """The page of somebody who has just been scanned."""
    welcomed(door)
    door.page.click("main.success form[action='/me'] button")
    door.page.wait_for_selector("main.own")
    door.page.click(f"label[for=pane-{pane}]")


def broken_request(door):
    """The page of a refusal, which takes the place of an answer."""
    door.screen.expects("Failed to load resource")
    repeated(door)
    door.page.wait_for_selector("main.again form")
    door.page.evaluate("document.querySelector('form[action=\"/check-out\"] button').value = 1 << 30")
    door.page.click("main.again form[action='/check-out'] button")


def certificate(door):
    door.screen.scan(code_of(sheets(door.machine)[0]))


def longest_certificate(door):
    certificate(door)
    door.page.wait_for_selector("main.verdict")
    door.page.evaluate(
        "([name, title]) => { const values = document.querySelectorAll('.signed dd');"
        " values[0].textContent = name; values[2].textContent = title; }",
        [LONGEST, "Kỹ thuật nuôi trồng thủy sản nước ngọt gắn với bảo vệ môi trường (CD-2026-0012)"])


def forged_certificate(door):
    door.screen.scan(forged(code_of(sheets(door.machine)[0])))


def broken_certificate(door):
    door.screen.scan(code_of(sheets(door.machine)[0])[:-1])


STATES = [
    State("idle", "main.idle", lambda door: None),
    State("reading", "main.idle", typed),
    State("welcome", "main.success", welcomed),
    State("welcome-longest", "main.success", welcomed_by_the_longest_name),
    State("undo-strip", "main.idle .late", offered_to_undo),
    State("already-in", "main.again", repeated),
    State("already-out", "main.again", repeated_after_leaving),
    State("checked-out", "main.out", left),
    State("undone", "main.out", undone),
    State("undo-late", "main.attention", too_late_to_undo),
    State("unknown", "main.attention", lambda door: door.screen.scan("999999999999")),
    State("unreadable", "main.error", lambda door: door.screen.scan("0000000014")),
    State("search", "main.search-page", searching),
    State("search-short", "main.search-page .state", searching_too_short),
    State("countdown", ".countdown", running_out),
    State("found", "main.found", found),
    State("found-one", "main.found", lambda door: found(door, "phuoc cong tang")),
    State("found-nobody", "main.found", lambda door: found(door, "xyz khong ai")),
    State("certificate", "main.verdict", certificate),
    State("certificate-longest", "main.verdict", longest_certificate),
    State("certificate-forged", "main.verdict", forged_certificate),
    State("certificate-unreadable", "main.verdict", broken_certificate),
    State("family", "main.result .company", family),
    State("saving", "main.waiting", lambda door: door.show_part("saving")),
    State("restarting", "main.waiting", lambda door: door.show_part("restarting")),
    State("starting", "main.waiting", lambda door: door.show_part("starting")),
    State("two-at-once", "main.attention", lambda door: door.show_part("jumbled")),
    State("unreachable", "main.error", lambda door: door.show_part("unreachable")),
    State("refused", "main.attention", broken_request),
    State("guest", "main.guest", asked_as_a_guest),
    State("guest-name", "main.guest .letters", named_guest),
    State("guest-nameless", "main.guest .state", nameless_guest),
    State("guest-counted", "main.success", counted_head),
    State("own-learning", "main.own .learning", own_page),
    State("own-visits", "main.own .visits", lambda door: own_page(door, "visits")),
    State("own-citizen", "main.own .citizen", lambda door: own_page(door, "citizen")),
    State("own-papers", "main.own .papers", lambda door: own_page(door, "papers")),
    State("own-rights", "main.own .rights", lambda door: own_page(door, "rights")),
]

# With several sessions open, which would be asked about in all the others.
CROWDED = State("idle-sessions", "main.idle", lambda door: None)
CHOOSING = State("choose", "main.choose", welcomed)
CUT_OFF = State("choose-cut-off", "main.choose .company", choice_cut_off)
# On a kiosk whose disk is full.
CLOSED = State("out-of-service", "main.idle.closed", lambda door: None)


def prepare(machine):
    """Adds the resident with the longest name; gives the director's visitor."""
    desk = set_up(machine)
    desk.go("/desk/residents/new")
    desk.submit("/desk/residents", name=LONGEST, village="Xóm 3, Gia Hòa")
    return desk


def open_more_sessions(desk):
    """Two more sessions, so that a visitor has to choose."""
    today = datetime.datetime.now(HANOI).strftime("%d/%m/%Y")
    for title, place in (("Câu lạc bộ đọc sách", "Thư viện xã"),
                         ("Kỹ thuật nuôi trồng thủy sản nước ngọt gắn với bảo vệ môi trường",
                          "Nhà văn hóa xóm 3")):
        desk.go("/desk/sessions/new")
        desk.submit("/desk/sessions", title=title, day=today, start="00:00", end="23:59", place=place,
                    hours="2")
        session = re.search(r"/desk/sessions/(\d{4}-\d+)", desk.location).group(1)
        desk.submit(f"/desk/sessions/{session}/open")
