# SPDX-License-Identifier: Apache-2.0
"""The package as npm packs and installs it, with nothing but itself; and the commands of its README."""

import json
import re
import unittest

import engine  # first: it tells where the others are
from engine import PACKAGE, PLACES, ROOT, answering, flow, of_message
from package_cases import NpmCase


class Package(NpmCase):
    def test_one_file_is_all_that_is_needed(self):
        (packed,) = json.loads(self.npm("pack", "--json", str(PLACES["TP_NODE_RED_PACKAGE"])))
        names = {file["path"] for file in packed["files"]}
        for name in ("README.md", "LICENSE", "task-plugins.html", "locales/fr/task-plugins.json", "resources/editor.js",
                     "examples/The way back.json", "node_modules/task-plugins/prebuilt/linux-x64/task_plugins.node"):
            self.assertIn(name, names)
        self.assertEqual([name for name in names if re.search(r"\.(cc|h|map)$|CMake|lock", name)], [])
        (self.folder / "package.json").write_text('{"name": "home", "private": true}')
        self.npm("install", "./" + packed["filename"])
        self.assertTrue((self.folder / "node_modules" / PACKAGE / "lib").is_dir())
        running = engine.NodeRed(home=self.folder)
        self.addCleanup(running.close)
        echo = {"id": "echo-account", "type": "echo-connection", "kind": "none", "settings": {}}
        says = answering("echo.say", {"text": of_message("payload.text")}, connection="echo-account")
        running.deploy([echo, *flow(*says)])
        self.assertEqual(running.call("POST", "/run", {"text": "Hello"})["payload"]["said"], "Hello")

    def test_both_languages_have_the_same_texts(self):
        def keys(value, path=""):
            if isinstance(value, dict):
                return {key for name, member in value.items() for key in keys(member, f"{path}.{name}")}
            return {(path, tuple(sorted(re.findall(r"__\w+__", value))))}

        folder = ROOT / "sdk" / "engines" / "node-red" / "locales"
        english, french = (keys(json.loads((folder / language / "task-plugins.json").read_text()))
                           for language in ("en-US", "fr"))
        self.assertEqual(english, french)

    def test_the_readme_names_what_is_there(self):
        page = (ROOT / "sdk" / "engines" / "node-red" / "README.md").read_text()
        for name in re.findall(r"`(examples/[^`]+)`", page):
            self.assertTrue((engine.EXAMPLES.parent / name).exists(), name)
        for path in re.findall(r"\]\(([^)#]+)\)", page):
            self.assertTrue((engine.EXAMPLES.parent / path).exists(), path)
        scripts = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        self.assertIn("--target node_red_package", scripts[0])
        self.assertIn(f"{PACKAGE}-1.0.0.tgz", "".join(scripts))


if __name__ == "__main__":
    unittest.main()
