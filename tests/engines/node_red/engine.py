# SPDX-License-Identifier: Apache-2.0
"""Node-RED with the package as npm packs it, in a folder of its own, as a person on this machine has it.

Every test program takes the places of the programs and packages in the environment; see CMakeLists.txt.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tests" / name) for name in ("plugin", "sandbox", "engines")]

import desk  # noqa: E402

PLACES = {name: Path(os.environ[name]) for name in (
    "TP_DEPS", "TP_NODE_RED_PACKAGE", "TP_PLUGINS", "TP_SANDBOX", "TP_TOYS", "TP_PICTURES")}
desk.SANDBOX, desk.PLUGINS = str(PLACES["TP_SANDBOX"]), str(PLACES["TP_PLUGINS"])
NODE = PLACES["TP_DEPS"] / "node-24" / "bin" / "node"
PACKAGE = "node-red-contrib-task-plugins"
EXAMPLES = ROOT / "sdk" / "engines" / "node-red" / "examples"
PATIENCE = int(os.environ.get("TP_PATIENCE", 60))  # seconds that a busy machine may take for anything here
CREDENTIAL_SECRET = "a key of this test, for what Node-RED encrypts"

_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

SETTINGS = """
module.exports = { %s
  uiHost: '127.0.0.1', uiPort: 0, credentialSecret: %s, flowFile: 'flows.json', flowFilePretty: true,
  logging: {console: {level: %s, metrics: false, audit: false}},
  editorTheme: {tours: false, palette: {editable: false}, codeEditor: {lib: 'ace'}}, telemetry: {enabled: false, updateNotification: false},
  taskPlugins: {directories: [%s], search: {environment: false, user: false, system: false}, logLevel: %s},
};
"""


def install(home):
    """The package where npm puts it; npm itself is tested elsewhere."""
    modules = home / "node_modules"
    modules.mkdir(parents=True)
    shutil.copytree(PLACES["TP_NODE_RED_PACKAGE"], modules / PACKAGE)
    (home / "package.json").write_text(json.dumps({"name": "home", "dependencies": {PACKAGE: "1.0.0"}}))


class NodeRed:
    """A running engine. `home` may be one that ran before."""

    def __init__(self, plugins=None, home=None, language="en_US.UTF-8", log_level="debug", more=""):
        self._folder = None
        if home is None:
            self._folder = tempfile.TemporaryDirectory(prefix="node-red-")
            home = Path(self._folder.name).resolve()
            install(home)
        self.home = home
        plugins = plugins or PLACES["TP_PLUGINS"]
        (home / "settings.js").write_text(SETTINGS % (more, *map(json.dumps, (
            CREDENTIAL_SECRET, log_level, str(plugins), "trace" if log_level == "debug" else "warn"))))
        self.log = ""
        program = PLACES["TP_DEPS"] / "node-red" / "node_modules" / "node-red" / "red.js"
        if not program.exists():
            raise FileNotFoundError(f"{program} is missing: run sdk/setup --tests")
        self._process = subprocess.Popen(
            [NODE, program, "-s", home / "settings.js", "-u", home], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
            env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": language})
        self._thread = threading.Thread(target=self._read)
        self._thread.start()
        try:
            self.wait_for(lambda: "Started flows" in self.log or "Waiting for missing types" in self.log)
            self.url = self.wait_for(lambda: re.search(r"http://127\.0\.0\.1:\d+", self.log))[0]
        except BaseException:
            self.close()
            raise

    def _read(self):
        for line in self._process.stdout:
            self.log += line

    @property
    def is_running(self):
        return self._process.poll() is None

    @property
    def cpu_seconds(self):
        """The time on processors that the engine has had, all its threads together."""
        words = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def wait_for(self, condition, patience=PATIENCE):
        give_up = time.monotonic() + patience
        while not (found := condition()):
            if time.monotonic() > give_up or not self.is_running:
                raise AssertionError("it never came; the log ends with\n" + self.log[-2000:])
            time.sleep(0.02)
        return found

    def call(self, method, path, body=None, headers=None, patience=PATIENCE):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {
            "Content-Type": "application/json", **(headers or {})}, method=method)
        try:
            with _opener.open(request, timeout=patience) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()!r}\n{self.log[-2000:]}") from None
        try:
            return json.loads(text)
        except ValueError:
            return text.decode()

    def deploy(self, flow):
        """Replaces all flows and waits until they run."""
        count = self.log.count("Started flows")
        self.call("POST", "/flows", flow, {"Node-RED-Deployment-Type": "full"})
        self.wait_for(lambda: self.log.count("Started flows") > count)

    def close(self):
        if self.is_running:
            self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._thread.join()
        self._process.stdout.close()

    def remove(self):
        self.close()
        if self._folder:
            self._folder.cleanup()


class Case(unittest.TestCase):
    """A test with a sandbox and an engine of its class."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.engine = NodeRed()
        cls.addClassCleanup(cls.engine.remove)
        cls.desk = desk.Desk("ticket", *cls.options())
        cls.addClassCleanup(cls.desk.close)

    @classmethod
    def options(cls):
        """Of the sandbox."""
        return ()

    def setUp(self):
        self.desk.forget()


def flow(*nodes):
    """A tab with these nodes. Without a place Node-RED would take them for config nodes."""
    return [{"id": "tab", "type": "tab", "label": "Test"}, *({"z": "tab", "x": 200, "y": 60 + 60 * place, **node}
                                                             for place, node in enumerate(nodes))]


def text(value):
    return {"type": "str", "value": value}


def of_message(path):
    return {"type": "msg", "value": path}


def account(url, **more):
    """A connection to the sandbox, with its secret as somebody has just typed it."""
    return {"id": "account", "type": "zendesk-connection", "name": "desk", "kind": "oauth_access_token",
            "settings": {"subdomain": "acme", "base_url": url}, "credentials": {"access_token": desk.TOKEN}, **more}


def answering(kind, fields, *, path="run", **more):
    """POST /run runs the task on the body and answers with the message that came of it, or with the problem."""
    return [
        {"id": "n-in", "type": "http in", "url": "/" + path, "method": "post", "upload": more.pop("upload", False),
         "wires": [["n-task"]]},
        {"id": "n-task", "type": kind, "connection": more.pop("connection", "account"), "fields": fields,
         "wires": [["n-answer"]], **more},
        {"id": "n-answer", "type": "function", "wires": [["n-out"]], "func":
            "msg.payload = {payload: msg.payload, warnings: msg.warnings, error: msg.error, problem: msg.problem};"
            " msg.headers = {}; return msg;"},
        {"id": "n-out", "type": "http response", "statusCode": "200", "headers": {}, "wires": []},
        {"id": "n-catch", "type": "catch", "scope": ["n-task"], "wires": [["n-answer"]]},
    ]
