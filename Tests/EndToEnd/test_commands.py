"""What an operator types, wrong input above all: one clear message, the right exit code, no loss."""

import fcntl
import os
import re
import socket
import subprocess
import threading
import time

import pytest

from daemons import ROOT, Kiosk, run
from roster import cards_of, roster

CONFIGS = {"kioskd": ROOT / "kiosk-config" / "kiosk.toml",
           "provinced": ROOT / "kiosk-config" / "province.toml"}


def text_of(done):
    return (done.stdout + done.stderr).decode("utf-8")


@pytest.mark.parametrize("program", CONFIGS)
def test_a_missing_configuration_file_is_named(program, tmp_path):
    done = run(program, "check", "--config", tmp_path / "none.toml", expect=78)
    assert "none.toml" in text_of(done)


@pytest.mark.parametrize("program", CONFIGS)
def test_a_language_that_is_not_spoken_is_named(program):
    done = run(program, "check", "--language", "fr", language=(), expect=64)
    assert "'fr'" in text_of(done) and "vi" in text_of(done)


@pytest.mark.parametrize("program", CONFIGS)
@pytest.mark.parametrize("line, key", [
    ("colour = \"red\"", "colour"),
    ("port = \"eighty\"", "port"),
    ("port = 70000", "port"),
    ("port = ", "")], ids=["unknown", "type", "range", "syntax"])
def test_a_bad_key_is_named_with_file_and_line(program, line, key, tmp_path):
    lines = CONFIGS[program].read_text().splitlines()
    at = next(i for i, one in enumerate(lines) if one.startswith("port"))
    lines[at] = line
    broken = tmp_path / "broken.toml"
    broken.write_text("\n".join(lines) + "\n")

    done = run(program, "check", "--config", broken, "--data", tmp_path / "data", expect=78)

    said = text_of(done)
    assert "broken.toml" in said and str(at + 1) in said and key in said
    assert len(said.strip().splitlines()) <= 3, said


@pytest.mark.parametrize("key, value, subject", [
    ("sign.template", "none.json", "Layouts of papers"), ("sign.emblem", "none.png", "Layouts of papers")])
def test_a_check_finds_what_the_start_refuses(kiosk, tmp_path, key, value, subject):
    machine = kiosk(settings={key: f'"{tmp_path / value}"'})

    checked = text_of(machine.command("check", "--language", "en", expect=1))
    started = text_of(machine.command("serve", expect=78))

    assert f"{subject}: NEEDS ATTENTION" in checked
    for said in (checked, started):
        assert re.search(rf"kiosk\.toml:\d+: {key}: .*{value}", said), said
    assert not machine.data.exists()


@pytest.mark.parametrize("key", ["http.certificateFile", "pull.authorityFile"])
def test_a_file_that_the_province_misses_is_told_with_line_and_key(province, key):
    files = {key: '"/none.pem"'} | ({"http.keyFile": '"/none.key"'} if "http" in key else {})
    server = province(settings=files)

    said = text_of(server.command("check", expect=78))

    assert re.search(rf"\.toml:\d+: {key}: /none.pem: ", said), said


@pytest.mark.parametrize("command", [
    ["export", "--out", "{tmp}/stick"], ["backup", "--out", "{tmp}/backup.tar"], ["verify-log"],
    ["proof", "--seq", "1", "--out", "{tmp}/1.tlog-proof"]], ids=lambda one: one[0])
def test_data_that_are_not_there_are_told_by_name(kiosk, tmp_path, command):
    machine = kiosk()
    machine.command("enrol", "--request", tmp_path / "request.json")

    done = machine.command(command[0], *[one.format(tmp=tmp_path) for one in command[1:]],
                           expect=None)

    said = text_of(done)
    assert done.returncode in (1, 2, 74), said
    assert f"there is no {machine.data}/kiosk.sqlite" in said or "not enrolled" in said, said


@pytest.mark.parametrize("command", [
    ["export", "--out", "{tmp}/stick"], ["backup", "--out", "{tmp}/backup.tar"], ["verify-log"],
    ["proof", "--seq", "1", "--out", "{tmp}/1.tlog-proof"], ["import", "{tmp}"],
    ["trust show"], ["trust import", "{tmp}/list"], ["bulletin show"],
    ["digest", "--year", "2026", "--out", "{tmp}/digest"], ["certificate show"],
    ["certificate request", "--out", "{tmp}/request"], ["enrol", "--answer", "{tmp}/answer"]],
    ids=lambda one: one[0])
