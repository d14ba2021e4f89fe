"""Start to first answer, and resident memory, idle and after 100,000 check-ins."""

import statistics
import socket
import subprocess
import time

import daemons
from bed import VISITS, cards, check_in_request, figure


def resident_mib(process):
    for line in open(f"/proc/{process.pid}/status"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


def start_seconds(kiosk):
    """From the start of the process to the first answered request."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    request = b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"
    begun = time.monotonic()
    process = subprocess.Popen(
        [daemons.binary("kioskd"), "serve", "--config", kiosk.config, "--data", kiosk.data,
         "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd=daemons.ROOT)
    while time.monotonic() - begun < 60:
        try:
            with socket.create_connection(("127.0.0.1", port), 10) as connection:
                connection.sendall(request)
                if connection.recv(12).startswith(b"HTTP/1."):
                    break
        except OSError:
            time.sleep(0.001)
    taken = time.monotonic() - begun
    process.terminate()
    process.wait(timeout=30)
    return taken


def measure(bed):
    small, large = bed.small(60), bed.kiosk(data=bed.large())
    found = []
    for kiosk, name, goal in ((small, "60 residents", 0.3), (large, f"{VISITS:,} visits", 1.0)):
        times = [start_seconds(kiosk) for _ in range(5)]
        taken = statistics.median(times)
        found.append(figure(f"start to first answer, {name}", f"{taken * 1000:.0f} ms",
                            goal=f"<= {goal} s", held=taken <= goal, seconds=taken))
    return found + [idle(small), busy(bed)]


def idle(kiosk):
    kiosk.start()
    kiosk.get("/")
    # The background check of the database and the allocator settle after a few seconds.
    time.sleep(5)
    mib = resident_mib(kiosk.process)
    kiosk.stop()
    return figure("resident memory, idle", f"{mib:.1f} MiB", goal="<= 32 MB", held=mib <= 32,
                  mib=mib)


def busy(bed):
    kiosk = bed.kiosk(data=bed.large()).start()
    everyone = cards(kiosk)
    requests = [check_in_request(card) for card in everyone]
    bed.load(kiosk.port, 16, requests, "outcome")
    bed.load(kiosk.port, 16, requests, "outcome")
    mib = resident_mib(kiosk.process)
    kiosk.stop()
    return figure(f"resident memory after {2 * len(everyone):,} check-ins (half of them repeats), "
                  f"{VISITS:,} visits stored", f"{mib:.1f} MiB", goal="<= 40 MB", held=mib <= 40,
                  mib=mib)
