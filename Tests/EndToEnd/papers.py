"""The certificates of a kiosk, as its register holds them and as its desk issues them."""

import json
import re
import sqlite3

from lessons import eligible, issue_to_all


def sheets(machine):
    """Every certificate of the register, oldest first, with all that its paper shows."""
    with sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True) as database:
        rows = database.execute("SELECT sheet FROM certificate ORDER BY id").fetchall()
    return [json.loads(row[0]) for row in rows]


def code_of(sheet):
    """The text of the code on the paper."""
    return sheet["qrPrefix"] + sheet["qrDigits"]


def forged(code):
    """The code with one digit of its signature changed: one less, so that it still stands for bytes."""
    at = next(i for i in range(len(code) - 30, 0, -1) if code[i] in "123456789")
    return code[:at] + str(int(code[at]) - 1) + code[at + 1:]


def issue_to_everybody(machine, desk):
    """Issues to whoever has earned a certificate; gives the new ones."""
    known = len(sheets(machine))
    desk.go("/desk/certificates")
    courses = sorted(set(re.findall(r"/desk/courses/([^/\"?]+)/certificates", desk.answer.text)))
    for course in courses:
        if eligible(desk, course):
            issue_to_all(desk, course)
    return sheets(machine)[known:]


def cancel(desk, number, reason="Ghi sai tên"):
    desk.go(f"/desk/certificates/{number}")
    desk.submit(f"/desk/certificates/{number}/cancel", reason=reason, sure="yes")
