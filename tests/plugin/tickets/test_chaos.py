# SPDX-License-Identifier: Apache-2.0
"""Thousands of tickets and comments through a Zendesk that fails in every way: what was reported is true.

Every request may be refused, fail, be cut off before or after it was carried out, or be slow; tokens
end on the way. Whatever a line's result says is compared with what the sandbox holds in the end.
"""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk

LINES = 6000 if "--long" in sys.argv else 700
SEEDS = (1, 2, 3)


def faults(seed):
    """5 % 429, 3 % of 500, 502 and 503, 2 % reset before and 1 % cut after the commit, 1 % slow."""
    status = {
        429: 5, 500: 1, 502: 1, 503: 1,
    }  # fmt: skip
    plan = [
        {"fault": "status", "path": "/api/v2/tickets*", "status": code, "percent": percent,
         "headers": {"Retry-After": "0"} if code == 429 else {}}
        for code, percent in status.items()
    ]  # fmt: skip
    plan += [
        {"fault": "reset_before_commit", "path": "/api/v2/tickets*", "percent": 2},
        {"fault": "cut_after_commit", "path": "/api/v2/tickets*", "percent": 0.5, "on_request": "first"},
        {"fault": "cut_after_commit", "path": "/api/v2/tickets*", "percent": 1, "on_request": "later"},
        {"fault": "delay", "path": "/api/v2/tickets*", "percent": 1, "ms": 50},
    ]
    return [{**fault, "seed": seed * 100 + place} for place, fault in enumerate(plan)]


class Chaos(desk.EachCase):
    options = ("--token-lifetime", "3")

    def connection(self):
        return self.desk.connection(
            "oauth_client_credentials", settings={"max_attempts": 5},
            client_id="sandbox_service", client_secret="sandbox-service-secret",
        )  # fmt: skip

    def each_command(self, *arguments):
        task, *rest = arguments
        command = self.desk.command(task, self.connection(), rest)
        at = command.index("--input")
        return command[:at] + ["--each", str(self.lines), "--results", str(self.out)] + command[at + 2 :]

    def pages(self, path, name):
        while path:
            answer = self.desk.call("GET", path)
            yield from answer[name]
            following = answer["links"]["next"] if answer["meta"]["has_more"] else None
            path = following and following[following.index("/api/") :]

    def reported(self, lines):
        """The last result of each line: done, or whether it may have been done."""
        results = self.results()
        self.assertEqual(set(results), set(range(1, lines + 1)))
        return {line: (record["status"] == "ok", record) for line, record in results.items()}

    def test_tickets(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                name = f"Chaos {seed} "
                self.out.unlink(missing_ok=True)
                self.desk.forget()
                self.write(json.dumps({"subject": f"{name}{n}", "comment_body": "Help."}) for n in range(LINES))
                self.desk.call("POST", "/sandbox/faults", faults(seed))
                self.run_each(None, "create")
                self.desk.call("DELETE", "/sandbox/faults")
                made = {}
                for ticket in self.pages("/api/v2/tickets?page[size]=100", "tickets"):
                    if ticket["subject"].startswith(name):
                        made.setdefault(int(ticket["subject"][len(name) :]), []).append(ticket["id"])
                self.assertEqual({n: ids for n, ids in made.items() if len(ids) > 1}, {}, "made twice")
                for line, (done, record) in self.reported(LINES).items():
                    ids = made.get(line - 1, [])
                    if done:
                        self.assertEqual(ids, [record["output"]["id"]], record)
                    elif record["error"]["retry"] in ("safe", "never"):
                        self.assertEqual(ids, [], record)
                # What had no last word has one now.
                self.run_each(0, "create")
                self.assertTrue(all(done for done, _ in self.reported(LINES).values()))
                state = list(self.pages("/api/v2/tickets?page[size]=100", "tickets"))
                self.assertEqual(sum(ticket["subject"].startswith(name) for ticket in state), LINES)

    def test_comments(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                self.out.unlink(missing_ok=True)
                self.desk.forget()
                lines = LINES // 2
                tickets = [self.desk.make_ticket(subject="For comments") for _ in range(20)]
                values = [
                    {"ticket_id": tickets[n % len(tickets)], "comment_body": f"Comment {seed} {n}."}
                    for n in range(lines)
                ]
                self.write(json.dumps(value) for value in values)
                self.desk.call("POST", "/sandbox/faults", faults(seed))
                self.run_each(None, "update")
                self.desk.call("DELETE", "/sandbox/faults")
                self.check_comments(tickets, values)
                self.run_each(None, "update")
                self.check_comments(tickets, values)
                self.assertTrue(all(done for done, _ in self.reported(lines).values()))

    def check_comments(self, tickets, values):
        there = {}
        for ticket in tickets:
            for comment in self.pages(f"/api/v2/tickets/{ticket}/comments?page[size]=100", "comments"):
                there[comment["plain_body"]] = there.get(comment["plain_body"], 0) + 1
        for line, (done, record) in self.reported(len(values)).items():
            count = there.get(values[line - 1]["comment_body"], 0)
            self.assertLessEqual(count, 1, record)
            if done:
                self.assertEqual(count, 1, record)
            elif record["error"]["retry"] in ("safe", "never"):
                self.assertEqual(count, 0, record)


if __name__ == "__main__":
    if "--long" in sys.argv:
        sys.argv.remove("--long")
    del sys.argv[1:4]
    unittest.main()
