# SPDX-License-Identifier: Apache-2.0
"""The two profile tasks: every field of the original, found again in the sandbox over plain HTTP."""

import json
import sys
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import DANA, ELI

EXACT = 9007199254740993
PROFILES = "/api/v2/user_profiles"


class Case(desk.Case):
    kind = "profile"

    def setUp(self):
        super().setUp()
        # A person of each test's own.
        self.email = f"{self.id().rsplit('.', 1)[-1]}@example.com".lower()
        self.base = {"source": "Qualtrics", "type": "customer", "email": self.email}

    def address(self, email=None, source="Qualtrics", kind="customer"):
        key = urllib.parse.quote(f"{source}:{kind}:email:{email or self.email}", safe="")
        return f"{PROFILES}?identifier={key}"

    def profile(self, **key):
        return self.desk.call("GET", self.address(**key))["profile"]

    def make(self, **profile):
        """A profile that somebody else made."""
        identifiers = [{"type": "email", "value": self.email}, *profile.pop("identifiers", [])]
        body = {"identifiers": identifiers, "attributes": {}, **profile}
        made = self.desk.call("PUT", self.address(), {"profile": body})["profile"]
        self.desk.forget()
        return made["id"]

    def create(self, **values):
        return self.succeed("create", {**self.base, **values})

    def update(self, **values):
        return self.succeed("update", {**self.base, **values})

    def methods(self):
        return [request["method"] for request in self.desk.requests_of_the_plugin()]

    def values_of(self, profile, kind):
        return [i["value"] for i in profile["identifiers"] if i["type"] == kind]


class Create(Case):
    def test_subdomain(self):
        self.create(subdomain="https://acme.zendesk.com/agent")
        self.assertEqual(self.profile()["type"], "customer")
        ending = self.fail_with(65, "create", {**self.base, "subdomain": "other"})
        self.assertEqual(ending.faults, [("/subdomain", "subdomain_mismatch")])

    def test_source_and_type(self):
        self.create(source="Sales & force, 2é", type="visi/tor?x#y")
        profile = self.profile(source="Sales & force, 2é", kind="visi/tor?x#y")
        self.assertEqual((profile["source"], profile["type"]), ("Sales & force, 2é", "visi/tor?x#y"))

    def test_email_of_somebody_whom_zendesk_does_not_know(self):
        ending = self.create(email="New.Person+a:b@example.com")
        profile = self.profile(email="new.person+a:b@example.com")
        self.assertEqual(self.values_of(profile, "email"), ["new.person+a:b@example.com"])
        self.assertEqual(profile["name"], "new.person+a:b@example.com")
        self.assertEqual(self.desk.user(ending.output["user_id"])["email"], "new.person+a:b@example.com")

    def test_email_of_a_user(self):
        ending = self.create(email="dana@globex.example")
        self.assertEqual(ending.output["user_id"], DANA)
        profiles = self.desk.call("GET", f"/api/v2/users/{DANA}/profiles")["profiles"]
        self.assertIn(ending.output["id"], [profile["id"] for profile in profiles])

    def test_the_users_id_keeps_every_digit(self):
        self.assertEqual(self.create(email="eli@initech.example").output["user_id"], ELI)

    def test_name(self):
        self.create(name="Ada « é »")
        self.assertEqual(self.profile()["name"], "Ada « é »")

    def identifier(self, name, kind, value):
        ending = self.create(**{name: value})
        self.assertEqual(self.values_of(self.profile(), kind), [value])
        self.assertIn((kind, value), self.desk.identities(ending.output["user_id"]))

    def test_phone_number(self):
        self.identifier("phone_number", "phone_number", "+33123456789")

    def test_facebook(self):
        self.identifier("facebook", "facebook", "ada.lovelace")

    def test_twitter(self):
        self.identifier("twitter", "twitter", "adalovelace")

    def test_identifiers_that_zendesk_drops(self):
        kept = {"type": "phone_number", "value": "+49 30 901820"}
        profile = {"id": "01X", "user_id": "7", "name": "N", "attributes": {},
                   "identifiers": [{"type": "email", "value": self.email}, kept]}  # fmt: skip
        self.desk.fault(
            "status", path="/api/v2/user_profiles", status=200, body=json.dumps({"profile": profile}),
            headers={"content-type": "application/json"},
        )  # fmt: skip
        ending = self.create(phone_number="+4930901820", facebook="f", identifiers=[{"type": "loyalty", "value": "7"}])
        dropped = [place for code, place in ending.warnings if code == "not_as_asked"]
        self.assertEqual(dropped, ["/facebook", "/identifiers/0"])

    def test_further_identifiers(self):
        ending = self.create(identifiers=[
            {"type": "external_id", "value": "C-1"}, {"type": "email", "value": "Second@example.com"},
            {"type": "loyalty", "value": "99"},
        ])  # fmt: skip
        profile = self.profile()
        self.assertEqual(self.values_of(profile, "external_id"), ["C-1"])
        self.assertEqual(self.values_of(profile, "email"), [self.email, "second@example.com"])
        self.assertEqual(self.values_of(profile, "loyalty"), ["99"])
        self.assertEqual(self.desk.user(ending.output["user_id"])["external_id"], "C-1")

    def test_attributes(self):
        attributes = {"score": EXACT, "vip": True, "ratio": 1.5, "deep": {"a": [1, {"b": "c"}]}, "big": 2**63 - 1}
        ending = self.create(attributes=attributes)
        self.assertEqual(self.profile()["attributes"], attributes)
        self.assertEqual(ending.output["profile"]["attributes"], attributes)

    def test_an_empty_value_is_left_out_and_said_to_be(self):
        ending = self.create(attributes={"a": "", "b": 1})
        self.assertEqual(ending.warnings, [("field_ignored", "/attributes/a")])
        self.assertEqual(self.profile()["attributes"], {"b": 1})

    def test_output(self):
        ending = self.create(name="Out")
        profile = self.profile()
        expected = {"id": profile["id"], "user_id": int(profile["user_id"]), "created": True,
                    "profile": profile, "user": None}  # fmt: skip
        self.assertEqual(ending.done, expected)
        self.assertEqual(ending.warnings, [])
        self.assertEqual(self.methods(), ["PATCH", "PUT"])


