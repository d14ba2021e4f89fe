"""What the province says about certificates and kiosks reaches whoever verifies: a cancelled one is
revoked, a stolen kiosk's are refused, and a kiosk is certified anew before its time ends.
"""

import json
import re
import shutil

import pytest

from daemons import run, wait_until
from papers import cancel, code_of, issue_to_everybody, sheets
from test_transport import balanced, log_of, one_time_code
from web import set_up


def text_of(done):
    return (done.stdout + done.stderr).decode("utf-8")


@pytest.fixture
def pair(kiosk, province):
    """An enrolled kiosk with demonstration data and new certificates, and its province; running."""
    server = province().start()
    machine = kiosk(settings={"sync.intervalSeconds": "1", "sync.wakeEvents": "1"})
    machine.command("demo")
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    machine.start()
    desk = set_up(machine)
    return machine, server, desk, issue_to_everybody(machine, desk)


@pytest.fixture
def stranger(tmp_path):
    """Somebody far away, with the province's root keys and a bundle that was passed on."""

    def verify(machine, code, *more, bundle=None):
        roots = tmp_path / "roots.json"
        shutil.copy(machine.data / "keys" / "roots.json", roots)
        arguments = ["--bundle", bundle] if bundle else []
        done = run("kioskd", "verify", "--json", "--data", tmp_path / "nobody", "--roots", roots,
                   *arguments, *more, code, expect=None)
        return json.loads(done.stdout), done.returncode

    return verify


def bundle_of(machine):
    return machine.data / "keys" / "revocations.bundle"


def fetch(machine):
    """A start asks for the bundle at once; afterwards it is asked for once an hour."""
    before = bundle_of(machine).read_bytes() if bundle_of(machine).exists() else b""
    machine.stop()
    machine.start()
    wait_until("a newer bundle", lambda: bundle_of(machine).exists()
               and bundle_of(machine).read_bytes() != before)


def test_a_cancelled_certificate_is_revoked_everywhere(pair, stranger):
    machine, server, desk, (first, second, *_) = pair
    verdict, status = stranger(machine, code_of(first))
    assert (verdict["verdict"], verdict["list"], status) == ("genuine", None, 0)

    cancel(desk, first["number"])
    assert machine.check_in(code_of(first)).json()["certificate"]["verdict"] == "revoked"
    wait_until("the books to balance", lambda: balanced(machine))
    server.command("project")
    server.command("status", "publish")
    fetch(machine)

    verdict, status = stranger(machine, code_of(first), bundle=bundle_of(machine))
    assert (verdict["verdict"], status) == ("revoked", 1) and verdict["list"]
    verdict, status = stranger(machine, code_of(second), bundle=bundle_of(machine))
    assert (verdict["verdict"], status) == ("genuine", 0)
    old, status = stranger(machine, code_of(second), "--today", "2099-01-01",
                           bundle=bundle_of(machine))
    assert (old["verdict"], status) == ("genuine-stale-list", 0)
    assert verdict["list"] in text_of(machine.command("trust", "show")).replace("/", "-") or (
        "/".join(reversed(verdict["list"].split("-"))) in text_of(machine.command("trust", "show")))


def test_a_stolen_kiosk_signs_nothing_that_is_believed(pair, stranger):
    machine, server, desk, (known, *_) = pair
    wait_until("the books to balance", lambda: balanced(machine))
    server.command("project")
    machine.stop()
    server.command("device", "withdraw", "--log", log_of(machine), "--reason", "mất cắp")
    server.command("status", "publish")
    bundle = machine.folder / "fetched.bundle"
    bundle.write_bytes(server.get("/v1/bundle").body)

    verdict, _ = stranger(machine, code_of(known), bundle=bundle)
    assert verdict["verdict"] == "genuine", "what had reached the province stays good"
    machine.start()
    desk = set_up_again(machine, desk)
    desk.go("/desk/courses/new")
    later = graduate(machine, desk)
    verdict, status = stranger(machine, code_of(later), bundle=bundle)
    assert (verdict["verdict"], status) == ("device-withdrawn", 1)


def set_up_again(machine, desk):
    """The same person after a restart, on the port that the kiosk has now."""
    desk.daemon = machine
    desk.go("/desk")
    return desk


def graduate(machine, desk):
    """One more certificate: a new course with one session that one resident attends."""
    desk.go("/desk/courses/new")
    desk.submit("/desk/courses", title="Đan lát mây tre", group="economy", hours="2",
                requiredSessions="1")
    course = re.search(r"/desk/courses/([^/\"?]+)/certificates", desk.answer.text).group(1)
    desk.go("/desk/sessions/new")
    desk.submit("/desk/sessions", courseCode=course, title="Buổi 1", day=today(),
                start="00:00", end="23:59", place="Thư viện xã", hours="2")
    session = re.search(r"/desk/sessions/(\d{4}-\d+)", desk.location).group(1)
    desk.submit(f"/desk/sessions/{session}/open")
    card = machine.command("residents").stdout.decode().splitlines()[1].split(",")[0]
    machine.check_in(card, session=session)
    desk.go(f"/desk/sessions/{session}")
    desk.submit(f"/desk/sessions/{session}/close")
    return issue_to_everybody(machine, desk)[-1]


def today():
    import datetime
    return datetime.datetime.now(
        datetime.timezone(datetime.timedelta(hours=7))).strftime("%d/%m/%Y")


def test_a_kiosk_is_certified_anew_before_its_time_ends(kiosk, province):
    server = province(settings={"enrolment.certificateDays": "30"}).start()
    machine = kiosk(settings={"sync.intervalSeconds": "1"})
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    held = (machine.data / "keys" / "device.cwt").read_bytes()
    machine.start()
    wait_until("a new certificate",
               lambda: (machine.data / "keys" / "device.cwt").read_bytes() != held)
    wait_until("the books to balance", lambda: balanced(machine))
    said = text_of(machine.command("certificate", "show", "--language", "en"))
    assert "may sign" in said and "fingerprint" in said


def test_files_are_carried_where_there_is_no_network(pair, kiosk, tmp_path):
    machine, server, desk, (first, *_) = pair
    stick = tmp_path / "stick"
    stick.mkdir()
    machine.command("certificate", "request", "--out", stick)
    request = json.loads((stick / "14464-1.request.json").read_text())
    assert request["log"] == log_of(machine)
    cancel(desk, first["number"])
    wait_until("the books to balance", lambda: balanced(machine))
    server.command("project")
    server.command("status", "publish")
    server.command("status", "export", stick / "revocations.bundle")
    machine.command("trust", "import", stick / "revocations.bundle")
    again = machine.command("trust", "import", stick / "revocations.bundle")
    assert again.returncode == 0
    verdict = json.loads(machine.command(
        "verify", "--json", code_of(first), expect=1).stdout)
    assert verdict["verdict"] == "revoked"
    broken = stick / "broken.bundle"
    broken.write_bytes((stick / "revocations.bundle").read_bytes()[:-1])
    assert "broken.bundle" in text_of(machine.command("trust", "import", broken, expect=1))
