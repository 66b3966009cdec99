# SPDX-License-Identifier: Apache-2.0
"""taskhost options: what each field may hold in an account, and that the tasks take what is offered."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import ANA, FIELD, SUPPORT

MANIFESTS = Path(__file__).resolve().parents[3] / "manifests/zendesk/tasks"

# What depends on another field, and that field.
FIRST = {
    "custom_fields.value": f'custom_fields=[{{"id":{FIELD["tagger"]}}}]',
    "record_id": "object_type=asset",
    "attributes": "object_type=asset",
}


def fields_with_choices():
    """Task, dotted path and source of each that the manifests name."""
    for path in sorted(MANIFESTS.glob("*.input.json")):
        task = path.name.split(".")[0]
        yield from ((task, *found) for found in walk(json.loads(path.read_text(encoding="utf-8"))))


def walk(schema, prefix=""):
    for name, field in schema.get("properties", {}).items():
        source = field.get("x-tp", {}).get("optionsFrom")
        if source:
            yield prefix + name, source["source"]
        inside = field.get("items", field)
        yield from walk(inside, f"{prefix}{name}.")


class ChoicesCase(desk.EachCase):
    """With what taskhost says."""

    def ask(self, task, field, *arguments, at=None, code=0, **more):
        first = ("--set", FIRST[field]) if field in FIRST and not any("=" in a for a in arguments) else ()
        done = (at or self.desk).ask("options", task, field, *first, *arguments, **more)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def page(self, task, field, *arguments, **more):
        """The document with one page, or with all of them."""
        return json.loads(self.ask(task, field, *arguments, "--json", **more).stdout)["output"]

    def all(self, task, field, *arguments, **more):
        """All choices, with their values as keys."""
        items = self.page(task, field, "--all", *arguments, **more)["items"]
        values = [item["value"] for item in items]
        self.assertEqual(len(set(values)), len(values), "a value is offered twice")
        return {item["value"]: item for item in items}

    def unknown(self, command, field, property_name, value, meant):
        """What somebody has chosen must be there, or what depends on it would be another's."""
        words = [command, "create_ticket", *([field] if field else []), "--set", f"{property_name}={value}", "--json"]
        done = self.desk.ask(*words)
        self.assertEqual(done.returncode, 65, done.stdout + done.stderr)
        (fault,) = json.loads(done.stdout)["error"]["fields"]
        self.assertEqual((fault["pointer"], fault["code"]), (f"/{property_name}", "unknown_name"))
        self.assertIn(meant, fault["allowed"])

    def labels(self, *arguments, **more):
        return sorted(item["label"] for item in self.all(*arguments, **more).values())

    def names_of(self, path, name, key="name"):
        return sorted(item[key] for item in self.desk.pages(path, name))


