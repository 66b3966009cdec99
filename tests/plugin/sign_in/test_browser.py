# SPDX-License-Identifier: Apache-2.0
"""A person in a real browser signs a connection in, over TLS: every way in which that can end.

usage: test_browser.py TASKHOST ZENDESK_SANDBOX PLUGINS PICTURES

What the browser showed is kept in the folder PICTURES, for people to look at.
"""

import base64
import hashlib
import json
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2] / "sandbox")]
import browser
import desk

PICTURES = Path(sys.argv.pop(4)) if len(sys.argv) > 4 else None
SECRET = "sandbox-app-secret"
APP = {"client_id": "sandbox_app", "client_secret": SECRET}
PUBLIC_APP = {"client_id": "sandbox_public_app"}
SIZES = {"wide": (1200, 800), "narrow": (360, 640)}  # in CSS pixels

# What is wider than the room that it has.
CUT_OFF = """
return [...document.querySelectorAll("html, h1, p, li, code, main, form, button")]
  .filter(element => element.scrollWidth > element.clientWidth && element.clientWidth > 0)
  .map(element => element.outerHTML);
"""


def kept_port():
    """A socket that keeps its port for whoever says that it may be shared, as the sign-in does."""
    keeper = socket.socket()
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    keeper.bind(("127.0.0.1", 0))
    return keeper


def pin_of(url, ca_file):
    """The hash of the server's public key, as Chromium takes it, after the authority vouched for it."""
    address = urllib.parse.urlsplit(url)
    pem = ssl.get_server_certificate((address.hostname, address.port), ca_certs=ca_file, timeout=browser.PATIENCE)
    key = subprocess.run(["openssl", "x509", "-noout", "-pubkey"], input=pem, capture_output=True, text=True,
                         check=True).stdout  # fmt: skip
    der = base64.b64decode("".join(key.splitlines()[1:-1]))
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