class CreateOneThatExists(Case):
    def setUp(self):
        super().setUp()
        number = {"type": "phone_number", "value": f"+1 {self.email}"}
        self.made = self.make(name="Theirs", identifiers=[number], attributes={"theirs": 1, "both": 1})
        self.number = number["value"]

    def test_it_is_merged_into(self):
        ending = self.create(attributes={"both": 2, "ours": 3}, facebook=self.email)
        self.assertEqual((ending.output["id"], ending.output["created"]), (self.made, False))
        profile = self.profile()
        self.assertEqual(profile["attributes"], {"theirs": 1, "both": 2, "ours": 3})
        self.assertEqual(profile["name"], "Theirs")
        self.assertEqual(self.values_of(profile, "phone_number"), [self.number])
        self.assertEqual(self.values_of(profile, "facebook"), [self.email])
        self.assertEqual(self.methods(), ["PATCH"])

    def test_merging_in_so_many_words(self):
        self.create(if_exists="merge", name="Ours")
        self.assertEqual((self.profile()["name"], self.profile()["attributes"]["theirs"]), ("Ours", 1))

    def test_null_removes_an_attribute(self):
        self.create(attributes={"both": None})
        self.assertEqual(self.profile()["attributes"], {"theirs": 1})

    def test_it_is_replaced(self):
        ending = self.create(if_exists="replace", attributes={"ours": 3})
        self.assertEqual((ending.output["id"], ending.output["created"]), (self.made, False))
        profile = self.profile()
        self.assertEqual(profile["attributes"], {"ours": 3})
        self.assertEqual(profile["name"], self.email)
        self.assertEqual(self.values_of(profile, "phone_number"), [])
        self.assertEqual(ending.warnings, [])
        self.assertEqual(self.methods(), ["PUT"])

    def test_it_is_left_alone(self):
        before = self.profile()
        ending = self.fail_with(76, "create", {**self.base, "if_exists": "fail", "name": "Ours"})
        self.assertEqual(ending.document["status"], "conflict")
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.profile_exists", "never"))
        self.assertEqual(ending.faults, [("/email", "not_unique")])
        self.assertEqual(self.profile(), before)
        self.assertEqual(self.methods(), ["GET"])

    def test_none_that_could_be_in_the_way(self):
        ending = self.create(if_exists="fail", type="another")
        self.assertIs(ending.output["created"], True)
        self.assertEqual(self.methods(), ["GET", "PUT"])

    def test_somebody_else_makes_it_in_between(self):
        missing = '{"errors":[{"code":"ClientError","title":"profile not found"}]}'
        for if_exists, method in (("merge", "PATCH"), ("fail", "GET")):
            with self.subTest(if_exists):
                self.desk.fault("status", method=method, status=404, body=missing, times=1)
                ending = self.create(if_exists=if_exists, attributes={"ours": 1})
                self.assertEqual(ending.warnings, [("profile_replaced", None)])
                self.assertIs(ending.output["created"], False)
                self.assertEqual(self.profile()["attributes"], {"ours": 1})


