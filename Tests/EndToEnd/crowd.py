"""Many kiosks played by one program: real keys, real logs, the real protocol, no board.

What they say was written here from the documents, so it also tries the province with a second
client. Their logs are made before the clock starts.
"""

import asyncio
import base64
import dataclasses
import hashlib
import json
import multiprocessing
import os
import random
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from laboratory.evidence import CHECKPOINT, Note, Tree, province_key

HOST = "province.localhost"
BATCH_EVENTS = 512
DAY = 86_400_000
PATIENCE_SECONDS = 60
ENTRIES = "application/vnd.learning-kiosk.entries+ndjson;v=1"
PERSONAL = "application/vnd.learning-kiosk.personal+ndjson;v=1"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def canonical(value):
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def gzip(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31, 9)
    return packer.compress(data) + packer.flush()


def diary(days, chance, residents=400):
    """The events of so many days at one centre: two or three sessions a day with their visitors."""
    start = 1_795_000_000_000 - days * DAY
    events = [(start, "log.start", {"x": "0.1.0"})]
    number = 0
    for day in range(days):
        for hour in sorted(chance.sample(range(7, 20), chance.choice([2, 2, 3]))):
            number += 1
            code, now = f"2026-{number:04d}", start + day * DAY + hour * 3_600_000
            begin = {"d": now // DAY, "f": now, "h": 20, "s": code, "u": now + 2 * 3_600_000,
                     "x": chance.choice(["Đọc sách cùng nhau", "Kỹ thuật trồng rau an toàn",
                                         "Dịch vụ công trực tuyến"])}
            events.append((now - 600_000, "session.add", begin))
            events.append((now - 600_000, "session.open", {"s": code}))
            for who in sorted(chance.sample(range(1, residents), chance.randint(10, 28))):
                now += chance.randint(4_000, 120_000)
                events.append((now, "visit.in", {"r": f"L{who:06d}", "s": code, "w": "wedge"}))
            events.append((now + 3_600_000, "session.close", {"s": code}))
    lines = []
    for seq, (wall, kind, fields) in enumerate(events):
        lines.append(canonical({"b": 1, "c": 2, "k": kind, "m": wall - start, "q": seq, "t": wall,
                                "v": 1, **fields}))
    return lines


@dataclasses.dataclass
class Outcome:
    """How one kiosk fared: when its last receipt came, and what it met before."""

    rejections: int = 0
    # Exchanges without an answer, by what became of them.
    failures: list = dataclasses.field(default_factory=list)
    sent_bytes: int = 0
    done_seconds: float = 0


