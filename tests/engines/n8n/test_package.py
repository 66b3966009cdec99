# SPDX-License-Identifier: Apache-2.0
"""The package as npm packs and installs it, with nothing but itself; and what its README says."""

import json
import re

import engine  # first: it tells where the others are
from engine import PACKAGE, PLACES, ROOT, START, items, task, workflow
from package_cases import NpmCase

FOLDER = ROOT / "sdk" / "engines" / "n8n"


class Package(NpmCase):
    def install(self):
        (packed,) = json.loads(self.npm("pack", "--json", str(PLACES["TP_N8N_PACKAGE"])))
        (self.folder / "package.json").write_text('{"name": "home", "private": true}')
        self.npm("install", "./" + packed["filename"])
        return {file["path"] for file in packed["files"]}, self.folder / "node_modules" / PACKAGE

    def test_one_file_is_all_that_is_needed(self):
        names, installed = self.install()
        for name in ("README.md", "LICENSE", "dist/nodes/1/Plugin.node.js", "dist/icons/task.svg", "lib/manifest.js",
                     "examples/A low score becomes a ticket.json",
                     "node_modules/task-plugins/prebuilt/linux-x64/task_plugins.node"):
            self.assertIn(name, names)
        self.assertEqual([name for name in names if re.search(r"\.(cc|h|map|in)$|CMake|lock", name)], [])
        manifest = json.loads((installed / "package.json").read_text())
        for path in manifest["n8n"]["nodes"] + manifest["n8n"]["credentials"]:
            self.assertTrue((installed / path).exists(), path)
        self.assertEqual([path.name for path in (self.folder / "node_modules").iterdir() if not path.name.startswith(".")],
                         [PACKAGE])
        running = engine.Engine(package=installed)
        self.addCleanup(running.close)
        say = workflow(START, task("echo", "say", {"text": "={{ $json.text }}"}))
        ended = running.ask("run", workflow=say, pinned={"Start": items({"text": "Hello"})}, executionId="1", credentials={})
        self.assertEqual(ended["outputs"]["Task"][0][0]["json"]["said"], "Hello")

    def test_a_folder_that_nobody_may_write_to(self):
        _, installed = self.install()
        icons = installed / "dist" / "icons"
        for file in icons.iterdir():
            if file.name != "task.svg":
                file.unlink()
        # Root may write everywhere, but not in the place of a folder.
        (icons / "zendesk.svg").mkdir()
        running = engine.Engine(package=installed)
        self.addCleanup(running.close)
        (node,) = [one for one in running.ask("types")["nodes"] if one["name"] == "zendesk"]
        self.assertTrue(node["iconUrl"].endswith("/dist/icons/task.svg"), node["iconUrl"])

    def test_the_readme_names_what_is_there(self):
        page = (FOLDER / "README.md").read_text()
        named = re.findall(r"`(examples/[^`]+)`", page)
        self.assertEqual({FOLDER / name for name in named}, set((FOLDER / "examples").iterdir()))
        for path in re.findall(r"\]\(([^)#:]+)\)", page):
            self.assertTrue((FOLDER / path).exists(), path)
        scripts = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        self.assertIn("--target n8n_package", scripts[0])
        self.assertIn(f"{PACKAGE}-1.0.0.tgz", "".join(scripts))
        code = "".join(path.read_text() for path in (FOLDER / "lib").iterdir())
        for variable in re.findall(r"`(TASK_PLUGINS_\w+)`", page):
            self.assertIn(f"'{variable}'", code)


if __name__ == "__main__":
    engine.main()
