"""What the province says about certificates and kiosks reaches whoever verifies: a cancelled one is
revoked, a stolen kiosk's are refused, and a kiosk is certified anew before its time ends, by network
and by stick, also where the root key is kept offline.
"""

import datetime
import json
import re
import shutil

import pytest

from daemons import run, wait_until
from papers import cancel, code_of, issue_to_everybody, sheets
from test_transport import balanced, log_of, one_time_code, rows
from web import set_up

TOKENS = "SELECT count(*) FROM personal WHERE field = 'token'"


def text_of(done):
    return (done.stdout + done.stderr).decode("utf-8")


def keys_of(machine, name):
    return machine.data / "keys" / name


@pytest.fixture
def pair(kiosk, province):
    """An enrolled kiosk with demonstration data and new certificates, and its province; running."""
    server = province().start()
    machine = kiosk(settings={"sync.intervalSeconds": "1"})
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
        shutil.copy(keys_of(machine, "roots.json"), roots)
        arguments = ["--bundle", bundle] if bundle else []
        done = run("kioskd", "verify", "--json", "--data", tmp_path / "nobody", "--roots", roots,
                   *arguments, *more, code, expect=None)
        return json.loads(done.stdout), done.returncode

    return verify


def arrive(machine, server):
    """Waits until everything recorded is at the province, the tokens of certificates too."""
    wait_until("the books to balance", lambda: balanced(machine))
    wait_until("the tokens to arrive", lambda: rows(server, TOKENS)[0][0] == len(sheets(machine)))


def fetch(machine):
    """A start asks for the bundle at once; afterwards it is asked for once an hour."""
    bundle = keys_of(machine, "revocations.bundle")
    before = bundle.read_bytes() if bundle.exists() else b""
    machine.stop()
    machine.start()
    wait_until("a newer bundle", lambda: bundle.exists() and bundle.read_bytes() != before)
    return bundle


def graduate(machine, desk):
    """One more certificate: a new course whose only session one resident attends."""
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7)))
    desk.go("/desk/courses/new")
    desk.submit("/desk/courses", title="Đan lát mây tre", group="economy", hours="2",
                requiredSessions="1")
    course = re.search(r"/desk/courses/([^/\"?]+)/certificates", desk.answer.text).group(1)
    desk.go("/desk/sessions/new")
    desk.submit("/desk/sessions", courseCode=course, title="Buổi 1", start="00:00", end="23:59",
                day=today.strftime("%d/%m/%Y"), place="Thư viện xã", hours="2")
    session = re.search(r"/desk/sessions/(\d{4}-\d+)", desk.location).group(1)
    desk.submit(f"/desk/sessions/{session}/open")
    card = machine.command("residents").stdout.decode().splitlines()[1].split(",")[0]
    assert machine.check_in(card, session=session).json()["outcome"] == "welcome"
    desk.go(f"/desk/sessions/{session}")
    desk.submit(f"/desk/sessions/{session}/close")
    return issue_to_everybody(machine, desk)[-1]


def test_a_cancelled_certificate_is_revoked_everywhere(pair, stranger):
    machine, server, desk, (first, second, *_) = pair
    verdict, status = stranger(machine, code_of(first))
    assert (verdict["verdict"], verdict["list"], status) == ("genuine", None, 0)

    cancel(desk, first["number"])
    here = machine.check_in(code_of(first)).json()["certificate"]
    assert here["verdict"] == "revoked" and here["registered"]
    arrive(machine, server)
    server.command("status publish")
    bundle = fetch(machine)

    verdict, status = stranger(machine, code_of(first), bundle=bundle)
    assert (verdict["verdict"], status) == ("revoked", 1) and verdict["list"]
    verdict, status = stranger(machine, code_of(second), bundle=bundle)
    assert (verdict["verdict"], status) == ("genuine", 0)
    old, status = stranger(machine, code_of(second), "--today", "2099-01-01", bundle=bundle)
    assert (old["verdict"], status) == ("genuine-stale-list", 0)
    day = "/".join(reversed(verdict["list"].split("-")))
    assert day in text_of(machine.command("trust show"))
    said = machine.command("verify", "--language", "en", code_of(first), expect=1).stdout.decode()
    assert "WITHDRAWN" in said and day in said
    roots = ["--roots", keys_of(machine, "roots.json")]
    said = machine.command("verify", *roots, "--language", "en", code_of(first), expect=1)
    assert "WITHDRAWN" in said.stdout.decode(), "the list that is held counts under these roots too"


