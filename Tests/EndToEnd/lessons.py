"""A course from its planning to its certificates, as a clerk holds it at the desk."""

import re
import time

from daemons import wait_until
from web import Forms

NUMBER = r"\d{5}-\d+-\d{4}-\d{6}"


def hold_course(kiosk, desk, cards, title="Kỹ thuật nuôi gà thả vườn"):
    """A course of one session that everybody with these cards attended; gives the course's code."""
    desk.go("/desk/courses/new")
    desk.submit("/desk/courses", title=title, group="economy", hours="2", requiredSessions="1")
    course = re.search(r"/desk/courses/([^/\"?]+)/certificates", desk.answer.text).group(1)
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600))
    desk.go("/desk/sessions/new")
    desk.submit("/desk/sessions", courseCode=course, title="Buổi 1", day=today, start="00:10",
                end="23:50", hours="2")
    session = re.search(r"/desk/sessions/(\d{4}-\d+)", desk.location).group(1)
    desk.submit(f"/desk/sessions/{session}/open")
    for card in cards:
        answer = kiosk.check_in(card, "roll", session=session)
        assert answer.json()["outcome"] == "welcome", answer.text
    desk.go(f"/desk/sessions/{session}")
    desk.submit(f"/desk/sessions/{session}/close")
    return course


def eligible(desk, course):
    """The numbers of the residents who may have a certificate of the course now."""
    forms = Forms(desk.go(f"/desk/courses/{course}/certificates").text).forms
    return [value for form in forms for name, value in form["fields"] if name == "resident"]


def issue_to_all(desk, course):
    """Lets the kiosk issue to the whole class, unprinted where there are several, and waits until it
    has; gives the certificates' numbers."""
    page = f"/desk/courses/{course}/certificates"
    if len(eligible(desk, course)) == 1:
        desk.submit(page)
    else:
        desk.submit(f"{page}/run", print=[])
    wait_until("the class to have its certificates", lambda: not eligible(desk, course))
    return sorted(set(re.findall(NUMBER, desk.answer.text)))
