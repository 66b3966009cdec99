# SPDX-License-Identifier: Apache-2.0
"""Mistakes that people make, and what they are told: which field, what is wrong, what would do, what to do.

The field is called as the form or the account shows it, and no sentence of a server's stands in for ours.
"""

import json
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
    ("create", {**HELP, "organization_id": 1}, "/organization_id", "not_of_requester", "Organization ID", None),
    ("create", field("x", field="Order numbr"), "/custom_fields/0/field", "unknown_name", "Custom fields", "Order number"),
    ("create", field("x", field="subject"), "/custom_fields/0/field", "of_the_task", "Custom fields", None),
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
    ("create", field(7, id=FIELD["tagger"]), "/custom_fields/0/value", "wrong_type", by_id("Product", "tagger"), "Scanner"),
    ("create", field(["noise", "smell"], id=FIELD["multiselect"]), "/custom_fields/0/value/1", "not_allowed",
     by_id("Symptoms", "multiselect"), "Smoke"),
    ("create", field("abc", id=FIELD["regexp"]), "/custom_fields/0/value", "bad_format",
     by_id("Licence key", "regexp"), None),
    ("create", field("1", field="Account manager"), "/custom_fields/0/value", "not_found", "Account manager", None),
    ("create", field("abc", field="Card used"), "/custom_fields/0/value", "wrong_type", "Card used", None),
    ("create", field(["a"], field="Shipping address"), "/custom_fields/0/value", "wrong_type", "Shipping address", None),
    ("create", {**HELP, "custom_fields": [{"field": "Order number", "value": 1}, {"id": FIELD["integer"], "value": 2}]},
     "/custom_fields/1/id", "not_unique", "Order number", None),
    ("create", {**HELP, "custom_fields": [{"value": 1}]}, "/custom_fields/0", "incomplete", "Custom fields", None),
    ("create", {**HELP, "priority": "most"}, "/priority", "not_allowed", "Priority", "urgent"),
    ("create", {**HELP, "status": "done"}, "/status", "not_allowed", "Status", "solved"),
    ("create", {**HELP, "tags": ["a", ""]}, "/tags/1", "too_short", "Tags", None),
    ("create", {**HELP, "custom_fields": [{"field": "Order number"}]}, "/custom_fields/0/value", "required", "Value", None),
    ("create", {**HELP, "due_at": "tomorrow"}, "/due_at", "bad_format", "Due at", None),
    ("create", {**HELP, "email_ccs": ["dana@"]}, "/email_ccs/0", "bad_format", "Copies (CC)", None),
    ("create", {**HELP, "email_ccs": ["ana@acme.example", "Dana Custmer"]}, "/email_ccs/1", "unknown_name", "Copies (CC)",
     "Dana Customer"),
    ("create", {**HELP, "followers": [ANA, "Sam Agent"]}, "/followers/1", "ambiguous_name", "Followers", "Sam Agent"),
    ("create", {**HELP, "followers": ["Dana Customer"]}, "/followers/0", "unknown_name", "Followers", None),
    ("create", {**HELP, "comment_html_body": "<p>x</p>"}, "/comment_html_body", "excluded", "HTML comment", None),
    ("create", {**HELP, "prioritty": "low"}, "/prioritty", "unknown_property", None, "priority"),
    ("create", {**HELP, "match_on": "external_id"}, "/external_id", "required", "External ID", None),
    ("create", {**HELP, "status": "solved"}, "/assignee", "required_on_solve", "Assignee", None),
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
    ("create", {"object_type": "asset", "name": "x", "attributes": {"Name": "y", "Category": "Laptop"}}, "/attributes/Name",
     "of_the_task", "Attributes", None),
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

