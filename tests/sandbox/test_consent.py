# SPDX-License-Identifier: Apache-2.0
"""OAuth's consent page in a real browser: both buttons lead back to the client, and nothing of a request is run.

usage: test_consent.py ZENDESK_SANDBOX
"""

import json
import subprocess
import sys
import unittest
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import browser

SANDBOX = sys.argv.pop(1) if len(sys.argv) > 1 else ""
CALLBACK = "http://127.0.0.1:8976/callback"
STATE = "\"><img src=x onerror=\"window.hacked='yes'\"><script>window.hacked='yes'</script>"

_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Consent(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = browser.Browser().__enter__()
        cls.addClassCleanup(cls.browser.__exit__)

    def setUp(self):
        self.sandbox = subprocess.Popen([SANDBOX, "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.stop)
        self.url = self.sandbox.stdout.readline().split()[-1]
        self.browser.messages()

    def stop(self):
        self.sandbox.terminate()
        self.sandbox.wait(browser.PATIENCE)
        self.sandbox.stdout.close()

    def ask(self, client="sandbox_app"):
        self.browser.open(self.url + "/oauth/authorizations/new?" + urllib.parse.urlencode({
            "response_type": "code", "client_id": client, "redirect_uri": CALLBACK, "scope": "read write",
            "state": STATE}))

    def press(self, decision):
        """Where the button leads; whether anybody is there does not matter. And what the browser held against it."""
        self.browser.run("document.querySelector(`button[value=${arguments[0]}]`).click()", decision)
        address = urllib.parse.urlsplit(self.browser.address())
        refusals = [message for message in self.browser.messages() if "Content Security Policy" in message]
        self.assertEqual(refusals, [])
        self.assertEqual(address._replace(query="").geturl(), CALLBACK)
        return dict(urllib.parse.parse_qsl(address.query))

    def statuses(self):
        with _opener.open(self.url + "/sandbox/requests", timeout=browser.PATIENCE) as answer:
            return [(entry["method"], entry["status"]) for entry in json.load(answer)["requests"]]

    def test_allow(self):
        self.ask()
        answer = self.press("allow")
        self.assertRegex(answer.pop("code"), r"^[0-9a-f]{64}$")
        self.assertEqual(answer, {"state": STATE})
        self.assertEqual(self.statuses(), [("GET", 200), ("POST", 302)])

    def test_deny(self):
        self.ask()
        answer = self.press("deny")
        self.assertTrue(answer.pop("error_description"))
        self.assertEqual(answer, {"error": "access_denied", "state": STATE})
        self.assertEqual(self.statuses(), [("GET", 200), ("POST", 302)])

    def test_runs_and_loads_nothing(self):
        self.ask()
        self.assertEqual(self.browser.run("return document.querySelectorAll('img, script').length"), 0)
        self.assertEqual(self.browser.run("return document.querySelector('[name=state]').value"), STATE)
        self.assertIsNone(self.browser.run("return window.hacked"))
        self.assertEqual(self.browser.run("return performance.getEntriesByType('resource').length"), 0)
        self.assertEqual(self.browser.messages(), [])
        style = "getComputedStyle(document.querySelector('main')).maxWidth"
        self.assertEqual(self.browser.run(f"return {style}"), "460px")

    def test_an_unknown_client_goes_nowhere(self):
        self.ask("nobody")
        self.assertTrue(self.browser.address().startswith(self.url))
        self.assertEqual(self.browser.run("return document.querySelectorAll('form, button, a').length"), 0)
        self.assertEqual(self.statuses(), [("GET", 400)])


if __name__ == "__main__":
    unittest.main()
