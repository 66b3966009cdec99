# SPDX-License-Identifier: Apache-2.0
"""Records that are changed if they exist and made if not, by external ID or by name."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[up]) for up in (0, 1)]
import desk
from record_case import RECORDS, Case


class Upsert(Case):
    def later(self):
        """Times tell what is new in whole seconds."""
        self.desk.call("POST", "/sandbox/clock", {"advance_seconds": 60})

    def writes(self):
        return [(m, path, body) for m, path, body in self.sent() if m not in ("GET", "DELETE") and "/records" in path]

    def test_by_external_id(self):
        first = self.create(match_on="external_id", external_id="up-1", attributes={"memory": 8})
        self.assertIs(first.output["created"], True)
        self.later()
        values = {"object_type": "asset", "match_on": "external_id", "external_id": "up-1"}
        second = self.succeed("create", {**values, "attributes": {"serial_number": "S"}})
        self.assertEqual((second.output["id"], second.output["created"]), (first.output["id"], False))
        fields = self.fields(first.output["id"])
        self.assertEqual((fields["memory"], fields["serial_number"]), (8, "S"))
        self.assertEqual({(m, path) for m, path, _ in self.writes()}, {("PATCH", RECORDS)})

    def test_by_name(self):
        record_id = self.make(name="Named, once")
        self.later()
        before = self.records()
        ending = self.create(match_on="name", name="Named, once", attributes={"serial_number": "N"})
        self.assertEqual((ending.output["id"], ending.output["created"]), (record_id, False))
        self.assertEqual(self.fields(record_id)["serial_number"], "N")
        self.assertEqual(self.records(), before)
        self.assertIs(self.create(match_on="name", name="Named anew").output["created"], True)

    def test_an_update_makes_what_is_missing(self):
        values = {"external_id": "up-2", "name": "Missing", "attributes": {"category": "asset_laptop"}}
        ending = self.update(if_missing="create", **values)
        self.assertEqual((ending.output["created"], ending.output["external_id"]), (True, "up-2"))
        self.later()
        again = self.update(if_missing="create", external_id="up-2", attributes={"serial_number": "M"})
        self.assertEqual((again.output["id"], again.output["created"]), (ending.output["id"], False))
        self.assertIs(self.update(record_id=ending.output["id"], name="Mine").output["created"], False)

    def test_a_lost_answer_is_asked_for_again(self):
        connection = self.desk.connection(settings={"max_attempts": 5})
        for fault in ("cut_before_commit", "cut_after_commit", "duplicate"):
            with self.subTest(fault):
                before = self.records()
                self.desk.fault(fault, method="PATCH", times=1)
                values = {"object_type": "asset", "external_id": f"up-{fault}", "name": fault,
                          "match_on": "external_id", "attributes": {"category": "asset_laptop"}}  # fmt: skip
                self.succeed("create", values, connection=connection)
                self.assertEqual(self.records(), before + 1)

    def test_what_does_not_go_together(self):
        for task, values, fault in (
            ("create", {"match_on": "external_id", "name": "x"}, ("/external_id", "required")),
            ("create", {"match_on": "external_id", "external_id": None}, ("/external_id", "required")),
            ("create", {"match_on": "name", "external_id": "x"}, ("/name", "required")),
            ("update", {"record_id": "1", "if_missing": "create"}, ("/if_missing", "excluded")),
        ):  # fmt: skip
            with self.subTest(values):
                ending = self.fail_with(65, task, {"object_type": "asset", **values})
                self.assertEqual(ending.faults, [fault])
        self.assertEqual(self.sent(), [])

    def test_a_record_by_what_people_know_it_by(self):
        record_id = self.make(name="Known, by its name", external_id="K-1")
        for text in ("K-1", "external_id:K-1", "Known, by its name", record_id):
            for arguments in (("--dry-run",), ()):
                with self.subTest(text, arguments=arguments):
                    values = {"object_type": "asset", "record_id": text, "attributes": {"serial_number": text}}
                    self.succeed("update", values, arguments=arguments)
            self.assertEqual(self.fields(record_id)["serial_number"], text)
        self.desk.forget()
        for arguments in (("--dry-run",), ()):
            ending = self.fail_with(65, "update", {**values, "record_id": "K-2"}, arguments=arguments)
            self.assertEqual(ending.faults, [("/record_id", "unknown_name")])
        self.assertEqual(self.writes(), [])

    def test_names_that_are_not_unique(self):
        values = {"object_type": "survey_response", "name": "x", "match_on": "name"}
        ending = self.fail_with(65, "create", values)
        (fault,) = ending.error["fields"]
        self.assertEqual(fault["code"], "not_allowed")
        self.assertIn("are not unique", fault["message"])
        self.assertIn("external ID", fault["remedy"])


if __name__ == "__main__":
    desk.main()
