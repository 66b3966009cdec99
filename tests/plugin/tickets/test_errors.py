# SPDX-License-Identifier: Apache-2.0
"""What Zendesk refuses and what goes wrong on the way: code, pointer, retry class, exit code."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import ANA, CLOSED_TICKET, FAY, FIELD


class Case(desk.Case):
    def refused(self, exit_code, error_code, retry, task="create", **values):
        """A run that fails in this way, and whose write is sent once."""
        self.desk.call("DELETE", "/sandbox/requests")
        commits = self.desk.commits()
        values = {"comment_body": "x", **values}
        if task == "update":
            values.setdefault("ticket_id", 1)
        ending = self.fail_with(exit_code, task, values)
        self.assertEqual((ending.error["code"], ending.error["retry"]), (error_code, retry))
        writes = [request for request in self.desk.requests() if request["method"] != "GET"]
        self.assertEqual(len(writes), 1)
        self.assertEqual(self.desk.commits(), commits)
        return ending

    def answer(self, status, body="", headers=None):
        headers = headers or {"content-type": "application/json"}
        self.desk.fault("status", status=status, body=body, headers=headers, times=1)


class Credentials(Case):
    def sign_in(self, kind, error_code, **credentials):
        connection = self.desk.connection(kind, **credentials)
        ending = self.fail_with(77, "create", {"comment_body": "x"}, connection=connection)
        self.assertEqual((ending.error["code"], ending.error["retry"]), (error_code, "never"))
        self.assertEqual(ending.error["http_status"], 401)

    def test_an_expired_token(self):
        self.sign_in(
            "oauth_access_token", "zendesk.token_expired", access_token="sandbox-expired-token"
        )

    def test_a_wrong_api_token(self):
        self.sign_in(
            "api_token", "zendesk.unauthenticated", email="admin@acme.example", api_token="wrong"
        )

    def test_a_password(self):
        self.sign_in(
            "password", "zendesk.unauthenticated", email="admin@acme.example", password="secret"
        )

    def test_a_right_api_token(self):
        connection = self.desk.connection(
            "api_token", email="ana@acme.example", api_token=desk.API_TOKEN
        )
        ending = self.succeed("create", {"comment_body": "x"}, connection=connection)
        self.assertEqual(self.desk.ticket(ending.ticket_id)["submitter_id"], ANA)

    def test_credentials_that_no_header_can_carry(self):
        for token in ("two\nlines", "tab\tbed", "nul\x00"):
            connection = self.desk.connection(access_token=token)
            ending = self.fail_with(78, "create", {"comment_body": "x"}, connection=connection)
            self.assertEqual(ending.error["code"], "connection_invalid")
            self.assertEqual([p for p, _ in ending.faults], ["/credentials/access_token"])
        self.assertEqual(self.desk.requests(), [])


class Refusals(Case):
    def test_403_of_the_role(self):
        connection = self.desk.connection(
            "api_token", email="dana@globex.example", api_token=desk.API_TOKEN
        )
        ending = self.fail_with(77, "create", {"comment_body": "x"}, connection=connection)
        self.assertEqual(ending.error["code"], "zendesk.permission_denied")
        self.assertIn("You do not have access to this page", ending.error["said"])
        self.assertNotIn("You do not have", ending.error["message"])

    def test_403_of_the_scope(self):
        text = "Missing the following required scopes: write"
        self.answer(403, json.dumps({"error": "Forbidden", "description": text}))
        ending = self.refused(77, "zendesk.missing_scope", "never")
        self.assertEqual(ending.error["said"], text)
        self.assertTrue(ending.error["message"].endswith("it lacks the scope write."), ending.error)

    def test_404_of_a_ticket(self):
        ending = self.refused(76, "zendesk.not_found", "never", "update", ticket_id=4040404)
        self.assertEqual(ending.error["http_status"], 404)
        self.assertRegex(ending.error["request_id"], "^[0-9a-f]{32}$")
        self.assertEqual(ending.faults, [("/ticket_id", "not_found")])
        self.assertEqual(ending.error["fields"][0]["title"], "Ticket ID")
        values = {"ticket_id": 4040404, "additional_tags": ["new"]}
        ending = self.fail_with(76, "update", values)
        self.assertEqual(ending.faults, [("/ticket_id", "not_found")])

    def test_what_zendesk_says_of_no_field(self):
        said = "The price is an odd one."
        for status, body in (
            (422, {"error": "RecordInvalid", "description": said}),
            (422, {"error": {"title": "Invalid", "message": said}}),
            (422, {"errors": [{"code": "ClientError", "title": said}]}),
            (409, {"error": "Conflict", "description": said}),
            (400, {"error": "Bad", "description": said}), (410, {"error": "Gone", "description": said}),
        ):  # fmt: skip
            with self.subTest(status=status, body=body):
                self.answer(status, json.dumps(body))
                ending = self.fail_with(76, "create", {"comment_body": "x"})
                self.assertEqual(ending.error["said"], said)
                self.assertNotIn(said, ending.error["message"])
                self.assertTrue(ending.error["message"].endswith("among the details of this error."), ending.error)

    def test_408_is_no_refusal(self):
        self.answer(408)
        self.refused(80, "zendesk.server_error", "unknown_outcome")

    def test_a_comment_of_blanks(self):
        for values in ({"comment_body": "  "}, {"comment_html_body": "<p>&nbsp;<br/></p>"}, {"description": "\u00a0"}):
            with self.subTest(values=values):
                ending = self.fail_with(65, "create", values)
                self.assertEqual([code for _, code in ending.faults], ["required"])
                self.assertEqual(self.sent(), [])
        self.succeed("create", {"comment_html_body": '<p><img src="https://acme.example/a.png"></p>'})

    def test_404_of_a_feature(self):
        self.answer(404, '{"error":"InvalidEndpoint","description":"Not found"}')
        self.refused(76, "zendesk.feature_unavailable", "never")

    def test_404_of_an_account(self):
        self.answer(404, '{"error":{"title":"No help desk at acme.zendesk.com","message":"..."}}')
        self.refused(76, "zendesk.account_not_found", "never")

    def test_409(self):
        self.answer(409, '{"error":"Conflict","description":"Requester creation collision"}')
        ending = self.refused(76, "zendesk.conflict", "safe")
        self.assertEqual(ending.document["status"], "conflict")

    def test_400(self):
        self.answer(400, '{"error":"ParameterMissing","description":"Parameter ticket is required"}')
        ending = self.refused(76, "zendesk.invalid_request", "never")
        self.assertEqual(ending.error["said"], "Parameter ticket is required")
        self.assertEqual(ending.error["fields"], [])

    def test_what_a_sentence_is_about_is_no_sentence(self):
        """Of replies without details: the pointer and the title, which is an attribute or a title alone."""
        for sentence, pointer, title in (
            ("You passed an invalid value for the id attribute. Invalid parameter: id must be an integer from ticket/create",
             "", "id"),
            ("You passed an invalid value for the group_id attribute. must be an integer", "/group_id", "Group ID"),
            ("Invalid parameter: group_id must be an integer", "/group_id", "Group ID"),
            ("Validation failed: Subject has already been taken", "/subject", "Subject"),
            ("Parameter ticket is required", "", "ticket"),
        ):  # fmt: skip
            with self.subTest(sentence):
                self.answer(400, json.dumps({"error": {"title": "Invalid attribute", "message": sentence}}))
                ending = self.refused(76, "zendesk.invalid_request", "never", group_id=desk.SUPPORT, subject="s")
                (fault,) = ending.error["fields"]
                self.assertEqual((fault["pointer"], fault.get("title")), (pointer, title))
                self.assertNotIn("You passed", ending.error["message"])
                self.assertEqual(fault["said"], sentence)

    def test_a_field_that_is_not_properly_formatted(self):
        values = {"custom_fields": [{"field": "Purchased on", "value": "2026-01-01"}]}
        entry = {"description": "Purchased on: is not properly formatted", "error": "InvalidFormat",
                 "ticket_field_id": FIELD["date"]}  # fmt: skip
        for more, code, words in (({"ticket_field_type": "FieldDate"}, "wrong_type", "takes a date"),
                                  ({}, "bad_format", "is not written as Zendesk needs it")):  # fmt: skip
            self.answer(422, json.dumps({"error": "RecordInvalid", "details": {"base": [{**entry, **more}]}}))
            ending = self.fail_with(76, "create", {"comment_body": "x", **values})
            self.assertEqual(ending.faults, [("/custom_fields/0/value", code)])
            self.assertIn(words, ending.error["fields"][0]["message"])

    def test_an_assignee_who_is_no_member(self):
        entry = {"description": "Assignee: is not a member of the group", "error": "InvalidValue"}
        self.answer(422, json.dumps({"error": "RecordInvalid", "details": {"assignee": [entry]}}))
        ending = self.fail_with(76, "create", {"comment_body": "x", "assignee": "Ana Agent", "group": "Support"})
        self.assertEqual(ending.faults, [("/assignee", "not_in_group")])

    def test_413_and_415(self):
        for status in (413, 415, 418):
            self.answer(status, "too much", {"content-type": "text/plain"})
            self.refused(76, "zendesk.invalid_request", "never")

    def test_422_of_a_closed_ticket(self):
        ending = self.refused(
            76, "zendesk.ticket_closed", "never", "update", ticket_id=CLOSED_TICKET, status="open"
        )
        self.assertEqual(ending.faults, [("/status", "closed")])
        self.assertEqual(ending.error["http_status"], 422)

    def test_422_of_a_closed_ticket_whose_tags_change(self):
        values = {"ticket_id": CLOSED_TICKET, "additional_tags": ["x"]}
        ending = self.fail_with(76, "update", values)
        self.assertEqual(ending.error["code"], "zendesk.ticket_closed")

    def test_422_of_a_field_that_solving_needs(self):
        fields = [{"id": FIELD["text"], "value": "x"}, {"id": FIELD["integer"], "value": None}]
        ending = self.refused(
            76, "zendesk.required_on_solve", "never", "update", status="solved", assignee_id=ANA,
            ticket_form_id=desk.OTHER_FORM, custom_fields=fields,
        )  # fmt: skip
        self.assertEqual(ending.faults, [("/custom_fields/1/value", "required_on_solve")])
        self.assertIn("Order number ({}): has to be filled in before the ticket can be solved.".format(FIELD["integer"]), ending.error["message"])

    def test_422_of_a_field_that_solving_needs_and_nobody_gave(self):
        ending = self.refused(
            76, "zendesk.required_on_solve", "never", status="solved", assignee_id=ANA,
            ticket_form_id=desk.OTHER_FORM,
        )  # fmt: skip
        self.assertEqual(ending.faults, [("/custom_fields", "required_on_solve")])
        self.assertEqual(ending.error["fields"][0]["title"], f"Order number ({FIELD['integer']})")

    def test_422_of_the_assignee_that_solving_needs(self):
        ending = self.refused(76, "zendesk.required_on_solve", "never", status="solved")
        self.assertEqual(ending.faults, [("/assignee", "required_on_solve")])
        self.assertEqual(ending.error["fields"][0]["title"], "Assignee")

    def test_422_of_a_suspended_requester(self):
        ending = self.refused(76, "zendesk.requester_suspended", "never", requester_id=FAY)
        self.assertEqual(ending.faults, [("/requester_id", "suspended")])

    def test_422_points_to_the_field_that_was_given(self):
        unknown = 424242
        for name, value in {
            "requester_id": unknown, "requester_email": "nobody@example.com",
            "assignee_id": unknown, "assignee_email": "nobody@example.com", "group_id": unknown,
            "organization_id": unknown, "brand_id": unknown, "ticket_form_id": unknown,
            "custom_status_id": unknown, "submitter_id": unknown,
        }.items():  # fmt: skip
            with self.subTest(name):
                ending = self.refused(76, "zendesk.validation_failed", "never", **{name: value})
                # Somebody whom Zendesk does not know needs a name.
                wanted = "requester_name" if name == "requester_email" else name
                self.assertEqual([pointer for pointer, _ in ending.faults], [f"/{wanted}"])
        ending = self.refused(
            76, "zendesk.validation_failed", "never", type="incident", problem_id=1
        )
        self.assertEqual([pointer for pointer, _ in ending.faults], ["/problem_id"])

    def test_422_points_to_the_custom_field(self):
        fields = [{"id": FIELD["lookup"], "value": "5"}]  # what only Zendesk can see
        ending = self.refused(76, "zendesk.validation_failed", "never", custom_fields=fields)
        self.assertEqual(ending.faults, [("/custom_fields/0/value", "not_found")])

    def test_422_tells_the_pattern(self):
        entry = {"description": "Licence key: does not have the right format", "ticket_field_id": FIELD["regexp"]}
        self.answer(422, json.dumps({"error": "RecordInvalid", "details": {"base": [entry]}}))
        fields = [{"id": FIELD["regexp"], "value": "ABCD-1234"}]
        ending = self.fail_with(76, "create", {"comment_body": "x", "custom_fields": fields})
        self.assertEqual(ending.faults, [("/custom_fields/0/value", "bad_format")])
        self.assertEqual(
            ending.error["fields"][0]["remedy"], "Write a value that fits the field's pattern: ^[A-Z]{4}-[0-9]{4}$"
        )


class Limits(Case):
    def test_429_tells_when_to_come_back(self):
        self.answer(429, "Number of allowed API requests", {"Retry-After": "93"})
        ending = self.refused(75, "zendesk.rate_limited", "safe")
        self.assertEqual(ending.error["retry_after_ms"], 93000)

    def test_429_with_a_date(self):
        headers = {
            "Retry-After": "Sun, 22 Nov 2026 10:00:42 GMT", "Date": "Sun, 22 Nov 2026 10:00:00 GMT",
        }  # fmt: skip
        self.answer(429, "", headers)
        ending = self.refused(75, "zendesk.rate_limited", "safe")
        self.assertEqual(ending.error["retry_after_ms"], 42000)

    def test_429_without_a_time(self):
        self.answer(429, '{"errors":[{"code":"TooManyRequests","title":"Too many requests"}]}')
        ending = self.refused(75, "zendesk.rate_limited", "safe")
        self.assertNotIn("retry_after_ms", ending.error)

    def test_429_of_the_account(self):
        self.desk.fault("rate_limit", limit=1)
        self.desk.run("create", {"comment_body": "x"})
        ending = self.fail_with(75, "create", {"comment_body": "x"})
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.rate_limited", "safe"))
        self.assertIn(ending.error["retry_after_ms"], range(1000, 61000, 1000))


class Outages(Case):
    """For a write, every answer that does not say what happened ends with exit code 80."""

    def test_500(self):
        self.answer(500, '{"status":500,"error":"Internal Server Error"}')
        self.refused(80, "zendesk.server_error", "unknown_outcome")

    def test_502_with_a_page(self):
        self.answer(502, "<html><h1>502 Bad Gateway</h1></html>", {"content-type": "text/html"})
        self.refused(80, "zendesk.server_error", "unknown_outcome")

    def test_504(self):
        self.answer(504)
        self.refused(80, "zendesk.server_error", "unknown_outcome")

    def test_503(self):
        self.answer(503, "<html>We are <b>down</b> for maintenance</html>", {"content-type": "text/html"})
        ending = self.refused(80, "zendesk.unavailable", "unknown_outcome")
        self.assertEqual(ending.error["said"].strip(), "We are down for maintenance")
        self.assertNotIn("maintenance", ending.error["message"])

    def test_503_with_a_time_to_come_back(self):
        self.answer(503, "", {"Retry-After": "7"})
        self.refused(80, "zendesk.unavailable", "unknown_outcome")

    def test_before_the_write_nothing_was_done(self):
        values = {"ticket_id": 1, "additional_tags": ["x"]}
        for status, headers, exit_code in ((500, {}, 69), (503, {}, 69), (503, {"Retry-After": "7"}, 75)):
            with self.subTest(status, headers=headers):
                self.desk.fault("status", method="GET", status=status, headers=headers, times=1)
                ending = self.fail_with(exit_code, "update", values)
                self.assertEqual(ending.error["retry"], "safe")
        self.desk.fault("cut_before_commit", method="GET", path="/api/v2/tickets/1", times=0)
        self.assertEqual(self.fail_with(69, "update", values).error["retry"], "safe")
        self.desk.call("DELETE", "/sandbox/faults")
        self.desk.fault("status", method="GET", status=200, body="<html>", times=1)
        self.assertEqual(self.fail_with(69, "update", values).error["code"], "zendesk.bad_reply")
        self.assertEqual([r for r in self.desk.requests() if r["method"] != "GET"], [])

    def test_a_look_up_that_fails_names_the_field_and_that_nothing_was_written(self):
        for status, body in ((500, "{}"), (503, ""), (200, "<html>")):
            with self.subTest(status):
                self.desk.fault("status", method="GET", path="/api/v2/groups", status=status, body=body, times=1)
                ending = self.fail_with(69, "create", {"comment_body": "x", "group": "Support"})
                self.assertEqual((ending.faults, ending.error["retry"]), ([("/group", "not_looked_up")], "safe"))
                self.assertIn("the groups", ending.error["fields"][0]["message"])
                self.assertIn("Nothing was written", ending.error["message"])
        self.assertEqual([r for r in self.desk.requests() if r["method"] != "GET"], [])

    def test_an_update_of_which_the_history_shows_nothing(self):
        self.desk.fault("status", method="PUT", path="/api/v2/tickets/1", status=200, body="<html>", times=1)
        ending = self.desk.run("update", {"ticket_id": 1, "comment_body": "x"},
                               connection=self.desk.connection(settings={"max_attempts": 1}))  # fmt: skip
        self.assertEqual(ending.error["retry"], "safe", str(ending))
        self.assertIn("history shows that it was not done", ending.error["message"])
        self.assertNotIn("may have been done", ending.error["message"])

    def test_an_answer_about_another_ticket(self):
        body = json.dumps({"ticket": {**self.desk.ticket(1), "id": 2}})
        for method, more in (("PUT", {"subject": "x"}), ("GET", {"additional_tags": ["x"]})):
            self.desk.fault("status", method=method, path="/api/v2/tickets/1", status=200, body=body, times=1)
            ending = self.desk.run("update", {"ticket_id": 1, **more})
            self.assertEqual(ending.error["code"], "zendesk.bad_reply", str(ending))

    def test_an_answer_that_is_none(self):
        page = "<html>Please sign in</html>"
        bodies = [page, "", "{", '{"ticket":{"id":5', "[]", '{"ticket":[{"id":5}]}', '{"ticket":{}}',
                  '{"ticket":{"id":"five"}}', '{"ticket":{"id":1e3}}', '{"id":5}', "null",
                  '{"ticket":{"id":99999999999999999999}}', '{"ticket":{"id":5}} trailing',
                  '{"ticket":{"id":5,"x":' + "[" * 100 + "]" * 100 + "}}",
                  '{"ticket":{"id":5,"status":"\\udc00"}}']  # fmt: skip
        for body in bodies:
            with self.subTest(body[:40]):
                self.answer(200, body)
                self.refused(80, "zendesk.bad_reply", "unknown_outcome")

    def test_a_cut_body(self):
        self.desk.fault("cut_body", method="POST", times=1)
        commits = self.desk.commits()
        ending = self.fail_with(80, "create", {"comment_body": "x"})
        self.assertEqual(ending.error["code"], "transport.no_answer")
        self.assertEqual(self.desk.commits(), commits + 1)

    def test_a_connection_that_ends(self):
        for fault, stored in (("cut_after_commit", 1), ("cut_before_commit", 0)):
            with self.subTest(fault):
                self.desk.forget()
                commits = self.desk.commits()
                self.desk.fault(fault, method="POST", times=0)
                ending = self.fail_with(80, "create", {"comment_body": "x"})
                self.assertEqual(ending.error["code"], "transport.no_answer")
                self.assertEqual(ending.error["retry"], "unknown_outcome")
                self.assertEqual(self.desk.commits(), commits + stored)
                self.assertEqual(len(self.desk.requests()), 1)

    def test_a_slow_answer_is_awaited(self):
        self.desk.fault("drip", method="POST", ms=1, times=1)
        self.create(subject="Drop by drop")

    def test_texts_of_errors_are_always_text(self):
        odd = '{"error":"RecordInvalid","details":{"\\udc00":[{"description":"a\\udc00b\\u0000c"}]}}'
        self.answer(422, odd)
        ending = self.refused(76, "zendesk.validation_failed", "never")
        self.assertEqual(ending.error["fields"][0]["said"], "a b c")
        self.assertNotIn("plugin-bug", ending.err)


class Answers(Case):
    def test_an_answer_that_no_host_can_take_for_json(self):
        """The ticket is there all the same, and so is its id."""
        body = '{"ticket":{"id":4711,"status":"new","subject":"a","subject":"b"}}'
        self.answer(201, body)
        ending = self.create()
        self.assertEqual((ending.output["id"], ending.output["status"]), (4711, "new"))
        self.assertIsNone(ending.output["ticket"])
        self.assertEqual(ending.warnings, [("zendesk_answer_left_out", None)])

    def test_an_answer_beyond_the_limit_of_hosts(self):
        body = '{"ticket":{"id":4712,"description":"' + "x" * (9 << 20) + '"}}'
        self.answer(201, body)
        ending = self.create()
        self.assertEqual(ending.output["id"], 4712)
        self.assertIsNone(ending.output["ticket"])

if __name__ == "__main__":
    desk.main()
