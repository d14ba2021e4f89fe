"""A PostgreSQL cluster whose power can go off."""

import os
import pathlib
import signal
import subprocess

import psycopg

import daemons


class Cluster(daemons.Postgres):
    """Every one of its processes can be killed at once; the next start recovers from its log.

    The postmaster is a child of ours, so that its end is seen: PostgreSQL takes one that nobody has
    waited for as still alive.
    """

    def start(self):
        output = open(f"{self.folder}/log", "ab")
        # PostgreSQL does not run as root.
        self.postmaster = subprocess.Popen(
            [str(self.bin / "postgres"), "-D", f"{self.folder}/cluster",
             "-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}"],
            stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/",
            user="postgres" if self.owner else None)
        output.close()
        daemons.wait_until("PostgreSQL to take connections", self._answers)

    def _answers(self):
        assert self.postmaster.poll() is None, pathlib.Path(self.folder, "log").read_text()[-2000:]
        try:
            psycopg.connect(host=self.folder, user="province", dbname="postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, mode="fast"):
        signals = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}
        self.postmaster.send_signal(signals[mode])
        self.postmaster.wait(timeout=daemons.PATIENCE_SECONDS)

    def power_cut(self):
        """SIGKILL to the postmaster and to all that it started, by their ids; then a new start."""
        everyone = [self.postmaster.pid, *children(self.postmaster.pid)]
        for process in everyone:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.postmaster.wait()
        daemons.wait_until("PostgreSQL to be dead", lambda: not any(map(is_running, everyone)))
        self.start()


def children(process):
    found = []
    for task in pathlib.Path(f"/proc/{process}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


def is_running(process):
    try:
        state = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
