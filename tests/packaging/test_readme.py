# SPDX-License-Identifier: Apache-2.0
"""Runs the README's command blocks as they are written, against a sandbox on a port of the kernel's choice.

usage: test_readme.py PROJECT BUILD
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT, BUILD = (Path(argument).resolve() for argument in sys.argv[1:3])
PORT = "4010"  # the one that the README and the example connection name
# Each builds and runs all there is; this test is a part of one of them.
WHOLE = ("./sdk/quickstart", "./tests/run", "cmake --preset")


def blocks():
    """The README's shell blocks, in their order."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


class Readme(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="a new user's folder ")
        self.addCleanup(self.folder.cleanup)
        home = Path(self.folder.name)
        (home / "build").mkdir()
        (home / "build" / "release").symlink_to(BUILD)
        for name in ("sdk", "plugin", "manifests", "tests", "CMakeLists.txt", "LICENSE", "README.md"):
            (home / name).symlink_to(PROJECT / name)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": self.folder.name, "TERM": "dumb",
        }  # fmt: skip

    def start(self, command):
        """Starts a block that goes on until it is stopped, and returns its port."""
        process = subprocess.Popen(
            ["bash", "-euc", "exec " + command.strip()], cwd=self.folder.name, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        self.addCleanup(process.wait)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.terminate)
        for line in process.stdout:
            found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", line)
            if found:
                return found[1]
        self.fail(f"this block did not start a server: {command}")

    def test_every_command_block(self):
        found = blocks()
        ran = 0
        port = None
        together = []
        for block in found:
            if any(command in block for command in WHOLE):
                continue
            if "zendesk-sandbox" in block:
                self.assertIn(f"--port {PORT}", block)
                port = self.start(block.replace(PORT, "0"))
            else:
                together.append(block)
            ran += 1
        self.assertGreaterEqual(ran, 3, "the README has fewer command blocks than this test knows")
        self.assertIsNotNone(port, "the README starts no sandbox")

        # One shell for all, as for the person who types them one after another. The connection file
        # is what `install` made of the example, which names the README's port.
        script = "\n".join(together).replace(
            "sandbox.json\n", f"sandbox.json\nsed -i s/{PORT}/{port}/ sandbox.json\n", 1
        )
        result = subprocess.run(
            ["bash", "-euc", script], cwd=self.folder.name, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=240,
        )  # fmt: skip
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertRegex(result.stdout, r"zendesk\.create_ticket")
        self.assertRegex(result.stdout, r"/agent/tickets/\d+")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