class SignIn:
    """A sign-in that waits for the browser."""

    def __init__(self, case, name, *arguments, lang="C.UTF-8"):
        self._case = case
        self._process = subprocess.Popen(
            case.command("connection", "sign-in", name, "--ca-file", str(case.desk.ca_file), *arguments),
            env=case.environment(lang), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8")  # fmt: skip
        case.addCleanup(self._process.wait)
        case.addCleanup(self._process.kill)
        self.said = ""
        while "Ctrl-C" not in self.said:  # the last line of the invitation
            line = self._process.stderr.readline()
            if not line:
                raise AssertionError(self.said)
            self.said += line
        self.address = re.search(r"https://\S+", self.said)[0]
        self.state = urllib.parse.parse_qs(urllib.parse.urlsplit(self.address).query)["state"][0]

    def end(self, code):
        """Standard output and, but for the invitation, standard error."""
        out, err = self._process.communicate(timeout=60)
        self._case.assertEqual(self._process.returncode, code, out + err)
        for secret in (self.state, SECRET):
            self._case.assertNotIn(secret, out + err)
        return out, err


class Browser(desk.unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.port = kept_port()
        cls.addClassCleanup(cls.port.close)
        cls.redirect = f"http://127.0.0.1:{cls.port.getsockname()[1]}/callback"
        cls.desk = desk.Desk("ticket", "--redirect-uri", cls.redirect, tls=True)
        cls.addClassCleanup(cls.desk.close)
        pin = pin_of(cls.desk.url, cls.desk.ca_file)
        cls.browser = browser.Browser(f"--ignore-certificate-errors-spki-list={pin}").__enter__()
        cls.addClassCleanup(cls.browser.__exit__, None, None, None)
        PICTURES.mkdir(parents=True, exist_ok=True)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="sign-in-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.desk.forget()

    def environment(self, lang="C.UTF-8"):
        return desk.environment(lang) | {"HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder / "config")}

    def command(self, *arguments):
        return [desk.TASKHOST, "--plugin-path", desk.PLUGINS, *arguments]

    def host(self, *arguments, code=0, stdin=""):
        """The document that the program prints."""
        end = subprocess.run(self.command(*arguments, "--json"), input=stdin, capture_output=True, text=True,
                             env=self.environment(), timeout=60)  # fmt: skip
        self.assertEqual(end.returncode, code, end.stdout + end.stderr)
        return json.loads(end.stdout)

    def add(self, name="acme", client=None):
        credentials = json.dumps((client or APP) | {"redirect_uri": self.redirect})
        self.host("connection", "add", name, "--plugin", "zendesk", "--type", "oauth_authorization_code", "--set",
                  "subdomain=acme", "--set", f"base_url={self.desk.url}", "--credentials", "-", stdin=credentials)

    def tokens(self, name="acme"):
        return self.host("connection", "show", name)["tokens"]

    def create_ticket(self, name="acme", code=0):
        return self.host("run", "zendesk.create_ticket", "--connection", name, "--ca-file", str(self.desk.ca_file),
                         "--set", "comment_body=Hello", code=code)  # fmt: skip

    def press(self, decision):
        self.browser.run("document.querySelector(`button[value=${arguments[0]}]`).click()", decision)

    def shown(self, picture, lang="en"):
        """The text of the page that the browser came back to, of which nothing may be cut off."""
        address = urllib.parse.urlsplit(self.browser.address())
        self.assertEqual(address._replace(query="").geturl(), self.redirect)
        self.assertEqual(self.browser.run("return document.documentElement.lang"), lang)
        self.take(picture)
        return self.browser.run("return document.body.innerText")

    def take(self, picture):
        for scheme in ("light", "dark"):
            for size, (width, height) in SIZES.items():
                self.browser.emulate(scheme)
                self.browser.resize(width, height)
                (PICTURES / f"{picture}_{scheme}_{size}.png").write_bytes(self.browser.screenshot())
                self.assertEqual(self.browser.run(CUT_OFF), [], size)

    def assert_nothing_was_stored(self):
        self.assertEqual(self.tokens()["state"], "none")
        self.assertEqual([r for r in self.desk.requests() if r["path"] == "/oauth/tokens"], [])
        error = self.create_ticket(code=77)["error"]
        self.assertEqual(error["code"], "zendesk.sign_in_again")

    def test_allowed(self):
        for client in (APP, PUBLIC_APP):
            name = client["client_id"]
            with self.subTest(name):
                self.add(name, client)
                self.assertEqual(self.tokens(name)["state"], "none")
                sign_in = SignIn(self, name)
                self.browser.open(sign_in.address)
                self.take(f"consent_{name}")
                self.press("allow")
                out, _ = sign_in.end(0)
                self.assertRegex(out, r"^Signed in \(scopes read write\)\. The token is good until 20\d\d-")
                text = self.shown(f"allowed_{name}")
                self.assertIn("Signed in\n", text)
                self.assertIn("The connection works now.", text)
                self.assertIn("You can close this page", text)
                tokens = self.tokens(name)
                self.assertEqual((tokens["state"], tokens["generation"]), ("stored", 1))
                ticket = self.create_ticket(name)["output"]
                self.assertEqual(self.desk.comments(ticket["id"])[0]["body"], "Hello")

    def test_denied(self):
        self.add()
        sign_in = SignIn(self, "acme")
        self.browser.open(sign_in.address)
        self.press("deny")
        _, err = sign_in.end(77)
        self.assertIn("The access was denied in the browser. Nothing was changed.", err)
        text = self.shown("denied")
        self.assertIn("The sign-in did not work\n", text)
        self.assertIn("The access was denied in the browser.", text)
        self.assert_nothing_was_stored()

    def test_a_consent_to_somebody_elses_request(self):
        self.add()
        sign_in = SignIn(self, "acme")
        self.browser.open(sign_in.address.replace(sign_in.state, "x" * len(sign_in.state)))
        self.press("allow")
        _, err = sign_in.end(77)
        self.assertIn("does not belong to this sign-in, so it was refused. Nothing was changed", err)
        self.assertIn("does not belong to this sign-in", self.shown("wrong_state"))
        self.assert_nothing_was_stored()

    def test_too_late_and_then_in_time(self):
        self.add()
        sign_in = SignIn(self, "acme", "--timeout", "500ms")
        self.browser.open(sign_in.address)
        _, err = sign_in.end(69)
        self.assertIn("Nobody came back from the browser within 1 s. Nothing was changed.", err)
        self.press("allow")
        self.assertTrue(self.browser.address().startswith(self.redirect + "?code="))
        self.assert_nothing_was_stored()
        sign_in = SignIn(self, "acme")
        self.browser.open(sign_in.address)
        self.press("allow")
        sign_in.end(0)
        self.assertEqual(self.tokens()["generation"], 1)

    def test_a_long_reason_of_the_service(self):
        self.add()
        sign_in = SignIn(self, "acme")
        self.browser.open(self.redirect + "?" + urllib.parse.urlencode(
            {"error": "invalid_scope", "error_description": "<b>" + "scope:" * 60, "state": sign_in.state}))
        sign_in.end(76)
        self.assertIn("invalid_scope: <b>scope:scope:", self.shown("refused"))
        self.assert_nothing_was_stored()

    def test_in_french(self):
        self.add()
        sign_in = SignIn(self, "acme", lang="fr_FR.UTF-8")
        self.assertIn("Ouvrez cette adresse dans un navigateur", sign_in.said)
        self.browser.open(sign_in.address)
        self.press("deny")
        _, err = sign_in.end(77)
        self.assertIn("L’accès a été refusé dans le navigateur. Rien n’a été changé.", err)
        text = self.shown("denied_fr", "fr")
        self.assertIn("La connexion a échoué\n", text)
        self.assertIn("L’accès a été refusé dans le navigateur.", text)
        sign_in = SignIn(self, "acme", lang="fr_FR.UTF-8")
        self.browser.open(sign_in.address)
        self.press("allow")
        out, _ = sign_in.end(0)
        self.assertRegex(out, r"^Connexion réussie \(.* read write\)\. Le jeton est valable jusqu’au 20")
        text = self.shown("allowed_fr", "fr")
        self.assertIn("Connexion réussie\n", text)
        self.assertIn("Vous pouvez fermer cette page", text)


if __name__ == "__main__":
    desk.main()
