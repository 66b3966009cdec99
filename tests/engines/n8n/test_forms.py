# SPDX-License-Identifier: Apache-2.0
"""What n8n's editor is given: node types, credential types, and what forms ask the account for."""

import json

import engine  # first: it tells where the others are
from engine import CREDENTIAL, KIND, PLACES, chosen

FORM = {"authentication": KIND, "resource": "tickets", "operation": "create_ticket"}


def shown(description, **chosen_values):
    """Parameters that a form with these choices shows, by their names."""
    def fits(parameter):
        show = parameter.get("displayOptions", {}).get("show", {})
        return all(chosen_values.get(name) in values for name, values in show.items())

    return {parameter["name"]: parameter for parameter in description["properties"] if fits(parameter)}


class Descriptions(engine.Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        types = cls.engine.ask("types")
        cls.nodes = {one["name"]: one for one in types["nodes"] if not one.get("hidden")}
        cls.credential_types = {one["name"]: one for one in types["credentials"]}

    def schema(self, task):
        plugin, name = task.split(".")
        return json.loads((PLACES["TP_PLUGINS"] / plugin / "1.0.0" / "tasks" / f"{name}.input.json").read_text())

    def test_a_node_type_for_each_plugin(self):
        self.assertEqual({name: one["displayName"] for name, one in self.nodes.items()}, {
            "echo": "Echo Tasks", "webhook": "Webhook Tasks", "zendesk": "Zendesk Tasks"})
        for one in self.nodes.values():
            icon = PLACES["TP_N8N_PACKAGE"] / one["iconUrl"].removeprefix(f"icons/{engine.PACKAGE}/")
            self.assertIn("<svg", icon.read_text())

    def test_every_field_of_every_task_is_there_once(self):
        tasks = {"tickets": ("create_ticket", "update_ticket"), "profiles": ("create_profile", "update_profile"),
                 "records": ("create_record", "update_record")}
        for resource, operations in tasks.items():
            for operation in operations:
                with self.subTest(operation):
                    form = shown(self.nodes["zendesk"], resource=resource, operation=operation)
                    more = [one["name"] for one in form.pop("additionalFields")["options"]]
                    above = [name for name in form if name not in ("authentication", "resource", "operation", "options")]
                    self.assertEqual(sorted(above + more), sorted(self.schema(f"zendesk.{operation}")["properties"]))

    def test_required_fields_come_first(self):
        form = shown(self.nodes["zendesk"], resource="profiles", operation="create_profile")
        self.assertEqual(list(form), ["authentication", "resource", "operation", "source", "type", "email",
                                      "additionalFields", "options"])
        self.assertTrue(all(form[name]["required"] for name in ("source", "type", "email")))

    def test_a_field_has_the_form_that_its_schema_asks_for(self):
        form = shown(self.nodes["zendesk"], resource="tickets", operation="create_ticket")
        more = {one["name"]: one for one in form["additionalFields"]["options"]}
        self.assertEqual([one["name"] for one in more["priority"]["options"]], ["Low", "Normal", "High", "Urgent"])
        self.assertEqual((more["public"]["type"], more["public"]["default"]), ("boolean", True))
        self.assertEqual(form["comment_body"]["typeOptions"], {"rows": 6})
        self.assertEqual(form["custom_fields"]["type"], "resourceMapper")
        self.assertEqual(more["requester"]["modes"][0]["typeOptions"], {"searchListMethod": "zendesk.users", "searchable": True})
        self.assertEqual(more["assignee"]["typeOptions"]["loadOptionsDependsOn"], [
            "additionalFields.group.value", "additionalFields.group_id.value"])
        self.assertEqual(more["tags"]["type"], "string")
        say = shown(self.nodes["echo"], operation="say")
        times = {one["name"]: one for one in say["additionalFields"]["options"]}["times"]
        self.assertEqual((times["type"], times["default"], times["typeOptions"]), ("number", 1, {"minValue": 1, "maxValue": 1000}))

    def test_nothing_is_without_a_name(self):
        def names(parameters):
            for one in parameters:
                yield one
                yield from names([inner for inner in one.get("options", []) if "type" in inner])
                for group in one.get("options", []):
                    yield from names(group.get("values", []))

        parameters = [one for description in [*self.nodes.values(), *self.credential_types.values()]
                      for one in names(description["properties"])]
        self.assertGreater(len(parameters), 150)
        for one in parameters:
            self.assertTrue(one["displayName"] and one["name"] and one["type"], one)
            self.assertIn("default", one)

    def test_credentials_for_each_kind_of_connection(self):
        kinds = {one["value"]: one["name"] for one in shown(self.nodes["zendesk"])["authentication"]["options"]}
        self.assertEqual(len(kinds), 5)
        for wanted in self.nodes["zendesk"]["credentials"]:
            self.assertEqual(wanted["testedBy"], wanted["name"])
            self.assertIn(wanted["displayOptions"]["show"]["authentication"][0], kinds)
            fields = {one["name"]: one for one in self.credential_types[wanted["name"]]["properties"]}
            self.assertTrue(fields["subdomain"]["required"])
            for name in {"client_secret", "access_token", "api_token", "password", "refresh_token"} & set(fields):
                self.assertEqual(fields[name]["typeOptions"], {"password": True}, name)
        guide = self.credential_types["taskPluginsZendeskOauthClientCredentials"]["properties"][0]
        self.assertEqual((guide["type"], guide["displayName"].count("<li>")), ("notice", 6))
        self.assertEqual(self.nodes["echo"]["credentials"], [])

    def test_files_that_no_plugin_uses_show_nothing(self):
        types = self.engine.ask("types")
        self.assertTrue(all(one["hidden"] for one in types["nodes"] if one["name"].startswith("unused")))
        self.assertEqual(len(self.credential_types), 6)


class Questions(engine.Case):
    def form(self, method, *arguments, **parameters):
        return self.engine.ask("form", type="zendesk", parameters={**FORM, **parameters}, method=method, args=list(arguments),
                               credentials=self.credentials(), nodeCredentials={CREDENTIAL: {"id": "account", "name": "Support"}})

    def test_choices_are_searched_for(self):
        found = self.form(["listSearch", "zendesk.users"], "dana")["results"]
        self.assertEqual([(one["name"], one["value"]) for one in found], [("Dana Customer", "dana@globex.example")])

    def test_choices_come_page_by_page(self):
        large = engine.desk.Desk("ticket", "--large")
        self.addCleanup(large.close)
        account = {"large": {"subdomain": "acme", "base_url": large.url, "access_token": engine.desk.TOKEN}}
        found, token = set(), None
        for _ in range(20):
            page = self.engine.ask("form", type="zendesk", parameters=FORM, method=["listSearch", "zendesk.groups"],
                                   args=["", token], credentials=account,
                                   nodeCredentials={CREDENTIAL: {"id": "large", "name": "Large"}})
            found |= {one["name"] for one in page["results"]}
            token = page.get("paginationToken")
            if token is None:
                break
        self.assertGreaterEqual(len(found), 300)

    def test_large_numbers_keep_every_digit(self):
        found = self.form(["listSearch", "zendesk.user_ids"], "eli")["results"]
        self.assertEqual([one["value"] for one in found], [str(engine.desk.ELI)])

    def test_choices_that_need_another_field_first(self):
        record = {"resource": "records", "operation": "update_record"}
        with self.assertRaisesRegex(engine.Failed, "Fill in first: Object type"):
            self.form(["listSearch", "zendesk.records"], "", **record)
        found = self.form(["listSearch", "zendesk.records"], "", **record, object_type=chosen("asset"))["results"]
        self.assertGreaterEqual(len(found), 2)

    def test_custom_fields_by_their_titles(self):
        fields = {one["displayName"]: one for one in self.form(["resourceMapping", "zendesk.custom_fields"])["fields"]}
        self.assertEqual([one["name"] for one in fields["Product"]["options"]], ["Printer::Laser", "Printer::Ink", "Scanner"])
        self.assertEqual((fields["Under warranty"]["type"], fields["Refund amount"]["type"]), ("boolean", "number"))
        record = {"resource": "records", "operation": "create_record", "object_type": chosen("asset")}
        attributes = {one["id"] for one in self.form(["resourceMapping", "zendesk.attributes"], **record)["fields"]}
        self.assertLessEqual({"category", "memory", "owner"}, attributes)

    def test_custom_fields_as_the_editor_keeps_them(self):
        schema = self.form(["resourceMapping", "zendesk.custom_fields"])["fields"]
        made = self.succeed("create_ticket", {"comment_body": "x", "custom_fields": {
            "mappingMode": "defineBelow", "matchingColumns": [], "schema": schema, "attemptToConvertTypes": True,
            "convertFieldsToString": False, "value": {
                "Product": "scanner", "Symptoms": '["symptom_noise"]', "Under warranty": True, "Order number": "={{ 6 * 7 }}",
                "Refund amount": 12.5, "Serial number": None}}})
        fields = {one["id"]: one["value"] for one in self.desk.ticket(made["id"])["custom_fields"]}
        self.assertEqual((fields[engine.desk.FIELD["multiselect"]], fields[engine.desk.FIELD["checkbox"]]), (["symptom_noise"], True))
        self.assertEqual(int(fields[engine.desk.FIELD["integer"]]), 42)
        self.assertEqual(float(fields[engine.desk.FIELD["decimal"]]), 12.5)

    def test_a_credential_is_tested(self):
        def ask(**more):
            return self.engine.ask("test", type="zendesk", credentialType=CREDENTIAL, id="tested",
                                   data={**self.credentials()["account"], **more})

        self.assertEqual(ask(), {"status": "OK", "message": "It works, as Alex Admin."})
        refused = ask(access_token="sandbox-expired-token")
        self.assertEqual(refused["status"], "Error")
        self.assertIn("does not accept the access token", refused["message"])
        away = ask(base_url="http://127.0.0.1:9")
        self.assertEqual(away["status"], "Error")
        self.assertEqual(ask(subdomain="")["status"], "Error")
        self.assertEqual(ask()["status"], "OK")


if __name__ == "__main__":
    engine.main()
