# SPDX-License-Identifier: Apache-2.0
"""Plugins that are broken, crash when they are loaded, or go away: said where people look, and nothing else stops."""

import json
import shutil

import engine  # first: it tells where the others are
from engine import START, items, task, workflow
from package_cases import PluginsCase

SAY = workflow(START, task("echo", "say", {"text": "={{ $json.text }}"}))


class Plugins(PluginsCase):
    def start(self, **options):
        running = engine.Engine(plugins=self.plugins, **options)
        self.addCleanup(running.close)
        return running

    def run_workflow(self, running, flow, execution="1"):
        return running.ask("run", workflow=flow, pinned={"Start": items({"text": "Hello"})}, executionId=execution, credentials={
            "hook": {"url": "http://127.0.0.1:9/", "secret": "s" * 20}})

    def says(self, running):
        ended = self.run_workflow(running, SAY)
        self.assertEqual(ended["status"], "success", ended.get("error"))
        return ended["outputs"]["Task"][0][0]["json"]["said"]

    def nodes(self, running):
        return {one["name"]: one for one in running.ask("types")["nodes"] if not one.get("hidden")}

    def test_a_broken_one_and_one_that_crashes_are_named_and_others_run(self):
        self.replace("webhook", "crash_on_load.so")
        broken = self.plugins / "broken" / "1.0.0"
        broken.mkdir(parents=True)
        (broken / "plugin.json").write_text("{")
        running = self.start()
        nodes = self.nodes(running)
        self.assertEqual(nodes["webhook"]["displayName"], "⚠ Webhook Tasks")
        self.assertIn("crashes the process that loads it", nodes["webhook"]["properties"][0]["displayName"])
        self.assertIn("⚠", nodes["broken"]["displayName"])
        self.assertRegex(running.log, r"(?s)broken.* cannot be used: .*Webhook 1\.0\.0 cannot be used: ")
        self.assertEqual(self.says(running), "Hello")
        post = workflow(START, task("webhook", "post", {"body": "x"}, credentials={
            "taskPluginsWebhookSigned": {"id": "hook", "name": "Receiver"}}))
        self.assertIn("crashes the process", self.run_workflow(running, post)["error"]["message"])
        self.assertEqual(self.says(running), "Hello")

    def test_one_that_goes_away_while_n8n_runs(self):
        running = self.start()
        self.assertEqual(self.says(running), "Hello")
        shutil.rmtree(self.plugins / "webhook")
        post = workflow(START, task("webhook", "post", {"body": "x"}, credentials={
            "taskPluginsWebhookSigned": {"id": "hook", "name": "Receiver"}}))
        error = self.run_workflow(running, post)["error"]
        self.assertIn("webhook", error["message"])
        self.assertEqual(self.says(running), "Hello")

    def test_nothing_is_found(self):
        shutil.rmtree(self.plugins)
        running = self.start()
        (node,) = self.nodes(running).values()
        self.assertIn("There is no plugin in ", node["properties"][0]["displayName"])

    def test_more_plugins_than_places(self):
        manifest = json.loads((self.plugins / "echo" / "1.0.0" / "plugin.json").read_text())
        for number in range(30):
            place = self.plugins / f"more{number:02}" / "1.0.0"
            place.mkdir(parents=True)
            (place / "plugin.json").write_text(json.dumps({**manifest, "id": f"more{number:02}"}))
        running = self.start()
        self.assertIn("There are 32 plugins, of which n8n shows 24.", running.log)
        self.assertEqual(self.says(running), "Hello")

    def test_it_ends_while_work_is_open(self):
        running = engine.Engine(plugins=self.plugins)
        self.says(running)
        running.close()
        self.assertTrue(running.ended_well)


if __name__ == "__main__":
    engine.main()
