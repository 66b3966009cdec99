# SPDX-License-Identifier: Apache-2.0
"""What a task does by itself when a request fails, and what it says of it."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import desk

PATIENT = {"max_attempts": 5}
LOST = ("cut_after_commit", "cut_before_commit", "reset_after_commit", "reset_before_commit")


class Case(desk.Case):
    options = ("--clock-control",)

    def patient(self, **settings):
        return self.desk.connection(settings={**PATIENT, **settings})

    def run_task(self, task, values, arguments=(), **settings):
        return self.desk.run(task, values, self.patient(**settings), arguments)

    def methods(self):
        return [request["method"] for request in self.desk.requests_of_the_plugin()]

    def keys(self):
        return {request.get("idempotency_key") for request in self.desk.requests_of_the_plugin()}


class Creations(Case):
    def test_each_way_to_lose_an_answer_makes_one_ticket(self):
        for fault in LOST:
            for key in ((), ("--idempotency-key", f"once-{fault}")):
                with self.subTest(fault, key=key):
                    self.desk.forget()
                    tickets = self.desk.call("GET", "/sandbox/state")["tickets"]
                    self.desk.fault(fault, method="POST", path="/api/v2/tickets", times=1)
                    ending = self.run_task("create", {"comment_body": "Help me."}, key)
                    self.assertEqual(ending.code, 0, str(ending))
                    self.assertEqual(self.desk.call("GET", "/sandbox/state")["tickets"], tickets + 1)
                    self.assertEqual((ending.output["attempts"], ending.output["api_calls"]), (2, 2))

    def test_faults_of_zendesk_pass(self):
        for status, headers in ((429, {"Retry-After": "1"}), (500, {}), (502, {}), (503, {}),
                                (503, {"Retry-After": "1"}), (504, {}), (409, {})):  # fmt: skip
            with self.subTest(status, headers=headers):
                self.desk.fault("status", method="POST", status=status, headers=headers, times=1)
                ending = self.run_task("create", {"comment_body": "Help me."})
                self.assertEqual(ending.code, 0, str(ending))
                self.assertEqual(ending.output["attempts"], 2)
                if headers:
                    self.assertGreaterEqual(ending.output["waited_ms"], 1000)

    def test_a_refusal_is_not_repeated(self):
        for status in (400, 401, 403, 404, 413, 422):
            with self.subTest(status):
                self.desk.forget()
                self.desk.fault("status", method="POST", status=status, times=0)
                ending = self.run_task("create", {"comment_body": "Help me."})
                self.assertEqual((ending.error["attempts"], self.methods()), (1, ["POST"]))

    def test_so_many_attempts_and_no_more(self):
        for attempts in (1, 3):
            with self.subTest(attempts):
                self.desk.forget()
                self.desk.fault("status", method="POST", status=500, times=0)
                ending = self.run_task("create", {"comment_body": "Help me."}, max_attempts=attempts)
                self.assertEqual((ending.code, ending.error["retry"]), (80, "unknown_outcome"))
                self.assertEqual((ending.error["attempts"], ending.error["api_calls"]), (attempts, attempts))
                self.assertEqual(len(self.methods()), attempts)

    def test_a_ticket_that_may_exist_is_told_by_its_external_id(self):
        self.desk.fault("cut_after_commit", method="POST", times=0)
        values = {"comment_body": "Help me.", "external_id": "order-7"}
        ending = self.run_task("create", values, max_attempts=2)
        self.assertEqual((ending.code, ending.error["handles"]), (80, {"external_id": "order-7"}))

    def test_an_earlier_attempt_that_may_have_been_done_is_not_forgotten(self):
        """The last word of Zendesk's is a refusal, yet the ticket is there."""
        self.desk.fault("cut_after_commit", method="POST", times=1)
        self.desk.fault("status", method="POST", status=403, times=1)
        ending = self.run_task("create", {"comment_body": "Help me."})
        self.assertEqual((ending.code, ending.error["retry"]), (80, "unknown_outcome"), str(ending))
        self.assertIn("may have been done all the same", ending.error["message"])


    def test_a_pause_of_zendesk_is_not_forgotten_either(self):
        """503 with a time to come back, and then 429: the first attempt may have been done."""
        self.desk.fault("status", method="POST", status=503, headers={"Retry-After": "1"}, times=1)
        self.desk.fault("status", method="POST", status=429, headers={"Retry-After": "600"}, times=1)
        ending = self.run_task("create", {"comment_body": "Help me."})
        self.assertEqual((ending.code, ending.error["retry"]), (80, "unknown_outcome"), str(ending))

    def test_only_a_ticket_since_then_can_be_the_earlier_attempts(self):
        """An external ID that older tickets have as well."""
        self.desk.call("POST", "/sandbox/clock", {"advance_seconds": -86400})
        self.desk.make_ticket(external_id="customer-9")
        self.desk.call("POST", "/sandbox/clock", {"advance_seconds": 86400})
        three_hours_ago = int(time.time() * 1000) - 3 * 3600 * 1000
        values = {"comment_body": "Help me.", "external_id": "customer-9"}
        ending = self.each_old(values, three_hours_ago)
        self.assertEqual((ending["status"], ending["warnings"]), ("ok", []))

    def each_old(self, values, first_attempt):
        """The result of a line whose first attempt was then."""
        with tempfile.TemporaryDirectory() as folder:
            lines, out = Path(folder) / "lines", Path(folder) / "out"
            lines.write_text(json.dumps(values) + "\n")
            command = self.desk.command("create", self.desk.connection())
            at = command.index("--input")
            command[at : at + 2] = ["--each", str(lines), "--results", str(out)]
            self.desk.fault("status", method="POST", status=401, times=1)
            subprocess.run(command, capture_output=True, check=False, env=desk.environment())
            records = [json.loads(line) for line in out.read_text().splitlines()]
            for record in records:
                if record["record"] == "intent":
                    record["at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(first_attempt / 1000)) \
                        if isinstance(record["at"], str) else first_attempt  # fmt: skip
            out.write_text("".join(json.dumps(record, separators=(",", ":")) + "\n" for record in records))
            done = subprocess.run(command, capture_output=True, check=False, env=desk.environment(), encoding="utf-8")
            last = json.loads(out.read_text().splitlines()[-1])
            self.assertEqual(last["record"], "result", done.stdout + done.stderr)
            return last


class Waits(Case):
    def test_a_long_wait_is_told_and_not_slept_through(self):
        self.desk.fault("status", method="POST", status=429, headers={"Retry-After": "600"}, times=0)
        began = time.monotonic()
        ending = self.run_task("create", {"comment_body": "Help me."})
        self.assertLess(time.monotonic() - began, 5)
        self.assertEqual((ending.code, ending.error["code"]), (75, "zendesk.rate_limited"))
        self.assertEqual((ending.error["retry"], ending.error["retry_after_ms"]), ("safe", 600_000))
        self.assertEqual(self.methods(), ["POST"])

    def test_the_bound_is_a_setting(self):
        self.desk.fault("status", method="POST", status=429, headers={"Retry-After": "2"}, times=1)
        ending = self.run_task("create", {"comment_body": "Help me."}, max_wait_ms=1000)
        self.assertEqual((ending.code, ending.error["retry_after_ms"]), (75, 2000))
        ending = self.run_task("create", {"comment_body": "Help me."}, max_wait_ms=3000)
        self.assertEqual(ending.code, 0, str(ending))

    def test_no_wait_goes_past_the_deadline(self):
        self.desk.fault("status", method="POST", status=429, headers={"Retry-After": "30"}, times=0)
        began = time.monotonic()
        ending = self.run_task("create", {"comment_body": "Help me."}, ("--deadline", "10s"))
        self.assertLess(time.monotonic() - began, 8)
        self.assertEqual((ending.code, ending.error["retry_after_ms"]), (75, 30_000))


class Comments(Case):
    """An update that adds a comment has no key, but leaves its name in the ticket's history."""

    def update(self, ticket, arguments=(), **settings):
        values = {"ticket_id": ticket, "comment_body": "Once.", "metadata": {"mine": 1}}
        return self.run_task("update", values, arguments, **settings)

    def comments(self, ticket):
        return [comment["plain_body"] for comment in self.desk.comments(ticket)].count("Once.")

    def test_each_way_to_lose_an_answer_adds_one_comment(self):
        for fault in LOST:
            with self.subTest(fault):
                ticket = self.desk.make_ticket()
                self.desk.forget()
                self.desk.fault(fault, method="PUT", times=1)
                ending = self.update(ticket)
                self.assertEqual(ending.code, 0, str(ending))
                self.assertEqual(self.comments(ticket), 1)
                is_found = fault.endswith("after_commit")
                self.assertEqual(ending.warnings, [("update_found", None)] if is_found else [])
                looks = ["GET", "GET"] if is_found else ["GET", "GET", "GET", "PUT"]
                self.assertEqual(self.methods(), ["PUT", *looks])

    def test_what_comes_late_is_waited_for(self):
        """A connection that ends does not stop what a proxy has already taken."""
        ticket = self.desk.make_ticket()
        self.desk.fault("late_commit", method="PUT", ms=500, times=1)
        ending = self.update(ticket)
        self.assertEqual((ending.code, ending.warnings), (0, [("update_found", None)]), str(ending))
        self.assertEqual(self.comments(ticket), 1)

    def test_a_second_run_waits_for_what_the_first_has_sent(self):
        """The first one could not wait for it; killed, it could not even have looked."""
        ticket = self.desk.make_ticket()
        self.desk.fault("late_commit", method="PUT", ms=2000, times=1)
        named = ("--idempotency-key", "k")
        self.assertEqual(self.update(ticket, (*named, "--deadline", "1s")).code, 80)
        ending = self.update(ticket, (*named, "--attempt", "2"))
        self.assertEqual((ending.code, ending.warnings), (0, [("update_found", None)]), str(ending))
        self.assertEqual(self.comments(ticket), 1)

    def test_without_time_to_wait_nobody_knows(self):
        ticket = self.desk.make_ticket()
        self.desk.fault("cut_before_commit", method="PUT", times=1)
        ending = self.update(ticket, ("--deadline", "2s"))
        self.assertEqual((ending.code, ending.error["retry"]), (80, "unknown_outcome"), str(ending))
        self.assertEqual(self.comments(ticket), 0)

    def test_what_zendesk_itself_has_ended_comes_no_more(self):
        ticket = self.desk.make_ticket()
        self.desk.fault("status", method="PUT", status=500, times=1)
        self.assertEqual(self.update(ticket).code, 0)
        self.assertEqual(self.methods(), ["PUT", "GET", "PUT"])
        self.assertEqual(self.comments(ticket), 1)

    def test_the_name_stands_beside_the_metadata(self):
        ticket = self.desk.make_ticket()
        self.assertEqual(self.update(ticket).code, 0)
        custom = self.desk.audits(ticket)[-1]["metadata"]["custom"]
        self.assertEqual(custom.pop("mine"), 1)
        self.assertEqual(list(custom), ["zendesk_tasks_operation"])

    def test_where_the_history_cannot_be_read_the_outcome_is_unknown(self):
        ticket = self.desk.make_ticket()
        self.desk.fault("cut_after_commit", method="PUT", times=1)
        self.desk.fault("status", method="GET", status=403, times=0)
        ending = self.update(ticket)
        self.assertEqual((ending.code, ending.error["retry"]), (80, "unknown_outcome"))
        self.assertEqual(ending.error["handles"]["ticket_id"], str(ticket))
        self.desk.call("DELETE", "/sandbox/faults")
        self.assertEqual(self.comments(ticket), 1)

    def test_a_gateway_that_did_not_wait_leaves_it_unknown(self):
        """Zendesk may still be at work: that the comment is not there proves nothing."""
        ticket = self.desk.make_ticket()
        self.desk.fault("status", method="PUT", status=504, times=1)
        ending = self.update(ticket)
        self.assertEqual((ending.code, ending.error["retry"]), (80, "unknown_outcome"))

    def test_what_is_done_stays_done_when_it_cannot_be_shown(self):
        ticket = self.desk.make_ticket()
        self.desk.fault("cut_after_commit", method="PUT", times=1)
        self.desk.fault("status", method="GET", path=f"/api/v2/tickets/{ticket}", status=429,
                        headers={"Retry-After": "600"}, times=1)  # fmt: skip
        ending = self.update(ticket)
        self.assertEqual((ending.code, ending.warnings), (0, [("update_found", None)]), str(ending))
        self.assertEqual((ending.ticket_id, ending.output["ticket"]), (ticket, None))
        self.assertEqual(self.comments(ticket), 1)

    def test_a_history_that_does_not_reach_back_leaves_it_unknown(self):
        ticket = self.desk.make_ticket()
        key = ("--idempotency-key", "comment-2")
        self.desk.fault("cut_after_commit", method="PUT", times=1)
        self.desk.fault("status", method="GET", status=403, times=1)
        self.assertEqual(self.update(ticket, key).code, 80)
        for _ in range(60):
            self.desk.call("PUT", f"/api/v2/tickets/{ticket}", {"ticket": {"comment": {"body": "More."}}})
        again = self.update(ticket, (*key, "--attempt", "2"))
        self.assertEqual((again.code, again.error["code"]), (80, "zendesk.outcome_unknown"), str(again))
        self.assertEqual(sorted(again.error["handles"]), ["operation", "ticket_id"])
        self.assertEqual(self.comments(ticket), 1)

    def test_another_run_whose_search_fails_sends_nothing(self):
        ticket = self.desk.make_ticket()
        self.desk.fault("status", method="GET", path="/api/v2/tickets/*", status=403, times=1)
        again = self.update(ticket, ("--idempotency-key", "comment-3", "--attempt", "2"))
        self.assertEqual((again.code, again.error["code"]), (80, "zendesk.outcome_unknown"), str(again))
        self.assertEqual(self.comments(ticket), 0)

    def test_another_run_of_the_same_work_looks_first(self):
        ticket = self.desk.make_ticket()
        key = ("--idempotency-key", "comment-1")
        self.desk.fault("cut_after_commit", method="PUT", times=1)
        self.desk.fault("status", method="GET", status=403, times=1)
        self.assertEqual(self.update(ticket, key).code, 80)
        again = self.update(ticket, (*key, "--attempt", "2"))
        self.assertEqual((again.code, again.warnings), (0, [("update_found", None)]), str(again))
        self.assertEqual(self.comments(ticket), 1)

    def test_what_leaves_the_same_is_simply_sent_again(self):
        ticket = self.desk.make_ticket()
        for fault in LOST:
            with self.subTest(fault):
                self.desk.forget()
                self.desk.fault(fault, method="PUT", times=1)
                ending = self.run_task("update", {"ticket_id": ticket, "priority": "high"})
                self.assertEqual((ending.code, ending.output["attempts"]), (0, 2), str(ending))
                self.assertEqual(self.methods(), ["PUT", "PUT"])


class Tags(Case):
    """They are written on the condition that nobody has changed the ticket meanwhile."""

    def test_a_change_that_meets_itself_and_cannot_look_may_be_done(self):
        ticket = self.desk.make_ticket()
        self.desk.call("POST", "/sandbox/clock", {"advance_seconds": 60})
        self.desk.forget()
        self.desk.fault("cut_after_commit", method="PUT", times=1)
        self.desk.fault("status", method="GET", status=500, after=1, times=0)
        ending = self.run_task("update", {"ticket_id": ticket, "additional_tags": ["new"]}, max_attempts=2)
        self.assertEqual(self.methods(), ["GET", "PUT", "PUT", "GET", "GET"])
        self.assertEqual((ending.code, ending.error["retry"]), (69, "if_idempotent"), str(ending))
        self.assertIn("may have been done all the same", ending.error["message"])
        self.desk.forget()
        self.assertEqual(self.desk.ticket(ticket)["tags"], ["new"])


class Traces(Case):
    def test_log_lines_carry_the_name_of_the_whole(self):
        trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        ending = self.run_task("create", {"comment_body": "x"}, ("--traceparent", trace, "--log-level", "debug"))
        lines = [line for line in ending.err.splitlines() if "HTTP exchange" in line]
        self.assertTrue(lines and all(trace in line for line in lines), ending.err)


if __name__ == "__main__":
    desk.main()
