# SPDX-License-Identifier: Apache-2.0
"""What Zendesk dropped or changed of a write is told, as a warning or as an error."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import (
    ANA, BILLING, BRAND, CLEO, DANA, ELI, FIELD, FORM, GLOBEX, INITECH, OTHER_BRAND, SUPPORT, WAITING_FOR_PARTS,
)  # fmt: skip


class Differences(desk.Case):
    def changed(self, method="POST", **ticket):
        """The next write is answered with a ticket that has these values."""
        whole = {**self.desk.ticket(1), **ticket}
        self.desk.fault(
            "status", method=method, status=201, body=json.dumps({"ticket": whole}), times=1,
            headers={"content-type": "application/json"},
        )  # fmt: skip

    def warned(self, ending):
        return [(w["pointer"], w["message"]) for w in ending.document["warnings"] if w["code"] == "not_as_asked"]

    def test_what_a_rule_changes(self):
        self.changed(priority="low", assignee_id=None, group_id=None)
        ending = self.create(priority="urgent", assignee_id=ANA, group="Support")
        self.assertEqual(
            self.warned(ending),
            [
                ("/assignee_id", "Assignee ID: Zendesk has not taken this; the field is empty."),
                ("/group", "Group: Zendesk has not taken this; the field is empty."),
                ("/priority", 'Priority: Zendesk has "low" now, which is not what was asked for.'),
            ],
        )

    def test_things_by_their_names(self):
        asked = {"ticket_form": "Returns", "brand_id": BRAND, "group": "Support", "assignee_id": ANA,
                 "requester": "Dana Customer", "organization_id": GLOBEX}  # fmt: skip
        self.changed(
            ticket_form_id=FORM, brand_id=OTHER_BRAND, group_id=BILLING, assignee_id=CLEO, requester_id=ELI,
            organization_id=INITECH,
        )  # fmt: skip
        names = {user: self.desk.user(user)["name"] for user in (DANA, ELI)}
        said = 'Zendesk has "{}" now, and not "{}", which was asked for.'
        self.assertEqual(
            {message for _, message in self.warned(self.create(**asked))},
            {
                "Ticket form: " + said.format("Default Ticket Form", "Returns"),
                "Brand ID: " + said.format("Acme Outlet", "Acme"), "Group: " + said.format("Billing", "Support"),
                "Assignee ID: " + said.format("Cleo Agent", "Ana Agent"),
                "Requester: " + said.format(names[ELI], names[DANA]),
                "Organization ID: " + said.format("Initech", "Globex"),
            },
        )  # fmt: skip

    def test_ids_that_have_no_name_for_the_caller(self):
        self.desk.fault("status", method="GET", path="/api/v2/groups", status=403, times=0)
        self.changed(group_id=BILLING)
        (warning,) = self.warned(self.create(group_id=SUPPORT))
        self.assertEqual(
            warning, ("/group_id", f'Group ID: Zendesk has "{BILLING}" now, and not "{SUPPORT}", which was asked for.')
        )

    def test_tags(self):
        self.changed(tags=["one", "printer_ink"])
        ending = self.create(tags=["One", "two"])
        self.assertEqual(self.warned(ending), [("/tags", "Tags: Zendesk has not taken these tags: two.")])

    def test_custom_fields_are_called_by_their_titles(self):
        fields = [{"id": FIELD["integer"], "value": None}, {"id": FIELD["date"], "value": "2026-12-24"}]
        self.changed(custom_fields=fields)
        given = [
            {"field": "order number", "value": "5"}, {"id": FIELD["date"], "value": "2026-12-24"},
            {"id": FIELD["checkbox"], "value": True},
        ]  # fmt: skip
        ending = self.create(custom_fields=given)
        self.assertEqual(
            self.warned(ending),
            [
                ("/custom_fields/0/value", "Order number: Zendesk has not taken this; the field is empty."),
                ("/custom_fields/2/value", f"Under warranty ({FIELD['checkbox']}): Zendesk has ignored this field."),
            ],
        )

    def test_an_agent_by_address_who_was_not_taken(self):
        self.changed(assignee_id=None)
        self.assertEqual([p for p, _ in self.warned(self.create(assignee_email="ana@acme.example"))], ["/assignee_email"])
        self.changed(assignee_id=ANA)
        self.assertEqual(self.warned(self.create(assignee_email="ana@acme.example")), [])

    def test_somebody_else_than_the_one_with_the_address(self):
        self.changed(assignee_id=desk.BEN)
        values = {"comment_body": "x", "assignee_email": "ana@acme.example", "on_difference": "fail"}
        ending = self.fail_with(76, "create", values)
        self.assertEqual(ending.faults, [("/assignee_email", "not_as_asked")])
        self.assertEqual(ending.error["fields"][0]["title"], "Assignee e-mail")
        ticket = self.desk.make_ticket()
        for asked, taken in (("dana@globex.example", ELI), ("dana@globex.example", DANA), ("nobody@globex.example", ELI)):
            self.changed("PUT", id=ticket, requester_id=taken)
            warned = [pointer for pointer, _ in self.warned(self.update(ticket, requester_email=asked))]
            self.assertEqual(warned, ["/requester_email"] if (asked, taken) == ("dana@globex.example", ELI) else [])

    def test_a_comment_that_others_see(self):
        ticket = self.desk.make_ticket()
        for public in (True, False):
            for shown in (True, False):
                events = [{"type": "Change", "public": not shown}, {"type": "Comment", "public": shown, "body": "x"}]
                body = json.dumps({"ticket": self.desk.ticket(ticket), "audit": {"events": events}}, separators=(",", ":"))
                self.desk.fault("status", method="PUT", status=200, body=body, times=1)
                warned = self.warned(self.update(ticket, comment_body="x", public=public))
                self.assertEqual([pointer for pointer, _ in warned], [] if public == shown else ["/public"])

    def test_what_is_the_same(self):
        fields = [{"id": FIELD["decimal"], "value": "12.50"}, {"id": FIELD["checkbox"], "value": "no"}]
        ending = self.create(
            subject="Same", due_at="2026-12-24T13:00:00+01:00", type="task", tags=["b", "A"], custom_fields=fields,
            external_id="e", custom_status_id=None,
        )  # fmt: skip
        self.assertEqual(ending.warnings, [])

    def test_a_removed_tag_that_stays(self):
        ticket = self.desk.make_ticket(tags=["stays", "other"])
        self.changed("PUT", id=ticket, tags=["stays", "other"], subject="x")
        ending = self.update(ticket, remove_tags=["stays"], subject="x")
        self.assertEqual([p for p, _ in self.warned(ending)], ["/remove_tags"])

    def test_a_tag_that_is_added_or_removed_in_vain(self):
        ticket = self.desk.make_ticket(tags=["stays"])
        body = json.dumps({"tags": ["stays"]})
        headers = {"content-type": "application/json"}
        for method, values in (("PUT", {"additional_tags": ["new"]}), ("DELETE", {"remove_tags": ["stays"]})):
            self.desk.fault("status", method=method, status=200, body=body, headers=headers, times=1)
            self.assertEqual([p for p, _ in self.warned(self.update(ticket, **values))], [f"/{next(iter(values))}"])

    def test_people_who_were_dropped(self):
        """Customers cannot follow, and an ID that nobody has is passed over."""
        ending = self.create(
            followers=["ana@acme.example", "dana@globex.example"], email_ccs=["424242", "eli@initech.example"]
        )
        self.assertEqual(
            self.warned(ending),
            [
                ("/email_ccs", "Copies (CC): Zendesk has not taken these people: 424242."),
                ("/followers", "Followers: Zendesk has not taken these people: dana@globex.example."),
            ],
        )
        values = {"ticket_id": ending.ticket_id, "followers": [str(DANA)], "on_difference": "fail"}
        self.assertEqual(self.fail_with(76, "update", values).faults, [("/followers", "not_as_asked")])

    def test_people_among_others(self):
        ticket = self.desk.make_ticket(email_ccs=[{"user_id": ELI, "action": "put"}])
        given = {"email_ccs": ["dana@globex.example", "new@globex.example"], "followers": [str(ANA)]}
        self.assertEqual(self.warned(self.update(ticket, **given)), [])
        self.changed("PUT", id=ticket, email_cc_ids=[ELI], follower_ids=[ANA])
        self.assertEqual(
            self.warned(self.update(ticket, **given)),
            [
                (
                    "/email_ccs",
                    "Copies (CC): Zendesk has not taken these people: dana@globex.example, new@globex.example.",
                )
            ],
        )

    def test_nobody_is_looked_up_while_nobody_is_missing(self):
        ending = self.create(email_ccs=["dana@globex.example", "other@globex.example"], followers=["ben@acme.example"])
        self.assertEqual(ending.warnings, [])
        self.assertEqual([method for method, _, _ in self.sent()], ["POST"])

    def test_an_answer_without_custom_fields(self):
        whole = self.desk.ticket(1)
        del whole["custom_fields"]
        self.desk.fault(
            "status", method="POST", status=201, body=json.dumps({"ticket": whole}), times=1,
            headers={"content-type": "application/json"},
        )  # fmt: skip
        given = [{"field": "Order number", "value": 5}, {"field": "Serial number", "value": None}]
        self.assertEqual(
            self.warned(self.create(custom_fields=given)),
            [
                (
                    "/custom_fields/0/value",
                    "Order number: Zendesk's answer does not show this field, so nobody can tell whether it was taken.",
                )
            ],
        )

    def test_an_answer_that_shows_less(self):
        whole = {"id": 9, "status": "new"}
        self.desk.fault("status", method="POST", status=201, body=json.dumps({"ticket": whole}), times=2,
                        headers={"content-type": "application/json"})  # fmt: skip
        values = {"subject": "x", "priority": "low", "tags": ["a"], "status": "new"}
        ending = self.create(**values)
        self.assertEqual([pointer for pointer, _ in self.warned(ending)], ["/subject", "/priority", "/tags"])
        self.assertTrue(all("does not show" in message for _, message in self.warned(ending)), ending)
        ending = self.fail_with(76, "create", {"comment_body": "x", **values, "on_difference": "fail"})
        self.assertEqual(ending.error["code"], "zendesk.not_as_asked")

    def test_words_of_other_tasks_in_the_metadata(self):
        self.create(metadata={"identifiers": [{"type": "email", "value": "a@acme.example"}]}, on_difference="fail")

    def test_what_the_plan_does_not_have(self):
        self.desk.fault("not_in_plan", feature="custom_statuses")
        ending = self.fail_with(
            76, "update", {"ticket_id": 4, "custom_status_id": WAITING_FOR_PARTS, "on_difference": "fail"}
        )
        self.assertEqual(ending.faults, [("/custom_status_id", "not_as_asked")])

    def test_times_in_any_spelling(self):
        for due_at in ("2026-12-24T12:00:00.000Z", "2026-12-24t12:00:00z", "2026-12-24 13:00:00+01:00"):
            with self.subTest(due_at):
                self.create(type="task", due_at=due_at, on_difference="fail")
                self.assertTrue(self.sent_ticket()["due_at"].startswith("2026-12-24T"))
                self.desk.forget()

    def test_an_error_instead(self):
        self.changed(priority="low")
        ending = self.fail_with(76, "create", {"comment_body": "x", "priority": "urgent", "on_difference": "fail"})
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.not_as_asked", "never"))
        self.assertEqual(ending.error["handles"], {"ticket_id": "1"})
        self.assertEqual(ending.faults, [("/priority", "not_as_asked")])
        self.assertIn('Priority: Zendesk has "low" now', ending.error["message"])

    def test_nothing_differs_and_nothing_fails(self):
        self.create(priority="urgent", on_difference="fail")

    def test_a_text_that_zendesk_cuts(self):
        long = "x" * 70_000
        self.assertEqual(self.create(comment_body=long).warnings, [("comment_cut", "/comment_body")])
        self.desk.forget()
        ending = self.fail_with(65, "create", {"comment_body": long, "on_difference": "fail"})
        self.assertEqual(ending.faults, [("/comment_body", "too_long")])
        self.assertEqual(self.desk.requests(), [])


if __name__ == "__main__":
    desk.main()
