"""Days of records get over a poor line that is cut again and again, and little goes over it twice."""

import backlog
from thin_line import ThinLine

# A tenth of the goal's month, on a line that is cut five times as often.
DEMO = {"residents": 60, "visits": 450}
CUT_SECONDS = 4


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
