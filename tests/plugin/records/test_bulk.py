# SPDX-License-Identifier: Apache-2.0
"""Many records at once: which way they take, and that each gets the truth about itself."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk

RECORDS = "/api/v2/custom_objects/asset/records"
JOBS = "/api/v2/custom_objects/asset/jobs"
MANY = ("--chunk", "1000", "--in-flight", "1000")


class Bulk(desk.EachCase):
    kind = "record"

    def run_many(self, code, values, task="create"):
        """The results by place, from 0."""
        self.write(json.dumps(value) for value in values)
        self.out.unlink(missing_ok=True)
        connection = self.desk.connection(settings={"max_attempts": 5, "mark_external_id": True})
        self.run_each(code, *MANY, task=task, connection=connection)
        results = self.results()
        return [results[line] for line in sorted(results)]

    def values(self, count, prefix="r"):
        return [
            {"object_type": "asset", "external_id": f"{self.id()}-{prefix}-{n}", "name": f"{prefix} {n}",
             "attributes": {"category": "asset_laptop"}}
            for n in range(count)
        ]  # fmt: skip

    def paths(self):
        """Method and path of what is about records: not what was read to understand the input."""
        paths = [(r["method"], r["path"].split("?")[0]) for r in self.desk.requests_of_the_plugin()]
        return [(m, path) for m, path in paths if path != "/api/v2/custom_objects" and not path.endswith("/fields")]

    def names(self, prefix):
        """Of all records that begin so."""
        names = []
        after = ""
        while after is not None:
            page = self.desk.call("GET", f"{RECORDS}?page%5Bsize%5D=100{after and '&page%5Bafter%5D=' + after}")
            names += [r["name"] for r in page["custom_object_records"]]
            after = page["meta"]["after_cursor"] if page["meta"]["has_more"] else None
        return sorted(name for name in names if name.startswith(prefix))

    def check_all_ok(self, results, bulk=True):
        for result in results:
            self.assertEqual(result["status"], "ok", result)
            self.assertIs(result["output"]["bulk"], bulk, result)

    def test_they_go_in_jobs_and_tell_the_same_as_one(self):
        values = self.values(120, "many")
        results = self.run_many(0, values)
        self.check_all_ok(results)
        self.assertEqual(self.paths().count(("POST", JOBS)), 2)
        self.assertNotIn(("POST", RECORDS), self.paths())
        for value, result in zip(values, results):
            output = result["output"]
            self.assertEqual((output["external_id"], output["name"]), (value["external_id"], value["name"]))
            self.assertEqual(output["record"]["id"], output["id"])
        self.assertEqual(self.names("many"), sorted(value["name"] for value in values))
        # The external ids lead back to them.
        changes = [{**value, "name": value["name"] + " again"} for value in values]
        self.desk.forget()
        self.check_all_ok(self.run_many(0, changes, task="update"))
        self.assertEqual(self.paths().count(("POST", JOBS)), 2)
        self.assertEqual(self.names("many"), sorted(change["name"] for change in changes))

    def test_what_exists_is_changed_and_what_does_not_is_made(self):
        for name in ("external_id", "name"):
            values = [{**value, "match_on": name} for value in self.values(6, f"up {name}")]
            if name == "name":
                values = [{key: text for key, text in value.items() if key != "external_id"} for value in values]
            made = self.run_many(0, values[:3])
            self.check_all_ok(made)
            self.assertEqual({result["output"]["created"] for result in made}, {True})
            changes = [{**value, "attributes": {**value["attributes"], "serial_number": "S"}} for value in values]
            self.desk.forget()
            results = self.run_many(0, [*changes, changes[0]])
            self.assertEqual(self.paths().count(("POST", JOBS)), 1)
            self.assertEqual([r["output"]["id"] for r in results[:3]], [r["output"]["id"] for r in made])
            self.assertEqual(results[6]["output"]["id"], made[0]["output"]["id"])
            self.assertEqual(
                {r["output"]["record"]["custom_object_fields"]["serial_number"] for r in results}, {"S"}
            )
            self.assertEqual(self.names(f"up {name}"), sorted(value["name"] for value in values))

    def test_an_update_makes_what_is_missing(self):
        values = [{**value, "if_missing": "create"} for value in self.values(4, "miss")]
        for fault in (None, "job_loses_results", "job_killed"):
            if fault:
                self.desk.fault(fault, items=2, times=1)
            results = self.run_many(0, values, task="update")
            self.assertEqual({r["status"] for r in results}, {"ok"})
            self.assertEqual(self.names("miss"), sorted(value["name"] for value in values))

    def test_a_record_that_is_refused_or_missing_harms_no_other(self):
        values = self.values(4, "one")
        values[1]["attributes"] = {"category": "no_such_category"}
        results = self.run_many(None, values)
        self.assertEqual([r["status"] == "ok" for r in results], [True, False, True, True])
        self.assertEqual(results[1]["error"]["retry"], "never")
        changes = [{**value, "name": f"{value['name']} more", "attributes": {"category": "asset_laptop"}}
                   for value in values]  # fmt: skip
        results = self.run_many(None, changes, task="update")
        self.assertEqual([r["status"] == "ok" for r in results], [True, False, True, True])
        self.assertEqual(results[1]["error"]["code"], "zendesk.record_not_found")
        self.assertEqual(results[1]["error"]["pointer"], "/external_id")

    def test_no_record_is_made_twice_nor_lost(self):
        for fault in ("cut_after_commit", "job_loses_results", "job_killed", "job_fails"):
            with self.subTest(fault):
                values = self.values(6, fault)
                if fault == "cut_after_commit":
                    self.desk.fault(fault, method="POST", path=JOBS, times=1)
                else:
                    self.desk.fault(fault, items=3, times=1)
                results = self.run_many(0, values)
                self.assertEqual({r["status"] for r in results}, {"ok"})
                self.assertEqual(self.names(fault), sorted(value["name"] for value in values))

    def test_an_update_whose_outcome_is_unclear_is_done_again(self):
        values = self.values(6, "again")
        self.run_many(0, values)
        for fault in ("cut_after_commit", "cut_before_commit", "job_loses_results", "job_killed"):
            with self.subTest(fault):
                name = f"again {fault}"
                if fault.startswith("cut"):
                    self.desk.fault(fault, method="POST", path=JOBS, times=1)
                else:
                    self.desk.fault(fault, items=3, times=1)
                changes = [{**value, "name": f"{name} {n}"} for n, value in enumerate(values)]
                results = self.run_many(0, changes, task="update")
                self.assertEqual({r["status"] for r in results}, {"ok"})
                self.assertEqual(self.names(name), sorted(change["name"] for change in changes))

    def test_external_ids_of_the_connection(self):
        values = [{"object_type": "asset", "name": f"mark {n}", "attributes": {"category": "asset_laptop"}}
                  for n in range(3)]  # fmt: skip
        results = self.run_many(0, values)
        self.check_all_ok(results)
        for result in results:
            self.assertTrue(result["output"]["external_id"].startswith("zendesk-tasks-"))

    def test_titles_and_one_item_that_is_wrong(self):
        values = [
            {"object_type": "Asset", "external_id": f"{self.id()}-{n}", "name": f"titled {n}",
             "attributes": {"Category": "Laptop"}}
            for n in range(5)
        ]  # fmt: skip
        values[3]["attributes"] = {"Category": "Lap dog"}
        results = self.run_many(None, values)
        self.assertEqual([r["status"] == "ok" for r in results], [True, True, True, False, True])
        self.assertEqual(results[3]["error"]["pointer"], "/attributes/Category")
        self.check_all_ok(r for r in results if r["status"] == "ok")

    def test_what_is_wrong_with_one_is_told_by_its_fields(self):
        values = self.values(4, "told")
        values[1]["attributes"] = {"Asset tag": "AB-1234", "Owner": "1"}
        results = self.run_many(None, values)
        told = [(f["pointer"], f["title"], f["code"]) for f in results[1]["error"]["fields"]]
        self.assertEqual(
            told, [("/attributes/Owner", "Owner", "not_found"), ("/attributes/category", "Category", "required")]
        )

    def test_an_object_that_nobody_has(self):
        values = [{**value, "object_type": "nothing"} for value in self.values(2, "none")]
        for result in self.run_many(None, values):
            self.assertEqual(result["error"]["code"], "invalid_input")
            self.assertEqual(result["error"]["pointer"], "/object_type")


if __name__ == "__main__":
    desk.main()
