# SPDX-License-Identifier: Apache-2.0
"""The bundle of the Zendesk plugin: what plugin/package makes, and a stranger who installs and runs it.

usage: test_zendesk_bundle.py PROJECT BUILD
"""

import json
import re
import subprocess
import sys
import unittest
import zipfile
from pathlib import Path

import bundles

PROJECT = Path(sys.argv[1]).resolve()
PORTABLE = "TP_PORTABLE:BOOL=ON" in (bundles.BUILD / "CMakeCache.txt").read_text()
COMPONENTS = {"curl", "nghttp2", "zlib", "c-ares", "openssl", "fmt", "rapidjson", "boost"}
if PORTABLE:
    COMPONENTS.add("libstdc++")


class ZendeskBundle(bundles.Case):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "zendesk.taskplugin"

    def package(self, *arguments):
        self.run_program(PROJECT / "plugin" / "package", "--output", self.path, *arguments, bundles.BUILD)
        return zipfile.ZipFile(self.path)

    def test_the_same_build_gives_the_same_bytes(self):
        self.package().close()
        first = self.path.read_bytes()
        self.environment["TZ"] = "America/New_York"
        self.environment["TMPDIR"] = str(self.folder)
        self.package().close()
        self.assertEqual(self.path.read_bytes(), first)
        self.assertLess(len(first), 8 << 20)

    def test_everything_that_is_linked_in_is_named_with_its_licence(self):
        with self.package() as archive:
            library = archive.read("libzendesk.so")
            sbom = json.loads(archive.read("sbom.spdx.json"))
            texts = {name: archive.read(name).decode() for name in archive.namelist() if name.startswith("THIRD_PARTY/")}
            self.assertIn("Apache License", archive.read("LICENSE").decode())
            self.assertIn("## 1.0.0", archive.read("CHANGELOG.md").decode())
            self.assertNotIn(b".debug_info", library)
        self.assertEqual(set(texts), {f"THIRD_PARTY/{name}.txt" for name in COMPONENTS})
        for name, text in texts.items():
            self.assertRegex(text, r"(?i)copyright", name)
        packages = {package["name"]: package for package in sbom["packages"]}
        self.assertEqual(set(packages), COMPONENTS | {"zendesk"})
        related = {entry["relatedSpdxElement"] for entry in sbom["relationships"] if entry["relationshipType"] == "STATIC_LINK"}
        self.assertEqual(related, {packages[name]["SPDXID"] for name in COMPONENTS})
        # What the code says of itself is what the list says of it.
        for name, mark in (("curl", "libcurl/{}"), ("zlib", "flate {} "), ("openssl", "OpenSSL {} "),
                           ("nghttp2", "{}"), ("c-ares", "{}")):  # fmt: skip
            upstream = re.match(r"\d+(\.\d+)+", packages[name]["versionInfo"])[0]
            found = re.search(mark.replace("{}", re.escape(upstream)).encode(), library)
            self.assertTrue(found, f"{name} {upstream} is not what the library says")

    def test_a_stranger_installs_it_and_runs_a_task(self):
        self.key()
        self.package("--key", self.folder / "ann.key").close()
        self.trust("zendesk")
        self.assertEqual(self.facts("install", self.path)["version"], "1.0.0")
        sandbox = subprocess.Popen([bundles.BUILD / "bin" / "zendesk-sandbox"], env=self.environment, cwd=self.folder,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)  # fmt: skip
        self.addCleanup(sandbox.wait)
        self.addCleanup(sandbox.stdout.close)
        self.addCleanup(sandbox.terminate)
        port = next(re.search(r"http://127\.0\.0\.1:(\d+)", line)[1] for line in sandbox.stdout if "listening on" in line)
        text = (PROJECT / "sdk/examples/quickstart/connection.json").read_text().replace("4010", port)
        connection = self.folder / "sandbox.json"
        connection.write_text(text)
        connection.chmod(0o600)
        end = self.json("run", "zendesk.create_ticket", "--connection", connection, "--set", "comment_body=Hello")
        self.assertEqual(end["status"], "ok")


if __name__ == "__main__":
    unittest.main(argv=["test_zendesk_bundle.py"])
