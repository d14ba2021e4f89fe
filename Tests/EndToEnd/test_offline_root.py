"""The province's root lives on a machine without a network: made there under a passphrase, adopted by
the province, and asked by files on a stick. Both machines run the real binaries.
"""

import json
import os
import pty
import re
import select
import stat
import time

import pytest

from daemons import ENGLISH, PATIENCE_SECONDS, binary, run, wait_until

PASSPHRASE = "sáu từ bốc bằng xúc xắc"


class Offline:
    """A folder on the machine that is never online; it knows no database and no settings."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n")
        self.passphrase.chmod(0o600)
        self.root = folder / "root.key.json"
        self.list = folder / "roots.json"

    def command(self, *arguments, **options):
        nowhere = {"PGHOST": "/nowhere", "PGUSER": "nobody"}
        return run("provinced", "root", *arguments, environment=nowhere, **options)

    def create(self):
        self.command("create", "--name", "Tỉnh Ninh Bình", "--out", self.root,
                     "--passphrase-file", self.passphrase)
        return self

    def certify(self, requests, answers, **options):
        return self.command("certify", "--root", self.root, "--requests", requests,
                            "--out", answers, "--passphrase-file", self.passphrase, **options)


@pytest.fixture
def offline(tmp_path):
    return Offline(tmp_path / "offline").create()


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def enrolled(kiosk, server):
    """A kiosk that was enrolled while the root was offline."""
    said = server.command("enrol-code", "--centre", "14464-1").stdout.decode()
    machine = kiosk(settings={"sync.intervalSeconds": "1"})
    machine.command("enrol", "--province", server.url, "--code", said.split()[0])
    return machine


def ask(server, machine, request):
    """What the kiosk's own request is answered over HTTP."""
    enrolment = json.loads((machine.data / "keys" / "province.json").read_text())
    log = (machine.data / "keys" / "log.id").read_text().strip()
    return server.request(
        "POST", f"/v1/logs/{log}/certificate-request", request.read_bytes(),
        {"Authorization": f"Bearer {enrolment['token']}", "Content-Type": "application/json"})


def text(done):
    return (done.stdout + done.stderr).decode()


def test_create_adopt_enrol_request_certify_import_answer(kiosk, province, offline, stick):
    server = province()
    assert "retired" in text(server.command("root adopt", offline.list))
    server.start()
    machine = enrolled(kiosk, server)
    machine.command("certificate", expect=1)
    machine.command("certificate request", "--out", stick)
    request, = stick.glob("*.request.json")
    waiting = ask(server, machine, request)
    assert (waiting.status, waiting.json()) == (202, {"pending": True})
    assert "WARNING: no status key" in text(server.command("check"))

    said = text(server.command("root requests", "--out", stick / "requests.json"))
    assert "1 kiosks, 1 status keys, 0 withdrawn" in said
    said = text(offline.certify(stick / "requests.json", stick / "answers.json"))
    assert "certify kiosk 14464/" in said and "by its own signature" in said
    said = text(server.command("root import", stick / "answers.json"))
    assert "1 kiosks certified, 1 status keys" in said and "status list published" in said

    answer = ask(server, machine, request)
    assert answer.status == 200
    assert {"log", "deviceCertificate", "companion", "roots"} == set(answer.json())
    assert "nothing waits" in text(
        server.command("root requests", "--out", stick / "more.json")).lower()
    assert not (stick / "more.json").exists()
    assert "status key: certified until" in text(server.command("check"))

    # The running kiosk fetches its certificate and the list by itself.
    machine.start()
    wait_until("the kiosk to be certified",
               lambda: machine.command("certificate", expect=None).returncode == 0)
    bundle = machine.data / "keys" / "revocations.bundle"
    wait_until("the kiosk to hold the list", bundle.exists)
    assert bundle.read_bytes() == server.get("/v1/bundle").body


