# SPDX-License-Identifier: Apache-2.0
"""What a dry run of a profile shows and refuses is what a run sends and is refused."""

import json
import random
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import DANA

DRY = ("--dry-run",)
ANSWER_ALONE = ("http_status", "request_id", "attempts", "api_calls", "waited_ms", "said")


class Case(desk.Case):
    kind = "profile"

    def setUp(self):
        super().setUp()
        # A person of each test's own.
        self.email = f"{self.id().rsplit('.', 1)[-1]}@example.com".lower()
        self.base = {"source": "shop", "type": "customer", "email": self.email}

    def dry(self, task, **values):
        before = self.desk.commits()
        self.desk.call("DELETE", "/sandbox/requests")
        ending = self.desk.run(task, values, arguments=DRY)
        self.assertEqual({request["method"] for request in self.desk.requests_of_the_plugin()} - {"GET"}, set())
        self.assertEqual(self.desk.commits(), before)
        return ending

    def changes(self, task="update", **values):
        ending = self.dry(task, **{**self.base, **values})
        self.assertEqual(ending.code, 0, str(ending))
        return {
            change["field"]: (change.get("label"), change["from"], change["to"])
            for change in ending.output.get("changes", [])
        }

    def both(self, task="create", **values):
        """Runs it dry and then in earnest, and gives the ending of both when they agree."""
        dry = self.dry(task, **values)
        self.desk.call("DELETE", "/sandbox/requests")
        real = self.desk.run(task, values)
        self.assertEqual(dry.code, real.code, f"{dry}\n{real}")
        if real.code != 0:
            self.assertEqual(self.told(dry.error), self.told(real.error))
            return real
        wrote = [r for r in self.desk.requests_of_the_plugin() if r["method"] != "GET" and r["status"] < 300]
        self.assertEqual(
            [(r["method"], r["path"], r["body"]) for r in dry.output["requests"]],
            [(r["method"], r["target"], json.loads(r["body"])) for r in wrote],
        )
        self.assertEqual(dry.warnings, [(code, place) for code, place in real.warnings if code != "not_as_asked"])
        return real

    def told(self, error):
        fields = [{key: text for key, text in field.items() if key != "said"} for field in error.get("fields", [])]
        return {**{key: value for key, value in error.items() if key not in ANSWER_ALONE}, "fields": fields}


class Refusals(Case):
    def test_an_account_without_profiles(self):
        self.desk.fault("not_in_plan", feature="profiles", times=0)
        for if_exists in ("merge", "replace", "fail"):
            with self.subTest(if_exists):
                ending = self.both(**self.base, if_exists=if_exists)
                self.assertEqual(ending.error["code"], "zendesk.profiles_unavailable")

    def test_identifiers_of_several_people(self):
        self.both(**self.base, phone_number="+33 1 23", identifiers=[{"type": "external_id", "value": "S-1"}])
        for more in (
            {"phone_number": "+33 1 23"}, {"identifiers": [{"type": "external_id", "value": "S-1"}]},
            {"identifiers": [{"type": "email", "value": self.email}]},
        ):  # fmt: skip
            for if_exists in ("merge", "replace"):
                with self.subTest(more, if_exists=if_exists):
                    values = {"source": "other", "type": "customer", "email": "dana@globex.example", **more}
                    ending = self.both(**values, if_exists=if_exists)
                    self.assertEqual([code for _, code in ending.faults], ["ambiguous"])

    def test_an_identifier_of_another_profile(self):
        loyalty = [{"type": "loyalty", "value": "77"}]
        self.both(**self.base, identifiers=loyalty, phone_number="+44 7")
        self.both(**{**self.base, "email": "second@example.com"})
        other = {"type": "club", "value": "78"}
        for task in ("create", "update"):
            for more, place, title in (
                ({"identifiers": [other, *loyalty]}, "/identifiers/1", "More identifiers"),
                ({"phone_number": "+44 7"}, "/phone_number", "Phone number"),
                ({"identifiers": [{"type": "email", "value": self.email}]}, "/identifiers/0", "More identifiers"),
            ):
                with self.subTest(task, **more):
                    values = {**self.base, "email": "second@example.com", **more}
                    ending = self.both(task, **values)
                    self.assertEqual(ending.faults, [(place, "not_unique")])
                    self.assertTrue(ending.error["fields"][0]["message"].startswith(f"{title}: "))

    def test_a_person_with_as_many_profiles_as_can_be(self):
        for number in range(20):
            self.both(**{**self.base, "source": f"s{number}"})
        ending = self.both(**{**self.base, "source": "one more"})
        self.assertEqual(ending.faults, [("", "too_many")])

    def test_many_generated_inputs(self):
        chance = random.Random(20261129)
        pools = {
            "source": ["shop", "Shop", "zendesk", "a:b"], "type": ["customer", "visitor"],
            "email": ["dana@globex.example", "DANA@globex.example", "sam@acme.example", "bad", "g1@example.com",
                      "g2@example.com", "g3@example.com"],
            "name": ["N", None, "é"], "phone_number": ["+15551234567", "5551234567", "+1", "none"],
            "attributes": [{"a": 1}, {"a": None}, {"b": {"c": [1]}}, {}],
            "if_exists": ["merge", "replace", "fail"], "if_unavailable": ["user"],
            "identifiers": [
                [{"type": kind, "value": value}]
                for kind in ("external_id", "email", "phone_number", "loyalty")
                for value in ("C1", "eli@initech.example", "+1", "g1@example.com")
            ],
        }  # fmt: skip
        refused = 0
        for number in range(200):
            task = chance.choice(("create", "update"))
            values = {name: chance.choice(pools[name]) for name in ("source", "type", "email")}
            for name in chance.sample(sorted(set(pools) - set(values)), chance.randint(0, 4)):
                if task == "create" or name != "if_exists":
                    values[name] = chance.choice(pools[name])
            with self.subTest(number, task=task, **values):
                refused += self.both(task, **values).code == 76
        self.assertGreater(refused, 20)


