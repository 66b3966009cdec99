# SPDX-License-Identifier: Apache-2.0
"""A road to a server on loopback that is slow to open, and breaks."""

import asyncio
import contextlib
import random
import socket
import struct
import threading

SLOW = 0.2  # of all connections, which begin up to so many seconds late:
LATEST = 0.15
ABRUPT = 0.5  # of the breaks, which take back what is on its way


class Road:
    """Passes bytes on in both directions. Each connection breaks after a number of them that only
    the seed and its place among the connections decide: `mean` bytes on the average."""

    def __init__(self, port, seed, mean):
        self._to = port
        self._chance = random.Random(seed)
        self._mean = mean
        self.breaks = 0
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._carry, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
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
        left = [self._chance.expovariate(1 / self._mean)]
        abrupt = self._chance.random() < ABRUPT
        late = self._chance.random() < SLOW and self._chance.uniform(0, LATEST)
        ends = [writer]
        with contextlib.suppress(OSError):
            await asyncio.sleep(late)
            there, to_there = await asyncio.open_connection("127.0.0.1", self._to)
            ends.append(to_there)
            ways = [asyncio.ensure_future(self._pass(*way, left)) for way in ((reader, to_there), (there, writer))]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        is_broken = left[0] < 0
        self.breaks += is_broken
        for end in ends:
            if is_broken and abrupt:
                linger = struct.pack("ii", 1, 0)
                end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                end.transport.abort()
            else:
                end.close()

    @staticmethod
    async def _pass(reader, writer, left):
        """Until one of the two ends, or what is `left` has passed."""
        while left[0] >= 0 and (some := await reader.read(65_536)):
            writer.write(some[: int(left[0])])
            left[0] -= len(some)
            await writer.drain()
