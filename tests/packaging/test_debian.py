# SPDX-License-Identifier: Apache-2.0
"""The Debian packages in a bare Debian 12, and a stranger who has nothing but one of them and a bundle.

usage: test_debian.py PROJECT BUILD
"""

import json
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import roots

PROJECT, BUILD = (Path(argument).resolve() for argument in sys.argv[1:3])


def setUpModule():
    Debian.place = tempfile.TemporaryDirectory(prefix="debian-")
    folder = Path(Debian.place.name)
    Debian.root = roots.Root("bookworm", folder)
    subprocess.run(["cpack", "--config", BUILD / "CPackConfig.cmake", "-B", folder / "packages"], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    for package in (folder / "packages").glob("*.deb"):
        Debian.root.put(package, f"/debs/{package.name.split('_')[0]}.deb")


def tearDownModule():
    Debian.place.cleanup()


class Debian(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.place.name)
        sandbox = roots.Sandbox(BUILD / "bin" / "zendesk-sandbox", self.folder / "ca.pem")
        self.addCleanup(sandbox.close)
        self.root.put(sandbox.ca_file, "/srv/ca.pem")
        connection = self.root.inside("/srv/connection.json")
        connection.write_text(sandbox.connection())
        connection.chmod(0o600)

    def json(self, *command):
        return json.loads(self.root.run("taskhost", "--json", *command).stdout)

    def plugin(self):
        """What the host says of the plugin; nothing when it finds none."""
        found = [plugin for plugin in self.json("list")["plugins"] if plugin["id"] == "zendesk"]
        return found[0] if found else None

    def creates_a_ticket(self):
        end = self.json("run", "zendesk.create_ticket", "--connection", "/srv/connection.json", "--ca-file", "/srv/ca.pem",
                        "--set", "comment_body=From a bare system.")  # fmt: skip
        self.assertEqual(end["status"], "ok")
        self.assertIn("/tickets/", end["output"]["url"])

    def test_a_stranger_has_the_host_and_a_bundle(self):
        subprocess.run([BUILD / "bin/taskhost", "keygen", self.folder / "ann", "--no-passphrase"], check=True)
        subprocess.run([PROJECT / "plugin/package", "--key", self.folder / "ann.key", "--output",
                        self.folder / "zendesk.taskplugin", BUILD], check=True)  # fmt: skip
        for name in ("zendesk.taskplugin", "ann.pub"):
            self.root.put(self.folder / name, f"/srv/{name}")
        began = time.monotonic()
        self.root.install("/debs/task-plugin-host.deb")
        self.assertIsNone(self.plugin())
        self.root.run("taskhost", "trust", "/srv/ann.pub", "--for", "zendesk")
        self.root.run("taskhost", "install", "/srv/zendesk.taskplugin")
        self.assertEqual((self.plugin()["version"], self.plugin()["state"]), ("1.0.0", "usable"))
        self.creates_a_ticket()
        self.assertLess(time.monotonic() - began, 60)
        self.root.run("taskhost", "remove", "zendesk")
        self.assertIsNone(self.plugin())

    def test_the_plugin_as_a_package(self):
        self.root.install("/debs/task-plugin-host.deb", "/debs/task-plugin-zendesk.deb")
        self.assertEqual(self.plugin()["state"], "usable")
        self.creates_a_ticket()
        files = self.root.run("dpkg-query", "-L", "task-plugin-zendesk").stdout
        for name in ("libzendesk.so", "THIRD_PARTY/openssl.txt", "sbom.spdx.json"):
            self.assertIn(f"/usr/lib/task-plugins/zendesk/1.0.0/{name}\n", files)
        self.root.run("dpkg", "--purge", "task-plugin-zendesk")
        self.assertIsNone(self.plugin())
        self.assertFalse(self.root.inside("/usr/lib/task-plugins").exists())

    def test_who_builds_needs_the_development_files(self):
        self.root.install("/debs/task-plugin-host.deb", "/debs/task-plugin-dev.deb", "g++", "cmake", "make")
        commands = self.json("new", "/srv/acme")["output"]["commands"]
        for command in commands:
            self.root.run("sh", "-ec", f"cd /srv; {command}")
        self.root.run("taskhost", "install", "/srv/acme-1.0.0-linux-x86_64.taskplugin", "--allow-unsigned", "acme")
        self.root.inside("/srv/acme.json").write_text('{"plugin": "acme", "type": "none", "settings": {}, "credentials": {}}')
        end = self.json("run", "acme.say", "--connection", "/srv/acme.json", "--set", "text=Hello")
        self.assertEqual(end["output"], {"said": "Hello"})


if __name__ == "__main__":
    roots.need_root()
    unittest.main(argv=sys.argv[:1])
