# SPDX-License-Identifier: Apache-2.0
"""What only an update can do: change some tags, clear fields, add a comment that says nothing of
who may see it."""

import itertools
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import ADMIN, ANA, BEN, ELI, FIELD, GLOBEX, INITECH, SUPPORT


class Tags(desk.Case):
    options = ("--clock-control",)

    def test_additional_tags(self):
        ticket_id = self.desk.make_ticket(tags=["old"])
        self.update(ticket_id, additional_tags='"vip", "callback"')
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["callback", "old", "vip"])

    def test_remove_tags(self):
        ticket_id = self.desk.make_ticket(tags=["old", "vip"])
        self.update(ticket_id, remove_tags=["vip", "never_there"])
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["old"])

    def test_both(self):
        ticket_id = self.desk.make_ticket(tags=["old", "vip"])
        self.update(ticket_id, additional_tags=["new"], remove_tags=["vip"], comment_body="Moved.")
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["new", "old"])
        self.assertEqual(self.desk.comments(ticket_id)[-1]["body"], "Moved.")

    def test_case_does_not_matter_as_zendesk_keeps_lower_case(self):
        ticket_id = self.desk.make_ticket(tags=["Salesforce", "Old"])
        self.update(ticket_id, additional_tags=["OLD"], remove_tags=["Salesforce"])
        self.assertEqual(self.sent()[-1][2]["ticket"]["tags"], ["old"])
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["old"])

    def test_tags_replaces_all_and_an_empty_list_removes_them(self):
        ticket_id = self.desk.make_ticket(tags=["old"])
        self.update(ticket_id, tags=["new"])
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["new"])
        self.update(ticket_id, tags=[])
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], [])

    def test_zendesk_separates_tags_at_blanks_and_commas(self):
        ending = self.create(tags=["two words", "keep"])
        self.assertEqual(ending.warnings, [("tag_split", "/tags/0")])
        self.assertEqual(self.desk.ticket(ending.ticket_id)["tags"], ["keep", "two", "words"])
        ending = self.update(ending.ticket_id, remove_tags=["Two,Words"], additional_tags=["a\tb"])
        self.assertEqual(
            ending.warnings, [("tag_split", "/additional_tags/0"), ("tag_split", "/remove_tags/0")]
        )
        self.assertEqual(self.desk.ticket(ending.ticket_id)["tags"], ["a", "b", "keep"])

    def test_a_blank_tag_is_not_dropped_without_a_word(self):
        ending = self.create(tags=[" ", "ok"])
        self.assertEqual(ending.warnings, [("tag_blank", "/tags/0")])
        self.assertEqual(self.desk.ticket(ending.ticket_id)["tags"], ["ok"])

    def test_a_tag_in_both_lists_means_nothing(self):
        values = {"additional_tags": ["new", "vip"], "remove_tags": ["old", "VIP"]}
        ending = self.fail_with(65, "update", {"ticket_id": 1, **values})
        self.assertEqual(ending.faults, [("/remove_tags/1", "excluded")])
        self.assertEqual(self.sent(), [])

    def test_tags_excludes_the_others(self):
        for name in ("additional_tags", "remove_tags"):
            values = {"ticket_id": 1, "tags": ["a"], name: ["b"]}
            ending = self.fail_with(65, "update", values)
            self.assertEqual(ending.faults, [(f"/{name}", "excluded")])
        self.assertEqual(self.sent(), [])

    def test_tags_that_cannot_be_read_are_not_overwritten(self):
        ticket_id = self.desk.make_ticket(tags=["theirs"])
        stamp = '"updated_at":"2026-11-22T10:00:00Z"'
        for rest in (stamp, stamp + ',"tags":null', stamp + ',"tags":["a",[5]]', '"tags":["a"]'):
            with self.subTest(rest):
                self.desk.forget()
                body = '{"ticket":{"id":%d,%s}}' % (ticket_id, rest)
                self.desk.fault("status", method="GET", path=f"/api/v2/tickets/{ticket_id}", status=200, body=body, times=1)
                values = {"ticket_id": ticket_id, "additional_tags": ["x"]}
                ending = self.fail_with(69, "update", values)
                self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.bad_reply", "safe"))
                self.assertEqual([r["method"] for r in self.desk.requests()], ["GET"])

    def interfere(self, ticket_id):
        """Somebody else adds a tag, in a later second than that of the last change."""
        stamp = self.desk.ticket(ticket_id)["updated_at"]
        tags = [*self.desk.ticket(ticket_id)["tags"], "theirs"]
        subjects = itertools.count()

        def change():
            ticket = {"tags": tags, "subject": str(next(subjects))}
            answer = self.desk.call("PUT", f"/api/v2/tickets/{ticket_id}", {"ticket": ticket})
            return answer["ticket"]["updated_at"] != stamp

        self.desk.wait_for(change)

    def run_against_others(self, ticket_id, **values):
        """Runs an update while, after its first read, somebody else changes the ticket."""
        path = f"/api/v2/tickets/{ticket_id}"
        self.desk.call("POST", "/sandbox/clock", {"advance_seconds": 60})
        self.desk.fault("delay", method="GET", path=path, ms=3000, times=1)
        process = subprocess.Popen(
            self.desk.command("update"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            encoding="utf-8", env=desk.environment(),
        )  # fmt: skip
        process.stdin.write(json.dumps({"ticket_id": ticket_id, **values}))
        process.stdin.close()
        self.desk.wait_for(self.desk.requests_of_the_plugin)
        self.interfere(ticket_id)
        with process.stdout:
            document = json.loads(process.stdout.read())
        return process.wait(), document

    def statuses_of_writes(self):
        return [r["status"] for r in self.desk.requests_of_the_plugin() if r["method"] != "GET"]

    def test_a_safe_update_writes_its_own_fields_over_the_others(self):
        ticket_id = self.desk.make_ticket(tags=["old"])
        code, document = self.run_against_others(ticket_id, priority="high", safe_update=True)
        self.assertEqual(code, 0, document)
        self.assertEqual(self.statuses_of_writes(), [409, 200])
        ticket = self.desk.ticket(ticket_id)
        self.assertEqual((ticket["priority"], ticket["tags"]), ("high", ["old", "theirs"]))
        sent = json.loads(self.desk.requests_of_the_plugin()[-1]["body"])["ticket"]
        self.assertEqual(sent.keys(), {"priority", "safe_update", "updated_stamp"})

    def test_an_update_is_not_safe_unless_told(self):
        ticket_id = self.desk.make_ticket()
        for values in ({}, {"safe_update": False}):
            self.desk.forget()
            self.update(ticket_id, priority="high", **values)
            self.assertEqual(self.sent_ticket(), {"priority": "high"})
            self.assertEqual(len(self.sent()), 1)

    def test_a_change_by_somebody_else_in_between_is_not_lost(self):
        ticket_id = self.desk.make_ticket(tags=["old", "vip"])
        code, document = self.run_against_others(
            ticket_id, additional_tags=["ours"], remove_tags=["vip"]
        )
        self.assertEqual(code, 0, document)
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["old", "ours", "theirs"])
        self.assertEqual(self.statuses_of_writes(), [409, 200])

    def test_a_comment_beside_a_conflict_is_written_once(self):
        ticket_id = self.desk.make_ticket(tags=["old"])
        code, document = self.run_against_others(
            ticket_id, additional_tags=["x"], comment_body="Once."
        )
        self.assertEqual(code, 0, document)
        bodies = [comment["body"] for comment in self.desk.comments(ticket_id)]
        self.assertEqual(bodies, ["First.", "Once."])

    def test_conflicts_without_end_are_the_hosts_to_judge(self):
        ticket_id = self.desk.make_ticket()
        body = '{"error":"UpdateConflict","description":"Safe Update prevented the update."}'
        self.desk.fault("status", method="PUT", status=409, body=body, times=0)
        values = {"ticket_id": ticket_id, "priority": "low", "safe_update": True}
        ending = self.fail_with(76, "update", values)
        self.assertEqual(ending.document["status"], "conflict")
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.conflict", "safe"))
        self.assertIn("each of the 8 times", ending.error["message"])
        self.assertEqual(self.statuses_of_writes(), [409] * 8)


