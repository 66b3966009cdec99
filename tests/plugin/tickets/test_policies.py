# SPDX-License-Identifier: Apache-2.0
"""Tickets that are updated if they exist and made if they do not, and what takes the place of a
closed one."""

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import ADMIN, ANA, BEN, DANA, ELI, FAY


def keyed(key, attempt=1):
    return ["--idempotency-key", key, "--attempt", str(attempt)]


class Match(desk.EachCase):
    def values(self, external_id, **values):
        return {"comment_body": "Help me.", "external_id": external_id, "match_on": "external_id", **values}

    def match(self, external_id, **values):
        return self.succeed("create", self.values(external_id, **values))

    def tickets(self, external_id):
        return self.desk.call("GET", f"/api/v2/tickets?external_id={external_id}")["tickets"]

    def bodies(self, ticket_id):
        return [comment["body"] for comment in self.desk.comments(ticket_id)]

    def test_none_then_one(self):
        first = self.match("m-1", tags=["first"], subject="Old")
        self.assertIs(first.output["created"], True)
        second = self.match("m-1", comment_body="Again.", tags=["second"], subject="New")
        self.assertIs(second.output["created"], False)
        self.assertEqual(second.ticket_id, first.ticket_id)
        (ticket,) = self.tickets("m-1")
        self.assertEqual((ticket["subject"], ticket["tags"]), ("New", ["first", "second"]))
        shown = [(comment["body"], comment["public"]) for comment in self.desk.comments(ticket["id"])]
        self.assertEqual(shown, [("Help me.", True), ("Again.", False)])

    def test_what_only_a_new_ticket_takes(self):
        ticket_id = self.desk.make_ticket(external_id="m-2", tags=["theirs"])
        ending = self.match("m-2", submitter_id=ANA, tags=[], public=True)
        self.assertEqual(ending.warnings, [("field_ignored", "/submitter_id")])
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["theirs"])
        self.assertIs(self.desk.comments(ticket_id)[-1]["public"], True)

    def test_several_are_refused_with_their_numbers(self):
        ids = [self.desk.make_ticket(external_id="m-3") for _ in range(2)]
        before = self.desk.commits()
        ending = self.fail_with(76, "create", self.values("m-3"))
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.several_tickets", "never"))
        self.assertEqual(ending.faults, [("/external_id", "ambiguous")])
        for number in ids:
            self.assertIn(str(number), ending.error["message"])
        self.assertEqual(self.desk.commits(), before)

    def test_one_that_zendesk_lists_twice_is_one(self):
        number = self.desk.make_ticket(external_id="m-3b")
        answer = self.desk.call("GET", "/api/v2/tickets?external_id=m-3b")
        answer["tickets"] *= 2
        self.desk.fault(
            "status", method="GET", path="/api/v2/tickets", status=200, body=json.dumps(answer),
            headers={"content-type": "application/json"}, times=1,
        )  # fmt: skip
        self.assertEqual(self.succeed("create", self.values("m-3b")).ticket_id, number)

    def test_without_an_external_id(self):
        for external_id in (None, ""):
            ending = self.fail_with(65, "create", self.values(external_id))
            self.assertEqual(ending.faults, [("/external_id", "required")])
        self.assertEqual(self.sent(), [])

    def test_a_closed_one_is_refused(self):
        ticket_id = self.desk.make_ticket(external_id="m-4", status="closed", assignee_id=ANA)
        ending = self.fail_with(76, "create", self.values("m-4"))
        self.assertEqual(ending.error["code"], "zendesk.ticket_closed")
        self.assertIn("(if_closed)", ending.error["fields"][0]["remedy"])
        self.assertEqual(self.bodies(ticket_id), ["First."])

    def test_what_takes_the_place_of_a_closed_one(self):
        for policy, follows in (("follow_up", 1), ("new", 0)):
            with self.subTest(policy):
                name = f"closed-{policy}"
                closed = self.match(name, requester_id=DANA, subject="Old", assignee_id=ANA).ticket_id
                self.desk.call("PUT", f"/api/v2/tickets/{closed}", {"ticket": {"status": "closed"}})
                values = self.values(name, if_closed=policy, comment_body="Once more.")
                self.succeed("create", values, arguments=["--dry-run"])
                ending = self.succeed("create", values)
                self.assertEqual(ending.warnings, [("ticket_was_closed", "/external_id")])
                self.assertIs(ending.output["created"], True)
                ticket = self.desk.ticket(ending.ticket_id)
                self.assertEqual((ticket["external_id"], ticket["requester_id"]), (name, DANA))
                self.assertEqual(len(self.desk.ticket(closed)["followup_ids"]), follows)
                again = self.succeed("create", {**values, "comment_body": "And again."})
                self.assertEqual((again.ticket_id, again.output["created"]), (ending.ticket_id, False))

    def test_a_policy_for_closed_ones_needs_a_match(self):
        ending = self.fail_with(65, "create", {"comment_body": "x", "if_closed": "new"})
        self.assertEqual(ending.faults, [("/if_closed", "incomplete")])

    def test_sixteen_of_one_process_make_one(self):
        self.write([json.dumps(self.values("m-5", comment_body=str(i))) for i in range(16)])
        self.run_each(0)
        (ticket,) = self.tickets("m-5")
        self.assertEqual(sorted(self.bodies(ticket["id"])), sorted(map(str, range(16))))
        created = [result["output"]["created"] for result in self.results().values()]
        self.assertEqual(created.count(True), 1)

    def test_eight_processes_make_one(self):
        command = self.desk.command("create", self.desk.connection(settings={"max_attempts": 5}))
        processes = [
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=desk.environment()
            )
            for _ in range(8)
        ]
        for i, process in enumerate(processes):
            process.stdin.write(json.dumps(self.values("m-6", comment_body=str(i))))
            process.stdin.close()
        created = 0
        for process in processes:
            with process.stdout:
                document = json.loads(process.stdout.read())
            self.assertEqual(process.wait(), 0, document)
            created += document["output"]["created"]
        (ticket,) = self.tickets("m-6")
        self.assertEqual(sorted(self.bodies(ticket["id"])), sorted(map(str, range(8))))
        self.assertEqual(created, 1)

    def test_one_made_by_another_since_the_look_is_updated(self):
        """The other has sent its request, and shows a moment later."""
        self.match("m-7")
        (ticket,) = self.tickets("m-7")
        body = json.dumps({"tickets": [], "meta": {"has_more": False}})
        self.desk.fault("status", method="GET", path="/api/v2/tickets", status=200, body=body, times=2)
        ending = self.match("m-7", comment_body="Again.")
        self.assertIs(ending.output["created"], False)
        self.assertEqual(self.bodies(ticket["id"]), ["Help me.", "Again."])
        self.assertEqual(len(self.tickets("m-7")), 1)

    def test_one_that_was_made_and_has_the_external_id_no_longer(self):
        deleted = self.match("m-8").ticket_id
        renamed = self.match("m-9").ticket_id
        self.desk.call("DELETE", f"/api/v2/tickets/{deleted}")
        self.desk.call("PUT", f"/api/v2/tickets/{renamed}", {"ticket": {"external_id": "other"}})
        for external_id in ("m-8", "m-9"):
            ending = self.fail_with(76, "create", self.values(external_id, comment_body="Again."))
            self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.external_id_used", "safe"))
            self.assertIn("was deleted, was given another external ID", ending.error["message"])
            self.assertEqual(self.tickets(external_id), [])
        self.desk.call("PUT", f"/api/v2/tickets/{renamed}", {"ticket": {"external_id": "m-9"}})
        self.assertEqual(self.match("m-9").ticket_id, renamed)

    def test_the_only_one_that_is_not_closed_counts(self):
        closed = [self.desk.make_ticket(external_id="m-10", status="closed", assignee_id=ANA) for _ in range(2)]
        ending = self.fail_with(76, "create", self.values("m-10"))
        self.assertEqual(ending.error["code"], "zendesk.several_tickets")
        follow_up = self.desk.make_ticket(external_id="m-10", via_followup_source_id=closed[1])
        ending = self.match("m-10", comment_body="Again.")
        self.assertEqual((ending.ticket_id, ending.output["created"]), (follow_up, False))
        self.assertEqual(self.bodies(follow_up), ["First.", "Again."])
        self.desk.make_ticket(external_id="m-10")
        ending = self.fail_with(76, "create", self.values("m-10"))
        self.assertEqual(ending.error["code"], "zendesk.several_tickets")

    def test_each_way_to_lose_an_answer_makes_one(self):
        connection = self.desk.connection(settings={"max_attempts": 5})
        for fault in ("cut_before_commit", "cut_after_commit", "duplicate"):
            external_id = f"lost-{fault}"
            for body in ("One.", "Two."):  # made, then updated
                with self.subTest(fault, body=body):
                    self.desk.forget()
                    self.desk.fault(fault, method="POST" if body == "One." else "PUT", times=1)
                    values = self.values(external_id, comment_body=body)
                    self.succeed("create", values, connection=connection)
            (ticket,) = self.tickets(external_id)
            if fault != "duplicate":  # which Zendesk itself cannot tell for an update
                self.assertEqual(self.bodies(ticket["id"]), ["One.", "Two."])

    def test_another_run_of_the_same_work_looks_first(self):
        for made in (True, False):
            external_id = f"again-{made}"
            if not made:
                self.desk.make_ticket(external_id=external_id)
            with self.subTest(made=made):
                first = self.succeed("create", self.values(external_id), arguments=keyed(external_id))
                again = self.succeed("create", self.values(external_id), arguments=keyed(external_id, 2))
                self.assertEqual((again.ticket_id, again.output["created"]), (first.ticket_id, made))
                self.assertEqual([code for code, _ in again.warnings], ["ticket_found" if made else "update_found"])
                self.assertEqual(self.bodies(first.ticket_id).count("Help me."), 1)

    def test_another_run_that_cannot_look_sends_nothing(self):
        self.succeed("create", self.values("dark"), arguments=keyed("dark"))
        self.desk.fault("status", method="GET", path="/api/v2/tickets/*", status=403, times=0)
        before = self.desk.commits()
        ending = self.fail_with(80, "create", self.values("dark"), arguments=keyed("dark", 2))
        self.assertEqual(ending.error["code"], "zendesk.outcome_unknown")
        self.assertEqual(self.desk.commits(), before)


