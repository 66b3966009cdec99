# SPDX-License-Identifier: Apache-2.0
"""taskhost run --each makes a ticket of each line, and leaves none out and makes none twice."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk


class Each(desk.EachCase):
    def test_a_malformed_line_and_a_refused_one_harm_no_other(self):
        lines = [json.dumps({"subject": f"Line {n}", "comment_body": "Help me."}) for n in range(6)]
        lines[1] = '{"subject": '
        lines[3] = json.dumps({"subject": "No such agent", "comment_body": "Help.", "assignee_id": 1})
        lines[4] = json.dumps({"subject": "No such priority", "comment_body": "Help.", "priority": "loud"})
        self.write(lines)
        before = self.desk.commits()
        ending = self.run_each(76)
        self.assertEqual((ending["ok"], ending["refused"]), (3, 3))
        self.assertEqual(self.desk.commits(), before + 3)
        results = self.results()
        self.assertEqual([line for line in results if results[line]["status"] == "ok"], [1, 3, 6])
        self.assertEqual(results[2]["error"]["code"], "host.format")
        self.assertEqual(results[4]["error"]["http_status"], 422)
        self.assertEqual(results[5]["error"]["pointer"], "/priority")
        for line in (1, 3, 6):
            ticket = self.desk.ticket(results[line]["output"]["id"])
            self.assertEqual(ticket["subject"], f"Line {line - 1}")

    def test_what_was_cut_off_after_the_commit_is_not_done_twice(self):
        self.write(json.dumps({"subject": f"Cut {n}", "comment_body": "Help me."}) for n in range(3))
        before = self.desk.commits()
        self.desk.fault("cut_after_commit", times=1)
        self.run_each(None, "--in-flight", "1")
        self.run_each(0)
        self.assertEqual(self.desk.commits(), before + 3)
        self.assertTrue(all(record["status"] == "ok" for record in self.results().values()))

    def test_an_attempt_that_did_nothing_says_nothing_of_the_one_before(self):
        self.write([json.dumps({"comment_body": "Help me.", "external_id": self.id()})])
        before = self.desk.commits()
        self.desk.fault("cut_after_commit", method="POST", times=1)
        self.run_each(69)
        self.desk.fault("status", method="GET", status=500, times=1)  # the look for it
        self.run_each(69)
        self.assertEqual(self.results()[1]["error"]["http_status"], 500)
        self.assertEqual(self.results()[1]["error"]["retry"], "if_idempotent")
        self.run_each(0)
        self.assertEqual(self.desk.commits(), before + 1)


if __name__ == "__main__":
    desk.main()