class Large(ChoicesCase):
    options = ("--large",)

    def sent_by(self, lines, task="create"):
        """Runs a task for each line; the tickets that it sent, in the order of the lines."""
        self.desk.forget()
        self.write([json.dumps({"comment_body": f"{n}", "external_id": f"{n}", **line})
                    for n, line in enumerate(lines)])  # fmt: skip
        if self.out.exists():
            self.out.unlink()
        self.run_each(None, task=task)
        faults = [result for result in self.results().values()
                  if result.get("error", {}).get("code") == "invalid_input"]  # fmt: skip
        self.assertEqual(faults, [])
        sent = []
        for method, path, body in self.sent():
            if method != "GET" and path.startswith("/api/v2/tickets"):
                sent += body["tickets"] if "tickets" in body else [body["ticket"]]
        self.assertEqual(len(sent), len(lines))
        return sorted(sent, key=lambda ticket: int(ticket["external_id"]))

    def open_values(self, *arguments, **more):
        return [value for value, item in self.all(*arguments, **more).items() if not item.get("disabled")]

    def test_every_field_is_listed_to_its_end_and_searched(self):
        seen = set()
        for task, field, source in fields_with_choices():
            if source in seen:
                continue
            seen.add(source)
            with self.subTest(source, task=task, field=field):
                everything = self.all(task, field)
                self.assertGreater(len(everything), 0)
                self.assertEqual(self.all(task, field, "--limit", "100"), everything)
                first = self.page(task, field, "--limit", "2")
                self.assertEqual(len(first["items"]), min(2, len(everything)))
                self.assertEqual("nextPageToken" in first, len(everything) > 2)
                word = list(everything.values())[-1]["label"].split()[-1].strip("#")
                found = self.all(task, field, "--search", word)
                self.assertIn(list(everything)[-1], found)
                self.assertLessEqual(found.keys(), everything.keys())
                self.assertEqual(self.all(task, field, "--search", "zzzqqq"), {})
        self.assertGreaterEqual(len(seen), 24)

    def test_all_of_what_the_account_has(self):
        pages = self.names_of
        self.assertEqual(self.labels("create_ticket", "group"), pages("/api/v2/groups", "groups"))
        self.assertEqual(self.labels("create_ticket", "group_id"), pages("/api/v2/groups", "groups"))
        self.assertEqual(
            self.labels("create_ticket", "organization"), pages("/api/v2/organizations", "organizations")
        )
        self.assertEqual(self.labels("create_ticket", "requester"), pages("/api/v2/users", "users"))
        fields = [f["title"] for f in self.desk.pages("/api/v2/ticket_fields", "ticket_fields")
                  if f["removable"] and f["type"] not in ("tickettype", "priority")]  # fmt: skip
        self.assertEqual(self.labels("update_ticket", "custom_fields.field"), sorted(fields))
        self.assertGreaterEqual(len(fields), 250)
        agents = [u["name"] for u in self.desk.pages("/api/v2/users", "users") if u["role"] != "end-user"]
        self.assertEqual(self.labels("create_ticket", "assignee"), sorted(agents))
        self.assertGreaterEqual(len(agents), 300)

    def test_options_that_are_too_many_for_a_schema(self):
        parts = self.all("create_ticket", "custom_fields.value", "--set", 'custom_fields=[{"field":"Spare part"}]')
        self.assertEqual(len(parts), 1200)
        self.assertEqual(self.all("create_ticket", "custom_fields.Spare part"), parts)
        found = self.page("create_ticket", "custom_fields.Spare part", "--search", "part 0777")
        self.assertEqual([item["value"] for item in found["items"]], ["part_0777"])

    def test_each_group_is_accepted(self):
        values = self.open_values("create_ticket", "group")
        sent = self.sent_by([{"group": value} for value in values])
        ids = [group["id"] for group in self.desk.pages("/api/v2/groups", "groups")]
        self.assertEqual(sorted(ticket["group_id"] for ticket in sent), sorted(ids))

    def test_each_agent_is_accepted(self):
        values = self.open_values("create_ticket", "assignee")
        sent = self.sent_by([{"assignee": value} for value in values])
        users = self.desk.pages("/api/v2/users", "users")
        ids = [user["id"] for user in users if user["role"] != "end-user"]
        self.assertEqual(sorted(ticket["assignee_id"] for ticket in sent), sorted(ids))

    def test_each_custom_field_is_accepted(self):
        choices = self.all("create_ticket", "custom_fields.field")
        values = [value for value, item in choices.items()
                  if item["description"] in ("text", "textarea") and not item.get("disabled")]  # fmt: skip
        self.assertGreater(len(values), 250)
        sent = self.sent_by([{"custom_fields": [{"field": value, "value": "x"}]} for value in values])
        ids = {ticket["custom_fields"][0]["id"] for ticket in sent}
        self.assertEqual(len(ids), len(values))

    def test_each_option_is_accepted(self):
        values = self.open_values("create_ticket", "custom_fields.Spare part")
        sent = self.sent_by([{"custom_fields": [{"field": "Spare part", "value": value}]} for value in values])
        self.assertEqual([ticket["custom_fields"][0]["value"] for ticket in sent], values)

    def test_each_person_and_organization_is_accepted(self):
        values = self.open_values("create_ticket", "requester", "--search", "00")
        self.assertGreater(len(values), 10)
        users = {user["email"]: user["id"] for user in self.desk.pages("/api/v2/users", "users")}
        sent = self.sent_by([{"requester": value} for value in values])
        self.assertEqual([ticket["requester_id"] for ticket in sent], [users[value] for value in values])
        values = self.open_values("create_ticket", "organization", "--search", "Company")[:20]
        companies = {o["name"]: o["id"] for o in self.desk.pages("/api/v2/organizations", "organizations")}
        sent = self.sent_by([{"organization": value} for value in values])
        self.assertEqual([ticket["organization_id"] for ticket in sent], [companies[value] for value in values])

    def test_ids_and_addresses_are_accepted(self):
        wanted = {"group_id", "assignee_id", "requester_id", "submitter_id", "organization_id", "brand_id",
                  "custom_status_id", "ticket_form_id", "problem_id"}  # fmt: skip
        for field in sorted(wanted):
            with self.subTest(field):
                values = self.open_values("create_ticket", field)[:3]
                sent = self.sent_by([{field: value} for value in values])
                self.assertEqual([str(ticket[field]) for ticket in sent], values)
        for field in ("requester_email", "assignee_email"):
            with self.subTest(field):
                values = self.open_values("create_ticket", field)[:3]
                self.assertEqual(len(self.sent_by([{field: value} for value in values])), 3)
        for field in ("email_ccs", "followers"):
            with self.subTest(field):
                values = self.open_values("create_ticket", field)[:3]
                self.assertEqual(len(self.sent_by([{field: [value]} for value in values])), 3)
        for field, name in (("brand", "brand_id"), ("ticket_form", "ticket_form_id"),
                            ("custom_status", "custom_status_id")):  # fmt: skip
            with self.subTest(field):
                values = self.open_values("create_ticket", field)
                ids = self.open_values("create_ticket", name)
                sent = self.sent_by([{field: value} for value in values])
                self.assertEqual([str(ticket[name]) for ticket in sent], ids)


