"""A poor line between two programs: slow, far, and cut again and again.

A relay of bytes with a token bucket each way. It counts what has gone over the line; what was
waiting in front of it when it was cut has not. A shaping relay and not `tc`, because the kernel's
network emulation is not everywhere and needs root.
"""

import asyncio
import contextlib
import dataclasses
import re
import socket
import threading

# How the request of a batch begins.
BATCH = re.compile(rb"PUT \S*/v1/logs/[0-9a-f]{32}/entries/")
# What a segment of TCP/IP carries, and what it costs beside that.
SEGMENT, HEADER = 1_000, 40


@dataclasses.dataclass
class Request:
    """What has gone over the line of a request that is not answered."""

    size: int = 0
    is_batch: bool = False


class ThinLine:
    """Listens on a free loopback port and relays to the port `target`.

    `bits` a second each way, `delay` seconds one way, every connection reset each `cut` seconds,
    for the first time after `first` seconds.
    """

    def __init__(self, target, bits=40_000, delay=0.15, cut=20.0, first=None):
        self.target, self.delay = target, delay
        self.cut_seconds, self.first_seconds = cut, cut if first is None else first
        self.bytes_per_second = bits / 8
        self.up = self.down = self.cuts = 0
        # Of `up`, what belonged to batches, and to those among them that a cut ended before their
        # answer: at most so much goes over the line again.
        self.batches = self.wasted = 0
        self._unanswered = {}
        self._free = {"up": 0.0, "down": 0.0}
        self._open = set()
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[ready], daemon=True)
        self._thread.start()
        ready.wait()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def bytes(self):
        """All that has gone over the line, both ways, with the headers of its segments."""
        return self.up + self.down

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        listener = socket.socket()
        # Small buffers, so that a sender feels the line and not this program.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        listener.bind(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self._loop.run_until_complete(asyncio.start_server(
            self._serve, sock=listener, limit=SEGMENT))
        cutter = self._loop.create_task(self._cut())
        ready.set()
        self._loop.run_forever()
        cutter.cancel()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    async def _cut(self):
        await asyncio.sleep(self.first_seconds)
        while True:
            self.cuts += 1
            self.wasted += sum(one.size for one in self._unanswered.values() if one.is_batch)
            self._unanswered.clear()
            for end in list(self._open):
                end.transport.abort()
            await asyncio.sleep(self.cut_seconds)

    async def _serve(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.CancelledError):
            # The handshake goes there and back.
            self._open.add(writer)
            await asyncio.sleep(2 * self.delay)
            far = socket.socket()
            far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            far.setblocking(False)
            await self._loop.sock_connect(far, ("127.0.0.1", self.target))
            far_reader, far_writer = await asyncio.open_connection(sock=far, limit=SEGMENT)
            self._open.add(far_writer)
            await asyncio.gather(self._relay(reader, far_writer, self._pass_up, writer),
                                 self._relay(far_reader, writer, self._pass_down, writer))
            far_writer.close()
            self._open.discard(far_writer)
        writer.close()
        self._open.discard(writer)
        self._unanswered.pop(writer, None)

    async def _relay(self, reader, writer, passing, connection):
        arriving = asyncio.Queue()
        deliverer = asyncio.ensure_future(self._deliver(arriving, writer))
        try:
            # What had been read when the line was cut is lost: it takes the line no more.
            while not writer.is_closing() and (data := await reader.read(SEGMENT)):
                await passing(data, connection)
                arriving.put_nowait((self._loop.time() + self.delay, data))
        except OSError:
            writer.transport.abort()
        arriving.put_nowait((self._loop.time() + self.delay, None))
        await deliverer

    async def _pass_up(self, data, connection):
        size = len(data) + HEADER
        await self._carry("up", size)
        self.up += size
        request = self._unanswered.setdefault(connection, Request())
        # A request begins a segment: the next is sent when the last was answered.
        request.is_batch |= not request.size and bool(BATCH.match(data))
        request.size += size
        self.batches += size if request.is_batch else 0

    async def _pass_down(self, data, connection):
        size = len(data) + HEADER
        await self._carry("down", size)
        self.down += size
        # The answers of this protocol are of one or two segments: with the first, it has come.
        self._unanswered.pop(connection, None)

    async def _carry(self, way, size):
        """Waits until the line has carried so many bytes more."""
        now = self._loop.time()
        self._free[way] = max(now, self._free[way]) + size / self.bytes_per_second
        await asyncio.sleep(self._free[way] - now)

    async def _deliver(self, arriving, writer):
        while True:
            when, data = await arriving.get()
            await asyncio.sleep(max(0, when - self._loop.time()))
            if data is None:
                with contextlib.suppress(OSError):
                    writer.write_eof()
                return
            if not writer.is_closing():
                writer.write(data)
