"""Issuing a certificate, and drawing its PDF, each measured as one request from outside; and a
document of 1,000 certificates, drawn into a file by a process of its own."""

import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time
import urllib.parse

from bed import cards, figure
from daemons import ROOT, binary
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
    few_seconds, few_mib = draw_many(10)
    many_seconds, many_mib = draw_many(1000)
    return [
        figure("issue one certificate: sign, QR, record, commit (whole request)",
               f"median {median_ms(issue):.1f} ms", goal="<= 10 ms",
               held=median_ms(issue) <= 10, milliseconds=median_ms(issue)),
        figure("certificate PDF, warm (whole request)", f"median {median_ms(warm):.1f} ms",
               goal="<= 15 ms", held=median_ms(warm) <= 15, milliseconds=median_ms(warm)),
        figure("certificate PDF, first after a start", f"{first * 1000:.0f} ms", goal="<= 100 ms",
               held=first <= 0.1, milliseconds=first * 1000),
        figure("1,000-certificate PDF (sign, draw, write to a file)", f"{many_seconds:.1f} s",
               goal="<= 10 s", held=many_seconds <= 10, seconds=many_seconds,
               few_seconds=few_seconds),
        figure("peak memory of that process, for 10 and for 1,000 certificates",
               f"{few_mib:.0f} and {many_mib:.0f} MiB", goal="the same within 16 MiB",
               held=many_mib - few_mib <= 16, few_mib=few_mib, mib=many_mib),
    ]


def draw_many(count):
    """The seconds and the peak of resident memory, in MiB, of drawing so many certificates."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        child = subprocess.Popen(
            [binary("kioskd"), "sample", "--config", str(ROOT / "kiosk-config" / "kiosk.toml"),
             "--count", str(count), "--out", str(pathlib.Path(folder) / "many.pdf")], cwd=ROOT)
        _, status, usage = os.wait4(child.pid, 0)
        assert status == 0
        return time.monotonic() - begun, usage.ru_maxrss / 1024


def median_ms(seconds):
    return statistics.median(seconds) * 1000


def class_of_eligible(kiosk, desk):
    """A course of one session that many attended; gives the people and the form to issue with."""
    desk.go("/desk/courses/new")
    desk.submit("/desk/courses", title="Kỹ thuật nuôi gà thả vườn", group="economy", hours="2",
                requiredSessions="1")
    course = re.search(r"/desk/courses/([^/\"?]+)/certificates", desk.answer.text).group(1)
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600))
    desk.go(f"/desk/sessions/new")
    desk.submit("/desk/sessions", courseCode=course, title="Buổi 1", day=today, start="00:10",
                end="23:50", hours="2")
    session = re.search(r"/desk/sessions/(\d{4}-\d+)", desk.location).group(1)
    desk.submit(f"/desk/sessions/{session}/open")
    for card in cards(kiosk)[:ISSUES]:
        answer = kiosk.check_in(card, "roll", session=session)
        assert answer.json()["outcome"] == "welcome", answer.text
    desk.go(f"/desk/sessions/{session}")
    desk.submit(f"/desk/sessions/{session}/close")
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
    numbers = sorted(set(re.findall(r"\d{5}-\d+-\d{4}-\d{6}", desk.answer.text)))
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
