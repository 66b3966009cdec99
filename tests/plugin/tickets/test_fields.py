# SPDX-License-Identifier: Apache-2.0
"""Every field of the two ticket tasks: run the task, then read the effect back from Zendesk."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import ADMIN, ANA, BEN, BILLING, DANA, ELI, FIELD, GLOBEX, SUPPORT


class Fields:
    """What both tasks have in common; `write` runs one of them and gives the ticket's id."""

    def written(self, **values):
        return self.desk.ticket(self.write(**values))

    def comment(self, **values):
        return self.desk.comments(self.write(**values))[-1]

    def custom_field(self, kind, value):
        """What Zendesk keeps of the value in the custom field of this kind."""
        ticket = self.written(custom_fields=[{"id": FIELD[kind], "value": value}])
        return {field["id"]: field["value"] for field in ticket["custom_fields"]}[FIELD[kind]]

    def test_subdomain(self):
        self.assertEqual(self.written(subdomain="acme", subject="Here")["subject"], "Here")

    def test_subdomain_as_a_pasted_address(self):
        address = "https://acme.zendesk.com/agent/tickets/1"
        self.assertEqual(self.written(subdomain=address, subject="Here")["subject"], "Here")

    def test_comment_body(self):
        self.assertEqual(self.comment(comment_body="Grüße,\nJosé 🖨")["body"], "Grüße,\nJosé 🖨")

    def test_comment_html_body(self):
        comment = self.comment(comment_body=None, comment_html_body="<p>Ring <b>me</b> up</p>")
        self.assertIn("<p>Ring <b>me</b> up</p>", comment["html_body"])
        self.assertEqual(comment["plain_body"], "Ring me up")

    def test_requester_id(self):
        self.assertEqual(self.written(requester_id=ELI)["requester_id"], ELI)

    def test_requester_id_as_text(self):
        self.assertEqual(self.written(requester_id=str(ELI))["requester_id"], ELI)

    def test_requester_email(self):
        self.assertEqual(
            self.written(requester_email="dana@globex.example")["requester_id"], DANA
        )

    def test_requester_name(self):
        email = f"new.{type(self).__name__.lower()}@example.com"
        ticket = self.written(requester_email=email, requester_name="Nora New")
        user = self.desk.user(ticket["requester_id"])
        self.assertEqual((user["name"], user["email"]), ("Nora New", email))

    def test_public_true(self):
        self.assertIs(self.comment(public=True)["public"], True)

    def test_public_false(self):
        self.assertIs(self.comment(public=False)["public"], False)

    def test_public_as_words(self):
        for word, expected in {"True": True, "False": False, "oui": True, "non": False}.items():
            with self.subTest(word):
                self.assertIs(self.comment(public=word)["public"], expected)

    def test_public_when_not_said(self):
        self.assertIs(self.comment()["public"], self.public_by_default)

    def test_tags_as_a_quoted_list(self):
        self.assertEqual(self.written(tags='"Salesforce", "360"')["tags"], ["360", "salesforce"])

    def test_tags_as_a_french_quoted_list(self):
        self.assertEqual(self.written(tags="« Salesforce », “360”")["tags"], ["360", "salesforce"])

    def test_tags_as_a_list(self):
        self.assertEqual(self.written(tags=["b", "a"])["tags"], ["a", "b"])

    def test_assignee_email(self):
        self.assertEqual(self.written(assignee_email="ana@acme.example")["assignee_id"], ANA)

    def test_assignee_id(self):
        self.assertEqual(self.written(assignee_id=BEN)["assignee_id"], BEN)

    def test_priority_low(self):
        self.assert_choice("priority", "low", "Low", "Faible")

    def test_priority_normal(self):
        self.assert_choice("priority", "normal", "Normal", "Normale")

    def test_priority_high(self):
        self.assert_choice("priority", "high", "High", "Élevée")

    def test_priority_urgent(self):
        self.assert_choice("priority", "urgent", "Urgent", "Urgente")

    def test_status_new(self):
        self.assert_choice("status", "new", "New", "Nouveau")

    def test_status_open(self):
        self.assert_choice("status", "open", "Open", "Ouvert")

    def test_status_pending(self):
        self.assert_choice("status", "pending", "Pending", "En attente du demandeur")

    def test_status_on_hold(self):
        self.assert_choice("status", "hold", "On-hold", "En attente d’un tiers")

    def test_status_solved(self):
        self.assert_choice("status", "solved", "Solved", "Résolu", assignee_id=ANA)

    def test_status_closed(self):
        self.assert_choice("status", "closed", "Closed", "Clos", assignee_id=ANA)

    def test_status_that_is_ambiguous(self):
        values = self.values(status="En attente")
        self.desk.forget()
        ending = self.fail_with(65, self.task, values)
        self.assertEqual(ending.faults, [("/status", "ambiguous")])
        self.assertEqual(sorted(ending.error["fields"][0]["allowed"]), ["hold", "pending"])
        self.assertEqual(self.sent(), [])

    def assert_choice(self, name, value, *labels, **values):
        for text in (value, *labels, *(label.upper() for label in labels)):
            with self.subTest(text):
                self.assertEqual(self.written(**{name: text}, **values)[name], value)

    def test_subject(self):
        self.assertEqual(self.written(subject="Faible note 🙁")["subject"], "Faible note 🙁")

    def test_description(self):
        comment = self.comment(comment_body=None, description="Score 2 of 10")
        self.assertEqual(comment["body"], "Score 2 of 10")

    def test_description_stands_in_front_of_the_comment(self):
        ending = self.succeed(self.task, self.values(comment_body="And.", description="First <this>"))
        comment = self.desk.comments(ending.ticket_id)[-1]
        self.assertTrue(comment["body"].startswith("First"))
        self.assertTrue(comment["body"].endswith("\n\nAnd."))
        self.assertEqual(ending.warnings, [("description_joined", "/description")])

    def test_description_stands_in_front_of_the_html_comment(self):
        ending = self.succeed(
            self.task,
            self.values(comment_body=None, comment_html_body="<i>And.</i>", description="A < B & C"),
        )
        comment = self.desk.comments(ending.ticket_id)[-1]
        self.assertIn("<p>A &lt; B &amp; C</p><i>And.</i>", comment["html_body"])
        self.assertEqual(ending.warnings, [("description_joined", "/description")])

    def test_custom_field_text(self):
        self.assertEqual(self.custom_field("text", "SN-1 é"), "SN-1 é")

    def test_custom_field_textarea(self):
        self.assertEqual(self.custom_field("textarea", "1 Road\nTown"), "1 Road\nTown")

    def test_custom_field_checkbox(self):
        self.assertIs(self.custom_field("checkbox", True), True)
        self.assertIs(self.custom_field("checkbox", False), False)

    def test_custom_field_tagger(self):
        self.assertEqual(self.custom_field("tagger", "printer_ink"), "printer_ink")

    def test_custom_field_multiselect(self):
        chosen = ["symptom_noise", "symptom_smoke"]
        self.assertEqual(self.custom_field("multiselect", chosen), chosen)

    def test_custom_field_integer(self):
        self.assertEqual(int(self.custom_field("integer", 9007199254740993)), 9007199254740993)

    def test_custom_field_decimal(self):
        self.assertEqual(float(self.custom_field("decimal", 12.5)), 12.5)
        self.assertEqual(float(self.custom_field("decimal", "0.10")), 0.1)

    def test_custom_field_date(self):
        self.assertEqual(self.custom_field("date", "2026-12-24"), "2026-12-24")

    def test_custom_field_regexp(self):
        self.assertEqual(self.custom_field("regexp", "ABCD-1234"), "ABCD-1234")

    def test_custom_field_partialcreditcard(self):
        self.assertEqual(self.custom_field("partialcreditcard", "4111111111111111")[-4:], "1111")

    def test_custom_field_lookup(self):
        self.assertEqual(int(self.custom_field("lookup", str(ELI))), ELI)

    def test_custom_field_cleared(self):
        self.assertIsNone(self.custom_field("text", None))

    def test_custom_fields_whose_ids_are_text(self):
        ticket = self.written(custom_fields=[{"id": str(FIELD["text"]), "value": "as text"}])
        self.assertIn({"id": FIELD["text"], "value": "as text"}, ticket["custom_fields"])

    def test_custom_field_left_empty(self):
        fields = [{"id": FIELD["text"], "value": ""}, {"id": FIELD["date"], "value": "2026-01-02"}]
        ending = self.succeed(self.task, self.values(custom_fields=fields))
        self.assertEqual(ending.warnings, [("field_ignored", "/custom_fields/0/value")])
        kept = {f["id"]: f["value"] for f in self.desk.ticket(ending.ticket_id)["custom_fields"]}
        self.assertEqual(kept[FIELD["date"]], "2026-01-02")

    def test_group_id(self):
        self.assertEqual(self.written(group_id=BILLING)["group_id"], BILLING)

    def test_organization_id(self):
        ticket = self.written(requester_id=ELI, organization_id=GLOBEX)
        self.assertEqual(ticket["organization_id"], GLOBEX)

    def test_external_id(self):
        self.assertEqual(self.written(external_id="R_3fKq9")["external_id"], "R_3fKq9")

    def test_type(self):
        for kind, french in {"problem": "Problème", "incident": "Incident",
                             "question": "Question", "task": "Tâche"}.items():  # fmt: skip
            self.assert_choice("type", kind, french)

    def test_custom_status_id(self):
        ticket = self.written(custom_status_id=desk.WAITING_FOR_PARTS)
        self.assertEqual(ticket["custom_status_id"], desk.WAITING_FOR_PARTS)
        self.assertEqual(ticket["status"], "hold")

    def test_ticket_form_id(self):
        ticket = self.written(ticket_form_id=desk.OTHER_FORM)
        self.assertEqual(ticket["ticket_form_id"], desk.OTHER_FORM)

    def test_brand_id(self):
        self.assertEqual(self.written(brand_id=desk.OTHER_BRAND)["brand_id"], desk.OTHER_BRAND)

    def test_due_at(self):
        ticket = self.written(type="task", due_at="2026-12-24T12:00:00+01:00")
        self.assertEqual(ticket["due_at"], "2026-12-24T11:00:00Z")

    def test_problem_id(self):
        ticket = self.written(type="incident", problem_id=desk.PROBLEM_TICKET)
        self.assertEqual(ticket["problem_id"], desk.PROBLEM_TICKET)

    def test_email_ccs(self):
        ticket = self.written(email_ccs=["dana@globex.example", str(ELI)])
        self.assertEqual(sorted(ticket["email_cc_ids"]), sorted([DANA, ELI]))

    def test_followers(self):
        ticket = self.written(followers='"ana@acme.example", "%d"' % BEN)
        self.assertEqual(sorted(ticket["follower_ids"]), sorted([ANA, BEN]))

    def test_metadata(self):
        data = {"response_id": "R_3fKq9", "big": 9223372036854775807, "nested": {"a": [None]}}
        audits = self.desk.audits(self.write(subject="With data", metadata=data))
        custom = audits[-1]["metadata"]["custom"]
        custom.pop("zendesk_tasks_operation", None)  # of an update with a comment
        self.assertEqual(custom, data)

    def test_empty_text_means_not_given(self):
        empty = ["subject", "status", "priority", "type", "requester_id", "requester_email",
                 "assignee_email", "assignee_id", "tags", "public", "external_id", "due_at",
                 "subdomain", "group_id", "email_ccs", "metadata", "custom_fields"]  # fmt: skip
        values = self.values(**dict.fromkeys(empty, ""))
        self.desk.forget()
        self.succeed(self.task, values)
        self.assertLessEqual(set(self.sent_ticket()) - {"metadata"}, {"comment"})

    def test_the_output_is_the_ticket(self):
        ending = self.succeed(self.task, self.values(subject="Whole"))
        ticket = self.desk.ticket(ending.ticket_id)
        self.assertEqual(ending.output["ticket"], ticket)
        self.assertEqual(ending.output["status"], ticket["status"])
        self.assertEqual(ending.output["url"], ticket["url"])
        self.assertEqual(
            ending.output["agent_url"], f"{self.desk.url}/agent/tickets/{ticket['id']}"
        )


