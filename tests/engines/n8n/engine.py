# SPDX-License-Identifier: Apache-2.0
"""n8n's executor with the package of nodes, in a process and a home of its own.

Every test program takes the places of the programs and packages in the environment; see CMakeLists.txt.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tests" / name) for name in ("plugin", "engines")]

import desk  # noqa: E402

PLACES = {name: Path(os.environ[name]) for name in ("TP_DEPS", "TP_N8N_PACKAGE", "TP_PLUGINS", "TP_SANDBOX", "TP_TOYS")}
desk.SANDBOX, desk.PLUGINS = str(PLACES["TP_SANDBOX"]), str(PLACES["TP_PLUGINS"])
NODE = PLACES["TP_DEPS"] / "node-24" / "bin" / "node"
MODULES = PLACES["TP_DEPS"] / "n8n-core" / "node_modules"
PACKAGE = "n8n-nodes-task-plugins"
EXAMPLES = ROOT / "sdk" / "engines" / "n8n" / "examples"

KIND = "oauth_access_token"
CREDENTIAL = "taskPluginsZendeskOauthAccessToken"


class Failed(AssertionError):
    """What n8n's own code has thrown."""


class Engine:
    """A running executor. `more` are variables of its environment."""

    def __init__(self, plugins=None, package=None, home=None, **more):
        self._folder = tempfile.TemporaryDirectory(prefix="n8n-")
        self.home = home or Path(self._folder.name)
        if not MODULES.exists():
            raise FileNotFoundError(f"{MODULES} is missing: run sdk/setup --tests")
        reading, writing = os.pipe()
        self._process = subprocess.Popen(
            [NODE, Path(__file__).with_name("engine.js"), package or PLACES["TP_N8N_PACKAGE"], str(writing)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", pass_fds=(writing,),
            env={"PATH": os.environ["PATH"], "HOME": str(self.home), "N8N_USER_FOLDER": str(self.home),
                 "NODE_PATH": str(MODULES), "TASK_PLUGIN_PATH": str(plugins or PLACES["TP_PLUGINS"]), **more})
        os.close(writing)
        self._answers = open(reading, encoding="utf-8")
        self.log = ""
        self.said = ""  # all its answers
        self._thread = threading.Thread(target=self._read)
        self._thread.start()
        if not self._answer():
            self.close()
            raise Failed(self.log)

    def _read(self):
        for line in self._process.stdout:
            self.log += line

    def _answer(self):
        line = self._answers.readline()
        self.said += line
        return json.loads(line) if line else None

    def ask(self, what, **question):
        self._process.stdin.write(json.dumps({"ask": what, **question}) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        if answer is None:
            raise Failed("it has ended:\n" + self.log[-3000:])
        if "failed" in answer:
            raise Failed(answer["failed"])
        return answer.get("answer")

    def close(self):
        self._process.stdin.close()
        try:
            self._process.wait(60)
        finally:
            self._process.kill()
            self._process.wait()
            self._thread.join()
            self._process.stdout.close()
            self._answers.close()
            self._folder.cleanup()

    @property
    def ended_well(self):
        return self._process.returncode == 0


def node(name, kind, parameters, **more):
    return {"id": "id-" + name, "name": name, "type": kind, "typeVersion": 1, "position": [0, 0], "parameters": parameters, **more}


def workflow(*nodes):
    """One after the other."""
    names = [one["name"] for one in nodes]
    return {"nodes": list(nodes), "connections": {
        before: {"main": [[{"node": after, "type": "main", "index": 0}]]} for before, after in zip(names, names[1:])}}


def items(*documents):
    return [{"json": document} for document in documents]


def task(plugin, operation, fields, *, more=None, **node_more):
    """A node "Task" that runs a task of the plugin; `more` are its additional fields."""
    return node("Task", f"{PACKAGE}.{plugin}", {"operation": operation, **fields, "additionalFields": more or {}}, **node_more)


START = node("Start", "n8n-nodes-base.manualTrigger", {})


class Case(desk.unittest.TestCase):
    """A test with a sandbox and an executor of its class."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.desk = desk.Desk("ticket")
        cls.addClassCleanup(cls.desk.close)
        cls.engine = Engine()
        cls.addClassCleanup(cls.engine.close)

    def setUp(self):
        self.desk.forget()
        self._number = 0

    def credentials(self, **more):
        return {"account": {"subdomain": "acme", "base_url": self.desk.url, "max_attempts": 1, "access_token": desk.TOKEN, **more}}

    def workflow(self, operation, fields, resource="tickets", **more):
        form = {"authentication": KIND, "resource": resource, **fields}
        credential = {CREDENTIAL: {"id": "account", "name": "Support"}}
        return workflow(START, task("zendesk", operation, form, credentials=credential, **more))

    def execution(self):
        self._number += 1
        return f"{self.id()}-{self._number}"

    def run_workflow(self, flow, given=None, credentials=None, **more):
        return self.engine.ask("run", workflow=flow, pinned={"Start": given or items({})}, executionId=self.execution(),
                               credentials=credentials or self.credentials(), **more)

    def outputs(self, ended):
        self.assertEqual(ended["status"], "success", ended.get("error"))
        return ended["outputs"]["Task"][0]

    def succeed(self, operation, fields, given=None, **more):
        """What came of one item."""
        (item,) = self.outputs(self.run_workflow(self.workflow(operation, fields, **more), given))
        return item["json"]


def chosen(value):
    """What a field with a list holds."""
    return {"__rl": True, "mode": "id", "value": value}


def mapped(**values):
    return {"mappingMode": "defineBelow", "value": values}


def main():
    desk.unittest.main()