class Update(Case):
    def test_every_field(self):
        self.make(name="Old", attributes={"theirs": 1, "both": 1, "gone": 1})
        ending = self.update(
            subdomain="acme", name="New", phone_number="+33111111111", facebook="ada.update",
            twitter="adaupdate", identifiers=[{"type": "loyalty", "value": "77"}],
            attributes={"both": EXACT, "gone": None},
        )  # fmt: skip
        profile = self.profile()
        self.assertEqual(profile["name"], "New")
        self.assertEqual(profile["attributes"], {"theirs": 1, "both": EXACT})
        for kind, value in (("phone_number", "+33111111111"), ("facebook", "ada.update"),
                            ("twitter", "adaupdate"), ("loyalty", "77")):  # fmt: skip
            self.assertEqual(self.values_of(profile, kind), [value])
        self.assertEqual((ending.output["profile"], ending.output["created"]), (profile, False))
        self.assertEqual(self.methods(), ["PATCH"])

    def test_source_type_and_email_name_the_profile(self):
        self.make()
        self.update(email=self.email.upper(), name="Found")
        self.assertEqual(self.profile()["name"], "Found")
        for other in ({"source": "Salesforce"}, {"type": "visitor"}, {"email": "other@example.com"}):
            with self.subTest(**other):
                ending = self.fail_with(76, "update", {**self.base, **other, "name": "x"})
                self.assertEqual(ending.error["code"], "zendesk.profile_not_found")
        self.assertEqual(self.profile()["name"], "Found")

    def test_one_that_is_missing_is_not_made(self):
        commits = self.desk.commits()
        ending = self.fail_with(76, "update", {**self.base, "name": "x"})
        self.assertEqual(ending.document["status"], "not_found")
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.profile_not_found", "never"))
        self.assertEqual(ending.faults, [("/email", "not_found")])
        self.assertEqual(self.methods(), ["PATCH"])
        self.assertEqual(self.desk.commits(), commits)

    def test_null_clears_the_name(self):
        self.make(name="Old")
        self.update(name=None)
        self.assertEqual(self.profile()["name"], self.email)  # Zendesk derives one

    def test_what_cannot_be_null(self):
        names = ["subdomain", "source", "type", "email", "phone_number", "facebook", "twitter",
                 "identifiers", "attributes", "if_unavailable"]  # fmt: skip
        ending = self.fail_with(65, "update", dict.fromkeys(names))
        self.assertEqual(sorted(ending.faults), sorted((f"/{name}", "wrong_type") for name in names))

    def test_subdomain(self):
        ending = self.fail_with(65, "update", {**self.base, "subdomain": "other"})
        self.assertEqual(ending.faults, [("/subdomain", "subdomain_mismatch")])
        self.assertEqual(self.desk.requests(), [])


