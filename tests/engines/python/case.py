# SPDX-License-Identifier: Apache-2.0
"""What the tests of sdk/python share: the package from the sources, a sandbox, and processes of their own.

Every test program takes four arguments: the programs taskhost and zendesk-sandbox, the plugin directory, and the
folder of small libraries that keep or break one rule each.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "sdk" / "python"
sys.path[:0] = [str(PACKAGE), str(ROOT / "tests" / "plugin")]
LIBRARIES = Path(sys.argv.pop(4) if len(sys.argv) > 4 else "")

import desk  # noqa: E402
import task_plugins  # noqa: E402

SEARCH = task_plugins.Search.only(desk.PLUGINS)
ECHO = {"plugin": "echo", "type": "none"}


def open_connection(document, **options):
    """A connection that looks for plugins in the build alone."""
    return task_plugins.connect(document, search=SEARCH, **options)


class Case(desk.Case):
    """A test with a sandbox, and with one connection to it for each test."""

    def open(self, document=None, **options):
        connection = open_connection(document or self.desk.connection(), **options)
        self.addCleanup(connection.close)
        return connection

    def folder(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        return Path(made.name).resolve()


def run_script(script, *arguments, timeout=240, code=0, python=sys.executable):
    """Runs a program of its own, and gives what it wrote to both outputs. It has the connection as an argument."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(PACKAGE)}
    words = [json.dumps(argument) if not isinstance(argument, str) else argument for argument in arguments]
    done = subprocess.run(
        [python, "-B", "-X", "faulthandler", "-W", "error", "-c", PREAMBLE + script, desk.PLUGINS, *words],
        capture_output=True, encoding="utf-8", timeout=timeout, check=False, env=environment)
    if done.returncode != code:
        raise AssertionError(f"the program ended with {done.returncode}, not {code}:\n{done.stdout}{done.stderr}")
    return done.stdout, done.stderr


# What every such program begins with.
PREAMBLE = """
import json, os, signal, sys, threading, time
import task_plugins
from task_plugins import Search, TaskError, TaskRequest
search = Search.only(sys.argv[1])
document = json.loads(sys.argv[2])
"""
