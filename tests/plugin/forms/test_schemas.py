# SPDX-License-Identifier: Apache-2.0
"""taskhost describe for an account: its own fields of tickets and records, as its forms have them."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "manifests"))
import desk
import subset
import validator
from desk import FIELD

# Values for the form Repair, by the titles that the schema uses.
REPAIR = {
    "Under warranty": True, "Serial number": "LP-1", "Shipping address": "Here", "Product": "printer_laser",
    "Symptoms": ["symptom_noise", "symptom_smoke"], "Refund amount": 1.5, "Purchased on": "2026-01-02",
    "Licence key": "ABCD-1234", "Card used": "4111", "Account manager": str(desk.ANA),
}  # fmt: skip


class SchemaCase(desk.Case):
    def schema(self, task, *sets, at=None, **more):
        """The input's schema, which keeps to the subset."""
        arguments = [word for value in sets for word in ("--set", value)]
        done = (at or self.desk).ask("describe", task, *arguments, "--json", **more)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        schema = json.loads(done.stdout)["input"]
        self.assertEqual(subset.faults(schema), [])
        return schema

    def fields(self, *sets, task="create_ticket", **more):
        """The custom fields of a ticket as a form shows them."""
        entries = self.schema(task, *sets, **more)["properties"]["custom_fields"]["x-tp"]["entries"]
        self.assertEqual((entries["name"], entries["value"]), ("field", "value"))
        return entries["schema"]["properties"]

    def attributes(self, *sets, task="create_record", **more):
        return self.schema(task, *sets, **more)["properties"]["attributes"]


