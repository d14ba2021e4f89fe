"""Learning record stores for the forwarder's tests: a real one, a strict one of ours, and a line
between that loses answers.
"""

import base64
import http.client
import http.server
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid

import bcrypt
from pydantic import ValidationError
from ralph.models.xapi.base.statements import BaseXapiStatement

from daemons import PATIENCE_SECONDS, wait_until

USER, PASSWORD = "province", "Mot mat khau: 100%"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
# Ralph's store on files writes to a file that must not exist yet unless it is told to append.
RALPH = """
import sys, uvicorn
from ralph.backends.data.base import BaseOperationType
from ralph.backends.data.fs import FSDataBackend
FSDataBackend.default_operation_type = BaseOperationType.APPEND
uvicorn.run("ralph.api:app", host="127.0.0.1", port=int(sys.argv[1]), access_log=False)
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Ralph:
    """ralph-malph as a learning record store on files of its own folder, loopback only."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.process = None
        secret = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
        (self.folder / "auth.json").write_text(json.dumps([{
            "username": USER, "hash": secret, "scopes": ["all"],
            "agent": {"mbox": "mailto:store@example.org"}}]))

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/xAPI"

    def start(self):
        with open(self.folder / "ralph.log", "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", RALPH, str(self.port)],
                cwd=self.folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env={**os.environ, "RALPH_APP_DIR": str(self.folder),
                     "RALPH_AUTH_FILE": str(self.folder / "auth.json"),
                     "RALPH_RUNSERVER_BACKEND": "fs",
                     "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(self.folder / "store")})
        wait_until("ralph to answer", self._answers)
        return self

    def _answers(self):
        assert self.process.poll() is None, (self.folder / "ralph.log").read_text()
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1):
                return True
        except OSError:
            return False

    def stop(self, how=signal.SIGKILL):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=PATIENCE_SECONDS)

    def statements(self):
        """What the store holds, line by line."""
        file = self.folder / "store" / "fs_lrs.jsonl"
        if not file.exists():
            return []
        return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]

    def put_under(self, id_):
        """Puts somebody else's statement under an id."""
        store = self.folder / "store"
        store.mkdir(exist_ok=True)
        other = {"id": id_, "actor": {"mbox": "mailto:a@example.org", "objectType": "Agent"},
                 "verb": {"id": "https://example.org/other"},
                 "object": {"id": "https://example.org/thing", "objectType": "Activity"}}
        with open(store / "fs_lrs.jsonl", "a") as file:
            file.write(json.dumps(other) + "\n")


