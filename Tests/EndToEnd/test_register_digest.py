"""The signed digest of a year's register: made beside a running kiosk, checked by the program and by
the README's recipe, which needs Python and openssl alone.
"""

import datetime
import re
import subprocess
import sys

import pytest

from daemons import ROOT, run
from papers import code_of, issue_to_everybody, sheets
from test_transport import one_time_code
from web import set_up

YEAR = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).year


@pytest.fixture
def archive(kiosk, province, tmp_path):
    """A running kiosk that its province certified, and the folder of its digest."""
    server = province().start()
    machine = kiosk(settings={"sync.intervalSeconds": "600"})
    machine.command("demo")
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    server.stop()
    machine.start()
    assert issue_to_everybody(machine, set_up(machine))
    folder = tmp_path / "archive"
    machine.command("digest", "--year", YEAR, "--out", folder)
    return machine, folder


def root_of(machine):
    """The public key of the root that the kiosk trusts."""
    text = (machine.data / "keys" / "roots.json").read_text()
    return re.search(r'"key":"([0-9a-f]{64})"', text).group(1)


def recipe(note, hashes, code, root):
    """Runs exactly the Python text of the README's section."""
    section = (ROOT / "README.md").read_text().split("### Check a year's register")[1]
    text = re.search(r"```python\n(.*?)```", section, re.S).group(1)
    return subprocess.run([sys.executable, "-c", text, note, hashes, code, root],
                          capture_output=True, text=True)


def test_the_recipe_finds_every_certificate_and_no_other(archive, kiosk, tmp_path):
    machine, folder = archive
    note, hashes = folder / f"14464-1-{YEAR}.digest", folder / f"14464-1-{YEAR}.hashes"
    papers = sheets(machine)
    for place, sheet in enumerate(papers, start=1):
        said = recipe(note, hashes, code_of(sheet), root_of(machine))
        assert said.stdout == (
            f"14464-1/register/{YEAR}: certificate {place} of {len(papers)}\n"), said.stderr

    code, root = code_of(papers[0]), root_of(machine)
    other = kiosk("other")
    other.command("demo")
    stranger = recipe(note, hashes, code_of(sheets(other)[0]), root)
    assert stranger.returncode != 0 and "not in the register" in stranger.stderr
    assert recipe(note, hashes, code, "00" * 31 + "01").returncode != 0
    changed = tmp_path / "changed.digest"
    changed.write_text(note.read_text().replace(f"/{YEAR}\n", f"/{YEAR - 1}\n", 1))
    assert recipe(changed, hashes, code, root).returncode != 0
    fewer = tmp_path / "fewer.hashes"
    fewer.write_text("".join(hashes.read_text().splitlines(True)[1:]))
    assert "other hashes" in recipe(note, fewer, code, root).stderr


def test_the_program_checks_a_certificate_against_the_digest(archive, kiosk, tmp_path):
    machine, folder = archive
    digest = folder / f"14464-1-{YEAR}.digest"
    roots = machine.data / "keys" / "roots.json"

    def check(certificate, expect, *more):
        return run("kioskd", "digest", "--check", digest, "--certificate", certificate,
                   "--data", tmp_path / "nobody", "--language", "en", *more, expect=expect)

    sheet = sheets(machine)[-1]
    said = check(code_of(sheet), 0, "--roots", roots).stdout.decode()
    assert sheet["number"] in said and "stands in the register" in said
    other = kiosk("other")
    other.command("demo")
    check(code_of(sheets(other)[0]), 1, "--roots", roots)
    check("hello", 2, "--roots", roots)
    assert "unknown-root" in check(code_of(sheet), 1).stdout.decode()


def test_wrong_options_are_named(kiosk):
    machine = kiosk()
    for arguments in [("--year", 2026), ("--out", "x"), ("--check", "x"),
                      ("--year", 12, "--out", "x"), ()]:
        done = machine.command("digest", *arguments, expect=64)
        assert "--" in done.stderr.decode()
