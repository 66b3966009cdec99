# SPDX-License-Identifier: Apache-2.0
"""What tests of the packages for engines that run on Node.js have in common.

Whoever imports this has the places of the programs and packages in its environment; see CMakeLists.txt.
"""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

QUIET = ["--offline", "--no-audit", "--no-fund", "--no-update-notifier"]


def _folder_of(test):
    folder = tempfile.TemporaryDirectory()
    test.addCleanup(folder.cleanup)
    return Path(folder.name).resolve()


class NpmCase(unittest.TestCase):
    """A test with an empty folder, in which npm works without a network."""

    def setUp(self):
        self.folder = _folder_of(self)

    def npm(self, *words):
        done = subprocess.run(["npm", *words, *QUIET, "--cache", self.folder / "cache"], cwd=self.folder,
                              capture_output=True, encoding="utf-8", check=False,
                              env={"PATH": os.environ["PATH"], "HOME": str(self.folder)})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout


class PluginsCase(unittest.TestCase):
    """A test with a plugin directory of its own, which holds two plugins to break."""

    maxDiff = None

    def setUp(self):
        self.plugins = _folder_of(self) / "plugins"
        for name in ("echo", "webhook"):
            shutil.copytree(Path(os.environ["TP_PLUGINS"]) / name, self.plugins / name)

    def replace(self, plugin, library):
        """In the place of the plugin's library another one."""
        place = self.plugins / plugin / "1.0.0" / f"lib{plugin}.so"
        place.unlink()
        shutil.copy(Path(os.environ["TP_TOYS"]) / library, place)
