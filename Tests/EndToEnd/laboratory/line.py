"""A line between two programs that damages exchanges as it is told to.

It takes in one whole request, hands it on over a connection of its own, and gives the answer back;
a fault is done to the bytes of either. That makes duplicates and late requests possible, which a
relay of bytes could not do.
"""

import asyncio
import collections
import contextlib
import threading

LIMIT_BYTES = 16 << 20


class FaultyLine:
    """Listens on a free loopback port; `target` is the port behind it and may change."""

    def __init__(self):
        self.target = None
        self.port = None
        self.happened = []
        self._faults = collections.deque()
        self._kept = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def plan(self, faults):
        """These faults meet the next exchanges, one each."""
        self._loop.call_soon_threadsafe(self._faults.extend, faults)

    @property
    def is_quiet(self):
        """Whether every planned fault has met its exchange."""
        return not self._faults

    def heal(self):
        """No more faults; what is still on its way late arrives first. Gives what happened."""
        asyncio.run_coroutine_threadsafe(self._heal(), self._loop).result(30)
        happened, self.happened = self.happened, []
        return happened

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(
            self._serve, "127.0.0.1", 0, limit=LIMIT_BYTES))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        pending = asyncio.all_tasks(self._loop)
        for task in pending:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        self._loop.close()

    async def _heal(self):
        self._faults.clear()
        await self._deliver_late()

    async def _serve(self, reader, writer):
        try:
            while await self._exchange(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # Either end went away, which is what this place is for.
        except asyncio.CancelledError:
            pass  # The line is being closed.
        finally:
            writer.close()

    async def _exchange(self, reader, writer):
        """One request and its answer; false when the connection ends with it."""
        request = await read_message(reader)
        fault = self._faults.popleft() if self._faults else None
        if fault is None:
            return await self._answer(writer, await self._ask(request))
        self.happened.append(f"{fault}: {request.split(b' HTTP', 1)[0].decode(errors='replace')}")
        return await getattr(self, "_" + fault.kind.replace(" ", "_"))(fault, request, writer)

    async def _ask(self, request, end=True):
        """The answer of the program behind to these bytes; empty when it gave none."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target, limit=LIMIT_BYTES)
        try:
            writer.write(request)
            await writer.drain()
            if not end:
                # The other side sees a connection that ends in the middle of a request.
                writer.write_eof()
            with contextlib.suppress(asyncio.IncompleteReadError, OSError, ValueError):
                return await asyncio.wait_for(
                    read_message(reader, is_answer=True), None if end else 0.2)
            return b""
        except asyncio.TimeoutError:
            return b""
        finally:
            writer.close()

    async def _answer(self, writer, answer):
        if not answer:
            return False
        writer.write(answer)
        await writer.drain()
        await self._deliver_late()
        return True

    async def _deliver_late(self):
        late, self._kept = self._kept, []
        for request in late:
            with contextlib.suppress(OSError, asyncio.TimeoutError):
                await asyncio.wait_for(self._ask(request), 20)

    def _reset(self, writer):
        writer.transport.abort()
        return False

    async def _cut_request(self, fault, request, writer):
        await self._ask(fault.cut(request), end=False)
        return self._reset(writer)

    async def _cut_reply(self, fault, request, writer):
        answer = await self._ask(request)
        if answer:
            writer.write(fault.cut(answer))
            await writer.drain()
        return self._reset(writer)

    async def _delay(self, fault, request, writer):
        await asyncio.sleep(fault.seconds)
        answer = await self._ask(request)
        await asyncio.sleep(fault.seconds)
        return await self._answer(writer, answer)

    async def _duplicate(self, fault, request, writer):
        """Both at once; the client gets the answer of either."""
        both = await asyncio.gather(
            self._ask(request), self._ask(request), return_exceptions=True)
        answer = both[fault.bit % 2]
        return await self._answer(writer, answer if isinstance(answer, bytes) else b"")

    async def _late(self, fault, request, writer):
        """Lost for the client, and delivered after a later request has been answered."""
        self._kept.append(request)
        return self._reset(writer)

    async def _truncate_request(self, fault, request, writer):
        return await self._answer(writer, await self._ask(shortened(request, fault)))

    async def _truncate_reply(self, fault, request, writer):
        answer = await self._ask(request)
        return await self._answer(writer, answer and shortened(answer, fault))

    async def _flip_request(self, fault, request, writer):
        try:
            answer = await asyncio.wait_for(self._ask(fault.flipped(request)), 2)
        except asyncio.TimeoutError:
            answer = b""  # The length was hit: the other side waits for bytes that never come.
        return await self._answer(writer, answer)

    async def _flip_reply(self, fault, request, writer):
        answer = await self._ask(request)
        await self._answer(writer, answer and fault.flipped(answer))
        return False

    async def _black_hole(self, fault, request, writer):
        await asyncio.sleep(fault.seconds * 8)
        return False


async def read_message(reader, is_answer=False):
    """One whole HTTP/1.1 message as bytes."""
    head = await reader.readuntil(b"\r\n\r\n")
    fields = head.lower()
    if is_answer and (fields[9:12] in (b"204", b"304")):
        return head
    if b"\r\ntransfer-encoding:" in fields:
        raise ValueError("the daemons are not expected to send in chunks")
    found = fields.split(b"\r\ncontent-length:", 1)
    length = int(found[1].split(b"\r\n", 1)[0]) if len(found) > 1 else 0
    return head + await reader.readexactly(length)


def shortened(message, fault):
    """A message that lost the end of its body and says that this was all."""
    head, body = message.split(b"\r\n\r\n", 1)
    if not body:
        return message
    body = fault.cut(body)
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length:")]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", body])