class Refusals(Case):
    def test_faults_are_all_told_at_once(self):
        values = {"source": "zendesk", "type": "a:b", "email": "nobody", "if_exists": "perhaps",
                  "if_unavailable": "maybe", "attributes": 5, "colour": "red", "subdomain": "other",
                  "identifiers": [{"type": "x"}]}  # fmt: skip
        expected = [
            ("/attributes", "wrong_type"), ("/colour", "unknown_property"), ("/email", "bad_format"),
            ("/identifiers/0/value", "required"), ("/if_exists", "not_allowed"),
            ("/if_unavailable", "not_allowed"), ("/source", "not_allowed"),
            ("/subdomain", "subdomain_mismatch"), ("/type", "bad_format"),
        ]  # fmt: skip
        ending = self.fail_with(65, "create", values)
        self.assertEqual(sorted(ending.faults), expected)
        allowed = {f["pointer"]: f.get("allowed") for f in ending.error["fields"]}
        self.assertEqual(allowed["/if_exists"], ["merge", "replace", "fail"])
        self.assertEqual(allowed["/if_unavailable"], ["fail", "user"])
        self.assertEqual(self.desk.requests(), [])

    def test_what_the_profiles_service_refuses(self):
        ending = self.fail_with(76, "create", {**self.base, "identifiers": [
            {"type": "email", "value": "dana@globex.example"}, {"type": "email", "value": "eli@initech.example"},
        ]})  # fmt: skip
        self.assertEqual(ending.error["code"], "zendesk.invalid_request")
        (fault,) = ending.error["fields"]
        self.assertEqual((fault["pointer"], fault["code"]), ("/identifiers", "ambiguous"))
        self.assertEqual(fault["said"], "identifiers belong to more than one user")

    def test_blanks_are_no_source(self):
        ending = self.fail_with(65, "create", {**self.base, "source": " ", "type": "\u00a0"})
        self.assertEqual(sorted(ending.faults), [("/source", "required"), ("/type", "required")])

    def test_an_identifier_of_somebody_else(self):
        self.create(phone_number="+41 1")
        other = {**self.base, "email": "other-" + self.email, "phone_number": "+41 1"}
        for lang in ("C.UTF-8", "fr_FR.UTF-8"):
            ending = self.fail_with(76, "create", other, lang=lang)
            self.assertEqual(ending.faults, [("/phone_number", "not_unique")])
            self.assertTrue(ending.error["fields"][0]["remedy"])

    def test_a_person_with_as_many_profiles_as_can_be(self):
        for n in range(20):
            self.create(source=f"s{n}")
        ending = self.fail_with(76, "create", {**self.base, "source": "one more"})
        (fault,) = ending.error["fields"]
        self.assertEqual((fault["pointer"], fault["code"]), ("", "too_many"))
        self.assertIn("20", fault["message"])

    def test_a_403_of_the_profiles_service_is_no_lack_of_profiles(self):
        body = '{"errors":[{"code":"ClientError","title":"too many profiles"}]}'
        self.desk.fault("status", method="PATCH", status=403, body=body, times=1)
        ending = self.fail_with(77, "create", {**self.base, "if_unavailable": "user"})
        self.assertEqual(ending.error["code"], "zendesk.permission_denied")
        self.assertEqual(ending.error["said"], "too many profiles")


class Outages(Case):
    def test_a_write_may_be_repeated(self):
        for task, method, more in (
            ("create", "PATCH", {}), ("create", "PUT", {}), ("create", "PUT", {"if_exists": "replace"}),
            ("update", "PATCH", {}),
        ):  # fmt: skip
            with self.subTest(task, method=method, **more):
                self.desk.forget()
                values = {**self.base, "type": f"{task}{method}{len(more)}", **more}
                self.desk.fault("cut_before_commit", method=method, times=0)
                ending = self.fail_with(69, task, values)
                self.assertEqual(
                    (ending.error["code"], ending.error["retry"]), ("transport.no_answer", "if_idempotent")
                )
                self.desk.call("DELETE", "/sandbox/faults")
                self.succeed("create", values)

    def test_one_that_must_not_exist_cannot_be_repeated_blindly(self):
        self.desk.fault("cut_after_commit", method="PUT", times=1)
        values = {**self.base, "if_exists": "fail"}
        ending = self.fail_with(80, "create", values)
        self.assertEqual(ending.error["retry"], "unknown_outcome")
        self.assertEqual(self.fail_with(76, "create", values).error["code"], "zendesk.profile_exists")

    def test_a_look_that_fails_has_done_nothing(self):
        self.desk.fault("status", method="GET", status=500, times=1)
        ending = self.fail_with(69, "create", {**self.base, "if_exists": "fail"})
        self.assertEqual(ending.error["retry"], "safe")
        self.assertEqual(self.methods(), ["GET"])

    def test_limits(self):
        self.desk.fault("status", status=429, headers={"Retry-After": "9"}, times=1)
        ending = self.fail_with(75, "update", self.base)
        self.assertEqual((ending.error["retry"], ending.error["retry_after_ms"]), ("safe", 9000))

    def test_an_answer_without_the_profile(self):
        for body in ("<html>", "{}", '{"profile":{}}', '{"profile":{"id":[5]}}'):
            with self.subTest(body):
                self.desk.fault("status", status=200, body=body, times=1)
                ending = self.fail_with(69, "update", self.base)
                self.assertEqual(
                    (ending.error["code"], ending.error["retry"]), ("zendesk.bad_reply", "if_idempotent")
                )

    def test_a_profile_without_a_user(self):
        body = json.dumps({"profile": {"id": "01JD", "user_id": None}})
        self.desk.fault("status", status=200, body=body, times=1)
        self.assertIsNone(self.update().output["user_id"])


if __name__ == "__main__":
    desk.main()
