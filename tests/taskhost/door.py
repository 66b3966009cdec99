# SPDX-License-Identifier: Apache-2.0
"""The program beside a place with the door plugin, and folders of its own for everything it keeps."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TASKHOST, LIBRARY = sys.argv[1:3]

FIELDS = {
    "place": {"type": "string", "title": "Place", "description": "Which door.", "x-tp": {"order": 1}},
    "size": {"type": "string", "title": "Size", "enum": ["small", "large"], "default": "small",
             "x-tp": {"order": 2}},
    "stuck": {"type": "boolean", "title": "Stuck", "x-tp": {"order": 3, "advanced": True}},
}  # fmt: skip
CLIENT = {"type": "string", "title": "Client", "x-tp": {"order": 1, "widget": "text"}}
SECRET = {"type": "string", "title": "Key", "x-tp": {"order": 2, "widget": "password", "secret": True}}
REDIRECT = {"type": "string", "title": "Redirect address", "x-tp": {"order": 3, "advanced": True}}


def schema(properties, required):
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required}


MANIFEST = {
    "manifestVersion": 1, "id": "door", "name": "Door", "version": "1.0.0", "license": "Apache-2.0",
    "abi": {"major": 1, "minHostMinor": 0, "builtMinor": 0},
    "requires": {"services": ["tp.token-store/1"]},
    "connections": {
        "key": {
            "title": "A key", "description": "For those who have one.",
            "guide": ["Have a key cut.", "Keep it."],
            "settings": schema(FIELDS, ["place"]),
            "credentials": schema({"client": CLIENT, "key": SECRET}, ["client", "key"]),
        },
        "door": {
            "title": "The door itself",
            "settings": schema(FIELDS, ["place"]),
            "credentials": schema({"client": CLIENT, "redirect_uri": REDIRECT}, ["client"]),
        },
    },
    "tasks": {"door.look": {
        "title": "Look", "input": "any.json", "output": "any.json", "connection": ["key", "door"],
        "sideEffects": "read", "idempotency": "native"}},
    "locales": {"fr": "fr.json"},
    "libraries": {"linux-x86_64": {"path": "door.so"}},
}  # fmt: skip
FRENCH = {
    "locale": "fr", "plugin": {"name": "Porte"},
    "connections": {"key": {
        "title": "Une clé", "description": "Pour qui en a une.", "guide": ["Faites faire une clé."],
        "properties": {"place": {"title": "Lieu", "description": "Quelle porte."}, "key": {"title": "Clé"}}}},
}  # fmt: skip

SECRET_TEXT = "s3cr3t-canary"


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="door-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        plugin = self.folder / "plugins/door/1.0.0"
        plugin.mkdir(parents=True)
        (plugin / "plugin.json").write_text(json.dumps(MANIFEST))
        (plugin / "any.json").write_text('{"type":"object"}')
        (plugin / "fr.json").write_text(json.dumps(FRENCH))
        shutil.copy(LIBRARY, plugin / "door.so")
        self.config = self.folder / "config"
        self.connections = self.config / "taskhost/connections"
        self.environment = {"XDG_CONFIG_HOME": str(self.config), "HOME": str(self.folder)}

    def command(self, *arguments):
        return [TASKHOST, "--plugin-path", str(self.folder / "plugins"), *arguments]

    def run_host(self, *arguments, code=0, stdin="", **environment):
        end = subprocess.run(self.command(*arguments), input=stdin, capture_output=True, text=True,
                             env=self.environment | environment, timeout=60)  # fmt: skip
        self.assertEqual(end.returncode, code, end.stdout + end.stderr)
        self.assertNotIn(SECRET_TEXT, end.stdout + end.stderr)
        return end

    def json(self, *arguments, code=0, **more):
        return json.loads(self.run_host(*arguments, "--json", code=code, **more).stdout)

    def add_key(self, name="front", place="hall"):
        credentials = json.dumps({"client": "ann", "key": SECRET_TEXT})
        return self.json("connection", "add", name, "--plugin", "door", "--type", "key", "--set",
                         f"place={place}", "--credentials", "-", stdin=credentials)["output"]  # fmt: skip

    def add_door(self, name="gate", *more):
        return self.json("connection", "add", name, "--plugin", "door", "--type", "door", "--set", "place=yard",
                         "--set", "client=ann", *more)["output"]  # fmt: skip

    def mode(self, path):
        return os.stat(path).st_mode & 0o777


def main():
    unittest.main(argv=sys.argv[:1])
