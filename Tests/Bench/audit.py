"""How long it takes to compute a whole log anew and compare every root that was signed."""

import json
import os
import subprocess
import time

import daemons
from bed import figure

ROUNDS = 3


def measure(bed):
    kiosk = bed.kiosk(data=bed.large())
    runs = [verify(kiosk) for _ in range(ROUNDS)]
    seconds = sorted(run[0] for run in runs)[ROUNDS // 2]
    mebibytes = max(run[1] for run in runs)
    events = runs[0][2]
    hashing = hash_seconds(kiosk)
    return [figure(f"`kioskd verify-log`, {events:,} events", f"{seconds:.1f} s "
                   f"({seconds / hashing:.1f} x), at most {mebibytes:.0f} MiB",
                   f"`sha256sum` of the database {hashing:.1f} s", seconds=seconds,
                   mebibytes=mebibytes, events=events, baseline_seconds=hashing)]


def verify(kiosk):
    """Seconds, the most memory in MiB, and the events that were read."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [daemons.binary("kioskd"), "verify-log", "--json", "--config", kiosk.config, "--data",
         kiosk.data], cwd=daemons.ROOT, stdout=subprocess.PIPE)
    said = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said
    return time.monotonic() - begun, usage.ru_maxrss / 1_024, json.loads(said)["size"]


def hash_seconds(kiosk):
    begun = time.monotonic()
    subprocess.run(["sha256sum", kiosk.data / "kiosk.sqlite"], check=True, capture_output=True)
    return time.monotonic() - begun