def test_a_kiosk_without_a_network_is_certified_by_stick(kiosk, province, offline, stick):
    server = province()
    server.command("root adopt", offline.list)
    server.start()
    machine = enrolled(kiosk, server)
    machine.command("certificate request", "--out", stick)
    request, = stick.glob("*.request.json")
    server.stop()

    server.command("root requests", "--out", stick / "requests.json", request)
    offline.certify(stick / "requests.json", stick / "answers.json")
    server.command("root import", "--answers", stick, stick / "answers.json")
    answer, = stick.glob("*.certificate.json")
    machine.command("certificate import", answer)
    machine.command("certificate", expect=0)

    server.command("status publish")
    server.command("status export", stick / "revocations.bundle")
    machine.command("trust import", stick / "revocations.bundle")
    server.command("page", "--out", stick / "verify.html")
    page = (stick / "verify.html").read_text()
    root = json.loads(offline.list.read_text())["roots"][0]["key"]
    assert root in page and 'id="trust">{}<' not in page


def test_an_online_root_answers_a_stick_at_once(kiosk, province, stick):
    server = province().start()
    machine = enrolled(kiosk, server)
    machine.command("certificate", expect=0)
    machine.command("certificate request", "--out", stick)
    request, = stick.glob("*.request.json")
    server.command("root certify", "--requests", request, "--out", stick)
    answer, = stick.glob("*.certificate.json")
    assert answer.name == request.name.replace(".request.", ".certificate.")
    assert json.loads(answer.read_text())["log"] in (machine.data / "keys" / "log.id").read_text()


def test_a_stolen_kiosk_is_withdrawn_by_the_offline_root(kiosk, province, offline, stick):
    server = province()
    server.command("root adopt", offline.list)
    server.start()
    machine = enrolled(kiosk, server)
    machine.command("certificate request", "--out", stick)
    request, = stick.glob("*.request.json")
    log = (machine.data / "keys" / "log.id").read_text().strip()
    for step in ["certify", "withdraw"]:
        if step == "withdraw":
            said = text(server.command("device withdraw", "--log", log, "--reason", "mất trộm",
                                       "--lost", "2026-11-20"))
            assert "is withdrawn" in said and "waits for the offline root" in said
        server.command("root requests", "--out", stick / "requests.json")
        said = text(offline.certify(stick / "requests.json", stick / "answers.json"))
        assert f"{step} kiosk 14464/{log[:2]}" in said
        said = text(server.command("root import", stick / "answers.json"))

    assert "1 withdrawn kiosks" in said and "1 kiosks withdrawn" in said
    refused = ask(server, machine, request)
    assert (refused.status, refused.json()["code"]) == (403, "revoked")
    assert "Revoked" in text(server.command("kiosks"))
    server.command("device withdraw", "--log", "0" * 32, expect=1)
    server.command("verify", "12345", expect=2)


def test_the_next_root_is_vouched_for_by_the_last(province, offline, stick):
    server = province()
    server.command("root adopt", offline.list)
    following = offline.folder / "next.key.json"
    offline.command("next", "--root", offline.root, "--roots", offline.list, "--out", following,
                    "--passphrase-file", offline.passphrase,
                    "--new-passphrase-file", offline.passphrase)
    first, second = json.loads(offline.list.read_text())["roots"]
    assert {e["by"] for e in second["endorsements"]} == {first["key"], second["key"]}
    assert "1 new roots" in text(server.command("root adopt", offline.list))

    stranger = Offline(offline.folder / "stranger").create()
    refused = server.command("root adopt", stranger.list, expect=1)
    assert "roots:unendorsed" in text(refused)


def test_a_wrong_passphrase_signs_nothing(province, offline, stick):
    server = province()
    server.command("root adopt", offline.list)
    server.command("root requests", "--out", stick / "requests.json")
    offline.passphrase.write_text("not the passphrase\n")
    refused = offline.certify(stick / "requests.json", stick / "answers.json", expect=1)
    assert "The passphrase is wrong" in text(refused)
    assert "not the passphrase" not in text(refused)
    assert not (stick / "answers.json").exists()


