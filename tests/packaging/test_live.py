# SPDX-License-Identifier: Apache-2.0
"""tests/live on the sandbox: it runs all six tasks, tells what it learned, and leaves nothing behind.

usage: test_live.py PROJECT BUILD
"""

import http.server
import json
import os
import runpy
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.request
from pathlib import Path

PROJECT, BUILD = (Path(argument).resolve() for argument in sys.argv[1:3])
TASKS = [f"{verb}_{thing}" for thing in ("ticket", "profile", "record") for verb in ("create", "update")]


class Live(unittest.TestCase):
    def setUp(self):
        self.sandbox = subprocess.Popen(
            [BUILD / "bin/zendesk-sandbox", "--port", "0"], stdout=subprocess.PIPE, encoding="utf-8"
        )
        self.addCleanup(self.sandbox.stdout.close)
        self.addCleanup(self.sandbox.wait)
        self.addCleanup(self.sandbox.terminate)
        self.url = self.sandbox.stdout.readline().split()[-1]
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.connection = Path(folder.name) / "connection.json"
        self.connect("sandbox-access-token")

    def connect(self, token):
        self.connection.write_text(json.dumps({
            "plugin": "zendesk", "type": "oauth_access_token",
            "settings": {"subdomain": "acme", "base_url": self.url},
            "credentials": {"access_token": token},
        }))  # fmt: skip
        self.connection.chmod(0o600)

    def counts(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.url + "/sandbox/overview", timeout=30) as answer:
            counts = json.load(answer)["counts"]
        return {name: counts[name] for name in ("tickets", "profiles", "records")}

    def live(self):
        return subprocess.run(
            [PROJECT / "tests/live", "--connection", self.connection, "--build", BUILD,
             "--object", "survey_response"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip

    def test_all_of_it(self):
        before = self.counts()
        done = self.live()
        self.assertEqual(done.returncode, 0, done.stdout)
        for task in ("verify", *TASKS):
            self.assertIn(f"  ok      {task}\n", done.stdout)
        self.assertIn("the same Idempotency-Key twice: one ticket", done.stdout)
        self.assertGreaterEqual(done.stdout.count("  learned "), 6)
        self.assertNotIn("LEFT", done.stdout)
        self.assertNotIn("sandbox-access-token", done.stdout)
        self.assertEqual(self.counts(), before)

    def test_no_redirect_takes_the_credentials_elsewhere(self):
        class Redirect(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                seen.append(self.path)
                self.send_response(302)
                self.send_header("Location", f"http://localhost:{self.server.server_port}/elsewhere")
                self.end_headers()

            def log_message(self, *_):
                pass

        seen = []
        with http.server.HTTPServer(("127.0.0.1", 0), Redirect) as server:
            threading.Thread(target=server.serve_forever).start()
            self.url = f"http://127.0.0.1:{server.server_port}"
            self.connect("secret")
            try:
                account = runpy.run_path(str(PROJECT / "tests/live"))["Account"](self.connection)
                status, headers, _ = account.call("GET", "/api/v2/custom_objects")
            finally:
                server.shutdown()
        self.assertEqual((status, seen), (302, ["/api/v2/custom_objects"]))
        self.assertIn("/elsewhere", headers["Location"])

    def test_a_connection_that_does_not_work(self):
        self.connect("wrong")
        done = self.live()
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("  FAILED  verify: zendesk.token_expired: ", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