def test_a_mistyped_data_directory_is_named_and_not_made(kiosk, tmp_path, command):
    machine = kiosk()

    done = machine.command(command[0], *[one.format(tmp=tmp_path) for one in command[1:]],
                           expect=None)

    said = text_of(done)
    assert done.returncode in (2, 74), said
    assert str(machine.data) in said
    assert not machine.data.exists()


@pytest.mark.parametrize("arguments", [
    ["export", "--all", "--out"], ["backup", "--out"], ["enrol", "--request"],
    ["proof", "--seq", "1", "--out"]], ids=lambda one: one[0])
def test_a_file_that_cannot_be_written_is_named_and_not_the_data(kiosk, tmp_path, arguments):
    machine = kiosk()
    machine.command("demo", "--residents", 5)
    # Nobody, not even root, can write below a file.
    target = machine.config / "out"

    done = machine.command(*arguments, target, expect=None)

    said = text_of(done)
    assert done.returncode in (1, 2, 74), said
    assert "data directory" not in said and ".new" not in said, said
    assert f"{target}: Not a directory" in said or "not enrolled" in said or "confirmed" in said


def test_files_that_are_no_province_s_are_refused_by_name(kiosk, tmp_path):
    machine = kiosk()
    machine.command("demo", "--residents", 5)
    garbage = tmp_path / "garbage"
    garbage.write_text("garbage\n")
    folder = tmp_path / "stick"
    folder.mkdir()
    for arguments, words in [
            (["enrol", "--answer", garbage], "provinced enrol wrote"),
            (["trust import", garbage], "no list of withdrawn certificates"),
            (["bulletin import", garbage], "no bulletin of a province"),
            (["verify-log", "--checkpoint", garbage], "no signed checkpoint"),
            (["verify-proof", garbage, "--key", "province"], "--key"),
            (["import", garbage], "no file that a province sends"),
            (["restore", "--from", garbage], "ends too early")]:
        said = text_of(machine.command(*arguments, "--language", "en", expect=None))
        assert words in said and "status 200" not in said, said
        assert str(garbage) in said or "--key" in said, said
    said = text_of(machine.command("import", folder, "--language", "en", expect=1))
    assert str(folder) in said and "no file of the province" in said
    machine.command("enrol", "--province", "ftp://127.0.0.1", "--code", "X", expect=64)


def test_a_second_instance_on_the_same_data_is_refused(kiosk):
    machine = kiosk().start()

    done = run("kioskd", "serve", "--config", machine.config, "--data", machine.data,
               "--port", "0", expect=None)

    assert done.returncode not in (0, -11, -6)
    assert "Traceback" not in text_of(done) and str(machine.data) in text_of(done)
    assert machine.get("/").status == 200