class Tickets(SchemaCase):
    def test_the_manifest_alone_without_an_account(self):
        done = self.desk.ask("describe", "create_ticket", "--json")
        self.assertNotEqual(done.stdout, "")
        field = json.loads(done.stdout)["input"]["properties"]["custom_fields"]
        self.assertEqual(field["items"]["required"], ["value"])
        self.assertEqual(field["title"], "Custom fields")
        self.assertEqual(field["x-tp"]["schemaFrom"]["dependsOn"], ["/ticket_form", "/ticket_form_id"])

    def test_all_fields_while_no_form_is_chosen(self):
        fields = self.fields()
        titles = {field["title"] for field in fields.values()}
        self.assertLessEqual(REPAIR.keys(), titles)
        self.assertIn("Order number", titles)
        self.assertFalse(titles & {"Fax number", "Subject", "Type", "Priority", "Assignee"})
        regions = [name for name, field in fields.items() if field["title"] == "Region"]
        self.assertEqual(sorted(map(int, regions)), [int(name) for name in regions])
        self.assertEqual(len(regions), 2)

    def test_types_titles_and_options(self):
        fields = self.fields()
        self.assertEqual(fields["Product"]["enum"], ["printer_laser", "printer_ink", "scanner", None])
        self.assertEqual(fields["Product"]["x-tp"]["labels"]["printer_ink"], "Printer::Ink")
        self.assertEqual(fields["Symptoms"]["items"]["x-tp"]["labels"]["symptom_smoke"], "Smoke")
        self.assertEqual(fields["Symptoms"]["x-tp"]["widget"], "multiselect")
        types = {name: (field["type"][0], field.get("format")) for name, field in fields.items()}
        self.assertEqual(types["Under warranty"], ("boolean", None))
        self.assertEqual(types["Order number"], ("integer", None))
        self.assertEqual(types["Refund amount"], ("number", None))
        self.assertEqual(types["Purchased on"], ("string", "date"))
        self.assertEqual(fields["Shipping address"]["x-tp"]["widget"], "textarea")
        self.assertEqual(fields["Account manager"]["x-tp"]["optionsFrom"]["source"], "zendesk.users")
        self.assertIn("^[A-Z]{4}-[0-9]{4}$", fields["Licence key"]["description"])
        self.assertEqual([field["x-tp"]["order"] for field in fields.values()], list(range(1, len(fields) + 1)))

    def test_what_has_to_be_filled_to_solve(self):
        number = self.fields("ticket_form=Returns")["Order number"]
        self.assertEqual(number["description"], "Required to solve the ticket.")
        solved = {"pointer": "/status", "schema": {"enum": ["closed", "solved"]}}
        self.assertEqual(number["x-tp"]["requiredWhen"], [solved])

    def test_a_form_with_conditions(self):
        fields = self.fields("ticket_form=Repair")
        self.assertNotIn("Order number", fields)
        serial = fields["Serial number"]
        ticked = {"pointer": "/custom_fields/Under warranty", "schema": {"enum": [True]}}
        self.assertEqual(serial["x-tp"]["visibleWhen"], ticked)
        self.assertEqual(serial["x-tp"]["requiredWhen"], [ticked])
        self.assertEqual(serial["description"], 'Required when Under warranty is "true".')
        symptoms = fields["Symptoms"]
        laser = {"pointer": "/custom_fields/Product", "schema": {"enum": ["printer_laser"]}}
        solved = {"pointer": "/status", "schema": {"enum": ["solved"]}}
        self.assertEqual(symptoms["x-tp"]["visibleWhen"], laser)
        self.assertEqual(symptoms["x-tp"]["requiredWhen"], [laser, solved])
        self.assertEqual(
            symptoms["description"], 'Required when Product is "Printer::Laser" and the status is solved.'
        )
        date = fields["Purchased on"]
        self.assertEqual(date["x-tp"]["visibleWhen"]["schema"], {"enum": ["printer_laser", "scanner"]})
        self.assertEqual(date["x-tp"]["requiredWhen"][0]["schema"], {"enum": ["scanner"]})
        self.assertNotIn("visibleWhen", fields["Product"]["x-tp"])

    def test_the_form_by_its_id_and_of_an_update(self):
        fields = self.fields("ticket_form=Repair")
        (form,) = [f for f in self.desk.pages("/api/v2/ticket_forms", "ticket_forms") if f["name"] == "Repair"]
        for chosen in (f"ticket_form_id={form['id']}", f"ticket_form={form['id']}", "ticket_form= repair "):
            self.assertEqual(self.fields(chosen), fields)
        self.assertEqual(self.fields("ticket_form=Repair", task="update_ticket"), fields)
        for choice in ("ticket_form=Repaire", "ticket_form_id=5"):
            done = self.desk.ask("describe", "create_ticket", "--set", choice, "--json")
            self.assertEqual(done.returncode, 65, done.stdout + done.stderr)
            (fault,) = json.loads(done.stdout)["error"]["fields"]
            self.assertEqual((fault["pointer"], fault["code"]), ("/" + choice.split("=")[0], "unknown_name"))

    def test_what_fits_the_schema_is_accepted(self):
        fields = self.fields("ticket_form=Repair")
        for name, value in REPAIR.items():
            self.assertEqual(validator.errors(value, fields[name]), [], name)
        entries = [{"field": name, "value": value} for name, value in REPAIR.items()]
        entries += [{"field": name, "value": None} for name in fields.keys() - REPAIR.keys()]
        ending = self.create(ticket_form="Repair", custom_fields=entries)
        kept = {f["id"]: f["value"] for f in self.desk.ticket(ending.ticket_id)["custom_fields"]}
        self.assertEqual(kept[FIELD["multiselect"]], REPAIR["Symptoms"])
        self.assertIs(kept[FIELD["checkbox"]], True)
        self.assertEqual(kept[FIELD["date"]], "2026-01-02")

    def test_the_conditions_are_those_of_the_account(self):
        """Zendesk refuses what the schema marks, and takes the rest."""
        entries = [{"field": "Under warranty", "value": True}]
        ending = self.fail_with(76, "create", {"comment_body": "x", "ticket_form": "Repair", "custom_fields": entries})
        self.assertIn("Serial number", ending.out)
        self.create(ticket_form="Repair", custom_fields=entries + [{"field": "Serial number", "value": "1"}])

    def test_in_french(self):
        done = self.desk.ask("describe", "create_ticket", "--set", "ticket_form=Repair", lang="fr_FR.UTF-8")
        self.assertIn("custom_fields.Symptoms", done.stdout)
        self.assertIn("Obligatoire quand Product vaut «\xa0Printer::Laser\xa0»", done.stdout)
        self.assertIn("Champs personnalisés", done.stdout)
        schema = self.schema("create_ticket", "ticket_form=Returns", lang="fr_FR.UTF-8")
        field = schema["properties"]["custom_fields"]
        self.assertEqual(field["title"], "Champs personnalisés")
        number = field["x-tp"]["entries"]["schema"]["properties"]["Order number"]
        self.assertEqual(number["description"], "Obligatoire pour résoudre le ticket.")

    def test_another_account_with_the_same_titles(self):
        other = desk.Desk(self.kind, "--id-offset", "5000")
        self.addCleanup(other.close)

        def named(fields):
            return {name: field for name, field in fields.items() if not name.isdigit()}

        for form in ("Repair", "Returns"):
            here, there = self.fields(f"ticket_form={form}"), self.fields(f"ticket_form={form}", at=other)
            self.assertEqual(named(here), named(there))
            self.assertNotEqual(here.keys(), there.keys())  # two fields are told apart by their IDs alone

    def test_one_read_of_each_list(self):
        self.fields("ticket_form=Repair")
        paths = sorted(path.split("?")[0] for _, path, _ in self.sent())
        self.assertEqual(paths, ["/api/v2/ticket_fields", "/api/v2/ticket_forms"])

    def test_a_plan_without_forms(self):
        self.desk.fault("not_in_plan", feature="ticket_forms")
        self.assertIn("Product", self.fields("ticket_form=Repair"))

    def test_fields_that_the_user_may_not_read(self):
        self.desk.fault("status", status=403, body="{}", path="/api/v2/ticket_fields", times=1)
        done = self.desk.ask("describe", "create_ticket", "--json")
        self.assertEqual(done.returncode, 77, done.stdout + done.stderr)
        self.assertEqual(json.loads(done.stdout)["error"]["code"], "zendesk.permission_denied")