class Create(Fields, desk.Case):
    task, public_by_default = "create", True

    def values(self, **values):
        merged = {"comment_body": "Help me.", **values}
        return {name: value for name, value in merged.items() if value is not None}

    def write(self, **values):
        return self.succeed("create", self.values(**values)).ticket_id

    def test_submitter_id(self):
        ticket_id = self.write(submitter_id=DANA)
        self.assertEqual(self.desk.ticket(ticket_id)["submitter_id"], DANA)
        self.assertEqual(self.desk.comments(ticket_id)[0]["author_id"], DANA)

    def test_null_is_no_value(self):
        names = ["subject", "assignee_id", "group_id", "organization_id", "external_id", "type",
                 "priority", "custom_status_id", "due_at", "problem_id", "brand_id",
                 "ticket_form_id"]  # fmt: skip
        without = self.desk.ticket(self.write())
        self.desk.forget()
        values = {"comment_body": "Help me.", **dict.fromkeys(names)}
        ending = self.succeed("create", values)
        self.assertEqual(ending.warnings, [])
        self.assertEqual({name: self.sent_ticket()[name] for name in names}, dict.fromkeys(names))
        ticket = self.desk.ticket(ending.ticket_id)
        self.assertEqual({name: ticket[name] for name in names}, {name: without[name] for name in names})

    def test_text_is_required(self):
        ending = self.fail_with(65, "create", {"subject": "No text"})
        self.assertEqual(ending.faults, [("", "one_required")])
        self.assertEqual(self.sent(), [])

    def test_a_ticket_id_is_not_known(self):
        ending = self.fail_with(65, "create", {"comment_body": "x", "ticket_id": 1})
        self.assertEqual(ending.faults, [("/ticket_id", "unknown_property")])


