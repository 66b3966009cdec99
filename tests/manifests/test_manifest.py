# SPDX-License-Identifier: Apache-2.0
"""Checks the manifest of the Zendesk plugin and the schema that says what a manifest may hold."""

import copy
import re
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import room
import subset
import validator

MANIFEST = room.manifest()
MANIFEST_SCHEMA = room.load(room.MANIFESTS / "plugin.schema.json")

# Answered before any task begins: by the start of the plugin, by connecting and by the choice of the
# task.
BEFORE_A_TASK = {
    "abi", "invalid_policy", "connection_invalid", "token_store_missing", "unknown_task",
    "zendesk.anonymous", "zendesk.user_suspended", "zendesk.not_an_agent", "zendesk.passwords_ended",
}  # fmt: skip


def described(schema, at="#"):
    """Every key that a schema gives a meaning to, with its schema."""
    for name, child in schema.get("properties", {}).items():
        yield f"{at}/{name}", child
        yield from described(child, f"{at}/{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from described(schema[key], f"{at}/{key}")


class ManifestSchema(unittest.TestCase):
    def test_it_keeps_to_the_subset(self):
        self.assertEqual(subset.faults(MANIFEST_SCHEMA), [])

    def test_it_explains_every_key(self):
        keys = dict(described(MANIFEST_SCHEMA))
        self.assertGreater(len(keys), 50)
        for place, schema in keys.items():
            with self.subTest(place):
                self.assertLessEqual({"title", "description"}, schema.keys())

    def test_it_refuses_broken_manifests(self):
        def broken(change):
            document = copy.deepcopy(MANIFEST)
            change(document)
            return validator.errors(document, MANIFEST_SCHEMA)

        task = "zendesk.create_ticket"
        changes = {
            "/manifestVersion": lambda m: m.update(manifestVersion=2),
            "/id": lambda m: m.update(id="Zendesk"),
            "/version": lambda m: m.update(version="1.0"),
            "/icon": lambda m: m.update(icon="../icon.svg"),
            "/licence": lambda m: m.update(licence="MIT"),
            "/libraries": lambda m: m.pop("libraries"),
            f"/tasks/{task}/sideEffects": lambda m: m["tasks"][task].update(sideEffects="some"),
            f"/tasks/{task}/input": lambda m: m["tasks"][task].update(input="/etc/passwd"),
            f"/tasks/{task}/batch/max": lambda m: m["tasks"][task]["batch"].update(max=0),
            "/errors/timeout/retry": lambda m: m["errors"]["timeout"].update(retry="maybe"),
            "/permissions/network/0/ports/0": lambda m: m["permissions"]["network"][0].update(
                ports=[0]
            ),
        }
        for place, change in changes.items():
            with self.subTest(place):
                found = broken(change)
                self.assertEqual([fault.split(":")[0] for fault in found], [place])


class Manifest(unittest.TestCase):
    def test_it_is_valid(self):
        self.assertEqual(validator.errors(MANIFEST, MANIFEST_SCHEMA), [])

    def test_every_file_is_named_and_every_name_is_a_file(self):
        named = {"plugin.json", "CHANGELOG.md", MANIFEST["icon"], *MANIFEST["locales"].values()}
        for task in MANIFEST["tasks"].values():
            named |= {task["input"], task["output"]}
        there = {
            path.relative_to(room.ZENDESK).as_posix()
            for path in room.ZENDESK.rglob("*")
            if path.is_file()
        }
        self.assertEqual(named, there)

    def test_no_json_file_has_a_byte_order_mark_or_a_duplicate_key(self):
        files = sorted(room.MANIFESTS.rglob("*.json"))
        self.assertGreaterEqual(len(files), 5)
        for path in files:
            with self.subTest(path.name):
                self.assertFalse(path.read_bytes().startswith(b"\xef\xbb\xbf"))
                room.load(path)

    def test_tasks_carry_the_name_of_the_plugin_and_use_known_connections(self):
        for name, task in MANIFEST["tasks"].items():
            with self.subTest(name):
                self.assertRegex(name, f"^{MANIFEST['id']}[.][a-z_]+$")
                self.assertLessEqual(set(task["connection"]), MANIFEST["connections"].keys())

    def test_error_codes_and_tasks_agree(self):
        listed = {code for task in MANIFEST["tasks"].values() for code in task["errors"]}
        self.assertEqual(MANIFEST["errors"].keys() - listed, BEFORE_A_TASK)
        self.assertEqual(listed - MANIFEST["errors"].keys(), set())

    def test_error_codes_are_well_formed(self):
        pattern = MANIFEST_SCHEMA["properties"]["tasks"]["additionalProperties"]["properties"][
            "errors"
        ]["items"]["pattern"]
        for code in MANIFEST["errors"]:
            with self.subTest(code):
                self.assertRegex(code, pattern)

    def test_a_lost_answer_is_never_called_safe_to_repeat(self):
        for code in ("transport.no_answer", "timeout", "zendesk.server_error", "zendesk.bad_reply"):
            with self.subTest(code):
                self.assertEqual(MANIFEST["errors"][code]["retry"], "unknown_outcome")

    def test_hosts_of_the_network_name_settings_of_every_connection(self):
        for destination in MANIFEST["permissions"]["network"]:
            for setting in re.findall(r"\{(.*?)\}", destination["host"]):
                for name, entry in MANIFEST["connections"].items():
                    with self.subTest(connection=name, setting=setting):
                        self.assertIn(setting, entry["settings"]["required"])

    def test_the_icon_is_a_small_drawing_that_loads_and_runs_nothing(self):
        icon = (room.ZENDESK / MANIFEST["icon"]).read_text("utf-8")
        self.assertLess(len(icon.encode()), 2048)
        self.assertIn('viewBox="0 0 64 64"', icon)
        body = icon.replace('xmlns="http://www.w3.org/2000/svg"', "")
        self.assertNotRegex(body, r"(?i)<script|<image|<foreignObject|href|://|\son\w+=|<!")


class Connections(unittest.TestCase):
    def test_schemas_keep_to_the_subset(self):
        for key, schema in room.connection_schemas().items():
            with self.subTest(key):
                self.assertEqual(subset.faults(schema, secrets=True), [])

    def test_oauth_clients_are_made_in_six_steps(self):
        guides = {name: entry["guide"] for name, entry in MANIFEST["connections"].items() if "guide" in entry}
        self.assertEqual(list(guides), ["oauth_client_credentials", "oauth_authorization_code"])
        for name, steps in guides.items():
            with self.subTest(name):
                self.assertEqual(len(steps), 6)

    def test_every_property_is_explained(self):
        for key, schema in room.connection_schemas().items():
            for name, child in room.properties(schema):
                with self.subTest(key, property=name):
                    self.assertLessEqual({"title", "description", "x-tp"}, child.keys())
                    self.assertEqual(child["x-tp"]["expressions"], "never")

    def test_secrets_stand_among_the_credentials_only(self):
        for (name, part), schema in room.connection_schemas().items():
            secrets = {
                child for child, rules in room.properties(schema) if rules["x-tp"].get("secret")
            }
            with self.subTest(connection=name, part=part):
                self.assertEqual(bool(secrets), part == "credentials")
                # A public client has no secret, and a refresh token is somebody else's.
                if name != "oauth_authorization_code":
                    self.assertLessEqual(secrets, set(schema["required"]))

    def test_settings_are_the_same_for_every_type(self):
        settings = [entry["settings"] for entry in MANIFEST["connections"].values()]
        self.assertTrue(all(entry == settings[0] for entry in settings))

    def test_limits_of_attempts_and_time(self):
        settings = MANIFEST["connections"]["oauth_access_token"]["settings"]["properties"]
        limits = {
            name: tuple(settings[name][key] for key in ("minimum", "maximum", "default"))
            for name in ("connect_timeout_ms", "request_timeout_ms", "max_attempts", "max_wait_ms")
        }
        self.assertEqual(
            limits,
            {
                "connect_timeout_ms": (100, 60000, 10000),
                "request_timeout_ms": (100, 600000, 60000),
                "max_attempts": (1, 10, 5),
                "max_wait_ms": (0, 600000, 60000),
            },
        )

    def test_ways_that_zendesk_closed_or_will_close_say_so(self):
        discouraged = {n for n, entry in MANIFEST["connections"].items() if "deprecated" in entry}
        self.assertEqual(discouraged, {"api_token", "password"})


if __name__ == "__main__":
    unittest.main()