class Clearing(desk.Case):
    """An explicit null clears; each property of the schema that may be null."""

    def setUp(self):
        super().setUp()
        self.ticket_id = self.desk.make_ticket(
            subject="Old", priority="high", type="incident", assignee_id=ANA, group_id=SUPPORT,
            requester_id=ELI, organization_id=GLOBEX, external_id="X", problem_id=2,
        )  # fmt: skip
        self.desk.forget()

    def cleared(self, name, **values):
        before = self.desk.ticket(self.ticket_id)[name]
        self.assertIsNotNone(before)
        self.desk.forget()
        self.update(self.ticket_id, **{name: None}, **values)
        self.assertIsNone(self.sent_ticket()[name])
        return self.desk.ticket(self.ticket_id)[name]

    def test_subject(self):
        self.assertIsNone(self.cleared("subject"))

    def test_priority(self):
        self.assertIsNone(self.cleared("priority"))

    def test_type(self):
        self.assertIsNone(self.cleared("type"))

    def test_assignee_id(self):
        self.assertIsNone(self.cleared("assignee_id"))

    def test_group_id(self):
        self.assertIsNone(self.cleared("group_id", assignee_id=None))

    def test_organization_id(self):
        self.assertIsNone(self.cleared("organization_id"))

    def test_external_id(self):
        self.assertIsNone(self.cleared("external_id"))

    def test_problem_id(self):
        self.assertIsNone(self.cleared("problem_id"))

    def test_due_at(self):
        self.update(self.ticket_id, type="task", due_at="2026-12-24T12:00:00Z")
        self.assertIsNone(self.cleared("due_at"))

    # A ticket never is without these: the null arrives, and Zendesk keeps or chooses a value.

    def test_brand_id(self):
        self.assertEqual(self.cleared("brand_id"), desk.BRAND)

    def test_ticket_form_id(self):
        self.assertEqual(self.cleared("ticket_form_id"), desk.FORM)

    def test_custom_status_id(self):
        self.assertIsInstance(self.cleared("custom_status_id"), int)

    def test_a_custom_field(self):
        field = {"id": FIELD["text"], "value": "SN-1"}
        self.update(self.ticket_id, custom_fields=[field])
        self.assertIn(field, self.desk.ticket(self.ticket_id)["custom_fields"])
        self.update(self.ticket_id, custom_fields=[{**field, "value": None}])
        self.assertIn({**field, "value": None}, self.desk.ticket(self.ticket_id)["custom_fields"])

    def test_what_cannot_be_null(self):
        names = ["comment_body", "comment_html_body", "description", "public", "status", "tags",
                 "requester_id", "requester_email", "assignee_email", "email_ccs", "followers",
                 "custom_fields", "metadata", "additional_tags", "remove_tags", "ticket_id",
                 "subdomain"]  # fmt: skip
        values = {"ticket_id": self.ticket_id, **dict.fromkeys(names)}
        ending = self.fail_with(65, "update", values)
        self.assertEqual(sorted(ending.faults), sorted((f"/{n}", "wrong_type") for n in names))
        self.assertEqual(self.sent(), [])


