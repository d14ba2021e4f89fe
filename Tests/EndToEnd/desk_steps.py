"""Steps that several browser tests take at the desk."""

import datetime
import re

PASSWORD = "mat-khau-rat-dai-2026"
DESK_SIZE = (1280, 900)
PHONE_SIZE = (390, 844)


def director(screen, machine):
    """Sets the kiosk up and leaves its director signed in."""
    code = (machine.data / "setup-code").read_text().strip()
    screen.go("/desk/set-up")
    for name, value in [("code", code), ("name", "giamdoc"), ("password", PASSWORD),
                        ("passwordAgain", PASSWORD)]:
        screen.page.fill(f"main [name={name}]", value)
    screen.page.click("main form .button.primary")
    screen.page.wait_for_url("**/desk")
    return screen


def shots(screen, folder, name):
    """The page on a desk's display and on a telephone, where nothing may stick out sideways."""
    for size, ending in [(PHONE_SIZE, "-phone"), (DESK_SIZE, "")]:
        screen.shot(folder, f"desk-{name}{ending}", size)
        wide = screen.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0], f"{name} is {wide} pixels wide of {size[0]}"


def held_course(visitor, people, title="Kỹ thuật nuôi ốc nhồi"):
    """A course of one closed session that these residents attended; gives its code."""
    visitor.go("/desk/courses/new")
    visitor.submit("/desk/courses", title=title, group="economy", hours="2", requiredSessions="1")
    code = re.search(r"CD-\d+", visitor.location).group(0)
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7)))
    visitor.go("/desk/sessions/new")
    visitor.submit("/desk/sessions", courseCode=code, title="Buổi 1", start="00:00", end="23:59",
                   day=today.strftime("%d/%m/%Y"), hours="2")
    session = re.search(r"/desk/sessions/(\d{4}-\d{4})", visitor.location).group(1)
    visitor.submit(f"/desk/sessions/{session}/open")
    for one in people:
        answer = visitor.daemon.check_in(one["card"], session=session)
        assert answer.json()["outcome"] in ("welcome", "alreadyIn"), answer.text
    visitor.go(f"/desk/sessions/{session}")
    visitor.submit(f"/desk/sessions/{session}/close")
    return code
