# SPDX-License-Identifier: Apache-2.0
"""5,000 lines, and a program that is killed five times on the way: 5,000 tickets, none twice."""

import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk

LINES = 5000
SEED = 20261128


class Killed(desk.EachCase):
    def tickets(self):
        return self.desk.call("GET", "/sandbox/state")["tickets"]

    def subjects(self):
        """Of every ticket that a line made."""
        subjects = [ticket["subject"] for ticket in self.desk.pages("/api/v2/tickets", "tickets")]
        return [subject for subject in subjects if subject.startswith("Line ")]

    def test_killed_five_times(self):
        self.write(json.dumps({"subject": f"Line {n}", "comment_body": "Help me."}) for n in range(LINES))
        before = self.tickets()
        moments = sorted(random.Random(SEED).sample(range(LINES // 50, LINES * 9 // 10), 5))
        for moment in moments:
            process = self.start()
            self.desk.wait_for(lambda: self.tickets() >= before + moment)
            self.assertIsNone(process.poll(), "it ended before it could be killed")
            process.kill()
            process.wait()
        summary = self.run_each(0)
        self.assertEqual(summary["refused"] + summary["unknown"] + summary["later"], 0)
        self.assertEqual(summary["ok"] + summary["skipped"], LINES)
        self.assertEqual(self.tickets(), before + LINES)
        subjects = self.subjects()
        self.assertEqual((len(subjects), len(set(subjects))), (LINES, LINES))
        results = self.results()
        self.assertEqual(set(results), set(range(1, LINES + 1)))
        self.assertTrue(all(record["status"] == "ok" and record["final"] for record in results.values()))
        ids = {record["output"]["id"] for record in results.values()}
        self.assertEqual(len(ids), LINES)
        self.assertTrue(any(record["attempts"] > 1 for record in results.values()), "nothing was in flight")
        self.assertEqual(self.run_each(0)["skipped"], LINES)


if __name__ == "__main__":
    desk.main()
