# SPDX-License-Identifier: Apache-2.0
"""Finding plugins: the same answers as taskhost gives, and libraries that no process should have loaded."""

import json
import os
import shutil
import subprocess
import unittest
from pathlib import Path

import case
import desk
from task_plugins import ManifestError, NotFound, Registry, Search, State, describe, load
from toys import Shelf

REFUSALS = {
    "no_symbol": "does not export tp_plugin_entry_v1",
    "undefined_symbol": "toy_symbol_that_nobody_defines",
    "no_entry": "returned nothing",
    "tiny_entry": "too short to hold its magic number",
    "wrong_magic": "wrong magic number",
    "wrong_major": "does not follow major version 1",
    "short_entry": "too short to hold create()",
    "entry_flag": "a flag that this host does not know",
    "needs_newer_host": "needs a host of minor version 7 or later",
    "other_id": 'calls itself "lego"',
    "other_version": 'has version "1.0.1"',
    "register_fails": 'failed with "unavailable"',
    "missing_task": "does not register the manifest's task toy.login",
    "extra_task": "does not list: toy.secret",
    "duplicate_task": '"toy.echo" is registered twice',
    "empty_task_id": "malformed id",
    "task_flag": "a task carries a flag",
    "other_task_version": "has version 2 in the library and 1 in the manifest",
    "other_input": "input schema of toy.echo differs",
    "other_output": "output schema of toy.echo differs",
    "malformed_schema": "is not acceptable JSON",
}


class SameAsTaskhost(unittest.TestCase):
    maxDiff = None

    def compare(self, *places, environment=None, **search):
        """Entries and places, the reasons included."""
        environment = {"LANG": "C.UTF-8", "HOME": "/nowhere", **(environment or {})}
        options = [word for place in places for word in ("--plugin-path", str(place))]
        said = json.loads(subprocess.run([desk.TASKHOST, "list", "--json", *options], stdout=subprocess.PIPE,
                                         env=environment, check=True).stdout)
        ours = Registry(Search([str(place) for place in places], environment=environment, **search))
        self.assertEqual(
            [(e.id, e.version, e.state.value, e.reason, e.level.name.lower(), str(e.folder)) for e in ours.entries],
            [(e["id"], e["version"], e["state"], e.get("reason", ""), e["level"], e["folder"])
             for e in said["plugins"]])
        self.assertEqual(
            [(p.level.name.lower(), str(p.path or ""), p.note) for p in ours.places if p.path != Path("")],
            [(p["level"], p["path"], p["note"]) for p in said["places"] if p["path"] or "ignored" in p["note"]])
        return ours

    def test_what_is_built(self):
        registry = self.compare(desk.PLUGINS)
        self.assertEqual({e.id for e in registry.entries}, {"echo", "webhook", "zendesk"})

    def test_versions_places_and_levels(self):
        shelf = Shelf(self)
        for version in ("1.0.0", "1.10.0", "1.9.0", "2.0.0-rc.1"):
            shelf.install(version=version)
        shelf.install(version="1.10.0", place="second")
        shelf.install(version="9.0.0", place="third")
        (shelf.path / "empty").mkdir()
        place, second, third = shelf.path, shelf.path / "second", shelf.path / "third"
        registry = self.compare(place, second, environment={"TASK_PLUGIN_PATH": f"{third}:relative:{shelf.path}/none"})
        (usable,) = [entry for entry in registry.entries if entry.state is State.USABLE]
        self.assertEqual(usable.folder, place / "toy" / "1.10.0")

    def test_one_version_with_two_contents(self):
        shelf = Shelf(self)
        shelf.install(place="a")
        shelf.install(place="b", description="another")
        shelf.install(place="c", library="other_input")
        self.compare(*(shelf.path / place for place in "abc"))

    def test_what_is_no_plugin(self):
        shelf = Shelf(self)
        good = shelf.install()
        shelf.install(folder="misplaced", version="3.0.0")
        shelf.install(folder="toy/7.0.0", version="1.0.0")
        (shelf.path / "toy" / "empty").mkdir()
        (shelf.path / "toy" / "dangling").symlink_to("/nowhere/at/all")
        (shelf.path / "toy" / "again").symlink_to(good)
        (shelf.path / ".hidden").mkdir()
        shelf.install(version="4.0.0").joinpath("libtoy.so").write_text("no library")
        cut = shelf.install(version="5.0.0") / "libtoy.so"
        cut.write_bytes(cut.read_bytes()[:5000])
        open_to_all = shelf.install(version="6.0.0") / "tasks" / "any.json"
        open_to_all.chmod(0o666)
        shelf.install(version="8.0.0").joinpath("tasks", "any.json").write_text('{"a":1,"a":2}')
        registry = Registry(Search.only(shelf.path))
        self.assertIn("stands twice", next(e.reason for e in registry.entries if e.version == "8.0.0"))
        shutil.rmtree(shelf.path / "toy" / "8.0.0")  # the words about JSON are each host's own
        self.compare(shelf.path)
        self.compare(shelf.path / "toy" / "1.0.0")
        shelf.path.chmod(0o777)
        self.compare(shelf.path)
        shelf.path.chmod(0o700)

    def test_every_fault_of_a_manifest(self):
        shelf = Shelf(self)
        tasks = shelf.manifest["tasks"]
        self.install_faulty(shelf, {
            "abi": {"major": 2, "minHostMinor": 9}, "name": "", "description": 3, "requires": {"services": [1]},
            "connections": {"Bad Name": {"title": 1}, "token": []}, "locales": {"fr": "../x"},
            "libraries": {"linux-x86_64": {"path": "/abs"}},
            "tasks": {**tasks, "other.name": {}, "toy.fail": 3, "toy.wait": {
                "title": "W", "input": "tasks/none.json", "output": "tasks", "connection": ["nope"], "dryRun": 1,
                "sideEffects": "all", "batch": {"max": 0}, "errors": "x", "schemaVersion": True}},
        })
        self.install_faulty(shelf, {"manifestVersion": 2})
        self.install_faulty(shelf, {"manifestVersion": True})
        self.install_faulty(shelf, {"id": "Toy", "libraries": {}, "abi": {}})
        self.compare(shelf.path)

    def install_faulty(self, shelf, changes):
        version = f"{len(list(shelf.path.glob('toy/*'))) + 1}.0.0"
        shelf.install(version=version, **changes)

    def test_registrations(self):
        shelf = Shelf(self)
        shelf.install(place="acme")
        folder = shelf.path / "plugins.d"
        folder.mkdir()
        (folder / "acme.json").write_text(json.dumps({"directory": str(shelf.path / "acme")}))
        (folder / "bad.json").write_text("[]")
        (folder / ".hidden.json").write_text("[]")
        registry = Registry(Search((), False, None, False, (), (str(folder),)))
        self.assertEqual([place.note for place in registry.places][0], "2 registrations")
        self.assertEqual(registry.plugin("toy").folder, shelf.path / "acme" / "toy" / "1.0.0")
        self.assertIn("acme.json", str(registry.places[1]))
        self.assertIn("refused: must be an object", registry.places[2].note)


