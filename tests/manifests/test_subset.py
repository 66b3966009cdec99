# SPDX-License-Identifier: Apache-2.0
"""Proves that the checker of the schema language and the validator catch what they should."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import room
import subset
import validator

GOOD = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind"],
    "properties": {
        "kind": {
            "type": "string",
            "enum": ["a", "b"],
            "default": "a",
            "x-tp": {"widget": "select", "labels": {"a": "A", "b": "B"}},
        },
        "code": {"type": ["string", "null"], "pattern": "^([a-z][a-z0-9-]{1,8}|x[.]y)$"},
        "many": {"type": "array", "items": {"type": ["integer", "string"]}, "maxItems": 3},
        "when": {
            "type": "string",
            "format": "date",
            "examples": ["2026-12-24"],
            "x-tp": {
                "visibleWhen": {"pointer": "/kind", "schema": {"enum": ["a"]}},
                "requiredWhen": [{"pointer": "/fields/Size", "schema": {"enum": ["big"]}}],
            },
        },
        "fields": {
            "type": "array",
            "items": {"type": "object", "additionalProperties": False, "properties": {"name": {}, "value": {}}},
            "x-tp": {
                "entries": {
                    "name": "name",
                    "value": "value",
                    "schema": {
                        "type": "object",
                        "additionalProperties": True,
                        "properties": {"Size": {"type": "string"}},
                    },
                },
            },
        },
    },
    "x-tp": {"oneRequired": ["code", "many"]},
}

# Each stands outside the subset for one reason, whose words the fault must hold.
BAD = [
    ({"const": 1}, "const"),
    ({"type": "string", "not": {}}, "not"),
    ({"$ref": "#/x"}, "$ref"),
    ({"$schema": "x"}, "$schema"),
    ({"type": "number", "exclusiveMinimum": 1}, "exclusiveMinimum"),
    ({"type": "text"}, "unknown type"),
    ({"type": ["array", "string"]}, "scalars only"),
    ({"type": ["string"]}, "list of types"),
    ({"type": "object"}, "additionalProperties is missing"),
    ({"properties": {}}, "additionalProperties is missing"),
    ({"type": "object", "additionalProperties": False, "required": []}, "required"),
    (
        {"type": "object", "additionalProperties": False, "properties": {}, "required": ["a"]},
        "required property a",
    ),
    ({"type": "array"}, "items"),
    ({"type": "array", "items": [{}]}, "never a list"),
    ({"type": "array", "items": True}, "never a list"),
    ({"type": "integer", "minLength": 1}, "says nothing about"),
    ({"type": "integer", "minimum": 2, "maximum": 1}, "above"),
    ({"type": "string", "enum": []}, "enum"),
    ({"type": "string", "enum": ["a", "a"]}, "twice"),
    ({"type": "string", "enum": ["a", 1]}, "integer is not string"),
    ({"type": "string", "format": "ipv4"}, "unknown format"),
    ({"type": "string", "pattern": "^[a-z]+$"}, "not of the form"),
    ({"type": "string", "pattern": "^(a)|(b)$"}, "outer group"),
    ({"type": "string", "pattern": r"^(\d+)$"}, "class escape"),
    ({"type": "string", "pattern": "^((?:a))$"}, "special group"),
    ({"type": "string", "pattern": "^(a{0,3})$"}, "repetition"),
    ({"type": "string", "pattern": "^(a+?)$"}, "repetition"),
    ({"type": "string", "pattern": "^([a)$"}, "no regular expression"),
    ({"type": "integer", "default": "1"}, "string is not integer"),
    ({"type": "integer", "minimum": 1, "examples": [0]}, "too small"),
    ({"title": " "}, "title"),
    ({"oneOf": [{}, {}]}, "told apart"),
    ({"x-tp": {"colour": "red"}}, "x-tp.colour"),
    ({"x-tp": {"widget": "dial"}}, "x-tp.widget"),
    ({"x-tp": {"order": True}}, "x-tp.order"),
    ({"x-tp": {"expressions": "yes"}}, "x-tp.expressions"),
    ({"type": "boolean", "x-tp": {"widget": "tags"}}, "cannot edit"),
    ({"type": "array", "items": {"type": "string"}, "x-tp": {"widget": "file"}}, "text blob"),
    ({"type": "array", "items": {"type": "object", "additionalProperties": False,
                                 "properties": {"blob": {"type": "string"}}},
      "x-tp": {"widget": "file"}}, "text blob"),
    ({"type": "string", "enum": ["a"], "x-tp": {"labels": {"b": "B"}}}, "labels and enum"),
    ({"type": "string", "enum": ["a"], "x-tp": {"widget": "select"}}, "labels and enum"),
    ({"type": "string", "x-tp": {"secret": True}}, "outside a connection"),
    ({"x-tp": {"oneRequired": ["a"]}}, "oneRequired"),
    ({"x-tp": {"visibleWhen": {"pointer": "/a", "schema": {}}}}, "leads nowhere"),
    ({"x-tp": {"optionsFrom": {"source": "s", "dependsOn": ["/a"]}}}, "leads nowhere"),
    ({"x-tp": {"visibleWhen": {"pointer": "/a", "schema": {"const": 1}}}}, "const"),
    ({"x-tp": {"requiredWhen": {"pointer": "/a", "schema": {}}}}, "x-tp.requiredWhen"),
    ({"x-tp": {"requiredWhen": [{"pointer": "/a", "schema": {}}]}}, "leads nowhere"),
    ({"x-tp": {"requiredWhen": [{"pointer": "/a", "schema": {"const": 1}}]}}, "const"),
    ({"x-tp": {"entries": {"key": "name"}}}, "x-tp.entries"),
    ({"x-tp": {"entries": {"name": "n", "value": "v", "schema": {"const": 1}}}}, "const"),
    ({"type": "array", "items": {"const": 1}}, "#/items: keyword const"),
    ({"type": "object", "additionalProperties": {"const": 1}}, "keyword const"),
]

# value, schema, whether it fits
VALUES = [
    ({"kind": "a", "code": "ab", "many": [1, "x"]}, GOOD, True),
    ({"kind": "a", "code": None}, GOOD, True),
    ({"code": "ab"}, GOOD, False),
    ({"kind": "c"}, GOOD, False),
    ({"kind": "a", "more": 1}, GOOD, False),
    ({"kind": "a", "code": "A"}, GOOD, False),
    ({"kind": "a", "code": "ab\n"}, GOOD, False),
    ({"kind": "a", "many": [1, 2, 3, 4]}, GOOD, False),
    ({"kind": "a", "many": [1.5]}, GOOD, False),
    ({"kind": "a", "when": "24.12.2026"}, GOOD, False),
    ([], GOOD, False),
    (True, {"type": "integer"}, False),
    (1.0, {"type": "integer"}, False),
    (1, {"type": "number"}, True),
    (1, {"enum": [True]}, False),
    (3, {"type": "integer", "maximum": 2}, False),
    ("", {"type": "string", "minLength": 1}, False),
    ("abc", {"type": "string", "maxLength": 2}, False),
    ([1, 1], {"type": "array", "items": {}, "uniqueItems": True}, False),
    ([], {"type": "array", "items": {}, "minItems": 1}, False),
    ({"a": 1}, {"type": "object", "additionalProperties": {"type": "string"}}, False),
    ({"a": 1}, {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, True),
    ({"a": 1, "b": 1}, {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, False),
]


class Subset(unittest.TestCase):
    def test_a_good_schema_has_no_fault(self):
        self.assertEqual(subset.faults(GOOD), [])

    def test_a_secret_may_stand_in_a_connection_and_shows_no_value(self):
        secret = {"type": "string", "x-tp": {"secret": True}}
        self.assertEqual(subset.faults(secret, secrets=True), [])
        shown = {**secret, "default": "hunter2"}
        self.assertIn("#: a secret shows a value", subset.faults(shown, secrets=True))

    def test_each_step_outside_the_subset_is_named(self):
        for schema, reason in BAD:
            with self.subTest(schema=schema):
                self.assertTrue(any(reason in fault for fault in subset.faults(schema)))

    def test_the_validator_tells_right_from_wrong(self):
        for value, schema, fits in VALUES:
            with self.subTest(value=value, schema=schema):
                self.assertEqual(validator.errors(value, schema) == [], fits)

    def test_a_fault_names_the_place(self):
        self.assertEqual(
            validator.errors({"kind": "a", "many": [None]}, GOOD),
            ["/many/0: null is not ['integer', 'string']"],
        )

    def test_duplicate_keys_are_refused(self):
        with self.assertRaises(ValueError):
            room.parse('{"a": {"b": 1, "b": 2}}')


if __name__ == "__main__":
    unittest.main()
