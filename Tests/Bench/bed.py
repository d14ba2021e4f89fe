"""What the measured parts stand on: the compiled baselines, filled data directories, the load."""

import csv
import io
import json
import pathlib
import shutil
import statistics
import subprocess

import daemons

HERE = pathlib.Path(__file__).resolve().parent
RESIDENTS = 50_000
VISITS = 1_000_000


def figure(name, measured, baseline="", goal="", held=None, **numbers):
    """One row of the table, with its raw numbers for programs."""
    return {"name": name, "measured": measured, "baseline": baseline, "goal": goal, "held": held,
            "numbers": numbers}


class Bed:
    """Builds the baselines; fills one large data directory once and hands out copies."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.running = []
        self._large = None
        self._postgres = None
        self.names = 0

    def __enter__(self):
        flags = ["gcc", "-O2", "-Wall", "-o"]
        for source, *libraries in (("bare_loop", "-lsqlite3"), ("smallest_server", "-lmicrohttpd"),
                                   ("load", "-lpthread")):
            subprocess.run([*flags, self.folder / source, HERE / f"{source}.c", *libraries],
                           check=True)
        subprocess.run([*flags, self.folder / "slow_disk.so", "-shared", "-fPIC",
                        HERE / "slow_disk.c"], check=True)
        return self

    def __exit__(self, *_):
        for daemon in self.running:
            daemon.kill()
        if self._postgres:
            self._postgres.remove()

    def kiosk(self, data=None, environment=None, settings=None):
        """A started kiosk; with `data`, on a copy of that directory."""
        self.names += 1
        kiosk = daemons.Kiosk(self.folder / f"kiosk{self.names}", settings)
        if data:
            shutil.copytree(data, kiosk.data)
        kiosk.environment.update(environment or {})
        self.running.append(kiosk)
        return kiosk

    def large(self):
        """The data directory with 50,000 residents and 1,000,000 visits."""
        if self._large is None:
            print(f"==> filling a log with {RESIDENTS} residents and {VISITS} visits", flush=True)
            kiosk = daemons.Kiosk(self.folder / "large")
            daemons.run("kioskd", "demo", "--config", kiosk.config, "--data", kiosk.data,
                        "--residents", RESIDENTS, "--visits", VISITS)
            self._large = kiosk
        return self._large.data

    def small(self, residents=200):
        kiosk = self.kiosk()
        kiosk.command("demo", "--residents", residents)
        return kiosk

    def postgres(self):
        self._postgres = self._postgres or daemons.Postgres()
        return self._postgres

    def province(self):
        self.names += 1
        province = daemons.Province(
            self.folder / f"province{self.names}", self.postgres().new_database())
        self.running.append(province)
        return province

    def bare_loop(self, commits, environment=None):
        """The bare SQLite loop on the same disk, a new file each time."""
        self.names += 1
        done = subprocess.run(
            [self.folder / "bare_loop", self.folder / f"bare{self.names}.sqlite", str(commits)],
            check=True, capture_output=True, env={**daemons.os.environ, **(environment or {})})
        return json.loads(done.stdout)

    def load(self, port, connections, requests, expected):
        """Sends the raw requests; fails when any answer is not the expected one."""
        stream = b"".join(b"%d\n%s" % (len(one), one) for one in requests)
        done = subprocess.run([self.folder / "load", str(port), str(connections), expected],
                              input=stream, capture_output=True)
        assert done.returncode == 0, f"load: {done.stdout.decode()} {done.stderr.decode()}"
        return json.loads(done.stdout)


def cards(kiosk):
    """The card codes of a kiosk's residents."""
    done = kiosk.command("residents")
    return [row[0] for row in list(csv.reader(io.StringIO(done.stdout.decode())))[1:]]


def check_in_request(card, session=None):
    body = {"code": card, "source": "wedge"}
    if session:
        body["session"] = session
    text = json.dumps(body).encode()
    return (b"POST /api/check-ins HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))


def get_request(target):
    return b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % target.encode()


def median(rounds, key):
    return statistics.median(one[key] for one in rounds)