class Small(ChoicesCase):
    def test_a_name_where_it_is_one_and_an_id_where_not(self):
        fields = self.all("create_ticket", "custom_fields.field")
        regions = [value for value, item in fields.items() if item["label"] == "Region"]
        self.assertEqual(regions, [str(i) for i in sorted(map(int, regions))])
        self.assertEqual(len(regions), 2)
        self.assertEqual(fields["Product"]["description"], "tagger")
        self.assertIs(fields[next(v for v in fields if fields[v]["label"] == "Fax number")]["disabled"], True)
        agents = self.all("create_ticket", "assignee")
        self.assertIn("Ana Agent", agents)
        sams = [value for value, item in agents.items() if item["label"] == "Sam Agent"]
        self.assertEqual(sorted(sams), ["sam.two@acme.example", "sam@acme.example"])
        groups = self.all("create_ticket", "group")
        self.assertEqual(sorted(groups), ["Billing", "Returns Desk", "Support", "returns desk"])

    def test_ambiguous_things_resolve_as_they_were_chosen(self):
        fields = self.all("create_ticket", "custom_fields.field")
        for value, item in fields.items():
            if item["label"] != "Region":
                continue
            self.desk.forget()
            self.create(custom_fields=[{"field": value, "value": None}])
            self.assertEqual(self.sent_ticket()["custom_fields"][0]["id"], int(value))
        for group in self.all("create_ticket", "group_id"):
            self.desk.forget()
            self.create(group=group)
            self.assertEqual(self.sent_ticket()["group_id"], int(group))
        self.desk.forget()
        self.create(requester=str(ANA), assignee=str(ANA))
        ticket = self.sent_ticket()
        self.assertEqual((ticket["requester_id"], ticket["assignee_id"]), (ANA, ANA))

    def test_a_person_without_an_address(self):
        user = self.desk.call("POST", "/api/v2/users", {"user": {"name": "Gus", "phone": "+33199001122"}})["user"]
        (choice,) = self.all("create_ticket", "requester", "--search", "Gus")
        self.assertEqual(choice, str(user["id"]))
        self.assertEqual(self.all("create_ticket", "requester_email", "--search", "Gus"), {})
        self.desk.forget()
        self.create(requester=choice)
        self.assertEqual(self.sent_ticket()["requester_id"], user["id"])

    def test_agents_of_the_group_that_the_form_holds(self):
        for first in ("group=Billing", f"group_id={desk.BILLING}", f"group={desk.BILLING}"):
            with self.subTest(first):
                agents = self.labels("create_ticket", "assignee", "--set", first)
                self.assertEqual(agents, ["Alex Admin", "Ben Agent", "Cleo Agent"])
        everybody = self.labels("create_ticket", "assignee")
        self.unknown("options", "assignee", "group", "Suport", "Support")
        followers = self.all("create_ticket", "followers", "--set", "group=Billing")
        self.assertEqual(sorted(item["label"] for item in followers.values()), everybody)

    def test_tickets_and_problems(self):
        tickets = self.all("update_ticket", "ticket_id")
        self.assertLessEqual({"1", "2"}, tickets.keys())
        self.assertNotIn(str(desk.CLOSED_TICKET), tickets)
        problems = self.all("create_ticket", "problem_id")
        self.assertEqual(list(problems), [str(desk.PROBLEM_TICKET)])
        (label,) = (item["label"] for item in problems.values())
        word = label.split()[-1]
        self.assertEqual(list(self.all("update_ticket", "ticket_id", "--search", word)), ["2"])
        self.desk.forget()
        self.succeed("update", {"ticket_id": "2", "subject": "Found"})
        self.assertEqual(self.sent()[-1][1], "/api/v2/tickets/2")

    def test_records_and_their_fields(self):
        records = self.all("update_record", "record_id")
        self.assertEqual(
            sorted(item["label"] for item in records.values()), ["Laptop of Eli", "Laser printer, 2nd floor"]
        )
        found = self.all("update_record", "record_id", "--search", "laptop", "--set", "object_type=Asset")
        self.assertEqual([item["description"] for item in found.values()], ["ERP-1002"])
        fields = self.all("create_record", "attributes", "--set", "object_type=assets")
        self.assertEqual(fields["asset_tag"]["label"], "Asset tag")
        self.assertNotIn("standard::name", fields)
        objects = self.all("create_record", "object_type")
        self.assertEqual(sorted(objects), ["asset", "maintenance_visit", "survey_response"])

    def test_what_has_to_be_filled_first(self):
        for task, field, title in (
            ("create_ticket", "custom_fields.value", "Custom fields (custom_fields)"),
            ("update_record", "record_id", "Object type (object_type)"),
            ("create_record", "attributes", "Object type (object_type)"),
        ):
            with self.subTest(field):
                done = self.desk.ask("options", task, field)
                self.assertEqual((done.returncode, done.stdout), (0, "There is nothing to choose from.\n"))
                self.assertEqual(
                    done.stderr, f"The choices depend on other fields; set them first with --set: {title}\n"
                )

    def test_an_object_that_the_account_does_not_have(self):
        for task, field in (("update_record", "record_id"), ("create_record", "attributes")):
            with self.subTest(field):
                done = self.desk.ask("options", task, field, "--set", "object_type=Aset", "--json")
                self.assertEqual(done.returncode, 65, done.stdout + done.stderr)
                (fault,) = json.loads(done.stdout)["error"]["fields"]
                self.assertEqual((fault["pointer"], fault["code"]), ("/object_type", "unknown_name"))
                self.assertEqual(fault["message"], 'Object type: your Zendesk account has no "Aset".')
                self.assertEqual(fault["allowed"][0], "Asset")
        done = self.desk.ask("options", "update_record", "record_id", "--set", "object_type=Aset", lang="fr_FR.UTF-8")
        self.assertIn("Type d’objet", done.stderr)

    def test_options_of_a_field_that_the_account_does_not_have_once(self):
        scanner = {"field": "Product", "value": "scanner"}
        for entries, place, code in (
            ([{"field": "Nope"}], "/custom_fields/0/field", "unknown_name"),
            ([scanner, {"field": "Region"}], "/custom_fields/1/field", "ambiguous_name"),
            ([scanner, {"id": 4}], "/custom_fields/1/id", "unknown_name"),
            ([{"field": "Produkt", "value": 1}], "/custom_fields/0/field", "unknown_name"),
        ):
            with self.subTest(entries):
                done = self.desk.ask(
                    "options", "create_ticket", "custom_fields.value", "--set", f"custom_fields={json.dumps(entries)}", "--json"
                )  # fmt: skip
                self.assertEqual(done.returncode, 65, done.stdout + done.stderr)
                (fault,) = json.loads(done.stdout)["error"]["fields"]
                self.assertEqual((fault["pointer"], fault["code"], fault["title"]), (place, code, "Custom fields"))
                if code == "ambiguous_name":
                    self.assertEqual(len(fault["allowed"]), 2)
        self.assertEqual(fault["allowed"][0], "Product")

    def test_options_of_the_accounts_own_fields(self):
        product = self.all("create_ticket", "custom_fields.value", "--set", 'custom_fields=[{"field":"Product"}]')
        self.assertEqual(set(self.all("create_ticket", "custom_fields.Product")), set(product))
        self.assertIn("symptom_smoke", self.all("create_ticket", "custom_fields.Symptoms"))
        category = self.all("create_record", "attributes.category", "--set", "object_type=asset")
        self.assertEqual(set(category), {"asset_laptop", "asset_monitor", "asset_printer"})

    def test_names_that_no_task_has(self):
        for command in (("options", "update_record", "record_id"), ("describe", "update_record")):
            with self.subTest(command):
                self.desk.forget()
                done = self.desk.ask(*command, "--set", "object_tipe=asset")
                self.assertEqual(done.returncode, 64, done.stdout + done.stderr)
                self.assertIn('The task has no field "object_tipe". The nearest ones: object_type', done.stderr)
                self.assertEqual(self.desk.requests_of_the_plugin(), [])

    def test_a_table_in_either_language(self):
        done = self.ask("create_ticket", "brand")
        rows = done.stdout.splitlines()
        self.assertEqual([rows[0], rows[2]], ["Acme             Acme", "Acme Outlet      Acme Outlet"])
        self.assertTrue(rows[1].endswith("  Acme Classic (cannot be chosen)"), rows[1])
        done = self.ask("create_ticket", "brand", "--page", "x", code=65)
        self.assertIn("There is no such page of choices. Begin with the first one.", done.stderr)
        done = self.ask("create_ticket", "brand", "--page", "x", code=65, lang="fr_FR.UTF-8")
        self.assertIn("Cette page de choix n’existe pas. Commencez par la première.", done.stderr)

    def test_a_plan_without_forms_statuses_and_objects(self):
        for feature in ("ticket_forms", "custom_statuses", "custom_objects"):
            self.desk.fault("not_in_plan", feature=feature)
        for task, field in (("create_ticket", "ticket_form"), ("create_ticket", "custom_status"),
                            ("create_record", "object_type")):  # fmt: skip
            self.assertEqual(self.all(task, field), {})

    def test_names_that_mean_the_same_in_another_account(self):
        other = desk.Desk(self.kind, "--id-offset", "5000")
        self.addCleanup(other.close)
        for task, field in (
            ("create_ticket", "group"), ("create_ticket", "assignee"), ("create_ticket", "brand"),
            ("create_ticket", "ticket_form"), ("create_ticket", "custom_status"), ("create_ticket", "organization"),
            ("create_record", "object_type"), ("create_record", "attributes"),
        ):  # fmt: skip
            with self.subTest(field):
                here, there = self.all(task, field), self.all(task, field, at=other)
                chosen = {value for value, item in here.items() if not item.get("disabled")}
                self.assertLessEqual(chosen, there.keys())
        ids = self.all("create_ticket", "group_id"), self.all("create_ticket", "group_id", at=other)
        self.assertIn(str(SUPPORT), ids[0])
        self.assertNotIn(str(SUPPORT), ids[1])


if __name__ == "__main__":
    desk.main()
