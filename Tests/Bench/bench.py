"""Measures the release binaries from outside, each figure beside a baseline of the same run.

Prints a table and writes .data/bench.json, and .data/bench.md as the README carries it. Machines are
noisy: trust the ratios, and the medians of several rounds, not a single absolute time. `bench.py NAME
...` runs only the parts named; the peak memory of `certificates` is right only when it runs alone,
since the system counts the memory of the process that started the child as well.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))
os.environ.setdefault("KIOSK_BINARIES", str(ROOT / ".build" / "release"))

import age  # noqa: E402
import audit  # noqa: E402
import certificates  # noqa: E402
import checkins  # noqa: E402
import collector  # noqa: E402
import door  # noqa: E402
import link  # noqa: E402
import memory  # noqa: E402
import pages  # noqa: E402
import scans  # noqa: E402
import storm  # noqa: E402
import verdicts  # noqa: E402
from bed import Bed  # noqa: E402

PARTS = {
    "checkins": checkins.measure,
    "age": age.measure,
    "audit": audit.measure,
    "pages": pages.measure,
    "door": door.measure,
    "memory": memory.measure,
    "certificates": certificates.measure,
    "collector": collector.measure,
    "storm": storm.measure,
    "link": link.measure,
    "verifier": verdicts.measure,
    "scans": scans.measure,
}


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo")
                if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} x {cpu}, Linux {platform.release()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    chosen = parser.parse_args().parts or list(PARTS)
    unknown = set(chosen) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")

    folder = ROOT / ".data" / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    started = time.strftime("%Y-%m-%d")
    figures = []
    try:
        with Bed(folder) as bed:
            for name in chosen:
                print(f"==> measuring: {name}", flush=True)
                figures += PARTS[name](bed)
    finally:
        # A part that fails does not take the others' figures with it.
        report = {"date": started, "machine": machine(), "figures": figures}
        (ROOT / ".data" / "bench.json").write_text(json.dumps(report, indent=2) + "\n")
        (ROOT / ".data" / "bench.md").write_text(readme(report))
        show(report)
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def rows(report, held):
    """The table's lines as lists of cells, the names of the columns first."""
    yield ["figure", "measured", "baseline", "goal", "held?"]
    for f in report["figures"]:
        yield [f["name"], f["measured"], f.get("baseline", ""), f.get("goal", ""),
               held[f.get("held")]]


def readme(report):
    """The section of the README: what it was measured on, and the table."""
    head, *body = rows(report, {True: "yes", False: "**no**", None: ""})
    lines = [head, ["---"] * len(head), *body]
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    return f"Measured on {report['date']}, {report['machine']}, one run:\n\n{table}\n"


def show(report):
    print(f"\nMeasured on {report['date']}, {report['machine']}\n")
    table = list(rows(report, {True: "held", False: "MISSED", None: ""}))
    widths = [max(len(cells[i]) for cells in table) for i in range(5)]
    for number, cells in enumerate(table):
        print("| " + " | ".join(c.ljust(width) for c, width in zip(cells, widths)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


if __name__ == "__main__":
    sys.exit(main())
