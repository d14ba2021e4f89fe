"""A course from its planning to its certificates, as a clerk holds it at the desk."""

import re
import time

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


def issue_to_all(desk, course, at_once=150):
    """Issues to everybody eligible, a part of a large class at a time, as one form takes it; gives
    the certificates' numbers."""
    action = f"/desk/courses/{course}/certificates"
    while True:
        page = desk.go(action).text
        forms = [f for f in Forms(page).forms if f["action"] == action]
        people = [value for f in forms[:1] for name, value in f["fields"] if name == "resident"]
        if not people:
            return sorted(set(re.findall(NUMBER, page)))
        desk.submit(action, resident=people[:at_once])
