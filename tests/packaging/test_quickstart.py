# SPDX-License-Identifier: Apache-2.0
"""A clone in a folder whose name holds spaces, and the first command of the README in it, twice.

usage: test_quickstart.py PROJECT DEPS

DEPS is where a libcurl has been built; the rest is built anew.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROJECT, DEPS = (Path(argument).resolve() for argument in sys.argv[1:3])


class Quickstart(unittest.TestCase):
    def setUp(self):
        if not (PROJECT / ".git").exists():
            self.skipTest("not a clone")
        self.folder = tempfile.TemporaryDirectory(prefix="a new user's folder ")
        self.addCleanup(self.folder.cleanup)
        self.clone = Path(self.folder.name) / "my clone"
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": self.folder.name, "TERM": "dumb", "TP_DEPS_DIR": str(DEPS),
        }  # fmt: skip
        # The project may belong to another user than the one who runs the tests.
        (Path(self.folder.name) / ".gitconfig").write_text("[safe]\n\tdirectory = *\n")
        self.run_in(self.folder.name, "git", "clone", "--quiet", str(PROJECT), str(self.clone))

    def run_in(self, folder, *command):
        result = subprocess.run(
            command, cwd=folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        self.assertEqual(result.returncode, 0, result.stdout)
        return result.stdout

    def test_twice_from_elsewhere(self):
        first = self.run_in("/", str(self.clone / "sdk" / "quickstart"))
        self.assertRegex(first, r"created ticket \d+, \w+ +\d+ ms +http://127\.0\.0\.1:\d+/")
        started = time.monotonic()
        second = self.run_in("/", str(self.clone / "sdk" / "quickstart"))
        self.assertLess(time.monotonic() - started, 15)
        self.assertRegex(second, r"created ticket \d+")
        self.assertEqual(self.run_in(self.clone, "git", "status", "--porcelain"), "")

        # What it prints as the next step works as printed, up to the account, which is the reader's.
        commands = re.search(r"With your own Zendesk account:\n(.*)", second, re.DOTALL)[1]
        result = subprocess.run(
            ["bash", "-uc", commands], cwd=self.clone, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        self.assertIn("access_token", result.stderr)
        self.assertEqual(result.returncode, 78, result.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
