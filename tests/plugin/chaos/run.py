# SPDX-License-Identifier: Apache-2.0
"""One file of lines on its way through run --each, as often as it takes."""

import json
import subprocess

import desk

LONGEST_S = 600


class Run:
    """Runs side by side need folders of their own."""

    def __init__(self, sandbox, work, folder, connection, arguments):
        lines, self._results = folder / "lines.ndjson", folder / "results.ndjson"
        lines.write_text("".join(json.dumps(line) + "\n" for line in work.lines), encoding="utf-8")
        self._command = sandbox.each_command(lines, self._results, work.task, connection, arguments)
        self.work = work
        self.done = work.done()
        self.reported = []

    def start(self):
        self.process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=desk.environment()
        )

    def end(self, case):
        """The exit code. What was reported is true."""
        out, err = self.process.communicate(timeout=LONGEST_S)
        results = desk.results_in(self._results)
        case.assertEqual(sorted(results), list(range(1, len(self.work.lines) + 1)), out + err)
        self.reported = [results[line] for line in sorted(results)]
        before, self.done = self.done, self.work.done()
        is_told = self.work.is_told()
        for place, record in enumerate(self.reported):
            times = self.done[place]
            case.assertLessEqual(times, 1, record)
            if record["status"] == "ok":
                case.assertEqual(times, 1, record)
                case.assertTrue(is_told(place, record["output"]), record)
                continue
            # Nothing here is refused for good.
            case.assertIn(record["error"]["retry"], ("safe", "if_idempotent", "unknown_outcome"), record)
            if record["error"]["retry"] == "safe":
                case.assertEqual(times, before[place], record)
        return self.process.returncode

    def kill(self):
        self.process.kill()
        self.process.wait()
