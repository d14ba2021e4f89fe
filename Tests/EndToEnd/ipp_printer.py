"""A real IPP printer that a test switches on and off and makes say what is wrong with it."""

import os
import pathlib
import socket
import subprocess

from daemons import wait_until

HERE = pathlib.Path(__file__).parent


class IPPPrinter:
    """CUPS' own `ippeveprinter` on a port that stays the same when it is switched off and on."""

    def __init__(self, folder):
        self.folder = folder
        self.spool = folder / "spool"
        self.spool.mkdir(parents=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.quiet = folder / "quiet.so"
        subprocess.run(["clang", "-shared", "-fPIC", "-w", "-o", self.quiet,
                        HERE / "quiet-ippeveprinter.c", "-ldl"], check=True)
        self.paper = folder / "print"
        self.process = None
        self.prints()

    def prints(self, command="exit 0"):
        """What "printing" does; `STATE: +media-empty` on its standard error is a printer's own word."""
        fresh = self.folder / "print.new"
        fresh.write_text(f"#!/bin/sh\n{command}\n")
        fresh.chmod(0o755)
        fresh.rename(self.paper)

    def holds(self, reason):
        """Holds every job for this reason until `lets_go`."""
        gate = self.folder / "gate"
        gate.touch()
        self.prints(f"echo 'STATE: +{reason}' >&2\nwhile [ -e '{gate}' ]; do sleep 0.05; done\n"
                    f"echo 'STATE: -{reason}' >&2\nexit 0")

    def lets_go(self):
        (self.folder / "gate").unlink()

    @property
    def address(self):
        return f"ipp://127.0.0.1:{self.port}/ipp/print"

    def switch_on(self):
        self.process = subprocess.Popen(
            ["ippeveprinter", "-k", "-d", self.spool, "-f", "application/pdf", "-p", str(self.port),
             "-n", "127.0.0.1", "-r", "off", "-c", self.paper, "Test"],
            env={**os.environ, "LD_PRELOAD": str(self.quiet)}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until("the printer to listen", self._is_listening)

    def _is_listening(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def switch_off(self):
        if self.process:
            self.process.kill()
            self.process.wait()

    def documents(self):
        """Every document that has arrived, as bytes, oldest first."""
        found = sorted(self.spool.glob("*.pdf"), key=lambda one: one.stat().st_mtime_ns)
        return [one.read_bytes() for one in found]

    def completed(self):
        """The documents, once each of them has arrived whole."""
        found = self.documents()
        return found if all(one.rstrip().endswith(b"%%EOF") for one in found) else []
