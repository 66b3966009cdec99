# SPDX-License-Identifier: Apache-2.0
"""Checks the input and output schemas of the tasks, among them that no field of the original
survey platform's Zendesk tasks is missing."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import room
import subset
import validator

INPUTS = room.task_schemas("input")
OUTPUTS = room.task_schemas("output")
CREATE = INPUTS["zendesk.create_ticket"]
UPDATE = INPUTS["zendesk.update_ticket"]

# How the original's marks are kept: required and optional fields as such, except that the
# connection answers for the subdomain, that a ticket's text may come in one of several fields, and
# that the original's one ID of a record is Zendesk's or the account's own.
REQUIRED, OPTIONAL, BY_CONNECTION, ONE_OF = "required", "optional", "by connection", "one of"
TICKET_FIELDS = {
    "subdomain": BY_CONNECTION,
    "requester_id": OPTIONAL,
    "public": OPTIONAL,
    "tags": OPTIONAL,
    "assignee_email": OPTIONAL,
    "assignee_id": OPTIONAL,
    "priority": OPTIONAL,
    "status": OPTIONAL,
    "subject": OPTIONAL,
    "custom_fields": OPTIONAL,
}
PROFILE_FIELDS = {
    "subdomain": BY_CONNECTION,
    "source": REQUIRED,
    "type": REQUIRED,
    "email": REQUIRED,
    "name": OPTIONAL,
    "phone_number": OPTIONAL,
    "facebook": OPTIONAL,
    "twitter": OPTIONAL,
    "attributes": OPTIONAL,
}
RECORD_FIELDS = {"subdomain": BY_CONNECTION, "object_type": REQUIRED, "attributes": OPTIONAL}
ORIGINAL = {
    "zendesk.create_ticket": {**TICKET_FIELDS, "comment_body": ONE_OF, "description": ONE_OF},
    "zendesk.update_ticket": {
        **TICKET_FIELDS,
        "ticket_id": REQUIRED,
        "comment_body": OPTIONAL,
        "description": OPTIONAL,
    },
    "zendesk.create_profile": PROFILE_FIELDS,
    "zendesk.update_profile": PROFILE_FIELDS,
    "zendesk.create_record": RECORD_FIELDS,
    "zendesk.update_record": {**RECORD_FIELDS, "record_id": ONE_OF, "external_id": ONE_OF},
}
MANY = {"tags": "array", "custom_fields": "array", "attributes": "object"}

# What Zendesk takes null for: an update empties the field, a new ticket goes without it.
CLEARABLE = {
    "subject", "assignee_id", "group_id", "organization_id", "external_id", "type", "priority",
    "custom_status_id", "due_at", "problem_id", "brand_id", "ticket_form_id",
}  # fmt: skip


def mark(schema, name):
    if name in schema.get("required", []):
        return REQUIRED
    if name in schema.get("x-tp", {}).get("oneRequired", []):
        return ONE_OF
    settings = [s for (_, part), s in room.connection_schemas().items() if part == "settings"]
    if all(name in entry["required"] for entry in settings):
        return BY_CONNECTION
    return OPTIONAL


def nullable(schema):
    return {n for n, child in schema["properties"].items() if "null" in child.get("type", [])}


class Schemas(unittest.TestCase):
    def test_they_keep_to_the_subset(self):
        for schemas in (INPUTS, OUTPUTS):
            for task, schema in schemas.items():
                with self.subTest(task):
                    self.assertEqual(subset.faults(schema), [])

    def test_they_are_closed_objects(self):
        for schemas in (INPUTS, OUTPUTS):
            for task, schema in schemas.items():
                with self.subTest(task):
                    self.assertEqual(schema["type"], "object")
                    self.assertIs(schema["additionalProperties"], False)

    def test_every_property_is_explained_and_shown_by_an_example(self):
        for schemas in (INPUTS, OUTPUTS):
            for task, schema in schemas.items():
                for name, child in room.properties(schema):
                    with self.subTest(task, property=name):
                        self.assertLessEqual(
                            {"title", "description", "examples", "x-tp"}, child.keys()
                        )

    def test_inputs_tell_a_form_where_each_field_stands(self):
        for task, schema in INPUTS.items():
            hints = [child["x-tp"] for child in schema["properties"].values()]
            with self.subTest(task):
                orders = [hint["order"] for hint in hints]
                self.assertEqual(orders, list(range(1, len(hints) + 1)))
                self.assertTrue(all({"group", "widget"} <= hint.keys() for hint in hints))
                self.assertEqual({hint["expressions"] for hint in hints}, {"allowed"})

    def test_schema_and_manifest_name_a_task_alike(self):
        for task, entry in room.manifest()["tasks"].items():
            for key in ("title", "description"):
                with self.subTest(task, key=key):
                    self.assertEqual(INPUTS[task][key], entry[key])


class Original(unittest.TestCase):
    def test_every_field_is_there_with_its_mark(self):
        for task, fields in ORIGINAL.items():
            for name, expected in fields.items():
                with self.subTest(task, field=name):
                    self.assertIn(name, INPUTS[task]["properties"])
                    self.assertEqual(mark(INPUTS[task], name), expected)

    def test_every_task_is_there(self):
        self.assertEqual(INPUTS.keys(), ORIGINAL.keys())

    def test_fields_that_may_be_given_many_times_hold_many(self):
        for task, fields in ORIGINAL.items():
            for name in MANY.keys() & fields.keys():
                with self.subTest(task, field=name):
                    self.assertEqual(INPUTS[task]["properties"][name]["type"], MANY[name])

    def test_the_choices_are_all_there(self):
        for schema in (CREATE, UPDATE):
            properties = schema["properties"]
            self.assertLessEqual(
                {"low", "normal", "high", "urgent"}, set(properties["priority"]["enum"])
            )
            self.assertLessEqual(
                {"new", "open", "pending", "hold", "solved", "closed"},
                set(properties["status"]["enum"]),
            )
            self.assertEqual(properties["public"]["type"], "boolean")

    def test_a_custom_field_has_a_title_or_a_numeric_id_and_a_value(self):
        for schema in (CREATE, UPDATE):
            field = schema["properties"]["custom_fields"]["items"]
            self.assertEqual(field["required"], ["value"])
            self.assertEqual(field["properties"]["field"]["type"], "string")
            self.assertEqual(field["properties"]["id"]["type"], "integer")
            self.assertNotIn("type", field["properties"]["value"])


class Tickets(unittest.TestCase):
    def test_a_comment_is_public_on_create_and_private_on_update_by_default(self):
        self.assertIs(CREATE["properties"]["public"]["default"], True)
        self.assertIs(UPDATE["properties"]["public"]["default"], False)

    def test_update_differs_from_create_in_few_fields(self):
        create, update = CREATE["properties"].keys(), UPDATE["properties"].keys()
        self.assertEqual(create - update, {"submitter", "submitter_id", "match_on"})
        self.assertEqual(update - create, {"ticket_id", "additional_tags", "remove_tags", "safe_update"})

    def test_null_is_taken_where_zendesk_takes_it(self):
        for schema in (CREATE, UPDATE):
            self.assertEqual(nullable(schema), CLEARABLE)
            for name in CLEARABLE & {"type", "priority"}:
                self.assertIn(None, schema["properties"][name]["enum"])

    def test_ids_keep_every_digit(self):
        value = {"ticket_id": 9223372036854775807, "requester_id": 9007199254740993}
        self.assertEqual(validator.errors(value, UPDATE), [])

    def test_examples_of_whole_inputs(self):
        right = {
            "comment_body": "Call back",
            "tags": ["Salesforce", "360"],
            "priority": "high",
            "custom_fields": [{"id": 1, "value": ["a", "b"]}, {"id": 2, "value": None}],
        }
        wrong = {
            "/priority": {"priority": "High"},
            "/requester_id": {"requester_id": 0},
            "/tags": {"tags": "a, b"},
            "/custom_fields/0/value": {"custom_fields": [{"id": 1}]},
            "/email_ccs": {"email_ccs": ["a@example.com"] * 49},
            "/comment": {"comment": "x"},
        }
        self.assertEqual(validator.errors(right, CREATE), [])
        for place, value in wrong.items():
            with self.subTest(place):
                found = validator.errors(value, CREATE)
                self.assertEqual([fault.split(":")[0] for fault in found], [place])


class ProfilesAndRecords(unittest.TestCase):
    def test_update_differs_from_create_in_few_fields(self):
        for kind, only_create, only_update in (
            ("profile", {"if_exists"}, set()),
            ("record", {"match_on"}, {"record_id", "if_missing"}),
        ):
            create, update = (
                INPUTS[f"zendesk.{task}_{kind}"]["properties"].keys() for task in ("create", "update")
            )
            with self.subTest(kind):
                self.assertEqual((create - update, update - create), (only_create, only_update))

    def test_null_is_taken_where_it_means_something(self):
        for task, expected in (
            ("create_profile", set()), ("update_profile", {"name"}),
            ("create_record", {"external_id"}), ("update_record", {"name", "external_id"}),
        ):  # fmt: skip
            with self.subTest(task):
                self.assertEqual(nullable(INPUTS[f"zendesk.{task}"]), expected)

    def test_attributes_take_any_value_and_keep_every_digit(self):
        values = [9223372036854775807, 12345678901234567890, 1.5, None, "", True, ["a"]]
        for value in values:
            with self.subTest(value):
                record = {"object_type": "car", "attributes": {"k": value}}
                self.assertEqual(validator.errors(record, INPUTS["zendesk.create_record"]), [])

    def test_the_help_says_what_profiles_need_and_do_to_users(self):
        for task in ("create_profile", "update_profile"):
            schema = INPUTS[f"zendesk.{task}"]
            self.assertIn("Needs a Zendesk plan with profiles", schema["description"])
            for name in ("phone_number", "facebook", "twitter", "identifiers"):
                with self.subTest(task, field=name):
                    text = schema["properties"][name]["description"]
                    self.assertIn("to the user of the profile", text)


class Outputs(unittest.TestCase):
    def test_they_are_masked_where_they_hold_personal_data_and_always_whole(self):
        whole = {"ticket": {"ticket"}, "profile": {"profile", "user"}, "record": {"record"}}
        for task, schema in OUTPUTS.items():
            masked = {
                name for name, child in schema["properties"].items()
                if child["x-tp"].get("sensitiveOutput")
            }  # fmt: skip
            with self.subTest(task):
                self.assertEqual(masked, whole[task.rsplit("_", 1)[1]])
                self.assertEqual(set(schema["required"]), schema["properties"].keys())


if __name__ == "__main__":
    unittest.main()
