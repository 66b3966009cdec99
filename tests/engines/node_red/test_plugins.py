# SPDX-License-Identifier: Apache-2.0
"""Plugins that go away, are broken, or crash when they are loaded: said where people look, and nothing else stops."""

import json
import shutil
import unittest

import engine  # first: it tells where the others are
import editor
from engine import PLACES, answering, flow, of_message
from package_cases import PluginsCase

NOTICE = "document.querySelector('.red-ui-notification')"
ECHO = {"id": "echo-account", "type": "echo-connection", "kind": "none", "settings": {}}


def echoing():
    return answering("echo.say", {"text": of_message("payload.text")}, connection="echo-account")


class Plugins(PluginsCase):
    def start(self, **options):
        running = engine.NodeRed(plugins=self.plugins, **options)
        self.addCleanup(running.remove)
        return running

    def says(self, running):
        return self.run_echo(running)["payload"]["said"]

    def run_echo(self, running):
        return running.call("POST", "/run", {"text": "Hello"})

    def deploy_echo(self, running):
        running.deploy([ECHO, *flow(*echoing())])

    def test_a_broken_one_and_one_that_crashes_are_named_and_others_run(self):
        self.replace("webhook", "crash_on_load.so")
        broken = self.plugins / "broken" / "1.0.0"
        broken.mkdir(parents=True)
        (broken / "plugin.json").write_text("{")
        running = self.start()
        self.assertIn("the library crashes the process that loads it", running.log)
        self.assertRegex(running.log, r"broken.* cannot be used: ")
        self.deploy_echo(running)
        self.assertEqual(self.says(running), "Hello")
        with editor.Editor(running) as window:
            window.wait_for(NOTICE + "?.textContent.includes('Webhook 1.0.0 cannot be used')")
            self.assertIn("crashes the process", window.run(f"return {NOTICE}.textContent"))
            self.assertIn("⚠ Post a message", window.palette)
            window.take("broken_plugins")

    def test_one_that_goes_away_and_comes_back_while_flows_run(self):
        running = self.start()
        self.deploy_echo(running)
        self.assertEqual(self.says(running), "Hello")
        aside = self.plugins.parent / "aside"
        (self.plugins / "echo").rename(aside)
        running.call("GET", "/task-plugins/catalogue")
        gone = "Echo 1.0.0 cannot be used: The folder of this plugin is not there any more."
        running.wait_for(lambda: gone in running.log)
        self.deploy_echo(running)
        problem = self.run_echo(running).get("problem")
        if problem:
            self.assertEqual(problem["code"], "host.not_found")
        aside.rename(self.plugins / "echo")
        running.call("GET", "/task-plugins/catalogue")
        running.wait_for(lambda: "Echo 1.0.0 can be used again." in running.log)
        self.deploy_echo(running)
        self.assertEqual(self.says(running), "Hello")

    def test_flows_of_others_start_without_a_plugin_that_is_gone(self):
        running = self.start()
        hook = {"id": "hook-account", "type": "webhook-connection", "kind": "signed",
                "settings": {"url": "http://127.0.0.1:9/"}, "credentials": {"secret": "a secret of twenty"}}
        fields = {"body": of_message("payload")}
        posting = [{**node, "id": "p" + node["id"], "wires": [["p" + to for to in wire] for wire in node["wires"]]}
                   for node in answering("webhook.post", fields, connection="hook-account", path="post")]
        posting[-1]["scope"] = ["pn-task"]
        running.deploy([ECHO, hook, *flow(*echoing(), *posting)])
        running.close()
        shutil.rmtree(self.plugins / "webhook")
        again = self.start(home=running.home)
        self.assertNotIn("Waiting for missing types", again.log)
        self.assertEqual(self.says(again), "Hello")
        problem = again.call("POST", "/post", {"x": 1})["problem"]
        self.assertIn("webhook", problem["message"])
        # What was kept apart of it is there when it comes back.
        shutil.copytree(PLACES["TP_PLUGINS"] / "webhook", self.plugins / "webhook")
        again.close()
        back = self.start(home=running.home)
        self.assertEqual(back.call("POST", "/post", {"x": 1})["problem"]["code"], "webhook.not_reached")
        self.assertNotIn("a secret of twenty", json.dumps(back.call("GET", "/flows")))


if __name__ == "__main__":
    unittest.main()
