# SPDX-License-Identifier: Apache-2.0
"""The two record tasks: every field of the original, found again in the sandbox over plain HTTP."""

import http.server
import sys
import threading
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[up]) for up in (0, 1)]
import desk
from desk import DANA
from record_case import Case

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
        values = {"object_type": "asset", "record_id": "01GDXYEY1FQYN066VHF49YHJ21", "name": "dana"}
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
                for values in ({"object_type": "asset", "record_id": text},
                               {"object_type": "asset", "external_id": text}):  # fmt: skip
                    self.fail_with(76, "update", values, connection=connection)
                ending = self.fail_with(65, "update", {"object_type": text, "record_id": "x"}, connection=connection)
                self.assertEqual([pointer for pointer, _ in ending.faults], ["/object_type"])
        expected = []
        for text in texts:
            encoded = self.encoded(text)
            records = "/api/v2/custom_objects/asset/records"
            found = f"{records}?filter%5Bexternal_ids%5D={encoded}"
            expected += [f"{found}&page%5Bsize%5D=100", found]
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

    def test_an_object_by_its_title_that_the_caller_may_not_see(self):
        self.desk.fault("status", method="GET", path="/api/v2/custom_objects", status=200, body='{"custom_objects":[]}', times=2)
        ending = self.fail_with(65, "create", {"object_type": "Asset", "name": self.id()})
        self.assertEqual(ending.faults, [("/object_type", "unknown_name")])

    def test_fields_that_the_caller_may_not_read(self):
        refusal = {"status": 403, "body": "{}", "path": "/api/v2/custom_objects/asset/fields"}
        values = {"object_type": "asset", "name": self.id()}
        self.desk.fault("status", times=1, **refusal)
        ending = self.desk.run("create", {**values, "attributes": {"Category": "Laptop"}})
        self.assertEqual(ending.error["code"], "zendesk.permission_denied")
        self.assertEqual(ending.faults, [("/attributes", "not_readable")])
        self.assertIn("the object's fields", ending.error["fields"][0]["message"])
        self.assertEqual([request["method"] for request in self.desk.requests() if request["method"] != "GET"], [])
        self.desk.fault("status", times=1, **refusal)
        ending = self.desk.run("create", {**values, "attributes": {"category": "asset_laptop"}})
        self.assertEqual(ending.warnings, [("not_checked", "/attributes")])

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
        values = {"object_type": "asset", "name": "Laptop of Eli", "external_id": "ERP-1001", "attributes": {"memory": 8}}
        ending = self.fail_with(76, "create", values)
        self.assertEqual(ending.error["code"], "zendesk.validation_failed")
        places = {place for place, _ in ending.faults}
        expected = {"/name", "/external_id", "/attributes/category"}
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


if __name__ == "__main__":
    desk.main()
