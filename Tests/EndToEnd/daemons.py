"""The real programs under test, each as an object that a test starts, asks and stops.

A daemon listens on a free loopback port, writes its log into its own folder, and is ended by the
process that started it.
"""

import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = pathlib.Path(os.environ.get("KIOSK_BINARIES", ROOT / ".build" / "debug"))
PATIENCE_SECONDS = 60


def binary(name):
    path = BINARIES / name
    assert path.exists(), f"{path} is missing: run `swift build --build-tests` first"
    return str(path)


def wait_until(what, condition, patience=PATIENCE_SECONDS):
    """Polls until the condition gives something true; fails by name after `patience` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError(f"waited {patience} s in vain: {what}")


class Answer:
    """One HTTP answer: status, headers (lower-case names) and the body's bytes."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {}
        for name, value in response.getheaders():
            self.headers[name.lower()] = value
        self.cookies = [v for n, v in response.getheaders() if n.lower() == "set-cookie"]
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode("utf-8")

    def json(self):
        return json.loads(self.body)


class Ended(AssertionError):
    """A program gave up instead of saying its address."""


class Daemon:
    """A program of ours that serves HTTP: its process, its port, and a small client."""

    def __init__(self, program, arguments, folder, environment=None):
        self.program = program
        self.arguments = arguments
        self.folder = pathlib.Path(folder)
        self.environment = {**os.environ, **(environment or {})}
        # Where it runs, and so where it looks for its assets first.
        self.place = ROOT
        self.process = None
        self.port = None
        self.starts = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self):
        return self.folder / f"{self.program}-{self.starts}.log"

    def start(self, before=()):
        """Starts it and waits for its address; `before` is a command that runs it, as nsenter."""
        self.starts += 1
        output = open(self.log, "wb")
        self.process = subprocess.Popen(
            [*before, binary(self.program), *self.arguments],
            stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            env=self.environment, cwd=self.place)
        output.close()
        self.port = int(wait_until(f"{self.program} to say its address", self._spoken_port))
        return self

    def _spoken_port(self):
        text = self.log.read_text(errors="replace")
        if self.process.poll() is not None:
            raise Ended(f"{self.program} ended with {self.process.returncode}:\n{text}")
        found = re.search(r"(?:screen:|listens on) https?://127\.0\.0\.1:(\d+)", text)
        return found and found.group(1)

    def stop(self, how=signal.SIGTERM):
        if self.process is None or self.process.poll() is not None:
            return None
        self.process.send_signal(how)
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def kill(self):
        return self.stop(signal.SIGKILL)

    def request(self, method, target, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, target, body=body, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, target, **headers):
        return self.request("GET", target, headers=headers)


# What provinced says, it says in Vietnamese unless it is asked for English.
ENGLISH = ("--language", "en")


def run(program, *arguments, input=None, environment=None, expect=0, language=ENGLISH):
    """Runs a command to its end; fails unless it exits with `expect` (None accepts any).

    It has no terminal: nothing may wait for somebody to type. provinced is asked for English; with no
    `language` it speaks its own.
    """
    spoken = language if program == "provinced" else ()
    done = subprocess.run(
        [binary(program), *map(str, arguments), *spoken], input=input, capture_output=True,
        env={**os.environ, **(environment or {})}, timeout=600, cwd=ROOT, start_new_session=True)
    if expect is not None:
        assert done.returncode == expect, (
            f"{program} {' '.join(map(str, arguments))} exited with {done.returncode}, "
            f"not {expect}\n{done.stdout.decode(errors='replace')}"
            f"\n{done.stderr.decode(errors='replace')}")
    return done


class Kiosk(Daemon):
    """A kiosk on its own data directory, which may lie elsewhere than its settings and its log."""

    def __init__(self, folder, settings=None, data=None):
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.data = data or folder / "data"
        self.config = folder / "kiosk.toml"
        self.config.write_text(changed(ROOT / "kiosk-config" / "kiosk.toml", settings or {}))
        super().__init__(
            "kioskd", ["serve", "--config", str(self.config), "--data", str(self.data),
                       "--port", "0"], folder)

    def command(self, name, *arguments, **options):
        """Runs a command by its name, which may be of two words as `certificate request`."""
        return run("kioskd", *name.split(), "--config", self.config, "--data", self.data,
                   *arguments, **options)

    def check_in(self, code, source="wedge", **more):
        return self.request(
            "POST", "/api/check-ins", json.dumps({"code": code, "source": source, **more}),
            {"Content-Type": "application/json"})


class Province(Daemon):
    """The province's server on its own data directory and database."""

    def __init__(self, folder, database, settings=None):
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.data = folder / "data"
        self.config = folder / "province.toml"
        self.config.write_text(changed(ROOT / "kiosk-config" / "province.toml", settings or {}))
        self.database = database
        super().__init__(
            "provinced", ["serve", *ENGLISH, "--config", str(self.config), "--data", str(self.data),
                          "--port", "0"], folder, database)

    def command(self, name, *arguments, **options):
        """Runs a command by its name, which may be of two words as `root adopt`."""
        return run("provinced", *name.split(), "--config", self.config, "--data", self.data,
                   *arguments, environment=self.database, **options)


def changed(path, settings):
    """The configuration file with some values replaced: {"section.key": "TOML value"}."""
    lines, section, left = [], "", dict(settings)
    for line in path.read_text().splitlines():
        header = re.match(r"\[([\w.]+)\]", line)
        section = header.group(1) if header else section
        key = re.match(r"(\w+)\s*=", line)
        name = f"{section}.{key.group(1)}" if key else None
        lines.append(f"{key.group(1)} = {left.pop(name)}" if name in left else line)
    assert not left, f"{path.name} has no such key: {', '.join(left)}"
    return "\n".join(lines) + "\n"


class Postgres:
    """A throw-away PostgreSQL cluster that listens on a socket in its own folder.

    The folder is made below `place`, or where temporary files go.
    """

    def __init__(self, place=None):
        self.folder = tempfile.mkdtemp(prefix="kiosk-pg-", dir=place)
        self.bin = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.owner = []
        if os.getuid() == 0:
            self.owner = ["runuser", "-u", "postgres", "--"]
            subprocess.run(["chown", "postgres", self.folder], check=True)
        self._run("initdb", "--pgdata", f"{self.folder}/cluster", "--username", "province",
                  "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
        self.start()
        self.databases = 0

    def _run(self, program, *arguments):
        subprocess.run([*self.owner, str(self.bin / program), *arguments], check=True,
                       stdout=subprocess.DEVNULL, cwd="/")

    def start(self):
        self._run("pg_ctl", "--pgdata", f"{self.folder}/cluster", "--wait", "--silent",
                  "--log", f"{self.folder}/log", "--options",
                  f"-c listen_addresses='' -c unix_socket_directories='{self.folder}'", "start")

    def stop(self, mode="fast"):
        self._run("pg_ctl", "--pgdata", f"{self.folder}/cluster", "--wait", "--silent",
                  "--mode", mode, "stop")

    def new_database(self):
        """A new empty database, as the environment by which libpq finds it."""
        self.databases += 1
        name = f"test{self.databases}"
        self._run("createdb", "--host", self.folder, "--username", "province", name)
        return {"PGHOST": self.folder, "PGUSER": "province", "PGDATABASE": name}

    def copy_database(self, name, copy):
        """A copy of a database that nobody is connected to."""
        self._run("createdb", "--host", self.folder, "--username", "province",
                  "--template", name, copy)

    def remove(self):
        self.stop("immediate")
        subprocess.run(["rm", "-rf", self.folder], check=True)


