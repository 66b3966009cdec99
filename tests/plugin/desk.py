# SPDX-License-Identifier: Apache-2.0
"""A sandbox and the command line host, both as people start them, and a way to read effects back.

Every test program takes three arguments: the programs taskhost and zendesk-sandbox, and the plugin
directory.
"""

import base64
import json
import os
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

TASKHOST, SANDBOX, PLUGINS = sys.argv[1:4] if len(sys.argv) > 3 else ("", "", "")

# What the sandbox says about itself in --help and /api/v2/ticket_fields.
TOKEN = "sandbox-access-token"
API_TOKEN = "sandbox-api-token"
ADMIN, ANA, BEN, CLEO = 360001000000011, 360001000000031, 360001000000051, 360001000000071
DANA, ELI, FAY = 360001000000091, 9007199254741993, 360001000000131
GLOBEX, INITECH = 360002000000011, 360002000000031
SUPPORT, BILLING = 360003000000011, 360003000000031
BRAND, OTHER_BRAND = 360003100000011, 360003100000031
FORM, OTHER_FORM = 360003200000011, 360003200000031
WAITING_FOR_PARTS = 360003300000111
PROBLEM_TICKET, CLOSED_TICKET = 2, 3
FIELD = {
    "text": 360004000000211, "textarea": 360004000000231, "checkbox": 360004000000251,
    "tagger": 360004000000271, "multiselect": 360004000000291, "integer": 360004000000311,
    "decimal": 360004000000331, "date": 360004000000351, "regexp": 360004000000371,
    "partialcreditcard": 360004000000391, "lookup": 9007199254742411,
}  # fmt: skip

# Never through a proxy, whatever the environment says.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Ending:
    """How a run ended: the exit code, the document on standard output, and standard error."""

    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout
        self.err = done.stderr
        self.document = json.loads(done.stdout) if done.stdout else None

    @property
    def output(self):
        return self.document["output"]

    @property
    def done(self):
        """The output without what it has cost."""
        cost = ("attempts", "api_calls", "waited_ms", "bulk")
        return {key: value for key, value in self.output.items() if key not in cost}

    @property
    def ticket_id(self):
        return self.output["id"]

    @property
    def error(self):
        return self.document["error"]

    @property
    def warnings(self):
        """Code and pointer of each warning."""
        return [(w["code"], w.get("pointer")) for w in self.document["warnings"]]

    @property
    def faults(self):
        """Pointer and code of each fault."""
        return [(fault["pointer"], fault["code"]) for fault in self.error["fields"]]

    def __str__(self):
        return f"exit code {self.code}\n{self.out}\n{self.err}"


class Desk:
    """One running sandbox, for tasks that are about one kind of thing."""

    def __init__(self, kind, *options, tls=False):
        self._kind = kind
        self._folder = tempfile.TemporaryDirectory()
        self._opener = _opener
        self.ca_file = Path(self._folder.name) / "ca.pem"
        command = [SANDBOX, "--port", "0", *options]
        if tls:
            command += ["--tls", "--ca-out", str(self.ca_file)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, env={"LANG": "C.UTF-8"})
        self.url = self._process.stdout.readline().decode().split()[-1]
        if tls:
            trust = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=self.ca_file))
            self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), trust)

    def close(self):
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()
        self._folder.cleanup()

    def call(self, method, path, body=None):
        """One request past the plugin; what the answer's JSON says, None when it has none."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with self._opener.open(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def pages(self, path, name):
        """Everything in a list, page by page."""
        path += "?page[size]=100"
        while path:
            answer = self.call("GET", path)
            yield from answer[name]
            following = answer["links"]["next"] if answer["meta"]["has_more"] else None
            path = following and following[following.index("/api/") :]

    def ticket(self, ticket_id):
        return self.call("GET", f"/api/v2/tickets/{ticket_id}")["ticket"]

    def comments(self, ticket_id):
        return self.call("GET", f"/api/v2/tickets/{ticket_id}/comments")["comments"]

    def audits(self, ticket_id):
        return self.call("GET", f"/api/v2/tickets/{ticket_id}/audits")["audits"]

    def user(self, user_id):
        return self.call("GET", f"/api/v2/users/{user_id}")["user"]

    def identities(self, user_id):
        """Type and value of each."""
        answer = self.call("GET", f"/api/v2/users/{user_id}/identities")
        return {(identity["type"], identity["value"]) for identity in answer["identities"]}

    def make_ticket(self, **ticket):
        """A ticket that somebody else made."""
        ticket.setdefault("comment", {"body": "First."})
        return self.call("POST", "/api/v2/tickets", {"ticket": ticket})["ticket"]["id"]

    def requests(self):
        """What reached the API since forget()."""
        return self.call("GET", "/sandbox/requests")["requests"]

    def requests_of_the_plugin(self):
        return [
            request for request in self.requests()
            if any(name.lower() == "user-agent" and text.startswith("zendesk-tasks/")
                   for name, text in request["headers"].items())
        ]  # fmt: skip

    def wait_for(self, condition):
        """Asks again until the sandbox has seen what the condition looks for."""
        give_up = time.monotonic() + 60
        while not condition():
            if time.monotonic() > give_up:
                raise AssertionError("the sandbox never saw it")
            time.sleep(0.01)

    def forget(self):
        self.call("DELETE", "/sandbox/requests")
        self.call("DELETE", "/sandbox/faults")

    def commits(self):
        return self.call("GET", "/sandbox/state")["commits"]

    def fault(self, fault, **details):
        self.call("POST", "/sandbox/faults", {"fault": fault, **details})

    def connection(self, kind="oauth_access_token", settings=None, **credentials):
        """A connection document; with nothing said, one that works, and repeats nothing by itself."""
        once = {"subdomain": "acme", "base_url": self.url, "max_attempts": 1}
        return {
            "plugin": "zendesk",
            "type": kind,
            "settings": {**once, **(settings or {})},
            "credentials": credentials or {"access_token": TOKEN},
        }

    def connection_file(self, connection=None):
        path = Path(self._folder.name) / "connection.json"
        path.write_text(json.dumps(connection or self.connection()))
        path.chmod(0o600)
        return str(path)

    def command(self, task, connection=None, arguments=()):
        return [
            TASKHOST, "--plugin-path", PLUGINS, "run", f"zendesk.{task}_{self._kind}", "--json",
            "--connection", self.connection_file(connection), "--input", "-", *arguments,
        ]  # fmt: skip

    def each_command(self, lines, results, task, connection=None, arguments=()):
        """The same for each line of a file."""
        command = self.command(task, connection, arguments)
        at = command.index("--input")
        return command[:at] + ["--each", str(lines), "--results", str(results)] + command[at + 2 :]

    def run(self, task, values, connection=None, arguments=(), lang="C.UTF-8"):
        """taskhost run zendesk.<task>_<kind>, with nothing of this process's environment."""
        done = subprocess.run(
            self.command(task, connection, arguments),
            input=values if isinstance(values, str) else json.dumps(values),
            capture_output=True, encoding="utf-8", timeout=120, check=False, env=environment(lang),
        )  # fmt: skip
        return Ending(done)


    def ask(self, command, task, *arguments, lang="C.UTF-8"):
        """taskhost options and describe, about a task for this account: how the process ended."""
        return subprocess.run(
            [TASKHOST, "--plugin-path", PLUGINS, command, f"zendesk.{task}", *arguments,
             "--connection", self.connection_file()],
            capture_output=True, encoding="utf-8", timeout=120, check=False, env=environment(lang),
        )  # fmt: skip