# Zendesk's sentence, its code, then the pointer, Zendesk's name of the field, its title, our code, and some of our words.
TICKET_REPLIES = [
    ("Subject: is too long (maximum is 255 characters)", "ValueTooLong", "/subject", "subject", "Subject", "too_long",
     "255 characters", "shorter"),
    ("External ID: X has already been taken", "DuplicateValue", "/external_id", "external_id", "External ID", "not_unique"),
    ("Group: is invalid", "InvalidValue", "/group_id", "group", "Group ID", "not_allowed", "Give the ID of one"),
    ("Priority: is not included in the list", None, "/priority", "priority", "Priority", "not_allowed", "options"),
    ("Requester: Email:  a@b is not properly formatted", "InvalidFormat", "/requester_email", "requester",
     "Requester e-mail", "bad_format", "ada@example.com"),
    ("Subject: cannot be blank", "BlankValue", "/subject", "base", "Subject", "required", "Fill it in."),
    ("Order number: is not a number", None, "/custom_fields/0/value", "base", "Order number", "wrong_type", "such as 12"),
    ("Refund amount: is not a decimal number", None, "/custom_fields/1/value", "base", "Refund amount", "wrong_type", "12.50"),
]  # fmt: skip
RECORD_REPLIES = [
    ("Name: x is already in use", "DuplicateValue", "/name", "name", "Name", "not_unique"),
    ("Name: is generated and can't be set", "InvalidValue", "/name", "name", "Name", "generated", "Leave it out"),
    ("Price: is not a number", None, "/attributes/Price", "price", "Price", "wrong_type", "such as 12"),
    ("Asset tag: is not the right format", None, "/attributes/asset_tag", "asset_tag", "Asset tag", "bad_format"),
    ("Asset tag: is too long", "ValueTooLong", "/attributes/asset_tag", "asset_tag", "Asset tag", "too_long"),
    ("Owner: is not a known record", None, "/attributes/owner", "owner", "Owner", "not_found", "ID of something"),
    ("Category: can't be blank", "BlankValue", "/attributes/category", "category", "Category", "required"),
]  # fmt: skip
USER_REPLIES = [
    ("Email:  dana@x is not properly formatted", "InvalidFormat", "/email", "email", "E-mail", "bad_format", "ada@example.com"),
    ("Value: dana@globex.example is already being used by another user", "DuplicateValue", "/email", "value", "E-mail",
     "not_unique"),
    ("Name: is too short (minimum is 1 characters)", "ValueTooShort", "/name", "name", "Name", "too_short", "1 characters or more"),
    ("Phone: is not a valid phone number", "InvalidValue", "/phone_number", "phone", "Phone number", "not_allowed"),
]  # fmt: skip
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
                self.ours(ending)

    def ours(self, ending):
        """No word of the server's stands in a message of ours; all of them stand beside it."""
        for place in [ending.error, *ending.error["fields"]]:
            told = re.sub(r"\^\[A-Z\]\S*", "", place["message"])  # a pattern, which an administrator has written
            self.assertIsNone(SERVERS.search(told), place)
            for one in ending.error["fields"]:
                if one.get("said"):
                    self.assertNotIn(one["said"], place["message"] + place.get("remedy", ""))

    def replied(self, task, values, path, method, replies):
        """What people are told of each reply to the write, in English and in French."""
        for sentence, code, pointer, name, title, fault_code, *remedy in replies:
            for lang in ("C.UTF-8", "fr_FR.UTF-8"):
                with self.subTest(sentence=sentence, lang=lang):
                    entry = {"description": sentence, **({"error": code} if code else {})}
                    body = {"error": "RecordInvalid", "description": "Record validation errors", "details": {name: [entry]}}
                    self.desk.fault("status", method=method, path=path, status=422, body=json.dumps(body), times=1)
                    ending = self.desk.run(task, values, lang=lang)
                    (fault,) = ending.error["fields"]
                    self.assertEqual((fault["pointer"], fault["code"], fault["said"]), (pointer, fault_code, sentence))
                    self.ours(ending)
                    if lang.startswith("C"):
                        self.assertEqual(fault["title"], title)
                        self.assertTrue(fault["message"].startswith(title), fault)
                        for part in remedy:
                            self.assertIn(part, fault["message"] + " " + fault["remedy"])


