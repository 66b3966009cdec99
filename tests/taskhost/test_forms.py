# SPDX-License-Identifier: Apache-2.0
"""taskhost options, describe for an account, dry runs and --attach, with a plugin made for that."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TASKHOST, PLUGINS = sys.argv[1:3]


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="forms-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.connection = self.write("c.json", '{"plugin": "shelf", "type": "none"}')
        self.environment = {"LANG": "C.UTF-8", "HOME": str(self.folder)}

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o600)
        return str(path)

    def command(self, *arguments):
        return [TASKHOST, "--plugin-path", PLUGINS, *arguments]

    def run_host(self, *arguments, code=0, **environment):
        end = subprocess.run(self.command(*arguments), capture_output=True, text=True,
                             env=self.environment | environment, timeout=60)  # fmt: skip
        self.assertEqual(end.returncode, code, end.stdout + end.stderr)
        return end

    def json(self, *arguments, **more):
        return json.loads(self.run_host(*arguments, "--json", **more).stdout)


class OptionsTest(Case):
    def options(self, field, *arguments, **more):
        return self.run_host("options", "shelf.put", field, "--connection", self.connection, *arguments, **more)

    def values(self, field, *arguments):
        output = self.json("options", "shelf.put", field, "--connection", self.connection, *arguments)["output"]
        return [item["value"] for item in output["items"]], output.get("nextPageToken")

    def test_a_table_and_the_way_to_the_next_page(self):
        end = self.options("room")
        self.assertEqual(end.stdout, "attic   The attic   Room 0\ncellar  The cellar  Room 1\n")
        self.assertEqual(end.stderr, "There are more: --page 2 gives the next ones, --all gives all.\n")
        end = self.options("room", "--page", "4")
        self.assertEqual((end.stdout, end.stderr), ("lobby  The lobby  Room 4\n", ""))

    def test_limit_search_and_all(self):
        self.assertEqual(self.values("room", "--limit", "3"), (["attic", "cellar", "hall"], "3"))
        self.assertEqual(self.values("room", "--search", "hall"), (["hall"], None))
        self.assertEqual(self.values("room", "--all"), (["attic", "cellar", "hall", "kitchen", "lobby"], None))
        self.assertEqual(self.options("room", "--search", "moon").stdout, "There is nothing to choose from.\n")

    def test_fields_that_come_first(self):
        end = self.options("shelf")
        self.assertEqual(end.stderr, "The choices depend on other fields; set them first with --set: Room (room)\n")
        end = self.options("shelf", "--set", "room=attic")
        self.assertEqual((end.stdout, end.stderr), ("7  Seven of attic (cannot be chosen)\n", ""))

    def test_a_field_of_this_account_alone(self):
        self.assertEqual(self.values("details.color", "--set", "room=hall")[0], ["attic", "cellar"])
        self.options("details.color", code=65)
        end = self.options("details.size", "--set", "room=hall", code=64)
        self.assertIn('The task has no field "details.size". These fields have some: room, ', end.stderr)

    def test_a_field_whose_choices_are_the_schemas(self):
        self.assertEqual(self.options("size").stdout, "s  Small\nl  Large\n")
        self.assertEqual(self.options("size", "--search", "LARGE").stdout, "l  Large\n")
        self.assertEqual(self.values("size"), (["s", "l"], None))

    def test_fields_without_choices(self):
        end = self.options("title", code=64)
        self.assertIn('The field "title" has no choices', end.stderr)
        self.assertIn("room, shelf, labels.name, circle, broken", end.stderr)

    def test_faults_of_the_plugin(self):
        self.assertIn("the same page again", self.options("circle", "--all", code=70).stderr)
        self.assertIn("(host.", self.options("broken", code=70).stderr)
        self.assertIn("There is no such page. (shelf.bad_page)", self.options("room", "--page", "x", code=65).stderr)

    def test_faults_of_the_command_line(self):
        self.options("room", "--all", "--page", "2", code=64)
        self.options("room", "--limit", "0", code=64)
        self.assertIn("Name the task and the field", self.run_host("options", "shelf.put", code=64).stderr)
        self.run_host("options", "shelf.none", "room", code=66)
        self.run_host("options", "shelf.put", "room", "--connection", str(self.folder / "none.json"), code=66)

    def test_an_interrupt_cancels(self):
        process = subprocess.Popen(self.command("options", "shelf.put", "labels.name"), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=self.environment)  # fmt: skip
        self.addCleanup(process.kill)
        self.assertEqual(process.stderr.readline(), "warn stuck\n")
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, out + error)
        self.assertIn("It was cancelled.", error)

    def test_in_french(self):
        end = self.options("shelf", LANG="fr_FR.UTF-8")
        self.assertIn("fixez-les d’abord avec --set", end.stderr)


class DescribeTest(Case):
    def describe(self, task, *arguments, **more):
        return self.run_host("describe", task, *arguments, **more)

    def test_without_a_connection_the_manifest_speaks(self):
        self.assertNotIn("details.color", self.describe("shelf.put").stdout)

    def test_a_place_is_filled_and_keeps_its_title(self):
        text = self.describe("shelf.put", "--connection", self.connection, "--set", "room=hall").stdout
        self.assertIn("Color of the hall", text)
        document = self.json("describe", "shelf.put", "--connection", self.connection, "--set", "room=hall")
        details = document["input"]["properties"]["details"]
        self.assertEqual(details["title"], "Details")
        self.assertEqual(list(details["properties"]), ["color"])
        self.assertIn("title", document["input"]["properties"])

    def test_a_list_that_stands_for_an_object(self):
        arguments = ("--connection", self.connection, "--set", "room=hall")
        text = self.describe("shelf.put", *arguments).stdout
        self.assertIn('Each of these is an entry {"name": "...", "text": ...}.', text)
        self.assertIn("  notes.Width ", text)
        notes = self.json("describe", "shelf.put", *arguments)["input"]["properties"]["notes"]
        self.assertEqual((notes["title"], notes["x-tp"]["order"]), ("Notes", 7))
        self.assertEqual(notes["x-tp"]["schemaFrom"], {"source": "notes"})
        end = self.json("options", "shelf.put", "notes.Width", *arguments)
        self.assertEqual(len(end["output"]["items"]), 2)

    def test_the_whole_input(self):
        document = self.json("describe", "shelf.ask", "--connection", self.connection)
        self.assertEqual(list(document["input"]["properties"]), ["question"])
        self.assertFalse(document["input"]["additionalProperties"])

    def test_what_is_missing_is_told(self):
        end = self.describe("shelf.put", "--connection", self.connection, code=65)
        self.assertIn("Room (/room): Say which room.", end.stderr)
        error = self.json("describe", "shelf.put", "--connection", self.connection, code=65)["error"]
        self.assertEqual(error["pointer"], "/room")


class DryRunTest(Case):
    def test_requests_and_changes(self):
        file = self.write("a.txt", "abc")
        end = self.run_host("run", "shelf.put", "--dry-run", "--set", "title=New", "--attach", file)
        self.assertEqual(end.stdout, '''POST /uploads
a.txt (text/plain, 3 bytes)

PUT /things/1
{
  "title": "New"
}

Changes
  Title: nothing -> New
''')  # fmt: skip
        output = self.json("run", "shelf.put", "--dry-run", "--set", "title=New")["output"]
        self.assertEqual(output["requests"], [{"method": "PUT", "path": "/things/1", "body": {"title": "New"}}])

    def test_a_task_without(self):
        self.run_host("run", "shelf.ask", "--dry-run", code=64)

    def test_each_line(self):
        lines = self.write("in.ndjson", '{"title": "A"}\n{"title": "B"}\n')
        results = self.folder / "out.ndjson"
        self.run_host("run", "shelf.put", "--dry-run", "--each", lines, "--results", str(results))
        records = map(json.loads, results.read_text().splitlines())
        outputs = {record["line"]: record["output"] for record in records if record.get("record") == "result"}
        titles = {line: output["requests"][0]["body"]["title"] for line, output in outputs.items()}
        self.assertEqual(titles, {1: "A", 2: "B"})


class AttachTest(Case):
    def put(self, *arguments, code=0):
        return self.run_host("run", "shelf.put", "--set", "title=A", *arguments, "--json", code=code)

    def files(self, *arguments):
        return json.loads(self.put(*arguments).stdout)["output"]["files"]

    def test_files_arrive_whole(self):
        text = self.write("note.txt", "abc")
        large = self.folder / "large.PNG"
        large.write_bytes(os.urandom(300_000))
        empty = self.write("no end", "")
        files = self.files("--attach", text, "--attach", f"scan.pdf={large}", "--attach", empty)
        self.assertEqual(files[0], {"name": "note.txt", "type": "text/plain", "size": 3, "sum": 294})
        self.assertEqual(files[1], {"name": "scan.pdf", "type": "application/pdf", "size": 300_000,
                                    "sum": sum(large.read_bytes())})  # fmt: skip
        self.assertEqual(files[2], {"name": "no end", "type": "application/octet-stream", "size": 0, "sum": 0})
        self.assertEqual(self.files("--attach", str(large))[0]["type"], "image/png")

    def test_files_go_behind_those_of_the_input(self):
        file = self.write("a.csv", "1")
        document = self.write("input.json", '{"files": [{"blob": "blob:7"}]}')
        error = json.loads(self.put("--input", document, "--attach", file, code=65).stdout)["error"]
        self.assertEqual(error["pointer"], "/files/0/blob")
        document = self.write("input.json", '{"files": "none"}')
        self.assertIn("must be a list", self.put("--input", document, "--attach", file, code=65).stdout)

    def test_files_that_cannot_be_read(self):
        self.assertIn("cannot be read", self.put("--attach", str(self.folder / "none"), code=66).stdout)
        self.assertIn("is no regular file", self.put("--attach", str(self.folder), code=66).stdout)
        os.mkfifo(self.folder / "pipe")
        self.put("--attach", str(self.folder / "pipe"), code=66)

    def test_faults_of_the_command_line(self):
        file = self.write("a", "1")
        for attachment in ("=" + file, "name=", ""):
            self.put("--attach", attachment, code=64)
        self.put("--attach", file, "--each", file, "--results", str(self.folder / "out"), code=64)
        end = self.run_host("run", "shelf.ask", "--attach", file, code=64)
        self.assertIn("The task shelf.ask takes no files.", end.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
