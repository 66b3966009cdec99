# SPDX-License-Identifier: Apache-2.0
"""Credentials appear in no output and no log line, texts of the input in no log line, in whatever
spelling; the log is switched to its most talkative."""

import base64
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk

TRACE = ["--log-level", "trace"]
TEXTS = {
    "subject": "Canary-Subject-55e1", "comment_body": "Canary-Comment-0b7d",
    "description": "Canary-Description-9ac2", "requester_email": "canary.c4f3@example.com",
    "requester_name": "Canary Person-77aa", "external_id": "Canary-External-31c0",
    "tags": ["canary-tag-8d1e"], "metadata": {"canary-key-6f60": "Canary-Data-1d2c"},
    "custom_fields": [{"id": desk.FIELD["text"], "value": "Canary-Field-e4b9"}],
}  # fmt: skip


def words(value):
    """Every text that starts with the word canary, at whatever depth."""
    if isinstance(value, dict):
        return [word for pair in value.items() for part in pair for word in words(part)]
    if isinstance(value, list):
        return [word for item in value for word in words(item)]
    return [value] if isinstance(value, str) and value.lower().startswith("canary") else []


class Secrets(desk.Case):
    def assert_absent(self, secrets, text):
        for secret in secrets:
            for spelling in desk.spellings(secret):
                self.assertNotIn(spelling, text)

    def runs(self, connection):
        """Endings of every kind: well, refused, without an answer, and before anything was sent."""
        yield self.desk.run("create", TEXTS, connection, TRACE)
        for fault in ("cut_after_commit", "cut_body"):
            self.desk.fault(fault, times=1)
            yield self.desk.run("create", TEXTS, connection, TRACE)
        for status, body in ((401, '{"error":"invalid_token"}'), (422, "{}"), (500, "<html>"), (302, "")):
            self.desk.fault("status", status=status, body=body, times=1)
            yield self.desk.run("create", TEXTS, connection, TRACE)
        self.desk.fault("hang", times=1)
        yield self.desk.run("create", TEXTS, connection, [*TRACE, "--deadline", "300ms"])
        yield self.desk.run("create", {**TEXTS, "priority": "wrong"}, connection, TRACE)

    def test_the_search_finds_what_slips_out(self):
        for seen in ("Bearer hunter2hunter2", base64.b64encode(b"me@x/token:hunter2hunter2").decode(),
                     b"hunter2hunter2".hex(), "hunter2hunter2%2F"):  # fmt: skip
            with self.subTest(seen), self.assertRaises(AssertionError):
                self.assert_absent(["hunter2hunter2"], seen)
        self.assertEqual(len(words(TEXTS)), 10)

    def test_a_server_that_sends_the_credentials_back(self):
        """In every place of an error that is the server's, and as the name of a dropped field."""
        token = "echo-token-58c2e1"
        connection = self.desk.connection(access_token=token)
        bodies = (
            {"error": token, "description": f"Bearer {token}"},
            {"error": {"title": token, "message": token}},
            {"error": "RecordInvalid", "description": token,
             "details": {token: [{"description": f"no {token}", "error": token}]}},
            {"errors": [{"code": token, "title": token, "detail": token}]},
        )  # fmt: skip
        for status in (400, 401, 403, 404, 409, 413, 422, 429, 500, 503):
            for body in bodies:
                self.desk.fault(
                    "status", status=status, body=json.dumps(body), times=1,
                    headers={"X-Request-Id": token},
                )  # fmt: skip
                ending = self.desk.run("create", {"comment_body": "x"}, connection, TRACE)
                self.assertNotEqual(ending.code, 0)
                self.assert_absent([token], ending.out + ending.err)

    def test_a_server_that_sends_the_credentials_back_in_an_answer(self):
        """Also in one that is no answer of Zendesk's, whose request ID is told all the same."""
        token = "echo-token-58c2e1"
        connection = self.desk.connection(access_token=token)
        good = {"ticket": {"id": 7, "url": token, "status": token, "subject": f"Bearer {token}"}}
        for body, code in ((good, 0), ({"ticket": {"id": token}}, 80), ([token], 80)):
            self.desk.fault(
                "status", status=201, body=json.dumps(body), times=1,
                headers={"X-Request-Id": token, "X-Zendesk-API-Warn": token},
            )  # fmt: skip
            ending = self.desk.run("create", {"comment_body": "x"}, connection, TRACE)
            self.assertEqual(ending.code, code, str(ending))
            self.assert_absent([token], ending.out + ending.err)

    def test_the_log_is_not_empty(self):
        ending = self.desk.run("create", {"comment_body": "x"}, arguments=TRACE)
        self.assertIn("HTTP exchange", ending.err)
        self.assertIn("/api/v2/tickets", ending.err)

    def test_texts_of_the_input_are_not_in_the_log(self):
        for number, ending in enumerate(self.runs(self.desk.connection())):
            with self.subTest(number):
                self.assertEqual(ending.code == 0, number == 0, str(ending))
                self.assert_absent(words(TEXTS), ending.err)
                if number > 0:
                    # But for the handle by which a ticket that may exist can be found.
                    ending.error.pop("handles", None)
                    self.assert_absent(words(TEXTS), json.dumps(ending.document))

    def test_an_access_token(self):
        token = "canary-token-" + "q7" * 12
        for ending in self.runs(self.desk.connection(access_token=token)):
            self.assertNotEqual(ending.code, 0)
            self.assert_absent([token], ending.out + ending.err)

    def test_an_access_token_that_works(self):
        ending = self.desk.run("create", {"comment_body": "x"}, arguments=TRACE)
        self.assertEqual(ending.code, 0)
        self.assert_absent([desk.TOKEN], ending.out + ending.err)

    def test_an_api_token_and_its_header(self):
        email, token = "admin@acme.example", desk.API_TOKEN
        header = base64.b64encode(f"{email}/token:{token}".encode()).decode()
        connection = self.desk.connection("api_token", email=email, api_token=token)
        for ending in self.runs(connection):
            self.assert_absent([token, header], ending.out + ending.err)

    def test_a_password(self):
        password = "Canary-Pass/word+&é"
        connection = self.desk.connection("password", email="a@acme.example", password=password)
        for ending in self.runs(connection):
            self.assert_absent([password], ending.out + ending.err)

    def test_credentials_of_the_wrong_form(self):
        for credentials in ({"access_token": ["canary-token-list-99"]}, {"token": "canary-token-key-98"},
                            {"access_token": "canary-token\nline-97"},
                            {"access_token": "x", "canary-token-name-96": 1}):  # fmt: skip
            connection = {**self.desk.connection(), "credentials": credentials}
            ending = self.fail_with(78, "create", {"comment_body": "x"}, connection=connection, arguments=TRACE)
            values = [v for v in credentials.values() if isinstance(v, str)] + sum(
                (v for v in credentials.values() if isinstance(v, list)), [])
            self.assert_absent([v for v in values if len(v) > 1], ending.out + ending.err)

    def test_an_input_that_is_no_json_is_not_repeated(self):
        ending = self.fail_with(65, "create", '{"comment_body": "canary-broken-5150', arguments=TRACE)
        self.assert_absent(["canary-broken-5150"], ending.out + ending.err)

    def test_the_sandbox_keeps_no_credentials_either(self):
        self.create()
        self.assert_absent([desk.TOKEN], json.dumps(self.desk.requests()))


if __name__ == "__main__":
    desk.main()
