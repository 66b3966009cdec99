# SPDX-License-Identifier: Apache-2.0
"""The commands for bundles as people type them, on a small plugin in folders of their own."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BUILD = Path(sys.argv[2]).resolve()
TASKHOST = BUILD / "bin" / "taskhost"
ECHO = BUILD / "plugins" / "echo" / "1.0.0"


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bundles ")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.place = self.folder / "data" / "task-plugins"
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
        }  # fmt: skip

    def run_program(self, *command, stdin="", code=0):
        end = subprocess.run([str(part) for part in command], cwd=self.folder, env=self.environment, input=stdin,
                             capture_output=True, text=True, timeout=120)  # fmt: skip
        self.assertEqual(end.returncode, code, f"{command}: {end.stdout}{end.stderr}")
        return end

    def host(self, *arguments, stdin="", code=0):
        return self.run_program(TASKHOST, *arguments, stdin=stdin, code=code)

    def json(self, *arguments, stdin="", code=0):
        end = self.host(*arguments, "--json", stdin=stdin, code=code)
        return json.loads(end.stdout)

    def facts(self, *arguments, stdin=""):
        return self.json(*arguments, stdin=stdin)["output"]

    def refusal(self, *arguments, code=77):
        return self.json(*arguments, code=code)["error"]["code"]

    def key(self, name="ann"):
        self.host("keygen", name, "--no-passphrase")
        return self.folder / f"{name}.key"

    def plugin(self, version="1.0.0", text=""):
        """The echo plugin's folder under another version. Only 1.0.0 can be loaded as well."""
        folder = self.folder / f"echo-{version}{text}"
        shutil.copytree(ECHO, folder)
        manifest = json.loads((folder / "plugin.json").read_text("utf-8"))
        manifest["version"] = version
        (folder / "plugin.json").write_text(json.dumps(manifest), "utf-8")
        # A small library takes less time to pack.
        subprocess.run(["strip", "--strip-unneeded", folder / "libecho.so"], check=True)
        (folder / "README").write_text(version + text, "utf-8")
        return folder

    def bundle(self, version="1.0.0", key=None):
        path = self.folder / f"{version}.taskplugin"
        self.host("pack", self.plugin(version), "-o", path, *(["--key", key] if key else []))
        return path

    def trust(self, *plugins, name="ann"):
        self.host("trust", f"{name}.pub", *(word for plugin in plugins for word in ("--for", plugin)))

    def usable(self):
        """The version of the plugin that a host would load; None without one."""
        plugins = json.loads(self.host("list", "--json").stdout)["plugins"]
        self.assertEqual([plugin for plugin in plugins if plugin["state"] == "broken"], [])
        versions = [plugin["version"] for plugin in plugins if plugin["state"] == "usable"]
        self.assertLessEqual(len(versions), 1)
        return versions[0] if versions else None

    def holdings(self):
        """Every version in the place with a digest of its files."""
        found = {}
        for folder in sorted(self.place.glob("*/*")) if self.place.exists() else ():
            if folder.is_dir() and not folder.parent.name.startswith("."):
                digest = hashlib.sha256()
                for path in sorted(folder.rglob("*")):
                    digest.update(f"{path.relative_to(folder)}\0".encode())
                    if path.is_file():
                        digest.update(path.read_bytes())
                found[folder.name] = digest.hexdigest()
        return found

    def leftovers(self):
        return [str(path) for path in self.folder.rglob(".*")]