class Libraries(unittest.TestCase):
    def test_each_bad_library_is_an_entry_with_its_own_reason(self):
        reasons = set()
        for library, expected in REFUSALS.items():
            with self.subTest(library):
                shelf = Shelf(self)
                shelf.install(library)
                entry = shelf.entry()
                self.assertEqual(entry.state, State.BROKEN)
                self.assertIn(expected, entry.reason)
                reasons.add(entry.reason.split(": ", 1)[1])
        self.assertEqual(len(reasons), len(REFUSALS))

    def test_one_that_crashes_when_it_is_loaded_is_an_entry_and_harms_nobody(self):
        for library, expected in (("crashes", "by signal 6"), ("exits", "with the exit code 3")):
            with self.subTest(library):
                shelf = Shelf(self)
                shelf.install(library)
                entry = shelf.entry()
                self.assertEqual(entry.state, State.BROKEN)
                self.assertIn(f"loading it ended the process {expected}", entry.reason)
                with self.assertRaisesRegex(ManifestError, "loading it ended the process"):
                    load("toy", search=Search.only(shelf.path))

    def test_listing_loads_nothing_into_this_process(self):
        shelf = Shelf(self)
        folder = shelf.install()
        self.assertEqual(shelf.entry().state, State.USABLE)
        maps = Path(f"/proc/{os.getpid()}/maps").read_text()
        self.assertNotIn(str(folder), maps)

    def test_a_schema_that_is_laid_out_differently_is_the_same(self):
        shelf = Shelf(self)
        path = shelf.install() / "tasks" / "echo.input.json"
        path.write_text(json.dumps(json.loads(path.read_text()), indent=3, sort_keys=True).replace(" 9", " 9.0"))
        self.assertEqual(shelf.entry().state, State.USABLE, shelf.entry().reason)
        path.write_text(path.read_text().replace("9.0", "9.5"))
        self.assertIn("input schema of toy.echo differs", shelf.entry().reason)

    def test_what_is_not_there(self):
        with self.assertRaisesRegex(NotFound, r'(?s)There is no plugin "toy".*Places searched:\n  explicit'):
            describe("toy.echo", case.SEARCH)
        with self.assertRaisesRegex(NotFound, "it has: echo.say"):
            describe("echo.shout", case.SEARCH)
        with self.assertRaisesRegex(NotFound, "names a plugin; its tasks are: "):
            describe("echo", case.SEARCH)

    def test_describe(self):
        task = describe("zendesk.create_ticket", case.SEARCH)
        self.assertEqual((task.title, task.side_effects), ("Create ticket", "write"))
        self.assertIn("comment_body", task.input_schema["properties"])


if __name__ == "__main__":
    desk.main()