class SimulatedKiosk:
    """One kiosk with a key, a log, and its log cut into signed batches."""

    def __init__(self, number, days, seed):
        chance = random.Random(f"{seed}/{number}")
        self.number = number
        self.centre = f"{10_000 + number}-1"
        self.secret = chance.randbytes(32)
        self.log = chance.randbytes(16).hex()
        self.code = "-".join("".join(chance.choices(ALPHABET, k=4)) for _ in range(3))
        self.token = None
        self._sign_all(diary(days, chance))

    def _sign_all(self, lines):
        tree, self.batches = Tree(), []
        key = Ed25519PrivateKey.from_private_bytes(self.secret)
        while tree.size < len(lines):
            start = tree.size
            end = min(len(lines), start + BATCH_EVENTS)
            if end < len(lines):
                end = end // 256 * 256
            for line in lines[start:end]:
                tree.append(line)
            header = {"cp": self._checkpoint(tree, key), "end": end, "log": self.log,
                      "start": start, "v": 1}
            body = gzip(b"".join(line + b"\n" for line in [canonical(header), *lines[start:end]]))
            self.batches.append((start, end, tree.root, body))
        self.size, self.root = tree.size, tree.root

    @property
    def public(self):
        return Ed25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()

    @property
    def origin(self):
        return f"{HOST}/log/{self.log}"

    def _checkpoint(self, tree, key):
        body = f"{self.origin}\n{tree.size}\n{base64.b64encode(tree.root).decode()}\n"
        key_id = hashlib.sha256(
            self.origin.encode() + b"\n" + bytes([CHECKPOINT]) + self.public).digest()[:4]
        signature = base64.b64encode(key_id + key.sign(body.encode())).decode()
        return f"{body}\n\u2014 {self.origin} {signature}\n"

    def enrolment(self):
        """The request's body, with the key's signature over its members."""
        members = {"code": self.code, "key": self.public.hex(), "log": self.log,
                   "name": f"Trung tâm {self.centre}"}
        key = Ed25519PrivateKey.from_private_bytes(self.secret)
        proof = key.sign(b"learning-kiosk/enrolment/v1\n" + canonical(members))
        return canonical({**members, "signature": base64.b64encode(proof).decode()})

    async def drain(self, line, begun):
        """Sends all it has as a kiosk does; gives how that went."""
        outcome = Outcome()
        while True:
            try:
                wait = await self._converse(line, outcome)
            except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError) as failure:
                outcome.failures.append(type(failure).__name__)
                wait = random.random() * 15
            finally:
                line.close()
            if wait is None:
                outcome.done_seconds = time.monotonic() - begun
                return outcome
            await asyncio.sleep(wait)

    async def _converse(self, line, outcome):
        """A hello and all that follows; seconds to wait when there is no place, nothing at the end."""
        hello = canonical({
            "boot": 1, "mono": 1_000, "root": base64.b64encode(self.root).decode(),
            "size": self.size, "unacked": self.size, "version": "0.1.0",
            "wall": int(time.time() * 1_000)})
        status, headers, body = await self._send(line, "POST", "hello", "application/json", hello)
        if status in (429, 503):
            outcome.rejections += 1
            return int(headers["retry-after"])
        answer = json.loads(body)
        assert status == 200, answer
        if not answer.get("admit", True):
            outcome.rejections += 1
            return answer["retry_after"]
        for start, end, root, data in self.batches:
            if end <= answer["next"]:
                continue
            status, headers, body = await self._send(
                line, "PUT", f"entries/{start}-{end}", ENTRIES, data)
            if status in (429, 503):
                outcome.rejections += 1
                return int(headers["retry-after"])
            assert status == 200, body
            self._verify(Note(body.decode()), end, root)
            outcome.sent_bytes += len(data)
        status, _, body = await self._send(
            line, "PUT", f"personal/0-{self.size}", PERSONAL, gzip(b""))
        assert status == 200, body
        return None

    def _verify(self, note, end, root):
        name, key = province_key(self.vkey)
        assert (note.origin, note.size, note.root) == (self.origin, end, root), note.body
        assert note.is_signed(self.origin, self.public) and note.is_cosigned(name, key)

    async def _send(self, line, method, path, kind, body):
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        headers = {"Content-Type": kind, "Authorization": f"Bearer {self.token}"}
        if method == "PUT":
            headers |= {"Content-Encoding": "gzip", "Content-Digest": f"sha-256=:{digest}:"}
        return await line.exchange(method, f"/v1/logs/{self.log}/{path}", headers, body)


class Line:
    """One keep-alive connection to the province, opened when it is needed."""

    def __init__(self, port):
        self.port = port
        self.ends = None

    async def exchange(self, method, path, headers, body):
        return await asyncio.wait_for(
            self._exchange(method, path, headers, body), PATIENCE_SECONDS)

    async def _exchange(self, method, path, headers, body):
        if self.ends is None:
            self.ends = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.ends
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        answer = await reader.readexactly(int(fields.get("content-length", 0)))
        return int(head[0].split(" ")[1]), fields, answer

    def close(self):
        if self.ends:
            self.ends[1].close()
            self.ends = None


def _make(arguments):
    return SimulatedKiosk(*arguments)


def make(count, days, seed):
    """So many kiosks with the events of so many days each, made by all processors."""
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        return pool.map(_make, [(number, days, seed) for number in range(count)], chunksize=20)


def enrol(crowd, province):
    """Through the province's own address; only the one-time codes are put in by hand."""
    where = province.database
    with psycopg.connect(host=where["PGHOST"], user=where["PGUSER"],
                         dbname=where["PGDATABASE"]) as database:
        with database.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO enrolment (code, centre, name, created, expires)"
                " VALUES (%s, %s, '', now(), now() + interval '1 day')",
                [(hashlib.sha256(kiosk.code.encode()).digest(), kiosk.centre)
                 for kiosk in crowd])
    _finish(_enrol(crowd, province.port))


def _finish(coroutine):
    """What the coroutine returns. It runs in a thread of its own, since Playwright's browser, which
    other tests of the same run share, leaves its loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


async def _enrol(crowd, port):
    line = Line(port)
    for kiosk in crowd:
        status, _, body = await line.exchange(
            "POST", "/v1/enrolments", {"Content-Type": "application/json"}, kiosk.enrolment())
        answer = json.loads(body)
        assert status == 200, answer
        kiosk.token, kiosk.vkey = answer["token"], answer["vkey"]
    line.close()


def storm(crowd, port):
    """All come back at the same moment; gives an outcome for each."""
    async def all_of_them():
        begun = time.monotonic()
        return await asyncio.gather(*(kiosk.drain(Line(port), begun) for kiosk in crowd))

    return _finish(all_of_them())
