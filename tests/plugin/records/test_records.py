# SPDX-License-Identifier: Apache-2.0
"""The two record tasks: every field of the original, found again in the sandbox over plain HTTP."""

import http.server
import json
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import DANA

RECORDS = "/api/v2/custom_objects/asset/records"
EXACT = 9007199254740993


class Listener:
    """Notes what is asked for, byte by byte, and has nothing."""

    def __enter__(self):
        self.paths = paths = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                paths.append(self.path)
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_PATCH(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()

            def log_message(self, *arguments):
                pass

        self._server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Case(desk.Case):
    options = ("--clock-control",)
    kind = "record"

    def make(self, **record):
        """A record that somebody else made."""
        fields = {"category": "asset_laptop", **record.pop("fields", {})}
        body = {"name": self.id(), "custom_object_fields": fields, **record}
        return self.desk.call("POST", RECORDS, {"custom_object_record": body})["custom_object_record"]["id"]

    def record(self, record_id, key="asset"):
        path = f"/api/v2/custom_objects/{key}/records/{record_id}"
        return self.desk.call("GET", path)["custom_object_record"]

    def fields(self, record_id):
        return self.record(record_id)["custom_object_fields"]

    def records(self):
        return self.desk.call("GET", f"{RECORDS}/count")["count"]["value"]

    def create(self, **values):
        values.setdefault("name", self.id())
        values["attributes"] = {"category": "asset_laptop", **values.get("attributes", {})}
        return self.succeed("create", {"object_type": "asset", **values})

    def update(self, **values):
        return self.succeed("update", {"object_type": "asset", **values})


class Create(Case):
    def test_subdomain(self):
        ending = self.create(subdomain="https://acme.zendesk.com/admin", name="Subdomain")
        self.assertEqual(self.record(ending.output["id"])["name"], "Subdomain")
        values = {"object_type": "asset", "subdomain": "other"}
        self.assertEqual(self.fail_with(65, "create", values).faults, [("/subdomain", "subdomain_mismatch")])

    def test_object_type(self):
        values = {
            "object_type": "maintenance_visit",
            "attributes": {"asset": "external_id:ERP-1001", "visited_on": "2026-11-22"},
        }
        ending = self.succeed("create", values)
        record = self.record(ending.output["id"], "maintenance_visit")
        self.assertEqual(record["custom_object_fields"]["visited_on"], "2026-11-22")
        self.assertEqual(ending.output["name"], record["name"])
        self.assertRegex(record["name"], "^Visit [0-9]{4}$")

    def test_attributes(self):
        attributes = {
            "category": "asset_monitor", "serial_number": "SN-1", "asset_tag": "AB-0042",
            "accessories": ["accessory_dock", "accessory_bag"], "purchased_on": "2026-11-22",
            "price": 1249.5, "memory": 64, "under_warranty": True, "owner": str(DANA),
            "notes": "Zeile 1\nligne 2 « é »",
        }  # fmt: skip
        ending = self.create(attributes=attributes)
        self.assertEqual(self.fields(ending.output["id"]), attributes)

    def test_whole_numbers_keep_every_digit(self):
        for number in (EXACT, 9223372036854775807):
            with self.subTest(number):
                ending = self.create(name=f"n{number}", attributes={"memory": number})
                self.assertEqual(self.fields(ending.output["id"])["memory"], number)
                self.assertEqual(ending.output["record"]["custom_object_fields"]["memory"], number)

    def test_fractions_are_sent_as_they_were_written(self):
        values = '{"object_type":"asset","name":"f","attributes":{"category":"asset_laptop","price":1249.90}}'
        self.succeed("create", values)
        self.assertIn('"price":1249.90}', self.desk.requests_of_the_plugin()[-1]["body"])

    def test_an_empty_value_is_left_out_and_said_to_be(self):
        ending = self.create(attributes={"serial_number": "", "notes": "n"})
        self.assertEqual(ending.warnings, [("field_ignored", "/attributes/serial_number")])
        self.assertIsNone(self.fields(ending.output["id"])["serial_number"])

    def test_name_and_external_id(self):
        ending = self.create(name="Named « é »", external_id="EXT, 1/?&=")
        record = self.record(ending.output["id"])
        self.assertEqual((record["name"], record["external_id"]), ("Named « é »", "EXT, 1/?&="))

    def test_null_is_no_external_id(self):
        ending = self.create(external_id=None)
        self.assertIsNone(self.record(ending.output["id"])["external_id"])

    def test_output(self):
        ending = self.create(name="Output", external_id="OUT")
        record = self.record(ending.output["id"])
        expected = {"id": record["id"], "url": record["url"], "external_id": "OUT", "created": True, "name": "Output",
                    "record": record}  # fmt: skip
        self.assertEqual(ending.done, expected)
        self.assertEqual(ending.warnings, [])


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

    def test_names_that_are_not_unique(self):
        values = {"object_type": "survey_response", "name": "x", "match_on": "name"}
        ending = self.fail_with(76, "create", values)
        self.assertEqual(ending.error["code"], "zendesk.invalid_request")
        self.assertIn("not unique", ending.error["message"])


class Update(Case):
    def test_titles_and_labels(self):
        attributes = {"Category": "Laptop", " MEMORY ": "032", "Under warranty": "oui", "Price": "9.50",
                      "Accessories": '"Dock", "Bag"', "Owner": DANA}  # fmt: skip
        for task, more in (("create", {}), ("update", {"external_id": self.id()})):
            values = {"object_type": "assets", "name": self.id(), "external_id": self.id(), **more}
            ending = self.succeed(task, {**values, "attributes": attributes})
            fields = self.fields(ending.output["id"])
            wanted = {
                "category": "asset_laptop", "memory": 32, "under_warranty": True, "price": 9.5,
                "accessories": ["accessory_dock", "accessory_bag"], "owner": str(DANA),
            }  # fmt: skip
            self.assertEqual({key: fields[key] for key in wanted}, wanted)

    def test_record_id_and_attributes(self):
        record_id = self.make(fields={"serial_number": "old", "memory": 8})
        ending = self.update(record_id=record_id, attributes={"serial_number": "new"})
        fields = self.fields(record_id)
        self.assertEqual((fields["serial_number"], fields["memory"]), ("new", 8))
        self.assertEqual(ending.output["record"], self.record(record_id))

    def test_external_id(self):
        record_id = self.make(external_id="by external id")
        ending = self.update(external_id="by external id", name="Found", attributes={"notes": "n"})
        self.assertEqual(ending.output["id"], record_id)
        record = self.record(record_id)
        self.assertEqual((record["name"], record["external_id"]), ("Found", "by external id"))

    def test_a_missing_external_id_makes_no_record(self):
        before = self.records()
        values = {"object_type": "asset", "external_id": "nobody has it", "name": "x"}
        ending = self.fail_with(76, "update", values)
        self.assertEqual(ending.document["status"], "not_found")
        self.assertEqual(ending.error["code"], "zendesk.record_not_found")
        self.assertEqual(ending.faults, [("/external_id", "not_found")])
        self.assertEqual(self.records(), before)
        self.assertEqual({r["method"] for r in self.desk.requests_of_the_plugin()}, {"GET"})

    def test_an_external_id_in_another_case_is_another_one(self):
        self.make(external_id="Case")
        values = {"object_type": "asset", "external_id": "case", "name": "x"}
        self.assertEqual(self.fail_with(76, "update", values).error["code"], "zendesk.record_not_found")

    def test_object_type(self):
        visits = "/api/v2/custom_objects/maintenance_visit/records"
        record_id = self.desk.call("GET", visits)["custom_object_records"][0]["id"]
        values = {"object_type": "maintenance_visit", "record_id": record_id, "attributes": {"hours": 7}}
        self.succeed("update", values)
        self.assertEqual(self.record(record_id, "maintenance_visit")["custom_object_fields"]["hours"], 7)

    def test_null_clears(self):
        record_id = self.make(external_id="to clear", fields={"serial_number": "x", "accessories": ["accessory_bag"]})
        ending = self.update(
            record_id=record_id, external_id=None, attributes={"serial_number": None, "accessories": None}
        )
        record = self.record(record_id)
        self.assertIsNone(record["external_id"])
        self.assertIsNone(ending.output["external_id"])
        self.assertIsNone(record["custom_object_fields"]["serial_number"])
        self.assertFalse(record["custom_object_fields"]["accessories"])

    def test_what_zendesk_does_not_let_be_cleared(self):
        record_id = self.make()
        values = {"object_type": "asset", "record_id": record_id, "name": None, "attributes": {"category": None}}
        ending = self.fail_with(76, "update", values)
        self.assertEqual(ending.faults, [("/name", "required"), ("/attributes/category", "required")])

    def test_what_zendesk_misses(self):
        values = {"object_type": "asset", "name": "Without a category"}
        ending = self.fail_with(76, "create", values)
        self.assertEqual(ending.faults, [("/attributes/category", "required")])

    def test_a_log_shows_neither_keys_nor_ids(self):
        values = {"object_type": "asset", "record_id": "dana@globex.example", "name": "x"}
        ending = self.desk.run("update", values, arguments=["--log-level", "trace"])
        self.assertIn('"path":"/api/v2/custom_objects/*/records/*"', ending.err)
        self.assertNotIn("dana", ending.err)
        self.assertNotIn("asset", ending.err)

    def test_subdomain(self):
        record_id = self.make()
        self.update(record_id=record_id, subdomain="acme", name="Subdomain")
        self.assertEqual(self.record(record_id)["name"], "Subdomain")
        values = {"object_type": "asset", "record_id": record_id, "subdomain": "other"}
        self.assertEqual(self.fail_with(65, "update", values).faults, [("/subdomain", "subdomain_mismatch")])

    def test_nothing_to_change(self):
        record_id = self.make()
        before = self.fields(record_id)
        ending = self.update(record_id=record_id)
        self.assertEqual(ending.warnings, [("nothing_to_change", None)])
        self.assertEqual(self.fields(record_id), before)


class Refusals(Case):
    def test_legacy_keys(self):
        for key in ("zen:user", "/api/sunshine/objects/records"):
            ending = self.fail_with(65, "create", {"object_type": key})
            self.assertEqual(ending.faults, [("/object_type", "legacy_object")])
            self.assertIn("replaced", ending.error["fields"][0]["message"])
        self.assertEqual(self.desk.requests(), [])

    def test_both_ids(self):
        values = {"object_type": "asset", "record_id": "1", "external_id": "2"}
        self.assertEqual(self.fail_with(65, "update", values).faults, [("/external_id", "excluded")])
        self.assertEqual(self.desk.requests(), [])

    def test_no_id(self):
        ending = self.fail_with(65, "update", {"object_type": "asset"})
        self.assertEqual(ending.faults, [("", "one_required")])
        self.assertEqual(ending.error["fields"][0]["allowed"], ["record_id", "external_id"])

    def test_no_value_changes_the_path(self):
        texts = ["../../users/me", "a/b", "a?b=c", "a#b", "a%2fb", "..%2f", "...", "é", " ", "a&b=c"]
        with Listener() as listener:
            connection = self.desk.connection(settings={"base_url": listener.url})
            for text in texts:
                key = text.replace("/", "")  # no key of an object has it
                for values in ({"object_type": key, "record_id": text},
                               {"object_type": key, "external_id": text}):  # fmt: skip
                    self.fail_with(76, "update", values, connection=connection)
        expected = []
        for text in texts:
            encoded = self.encoded(text)
            records = f"/api/v2/custom_objects/{self.encoded(text.replace('/', ''))}/records"
            expected += [f"{records}/{encoded}", f"{records}?filter%5Bexternal_ids%5D={encoded}"]
        paths = [path for path in listener.paths if not path.startswith("/api/v2/custom_objects?")]
        self.assertEqual(paths, expected)

    def encoded(self, text):
        return "".join(
            c if c.isascii() and c.isalnum() else "".join(f"%{b:02X}" for b in c.encode())
            for c in text
        )

    def test_an_unknown_object(self):
        for task, more in (("create", {}), ("update", {"record_id": "01GDXYEY1FQYN066VHF49YHJ21"}),
                           ("update", {"external_id": "x"})):  # fmt: skip
            with self.subTest(task, **more):
                ending = self.fail_with(65, task, {"object_type": "asset2", "name": "x", **more})
                self.assertEqual(ending.error["code"], "invalid_input")
                self.assertEqual(ending.faults, [("/object_type", "unknown_name")])
                self.assertEqual(ending.error["fields"][0]["allowed"][0], "Asset")

    def test_an_unknown_record(self):
        values = {"object_type": "asset", "record_id": "01GDXYEY1FQYN066VHF49YHJ21", "name": "x"}
        ending = self.fail_with(76, "update", values)
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.record_not_found", "never"))
        self.assertEqual(ending.faults, [("/record_id", "not_found")])

    def test_a_plan_without_custom_objects(self):
        self.desk.fault("not_in_plan", feature="custom_objects", times=0)
        for task, more in (("create", {}), ("update", {"external_id": "x"})):
            ending = self.fail_with(76, task, {"object_type": "asset", "name": "x", **more})
            self.assertEqual(ending.error["code"], "zendesk.feature_unavailable")

    def test_attributes_that_cannot_be(self):
        attributes = {"category": "nothing", "memory": "many", "purchased_on": "soon", "no_field": 1,
                      "Serial number": "1", "serial_number": "2"}  # fmt: skip
        values = {"object_type": "asset", "name": "x", "attributes": attributes}
        ending = self.fail_with(65, "create", values)
        self.assertEqual(
            sorted(ending.faults),
            [
                ("/attributes/category", "not_allowed"), ("/attributes/memory", "wrong_type"),
                ("/attributes/no_field", "unknown_name"), ("/attributes/purchased_on", "wrong_type"),
                ("/attributes/serial_number", "not_unique"),
            ],
        )  # fmt: skip
        self.assertEqual({request["method"] for request in self.desk.requests()}, {"GET"})

    def test_422_points_to_the_fields(self):
        attributes = {"category": "asset_laptop", "asset_tag": "nothing"}
        values = {"object_type": "asset", "name": "Laptop of Eli", "external_id": "ERP-1001",
                  "attributes": attributes}  # fmt: skip
        ending = self.fail_with(76, "create", values)
        self.assertEqual(ending.error["code"], "zendesk.validation_failed")
        places = {place for place, _ in ending.faults}
        expected = {"/name", "/external_id", "/attributes/asset_tag"}
        self.assertEqual(places, expected)

    def test_faults_are_all_told_at_once(self):
        values = {"object_type": "a:b", "record_id": "1", "external_id": "x,y", "name": 5,
                  "attributes": {"a": {"b": 1}, "c": ["d", 2]}, "colour": "red"}  # fmt: skip
        ending = self.fail_with(65, "update", values)
        expected = [
            ("/attributes/a", "wrong_type"), ("/attributes/c", "wrong_type"),
            ("/colour", "unknown_property"), ("/external_id", "bad_format"),
            ("/external_id", "excluded"), ("/name", "wrong_type"), ("/object_type", "legacy_object"),
        ]  # fmt: skip
        self.assertEqual(sorted(ending.faults), expected)
        self.assertEqual(self.desk.requests(), [])


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
        for body in ("{}", '{"custom_object_record":{}}', '{"custom_object_record":{"id":5}}'):
            self.desk.fault("status", method="POST", status=201, body=body, times=1)
            ending = self.fail_with(80, "create", {"object_type": "asset", "name": "x"})
            self.assertEqual(ending.error["code"], "zendesk.bad_reply")

    def test_keys_that_zendesk_dropped(self):
        header = '{:allowed_parameters=>{:unpermitted_keys=>["custom_object_record.x"]}}'
        body = json.dumps({"custom_object_record": {"id": "1"}})
        headers = {"content-type": "application/json", "X-Zendesk-API-Warn": header}
        self.desk.fault("status", method="POST", status=201, body=body, headers=headers, times=1)
        ending = self.create()
        self.assertEqual(ending.warnings, [("zendesk_ignored_fields", None)])
        self.assertEqual((ending.output["name"], ending.output["url"]), (None, None))


if __name__ == "__main__":
    desk.main()
