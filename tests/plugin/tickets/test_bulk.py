# SPDX-License-Identifier: Apache-2.0
"""Many tickets at once: which way they take, and that each gets the truth about itself."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import FIELD

MANY = ("--chunk", "1000", "--in-flight", "1000")
CREATE = "/api/v2/tickets/create_many"
UPDATE = "/api/v2/tickets/update_many"


class Bulk(desk.EachCase):
    def setUp(self):
        super().setUp()
        self.settings = {"max_attempts": 5}

    def run_many(self, code, values, task="create", arguments=MANY):
        """The results by place, from 0."""
        self.write(json.dumps(value) for value in values)
        self.out.unlink(missing_ok=True)
        connection = self.desk.connection(settings=self.settings)
        self.run_each(code, *arguments, task=task, connection=connection)
        results = self.results()
        return [results[line] for line in sorted(results)]

    def tickets(self, count, prefix="bulk", **values):
        return [
            {"comment_body": "Help me.", "subject": f"Line {n}", "external_id": f"{self.id()}-{prefix}-{n}", **values}
            for n in range(count)
        ]

    def calls(self):
        """How often each call was made; numbers are left out."""
        counts = {}
        for request in self.desk.requests_of_the_plugin():
            path = request["path"].split("?")[0]
            call = request["method"] + " " + "/".join(
                "N" if part.isdigit() else "J" if part.startswith("V3-") else part
                for part in path.split("/")
            )
            counts[call] = counts.get(call, 0) + 1
        return counts

    def external_ids(self, prefix=""):
        """Of the tickets in the sandbox that this test has made."""
        ids = [ticket["external_id"] or "" for ticket in self.desk.pages("/api/v2/tickets", "tickets")]
        return sorted(external_id for external_id in ids if external_id.startswith(prefix or self.id()))

    def check_made_once(self, values):
        self.assertEqual(self.external_ids(), sorted(value["external_id"] for value in values))

    def check_all_ok(self, results, bulk=True):
        for result in results:
            self.assertEqual(result["status"], "ok", result)
            self.assertIs(result["output"]["bulk"], bulk, result)


class Creations(Bulk):
    def test_hundreds_go_in_a_few_requests_and_tell_the_same_as_one(self):
        values = self.tickets(250)
        results = self.run_many(0, values)
        self.check_all_ok(results)
        self.check_made_once(values)
        calls = self.calls()
        self.assertEqual(calls[f"POST {CREATE}"], 3)
        self.assertEqual(calls["GET /api/v2/tickets/show_many"], 3)
        self.assertNotIn("POST /api/v2/tickets", calls)
        for n, result in enumerate(results):
            output = result["output"]
            self.assertEqual(output["ticket"]["subject"], f"Line {n}")
            self.assertEqual(output["ticket"]["id"], output["id"])
            self.assertEqual((output["url"], output["status"]), (output["ticket"]["url"], "new"))
            self.assertTrue(output["agent_url"].endswith(str(output["id"])))
            self.assertEqual(result["warnings"], [])

    def test_one_that_is_refused_harms_no_other(self):
        values = self.tickets(5)
        values[2]["assignee_id"] = 1
        values[3]["priority"] = "loud"
        results = self.run_many(76, values)
        self.assertEqual([r["status"] == "ok" for r in results], [True, True, False, False, True])
        self.assertEqual(results[2]["error"]["retry"], "never")
        self.assertIs(results[2]["error"]["bulk"], True)
        self.assertIn("Assignee", results[2]["error"]["message"])
        self.assertEqual(results[3]["error"]["pointer"], "/priority")
        del values[2:4]
        self.check_made_once(values)

    def test_what_is_wrong_with_one_is_told_by_its_fields(self):
        values = self.tickets(4)
        values[1]["custom_fields"] = [
            {"id": FIELD["date"], "value": "2026-12-24"}, {"field": "Account manager", "value": "1"},
        ]  # fmt: skip
        values[2].update(status="solved", group_id=1, ticket_form="Returns")
        results = self.run_many(76, values)
        told = [[(f["pointer"], f["title"], f["code"]) for f in r["error"]["fields"]] for r in results[1:3]]
        self.assertEqual(
            told,
            [
                [("/custom_fields/1/value", f"Account manager ({FIELD['lookup']})", "not_found")],
                [("/group_id", "Group ID", "not_allowed"), ("/assignee", "Assignee", "required_on_solve"),
                 ("/custom_fields", f"Order number ({FIELD['integer']})", "required_on_solve")],
            ],
        )  # fmt: skip
        self.assertIs(results[1]["error"]["bulk"], True)
        self.check_all_ok([results[0], results[3]])

    def test_what_became_of_a_field_is_told_by_its_title(self):
        values = self.tickets(2)
        values[1]["custom_fields"] = [{"id": FIELD["textarea"], "value": "x" * 70_000}]
        results = self.run_many(0, values)
        (warning,) = results[1]["warnings"]
        self.assertEqual((warning["code"], warning["pointer"]), ("not_as_asked", "/custom_fields/0/value"))
        self.assertTrue(warning["message"].startswith(f"Shipping address ({FIELD['textarea']}): "), warning)

    def test_without_an_external_id_each_goes_by_itself_under_its_key(self):
        values = [{"comment_body": "Help me.", "subject": f"Alone {n}"} for n in range(3)]
        self.check_all_ok(self.run_many(0, values), bulk=False)
        keys = {dict(r["headers"])["Idempotency-Key"] for r in self.desk.requests_of_the_plugin()}
        self.assertEqual((len(keys), self.calls()), (3, {"POST /api/v2/tickets": 3}))

    def test_a_connection_that_gives_external_ids(self):
        self.settings["mark_external_id"] = True
        results = self.run_many(0, [{"comment_body": "Help me."} for _ in range(3)])
        self.check_all_ok(results)
        marks = {result["output"]["ticket"]["external_id"] for result in results}
        self.assertEqual(len(marks), 3)
        self.assertEqual(set(self.external_ids("zendesk-tasks-")), marks)
        ending = self.desk.run("create", {"comment_body": "One."}, self.desk.connection(settings=self.settings),
                               ("--idempotency-key", "one"))  # fmt: skip
        self.assertTrue(ending.output["ticket"]["external_id"].startswith("zendesk-tasks-"))
        self.assertIs(ending.output["bulk"], False)

    def test_what_the_job_does_not_mention_is_found(self):
        values = self.tickets(10)
        self.desk.fault("job_loses_results", items=4, times=1)
        results = self.run_many(0, values)
        self.check_all_ok(results)
        self.check_made_once(values)
        found = [r for r in results if [w["code"] for w in r["warnings"]] == ["ticket_found"]]
        self.assertEqual(len(found), 4)
        for n, result in enumerate(results):
            self.assertEqual(result["output"]["ticket"]["subject"], f"Line {n}")

    def test_what_the_job_does_not_mention_and_nobody_finds_is_unknown(self):
        values = self.tickets(4)
        self.desk.fault("job_loses_results", items=4, times=1)
        self.desk.fault("status", method="GET", path="/api/v2/tickets", status=403, times=0)
        for result, value in zip(self.run_many(None, values), values):
            self.assertEqual(result["error"]["code"], "zendesk.outcome_unknown")
            self.assertEqual(result["error"]["retry"], "unknown_outcome")
            handles = {"external_id": value["external_id"]}
            self.assertEqual(result["error"]["handles"], handles)
        self.desk.forget()
        self.check_made_once(values)

    def test_what_a_job_that_ends_early_has_not_done_is_done_alone(self):
        for fault, done in (("job_fails", 0), ("job_fails", 3), ("job_killed", 5)):
            with self.subTest(fault, done=done):
                values = self.tickets(10, prefix=f"{fault}-{done}")
                self.desk.fault(fault, items=done, times=1)
                results = self.run_many(0, values)
                self.assertEqual([r["output"]["bulk"] for r in results], [True] * done + [False] * (10 - done))
                ids = self.external_ids(f"{self.id()}-{fault}-{done}")
                self.assertEqual(ids, sorted(v["external_id"] for v in values))

    def test_a_request_whose_answer_is_lost_makes_no_ticket_twice(self):
        for fault in ("cut_after_commit", "reset_after_commit", "cut_body"):
            with self.subTest(fault):
                values = self.tickets(5, prefix=fault)
                self.desk.fault(fault, method="POST", path=CREATE, times=1)
                self.check_all_ok(self.run_many(0, values))
                ids = self.external_ids(f"{self.id()}-{fault}")
                self.assertEqual(ids, sorted(v["external_id"] for v in values))

    def test_a_request_that_may_have_arrived_is_not_sent_again_blindly(self):
        values = self.tickets(3)
        self.settings["max_attempts"] = 1  # one look only
        self.desk.fault("cut_before_commit", method="POST", path=CREATE, times=1)
        for result in self.run_many(None, values):
            self.assertEqual(result["error"]["retry"], "unknown_outcome", result)
        self.assertEqual(self.external_ids(), [])
        # A second run of the same lines looks first, and makes them.
        self.run_each(0, *MANY, connection=self.desk.connection(settings=self.settings))
        self.check_made_once(values)

    def test_a_second_run_finds_what_the_first_did_not_hear_of(self):
        values = self.tickets(3)
        self.settings["max_attempts"] = 1
        self.desk.fault("cut_after_commit", method="POST", path=CREATE, times=1)
        self.desk.fault("status", method="GET", path="/api/v2/tickets", status=500, times=0)
        for result in self.run_many(None, values):
            self.assertEqual(result["error"]["retry"], "unknown_outcome", result)
        self.desk.forget()
        self.run_each(0, *MANY, connection=self.desk.connection(settings=self.settings))
        self.check_made_once(values)

    def test_a_job_that_may_not_be_looked_at_is_no_fault_of_the_ticket(self):
        self.desk.fault("status", method="GET", path="/api/v2/job_statuses/*", status=404, times=0)
        self.desk.fault("status", method="GET", path="/api/v2/tickets", status=403, times=0)
        for result in self.run_many(None, self.tickets(2)):
            self.assertEqual(result["error"]["code"], "zendesk.outcome_unknown")
            self.assertEqual(result["error"]["retry"], "unknown_outcome")

    def test_a_stranger_with_the_same_external_id_is_not_taken_for_ours(self):
        values = self.tickets(2)
        self.desk.make_ticket(external_id=values[0]["external_id"])
        self.settings["max_attempts"] = 1
        self.desk.fault("cut_before_commit", method="POST", path=CREATE, times=1)
        self.desk.fault("status", method="GET", path="/api/v2/tickets/*", status=403, times=0)
        for result in self.run_many(None, values):
            self.assertEqual(result["error"]["retry"], "unknown_outcome", result)

    def test_an_account_without_jobs_gets_them_one_by_one(self):
        values = self.tickets(3)
        self.desk.fault("status", method="POST", path=CREATE, status=403)
        self.check_all_ok(self.run_many(0, values), bulk=False)
        self.check_made_once(values)

    def test_limits_and_faults_before_the_job_are_waited_for(self):
        for status, headers in ((429, {"Retry-After": "1"}), (409, {})):
            with self.subTest(status):
                values = self.tickets(3, prefix=status)
                self.desk.fault("status", method="POST", path=CREATE, status=status, headers=headers, times=1)
                self.check_all_ok(self.run_many(0, values))


class Updates(Bulk):
    def changes(self, count, **values):
        return [{"ticket_id": self.desk.make_ticket(), "priority": "high", **values} for _ in range(count)]

    def test_they_go_in_one_request(self):
        values = self.changes(5)
        self.desk.forget()
        results = self.run_many(0, values, task="update")
        self.check_all_ok(results)
        self.assertEqual(self.calls()[f"PUT {UPDATE}"], 1)
        for value, result in zip(values, results):
            self.assertEqual(result["output"]["id"], value["ticket_id"])
            self.assertEqual(result["output"]["ticket"]["priority"], "high")

    def test_one_without_its_ticket_harms_no_other(self):
        values = self.changes(3)
        values[1]["ticket_id"] = 987654
        results = self.run_many(None, values, task="update")
        self.assertEqual([r["status"] == "ok" for r in results], [True, False, True])
        self.assertEqual(results[1]["error"]["pointer"], "/ticket_id")
        self.assertEqual(results[1]["error"]["retry"], "never")

    def test_two_changes_of_one_ticket_never_share_a_job(self):
        first, second = self.changes(2)
        again = {"ticket_id": first["ticket_id"], "subject": "Changed"}
        self.check_all_ok(self.run_many(0, [first, second, again], task="update")[:2])
        ticket = self.desk.ticket(first["ticket_id"])
        self.assertEqual((ticket["priority"], ticket["subject"]), ("high", "Changed"))

    def test_tags_that_move_need_the_ticket_so_each_goes_by_itself(self):
        values = self.changes(2, additional_tags=["vip"])
        self.check_all_ok(self.run_many(0, values, task="update"), bulk=False)
        self.assertEqual([self.desk.ticket(v["ticket_id"])["tags"] for v in values], [["vip"]] * 2)

    def test_no_comment_is_made_twice_nor_lost(self):
        for fault in ("cut_after_commit", "job_loses_results", "job_killed", "none"):
            with self.subTest(fault):
                values = self.changes(6, comment_body=f"Once {fault}")
                if fault == "cut_after_commit":
                    self.desk.fault(fault, method="PUT", path=UPDATE, times=1)
                elif fault != "none":
                    self.desk.fault(fault, items=3, times=1)
                results = self.run_many(0, values, task="update")
                self.assertEqual({r["status"] for r in results}, {"ok"})
                for value in values:
                    bodies = [c["body"] for c in self.desk.comments(value["ticket_id"])]
                    self.assertEqual(bodies.count(f"Once {fault}"), 1)


class Slow(Bulk):
    options = ("--job-item-ms", "400")

    def test_the_deadline_ends_the_wait_and_says_what_may_have_been_done(self):
        values = self.tickets(30)
        results = self.run_many(None, values, arguments=(*MANY, "--deadline", "2s"))
        unknown = [(r, v) for r, v in zip(results, values) if r["status"] != "ok"]
        self.assertGreater(len(unknown), 10)
        for result, value in unknown:
            self.assertEqual(result["error"]["retry"], "unknown_outcome", result)
            self.assertEqual(result["error"]["handles"], {"external_id": value["external_id"]})

    def test_a_run_that_comes_while_the_job_goes_on_makes_nothing_twice(self):
        values = self.tickets(12)
        self.run_many(None, values, arguments=(*MANY, "--deadline", "2s"))
        again = (*MANY, "--deadline", "10s")
        connection = self.desk.connection(settings=self.settings)
        self.run_each(None, *again, connection=connection)
        for result in self.results().values():
            self.assertTrue(result["status"] == "ok" or result["error"]["retry"] == "unknown_outcome", result)
        self.desk.wait_for(lambda: len(self.external_ids()) >= len(values))
        self.run_each(0, *again, connection=connection)
        self.check_made_once(values)

    def test_a_job_that_cannot_be_looked_at_for_a_while_is_not_given_up(self):
        self.desk.fault("status", method="GET", path="/api/v2/job_statuses/*", status=503, times=6)
        values = self.tickets(3)
        self.settings["max_attempts"] = 1
        self.check_all_ok(self.run_many(0, values))
        self.check_made_once(values)


if __name__ == "__main__":
    desk.main()
