# SPDX-License-Identifier: Apache-2.0
"""A proxy that speaks HTTP/2 for the sandbox, which does not."""

import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

NGHTTPX = shutil.which("nghttpx", path="/usr/sbin:/usr/bin")


class Front:
    """nghttpx: HTTP/2 over TLS in front of a sandbox, with a log of what it was asked."""

    def __init__(self, sandbox, certificate):
        self._folder = tempfile.TemporaryDirectory()
        self._log = Path(self._folder.name) / "access"
        # Bound but not listening, this socket keeps the port for nghttpx.
        with socket.socket() as reserved:
            reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            reserved.bind(("127.0.0.1", 0))
            port = reserved.getsockname()[1]
            self.process = subprocess.Popen(
                [NGHTTPX, "--conf=/dev/null", f"--frontend=127.0.0.1,{port}",
                 f"--backend=127.0.0.1,{sandbox.rpartition(':')[2].strip('/')}", "--workers=1", "--no-ocsp",
                 "--errorlog-file=/dev/null", f"--accesslog-file={self._log}",
                 "--accesslog-format=$alpn $method $path", certificate.key, certificate.file],
                env={}, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            self._await(port)
        self.url = f"https://localhost:{port}"

    def _await(self, port):
        """It says nowhere that it is ready."""
        give_up = time.monotonic() + 30
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise AssertionError("nghttpx did not start")
            time.sleep(0.01)

    def seen(self):
        return self._log.read_text().splitlines()

    def close(self):
        self.process.terminate()
        self.process.wait()
        self._folder.cleanup()
