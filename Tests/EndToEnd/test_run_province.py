"""`make run-province`: what a newcomer types to see the province's side."""

import os
import re
import shutil
import signal
import subprocess

import pytest

from daemons import BINARIES, ROOT, wait_until
from record_stores import free_port

SCRIPT = ROOT / "kiosk-config" / "development" / "run-province.sh"


@pytest.fixture
def province_of_the_script(tmp_path):
    """The running script, its output so far, and afterwards the folder of its cluster."""
    port, log = free_port(), tmp_path / "output"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["bash", SCRIPT, tmp_path / "province", str(port)], cwd=ROOT, stdout=output,
            stderr=subprocess.STDOUT, env={**os.environ, "KIOSK_BINARIES": str(BINARIES)},
            start_new_session=True)
    yield process, log, f"http://127.0.0.1:{port}"
    process.send_signal(signal.SIGTERM)
    process.wait(60)
    cluster = re.search(r"starting PostgreSQL in (\S+)", log.read_text()).group(1)
    if cluster.startswith("/var/tmp/learning-kiosk-province-"):
        shutil.rmtree(cluster)


def test_it_starts_names_a_code_that_enrols_and_stops_with_its_cluster(
        province_of_the_script, kiosk):
    process, log, address = province_of_the_script

    def answers():
        assert process.poll() is None, log.read_text()
        return f"{address}/" in log.read_text().partition("starting provinced")[2]

    wait_until("the province", answers)
    said = log.read_text()
    code = re.search(r"--province (\S+) --code (\S+)\n", said)
    assert code.group(1) == address, said
    machine = kiosk("centre")
    machine.command("enrol", "--province", address, "--code", code.group(2))

    process.send_signal(signal.SIGTERM)
    process.wait(60)
    cluster = re.search(r"starting PostgreSQL in (\S+)", said).group(1)
    left = os.listdir(cluster)
    assert "PG_VERSION" in left and "postmaster.pid" not in left
