"""A person is erased: the name is nowhere any more, in no file of the kiosk, no backup, no row and no
dump of the province; and everything that was signed still holds.
"""

import os
import re
import subprocess

import pytest

from daemons import wait_until
from desk_steps import held_course, shots
from test_transport import EVENTS, balanced, entries, log_of, one_time_code, rows
from web import set_up

NAME = "Vương Thị Quỳnh Xuyến"
PHONE = "0987123456"
VILLAGE = "Xóm Đồng Chuông Trên"
IDENTITY = "037085009876"


@pytest.fixture
def pair(kiosk, province):
    server = province().start()
    machine = kiosk(settings={"desk.passwordCost": "10", "sync.intervalSeconds": "1",
                              "sync.personalKinds": '["certificate.issue", "resident.add"]'})
    machine.command("demo", "--residents", 20)
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    return machine, server


def files_with(folder, text):
    """Every file below the folder that holds the text, as it is or as SQLite's index folds it."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                if text.encode() in file.read():
                    found.append(path)
    return found


def registered(machine, visitor):
    """The person, with a certificate that was printed; gives the page and the number."""
    visitor.go("/desk/residents/new")
    visitor.submit("/desk/residents", name=NAME, birth="05/03/1985", village=VILLAGE, phone=PHONE,
                   identityNumber=IDENTITY, sex="female")
    page = re.search(r"/desk/residents/\d+", visitor.location).group(0)
    visitor.go(page)
    card = re.search(r'class="code">(\d{3,4}[  \d]+)<', visitor.answer.text).group(1)
    code = held_course(visitor, [{"card": re.sub(r"\D", "", card)}])
    visitor.go(f"/desk/courses/{code}/certificates")
    visitor.submit(f"/desk/courses/{code}/certificates")
    number = re.search(r"14464-1-\d{4}-\d{6}", visitor.location).group(0)
    return page, number


def test_a_person_is_erased_everywhere_and_every_proof_holds(pair, window, artifacts, tmp_path):
    machine, server = pair
    machine.start()
    visitor = set_up(machine)
    page, number = registered(machine, visitor)
    wait_until("the certificate to be printed",
               lambda: any(number in one.name for one in (machine.data / "printed").glob("*.pdf")))
    paper = next(one for one in (machine.data / "printed").glob("*.pdf") if number in one.name)
    kept = tmp_path / "in-the-holders-hands.pdf"
    kept.write_bytes(paper.read_bytes())
    wait_until("the name to reach the province",
               lambda: rows(server, f"SELECT 1 FROM personal WHERE value = '{NAME}'"))
    old = tmp_path / "old.tar"
    machine.command("backup", "--out", old)
    assert files_with(tmp_path, NAME)
    year = number.split("-")[2]
    machine.command("digest", "--year", year, "--out", tmp_path / "before")

    screen = window(machine)
    screen.profile.add_cookies([{"name": name, "value": value, "url": machine.url}
                                for name, value in visitor.cookies.items()])
    screen.go(page)
    screen.page.click("#erase summary")
    shots(screen, artifacts, "erase-form")
    screen.page.select_option("#erase select", "request")
    screen.page.check("#sure")
    screen.page.click("#erase .button.danger")
    screen.says("main", "Người học đã xóa thông tin")
    shots(screen, artifacts, "erase-done")
    screen.go(f"/desk/certificates/{number}")
    screen.says("main", "không in lại được")
    shots(screen, artifacts, "erase-certificate")
    screen.go("about:blank")

    for text in [NAME, PHONE, VILLAGE, "quynh"]:
        assert files_with(machine.data, text) == [], text
    assert (machine.data / "erased").exists()
    wait_until("the province to forget",
               lambda: not rows(server, f"SELECT 1 FROM personal WHERE value = '{NAME}'"))
    assert rows(server, "SELECT count(*) FROM erasure")[0][0] == 1
    wait_until("the books to balance", lambda: balanced(machine))
    dump = subprocess.run(
        ["pg_dump", "--host", server.database["PGHOST"], "--username", server.database["PGUSER"],
         server.database["PGDATABASE"]], capture_output=True, check=True).stdout
    assert NAME.encode() not in dump and VILLAGE.encode() not in dump

    # What was signed holds: the paper, the register's digest, the log on both sides.
    machine.command("verify", kept, expect=0)
    machine.command("digest", "--year", year, "--out", tmp_path / "after")
    body = [(tmp_path / when).glob("*.digest").__next__().read_text().split("\n")[:3]
            for when in ("before", "after")]
    assert body[0] == body[1]
    digest = next((tmp_path / "before").glob("*.digest"))
    machine.command("digest", "--check", digest, "--certificate", kept, expect=0)
    assert visitor.go("/desk/register?year=" + year).status == 200
    assert number[-6:].lstrip("0") in visitor.answer.text

    new = tmp_path / "new.tar"
    machine.command("backup", "--out", new, "--with-keys")
    assert NAME.encode() not in new.read_bytes()
    assert NAME.encode() in old.read_bytes()
    machine.stop()
    assert rows(server, EVENTS) == entries(machine)

    # A restored old backup forgets again, at once.
    said = machine.command("restore", "--from", old, "--language", "en").stdout.decode()
    assert "Erased again what had been erased since that backup: 1 " in said
    assert files_with(machine.data, NAME) == []
    assert list(machine.data.glob("before-restore-*"))


def test_a_running_kiosk_is_backed_up_whole_and_restored_elsewhere(pair, kiosk, tmp_path):
    machine, _ = pair
    machine.start()
    backup = tmp_path / "a.tar"
    machine.command("restore", "--from", backup, expect=None)
    said = machine.command("backup", "--out", backup, "--with-keys", "--language", "en")
    assert "secret keys" in said.stdout.decode()
    assert oct(backup.stat().st_mode & 0o777) == "0o600"
    refused = machine.command("restore", "--from", backup, "--language", "en", expect=75)
    assert "running" in refused.stderr.decode()
    known = entries(machine)
    visitor = set_up(machine)
    visitor.go("/desk/settings")
    answer = visitor.submit("/desk/settings/backup")
    (tmp_path / "desk.tar").write_bytes(answer.body)
    listed = subprocess.run(["tar", "-tf", tmp_path / "desk.tar"], capture_output=True, check=True)
    assert listed.stdout.decode().split() == ["manifest.json", "kiosk.sqlite", "erased"]
    machine.stop()

    other = kiosk("other", settings={"desk.passwordCost": "10"})
    said = other.command("restore", "--from", backup, "--language", "en").stdout.decode()
    assert "Restored" in said and "new keys" not in said
    assert log_of(other) == log_of(machine)
    assert entries(other)[:len(known)] == known
    stranger = kiosk("stranger", settings={"desk.passwordCost": "10"})
    stranger.command("demo", "--residents", 2)
    refused = stranger.command("restore", "--from", backup, "--language", "en", expect=1)
    assert "another kiosk" in refused.stderr.decode()