class Records(SchemaCase):
    kind = "record"

    def test_nothing_while_no_object_is_chosen(self):
        for chosen in ((), ("object_type=${/object}",)):
            attributes = self.attributes(*chosen)
            self.assertNotIn("properties", attributes)
            self.assertIs(attributes["additionalProperties"], True)

    def test_an_object_that_the_account_does_not_have(self):
        for task in ("create_record", "update_record"):
            for name in ("Aset", "9"):
                with self.subTest(task, name=name):
                    done = self.desk.ask("describe", task, "--set", f"object_type={name}", "--json")
                    self.assertEqual(done.returncode, 65, done.stdout + done.stderr)
                    (fault,) = json.loads(done.stdout)["error"]["fields"]
                    self.assertEqual((fault["pointer"], fault["code"]), ("/object_type", "unknown_name"))
                    if name == "Aset":
                        self.assertEqual(fault["allowed"][0], "Asset")

    def test_the_fields_of_an_object(self):
        attributes = self.attributes("object_type=asset")
        self.assertEqual(attributes["title"], "Attributes")
        fields = attributes["properties"]
        self.assertEqual(fields["category"]["enum"], ["asset_laptop", "asset_monitor", "asset_printer", None])
        self.assertEqual(fields["category"]["description"], "Zendesk demands a value.")
        self.assertEqual(fields["asset_tag"]["title"], "Asset tag")
        self.assertEqual(fields["memory"]["type"], ["integer", "null"])
        self.assertEqual(fields["owner"]["x-tp"]["optionsFrom"]["source"], "zendesk.users")
        self.assertNotIn("standard::name", fields)
        for chosen in ("object_type=Asset", "object_type= assets"):
            self.assertEqual(self.attributes(chosen, task="update_record")["properties"], fields)

    def test_records_that_a_field_leads_to(self):
        fields = self.attributes("object_type=maintenance_visit")["properties"]
        self.assertEqual(fields["asset"]["x-tp"]["optionsFrom"]["source"], "zendesk.records:asset")
        self.assertEqual(fields["ticket"]["x-tp"]["optionsFrom"]["source"], "zendesk.tickets")
        done = self.desk.ask("options", "create_record", "attributes.asset", "--set", "object_type=maintenance_visit",
                             "--json")  # fmt: skip
        items = json.loads(done.stdout)["output"]["items"]
        values = {item["label"]: item["value"] for item in items}
        self.assertEqual(sorted(values), ["Laptop of Eli", "Laser printer, 2nd floor"])
        self.assertEqual(values["Laptop of Eli"], "external_id:ERP-1002")
        attributes = {"asset": values["Laptop of Eli"], "visited_on": "2026-01-02"}
        self.succeed("create", {"object_type": "Maintenance visit", "attributes": attributes})

    def test_what_fits_the_schema_is_accepted(self):
        values = {"category": "asset_monitor", "accessories": ["accessory_bag"], "purchased_on": "2026-01-02",
                  "price": 12.5, "memory": 8, "under_warranty": False, "owner": str(desk.DANA)}  # fmt: skip
        fields = self.attributes("object_type=asset")["properties"]
        for key, value in values.items():
            self.assertEqual(validator.errors(value, fields[key]), [], key)
        self.succeed("create", {"object_type": "asset", "name": "A monitor", "attributes": values})


class Large(SchemaCase):
    options = ("--large",)

    def test_every_field_and_pages_for_too_many_options(self):
        fields = self.fields()
        self.assertGreater(len(fields), 250)
        parts = fields["Spare part"]
        self.assertNotIn("enum", parts)
        source = parts["x-tp"]["optionsFrom"]
        self.assertTrue(source["source"].startswith("zendesk.field_options:"))
        self.assertTrue(source["search"] and source["paginated"])
        self.create(custom_fields=[{"field": "Spare part", "value": "part_0777"}])


if __name__ == "__main__":
    desk.main()
