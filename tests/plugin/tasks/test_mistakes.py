# SPDX-License-Identifier: Apache-2.0
"""Mistakes that people make, and what they are told: which field, what is wrong, what would do, what to do.

The field is called as the form or the account shows it, and no sentence of a server's stands in for ours.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import ANA, BILLING, CLOSED_TICKET, FAY, FIELD, OTHER_FORM, SUPPORT

HELP = {"comment_body": "Help me."}
FAX_NUMBER = 360004000000451


def field(value, **which):
    return {**HELP, "custom_fields": [{**which, "value": value}]}


def by_id(title, name):
    """What a field is called that the input gives by its ID."""
    return f"{title} ({FIELD[name]})"


# Task, input, then of the first fault: pointer, code, the field's title, and one of the allowed values where they can be listed.
TICKETS = [
    ("create", {**HELP, "group": "Suport"}, "/group", "unknown_name", "Group", "Support"),
    ("create", {**HELP, "group": "Support", "group_id": SUPPORT}, "/group", "excluded", "Group", None),
    ("create", {**HELP, "brand": "Acme Clasic"}, "/brand", "unknown_name", "Brand", "Acme"),
    ("create", {**HELP, "brand": "Acme Classic"}, "/brand", "switched_off", "Brand", None),
    ("create", {**HELP, "ticket_form": "Return"}, "/ticket_form", "unknown_name", "Ticket form", "Returns"),
    ("create", {**HELP, "custom_status": "Waitin"}, "/custom_status", "unknown_name", "Custom status", "Waiting for parts"),
    ("create", {**HELP, "custom_status": "Waiting for parts", "status": "open"}, "/custom_status", "excluded",
     "Custom status", None),
    ("create", {**HELP, "assignee": "Anna Agent"}, "/assignee", "unknown_name", "Assignee", "Ana Agent"),
    ("create", {**HELP, "assignee": "Sam Agent"}, "/assignee", "ambiguous_name", "Assignee", "Sam Agent"),
    ("create", {**HELP, "assignee": "dana@globex.example"}, "/assignee", "unknown_name", "Assignee", None),
    ("create", {**HELP, "assignee": "Ana Agent", "group": "Billing"}, "/assignee", "not_in_group", "Assignee",
     "Cleo Agent"),
    ("create", {**HELP, "assignee_id": ANA, "group_id": BILLING}, "/assignee_id", "not_in_group", "Assignee ID", None),
    ("create", {**HELP, "requester": "nobody@acme.example"}, "/requester", "unknown_name", "Requester", None),
    ("create", {**HELP, "requester": "Fay Suspended"}, "/requester", "suspended", "Requester", None),
    ("create", {**HELP, "requester_id": FAY}, "/requester_id", "suspended", "Requester ID", None),
    ("create", {**HELP, "requester_id": 424242}, "/requester_id", "not_allowed", "Requester ID", None),
    ("create", {**HELP, "requester_name": "Dana"}, "/requester_name", "incomplete", "Requester name", None),
    ("create", {**HELP, "requester_email": "dana"}, "/requester_email", "bad_format", "Requester e-mail", None),
    ("create", {**HELP, "submitter": "Nobody"}, "/submitter", "unknown_name", "Submitter", None),
    ("create", {**HELP, "organization": "Globe"}, "/organization", "unknown_name", "Organization", "Globex"),
    ("create", {**HELP, "organization_id": 1}, "/organization_id", "not_allowed", "Organization ID", None),
    ("create", field("x", field="Order numbr"), "/custom_fields/0/field", "unknown_name", "Custom fields", "Order number"),
    ("create", field("x", id=424242), "/custom_fields/0/id", "unknown_name", "Custom fields", None),
    ("create", field("1", field="Fax number"), "/custom_fields/0/field", "switched_off", "Custom fields", None),
    ("create", field("many", field="Order number"), "/custom_fields/0/value", "wrong_type", "Order number", None),
    ("create", field("1,5", field="Refund amount"), "/custom_fields/0/value", "wrong_type", "Refund amount", None),
    ("create", field("24.12.2026", field="Purchased on"), "/custom_fields/0/value", "wrong_type", "Purchased on", None),
    ("create", field("2026-02-30", field="Purchased on"), "/custom_fields/0/value", "wrong_type", "Purchased on", None),
    ("create", field("1", id=FAX_NUMBER), "/custom_fields/0/id", "switched_off", "Custom fields", None),
    ("create", field("perhaps", id=FIELD["checkbox"]), "/custom_fields/0/value", "wrong_type",
     by_id("Under warranty", "checkbox"), None),
    ("create", field("ink", id=FIELD["tagger"]), "/custom_fields/0/value", "not_allowed", by_id("Product", "tagger"),
     "Scanner"),
    ("create", field(["noise", "smell"], id=FIELD["multiselect"]), "/custom_fields/0/value/1", "not_allowed",
     by_id("Symptoms", "multiselect"), "Smoke"),
    ("create", field("abc", id=FIELD["regexp"]), "/custom_fields/0/value", "not_allowed",
     by_id("Licence key", "regexp"), None),
    ("create", field("abc", field="Card used"), "/custom_fields/0/value", "wrong_type", "Card used", None),
    ("create", field(["a"], field="Shipping address"), "/custom_fields/0/value", "wrong_type", "Shipping address", None),
    ("create", {**HELP, "custom_fields": [{"field": "Order number", "value": 1}, {"id": FIELD["integer"], "value": 2}]},
     "/custom_fields/1/id", "not_unique", "Order number", None),
    ("create", {**HELP, "custom_fields": [{"value": 1}]}, "/custom_fields/0", "incomplete", "Custom fields", None),
    ("create", {**HELP, "priority": "most"}, "/priority", "not_allowed", "Priority", "urgent"),
    ("create", {**HELP, "status": "done"}, "/status", "not_allowed", "Status", "solved"),
    ("create", {**HELP, "due_at": "tomorrow"}, "/due_at", "bad_format", "Due at", None),
    ("create", {**HELP, "email_ccs": ["dana"]}, "/email_ccs/0", "bad_format", "Copies (CC)", None),
    ("create", {**HELP, "comment_html_body": "<p>x</p>"}, "/comment_html_body", "excluded", "HTML comment", None),
    ("create", {**HELP, "prioritty": "low"}, "/prioritty", "unknown_property", None, "priority"),
    ("create", {**HELP, "match_on": "external_id"}, "/external_id", "required", "External ID", None),
    ("create", {**HELP, "status": "solved"}, "/assignee_id", "required_on_solve", "Assignee ID", None),
    ("create", {**HELP, "status": "solved", "assignee_id": ANA, "ticket_form_id": OTHER_FORM}, "/custom_fields",
     "required_on_solve", "Order number", None),
    ("create", {"comment_body": "   "}, "/comment_body", "required", "Comment body", None),
    ("create", {**HELP, "attachments": [{"blob": "nothing"}]}, "/attachments/0/blob", "unknown_blob", None, None),
    ("update", {"ticket_id": 4040404, "subject": "x"}, "/ticket_id", "not_found", "Ticket ID", None),
    ("update", {"ticket_id": CLOSED_TICKET, "status": "open"}, "/status", "closed", "Status", None),
    ("update", {"ticket_id": 1, "tags": ["a"], "additional_tags": ["b"]}, "/additional_tags", "excluded",
     "Tags to add", None),
    ("update", {"ticket_id": 1, "additional_tags": ["a"], "remove_tags": ["A"]}, "/remove_tags/0", "excluded",
     "Tags to remove", None),
    ("update", {"ticket_id": 1, "public": True}, "/public", "incomplete", "Public", None),
    ("update", {"ticket_id": CLOSED_TICKET, "if_closed": "follow_up", "subject": "x"}, "/comment_body", "required",
     "Comment body", None),
]  # fmt: skip
RECORDS = [
    ("create", {"object_type": "Aset", "name": "x"}, "/object_type", "unknown_name", "Object type", "Asset"),
    ("create", {"object_type": "asset", "name": "x", "attributes": {"Serial": 1}}, "/attributes/Serial", "unknown_name",
     "Attributes", "Serial number"),
    ("create", {"object_type": "asset", "name": "x", "attributes": {"Category": "Laptp"}}, "/attributes/Category",
     "not_allowed", "Category", "Laptop"),
    ("create", {"object_type": "asset", "name": "x"}, "/attributes/category", "required", "Category", None),
    ("update", {"object_type": "asset", "external_id": "nobody's", "name": "x"}, "/external_id", "not_found",
     "External ID", None),
]  # fmt: skip
PROFILE = {"source": "s", "type": "t", "email": "dana@globex.example"}
PROFILES = [
    ("create", {**PROFILE, "email": "dana"}, "/email", "bad_format", "E-mail", None),
    ("update", {**PROFILE, "email": "nobody@acme.example"}, "/email", "not_found", "E-mail", None),
]

# How servers speak.
SERVERS = re.compile(r"RecordInvalid|RecordNotFound|BlankValue|InvalidValue|\bbase\b|[{}\[\]]|\b4\d\d\b|\bnull\b|Unprocessable")


class Case(desk.Case):
    def told(self, mistakes):
        for task, values, pointer, code, title, allowed in mistakes:
            with self.subTest(task=task, values=values):
                commits = self.desk.commits()
                ending = self.desk.run(task, values)
                self.assertNotEqual(ending.code, 0, ending)
                self.assertEqual(self.desk.commits(), commits)
                fault = ending.error["fields"][0]
                self.assertEqual((fault["pointer"], fault["code"]), (pointer, code), ending)
                self.assertIn(fault["message"], ending.error["message"] + fault["message"])
                if title:
                    self.assertIn(title, fault["title"])
                    self.assertIn(title, fault["message"])
                if allowed:
                    self.assertTrue(any(one.startswith(allowed) for one in fault["allowed"]), fault)
                self.assertTrue(fault.get("remedy") or fault.get("allowed") or ending.error.get("help"), ending)
                told = fault["message"].split("Zendesk says:")[0]
                self.assertIsNone(SERVERS.search(told), told)


class Tickets(Case):
    def test_tickets(self):
        self.told(TICKETS)

    def test_an_id_alone_tells_nobody_which_field_it_is(self):
        for values, told in (
            (field("1", id=FAX_NUMBER), f'"Fax number ({FAX_NUMBER})" is switched off'),
            ({**HELP, "custom_fields": [{"field": "Order number", "value": 1}, {"id": FIELD["integer"], "value": 2}]},
             by_id("Order number", "integer") + " stands there twice"),
            (field("perhaps", field=str(FIELD["checkbox"])), by_id("Under warranty", "checkbox") + " takes true or false"),
        ):  # fmt: skip
            with self.subTest(values=values):
                ending = self.fail_with(65, "create", values)
                self.assertIn(told, ending.error["message"])


class Records(Case):
    kind = "record"

    def test_records(self):
        self.told(RECORDS)


class Profiles(Case):
    kind = "profile"

    def test_profiles(self):
        self.told(PROFILES)


if __name__ == "__main__":
    desk.main()
