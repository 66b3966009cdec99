# SPDX-License-Identifier: Apache-2.0
"""The example plugin that posts to an address, in the command line host, against a receiver of this test.

usage: test_webhook.py TASKHOST PLUGINS
"""

import base64
import hashlib
import hmac
import http.server
import json
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "faults"))
import certificates

TASKHOST, PLUGINS = sys.argv[1:3]
KEY = b"a key of this test, 32 bytes long"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


class Receiver:
    """Takes messages; `answer` says what it does with the next ones."""

    def __init__(self, certificate=None):
        self.messages = []
        self.arrived = threading.Semaphore(0)
        self.answer = lambda handler: self.reply(handler, 202, b"thank you")
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.messages.append((self.path, dict(self.headers.items()), body))
                outer.arrived.release()
                outer.answer(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate.file, certificate.key)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_port}/in?of=flow"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def reply(handler, status, body=b"", **headers):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Webhook(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def receiver(self, certificate=None):
        receiver = Receiver(certificate)
        self.addCleanup(receiver.close)
        return receiver

    def command(self, url, *arguments, body='{"score": 12345678901234567890}', secret=SECRET, settings=None):
        connection = self.folder / "connection.json"
        connection.touch(mode=0o600)
        connection.write_text(json.dumps({
            "plugin": "webhook", "type": "signed", "settings": {"url": url, **(settings or {})},
            "credentials": {"secret": secret}}))  # fmt: skip
        entry = self.folder / "input.json"
        entry.write_text('{"body": %s}' % body)
        return [TASKHOST, "run", "webhook.post", "--connection", connection, "--input", entry, "--json", *arguments]

    @property
    def environment(self):
        # The variables lead a library astray that listens to them.
        return {"TASK_PLUGIN_PATH": PLUGINS, "HOME": str(self.folder), "SSLKEYLOGFILE": str(self.folder / "keys"),
                "LANG": "C.UTF-8"}  # fmt: skip

    def run_task(self, url, *arguments, **more):
        done = subprocess.run(self.command(url, *arguments, **more), env=self.environment, capture_output=True,
                              encoding="utf-8", timeout=60)  # fmt: skip
        self.assertNotIn(KEY.decode(), done.stdout + done.stderr)
        self.assertNotIn(SECRET, done.stdout + done.stderr)
        return done.returncode, json.loads(done.stdout)

    def fail_with(self, code, url, *arguments, **more):
        ended, document = self.run_task(url, *arguments, **more)
        self.assertEqual(ended, code, document)
        return document["error"]

    def test_a_message_arrives_as_it_is_and_signed(self):
        receiver = self.receiver()
        code, document = self.run_task(receiver.url)
        self.assertEqual(code, 0, document)
        self.assertEqual((document["output"]["status"], document["output"]["answer"]), (202, "thank you"))
        [(path, headers, body)] = receiver.messages
        self.assertEqual(path, "/in?of=flow")
        self.assertEqual(body, b'{"score":12345678901234567890}')
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertEqual(headers["webhook-id"], document["output"]["id"])
        self.assertLess(abs(int(headers["webhook-timestamp"]) - time.time()), 60)
        content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        signature = base64.b64encode(hmac.new(KEY, content, hashlib.sha256).digest()).decode()
        self.assertEqual(headers["webhook-signature"], "v1," + signature)
        self.assertIn("taskhost/", headers["User-Agent"])

    def test_attempts_under_one_key_have_one_id(self):
        receiver = self.receiver()
        ids = [self.run_task(receiver.url, *key)[1]["output"]["id"]
               for key in ([], [], ["--idempotency-key", "7"], ["--idempotency-key", "7", "--attempt", "2"])]  # fmt: skip
        self.assertEqual(len(set(ids)), 3)
        self.assertEqual(ids[2], ids[3])

    def test_https_is_verified(self):
        made = certificates.Certificates(self.folder)
        authority = made.make("authority", section="authority")
        receiver = self.receiver(made.make("server", authority))
        error = self.fail_with(69, receiver.url)
        self.assertEqual((error["code"], error["retry"]), ("webhook.not_trusted", "never"))
        code, _ = self.run_task(receiver.url, "--ca-file", authority.file)
        self.assertEqual(code, 0)
        other = self.receiver(made.make("other", authority, section="elsewhere"))
        error = self.fail_with(69, other.url, "--ca-file", authority.file)
        self.assertEqual(error["code"], "webhook.not_trusted")
        self.assertEqual((len(receiver.messages), len(other.messages)), (1, 0))
        self.assertFalse((self.folder / "keys").exists())

    def test_addresses_that_are_refused(self):
        for url, code in (
            ("http://hooks.example.com/in", "not_allowed"), ("http://127.0.0.1.example.com/", "not_allowed"),
            ("http://192.168.0.7/", "not_allowed"), ("https://me:word@hooks.example.com/", "not_allowed"),
            ("ftp://127.0.0.1/", "bad_format"), ("hooks.example.com", "bad_format"), ("", "bad_format"),
            ("https://", "bad_format"),
        ):  # fmt: skip
            with self.subTest(url):
                error = self.fail_with(78, url)
                self.assertEqual((error["pointer"], error["fields"][0]["code"]), ("/settings/url", code))

    def test_secrets_that_are_refused(self):
        for secret in ("short", "whsec_no base64 at all", "whsec_c2hvcnQ="):
            with self.subTest(secret):
                error = self.fail_with(78, "https://hooks.example.com/", secret=secret)
                self.assertEqual(error["pointer"], "/credentials/secret")

    def test_time_limits_that_are_refused(self):
        for limit in (0, -1, 600001, 1.5, "soon"):
            with self.subTest(limit):
                error = self.fail_with(78, "https://hooks.example.com/", settings={"timeout_ms": limit})
                self.assertEqual(error["pointer"], "/settings/timeout_ms")

    def test_answers_and_what_they_mean(self):
        receiver = self.receiver()
        for status, headers, key, code, ended, retry in (
            (301, {"Location": "http://127.0.0.1:1/"}, False, "webhook.refused", 76, "never"),
            (400, {}, False, "webhook.refused", 76, "never"),
            (401, {}, False, "webhook.refused", 77, "never"),
            (404, {}, False, "webhook.refused", 76, "never"),
            (429, {"Retry_After": "7"}, False, "webhook.busy", 75, "safe"),
            (503, {"Retry_After": "7"}, False, "webhook.busy", 75, "safe"),
            (503, {}, True, "webhook.failed", 69, "if_idempotent"),
            (500, {}, False, "webhook.failed", 80, "unknown_outcome"),
        ):  # fmt: skip
            with self.subTest(status=status, key=key):
                receiver.answer = lambda handler: Receiver.reply(handler, status, **headers)
                error = self.fail_with(ended, receiver.url, *(["--idempotency-key", "k"] if key else []))
                self.assertEqual((error["code"], error["retry"], error["http_status"]), (code, retry, status))
                self.assertEqual(error.get("retry_after_ms"), 7000 if headers.get("Retry_After") else None)

    def test_whether_a_message_may_have_arrived(self):
        receiver = self.receiver()
        receiver.answer = lambda handler: handler.connection.close()
        error = self.fail_with(80, receiver.url)
        self.assertEqual((error["code"], error["retry"]), ("webhook.no_answer", "unknown_outcome"))
        [(_, headers, _)] = receiver.messages
        self.assertEqual(error["handles"], {"webhook_id": headers["webhook-id"]})
        error = self.fail_with(69, "http://127.0.0.1:9/")
        self.assertEqual((error["code"], error["retry"]), ("webhook.not_reached", "safe"))

    def test_a_receiver_that_does_not_answer_is_left(self):
        receiver = self.receiver()
        end = threading.Event()
        self.addCleanup(end.set)
        receiver.answer = lambda handler: end.wait(60)
        error = self.fail_with(80, receiver.url, settings={"timeout_ms": 300})
        self.assertEqual(error["code"], "webhook.no_answer")
        receiver.arrived.acquire()
        process = subprocess.Popen(self.command(receiver.url), env=self.environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, encoding="utf-8")  # fmt: skip
        receiver.arrived.acquire()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 80)
        self.assertEqual(json.loads(out)["status"], "cancelled")

    def test_it_says_what_it_is_in_french_too(self):
        done = subprocess.run([TASKHOST, "describe", "webhook.post"], capture_output=True, encoding="utf-8", check=True,
                              env=self.environment | {"LANG": "fr_FR.UTF-8"})  # fmt: skip
        self.assertIn("Envoyer un message", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
