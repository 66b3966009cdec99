# SPDX-License-Identifier: Apache-2.0
"""A road to a server on loopback that is slow to open, and breaks at any byte."""

import asyncio
import contextlib
import math
import random
import socket
import struct
import threading

MEAN_BYTES = 150_000  # in both directions, until a connection breaks
ABRUPT = 0.5  # of the breaks, which take back what is on its way
SLOW = 0.2  # of the connections, which begin late:
LATEST_S = 0.15


class Road:
    """Passes bytes on. What becomes of a connection follows from the seed and its place among the
    connections."""

    def __init__(self, url, seed):
        self._to = ("127.0.0.1", int(url.rpartition(":")[2]))
        self._chance = random.Random(seed)
        self.is_calm = False
        self.breaks = 0
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._carry, "127.0.0.1", 0))
        port = self._server.sockets[0].getsockname()[1]
        # nghttpx's certificate is for a name, the sandbox listens on an address.
        self.url = f"https://localhost:{port}" if url.startswith("https") else f"http://127.0.0.1:{port}"
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def close(self):
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self):
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _carry(self, reader, writer):
        left = math.inf if self.is_calm else self._chance.expovariate(1 / MEAN_BYTES)
        is_abrupt = self._chance.random() < ABRUPT
        late = self._chance.uniform(0, LATEST_S) if self._chance.random() < SLOW else 0
        ends = [writer]
        with contextlib.suppress(OSError):
            await asyncio.sleep(late)
            there, to_there = await asyncio.open_connection(*self._to)
            ends.append(to_there)
            meter = Meter(left)
            await first_of(meter.carry(reader, to_there), meter.carry(there, writer))
            if meter.is_over:
                self.breaks += 1
                if is_abrupt:
                    for end in ends:
                        reset_at_close(end)
        for end in ends:
            end.transport.abort()


class Meter:
    """What may pass a connection before it breaks."""

    def __init__(self, left):
        self._left = left

    @property
    def is_over(self):
        return self._left < 0

    async def carry(self, reader, writer):
        while not self.is_over and (some := await reader.read(65_536)):
            passes = some if len(some) <= self._left else some[: int(self._left)]
            self._left -= len(some)
            writer.write(passes)
            await writer.drain()


async def first_of(*ways):
    """Until one of them ends; the others go no further."""
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def reset_at_close(writer):
    linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
