# SPDX-License-Identifier: Apache-2.0
"""A name that many other names hold: the one thing that is called so is found behind the first page."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk

ASSETS = "/api/v2/custom_objects/asset/records"
LAPTOP = {"category": "asset_laptop"}
OTHERS = 110  # a page has a hundred


def asset(name):
    return {"custom_object_record": {"name": name, "custom_object_fields": LAPTOP}}


class Records(desk.Case):
    kind = "record"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for n in range(OTHERS):
            cls.desk.call("POST", ASSETS, asset(f"Box {n}"))
        cls.box = cls.desk.call("POST", ASSETS, asset("Box"))["custom_object_record"]["id"]

    def test_a_record_by_its_name(self):
        values = {"object_type": "asset", "record_id": "Box", "attributes": LAPTOP}
        self.assertEqual(self.succeed("update", values).output["id"], self.box)

    def test_dry_runs_know_that_a_name_is_taken(self):
        values = {"object_type": "asset", "name": "Box", "attributes": LAPTOP}
        for arguments in ((), ("--dry-run",)):
            ending = self.fail_with(76, "create", values, arguments=arguments)
            self.assertEqual(ending.faults, [("/name", "not_unique")])
        ending = self.succeed("create", {**values, "external_id": "box", "match_on": "name"}, arguments=("--dry-run",))
        self.assertEqual([change["field"] for change in ending.output["changes"]], ["external_id"])


class People(desk.Case):
    options = ("--large",)

    def requester_of(self, name, code, **more):
        ending = self.desk.run("create", {"comment_body": "x", "requester": name, **more}, arguments=("--dry-run",))
        self.assertEqual(ending.code, code, str(ending))
        return ending

    def test_a_person_by_name(self):
        self.assertEqual(self.requester_of("Agent", 65).faults, [("/requester", "unknown_name")])
        user = {"user": {"name": "Agent", "email": "one@acme.example"}}
        made = self.desk.call("POST", "/api/v2/users/create_or_update", user)["user"]["id"]
        request = self.requester_of("Agent", 0).output["requests"][0]
        self.assertEqual(request["body"]["ticket"]["requester_id"], made)
        self.assertEqual(self.desk.run("create", {"comment_body": "x", "organization": "Company"}).faults,
                         [("/organization", "unknown_name")])  # fmt: skip


if __name__ == "__main__":
    desk.main()