@pytest.mark.parametrize("command", ["certify", "next", "adopt", "import", "requests"])
def test_a_wrong_file_is_told_by_its_name(province, offline, command):
    """What a technician brings by mistake, at the offline machine and at the online one."""
    wrong = offline.folder / "photo.json"
    wrong.write_text('{"kind": "holiday"}')
    out = ["--out", offline.folder / "out.json"]
    secrets = ["--passphrase-file", offline.passphrase]
    if command == "certify":
        said = offline.certify(wrong, offline.folder / "out.json", expect=1)
    elif command == "next":
        said = offline.command("next", "--root", wrong, "--roots", offline.list, *out, *secrets,
                               expect=1)
    else:
        more = [wrong, *out] if command == "requests" else [wrong]
        said = province().command(f"root {command}", *more, expect=1)

    assert f"{wrong}: " in said.stderr.decode(), said
    assert not (offline.folder / "out.json").exists()


def test_the_passphrase_that_is_missing_is_told(offline):
    said = offline.command("next", "--root", offline.root, "--roots", offline.list,
                           "--out", offline.folder / "next.json",
                           "--passphrase-file", offline.passphrase, expect=1)
    assert "--new-passphrase-file" in said.stderr.decode(), said


def test_a_root_is_readable_by_its_owner_only_and_never_overwritten(offline):
    assert stat.S_IMODE(offline.root.stat().st_mode) == 0o600
    kept = offline.root.read_bytes()
    assert PASSPHRASE.encode() not in kept
    refused = offline.command("create", "--name", "X", "--out", offline.root,
                              "--passphrase-file", offline.passphrase, expect=1)
    assert "already" in text(refused) and offline.root.read_bytes() == kept


class Terminal:
    """A command with a terminal of its own, as a person sits before it."""

    def __init__(self, *arguments):
        self.shown = b""
        self.process, self.line = pty.fork()
        if self.process == 0:
            os.execv(binary("provinced"), ["provinced", *map(str, arguments), *ENGLISH])

    def answer(self, prompt, typed):
        """Waits for the prompt and types a line."""
        self._read_until(lambda: prompt.encode() in self.shown, prompt)
        os.write(self.line, typed.encode() + b"\n")
        self.shown = self.shown.split(prompt.encode(), 1)[1]

    def end(self):
        """All that was shown after the last prompt, and the exit status."""
        self._read_until(lambda: False, None)
        return self.shown.decode(), os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    def _read_until(self, isEnough, what):
        end = time.monotonic() + PATIENCE_SECONDS
        while not isEnough():
            assert time.monotonic() < end, f"waited in vain for {what}: {self.shown}"
            ready, _, _ = select.select([self.line], [], [], 1)
            if not ready:
                continue
            try:
                read = os.read(self.line, 4096)
            except OSError:  # The program has closed its terminal.
                read = b""
            if not read:
                assert what is None, f"the program ended before {what}: {self.shown}"
                return
            self.shown += read


def test_a_person_types_the_passphrase_unseen(province, tmp_path, stick):
    root = tmp_path / "root.key.json"
    terminal = Terminal("root", "create", "--name", "Tỉnh Ninh Bình", "--out", root)
    terminal.answer(f"New passphrase for {root}: ", PASSPHRASE)
    terminal.answer("The same again: ", PASSPHRASE)
    shown, status = terminal.end()
    assert status == 0 and "fingerprint" in shown and PASSPHRASE not in shown

    server = province()
    server.command("root adopt", tmp_path / "roots.json")
    server.command("root requests", "--out", stick / "requests.json")
    terminal = Terminal("root", "certify", "--root", root, "--requests", stick / "requests.json",
                        "--out", stick / "answers.json")
    terminal.answer(f"Passphrase of {root}: ", PASSPHRASE)
    shown, status = terminal.end()
    assert status == 0 and PASSPHRASE not in shown and (stick / "answers.json").exists()


@pytest.mark.parametrize("first, second, word", [
    (PASSPHRASE, PASSPHRASE + "x", "differ"), ("short", "short", "at least 12"),
    ("\x03", "", "No passphrase")])
def test_a_slip_at_the_terminal_makes_nothing(tmp_path, first, second, word):
    root = tmp_path / "root.key.json"
    terminal = Terminal("root", "create", "--name", "X", "--out", root)
    terminal.answer("New passphrase", first)
    if word == "differ":
        terminal.answer("again: ", second)
    shown, status = terminal.end()
    assert status == 1 and re.search(word, shown)
    assert list(tmp_path.glob("*.json")) == []
