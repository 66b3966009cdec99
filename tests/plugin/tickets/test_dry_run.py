# SPDX-License-Identifier: Apache-2.0
"""Dry runs: nothing is written, and what they show is what a run sends."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import (
    ANA, BILLING, BRAND, CLEO, CLOSED_TICKET, DANA, ELI, FAY, FIELD, FORM, INITECH, OTHER_FORM, PROBLEM_TICKET, SUPPORT,
)  # fmt: skip

DRY = ("--dry-run",)


class Case(desk.Case):
    def setUp(self):
        super().setUp()
        self.before = self.desk.commits()

    def dry(self, task, **values):
        ending = self.succeed(task, values, arguments=DRY)
        self.unwritten()
        return ending

    def refused(self, exit_code, task, **values):
        ending = self.fail_with(exit_code, task, values, arguments=DRY)
        self.unwritten()
        return ending

    def unwritten(self):
        self.assertEqual({method for method, _, _ in self.sent()} - {"GET"}, set())
        self.assertEqual(self.desk.commits(), self.before)

    def changes(self, **values):
        output = self.dry("update", **values).output
        return {change["field"]: (change["from"], change["to"]) for change in output.get("changes", [])}

    def labels(self, **values):
        return sorted(change["label"] for change in self.dry("update", **values).output["changes"])


class Tickets(Case):
    def test_a_creation_is_shown_as_it_would_be_sent(self):
        values = {"subject": "Hello", "comment_body": "Help me.", "group": "Support", "tags": ["a"],
                  "custom_fields": [{"field": "Order number", "value": "7"}]}  # fmt: skip
        shown = self.dry("create", **values)
        (request,) = shown.output["requests"]
        self.assertEqual((request["method"], request["path"]), ("POST", "/api/v2/tickets"))
        self.assertEqual(request["body"]["ticket"]["group_id"], SUPPORT)
        self.assertNotIn("changes", shown.output)
        self.desk.forget()
        self.succeed("create", values)
        self.assertEqual(self.sent_ticket(), request["body"]["ticket"])

    def test_warnings_are_those_of_a_run(self):
        ending = self.dry("create", comment_body="x", due_at="2026-12-24T12:00:00Z")
        self.assertEqual(ending.warnings, [("field_ignored", "/due_at")])

    def test_an_update_shows_what_would_change(self):
        fields = [{"id": FIELD["integer"], "value": 5}]
        ticket = self.desk.make_ticket(subject="Old", priority="low", tags=["a"], custom_fields=fields)
        self.before = self.desk.commits()
        self.desk.forget()
        changes = self.changes(
            ticket_id=ticket, subject="New", priority="low", additional_tags=["b"], assignee_id=ANA, comment_body="x",
            custom_fields=[{"id": FIELD["integer"], "value": 6}],
        )  # fmt: skip
        self.assertEqual(
            changes,
            {
                "subject": ("Old", "New"), "assignee_id": (None, "Ana Agent"), "tags": (["a"], ["a", "b"]),
                f"custom_fields.{FIELD['integer']}": ("5", 6),
            },
        )  # fmt: skip

    def test_changes_are_labelled_as_people_know_them(self):
        fields = [{"id": FIELD["integer"], "value": 6}]
        output = self.dry("update", ticket_id=1, subject="Another", custom_fields=fields).output
        self.assertEqual([change["label"] for change in output["changes"]], ["Subject", "Order number"])

    def test_people_and_settings_by_name(self):
        copied = [{"user_id": FAY, "action": "put"}]
        ticket = self.desk.make_ticket(requester_id=DANA, brand_id=BRAND, ticket_form_id=FORM, email_ccs=copied)
        self.before = self.desk.commits()
        self.desk.forget()
        values = {"requester_email": "eli@initech.example", "group": "Billing", "brand": "Acme Outlet",
                  "email_ccs": ["dana@globex.example", "new@nowhere.example", str(FAY)], "followers": ["Ana Agent"],
                  "assignee_email": "cleo@acme.example", "organization_id": INITECH, "ticket_form_id": OTHER_FORM}  # fmt: skip
        names = {user: self.desk.user(user)["name"] for user in (DANA, ELI, FAY)}
        self.assertEqual(
            self.changes(ticket_id=ticket, **values),
            {
                "requester_id": (names[DANA], names[ELI]), "group_id": (None, "Billing"),
                "brand_id": ("Acme", "Acme Outlet"), "ticket_form_id": ("Default Ticket Form", "Returns"),
                "assignee_id": (None, "Cleo Agent"), "organization_id": ("Globex", "Initech"),
                "email_ccs": ([names[FAY]], [names[FAY], names[DANA], "new@nowhere.example"]),
                "followers": (None, ["Ana Agent"]),
            },
        )  # fmt: skip
        self.assertEqual(
            self.labels(ticket_id=ticket, **values),
            ["Assignee e-mail", "Brand", "Copies (CC)", "Followers", "Group", "Organization ID", "Requester e-mail",
             "Ticket form ID"],
        )  # fmt: skip

    def test_people_who_are_there_already(self):
        copied = [{"user_id": DANA, "action": "put"}]
        ticket = self.desk.make_ticket(requester_id=ELI, assignee_id=ANA, email_ccs=copied)
        self.before = self.desk.commits()
        self.desk.forget()
        values = {"requester_email": "eli@initech.example", "email_ccs": ["dana@globex.example"],
                  "assignee_email": "ana@acme.example"}  # fmt: skip
        self.assertEqual(self.changes(ticket_id=ticket, **values), {})

    def test_what_has_no_name_that_can_be_read_keeps_its_id(self):
        ticket = self.desk.make_ticket(group_id=SUPPORT)
        self.before = self.desk.commits()
        self.desk.forget()
        for path in ("/api/v2/groups", "/api/v2/group_memberships"):
            self.desk.fault("status", method="GET", path=path, status=403, times=0)
        self.assertEqual(self.changes(ticket_id=ticket, group_id=BILLING), {"group_id": (str(SUPPORT), str(BILLING))})

    def test_an_update_that_changes_nothing(self):
        self.assertEqual(self.changes(ticket_id=1, subject=self.desk.ticket(1)["subject"]), {})

    def test_a_ticket_that_is_not_there(self):
        ending = self.refused(76, "update", ticket_id=4040404, subject="x")
        self.assertEqual((ending.error["code"], ending.faults), ("zendesk.not_found", [("/ticket_id", "not_found")]))

    def test_names_are_resolved(self):
        ending = self.refused(65, "create", comment_body="x", group="Sales of nothing")
        self.assertEqual(ending.faults, [("/group", "unknown_name")])

    def test_a_closed_ticket(self):
        ending = self.refused(76, "update", ticket_id=CLOSED_TICKET, status="open")
        self.assertEqual((ending.error["code"], ending.faults), ("zendesk.ticket_closed", [("/status", "closed")]))

    def test_what_solving_needs(self):
        ending = self.refused(76, "create", comment_body="x", status="solved", ticket_form_id=OTHER_FORM)
        self.assertEqual(ending.error["code"], "zendesk.required_on_solve")
        self.assertEqual(
            ending.faults, [("/assignee", "required_on_solve"), ("/custom_fields", "required_on_solve")]
        )

    def test_an_assignee_outside_of_the_group(self):
        ending = self.refused(76, "create", comment_body="x", assignee_id=ANA, group_id=BILLING)
        self.assertEqual(ending.faults, [("/assignee_id", "not_in_group")])

    def test_a_dry_run_needs_no_right_to_write(self):
        self.desk.fault("status", method="POST", status=403)
        self.dry("create", comment_body="x")


class Records(Case):
    kind = "record"

    def test_a_creation(self):
        values = {"object_type": "Asset", "name": "x", "attributes": {"Category": "Laptop", "Memory": "16"}}
        (request,) = self.dry("create", **values).output["requests"]
        self.assertEqual((request["method"], request["path"]), ("POST", "/api/v2/custom_objects/asset/records"))
        self.assertEqual(
            request["body"]["custom_object_record"]["custom_object_fields"], {"category": "asset_laptop", "memory": 16}
        )

    def test_an_update_by_external_id(self):
        output = self.dry("update", object_type="asset", external_id="ERP-1001", attributes={"Notes": "New"}).output
        self.assertEqual([request["method"] for request in output["requests"]], ["PATCH"])
        (change,) = output["changes"]
        self.assertEqual((change["field"], change["label"], change["to"]), ("custom_object_fields.notes", "Notes", "New"))

    def test_a_record_that_is_not_there(self):
        values = {"object_type": "asset", "record_id": "01GDXYEY1FQYN066VHF49YHJ21", "name": "x"}
        ending = self.refused(76, "update", **values)
        self.assertEqual(ending.error["code"], "zendesk.record_not_found")

    def test_a_plan_without_custom_objects(self):
        self.desk.fault("not_in_plan", feature="custom_objects", times=0)
        values = {"object_type": "asset", "name": "x", "attributes": {"category": "asset_laptop"}}
        told = [self.desk.run("create", values, arguments=arguments).error["code"] for arguments in (DRY, ())]
        self.assertEqual(told, ["zendesk.feature_unavailable"] * 2)


class Profiles(Case):
    kind = "profile"

    def test_a_profile_that_is_made_and_one_that_is_changed(self):
        person = {"source": "s", "type": "t", "email": "dana@globex.example", "attributes": {"plan": "gold"}}
        output = self.dry("create", **person).output
        self.assertEqual([request["method"] for request in output["requests"]], ["PUT"])
        self.succeed("create", person)
        self.before = self.desk.commits()
        self.desk.forget()
        output = self.dry("update", **{**person, "attributes": {"plan": "basic"}}).output
        self.assertEqual([request["method"] for request in output["requests"]], ["PATCH"])
        self.assertEqual(
            [(change["field"], change["from"], change["to"]) for change in output["changes"]],
            [("attributes.plan", "gold", "basic")],
        )

    def test_what_is_shown_is_what_writes(self):
        """Before it makes a profile, a run tries to merge into it, and Zendesk finds none."""
        person = {"source": "s", "type": "t", "email": "new@globex.example", "attributes": {"plan": "gold"}}
        for name in (None, "Another"):
            values = {**person, "name": name} if name else person
            (shown,) = self.succeed("create", values, arguments=DRY).output["requests"]
            self.desk.forget()
            self.succeed("create", values)
            wrote = [r for r in self.desk.requests() if r["method"] != "GET" and r["status"] < 300]
            self.assertEqual([(r["method"], r["path"].split("?")[0]) for r in wrote], [(shown["method"], shown["path"].split("?")[0])])

    def test_a_profile_that_is_not_there(self):
        ending = self.refused(76, "update", source="s", type="t", email="nobody@acme.example", name="x")
        self.assertEqual(ending.error["code"], "zendesk.profile_not_found")


class Files(Case):
    def test_uploads_are_listed(self):
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / "a.txt", Path(folder) / "b c.txt"]
            for file in files:
                file.write_text("five!")
            attach = [argument for file in files for argument in ("--attach", str(file))]
            output = self.succeed("create", {"comment_body": "x"}, arguments=[*DRY, *attach]).output
        self.unwritten()
        first, second, ticket = output["requests"]
        self.assertEqual(first["path"], "/api/v2/uploads?filename=a%2Etxt")
        self.assertEqual(second["path"], "/api/v2/uploads?filename=b%20c%2Etxt&token=<token of upload 1>")
        self.assertEqual(first["upload"]["size"], 5)
        self.assertEqual(second["upload"]["pointer"], "/attachments/1")
        self.assertEqual(ticket["body"]["ticket"]["comment"]["uploads"], ["<token of upload 1>"])


class Moves(desk.Case):
    """An assignee alone may move a ticket to another group, which Zendesk does without a word."""

    def warned(self, *arguments, **values):
        ticket_id = self.desk.make_ticket(group_id=SUPPORT)
        ending = self.succeed("update", {"ticket_id": ticket_id, **values}, arguments=arguments)
        return ending.warnings, self.desk.ticket(ticket_id)["group_id"]

    def test_an_agent_of_another_group(self):
        for name, value in (
            ("assignee", "Cleo Agent"), ("assignee_id", CLEO), ("assignee_email", "cleo@acme.example"),
        ):  # fmt: skip
            with self.subTest(name):
                self.assertEqual(
                    self.warned("--dry-run", **{name: value}), ([("group_changes", f"/{name}")], SUPPORT)
                )
        warnings, group = self.warned(assignee="Cleo Agent", safe_update=True)  # which reads the ticket anyway
        self.assertEqual((warnings, group), ([("group_changes", "/assignee")], BILLING))

    def test_a_group_that_the_assignee_is_not_in(self):
        ticket_id = self.desk.make_ticket(group_id=BILLING, assignee_id=CLEO)
        for values in ({"group": "Support"}, {"group_id": SUPPORT}):
            with self.subTest(values):
                ending = self.succeed("update", {"ticket_id": ticket_id, **values}, arguments=DRY)
                self.assertEqual(ending.warnings, [("assignee_leaves", f"/{list(values)[0]}")])
        self.update(ticket_id, group="Support")
        self.assertIsNone(self.desk.ticket(ticket_id)["assignee_id"])

    def test_fields_of_another_type(self):
        self.assertEqual(
            self.warned("--dry-run", due_at="2026-12-24T12:00:00Z", problem_id=PROBLEM_TICKET)[0],
            [("field_ignored", "/due_at"), ("field_ignored", "/problem_id")],
        )

    def test_others(self):
        for values in ({"assignee": "Ana Agent"}, {"assignee": "Cleo Agent", "group": "Billing"}, {"priority": "low"}):
            with self.subTest(values):
                self.assertEqual(self.warned("--dry-run", **values)[0], [])

    def test_nothing_is_read_before_a_write(self):
        ticket_id = self.desk.make_ticket(group_id=SUPPORT)
        self.desk.forget()
        self.update(ticket_id, assignee_id=CLEO)
        self.assertEqual([method for method, _, _ in self.sent()], ["PUT"])


if __name__ == "__main__":
    desk.main()
