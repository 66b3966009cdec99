# SPDX-License-Identifier: Apache-2.0
"""Fields that lead to something take what people call it, so that a workflow fits another account."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import ANA, BEN, DANA, FIELD, GLOBEX

ASSETS = "/api/v2/custom_objects/asset/records"


def asset_ids(at):
    """By external ID."""
    return {record["external_id"]: record["id"] for record in at.pages(ASSETS, "custom_object_records")}


class Tickets(desk.EachCase):
    def sent_value(self, field, value):
        self.desk.forget()
        self.create(custom_fields=[{"field": field, "value": value}])
        (entry,) = self.sent_ticket()["custom_fields"]
        return entry["value"]

    def fault(self, field, value):
        """Code and candidates of the only fault, after which nothing was written."""
        commits = self.desk.commits()
        values = {"comment_body": "x", "custom_fields": [{"field": field, "value": value}]}
        ending = self.fail_with(65, "create", values)
        self.assertEqual(self.desk.commits(), commits)
        self.assertEqual([pointer for pointer, _ in ending.faults], ["/custom_fields/0/value"])
        (fault,) = ending.error["fields"]
        self.assertEqual(fault["title"], field)
        return fault["code"], fault.get("allowed", [])

    def test_a_person(self):
        for value in ("ana@acme.example", "ANA@acme.example", "Ana Agent", " ana agent ", ANA, str(ANA)):
            self.assertEqual(self.sent_value("Account manager", value), str(ANA), value)
        self.assertEqual(self.sent_value("Account manager", None), None)

    def test_a_person_who_is_unknown_or_several(self):
        code, candidates = self.fault("Account manager", "Sam Agent")
        self.assertEqual((code, len(candidates)), ("ambiguous_name", 2))
        self.assertEqual(self.fault("Account manager", "Anna Agent")[0], "unknown_name")
        self.assertEqual(self.fault("Account manager", "Ana Agnt"), ("unknown_name", ["Ana Agent"]))
        self.assertEqual(self.fault("Account manager", "nobody@acme.example")[0], "unknown_name")
        self.assertEqual(self.fault("Account manager", True)[0], "wrong_type")
        self.assertEqual(self.fault("Account manager", "  ")[0], "wrong_type")

    def test_an_organization(self):
        self.assertEqual(self.sent_value("Billed to", "globex"), str(GLOBEX))
        self.assertEqual(self.sent_value("Billed to", GLOBEX), str(GLOBEX))
        self.assertEqual(self.fault("Billed to", "Glob"), ("unknown_name", ["Globex"]))

    def test_a_record(self):
        laptop = asset_ids(self.desk)["ERP-1002"]
        for value in ("ERP-1002", "Laptop of Eli", "laptop of  eli", laptop, "external_id:ERP-1002",
                      "name:Laptop of Eli"):  # fmt: skip
            self.assertEqual(self.sent_value("Broken asset", value), laptop, value)
        printer = asset_ids(self.desk)["ERP-1001"]
        self.assertEqual(self.sent_value("Broken asset", "Laser printer, 2nd floor"), printer)

    def test_a_record_that_is_unknown(self):
        code, candidates = self.fault("Broken asset", "Laptop of Eile")
        self.assertEqual((code, candidates[0]), ("unknown_name", "Laptop of Eli"))
        for value in ("external_id:Laptop of Eli", "name:ERP-1002"):
            self.assertEqual(self.fault("Broken asset", value)[0], "unknown_name")

    def test_a_record_that_may_be_either_of_two(self):
        fields = {"category": "asset_laptop"}
        twins = [{"name": "Twin", "external_id": "T-1"}, {"name": "Other", "external_id": "Twin"}]
        ids = [
            self.desk.call("POST", ASSETS, {"custom_object_record": {**twin, "custom_object_fields": fields}})[
                "custom_object_record"
            ]["id"]
            for twin in twins
        ]
        code, candidates = self.fault("Broken asset", "Twin")
        self.assertEqual((code, sorted(candidates)), ("ambiguous_name", [f"Other ({ids[1]})", f"Twin ({ids[0]})"]))
        self.assertEqual(self.sent_value("Broken asset", "name:TWIN"), ids[0])
        self.assertEqual(self.sent_value("Broken asset", "external_id:Twin"), ids[1])

    def test_the_same_in_another_account(self):
        other = desk.Desk(self.kind, "--id-offset", "5000")
        self.addCleanup(other.close)
        fields = [
            {"field": "Account manager", "value": "ana@acme.example"},
            {"field": "Billed to", "value": "Globex"},
            {"field": "Broken asset", "value": "ERP-1001"},
        ]
        ending = other.run("create", {"comment_body": "x", "custom_fields": fields})
        self.assertEqual(ending.code, 0, str(ending))
        sent = json.loads(other.requests_of_the_plugin()[-1]["body"])["ticket"]["custom_fields"]
        wanted = [str(ANA + 5000), str(GLOBEX + 5000), asset_ids(other)["ERP-1001"]]
        self.assertEqual([entry["value"] for entry in sent], wanted)

    def test_equal_questions_are_asked_once(self):
        fields = [{"field": "Account manager", "value": "Ana Agent"}, {"field": "Broken asset", "value": "ERP-1001"}]
        self.write([json.dumps({"comment_body": "x", "custom_fields": fields})] * 10)
        self.run_each(0)
        reads = [path.split("?")[0] for method, path, _ in self.sent() if method == "GET"]
        wanted = ["/api/v2/ticket_fields", "/api/v2/users/search", ASSETS, f"{ASSETS}/autocomplete"]
        self.assertEqual(sorted(reads), sorted(wanted))

    def test_what_stands_in_front_says_what_to_ask(self):
        for value, wanted in (
            ("external_id:ERP-1001", [ASSETS]), ("name:Laptop of Eli", [f"{ASSETS}/autocomplete"]),
        ):  # fmt: skip
            self.sent_value("Broken asset", value)
            reads = [path.split("?")[0] for method, path, _ in self.sent() if method == "GET"]
            self.assertEqual(sorted(reads), sorted(["/api/v2/ticket_fields", *wanted]))

    def test_an_update(self):
        ticket_id = self.desk.make_ticket()
        ending = self.update(ticket_id, custom_fields=[{"id": FIELD["lookup"], "value": "ben@acme.example"}])
        self.assertEqual(ending.warnings, [])
        values = {field["id"]: field["value"] for field in self.desk.ticket(ticket_id)["custom_fields"]}
        self.assertEqual(values[FIELD["lookup"]], str(BEN))


class Records(desk.Case):
    kind = "record"

    def attributes(self, **more):
        values = {"visited_on": "2026-11-22", "Asset": "Laptop of Eli", **more}
        return {"object_type": "maintenance_visit", "attributes": values}

    def test_each_kind(self):
        ending = self.succeed("create", self.attributes(technician="Ben Agent", ticket=1))
        self.assertEqual(ending.warnings, [])
        fields = self.desk.call("GET", f"/api/v2/custom_objects/maintenance_visit/records/{ending.output['id']}")[
            "custom_object_record"
        ]["custom_object_fields"]
        self.assertEqual(
            (fields["asset"], fields["technician"], fields["ticket"]),
            (asset_ids(self.desk)["ERP-1002"], str(BEN), "1"),
        )
        values = {"object_type": "asset", "name": "Of Dana", "attributes": {"category": "Laptop", "owner": "Dana Customer"}}
        self.assertEqual(self.succeed("create", values).output["record"]["custom_object_fields"]["owner"], str(DANA))

    def test_what_is_unknown(self):
        values = self.attributes(Asset="Laptop", technician="nobody@acme.example", ticket="The broken one")
        ending = self.fail_with(65, "create", values)
        self.assertEqual(
            ending.faults,
            [
                ("/attributes/Asset", "unknown_name"),
                ("/attributes/technician", "unknown_name"),
                ("/attributes/ticket", "wrong_type"),
            ],
        )
        self.assertEqual(ending.error["fields"][0]["allowed"][0], "Laptop of Eli")
        self.assertEqual({method for method, _, _ in self.sent()}, {"GET"})


if __name__ == "__main__":
    desk.main()
