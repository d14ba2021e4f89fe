"""Days of records get over a poor line that is cut again and again, and little goes over it twice;
months of them get over a good one without filling the memory of either side.

`make bench` has the month, the 400 days and their figures.
"""

import gzip
import pathlib
import random
import string

import backlog
import daemons
from thin_line import ThinLine

# A tenth of the goal's month, on a line that is cut five times as often.
DEMO = {"residents": 60, "visits": 450}
CUT_SECONDS = 4
SEED = 20261126
# Five months of a busy centre.
MONTHS = {"residents": 500, "visits": 20_000}
# What sending them may take beside what the process had at its start.
GROWTH_KIBIBYTES = 64 << 10


def test_three_days_over_a_line_that_is_cut_every_few_seconds(kiosk, province):
    server = province().start()
    line = ThinLine(server.port, cut=CUT_SECONDS)
    machine = kiosk(settings={"sync.provinceURL": f'"{line.url}"', "sync.backOffSeconds": "1",
                              "sync.batchEvents": "64"})
    backlog.enrolled(machine, server, **DEMO)
    try:
        journey = backlog.travel(machine, server, line, patience=50)
    finally:
        machine.kill()
        line.close()

    assert journey.cuts >= 1, f"the line was never cut in {journey.seconds:.0f} s"
    assert journey.wasted_share < 0.4, journey


def test_months_offline_arrive_whole_and_in_bounded_memory(kiosk, province):
    server = province().start()
    machine = backlog.enrolled(kiosk(), server, **MONTHS)
    before = peak_kibibytes(server)
    machine.start()
    at_start = peak_kibibytes(machine)

    backlog.wait_until("everything to be confirmed", lambda: backlog.is_balanced(machine))

    assert backlog.stored(server)[0] == machine.get("/api/status").json()["recorded"]
    assert peak_kibibytes(machine) - at_start < GROWTH_KIBIBYTES
    assert peak_kibibytes(server) - before < GROWTH_KIBIBYTES


def test_a_large_bulletin_comes_in_pieces_also_across_a_power_cut(kiosk, province, tmp_path):
    server = province().start()
    machine = kiosk(settings={"sync.intervalSeconds": "1", "sync.backOffSeconds": "1",
                              "sync.backOffMostSeconds": "2"})
    backlog.enrolled(machine, server, residents=5, visits=1)
    backlog.wait_until("the first bulletin", lambda: server.get("/v1/bulletin").status == 200)
    chance = random.Random(SEED)
    units = ["code,name,kind,parent,valid_from,valid_to,successor", "37,Ninh Bình,tỉnh,,2025-07-01,,"]
    units += [f"{code},{''.join(chance.choices(string.ascii_letters, k=24))},xã,37,2025-07-01,,"
              for code in range(10_000, 12_500)]
    (tmp_path / "units.csv").write_text("\n".join(units) + "\n")
    server.command("units import", tmp_path / "units.csv")
    server.command("bulletin publish")
    packed = server.get("/v1/bulletin", **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.body) == server.get("/v1/bulletin").body
    assert len(packed.body) < len(server.get("/v1/bulletin").body) / 2

    line = ThinLine(server.port, bits=120_000, cut=CUT_SECONDS)
    machine.config.write_text(daemons.changed(
        machine.config, {"sync.provinceURL": f'"{line.url}"'}))
    part = machine.data / "drafts" / "bulletin.part"
    try:
        machine.start()
        backlog.wait_until("the line to be cut under it", part.exists)
        machine.kill()
        kept = part.stat().st_size
        assert 1_024 < kept < len(packed.body)
        machine.start()
        backlog.wait_until("the bulletin", lambda: "event=bulletin outcome=taken" in
                           machine.log.read_text())
    finally:
        machine.kill()
        line.close()

    assert not part.exists()
    assert b"12499" in (machine.data / "keys" / "bulletin.cose").read_bytes()
    # Nothing came twice but what a cut took from the line: at most what it holds in its delay and in
    # small buffers; the rest are headers, greetings and the list.
    assert line.down < 1.6 * len(packed.body) + 20_000, (line.down, len(packed.body), line.cuts)


def peak_kibibytes(daemon):
    """The most memory that the process has had."""
    lines = pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
