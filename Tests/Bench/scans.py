"""How soon what a serial scanner reads is on the screens: from the last byte to the event's last byte at
the screen, with the synced commit in between, beside a bare synced commit on the same disk."""

import http.client
import threading
import time

from bed import cards, figure
from daemons import wait_until
from serial_scanner import SerialScanner

SCREENS = 3
READINGS = 100


class Screen:
    """A line to the kiosk; notes when each answer has come whole."""

    def __init__(self, port):
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.wire.request("GET", "/events")
        self.answer = self.wire.getresponse()
        self.arrivals = []
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        name = b""
        while line := self.answer.readline():
            if line.startswith(b"event: "):
                name = line
            elif line == b"\n" and name == b"event: answer\n":
                self.arrivals.append(time.monotonic())


def measure(bed):
    scanner = SerialScanner(bed.folder / "scanner")
    kiosk = bed.kiosk(settings=scanner.setting() | {"checkIn.repeatSeconds": "0"})
    kiosk.command("demo", "--residents", 200)
    kiosk.start()
    screens = [Screen(kiosk.port) for _ in range(SCREENS)]
    wait_until("scanner and screens", lambda: is_ready(kiosk))
    delays = []
    for number, card in enumerate(cards(kiosk)[:READINGS]):
        sent = time.monotonic()
        scanner.send(card)
        wait_until("the answer", lambda: all(len(s.arrivals) > number for s in screens))
        delays += [1000 * (screen.arrivals[number] - sent) for screen in screens]
    kiosk.stop()
    delays.sort()
    middle, late = delays[len(delays) // 2], delays[int(len(delays) * 0.99)]
    base = bed.bare_loop(READINGS)["p50_ms"]
    return [figure(
        f"serial scanner's last byte to {SCREENS} screens, {READINGS} check-ins",
        f"median {middle:.1f} ms, p99 {late:.1f} ms", f"bare synced commit {base:.1f} ms",
        "p99 <= 100 ms", late <= 100, median_ms=middle, p99_ms=late, baseline_ms=base)]


def is_ready(kiosk):
    status = kiosk.get("/api/status").json()
    return status["screens"] == SCREENS and [s["state"] for s in status["scanners"]] == ["reading"]