def test_a_start_waits_for_a_command_that_is_just_ending(kiosk):
    machine = kiosk()
    machine.command("demo", "--residents", 5)
    with open(machine.data / "kiosk.lock", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ending = threading.Timer(2, lock.close)
        ending.start()
        begun = time.monotonic()
        machine.start()
        ending.join()

    assert time.monotonic() - begun >= 2
    assert machine.get("/").status == 200


def test_a_taken_port_is_named(kiosk):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        machine = kiosk()
        done = run("kioskd", "serve", "--config", machine.config, "--data", machine.data,
                   "--port", str(port), expect=None)
    assert done.returncode != 0 and str(port) in text_of(done)


def test_demonstration_data_is_natural_complete_and_made_once(kiosk):
    machine = kiosk()
    machine.command("demo")
    people = roster(machine)
    assert len(people) == 60 and len({tuple(p.values()) for p in people}) == 60

    again = machine.command("demo", expect=None)
    assert again.returncode != 0 and "demo" in text_of(again).lower()
    machine.command("demo", "--refresh")
    assert roster(machine) == people

    machine.start()
    welcome = machine.check_in(cards_of(machine)[0]).json()
    assert welcome["outcome"] in ("welcome", "alreadyIn")


def test_check_prints_the_settings_and_tries_the_parts(kiosk):
    machine = kiosk()
    said = text_of(machine.command("check", expect=None))
    assert "14464-1" in said and "port" in said


@pytest.mark.parametrize("arguments, input, code", [
    (["verify", "12345"], None, 2),
    (["verify"], b"", 2),
    (["verify"], b"https://example.org/c#notdigits", 2),
    (["verify", "/nonexistent/picture.png"], None, 2)])
def test_verify_says_unreadable(kiosk, arguments, input, code):
    machine = kiosk()
    machine.command("demo")
    done = machine.command(*arguments, input=input, expect=code)
    assert text_of(done).strip()


BAD_REQUESTS = [
    ("unknown path", "GET", "/nowhere", None, {}, 404),
    ("wrong method", "DELETE", "/api/check-ins", None, {}, 405),
    ("broken JSON", "POST", "/api/check-ins", '{"code": ', {}, 400),
    ("not an object", "POST", "/api/check-ins", '[]', {}, 400),
    ("no code", "POST", "/api/check-ins", '{"source": "wedge"}', {}, 400),
    ("unknown source", "POST", "/api/check-ins", '{"code": "1", "source": "moon"}', {}, 400),
    ("unknown field", "POST", "/api/check-ins", '{"code":"1","source":"wedge","x":1}', {}, 400),
    ("wrong type", "POST", "/api/check-ins", "code=1", {"Content-Type": "text/plain"}, 415),
    ("too large", "POST", "/api/check-ins", '{"code":"' + "1" * 70_000 + '"}', {}, 413),
    ("long target", "GET", "/" + "a" * 20_000, None, {}, 414),
]
UNREADABLE = [
    "1234567890", "12345678901", "12", "", "hello",
    "037085001234||Nguyễn V\ufffdn A|05031985|Nam|Gia Viễn|12082021",
    "037085001234||山田太郎|05031985|Nam|Gia Viễn|12082021",
    "037085001234||Nguyễn Văn A|31021985|Nam|Gia Viễn|12082021",
]


def test_bad_requests_get_their_named_answer(kiosk):
    machine = kiosk().start()
    for name, method, target, body, headers, status in BAD_REQUESTS:
        headers = headers or ({"Content-Type": "application/json"} if body else {})
        answer = machine.request(method, target, body, headers)
        assert answer.status == status, f"{name}: {answer.status} {answer.text[:300]}"
        if status == 405:
            assert "POST" in answer.headers["allow"]
    for code in UNREADABLE:
        # A scanner that types is believed the digits alone, whatever the letters.
        answer = machine.check_in(code, "serial")
        assert answer.json()["outcome"] == "unreadable", f"{code!r}: {answer.text}"
        assert answer.json()["reason"], answer.text
    machine.stop()


def test_a_full_disk_is_said_plainly_and_recovers(tmp_path):
    """On a disk of a few MiB: nothing that was shown in green is lost when it fills up."""
    disk = tmp_path / "disk"
    disk.mkdir()
    as_root = [] if os.getuid() == 0 else ["sudo", "--non-interactive"]
    mounted = subprocess.run(
        [*as_root, "mount", "-t", "tmpfs", "-o", "size=24m,mode=1777", "tmpfs", disk])
    assert mounted.returncode == 0, "this test mounts a small tmpfs and so needs root or sudo"
    machine = Kiosk(disk / "kiosk")
    try:
        machine.command("demo", "--residents", 60)
        cards = cards_of(machine)
        machine.start()
        used = disk / "filler"
        with used.open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 4096)
            except OSError:
                pass
        answers = [machine.check_in(card) for card in cards[:40]]
        refused = [a for a in answers if a.status != 200]
        assert refused and all(a.status == 503 for a in refused)
        green = [c for c, a in zip(cards, answers) if a.status == 200
                 and a.json()["outcome"] == "welcome"]
        used.unlink()
        again = machine.check_in(cards[50])
        assert again.status == 200, again.text
        assert all(machine.check_in(c).json()["outcome"] == "alreadyIn" for c in green)
    finally:
        machine.kill()
        subprocess.run([*as_root, "umount", disk], check=True)


def test_a_bad_layout_stops_the_start_with_file_and_field(kiosk, tmp_path):
    own = tmp_path / "own.json"
    course = (ROOT / "assets" / "certificate" / "course.json").read_text()
    named = course.replace('"name": "course"', '"name": "own"')
    own.write_text(named.replace('"points": 37', '"points": 370'))
    machine = kiosk(settings={"sign.template": f'"{own}"'})

    done = run("kioskd", "serve", "--config", machine.config, "--data", machine.data,
               "--port", "0", expect=78)

    assert "own.json" in text_of(done) and "styles.title.points" in text_of(done)

    # A layout that is well-formed but too narrow for long texts is found by drawing it once.
    own.write_text(named.replace('"width": 232,\n      "items"', '"width": 90,\n      "items"'))
    done = run("kioskd", "sample", "--config", machine.config, "--out", tmp_path / "x.pdf", expect=78)
    assert "own.json" in text_of(done) and "too long" in text_of(done)

    own.write_text(named)
    machine.command("sample", "--out", tmp_path / "sample.pdf")
    assert (tmp_path / "sample.pdf").read_bytes().startswith(b"%PDF")
    machine.start()
    assert machine.get("/").status == 200
