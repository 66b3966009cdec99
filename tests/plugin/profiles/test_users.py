# SPDX-License-Identifier: Apache-2.0
"""Profiles where there are none: a clear error, or the same person as a Zendesk user."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import DANA


class Case(desk.Case):
    kind = "profile"

    def setUp(self):
        super().setUp()
        self.desk.fault("not_in_plan", feature="profiles", times=0)
        self.base = {"source": "Qualtrics", "type": "customer"}

    def write(self, task="create", **values):
        return self.succeed(task, {**self.base, "if_unavailable": "user", **values})

    def paths(self):
        return [(r["method"], r["path"]) for r in self.desk.requests_of_the_plugin()]


class NoProfiles(Case):
    def test_it_is_an_error_of_its_own(self):
        for task, more in (
            ("create", {}), ("create", {"if_exists": "replace"}), ("create", {"if_exists": "fail"}),
            ("create", {"if_unavailable": "fail"}), ("update", {}),
        ):  # fmt: skip
            with self.subTest(task, **more):
                values = {**self.base, "email": "a@example.com", **more}
                ending = self.fail_with(76, task, values)
                self.assertEqual(ending.error["code"], "zendesk.profiles_unavailable")
                self.assertEqual(ending.error["retry"], "never")
        self.assertNotIn("/api/v2/users/create_or_update", [path for _, path in self.paths()])

    def test_403_of_the_whole_service(self):
        self.desk.forget()
        for body in ('{"error":"Forbidden","description":"Not in your plan"}',
                     '{"error":{"title":"Forbidden","message":"Not in your plan"}}'):  # fmt: skip
            with self.subTest(body):
                self.desk.fault("status", method="PATCH", status=403, body=body, times=1)
                ending = self.fail_with(77, "create", {**self.base, "email": "a@example.com"})
                self.assertEqual(ending.error["code"], "zendesk.profiles_unavailable")

    def test_403_of_somebody_in_front_of_zendesk(self):
        """No reason to write a user."""
        self.desk.forget()
        values = {**self.base, "email": "a@example.com", "if_unavailable": "user"}
        for body in ("<html><body>Your IP address is blocked.</body></html>", ""):
            with self.subTest(body):
                self.desk.fault("status", method="PATCH", status=403, body=body, times=1)
                ending = self.fail_with(77, "create", values)
                self.assertEqual(ending.error["code"], "zendesk.permission_denied")
        self.assertNotIn("/api/v2/users/create_or_update", [path for _, path in self.paths()])

    def test_a_user_is_always_merged(self):
        """So nobody is written where something else is asked for."""
        before = self.desk.user(DANA)
        for if_exists in ("fail", "replace"):
            with self.subTest(if_exists):
                values = {"email": "dana@globex.example", "name": "New", "if_exists": if_exists}
                ending = self.fail_with(76, "create", {**self.base, **values, "if_unavailable": "user"})
                self.assertEqual(ending.error["code"], "zendesk.profiles_unavailable")
                self.assertIn("No user was written instead", ending.error["message"])
        self.assertEqual(self.desk.user(DANA), before)

    def test_403_of_the_scope_is_another_matter(self):
        self.desk.forget()
        body = '{"error":"Forbidden","description":"Missing the following required scopes: write"}'
        self.desk.fault("status", method="PATCH", status=403, body=body, times=1)
        values = {**self.base, "email": "a@example.com", "if_unavailable": "user"}
        self.assertEqual(self.fail_with(77, "create", values).error["code"], "zendesk.missing_scope")


class AUserInstead(Case):
    def test_who_exists_keeps_the_name(self):
        before = self.desk.user(DANA)
        ending = self.write(email="Dana@Globex.example", phone_number="+4989123")
        user = self.desk.user(DANA)
        self.assertEqual((user["name"], user["phone"]), (before["name"], "+4989123"))
        self.assertEqual(
            ending.done,
            {"id": None, "user_id": DANA, "created": False, "profile": None, "user": user},
        )
        self.assertEqual(ending.warnings, [("user_written", "/if_unavailable")])

    def test_a_new_one_with_every_field(self):
        ending = self.write(
            email="New@Example.com", name="Nora « é »", phone_number="+33123", facebook="nora.f",
            twitter="noratw", attributes={"a": 1},
            identifiers=[{"type": "external_id", "value": "C-9"}, {"type": "loyalty", "value": "1"},
                         {"type": "email", "value": "second@example.com"}],
        )  # fmt: skip
        self.assertIs(ending.output["created"], True)
        user = self.desk.user(ending.output["user_id"])
        found = [user[name] for name in ("email", "name", "phone", "external_id")]
        self.assertEqual(found, ["new@example.com", "Nora « é »", "+33123", "C-9"])
        expected = {("email", "new@example.com"), ("email", "second@example.com"),
                    ("phone_number", "+33123"), ("facebook", "nora.f"), ("twitter", "noratw")}  # fmt: skip
        self.assertEqual(self.desk.identities(user["id"]), expected)
        (warning,) = ending.document["warnings"]
        self.assertIn("the source, the type, the attributes, an identifier of type loyalty", warning["message"])

    def test_a_new_one_without_a_name_is_named_like_a_profile(self):
        ending = self.write(email="nameless@example.com")
        self.assertEqual(self.desk.user(ending.output["user_id"])["name"], "nameless@example.com")
        posts = [path for method, path in self.paths() if method == "POST"]
        self.assertEqual(posts, ["/api/v2/users/create_or_update"] * 2)

    def test_update_too(self):
        ending = self.write("update", email="dana@globex.example", name="Dana Updated")
        self.assertEqual(self.desk.user(DANA)["name"], "Dana Updated")
        self.assertIs(ending.output["created"], False)

    def test_where_there_are_profiles_there_is_no_user_instead(self):
        self.desk.forget()
        ending = self.write(email="with.profile@example.com")
        self.assertIsNotNone(ending.output["profile"])
        self.assertEqual(ending.warnings, [])
        values = {**self.base, "email": "none@example.com", "if_unavailable": "user"}
        self.assertEqual(self.fail_with(76, "update", values).error["code"], "zendesk.profile_not_found")

    def test_what_zendesk_refuses(self):
        values = {**self.base, "email": "new2@example.com", "name": "N", "if_unavailable": "user",
                  "identifiers": [{"type": "email", "value": "dana@globex.example"}]}  # fmt: skip
        ending = self.fail_with(76, "create", values)
        self.assertEqual(ending.error["code"], "zendesk.validation_failed")

    def test_it_may_be_repeated(self):
        self.desk.fault("status", method="POST", path="/api/v2/users/*", status=500, times=1)
        values = {**self.base, "email": "dana@globex.example", "if_unavailable": "user"}
        self.assertEqual(self.fail_with(69, "create", values).error["retry"], "if_idempotent")


if __name__ == "__main__":
    desk.main()