class Types(desk.Case):
    def test_nothing_to_change(self):
        self.assertEqual(self.update(1, comment_body="").warnings, [("nothing_to_change", None)])
        self.assertEqual(self.update(1, subject="Something").warnings, [])

    def test_fields_of_one_type_of_ticket(self):
        for name, value, type_of in (
            ("due_at", "2026-12-01T00:00:00Z", "task"), ("problem_id", 2, "incident"),
        ):  # fmt: skip
            dropped = [("field_ignored", f"/{name}")]
            with self.subTest(name):
                self.assertEqual(self.create(**{name: value}).warnings, dropped)
                self.assertEqual(self.create(**{name: value}, type="question").warnings, dropped)
                ticket_id = self.create(type=type_of).ticket_id
                self.assertEqual(self.update(ticket_id, **{name: None}).warnings, [])
                self.assertEqual(
                    self.update(ticket_id, **{name: value}, type="question").warnings, dropped
                )


class Comments(desk.Case):
    def test_a_faulty_comment_is_a_comment(self):
        ending = self.fail_with(65, "update", {"ticket_id": 1, "comment_body": 5, "public": True})
        self.assertEqual(ending.faults, [("/comment_body", "wrong_type")])
        values = {"ticket_id": 1, "requester_email": "?", "requester_name": "Nora"}
        ending = self.fail_with(65, "update", values)
        self.assertEqual(ending.faults, [("/requester_email", "bad_format")])

    def test_public_says_nothing_without_a_comment(self):
        ending = self.fail_with(65, "update", {"ticket_id": 1, "public": True, "subject": "x"})
        self.assertEqual(ending.faults, [("/public", "incomplete")])
        self.assertEqual(self.sent(), [])

    def test_a_private_note_on_a_public_ticket_is_private_unless_said(self):
        ticket_id = self.desk.make_ticket(comment={"body": "First.", "public": True})
        self.update(ticket_id, comment_body="Between us.")
        self.update(ticket_id, comment_body="For all.", public="yes")
        shown = [comment["public"] for comment in self.desk.comments(ticket_id)]
        self.assertEqual(shown, [True, False, True])

    def test_both_bodies_exclude_each_other(self):
        values = {"ticket_id": 1, "comment_body": "a", "comment_html_body": "b"}
        ending = self.fail_with(65, "update", values)
        self.assertEqual(ending.faults, [("/comment_html_body", "excluded")])

    def test_status_and_custom_status_exclude_each_other(self):
        values = {"ticket_id": 1, "status": "open", "custom_status_id": 5}
        ending = self.fail_with(65, "update", values)
        self.assertEqual(ending.faults, [("/custom_status_id", "excluded")])

    def test_changes_are_in_the_audit(self):
        ticket_id = self.desk.make_ticket(subject="Old", requester_id=ADMIN)
        self.update(ticket_id, subject="New", assignee_id=BEN)
        events = {e["field_name"]: e["value"] for e in self.desk.audits(ticket_id)[-1]["events"]}
        self.assertEqual((events["subject"], events["assignee_id"]), ("New", str(BEN)))

    def test_a_new_requester_brings_the_organization(self):
        ticket_id = self.desk.make_ticket()
        self.update(ticket_id, requester_id=ELI)
        self.assertEqual(self.desk.ticket(ticket_id)["organization_id"], INITECH)


class Nothing(desk.Case):
    def test_a_change_of_nothing_sends_nothing(self):
        for values in ({}, {"subject": ""}, {"additional_tags": []}):
            for arguments in ((), ("--dry-run",)):
                self.desk.forget()
                ending = self.succeed("update", {"ticket_id": 1, **values}, arguments=arguments)
                self.assertIn(("nothing_to_change", None), ending.warnings)
                self.assertEqual({method for method, _, _ in self.sent()} - {"GET"}, set())
        self.assertEqual(self.fail_with(76, "update", {"ticket_id": 424242}).error["code"], "zendesk.not_found")


if __name__ == "__main__":
    desk.main()
