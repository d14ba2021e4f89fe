"""Issuing a certificate, and drawing its PDF, each measured as one request from outside."""

import re
import statistics
import time
import urllib.parse

from bed import cards, figure
from lessons import NUMBER, hold_course
from web import set_up

ISSUES = 100


def measure(bed):
    kiosk = bed.small(400)
    kiosk.start()
    desk = set_up(kiosk)
    people, action, token = class_of_eligible(kiosk, desk)
    numbers, issue = issue_one_by_one(kiosk, desk, people, action, token)
    kiosk.stop()
    kiosk.start()
    first, warm = draw(desk, numbers)
    kiosk.stop()
    return [
        figure("issue one certificate: sign, QR, record, commit (whole request)",
               f"median {median_ms(issue):.1f} ms", goal="<= 10 ms",
               held=median_ms(issue) <= 10, milliseconds=median_ms(issue)),
        figure("certificate PDF, warm (whole request)", f"median {median_ms(warm):.1f} ms",
               goal="<= 15 ms", held=median_ms(warm) <= 15, milliseconds=median_ms(warm)),
        figure("certificate PDF, first after a start", f"{first * 1000:.0f} ms", goal="<= 100 ms",
               held=first <= 0.1, milliseconds=first * 1000),
    ]


def median_ms(seconds):
    return statistics.median(seconds) * 1000


def class_of_eligible(kiosk, desk):
    """A course of one session that many attended; gives the people and the form to issue with."""
    course = hold_course(kiosk, desk, cards(kiosk)[:ISSUES])
    desk.go(f"/desk/courses/{course}/certificates")
    form = desk.form(f"/desk/courses/{course}/certificates")
    people = [value for name, value in form["fields"] if name == "resident"]
    token = next(value for name, value in form["fields"] if name == "csrf")
    assert len(people) >= ISSUES
    return people[:ISSUES], form["action"], token


def issue_one_by_one(kiosk, desk, people, action, token):
    taken, headers = [], {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{n}={v}" for n, v in desk.cookies.items())}
    target = urllib.parse.urljoin(desk.location, action)
    for person in people:
        body = urllib.parse.urlencode({"csrf": token, "resident": person})
        begun = time.monotonic()
        answer = kiosk.request("POST", target, body, headers)
        taken.append(time.monotonic() - begun)
        assert answer.status == 303, answer.text
    desk.go(target)
    numbers = sorted(set(re.findall(NUMBER, desk.answer.text)))
    assert len(numbers) >= len(people)
    return numbers, taken


def draw(desk, numbers):
    taken = []
    for number in numbers:
        begun = time.monotonic()
        answer = desk.go(f"/desk/certificates/{number}/certificate.pdf")
        taken.append(time.monotonic() - begun)
        assert answer.status == 200 and answer.body.startswith(b"%PDF")
    return taken[0], taken[1:]
