# SPDX-License-Identifier: Apache-2.0
"""Servers that mean no good, the command line host sent to them, and what must hold of its end."""

import contextlib
import functools
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugin"))
import desk

TOKEN = "canary-token-4be1c07a"

# Exit codes that a task may end with; 70 would be a defect, and 64 and 66 faults of this suite.
EXIT_CODES = {0, 65, 69, 75, 76, 77, 78, 80, 130}
RETRIES = {"never", "safe", "if_idempotent", "unknown_outcome"}


class Kept(bytes):
    """An answer after which the connection stays open."""


class Request:
    def __init__(self, head, body):
        self.head = head
        self.method, self.path = head.split(b"\r\n")[0].decode().split(" ")[:2]
        self.body = body


class Server:
    """Listens on loopback. Its reply is bytes, or takes server and request and makes them."""

    def __init__(self, reply=None, tls=None):
        self._reply = reply
        self._tls = tls
        self.connections = 0
        self.requests = []
        self.ended = threading.Event()
        self._open = set()
        self._threads = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        with self._lock:
            for peer in self._open:
                with contextlib.suppress(OSError):
                    peer.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def url(self, host="127.0.0.1"):
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}"

    def methods(self):
        return [request.method for request in self.requests]

    def _accept(self):
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            with self._lock:
                self._open.add(peer)
            thread = threading.Thread(target=self._serve, args=(peer,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, peer):
        try:
            with peer.dup() as plain, self._wrap(plain) as stream:
                self.talk(stream)
        except OSError:  # whoever is treated like this leaves early; a TLS error is one, too
            pass
        finally:
            with self._lock:
                self._open.discard(peer)
            peer.close()

    def _wrap(self, plain):
        return self._tls.wrap_socket(plain, server_side=True) if self._tls else plain

    def talk(self, stream):
        """One connection from its first byte to its last."""
        with stream.makefile("rb") as reader:
            while True:
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    line = reader.readline()
                    if not line:
                        return
                    head += line
                length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
                body = reader.read(int(length[1])) if length else b""
                self.requests.append(Request(head, body))
                reply = parts(self._reply, self, self.requests[-1])
                for part in [reply] if isinstance(reply, bytes) else reply:
                    stream.sendall(part)
                if not isinstance(reply, Kept):
                    return


def parts(reply, server, request):
    """Bytes, or something that yields them."""
    return reply(server, request) if callable(reply) else reply


def server_tls(certificate, protocols=()):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.file, certificate.key)
    if protocols:
        context.set_alpn_protocols(protocols)
    return context


def answer(status=200, body=b"", *headers):
    """A well-formed answer of JSON."""
    lines = [f"HTTP/1.1 {status} Whatever", "Content-Type: application/json",
             f"Content-Length: {len(body)}", *headers]  # fmt: skip
    return "\r\n".join([*lines, "", ""]).encode() + body


def document(value):
    return json.dumps(value).encode()


TICKET = {"ticket": {"id": 1, "url": None, "status": "open", "tags": ["old"],
                     "updated_at": "2026-01-02T03:04:05Z"}}  # fmt: skip
INPUTS = {
    "create_ticket": {"comment_body": "Help me."},
    "update_ticket": {"ticket_id": 1, "additional_tags": ["new"], "subject": "New"},
}


def run(what, url, arguments=(), settings=None, timeout=200):
    """taskhost verify, or run of a task of INPUTS; the ending also tells seconds and memory."""
    with tempfile.TemporaryDirectory() as folder:
        connection = Path(folder) / "connection.json"
        connection.write_text(json.dumps({
            "plugin": "zendesk", "type": "oauth_access_token",
            "settings": {"subdomain": "acme", "base_url": url, "max_attempts": 1, **(settings or {})},
            "credentials": {"access_token": TOKEN},
        }))  # fmt: skip
        connection.chmod(0o600)
        task = ["verify"] if what == "verify" else ["run", f"zendesk.{what}", "--input", "-"]
        with (Path(folder) / "in").open("w+") as given, (Path(folder) / "out").open("w+") as out, \
                (Path(folder) / "err").open("w+") as err:  # fmt: skip
            json.dump(INPUTS.get(what), given)
            given.seek(0)
            started = time.monotonic()
            process = subprocess.Popen(
                [desk.TASKHOST, "--plugin-path", desk.PLUGINS, "--log-level", "trace", *task,
                 "--json", "--connection", str(connection), *arguments],
                stdin=given, stdout=out, stderr=err, env=desk.environment(),
            )  # fmt: skip
            guard = threading.Timer(timeout, process.kill)
            guard.start()
            _, status, usage = os.wait4(process.pid, 0)
            guard.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.monotonic() - started
            out.seek(0)
            err.seek(0)
            ending = desk.Ending(
                SimpleNamespace(returncode=process.returncode, stdout=out.read(), stderr=err.read())
            )
    ending.seconds = seconds
    ending.megabytes = usage.ru_maxrss / 1024
    return ending


@functools.cache
def is_sanitized():
    """A sanitizer keeps books of every byte, and keeps what was freed."""
    (library,) = Path(desk.PLUGINS).glob("zendesk/*/libzendesk.so")
    data = library.read_bytes()
    return b"__asan_init" in data or b"__tsan_init" in data


@functools.cache
def documented_errors():
    (manifest,) = Path(desk.PLUGINS).glob("zendesk/*/plugin.json")
    return set(json.loads(manifest.read_text())["errors"])


def is_a_sentence(message):
    """Words, an end, nothing unprintable, no place that was not filled in."""
    return (
        message.isprintable()
        and len(message.split()) > 3
        and message[0].isalnum()
        and message.endswith(".")
        and "{" not in message
        and len(message) < 1500
    )


def check(test, ending, longest=30, memory=150):
    """What holds of every ending, however bad the server is."""
    said = ending.out + ending.err
    test.assertIn(ending.code, EXIT_CODES, said[:2000])
    test.assertLess(ending.seconds, longest * (5 if is_sanitized() else 1))
    for spelling in desk.spellings(TOKEN):
        test.assertNotIn(spelling, said)
    if not is_sanitized():
        test.assertLess(ending.megabytes, memory)
    if ending.code == 0:
        return
    test.assertLess(len(said), 100_000)
    test.assertTrue(is_a_sentence(ending.error["message"]), ending.error["message"])
    test.assertIn(ending.error["code"], documented_errors())
    test.assertIn(ending.error["retry"], RETRIES)
    test.assertEqual(ending.code == 80, ending.error["retry"] == "unknown_outcome", said[:2000])