def environment(lang="C.UTF-8"):
    """What the sanitizers need, the language, and nothing else."""
    kept = {name: text for name, text in os.environ.items() if name.endswith("SAN_OPTIONS")}
    return {"LANG": lang, **kept}


class Case(unittest.TestCase):
    """A test with a sandbox of its class, which has neither faults nor memories when it begins."""

    maxDiff = None
    kind = "ticket"
    options = ()  # of the sandbox

    @classmethod
    def setUpClass(cls):
        cls.desk = Desk(cls.kind, *cls.options)
        cls.addClassCleanup(cls.desk.close)

    def setUp(self):
        self.desk.forget()

    def succeed(self, task, values, **options):
        ending = self.desk.run(task, values, **options)
        self.assertEqual(ending.code, 0, str(ending))
        return ending

    def create(self, **values):
        return self.succeed("create", {"comment_body": "Help me.", **values})

    def update(self, ticket_id, **values):
        return self.succeed("update", {"ticket_id": ticket_id, **values})

    def fail_with(self, code, task, values, **options):
        """The ending of a run that has to end with this exit code."""
        ending = self.desk.run(task, values, **options)
        self.assertEqual(ending.code, code, str(ending))
        return ending

    def sent(self):
        """Method, path and parsed body of what the plugin sent."""
        return [
            (r["method"], r["path"], json.loads(r["body"]) if r["body"] else None)
            for r in self.desk.requests()
        ]

    def sent_ticket(self):
        """The ticket of the only write."""
        (ticket,) = [body["ticket"] for method, _, body in self.sent() if method != "GET"]
        return ticket


class EachCase(Case):
    """A test of run --each, with a file of lines and one of results."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.lines = Path(folder.name) / "lines.ndjson"
        self.out = Path(folder.name) / "results.ndjson"

    def write(self, lines):
        self.lines.write_text("".join(line + "\n" for line in lines), encoding="utf-8")

    def each_command(self, *arguments, task="create", connection=None):
        return self.desk.each_command(self.lines, self.out, task, connection, arguments)

    def start(self, *arguments):
        """A run whose output nobody reads."""
        process = subprocess.Popen(
            self.each_command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def run_each(self, code, *arguments, **command):
        """The summary of a run; any code will do when it is None."""
        done = subprocess.run(
            self.each_command(*arguments, **command), capture_output=True, encoding="utf-8", timeout=300, check=False,
            env=environment(),
        )  # fmt: skip
        if code is not None:
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def results(self):
        return results_in(self.out)


def results_in(path):
    """The last result of each line in the results of run --each."""
    with open(path, encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return {record["line"]: record for record in records if record["record"] == "result"}


def spellings(secret):
    """A secret as it might slip out: as it is, in base64 at any place, in a URL, in hex."""
    raw = secret.encode()
    found = {secret, urllib.parse.quote(secret, safe=""), raw.hex(), raw.hex().upper()}
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
        found.add(text[4:-2] if shift else text[:-2])  # the ends depend on the neighbours
    return found


def main():
    del sys.argv[1:4]
    unittest.main()
