# SPDX-License-Identifier: Apache-2.0
"""taskhost run --each and --stats, with a plugin that takes many items at once."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import pseudo_terminal

TASKHOST, LIBRARY = sys.argv[1:3]

MANIFEST = {
    "manifestVersion": 1, "id": "mill", "name": "Mill", "version": "1.0.0", "license": "Apache-2.0",
    "abi": {"major": 1, "minHostMinor": 0, "builtMinor": 0},
    "tasks": {"mill.grind": {
        "title": "Grind", "input": "any.json", "output": "any.json", "connection": [],
        "sideEffects": "write", "idempotency": "key", "dryRun": True}},
    "errors": {"mill.failed": {"help": "Ask the miller."}},
    "libraries": {"linux-x86_64": {"path": "mill.so"}},
}  # fmt: skip


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mill-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        plugin = self.folder / "plugins/mill/1.0.0"
        plugin.mkdir(parents=True)
        (plugin / "plugin.json").write_text(json.dumps(MANIFEST))
        (plugin / "any.json").write_text('{"type":"object"}')
        shutil.copy(LIBRARY, plugin / "mill.so")
        self.lines = self.folder / "in.ndjson"
        self.out = self.folder / "out.ndjson"

    def write(self, *lines):
        self.lines.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n"
                                      for line in lines))  # fmt: skip

    def command(self, *arguments):
        return [TASKHOST, "--plugin-path", str(self.folder / "plugins"), "run", "mill.grind", "--each",
                str(self.lines), "--results", str(self.out), *arguments]  # fmt: skip

    def start(self, *arguments, **options):
        process = subprocess.Popen(self.command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   encoding="utf-8", env={"LANG": "C.UTF-8"}, **options)  # fmt: skip
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def run_each(self, *arguments, code=0, stdin=""):
        end = subprocess.run(self.command(*arguments), input=stdin, capture_output=True, encoding="utf-8",
                             env={"LANG": "C.UTF-8"}, timeout=60)  # fmt: skip
        self.assertEqual(end.returncode, code, end.stdout + end.stderr)
        return end

    def summary(self, *arguments, code=0, **more):
        return json.loads(self.run_each(*arguments, "--json", code=code, **more).stdout)

    def records(self, kind="result"):
        records = [json.loads(line) for line in self.out.read_text().splitlines()]
        return [record for record in records if record["record"] == kind]

    def last(self):
        """The last result of each line."""
        return {record["line"]: record for record in self.records()}

    def wait_for(self, condition, process):
        """Asks again until the process has come to it."""
        give_up = time.monotonic() + 60
        while not condition():
            if process.poll() is not None or time.monotonic() > give_up:
                raise AssertionError(f"it never came to it and ended with {process.poll()}")
            time.sleep(0.005)

    def make_gate(self):
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        return fifo

    def find_at_gate(self, fifo, process):
        """Waits until the plugin stands at the gate; what is written to it, or its end, opens it."""
        gates = []

        def is_there():
            try:
                gates.append(open(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK), "w"))
            except OSError:  # nobody reads
                return False
            return True

        self.wait_for(is_there, process)
        return gates[0]


class Running(Case):
    def test_every_line_has_a_result_and_an_identity_of_its_own(self):
        self.write({"n": 1}, "", {"n": 2}, {"n": 3})
        summary = self.summary("--chunk", "2", "--set", "also=1")
        self.assertEqual((summary["ok"], summary["refused"], summary["skipped"]), (3, 0, 0))
        (run,) = self.records("run")
        results = self.last()
        self.assertEqual(sorted(results), [1, 3, 4])
        for line, record in results.items():
            self.assertEqual((record["status"], record["attempts"], record["final"]), ("ok", 1, True))
            output = record["output"]
            self.assertEqual(output["key"], f"{run['key']}:{line}")
            self.assertEqual((output["execution"], output["index"]), (run["run"], line - 1))
            self.assertEqual(output["input"]["also"], 1)
        self.assertEqual([results[line]["output"]["together"] for line in (1, 3, 4)], [2, 2, 1])
        intents = self.records("intent")
        self.assertEqual([(i["first"], i["last"]) for i in intents], [(1, 3), (4, 4)])
        self.assertEqual(results[4]["output"]["first"], 0)  # nothing was tried before
        self.assertEqual(os.stat(self.out).st_mode & 0o777, 0o600)

    def test_a_template_takes_each_line_as_its_event(self):
        template = self.folder / "template.json"
        template.write_text('{"text": "${/who} of ${/from/0}", "n": "${/n}"}')
        self.write({"who": "Ann", "from": ["Ulm"], "n": 1}, {"who": "Ben", "n": 2}, "[1]")
        end = self.run_each("--input", str(template), code=65)
        results = self.last()
        self.assertEqual(results[1]["output"]["input"], {"text": "Ann of Ulm", "n": 1})
        self.assertEqual(results[2]["error"]["code"], "host.template")
        self.assertEqual(results[2]["error"]["pointer"], "/text")
        self.assertEqual(results[3]["error"]["code"], "host.template")
        self.assertIn("1 ok, 2 refused, 0 unknown, 0 to try again, 0 skipped", end.stdout)
        self.assertIn(str(self.out), end.stdout)

    def test_malformed_lines_and_refusals_harm_no_other_line(self):
        self.write({"n": 1}, '{"n":', "[]", '{"a":1,"a":2}', {"refuse": 1}, '{"a":"\\ud800"}', {"n": 2})
        with open(self.lines, "ab") as file:
            file.write(b'{"caf\xe9":1}\r\n' + b'{"long":"' + b"x" * (16 << 20) + b'"}\r\n' + b'{"n":3}')
        summary = self.summary(code=76)
        self.assertEqual((summary["ok"], summary["refused"]), (3, 7))
        results = self.last()
        self.assertEqual([line for line in results if results[line]["status"] == "ok"], [1, 7, 10])
        self.assertTrue(all(record["final"] for record in results.values()))
        self.assertIn("line 2: ", results[2]["error"]["message"])
        self.assertEqual(results[3]["error"]["message"], "The input must be a JSON object.")
        self.assertEqual(results[5]["error"]["help"], "Ask the miller.")
        self.assertIn("16 MiB", results[9]["error"]["message"])
        summary = self.summary(code=76)
        self.assertEqual((summary["ok"], summary["refused"], summary["skipped"], summary["skipped_refused"]),
                         (0, 0, 10, 7))  # fmt: skip

    def test_the_lines_may_come_from_standard_input(self):
        command = self.command()
        command[command.index("--each") + 1] = "-"
        for text, ok, skipped in (('{"n":1}\n{"n":2}\n', 2, 0), ('{"n":1}\n{"n":2}\n{"n":3}\n', 1, 2)):
            end = subprocess.run([*command, "--json"], input=text, capture_output=True, encoding="utf-8", timeout=60)
            summary = json.loads(end.stdout)
            self.assertEqual((summary["ok"], summary["skipped"]), (ok, skipped))

    def test_lines_that_come_slowly_do_not_wait_for_a_full_chunk(self):
        fifo = self.make_gate()
        command = self.command()
        command[command.index("--each") + 1] = "-"
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        process.stdin.write(b'{"gate":"' + os.fsencode(fifo) + b'"}\n')
        process.stdin.flush()
        with self.find_at_gate(fifo, process):  # the item runs while standard input is open
            process.stdin.close()
        self.assertEqual(process.wait(timeout=60), 0)

    def test_an_item_waits_as_long_as_the_service_says_but_not_for_ever(self):
        self.write({"limited": 3}, {"n": 1}, {"limited": 99})
        summary = self.summary(code=75)
        self.assertEqual((summary["ok"], summary["later"]), (2, 1))
        results = self.last()
        self.assertEqual((results[1]["status"], results[1]["attempts"]), ("ok", 4))
        self.assertEqual((results[3]["attempts"], results[3]["final"]), (6, False))
        # Nothing was done before, so for the plugin it is the first attempt.
        self.assertEqual((results[1]["output"]["first"], results[1]["output"]["attempt"]), (0, 1))
        repeated = [line for record in self.records("repeat") for line in record["lines"]]
        self.assertEqual((repeated.count(1), repeated.count(2), repeated.count(3)), (3, 0, 5))
        self.out.unlink()
        self.assertEqual(self.summary("--deadline", "5ms", code=75)["later"], 2)

    def test_going_on_repeats_what_is_open_under_the_same_name(self):
        self.write({"unknown": 1}, {"n": 1}, {"denied": 1}, {"away": 1}, {"refuse": 1})
        summary = self.summary(code=80)
        self.assertEqual([summary[name] for name in ("ok", "refused", "unknown", "later")], [1, 1, 1, 2])
        (intent,) = self.records("intent")
        key = self.records("run")[0]["key"]
        summary = self.summary(code=69)
        self.assertEqual([summary[name] for name in ("ok", "later", "skipped", "skipped_refused")], [1, 2, 2, 1])
        results = self.last()
        self.assertEqual(results[1]["output"] | {"input": None}, {
            "key": key + ":1", "execution": key, "index": 0, "first": intent["at"], "attempt": 2,
            "together": 3, "input": None})  # fmt: skip
        self.assertEqual([results[line]["attempts"] for line in (2, 3, 4, 5)], [1, 2, 2, 1])

    def test_a_key_of_ones_own_is_the_beginning_of_each(self):
        self.write({"n": 1})
        self.run_each("--idempotency-key", "k")
        self.assertEqual(self.last()[1]["output"]["key"], "k:1")
        self.assertIn("--idempotency-key", self.run_each("--idempotency-key", "l", code=64).stderr)


class Refusing(Case):
    def test_what_does_not_belong_together(self):
        self.write({"n": 1})
        base = [TASKHOST, "--plugin-path", str(self.folder / "plugins"), "run", "mill.grind"]
        for arguments, word in (
            (["--each", str(self.lines)], "--results"),
            (["--results", str(self.out)], "--each"),
            (["--chunk", "3"], "--each"),
            (["--each", str(self.lines), "--results", str(self.out), "--event", str(self.lines)], "--event"),
            (["--each", "-", "--results", str(self.out), "--input", "-"], "standard input"),
            (["--each", str(self.lines), "--results", str(self.out), "--chunk", "0"], "1000"),
            (["--each", str(self.lines), "--results", str(self.out), "--in-flight", "x"], "10000"),
            (["--each", str(self.lines), "--results", str(self.lines)], "the file that is read"),
        ):
            with self.subTest(arguments):
                end = subprocess.run(base + arguments, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)
                self.assertEqual(end.returncode, 64, end.stderr)
                self.assertIn(word, end.stderr)
                self.assertFalse(self.out.exists())
        self.lines.unlink()
        self.run_each(code=66)
        self.assertFalse(self.out.exists())

    def test_another_file_another_template_or_a_second_run_at_once(self):
        self.write({"n": 1}, {"n": 2})
        self.run_each()
        before = self.out.read_text()
        self.write({"n": 1}, {"n": 3})
        self.assertIn("other lines", self.run_each(code=64).stderr)
        self.assertIn("another --input", self.run_each("--set", "n=1", code=64).stderr)
        self.assertEqual(self.out.read_text(), before)

        self.out.unlink()
        fifo = self.make_gate()
        self.write({"gate": str(fifo)})
        first = self.start()
        with self.find_at_gate(fifo, first) as gate:
            self.assertIn("another run", self.run_each(code=64).stderr)
            gate.write("x")
        first.communicate(timeout=60)
        self.assertEqual(first.returncode, 0)

    def test_a_disk_that_takes_nothing_more_ends_the_run(self):
        self.write(*({"n": n, "text": "x" * 1000} for n in range(300)))
        command = ["prlimit", "--fsize=60000", *self.command("--chunk", "10")]
        end = subprocess.run(command, capture_output=True, encoding="utf-8", preexec_fn=lambda: signal.signal(
            signal.SIGXFSZ, signal.SIG_IGN))  # fmt: skip
        self.assertEqual(end.returncode, 70, end.stderr)
        self.assertIn("cannot be written", end.stderr)
        summary = self.summary()
        self.assertEqual(summary["ok"] + summary["skipped"], 300)
        self.assertEqual(len(self.last()), 300)


class Stopping(Case):
    def test_the_first_interrupt_lets_items_end_and_the_run_goes_on_later(self):
        fifo = self.make_gate()
        self.write({"gate": str(fifo)}, *({"n": n} for n in range(10)))
        process = self.start("--chunk", "1", "--in-flight", "1")
        with self.find_at_gate(fifo, process) as gate:
            process.send_signal(signal.SIGINT)
            self.assertIn("1 in flight", process.stderr.readline())
            gate.write("x")
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, err)
        self.assertIn("1 ok, 0 refused", out)
        self.assertIn("Run the same command again", out)
        self.assertEqual(self.summary()["ok"], 10)
        self.assertEqual(len(self.last()), 11)

    def test_the_second_interrupt_cancels_and_the_third_leaves(self):
        fifo = self.make_gate()
        for more in (0, 1):
            with self.subTest(more=more):
                self.out.unlink(missing_ok=True)
                self.write({"stuck": 1}, {"gate": str(fifo)})
                process = self.start()
                gate = self.find_at_gate(fifo, process)
                process.send_signal(signal.SIGINT)
                self.assertIn("2 in flight", process.stderr.readline())
                process.send_signal(signal.SIGINT)
                self.wait_for(lambda: '"status":"cancelled"' in self.out.read_text(), process)
                if more:
                    process.send_signal(signal.SIGINT)
                    self.assertEqual(process.wait(timeout=60), 80)
                else:
                    gate.write("x")
                gate.close()
                self.assertEqual(process.wait(timeout=60), 80 if more else 130)
                self.assertFalse(self.last()[1]["final"])

    def test_killed_at_the_gate_it_repeats_that_item_alone(self):
        fifo = self.make_gate()
        self.write({"n": 1}, {"gate": str(fifo)}, {"n": 3})
        process = self.start("--chunk", "1", "--in-flight", "1")
        with self.find_at_gate(fifo, process):
            process.kill()
            process.wait()
        with open(self.out, "a") as file:
            file.write('{"record":"result","line":2,"attempts":1,"final":tr')
        process = self.start("--json")
        self.find_at_gate(fifo, process).close()
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        self.assertEqual((json.loads(out)["ok"], json.loads(out)["skipped"]), (2, 1))
        output = self.last()[2]["output"]
        self.assertEqual((output["attempt"], output["first"]), (2, self.records("intent")[1]["at"]))


class Showing(Case):
    def test_stats_of_one_run_and_of_many(self):
        self.write(*({"n": n} for n in range(5)))
        summary = self.summary("--stats", "--chunk", "2")
        self.assertEqual(summary["stats"], {"mill": {"calls": 3, "items": 5, "largest": 2}})
        self.out.unlink()
        self.assertRegex(self.run_each("--stats").stdout, r"(?m)^mill\.items +5$")
        command = [TASKHOST, "--plugin-path", str(self.folder / "plugins"), "run", "mill.grind", "--stats"]
        out = subprocess.run([*command, "--json"], capture_output=True, encoding="utf-8").stdout
        self.assertEqual(json.loads(out)["stats"], {"mill": {"calls": 0, "items": 1, "largest": 0}})
        self.assertEqual(json.loads(out)["status"], "ok")
        self.assertRegex(subprocess.run(command, capture_output=True, encoding="utf-8").stdout,
                         r"(?m)^mill\.items +1$")  # fmt: skip

    def test_a_terminal_gets_a_bar_which_is_gone_at_the_end(self):
        self.write({"limited": 5}, *({"n": n} for n in range(3)))
        ours, theirs = pseudo_terminal.open_pair()
        process = subprocess.Popen(self.command(), stderr=theirs, stdout=subprocess.PIPE, encoding="utf-8")
        os.close(theirs)
        out, _ = process.communicate(timeout=60)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        self.assertRegex(shown.decode(), r"\[[#.]{20}\] \d of \d+  \d+/s  0 failed  \S+ left")
        self.assertTrue(shown.endswith(b"\r\x1b[K"))
        self.assertIn("4 ok", out)
        self.assertEqual(self.run_each().stderr, "")

    def test_it_speaks_french(self):
        self.write({"refuse": 1})
        out = self.run_each("--locale", "fr", code=76).stdout
        self.assertTrue(re.match(r"0 réussis, 1 refusés", out), out)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
