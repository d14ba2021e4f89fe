"""One kiosk and its province, two lines that lie between them, and the switch of the power."""

import json
import pathlib
import re
import sqlite3
import tempfile
import time

import psycopg

import daemons
from roster import cards_of

from .cluster import Cluster
from .disk import SmallDisk
from .line import FaultyLine

RESIDENTS = 1_500
CENTRE = "14464-1"
COMMAND_SECONDS = 120
# What a command ends with that is not known, or not in this form (EX_USAGE).
UNKNOWN = 64
# What a start ends with on a full disk (EX_IOERR) and while a command works on the same directory
# (EX_TEMPFAIL), and the starts that systemd would try.
TEMPORARY, RESTARTS = (74, 75), 100
KIOSK = {
    "sync.intervalSeconds": "1", "sync.wakeEvents": "1", "sync.batchEvents": "64",
    "sync.connectSeconds": "1", "sync.timeoutSeconds": "2", "sync.backOffSeconds": "1",
    "sync.backOffMostSeconds": "1",
}
PROVINCE = {"pull.timeoutSeconds": "2", "http.stopGraceSeconds": "1"}


class Site:
    """Everything that a plan acts on. Start it, run plans on it, remove it."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="laboratory-"))
        # PostgreSQL runs as another user and must reach its disk.
        self.folder.chmod(0o755)
        self.disks = {whose: SmallDisk(self.folder / f"{whose}-disk")
                      for whose in ("kiosk", "province")}
        self.cluster = Cluster(self.disks["province"].folder)
        self.province = daemons.Province(
            self.folder / "province", self.cluster.new_database(), PROVINCE)
        self.up, self.down = FaultyLine(), FaultyLine()
        self.kiosk = self.new_kiosk("kiosk")
        self.kiosks = [self.kiosk]
        # Every card whose check-in was answered in green, at whatever copy of the kiosk.
        self.acknowledged = set()
        # How often a card was copied or put back: so many branches the log may have.
        self.branches = 0
        self.sticks = 0
        self._open_province()
        self.kiosk.command("demo", "--residents", RESIDENTS)
        self.enrol(self.kiosk)
        self.cards = cards_of(self.kiosk)
        self.start(self.kiosk)

    def new_kiosk(self, name):
        """A kiosk on the small disk, whose way to the province is the faulty line."""
        return daemons.Kiosk(
            self.folder / name, {**KIOSK, "sync.provinceURL": f'"{self.up.url}"'},
            self.disks["kiosk"].folder / name)

    def enrol(self, kiosk):
        said = self.province.command("enrol-code", "--centre", CENTRE).stdout.decode()
        code = re.search(r"\b[0-9A-Z][0-9A-Z-]{7,}\b", said).group(0)
        kiosk.command("enrol", "--province", self.province.url, "--code", code)

    def _open_province(self):
        self.province.start()
        self.up.target = self.province.port

    def start(self, kiosk):
        kiosk.start()
        if kiosk is self.kiosk:
            self.down.target = kiosk.port

    def cut_power(self, victim):
        """SIGKILL and a new start, of `kiosk`, `province` or `postgres`."""
        if victim == "kiosk":
            self.kiosk.kill()
            self._start_as_systemd_does()
            return
        # PostgreSQL does not start on a full disk, nor the province without it.
        with self.disks["province"].lock:
            if victim == "province":
                self.province.kill()
                self._open_province()
            else:
                self.cluster.power_cut()

    def _start_as_systemd_does(self):
        """Again and again: on a full disk, or beside a command at work, a kiosk says so and ends."""
        for _ in range(RESTARTS):
            try:
                return self.start(self.kiosk)
            except daemons.Ended:
                if self.kiosk.process.returncode not in TEMPORARY:
                    raise
                time.sleep(0.1)
        raise AssertionError("nothing stands in its way any more, and the kiosk does not start")

    def revive(self):
        """Starts again what gave up by itself: PostgreSQL does when it cannot write its log."""
        if self.cluster.postmaster.poll() is not None:
            self.cluster.start()
        for daemon in (self.kiosk, self.province):
            assert daemon.process.poll() is None, f"{daemon.program} ended by itself: {daemon.log}"

    def next_cards(self, count):
        """Cards that nobody has shown yet."""
        taken, self.cards = self.cards[:count], self.cards[count:]
        assert len(taken) == count, "this site has no residents left"
        return taken

    def check_in(self, card, kiosk=None):
        """Shows a card and remembers a green answer; gives the outcome, or nothing."""
        try:
            answer = (kiosk or self.kiosk).check_in(card)
            outcome = answer.json()["outcome"] if answer.status == 200 else None
        except (OSError, ValueError, daemons.http.client.HTTPException):
            return None
        if outcome in ("welcome", "alreadyIn"):
            self.acknowledged.add(card)
        return outcome

    def pull(self, lasts=None):
        """One round of the puller, whose power goes off after so many seconds, unless None."""
        self.command(self.province, lasts, "pull", "--once", "--url", self.down.url,
                     "--log", self.log())

    def carry_stick(self, lasts=None):
        """What waits goes to the province on a stick, and receipts come back on it.

        The stick may be pulled out, so to say, `lasts` seconds after each step began.
        """
        self.sticks += 1
        stick = self.folder / f"stick{self.sticks}"
        stick.mkdir()
        self.command(self.kiosk, lasts, "export", "--out", stick)
        self.command(self.province, lasts, "import", stick, "--receipts", stick)
        receipts = sorted(stick.glob("*.receipt"))
        if receipts:
            self.command(self.kiosk, lasts, "import", *receipts)

    def command(self, daemon, lasts, name, *arguments):
        """A command that may fail, since anything may be down, and may be killed on its way."""
        process = daemons.subprocess.Popen(
            [daemons.binary(daemon.program), name, "--config", daemon.config, "--data",
             daemon.data, *arguments], cwd=daemons.ROOT, env=daemon.environment,
            stdin=daemons.subprocess.DEVNULL, stdout=daemons.subprocess.DEVNULL,
            stderr=daemons.subprocess.DEVNULL)
        try:
            process.wait(COMMAND_SECONDS if lasts is None else lasts)
        except daemons.subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            assert lasts is not None, f"{daemon.program} {name} did not end"
        assert process.returncode != UNKNOWN, f"{daemon.program} knows no such {name}"

    def log(self, kiosk=None):
        with self.kiosk_database(kiosk) as database:
            return database.execute("SELECT log FROM logState").fetchone()[0].hex()

    def books(self, kiosk=None):
        return (kiosk or self.kiosk).get("/api/status").json()

    def kiosk_database(self, kiosk=None):
        path = (kiosk or self.kiosk).data / "kiosk.sqlite"
        return Closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True))

    def province_database(self):
        where = self.province.database
        return psycopg.connect(host=where["PGHOST"], user=where["PGUSER"],
                               dbname=where["PGDATABASE"], autocommit=True)

    def province_key(self):
        return json.loads((self.kiosk.data / "keys" / "province.json").read_text())["vkey"]

    def remove(self):
        for kiosk in self.kiosks:
            kiosk.kill()
        self.province.kill()
        self.up.close()
        self.down.close()
        self.cluster.remove()
        for disk in self.disks.values():
            disk.remove()
        daemons.subprocess.run(["rm", "-rf", self.folder], check=True)


class Closing:
    """A database connection that is closed at the end of its block."""

    def __init__(self, connection):
        self.connection = connection

    def __enter__(self):
        return self.connection

    def __exit__(self, *_):
        self.connection.close()