class UsersInstead(Case):
    def setUp(self):
        super().setUp()
        self.desk.fault("not_in_plan", feature="profiles", times=0)
        self.base["if_unavailable"] = "user"

    def test_a_new_one_without_a_name(self):
        """Zendesk refuses one without; what is shown is what is written in the end."""
        ending = self.both(**self.base)
        self.assertEqual(ending.output["user"]["name"], self.email)

    def test_one_who_exists(self):
        self.both(**{**self.base, "email": "dana@globex.example", "phone_number": "+49 89 1"})

    def test_an_identity_of_somebody_else(self):
        values = {**self.base, "name": "N"}
        for more in ({"identifiers": [{"type": "email", "value": "dana@globex.example"}]},
                     {"identifiers": [{"type": "email", "value": "dana@globex.example"},
                                      {"type": "email", "value": "sam@acme.example"}]}):  # fmt: skip
            with self.subTest(more):
                self.assertEqual(self.both(**values, **more).error["code"], "zendesk.validation_failed")

    def test_the_difference(self):
        user = self.desk.user(DANA)
        self.base["email"] = "dana@globex.example"
        changes = self.changes("create", name="Dana Again", phone_number="+49 30 5", twitter="d")
        self.assertEqual(
            changes, {"name": ("Name", user["name"], "Dana Again"), "phone": ("Phone number", user["phone"], "+49 30 5")}
        )


class Difference(Case):
    def setUp(self):
        super().setUp()
        self.number = f"+49 {zlib.crc32(self.email.encode())}"
        self.both(**self.base, name="Old", phone_number=self.number, attributes={"plan": "gold", "vip": True})

    def test_a_merge(self):
        self.assertEqual(
            self.changes(name="New", twitter="new.tw", attributes={"plan": "basic", "vip": None}),
            {
                "name": ("Name", "Old", "New"), "attributes.plan": ("plan", "gold", "basic"),
                "attributes.vip": ("vip", True, None), "identifiers.twitter": ("Twitter user name", None, "new.tw"),
            },
        )  # fmt: skip

    def test_a_second_number(self):
        changes = self.changes(phone_number="+49 2")
        self.assertEqual(
            changes, {"identifiers.phone_number": ("Phone number", self.number, sorted([self.number, "+49 2"]))}
        )

    def test_what_a_replacement_takes_away(self):
        self.assertEqual(
            self.changes("create", if_exists="replace", attributes={"plan": "gold"}),
            {
                "name": ("Name", "Old", self.email), "attributes.vip": ("vip", True, None),
                "identifiers.phone_number": ("Phone number", self.number, None),
            },
        )  # fmt: skip

    def test_nothing(self):
        self.assertEqual(self.changes(name="Old", attributes={"plan": "gold"}), {})


if __name__ == "__main__":
    desk.main()
