# SPDX-License-Identifier: Apache-2.0
"""A person allows the access in a browser; and the editor in French."""

import unittest
import urllib.parse

import engine  # first: it tells where the others are
import desk
import editor
from engine import account, answering, flow, text

APP = {"client_id": "sandbox_app", "client_secret": "sandbox-app-secret"}


class SignIn(engine.Case):
    @classmethod
    def options(cls):
        return ("--redirect-uri", cls.engine.url + "/task-plugins/callback")

    def setUp(self):
        super().setUp()
        nodes = answering("zendesk.create_ticket", {
            "comment_body": text("Hello"), "priority": {"type": "choice", "value": "urgent"},
            "custom_fields": {"type": "entries", "as": ["field", "value"], "entries": [
                {"name": "Product", "type": "choice", "value": "scanner"}]}})
        acme = account(self.desk.url, kind="oauth_authorization_code", credentials=APP, name="Acme")
        self.engine.deploy([acme, *flow(*nodes)])

    def windows(self, window):
        return window.command("GET", "/window/handles")

    def test_allowed_in_another_window(self):
        self.assertEqual(self.engine.call("POST", "/run", {})["problem"]["code"], "zendesk.sign_in_again")
        with editor.Editor(self.engine) as window:
            window.edit_account("zendesk-connection", "account")
            first = window.command("GET", "/window")
            window.click(".tp-sign-in")
            self.engine.wait_for(lambda: len(self.windows(window)) == 2)
            (other,) = [one for one in self.windows(window) if one != first]
            window.command("POST", "/window", {"handle": other})
            # It goes from page to page, and a script that waits would stay behind.
            self.engine.wait_for(lambda: window.run("return document.querySelector('button[value=allow]') !== null"))
            window.click("button[value=allow]")
            self.engine.wait_for(lambda: window.run("return document.body?.innerText.includes('Signed in')"))
            address = urllib.parse.urlsplit(window.address())
            self.assertEqual(address.path, "/task-plugins/callback")
            window.take("signed_in")
            window.command("POST", "/window", {"handle": first})
            window.wait_for("document.querySelector('.tp-report')?.textContent.includes('The connection works now')")
            window.take("sign_in")
        ticket = self.engine.call("POST", "/run", {})
        self.assertIn("id", ticket["payload"], ticket)
        self.assertNotIn("sandbox-app-secret", self.engine.log)

    def test_a_callback_that_nobody_asked_for(self):
        with self.assertRaisesRegex(AssertionError, "403 .*does not belong to a sign-in"):
            self.engine.call("GET", "/task-plugins/callback?code=x&state=y")

    def test_forms_in_french(self):
        with editor.Editor(self.engine, "fr") as window:
            self.assertIn("Créer un ticket", window.palette)
            window.edit("n-task")
            window.wait_for("document.querySelector('.tp-form').textContent.includes('Corps du commentaire')")
            window.add_field("Marqueurs")
            window.add_field("Fichiers joints")
            window.take("form", "fr")
            window.click(".tp-form > details summary")
            window.take("options", "fr")
            window.click("#node-dialog-cancel")
            window.rest("body")
            window.wait_for("!document.querySelector('.red-ui-tray')")
            window.edit_account("zendesk-connection", "account")
            window.click(".tp-test")
            window.wait_for("document.querySelector('.tp-report .tp-ok')")
            for place in ("settings", "kind"):
                window.click(f".tp-{place} summary")
            window.take("connection", "fr")
            window.click("#node-config-dialog-cancel")
            window.wait_for("!document.querySelector('.red-ui-tray')")
            window.run("RED.sidebar.help.show('zendesk.create_ticket', true)")
            window.wait_for("[...document.querySelectorAll('.red-ui-help')]"
                            ".some(page => page.textContent.includes('Corps du commentaire'))")
            window.take("help", "fr")


if __name__ == "__main__":
    unittest.main()
