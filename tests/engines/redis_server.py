# SPDX-License-Identifier: Apache-2.0
"""A Redis of a test's own, and waiting for what other processes do."""

import socket
import subprocess
import threading
import time

import redis

PATIENCE = 240  # seconds that a busy machine may take for anything here


def wait_until(condition):
    give_up = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > give_up:
            raise AssertionError("it never came")
        time.sleep(0.01)


class Redis:
    """A server that keeps nothing on disk and listens in a folder of its own; and all that was ever sent to it."""

    def __init__(self, folder):
        path = folder / "redis"
        # The server by the name that it has in redis-tools: redis-server would start one for the whole machine.
        self._process = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", str(path), "--save", "", "--dir", str(folder)],
            executable="/usr/bin/redis-check-rdb", stdout=subprocess.DEVNULL)
        self.path = str(path)
        self.url = f"redis+socket://{path}"
        self.client = redis.Redis(unix_socket_path=str(path))
        wait_until(lambda: path.exists() and self._answers())
        self.heard = bytearray()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._socket.sendall(b"MONITOR\r\n")
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _answers(self):
        try:
            return self.client.ping()
        except redis.ConnectionError:
            return False

    def _listen(self):
        while True:
            piece = self._socket.recv(1 << 16)
            if not piece:
                return
            self.heard += piece

    def close(self):
        self.client.close()
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        self._socket.close()
