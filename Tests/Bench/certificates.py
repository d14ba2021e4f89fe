"""Issuing a certificate, drawing, verifying and exporting it, each measured from outside: a whole
request, or a whole command; and a document of 1,000 certificates, drawn into a file by a process of
its own."""

import os
import pathlib
import re
import sqlite3
import statistics
import subprocess
import tempfile
import time
import urllib.parse

from bed import cards, figure
from daemons import ROOT, binary, run
from lessons import NUMBER, eligible, hold_course
from web import set_up

ISSUES = 100
COMMANDS = 20


def measure(bed):
    kiosk = bed.small(400)
    kiosk.start()
    desk = set_up(kiosk)
    people, address = class_of_eligible(kiosk, desk)
    numbers, issue = issue_one_by_one(kiosk, desk, people, address)
    kiosk.stop()
    kiosk.start()
    first, warm = draw(desk, numbers)
    codes = codes_of(kiosk, numbers)
    shown = show(kiosk, codes)
    badges = export(desk, numbers)
    kiosk.stop()
    bare, verified = verify(kiosk, codes)
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
        figure("certificate shown to the check-in screen (whole request: both signatures, verdict)",
               f"median {median_ms(shown):.1f} ms", milliseconds=median_ms(shown)),
        figure("`kioskd verify CODE` (whole command)", f"median {median_ms(verified):.1f} ms",
               f"`kioskd version` {median_ms(bare):.1f} ms", milliseconds=median_ms(verified),
               baseline_milliseconds=median_ms(bare)),
        figure("export one Open Badge: sign, record, commit (whole request)",
               f"median {median_ms(badges):.1f} ms", milliseconds=median_ms(badges)),
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
    """A course of one session that many attended; gives the people and the address that issues."""
    course = hold_course(kiosk, desk, cards(kiosk)[:ISSUES])
    people = eligible(desk, course)
    assert len(people) == ISSUES
    return people, f"/desk/courses/{course}/certificates"


def issue_one_by_one(kiosk, desk, people, address):
    token = next(value for name, value in desk.form(address)["fields"] if name == "csrf")
    taken, headers = [], {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{n}={v}" for n, v in desk.cookies.items())}
    for person in people:
        body = urllib.parse.urlencode({"csrf": token, "resident": person})
        begun = time.monotonic()
        answer = kiosk.request("POST", address, body, headers)
        taken.append(time.monotonic() - begun)
        assert answer.status == 303, answer.text
    desk.go(address)
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


def codes_of(kiosk, numbers):
    """The texts of the certificates' codes, as the kiosk drew them."""
    with sqlite3.connect(f"file:{kiosk.data}/kiosk.sqlite?mode=ro", uri=True) as database:
        codes = dict(database.execute(
            "SELECT number, json_extract(sheet, '$.qrPrefix') || json_extract(sheet, '$.qrDigits')"
            " FROM certificate"))
    return [codes[number] for number in numbers]


def show(kiosk, codes):
    """Each code once, since the screen passes over a repeat."""
    taken = []
    for code in codes:
        begun = time.monotonic()
        answer = kiosk.check_in(code, "serial")
        taken.append(time.monotonic() - begun)
        assert answer.json()["outcome"] == "certificate", answer.text
    return taken


def verify(kiosk, codes):
    """A command that only starts, and the one that verifies, in turn; exit 3 is the demonstration
    key, under which a kiosk without a province signs."""
    bare, taken = [], []
    for code in codes[:COMMANDS]:
        begun = time.monotonic()
        run("kioskd", "version")
        between = time.monotonic()
        kiosk.command("verify", code, expect=3)
        taken.append(time.monotonic() - between)
        bare.append(between - begun)
    return bare, taken


def export(desk, numbers):
    taken = []
    for number in numbers:
        desk.go(f"/desk/certificates/{number}")
        begun = time.monotonic()
        answer = desk.submit(f"/desk/certificates/{number}/badge")
        taken.append(time.monotonic() - begun)
        assert answer.text.count(".") == 2, answer.text
    return taken
