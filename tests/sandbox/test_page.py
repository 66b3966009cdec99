# SPDX-License-Identifier: Apache-2.0
"""The page at `/` in a real browser: it is live, shows everything as text, and loads nothing from elsewhere.

usage: test_page.py ZENDESK_SANDBOX
"""

import json
import subprocess
import sys
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import browser

SANDBOX = sys.argv.pop(1) if len(sys.argv) > 1 else ""
TOKEN = "sandbox-access-token"
IMAGE = "<img src=x onerror=\"window.hacked='yes'\">"
SCRIPT = "<script>window.hacked='yes'</script>"

_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def holds(name, text):
    """JavaScript: the list with that name shows the text."""
    return f"document.getElementById({json.dumps(name)}).textContent.includes({json.dumps(text)})"


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = browser.Browser().__enter__()
        cls.addClassCleanup(cls.browser.__exit__)

    def setUp(self):
        self.sandbox = subprocess.Popen([SANDBOX, "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.stop)
        self.url = self.sandbox.stdout.readline().split()[-1]
        self.browser.messages()
        self.browser.open(self.url + "/")
        self.browser.wait_for("document.getElementById('link').textContent === 'live'")

    def stop(self):
        self.sandbox.terminate()
        self.sandbox.wait(browser.PATIENCE)
        self.sandbox.stdout.close()

    def call(self, method, path, document=None):
        request = urllib.request.Request(
            self.url + path, method=method, data=None if document is None else json.dumps(document).encode(),
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"})
        with _opener.open(request, timeout=browser.PATIENCE) as answer:
            return answer.read().decode()

    def text(self, name):
        return self.browser.run("return document.getElementById(arguments[0]).textContent", name)

    def write_everything(self, text):
        """A ticket, a profile and a record that hold the text."""
        self.call("POST", "/api/v2/tickets.json",
                  {"ticket": {"subject": f"ticket {text}", "comment": {"html_body": "see the subject"}}})
        self.call("PUT", "/api/v2/user_profiles?identifier=shop:customer:badge:7",
                  {"profile": {"name": f"profile {text}", "attributes": {"note": text},
                               "identifiers": [{"type": "badge", "value": "7"}]}})
        self.call("POST", "/api/v2/custom_objects/asset/records",
                  {"custom_object_record": {"name": f"record {text}", "custom_object_fields": {
                      "category": "asset_laptop", "notes": text}}})

    def test_faults_are_told_only_while_some_wait(self):
        shown = "document.getElementById('faults').offsetWidth > 0"
        self.assertFalse(self.browser.run(f"return {shown}"))
        self.call("POST", "/sandbox/faults", {"fault": "hang", "path": "/api/v2/users/me", "times": 1})
        self.browser.wait_for(shown)

    def test_shows_what_is_there(self):
        self.assertIn("My printer is on fire", self.text("tickets"))
        self.assertIn("Dana Customer", self.text("tickets"))
        self.assertIn("Laser printer, 2nd floor", self.text("records"))
        self.assertIn("Serial number: LP-4711", self.text("records"))
        self.assertTrue(self.browser.run("return document.getElementById('empty-profiles').checkVisibility()"))
        self.assertEqual(self.text("count-tickets"), "3")
        self.assertEqual(self.text("subdomain"), "acme")

    def test_is_live_without_reloading(self):
        self.browser.run("window.mark = 'not reloaded'")
        self.write_everything("brand new")
        for name in ("ticket", "profile", "record"):
            self.browser.wait_for(holds(name + "s", f"{name} brand new"))
        self.browser.wait_for(holds("requests", "/api/v2/custom_objects/asset/records"))
        rows = self.browser.run(
            "return [...document.querySelectorAll('#requests tr')].map(row =>"
            " [...row.cells].slice(0, 4).map(cell => cell.textContent))")
        self.assertEqual([row[:3] for row in rows], [
            ["POST", "/api/v2/custom_objects/asset/records stored", "201"],
            ["PUT", "/api/v2/user_profiles stored", "201"],
            ["POST", "/api/v2/tickets stored", "201"]])
        for row in rows:
            self.assertRegex(row[3], r"^\d+(\.\d\d)?$")
        self.call("PUT", "/api/v2/tickets/1", {"ticket": {"status": "pending"}})
        self.browser.wait_for(holds("tickets", "pending"))
        self.call("POST", "/sandbox/faults", {"fault": "hang"})
        self.browser.wait_for(holds("faults", "1 fault waiting"))
        self.assertEqual(self.browser.run("return window.mark"), "not reloaded")
        self.assertEqual(self.text("count-commits"), "4")

    def test_shows_markup_as_text_and_runs_nothing(self):
        for markup in (IMAGE, SCRIPT):
            self.write_everything(markup)
            for name in ("ticket", "profile", "record"):
                self.browser.wait_for(holds(name + "s", f"{name} {markup}"))
        with self.assertRaises(urllib.error.HTTPError):
            self.call("GET", "/api/v2/" + urllib.parse.quote(IMAGE))
        self.browser.wait_for(holds("requests", IMAGE))
        self.assertEqual(self.browser.run("return document.querySelectorAll('main img, main script').length"), 0)
        self.assertIsNone(self.browser.run("return window.hacked"))
        self.assertEqual(self.browser.messages(), [])

    def test_policy_stops_what_does_not_belong_to_the_page(self):
        with _opener.open(self.url + "/", timeout=browser.PATIENCE) as answer:
            policy = answer.headers["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        for loose in ("unsafe", "http:", "https:", "*"):
            self.assertNotIn(loose, policy)
        refused = self.browser.run("try { document.body.innerHTML = arguments[0]; return 'done'; }"
                                   "catch (error) { return error.name; }", IMAGE)
        self.assertEqual(refused, "TypeError")
        self.browser.run("document.body.append(Object.assign(document.createElement('img'),"
                         " {src: arguments[0]}))", self.url + "/x.png")
        self.assertEqual(self.browser.run("return fetch(arguments[0]).then(() => 'done', error => error.name)",
                                          self.url.replace("127.0.0.1", "localhost") + "/"), "TypeError")
        self.assertIn("Content Security Policy", " ".join(self.browser.messages()))
        self.assertEqual(json.loads(self.call("GET", "/sandbox/requests"))["requests"], [])

    def test_loads_nothing_from_elsewhere_and_tells_no_secret(self):
        self.write_everything("quiet")
        self.browser.wait_for(holds("records", "record quiet"))
        loaded = self.browser.run("return performance.getEntriesByType('resource').map(entry => entry.name)")
        self.assertLessEqual(set(loaded), {self.url + "/sandbox/overview", self.url + "/sandbox/events"})
        self.assertGreater(len(loaded), 0)
        for text in (self.browser.run("return document.documentElement.outerHTML"),
                     self.call("GET", "/sandbox/overview")):
            self.assertNotIn(TOKEN, text)
            self.assertNotIn("sandbox-api-token", text)
            self.assertNotIn("uthorization", text)
        self.assertEqual(self.browser.messages(), [])

    def test_light_and_dark(self):
        colours = {}
        for scheme in ("light", "dark"):
            self.browser.emulate(scheme)
            style = "getComputedStyle(document.body)"
            colours[scheme] = self.browser.run(f"return [{style}.backgroundColor, {style}.color]")
        for background, text in colours.values():
            self.assertNotEqual(background, text)
        self.assertNotEqual(colours["light"], colours["dark"])

    def test_says_when_the_sandbox_is_gone(self):
        self.sandbox.terminate()
        self.browser.wait_for("document.getElementById('link').textContent.includes('does not answer')")
        self.assertIn("My printer is on fire", self.text("tickets"))


if __name__ == "__main__":
    unittest.main()
