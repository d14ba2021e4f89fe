"""Page requests beside libmicrohttpd's smallest C program, which serves the same bytes."""

import subprocess

from bed import figure, get_request, median

ROUNDS = 5
COUNT = 20_000
CONNECTIONS = 16


class SmallestServer:
    """The C baseline on one file."""

    def __init__(self, bed, path, content_type):
        self.process = subprocess.Popen(
            [bed.folder / "smallest_server", path, content_type],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


def measure(bed):
    kiosk = bed.small()
    kiosk.start()
    found = [
        compare(bed, kiosk, "static file", "/assets/style.css", "text/css", 0.6),
        compare(bed, kiosk, "rendered check-in page", "/", "text/html; charset=utf-8", 0.25),
    ]
    kiosk.stop()
    return found


def compare(bed, kiosk, name, target, content_type, goal):
    body = kiosk.get(target)
    assert body.status == 200, f"{target} answered {body.status}"
    path = bed.folder / f"page{len(body.body)}"
    path.write_bytes(body.body)
    smallest = SmallestServer(bed, path, content_type)
    requests = [get_request(target)] * COUNT
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(bed.load(kiosk.port, CONNECTIONS, requests, ""))
        theirs.append(bed.load(smallest.port, CONNECTIONS, requests, ""))
    smallest.stop()
    rate, base = median(ours, "per_second"), median(theirs, "per_second")
    return figure(f"GET {name}, {CONNECTIONS} connections ({len(body.body):,} bytes)",
                  f"{rate:,.0f}/s ({rate / base:.2f} x), p99 {median(ours, 'p99_ms'):.2f} ms",
                  f"smallest C program {base:,.0f}/s", f">= {goal} x", rate / base >= goal,
                  per_second=rate, baseline_per_second=base, ratio=rate / base)