class Tickets(Case):
    def test_tickets(self):
        self.told(TICKETS)

    def test_it_is_told_which_field_it_is(self):
        for values, told in (
            ({**HELP, "tags": [360]}, "Tags, entry 1 must be a text, not a number. Give a text."),
            ({**HELP, "group_id": 1.5}, "Group ID must be a whole number, not a number with a fraction."),
            ({**HELP, "tags": ["a", ""]}, "Tags, entry 2 is empty."),
            ({**HELP, "custom_fields": [{"field": "Order number"}]},
             "Custom fields, entry 1 (Order number): Value is required. Fill it in."),
            ({"comment_body": "<b></b> <!-- c -->"}, "Comment body: there is nothing but blanks in it"),
            ({"comment_html_body": "<p><script>x</script></p>"}, "there is nothing but blanks in it"),
            (field({"a": 1}, field="Order number"), "Custom fields, entry 1 (Order number): the value must be a text, "),
            ({**HELP, "custom_fields": [{"field": "Order number", "vlaue": 1, "value": 1}]},
             'Custom fields, entry 1 (Order number): There is no field "vlaue".'),
            ({**HELP, "custom_fields": {"Order number": 1}},
             "Custom fields must be a list, not an object. Give a list, each entry an object with these values: "),
            ({**HELP, "requester_email": "dana"}, "Requester e-mail is not an e-mail address."),
            ({**HELP, "status": "Waiting for parts"}, 'A status of your account\'s own goes into "Custom status".'),
            (field("1", id=FAX_NUMBER), f'"Fax number ({FAX_NUMBER})" is switched off'),
            ({**HELP, "custom_fields": [{"field": "Order number", "value": 1}, {"id": FIELD["integer"], "value": 2}]},
             by_id("Order number", "integer") + " stands there twice"),
            (field("perhaps", field=str(FIELD["checkbox"])), by_id("Under warranty", "checkbox") + " takes true or false"),
        ):  # fmt: skip
            with self.subTest(values=values):
                ending = self.fail_with(65, "create", values)
                self.assertIn(told, ending.error["message"])


    def test_what_is_foreseen_is_said_by_nobody(self):
        ending = self.fail_with(76, "update", {"ticket_id": CLOSED_TICKET, "status": "open"}, arguments=("--dry-run",))
        self.assertEqual(ending.faults, [("/status", "closed")])
        self.assertNotIn("said", ending.error["fields"][0])

    def test_replies(self):
        values = {
            **HELP, "subject": "s", "external_id": "X", "group_id": SUPPORT, "priority": "low", "requester_email": "a@b.example",
            "custom_fields": [{"field": "Order number", "value": 1}, {"field": "Refund amount", "value": 1}],
        }  # fmt: skip
        self.replied("create", values, "/api/v2/tickets", "POST", TICKET_REPLIES)


class Records(Case):
    kind = "record"

    def test_records(self):
        self.told(RECORDS)

    def test_replies(self):
        attributes = {"Price": 1, "asset_tag": "AB-1234", "owner": str(desk.DANA)}
        values = {"object_type": "asset", "name": "x", "attributes": attributes}
        self.replied("create", values, "/api/v2/custom_objects/asset/records", "POST", RECORD_REPLIES)


class Profiles(Case):
    kind = "profile"

    def test_profiles(self):
        self.told(PROFILES)

    def test_replies(self):
        values = {**PROFILE, "name": "Dana", "phone_number": "1", "if_unavailable": "user"}
        self.desk.fault("not_in_plan", feature="profiles", times=0)
        self.replied("create", values, "/api/v2/users/create_or_update", "POST", USER_REPLIES)

    def test_a_sentence_alone(self):
        body = {"errors": [{"code": "ClientError", "title": "Name is too long (maximum is 99 characters)"}]}
        self.desk.fault("status", method="PATCH", status=400, body=json.dumps(body), times=1)
        ending = self.fail_with(76, "create", {**PROFILE, "name": "Dana"})
        (fault,) = ending.error["fields"]
        self.assertEqual((fault["pointer"], fault["code"], fault["title"]), ("/name", "too_long", "Name"))
        self.assertIn("Zendesk takes 99 characters", fault["message"])
        self.ours(ending)


if __name__ == "__main__":
    desk.main()
