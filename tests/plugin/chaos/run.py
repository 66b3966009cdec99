# SPDX-License-Identifier: Apache-2.0
"""One file of lines on its way through run --each, as often as it takes."""

import json
import subprocess

import desk

LONGEST_S = 600
# Nothing is refused for good here.
RETRIES = ("safe", "if_idempotent", "unknown_outcome")


class Run:
    """Those side by side need folders of their own."""

    def __init__(self, sandbox, work, folder, connection, arguments):
        folder.mkdir()
        lines, self._results = folder / "lines.ndjson", folder / "results.ndjson"
        lines.write_text("".join(json.dumps(line) + "\n" for line in work.lines), encoding="utf-8")
        self._command = sandbox.each_command(lines, self._results, work.task, connection, arguments)
        self._work = work
        self._before = [[]] * len(work.lines)
        self._process = None
        self.reported = []

    def start(self):
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=desk.environment()
        )

    def wait(self):
        self._process.wait(LONGEST_S)
        results = desk.results_in(self._results)
        self.reported = [results.get(line + 1) for line in range(len(self._work.lines))]

    def kill(self):
        if self._process:
            self._process.kill()
            self._process.wait()

    def check(self, case):
        """None is done twice, and what was reported of each is true."""
        found = self._work.found()
        for record, tickets, before in zip(self.reported, found, self._before):
            case.assertIsNotNone(record)
            case.assertLessEqual(len(tickets), 1, record)
            if record["status"] == "ok":
                case.assertEqual(tickets, [record["output"]["id"]], record)
                continue
            case.assertIn(record["error"]["retry"], RETRIES, record)
            if record["error"]["retry"] == "safe":
                case.assertEqual(tickets, before, record)
        self._before = found

    def open(self):
        return [record for record in self.reported if record["status"] != "ok"]
