# SPDX-License-Identifier: Apache-2.0
"""A validator for the schema language of the project: all that is wrong with a value."""

import re

SCALARS = {"string", "integer", "number", "boolean"}
TYPES = SCALARS | {"array", "object", "null"}
FORMATS = {
    "date": r"\d{4}-\d\d-\d\d",
    "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "uri": r"[a-z][a-z0-9+.-]*://\S+",
    "uuid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}


def types_of(schema):
    """The types that a schema allows; all of them when it names none."""
    kind = schema.get("type")
    return set(TYPES) if kind is None else {kind} if isinstance(kind, str) else set(kind)


def same(a, b):
    return type(a) is type(b) and a == b


def _type_name(value):
    names = {dict: "object", list: "array", str: "string", bool: "boolean", float: "number"}
    return "null" if value is None else "integer" if type(value) is int else names[type(value)]


def errors(value, schema, at=""):
    """All that is wrong with a value, each with its JSON Pointer."""
    found = []
    kind = _type_name(value)
    if not {kind} & types_of(schema) and not (kind == "integer" and "number" in types_of(schema)):
        return [f"{at or '/'}: {kind} is not {schema['type']}"]
    if "enum" in schema and not any(same(value, choice) for choice in schema["enum"]):
        found.append("is not one of the choices")
    if kind in ("integer", "number"):
        found += ["is too small"] * (value < schema.get("minimum", value))
        found += ["is too large"] * (value > schema.get("maximum", value))
    if kind == "string":
        found += ["is too short"] * (len(value) < schema.get("minLength", 0))
        found += ["is too long"] * (len(value) > schema.get("maxLength", len(value)))
        if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
            found.append("does not fit the pattern")
        if "format" in schema and not re.fullmatch(FORMATS[schema["format"]], value):
            found.append(f"is no {schema['format']}")
    found = [f"{at or '/'}: {fault}" for fault in found]
    if kind == "array":
        found += _array_errors(value, schema, at)
    if kind == "object":
        found += _object_errors(value, schema, at)
    if "oneOf" in schema and sum(not errors(value, branch) for branch in schema["oneOf"]) != 1:
        found.append(f"{at or '/'}: fits not exactly one branch")
    return found


def _array_errors(value, schema, at):
    found = []
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        found.append(f"{at or '/'}: has too few or too many items")
    repeated = any(same(a, b) for index, a in enumerate(value) for b in value[:index])
    if schema.get("uniqueItems") and repeated:
        found.append(f"{at or '/'}: holds an item twice")
    for index, item in enumerate(value):
        found += errors(item, schema.get("items", {}), f"{at}/{index}")
    return found


def _object_errors(value, schema, at):
    known = schema.get("properties", {})
    found = [f"{at}/{name}: is missing" for name in schema.get("required", []) if name not in value]
    for name, child in value.items():
        rule = known.get(name, schema.get("additionalProperties", True))
        if rule is False:
            found.append(f"{at}/{name}: is unknown")
        elif rule is not True:
            found += errors(child, rule, f"{at}/{name}")
    return found
