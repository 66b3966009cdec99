# SPDX-License-Identifier: Apache-2.0
"""Warnings, numbers to the last digit, and faults that are all found before anything is sent."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import ANA, DANA, ELI, FIELD

# Not exact as floating point numbers, and the largest there is.
EXACT = 9007199254740993
LARGEST = 9223372036854775807


class Warnings(desk.Case):
    def test_a_long_comment_is_cut(self):
        ending = self.create(comment_body="x" * 65537)
        self.assertEqual(ending.warnings, [("comment_cut", "/comment_body")])
        self.assertEqual(len(self.desk.comments(ending.ticket_id)[0]["body"]), 65536)

    def test_the_longest_comment_is_not_cut(self):
        self.assertEqual(self.create(comment_body="é" * 32768).warnings, [])

    def test_a_long_html_comment_is_cut(self):
        ending = self.succeed("create", {"comment_html_body": "<p>" + "x" * 65536})
        self.assertEqual(ending.warnings, [("comment_cut", "/comment_html_body")])

    def test_two_texts_may_be_too_long_together(self):
        ending = self.create(comment_body="x" * 40000, description="y" * 40000)
        expected = [("description_joined", "/description"), ("comment_cut", "/comment_body")]
        self.assertEqual(ending.warnings, expected)

    def test_the_requesters_id_counts(self):
        ending = self.create(requester_id=DANA, requester_email="eli@initech.example")
        self.assertEqual(ending.warnings, [("field_ignored", "/requester_email")])
        self.assertEqual(self.desk.ticket(ending.ticket_id)["requester_id"], DANA)

    def test_the_assignees_id_counts(self):
        ending = self.create(assignee_id=ANA, assignee_email="ben@acme.example")
        self.assertEqual(ending.warnings, [("field_ignored", "/assignee_email")])
        self.assertEqual(self.desk.ticket(ending.ticket_id)["assignee_id"], ANA)

    def warned(self, header):
        body = '{"ticket":{"id":77,"url":null,"status":"new"}}'
        headers = {"content-type": "application/json", "X-Zendesk-API-Warn": header}
        self.desk.fault("status", status=201, body=body, headers=headers, times=1)
        ending = self.create()
        self.assertEqual(ending.ticket_id, 77)
        return [(w["code"], w["message"]) for w in ending.document["warnings"]]

    def test_keys_that_zendesk_dropped(self):
        header = (
            '{:allowed_parameters=>{:controller=>"tickets", :action=>"create", '
            ':unpermitted_keys=>["ticket.colour", "ticket.size"], :invalid_values=>[]}}'
        )
        message = "Zendesk did not take these fields: ticket.colour, ticket.size."
        self.assertEqual(self.warned(header), [("zendesk_ignored_fields", message)])

    def test_keys_in_the_older_wording(self):
        header = 'Removed restricted keys ["colour"] from parameters according to whitelist'
        message = "Zendesk did not take these fields: colour."
        self.assertEqual(self.warned(header), [("zendesk_ignored_fields", message)])

    def test_a_header_that_says_something_else(self):
        self.assertEqual(self.warned("beware"), [("zendesk_warning", "Zendesk warns: beware")])

    def test_values_that_zendesk_dropped(self):
        header = '{:allowed_parameters=>{:unpermitted_keys=>[], :invalid_values=>["ticket.priority"]}}'
        message = "Zendesk did not take these fields: ticket.priority."
        self.assertEqual(self.warned(header), [("zendesk_ignored_fields", message)])


class Numbers(desk.Case):
    def test_ids_of_the_input_keep_every_digit(self):
        for number in (EXACT, LARGEST):
            for value in (number, str(number)):
                self.desk.forget()
                names = ["requester_id", "assignee_id", "group_id", "organization_id", "brand_id",
                         "ticket_form_id", "custom_status_id", "problem_id", "submitter_id"]  # fmt: skip
                self.desk.run("create", {"comment_body": "x", **dict.fromkeys(names, value)})
                ticket = self.sent_ticket()
                self.assertEqual({name: ticket[name] for name in names}, dict.fromkeys(names, number))

    def test_a_ticket_id_keeps_every_digit(self):
        for number in (EXACT, LARGEST):
            self.desk.forget()
            ending = self.fail_with(76, "update", {"ticket_id": str(number), "subject": "x"})
            self.assertEqual(ending.error["code"], "zendesk.not_found")
            self.assertEqual(self.sent()[0][:2], ("PUT", f"/api/v2/tickets/{number}"))

    def test_ids_of_custom_fields_and_people_keep_every_digit(self):
        number = 12345678901234567890
        fields = [{"id": FIELD["decimal"], "value": number}, {"id": str(FIELD["lookup"]), "value": ELI}]
        self.create(custom_fields=fields, followers=[str(LARGEST)], email_ccs=[str(EXACT)])
        ticket = self.sent_ticket()
        expected = [{"id": FIELD["decimal"], "value": number}, {"id": FIELD["lookup"], "value": str(ELI)}]
        self.assertEqual(ticket["custom_fields"], expected)
        self.assertEqual(ticket["followers"], [{"user_id": LARGEST, "action": "put"}])
        self.assertEqual(ticket["email_ccs"], [{"user_id": EXACT, "action": "put"}])

    def test_ids_of_the_answer_keep_every_digit(self):
        for number in (EXACT, LARGEST):
            body = '{"ticket":{"id":%d,"requester_id":%d,"status":"new"}}' % (number, number)
            self.desk.fault("status", status=201, body=body, times=1)
            ending = self.create()
            self.assertEqual((ending.ticket_id, ending.output["ticket"]["requester_id"]), (number,) * 2)
            self.assertTrue(ending.output["agent_url"].endswith(f"/agent/tickets/{number}"))

    def test_numbers_that_are_no_ids(self):
        wrong = {0: "too_small", -1: "too_small", 1.5: "wrong_type", "12a": "wrong_type",
                 9223372036854775808: "too_big", "9223372036854775808": "wrong_type",
                 True: "wrong_type", "0x10": "wrong_type", "1e3": "wrong_type"}  # fmt: skip
        for value, code in wrong.items():
            with self.subTest(value):
                ending = self.fail_with(65, "update", {"ticket_id": value})
                self.assertEqual(ending.faults, [("/ticket_id", code)])
        self.assertEqual(self.sent(), [])


class Faults(desk.Case):
    def test_all_are_told_at_once_and_nothing_is_sent(self):
        values = {
            "priority": "extreme", "status": "En attente", "requester_id": "me", "public": "maybe",
            "tags": "a, b", "assignee_email": "nobody", "due_at": "tomorrow", "colour": "red",
            "requester_name": "Nora", "followers": ["@", "7", "x@example.com", "07"],
            "comment_body": "a", "comment_html_body": "b", "subdomain": "other",
            "custom_fields": [{"id": 1, "value": {}}, {"id": 1, "value": ["a", 2]}, {"id": 2}],
        }  # fmt: skip
        expected = [
            ("/assignee_email", "bad_format"), ("/colour", "unknown_property"),
            ("/comment_html_body", "excluded"), ("/custom_fields/2/value", "required"),
            ("/due_at", "bad_format"), ("/followers/0", "bad_format"),
            ("/followers/3", "bad_format"), ("/priority", "not_allowed"), ("/public", "wrong_type"),
            ("/requester_id", "wrong_type"), ("/requester_name", "incomplete"),
            ("/status", "ambiguous"), ("/subdomain", "subdomain_mismatch"), ("/tags", "wrong_type"),
        ]  # fmt: skip
        ending = self.fail_with(65, "create", values)
        self.assertEqual(ending.error["code"], "invalid_input")
        self.assertEqual(sorted(ending.faults), expected)
        self.assertEqual(self.sent(), [])

    def test_values_of_custom_fields(self):
        fields = [
            {"id": 1, "value": {"a": 1}}, {"id": 2, "value": ["a", 2]},
            {"id": 3, "value": [123456789012345678901234567890]}, {"id": 1, "value": "again"},
            {"id": 4, "value": [None]}, {"id": 5, "value": []},
        ]  # fmt: skip
        ending = self.fail_with(65, "create", {"comment_body": "x", "custom_fields": fields})
        expected = [
            ("/custom_fields/0/value", "wrong_type"), ("/custom_fields/1/value", "wrong_type"),
            ("/custom_fields/2/value", "wrong_type"), ("/custom_fields/3/id", "not_unique"),
            ("/custom_fields/4/value", "wrong_type"),
        ]  # fmt: skip
        self.assertEqual(sorted(ending.faults), expected)

    def test_titles_and_remedies_help(self):
        ending = self.fail_with(65, "create", {"comment_body": "x", "priority": "extreme"})
        (fault,) = ending.error["fields"]
        self.assertEqual(fault["title"], "Priority")
        self.assertEqual(fault["allowed"], ["low", "normal", "high", "urgent"])

    def test_too_many_copies(self):
        people = [f"p{n}@example.com" for n in range(49)]
        ending = self.fail_with(65, "create", {"comment_body": "x", "email_ccs": people})
        self.assertEqual(ending.faults, [("/email_ccs", "too_many")])


if __name__ == "__main__":
    desk.main()
