"""Days of records get over a poor line that is cut again and again, and little goes over it twice;
months of them get over a good one without filling the memory of either side.

`make bench` has the month, the 400 days and their figures.
"""

import pathlib

import backlog
from thin_line import ThinLine

# A tenth of the goal's month, on a line that is cut five times as often.
DEMO = {"residents": 60, "visits": 450}
CUT_SECONDS = 4
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


def peak_kibibytes(daemon):
    """The most memory that the process has had."""
    lines = pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
