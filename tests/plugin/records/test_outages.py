# SPDX-License-Identifier: Apache-2.0
"""Records and a Zendesk that fails, is slow, or answers nonsense."""

import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[up]) for up in (0, 1)]
import desk
from record_case import Case


class Outages(Case):
    """Making a record twice makes two; changing one twice does not."""

    def test_a_create_without_an_answer(self):
        commits = self.desk.commits()
        self.desk.fault("cut_after_commit", method="POST", times=1)
        records = "/api/v2/custom_objects/asset/records"
        self.desk.fault("status", method="GET", path=records, status=500, times=1)  # nor can it be looked for
        values = {"object_type": "asset", "name": self.id(), "external_id": "lost",
                  "attributes": {"category": "asset_laptop"}}  # fmt: skip
        ending = self.fail_with(80, "create", values)
        self.assertEqual(ending.error["handles"], {"external_id": "lost"})
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("transport.no_answer", "unknown_outcome"))
        self.assertIn("can be seen by its external ID", ending.error["message"])
        self.assertEqual(self.desk.commits(), commits + 1)
        # And so it can.
        self.update(external_id="lost", attributes={"notes": "found"})

    def test_a_lost_answer_is_made_good_by_the_external_id(self):
        commits = self.desk.commits()
        self.desk.fault("cut_after_commit", method="POST", times=1)
        values = {"object_type": "asset", "name": self.id(), "external_id": "found",
                  "attributes": {"category": "asset_laptop"}}  # fmt: skip
        ending = self.succeed("create", values)
        self.assertEqual(ending.output["external_id"], "found")
        self.assertEqual(ending.warnings, [("record_found", "/external_id")])
        self.assertEqual(self.desk.commits(), commits + 1)

    def test_a_record_that_comes_late_is_waited_for(self):
        commits = self.desk.commits()
        self.desk.fault("late_commit", method="POST", ms=500, times=1)
        values = {"object_type": "asset", "name": self.id(), "external_id": "late",
                  "attributes": {"category": "asset_laptop"}}  # fmt: skip
        ending = self.succeed("create", values, connection=self.desk.connection(settings={"max_attempts": 5}))
        self.assertEqual(ending.warnings, [("record_found", "/external_id")])
        self.assertEqual(self.desk.commits(), commits + 1)

    def test_a_record_of_before_is_not_taken_for_the_one_that_was_not_made(self):
        values = {"object_type": "asset", "name": self.id(), "external_id": "older",
                  "attributes": {"category": "asset_laptop"}}  # fmt: skip
        self.succeed("create", values)
        self.desk.call("POST", "/sandbox/clock", {"advance_seconds": 60})
        self.desk.fault("cut_before_commit", method="POST", times=1)
        again = self.desk.connection(settings={"max_attempts": 3})
        ending = self.desk.run("create", {**values, "name": "Another"}, again)
        self.assertEqual((ending.code, ending.error["code"]), (76, "zendesk.validation_failed"), str(ending))

    def test_another_run_does_not_make_a_second_one(self):
        """Without a key of Zendesk's: only what can be found can be repeated."""
        again = ("--idempotency-key", "r-1", "--attempt", "2")
        for values in ({"name": "No ID"}, {"name": "There", "external_id": "ERP-1001"}):
            with self.subTest(values):
                commits = self.desk.commits()
                ending = self.fail_with(80, "create", {"object_type": "asset", **values}, arguments=again)
                self.assertEqual(ending.error["code"], "zendesk.outcome_unknown")
                self.assertEqual(self.desk.commits(), commits)
        values = {"object_type": "asset", "name": self.id(), "external_id": "not there yet",
                  "attributes": {"category": "asset_laptop"}}  # fmt: skip
        self.succeed("create", values, arguments=again)

    def test_a_create_without_external_id_gives_no_such_hint(self):
        self.desk.fault("status", status=500, method="POST", times=1)
        ending = self.fail_with(80, "create", {"object_type": "asset", "name": "x"})
        self.assertNotIn("external ID", ending.error["message"])

    def test_an_update_may_be_repeated(self):
        record_id = self.make()
        values = {"object_type": "asset", "record_id": record_id, "name": self.id()}
        self.desk.fault("cut_after_commit", method="PATCH", times=1)
        ending = self.fail_with(69, "update", values)
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("transport.no_answer", "if_idempotent"))
        for status, headers, code, retry in (
            (500, {}, 69, "if_idempotent"), (503, {}, 69, "if_idempotent"),
            (503, {"Retry-After": "7"}, 75, "safe"), (429, {"Retry-After": "7"}, 75, "safe"),
        ):  # fmt: skip
            with self.subTest(status, headers=headers):
                self.desk.fault("status", method="PATCH", status=status, headers=headers, times=1)
                self.assertEqual(self.fail_with(code, "update", values).error["retry"], retry)
        self.succeed("update", values)

    def test_a_look_up_that_fails_has_done_nothing(self):
        values = {"object_type": "asset", "external_id": "ERP-1001", "attributes": {"notes": "x"}}
        self.desk.fault("status", method="GET", status=500, times=1)
        self.assertEqual(self.fail_with(69, "update", values).error["retry"], "safe")
        for body in ("<html>", "{}", '{"custom_object_records":[{"external_id":"ERP-1001"}]}'):
            self.desk.fault("status", method="GET", status=200, body=body, times=1)
            ending = self.fail_with(69, "update", values)
            self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.bad_reply", "safe"))
        self.assertEqual([r for r in self.desk.requests() if r["method"] not in ("GET", "POST")], [])

    def test_an_answer_without_the_record(self):
        for body in ("{}", '{"custom_object_record":{}}', '{"custom_object_record":{"id":[5]}}'):
            self.desk.fault("status", method="POST", status=201, body=body, times=1)
            ending = self.fail_with(80, "create", {"object_type": "asset", "name": "x"})
            self.assertEqual(ending.error["code"], "zendesk.bad_reply")

    def test_keys_that_zendesk_dropped(self):
        header = '{:allowed_parameters=>{:unpermitted_keys=>["custom_object_record.x"]}}'
        record = {"id": "1", "custom_object_fields": {"category": "asset_laptop"}}
        body = json.dumps({"custom_object_record": record})
        headers = {"content-type": "application/json", "X-Zendesk-API-Warn": header}
        self.desk.fault("status", method="POST", status=201, body=body, headers=headers, times=1)
        ending = self.create()
        self.assertEqual(ending.warnings, [("not_as_asked", "/name"), ("zendesk_ignored_fields", None)])
        self.assertEqual((ending.output["name"], ending.output["url"]), (None, None))


if __name__ == "__main__":
    desk.main()