class Update(Fields, desk.Case):
    task, public_by_default = "update", False

    def values(self, **values):
        ticket_id = self.desk.make_ticket(subject="Old", tags=["old"], group_id=SUPPORT)
        merged = {"ticket_id": ticket_id, "comment_body": "News.", **values}
        return {name: value for name, value in merged.items() if value is not None}

    def write(self, **values):
        values = self.values(**values)
        self.assertEqual(self.succeed("update", values).ticket_id, values["ticket_id"])
        return values["ticket_id"]

    def test_ticket_id(self):
        first, second = self.desk.make_ticket(), self.desk.make_ticket()
        self.update(first, subject="Only this")
        self.assertEqual(self.desk.ticket(first)["subject"], "Only this")
        self.assertIsNone(self.desk.ticket(second)["subject"])

    def test_ticket_id_as_text(self):
        ticket_id = self.desk.make_ticket()
        self.update(f" {ticket_id} ", subject="By text")
        self.assertEqual(self.desk.ticket(ticket_id)["subject"], "By text")

    def test_ticket_id_is_required(self):
        ending = self.fail_with(65, "update", {"subject": "Of what?"})
        self.assertEqual(ending.faults, [("/ticket_id", "required")])
        self.assertEqual(self.sent(), [])

    def test_what_is_not_given_stays(self):
        ticket_id = self.desk.make_ticket(
            subject="Old", priority="high", tags=["old"], assignee_id=ANA, requester_id=DANA
        )
        before = self.desk.ticket(ticket_id)
        self.update(ticket_id, comment_body="A note.")
        after = self.desk.ticket(ticket_id)
        self.assertEqual({**before, "updated_at": after["updated_at"]}, after)
        self.assertEqual(len(self.desk.comments(ticket_id)), 2)
        self.assertEqual(self.desk.comments(ticket_id)[-1]["author_id"], ADMIN)

    def test_a_description_alone_is_a_comment(self):
        ticket_id = self.desk.make_ticket()
        ending = self.update(ticket_id, description="More text")
        self.assertEqual(ending.warnings, [("description_is_comment", "/description")])
        self.assertEqual(self.desk.comments(ticket_id)[-1]["body"], "More text")
        self.assertEqual(self.desk.ticket(ticket_id)["description"], "First.")


if __name__ == "__main__":
    desk.main()