def test_a_stolen_kiosk_signs_nothing_that_is_believed(pair, stranger):
    machine, server, desk, (known, *_) = pair
    arrive(machine, server)
    server.command("device withdraw", "--log", log_of(machine), "--reason", "mất cắp")
    server.command("status publish")
    bundle = machine.folder / "fetched.bundle"
    bundle.write_bytes(server.get("/v1/bundle").body)

    later = graduate(machine, desk)

    verdict, _ = stranger(machine, code_of(known), bundle=bundle)
    assert verdict["verdict"] == "genuine", "what had reached the province stays good"
    verdict, status = stranger(machine, code_of(later), bundle=bundle)
    assert (verdict["verdict"], status) == ("device-withdrawn", 1)


def test_a_kiosk_is_certified_anew_before_its_time_ends(kiosk, province):
    server = province(settings={"enrolment.certificateDays": "30"}).start()
    machine = kiosk(settings={"sync.intervalSeconds": "1"})
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    held = keys_of(machine, "device.cwt").read_bytes()
    wait_until("a second in which a certificate ends later", lambda: int(
        keys_of(machine, "device.cwt").stat().st_mtime) < datetime.datetime.now().timestamp() - 1.5)
    machine.start()
    wait_until("a new certificate", lambda: keys_of(machine, "device.cwt").read_bytes() != held)
    said = text_of(machine.command("certificate show", "--language", "en"))
    assert "may sign for 29 more days only" in said or "for 30 more days only" in said
    assert "fingerprint" in said


def test_an_offline_root_certifies_by_network_and_by_stick(kiosk, province, tmp_path):
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("mot cau mat khau that dai\n")
    passphrase.chmod(0o600)
    root, stick = tmp_path / "root.key.json", tmp_path / "stick"
    stick.mkdir()
    run("provinced", "root", "create", "--name", "Tỉnh Ninh Bình", "--out", root,
        "--passphrase-file", passphrase)
    server = province()
    server.command("root adopt", tmp_path / "roots.json")
    server.start()
    near, far = (kiosk(name, settings={"sync.intervalSeconds": "1"}) for name in ("near", "far"))
    for machine in (near, far):
        said = machine.command("enrol", "--province", server.url, "--code", one_time_code(server),
                               "--language", "en")
        assert "waits for the province to certify it" in text_of(said)
        machine.command("certificate show", expect=1)
    far.command("certificate request", "--out", stick)
    near.start()
    asked = keys_of(near, "certificate.asked")
    wait_until("an answer", lambda: asked.exists() and "pending" in asked.read_text())

    server.command("root requests", "--out", stick / "requests.json",
                   stick / "14464-1.request.json")
    run("provinced", "root", "certify", "--root", root, "--requests", stick / "requests.json",
        "--out", stick / "answers.json", "--passphrase-file", passphrase)
    server.command("root import", stick / "answers.json", "--answers", stick)
    asked.unlink()  # as if a day had passed

    wait_until("a certificate", lambda: keys_of(near, "device.cwt").exists())
    assert keys_of(near, "device.companion").exists()
    answer = stick / f"{log_of(far)}.certificate.json"
    other = near.command("certificate import", answer, "--language", "en", expect=1)
    assert "for another kiosk" in text_of(other)
    far.command("certificate import", answer)
    far.command("certificate import", answer)
    for machine in (near, far):
        said = text_of(machine.command("certificate show", "--language", "en"))
        assert "ML-DSA-65" in said and "is certified as well" in said
    server.command("status publish")
    server.command("status export", stick / "revocations.bundle")
    far.command("trust import", stick / "revocations.bundle")


def test_lists_are_carried_where_there_is_no_network(pair, tmp_path):
    machine, server, desk, (first, *_) = pair
    cancel(desk, first["number"])
    arrive(machine, server)
    server.command("status publish")
    carried, broken = tmp_path / "revocations.bundle", tmp_path / "broken.bundle"
    server.command("status export", carried)

    machine.command("trust import", carried)
    again = machine.command("trust import", carried, "--language", "en")
    assert "held already" in text_of(again)
    verdict = json.loads(machine.command("verify", "--json", code_of(first), expect=1).stdout)
    assert verdict["verdict"] == "revoked"
    broken.write_bytes(carried.read_bytes()[:-1])
    assert "broken.bundle" in text_of(machine.command("trust import", broken, expect=1))