class Closed(desk.Case):
    def setUp(self):
        super().setUp()
        self.closed = self.desk.make_ticket(subject="Old", requester_id=DANA, assignee_id=BEN, status="closed")

    def values(self, policy, **values):
        return {"ticket_id": self.closed, "comment_body": "Once more.", "if_closed": policy, **values}

    def succeed_with(self, policy, created=True, **values):
        ending = self.succeed("update", self.values(policy, **values))
        self.assertEqual(ending.warnings, [("ticket_was_closed", "/ticket_id")])
        self.assertIs(ending.output["created"], created)
        self.assertNotEqual(ending.ticket_id, self.closed)
        return self.desk.ticket(ending.ticket_id)

    def follow_ups(self):
        return self.desk.ticket(self.closed)["followup_ids"]

    def bodies(self, ticket_id):
        return [comment["body"] for comment in self.desk.comments(ticket_id)]

    def test_fail(self):
        for values in (self.values("fail"), {"ticket_id": self.closed, "comment_body": "x"}):
            ending = self.fail_with(76, "update", values)
            self.assertEqual(ending.error["code"], "zendesk.ticket_closed")

    def test_a_follow_up(self):
        ticket = self.succeed_with("follow_up", additional_tags=["late"], priority="high")
        self.assertEqual(self.follow_ups(), [ticket["id"]])
        self.assertEqual((ticket["requester_id"], ticket["subject"]), (DANA, "Old"))
        self.assertEqual((ticket["tags"], ticket["priority"]), (["late"], "high"))
        (comment,) = self.desk.comments(ticket["id"])
        self.assertEqual((comment["body"], comment["public"]), ("Once more.", False))

    def test_a_new_one(self):
        ticket = self.succeed_with("new", requester_id=ELI, subject="Fresh", public=True)
        self.assertEqual(self.follow_ups(), [])
        self.assertEqual((ticket["requester_id"], ticket["subject"]), (ELI, "Fresh"))
        self.assertIs(self.desk.comments(ticket["id"])[0]["public"], True)

    def test_one_that_is_open_is_changed(self):
        ticket_id = self.desk.make_ticket()
        ending = self.update(ticket_id, comment_body="More.", if_closed="follow_up")
        self.assertEqual((ending.ticket_id, ending.output["created"]), (ticket_id, False))
        self.assertEqual(ending.warnings, [])

    def test_nothing_begins_without_a_comment(self):
        values = {"ticket_id": self.closed, "priority": "low", "if_closed": "new"}
        ending = self.fail_with(65, "update", values)
        self.assertEqual(ending.faults, [("/comment_body", "required")])

    def test_one_that_is_closed_after_it_was_read(self):
        ticket_id = self.desk.make_ticket(assignee_id=BEN)
        self.desk.fault("delay", method="GET", path=f"/api/v2/tickets/{ticket_id}", ms=2000, times=1)
        process = subprocess.Popen(
            self.desk.command("update"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            encoding="utf-8", env=desk.environment(),
        )  # fmt: skip
        process.stdin.write(json.dumps(self.values("follow_up", ticket_id=ticket_id)))
        process.stdin.close()
        self.desk.wait_for(self.desk.requests_of_the_plugin)
        self.desk.call("PUT", f"/api/v2/tickets/{ticket_id}", {"ticket": {"status": "closed"}})
        with process.stdout:
            document = json.loads(process.stdout.read())
        self.assertEqual(process.wait(), 0, document)
        self.assertEqual(self.desk.ticket(ticket_id)["followup_ids"], [document["output"]["id"]])

    def test_it_is_made_once(self):
        values = self.values("follow_up")
        self.desk.fault("cut_after_commit", method="POST", times=1)
        connection = self.desk.connection(settings={"max_attempts": 5})
        first = self.succeed("update", values, connection=connection, arguments=keyed("f-1"))
        for attempt in (1, 2):
            again = self.succeed("update", values, arguments=keyed("f-1", attempt))
            self.assertEqual(first.ticket_id, again.ticket_id)
        self.assertEqual(self.follow_ups(), [first.ticket_id])
        self.assertEqual(self.bodies(first.ticket_id), ["Once more."])

    def test_a_second_run_goes_on_with_the_follow_up(self):
        first = self.succeed_with("follow_up")
        second = self.succeed_with("follow_up", created=False, comment_body="And again.", priority="high")
        self.assertEqual((second["id"], second["priority"]), (first["id"], "high"))
        self.assertEqual(self.follow_ups(), [first["id"]])
        self.assertEqual(self.bodies(first["id"]), ["Once more.", "And again."])

    def test_the_newest_follow_up_that_is_open_counts(self):
        ids = [self.desk.make_ticket(via_followup_source_id=self.closed, assignee_id=BEN) for _ in range(3)]
        self.desk.call("PUT", f"/api/v2/tickets/{ids[2]}", {"ticket": {"status": "closed"}})
        values = {"ticket_id": self.closed, "priority": "low", "if_closed": "follow_up"}  # which needs no comment
        self.assertEqual(self.succeed("update", values).ticket_id, ids[1])
        for number in ids[:2]:
            self.desk.call("PUT", f"/api/v2/tickets/{number}", {"ticket": {"status": "closed"}})
        made = self.succeed_with("follow_up")
        self.assertEqual(self.follow_ups(), [*ids, made["id"]])

    def test_a_follow_up_that_an_earlier_attempt_changed(self):
        first = self.succeed_with("follow_up")
        values = self.values("follow_up", comment_body="Keyed.")
        for attempt in (1, 1, 2):
            ending = self.succeed("update", values, arguments=keyed("f-2", attempt))
            self.assertEqual(ending.ticket_id, first["id"])
        self.assertEqual([code for code, _ in ending.warnings], ["update_found"])
        self.assertEqual(self.bodies(first["id"]), ["Once more.", "Keyed."])
        self.desk.fault("status", method="GET", path=f"/api/v2/tickets/{first['id']}/audits", status=403, times=0)
        ending = self.desk.run("update", self.values("follow_up"), arguments=keyed("f-3", 2))
        self.assertEqual(ending.error["code"], "zendesk.outcome_unknown")
        self.assertEqual(self.bodies(first["id"]), ["Once more.", "Keyed."])


class Requesters(desk.EachCase):
    options = ("--clock-control",)

    def test_one_who_is_suspended(self):
        before = self.desk.commits()
        ending = self.fail_with(65, "create", {"comment_body": "x", "requester": "fay@initech.example"})
        self.assertEqual(ending.faults, [("/requester", "suspended")])
        for values in ({"requester_id": FAY}, {"requester_email": "fay@initech.example"}):
            ending = self.fail_with(76, "create", {"comment_body": "x", **values})
            self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.requester_suspended", "never"))
        self.assertEqual(self.desk.commits(), before)

    def test_one_who_is_left_out(self):
        for name, value in (
            ("requester", "Fay Suspended"), ("requester_id", FAY), ("requester_email", "fay@initech.example"),
        ):  # fmt: skip
            with self.subTest(name):
                ending = self.create(**{name: value}, requester_if_suspended="leave_out")
                self.assertEqual(ending.warnings, [("requester_left_out", f"/{name}")])
                self.assertEqual(self.desk.ticket(ending.ticket_id)["requester_id"], ADMIN)
                ticket_id = self.desk.make_ticket(requester_id=ELI)
                self.update(ticket_id, **{name: value}, subject="x", requester_if_suspended="leave_out")
                self.assertEqual(self.desk.ticket(ticket_id)["requester_id"], ELI)

    def test_others_stay(self):
        for name, value in (("requester", "Eli Customer"), ("requester_id", ELI), ("requester_email", "eli@initech.example")):
            ending = self.create(**{name: value}, requester_if_suspended="leave_out")
            self.assertEqual(ending.warnings, [])
            self.assertEqual(self.desk.ticket(ending.ticket_id)["requester_id"], ELI)
        ending = self.create(
            requester_email="new@initech.example", requester_name="New", requester_if_suspended="leave_out"
        )
        self.assertNotEqual(self.desk.ticket(ending.ticket_id)["requester_id"], ADMIN)

    def test_who_it_is_is_asked_once(self):
        for values in ({"requester_id": ELI}, {"requester": str(FAY)}, {"requester_email": "eli@initech.example"}):
            with self.subTest(values):
                self.desk.forget()
                line = json.dumps({"comment_body": "x", "requester_if_suspended": "leave_out", **values})
                self.write([line] * 10)
                self.out.unlink(missing_ok=True)
                self.run_each(0)
                self.assertEqual([m for m, _, _ in self.sent()].count("GET"), 1)
                self.assertEqual([m for m, _, _ in self.sent()].count("POST"), 10)

    def test_one_who_was_suspended_since_the_look(self):
        ticket_id = self.desk.make_ticket(requester_id=ELI)
        for task, values in (("create", {"comment_body": "x"}), ("update", {"ticket_id": ticket_id, "subject": "x"})):
            with self.subTest(task):
                earlier = {"user": {**self.desk.user(FAY), "suspended": False}}
                self.desk.fault(
                    "status", method="GET", path=f"/api/v2/users/{FAY}", status=200, body=json.dumps(earlier),
                    headers={"content-type": "application/json"}, times=1,
                )  # fmt: skip
                ending = self.succeed(task, {"requester_id": FAY, "requester_if_suspended": "leave_out", **values})
                self.assertEqual(ending.warnings, [("requester_left_out", "/requester_id")])

    def test_an_id_that_nobody_has_is_zendesks_to_refuse(self):
        for who in ({"requester_id": 424242}, {"requester": "424242"}):
            values = {"comment_body": "x", "requester_if_suspended": "leave_out", **who}
            self.assertEqual(self.fail_with(76, "create", values).error["code"], "zendesk.validation_failed")

    def test_several_of_one_name(self):
        ids = []
        for number in (1, 2, 3):
            self.desk.call("POST", "/sandbox/clock", {"advance_seconds": 60})
            user = {"name": "Kim Same", "email": f"kim{number}@globex.example", "suspended": number == 1}
            ids.append(self.desk.call("POST", "/api/v2/users/create_or_update", {"user": user})["user"]["id"])
        ending = self.fail_with(65, "create", {"comment_body": "x", "requester": "Kim Same"})
        self.assertEqual(ending.faults, [("/requester", "ambiguous_name")])
        for which, expected in (("oldest", ids[1]), ("newest", ids[2])):
            ending = self.create(requester="Kim Same", requester_if_several=which)
            self.assertEqual(self.desk.ticket(ending.ticket_id)["requester_id"], expected)
        ending = self.create(requester="kim3@globex.example", requester_if_several="oldest")
        self.assertEqual(self.desk.ticket(ending.ticket_id)["requester_id"], ids[2])

    def test_of_those_made_in_the_same_second_the_ids_decide(self):
        twins = self.desk.call("GET", "/api/v2/users/search?query=name:%22Sam+Agent%22")["users"]
        self.assertEqual(len({twin["created_at"] for twin in twins}), 1)
        ids = sorted(twin["id"] for twin in twins)
        for which, expected in (("oldest", ids[0]), ("newest", ids[-1])):
            ending = self.create(requester="Sam Agent", requester_if_several=which)
            self.assertEqual(self.desk.ticket(ending.ticket_id)["requester_id"], expected)


if __name__ == "__main__":
    desk.main()
