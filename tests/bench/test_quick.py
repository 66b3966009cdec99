# SPDX-License-Identifier: Apache-2.0
"""The benchmark runs, and its table and its document have every row. How fast anything is, is not judged.

usage: test_quick.py PROJECT
"""

import json
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

PROJECT = Path(sys.argv[1]).resolve()
CLIENTS = ("plugin", "libcurl", "node-zendesk")
ROWS = [f"{client} {way}" for way in ("C=1", "C=16", "C=64", "C=64 +50 ms") for client in CLIENTS]
MEASURES = ("tickets_per_second", "cpu_seconds_per_1000", "peak_rss_kb", "connections", "requests")


class Quick(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        done = subprocess.run([PROJECT / "tests/bench/run", "--quick"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, encoding="utf-8", timeout=900, check=True)  # fmt: skip
        cls.table = done.stdout
        cls.result = json.loads((PROJECT / "build/bench.json").read_text("utf-8"))
        cls.rows = {row["name"]: row for row in cls.result["rows"]}

    def test_every_row_is_there_and_measured(self):
        self.assertEqual(list(self.rows), [*ROWS, "plugin batch"])
        for name, row in self.rows.items():
            self.assertRegex(self.table, rf"(?m)^{name.replace('+', '.')} +[\dn]")
            if row["missing"]:
                self.assertEqual(row["client"], "node-zendesk")
                continue
            for measure in MEASURES:
                self.assertGreater(row[measure], 0, f"{name}: {measure}")

    def test_the_clients_keep_to_their_connections(self):
        for name in ("plugin C=64", "libcurl C=64", "plugin batch"):
            self.assertLessEqual(self.rows[name]["connections"], 64)
            self.assertEqual(self.rows[name]["requests"], self.rows[name]["tickets"])

    def test_what_is_measured_besides(self):
        for client in CLIENTS[:2]:
            self.assertGreater(self.result["cold_start_ms"][client], 0)
            self.assertIn(f"cold start, {client}", self.table)
            count = self.result["instructions_per_ticket"][client]
            self.assertEqual(count is None, shutil.which("valgrind") is None)
            if count is not None:
                self.assertGreater(count, 10_000)
                by_part = self.result["instructions_by_part"][client]
                self.assertAlmostEqual(sum(by_part.values()), count)
                self.assertGreater(by_part["libcurl and its libraries"], 10_000)
                self.assertLess(by_part.get("the benchmark itself", 0), count / 10)
                for part in by_part:
                    self.assertIn(f"  {part} ", self.table)
        waiting = self.result["waiting_tasks"]
        self.assertGreater(waiting["waiting_kb"], waiting["before_kb"])

    def test_every_target_is_compared(self):
        found = {one["name"]: one for one in self.result["comparisons"]}
        self.assertEqual(len(found), 11)
        for name, one in found.items():
            self.assertIn(name, self.table)
            if "node-zendesk" not in name:
                self.assertGreaterEqual(one["value"], 0)

    def test_limits_are_kept_either_way(self):
        limits = self.result["limits"]
        self.assertEqual((limits["in_jobs"]["rate_limited"], limits["one_by_one"]["rate_limited"]), (0, 0))
        self.assertLess(limits["in_jobs"]["api_calls"], limits["tickets"] / 20)
        self.assertEqual(limits["one_by_one"]["api_calls"], limits["tickets"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