class _Served:
    """A threaded HTTP server on loopback for as long as a `with` block."""

    def __enter__(self):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body leave together: apart, the second would wait 40 ms for an answer to the first.
            wbufsize = -1

            def do_GET(self):
                outer.handle(self, b"")

            def do_POST(self):
                outer.handle(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/xAPI"


def answer(request, status, body=b"", **headers):
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


class LossyLine(_Served):
    """Hands requests to a store; `fate(number)` says of each POST whether its answer is `passed`,
    `cut` (the connection ends) or `held` until the client has given up. The store has answered by
    then in every case.
    """

    def __init__(self, store, fate=lambda number: "passed"):
        self.store = store
        self.fate = fate
        self.posts = 0
        self.gets = 0
        self.delay_seconds = 0

    def handle(self, request, body):
        number = None
        if request.command == "POST":
            self.posts += 1
            number = self.posts
        else:
            self.gets += 1
        time.sleep(self.delay_seconds)
        line = http.client.HTTPConnection("127.0.0.1", self.store.port, timeout=PATIENCE_SECONDS)
        try:
            line.request(request.command, request.path, body or None, dict(request.headers))
            response = line.getresponse()
            said = response.read()
        except OSError:
            request.close_connection = True
            return
        finally:
            line.close()
        fate = self.fate(number) if number else "passed"
        if fate == "held":
            wait_until("the client to give up", lambda: self._is_gone(request.connection))
        if fate != "passed":
            request.close_connection = True
            return
        if response.status == 204:
            request.send_response(204)
            request.end_headers()
        else:
            answer(request, response.status, said)

    @staticmethod
    def _is_gone(connection):
        connection.settimeout(0.05)
        try:
            return connection.recv(1, socket.MSG_PEEK) == b""
        except TimeoutError:
            return False
        except OSError:
            return True


class StrictStore(_Served):
    """A store that checks every rule of the specification that a forwarder could break."""

    def __init__(self, version="1.0.3"):
        self.version = version
        self.statements = {}
        self.voided = set()
        self.requests = []
        self.flaws = []
        self.refuses = lambda statement: False
        self.busy = 0

    def handle(self, request, body):
        self.requests.append((request.command, request.path, len(body)))
        expected = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if request.headers.get("Authorization") != expected:
            return answer(request, 401)
        self._check(request.headers.get("X-Experience-API-Version") == self.version, "version")
        self._check(request.headers.get("Content-Encoding") is None, "content encoding")
        if request.command == "POST" and self.busy:
            self.busy -= 1
            return answer(request, 429, Retry_After="1")
        if request.command == "GET":
            return self._find(request)
        return self._take(request, body)

    def _check(self, holds, words):
        if not holds:
            self.flaws.append(words)

    def _find(self, request):
        name, _, id_ = request.path.partition("?")[2].partition("=")
        assert name in ("statementId", "voidedStatementId"), request.path
        found = self.statements.get(id_)
        if found is None or (id_ in self.voided) != (name == "voidedStatementId"):
            return answer(request, 404)
        return answer(request, 200, json.dumps(found).encode())

    def _take(self, request, body):
        self._check(request.headers.get("Content-Type") == "application/json", "content type")
        batch = json.loads(body)
        self._check(isinstance(batch, list) and 1 <= len(batch) <= 100, "batch size")
        self._check(len({one["id"] for one in batch}) == len(batch), "ids within a batch")
        for one in batch:
            self.flaws += [f"{one['id']}: {flaw}" for flaw in flaws_of(one)]
        if any(self.refuses(one) for one in batch):
            return answer(request, 400, b"a statement\nis not liked")
        if any(self.statements.get(one["id"], one) != one for one in batch):
            return answer(request, 409)
        targets = [one["object"]["id"] for one in batch if one["verb"]["id"] == VOIDED]
        for target in targets:
            self._check(target in self.statements, f"void of what is not here: {target}")
            self._check(target not in self.voided, f"second void of {target}")
            self._check(self.statements.get(target, {}).get("verb", {}).get("id") != VOIDED,
                        "void of a void")
        self.statements.update({one["id"]: one for one in batch})
        self.voided.update(targets)
        return answer(request, 200, json.dumps([one["id"] for one in batch]).encode())


def flaws_of(statement):
    """What is wrong with a statement: by ralph's models of xAPI, and by rules they leave out."""
    flaws = []
    try:
        BaseXapiStatement.model_validate(statement)
    except ValidationError as error:
        flaws += [f"{one['loc']} {one['msg']}" for one in error.errors()]
    id_ = uuid.UUID(statement["id"])
    if id_.version != 8 or id_.variant != uuid.RFC_4122 or str(id_) != statement["id"]:
        flaws.append("the id is no UUIDv8 in lower case")
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", statement["timestamp"]):
        flaws.append("the timestamp is not RFC 3339 in UTC")
    duration = statement.get("result", {}).get("duration", "PT1S")
    if not re.fullmatch(r"PT(?=\d)(\d+H)?(\d+M)?(\d+(\.\d\d?)?S)?", duration):
        flaws.append(f"the duration {duration}")
    if {"stored", "authority", "version"} & statement.keys():
        flaws.append("members that are the store's")
    if set(statement["actor"]) != {"objectType", "account"}:
        flaws.append("an actor with more than an account")
    if statement["object"]["objectType"] != "Activity" and "platform" in statement["context"]:
        flaws.append("a platform without an activity")
    if (statement["verb"]["id"] == VOIDED) != (statement["object"]["objectType"] == "StatementRef"):
        flaws.append("voided and StatementRef go together")
    if "vi" not in statement["verb"]["display"]:
        flaws.append("the verb has no Vietnamese word")
    return flaws
