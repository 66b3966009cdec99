# SPDX-License-Identifier: Apache-2.0
"""The schema language of the project, and all that a schema says beyond it.

The subset is what RapidJSON's draft-04 validator, draft 2020-12 validators and form renderers all
read alike; `x-tp` carries the hints for forms.
"""

import re

from validator import FORMATS, SCALARS, TYPES, errors, same, types_of

# keyword -> types that it says something about; None: all of them
KEYWORDS = {
    "type": None, "enum": None, "oneOf": None,
    "properties": {"object"}, "required": {"object"}, "additionalProperties": {"object"},
    "items": {"array"}, "minItems": {"array"}, "maxItems": {"array"}, "uniqueItems": {"array"},
    "pattern": {"string"}, "format": {"string"},
    "minLength": {"string"}, "maxLength": {"string"},
    "minimum": {"integer", "number"}, "maximum": {"integer", "number"},
    "title": None, "description": None, "default": None, "examples": None, "deprecated": None,
    "x-tp": None,
}  # fmt: skip
RANGES = (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"))

# widget -> types that it can edit
WIDGETS = {
    "text": SCALARS, "textarea": {"string"}, "password": {"string"}, "code": {"string"},
    "number": {"integer", "number"}, "slider": {"integer", "number"}, "switch": {"boolean"},
    "select": SCALARS, "radio": SCALARS, "multiselect": {"array"}, "tags": {"array"},
    "date": {"string"}, "datetime": {"string"}, "keyValue": {"array", "object"},
    "richText": {"string"}, "file": {"string", "object", "array"}, "resource": {"string", "integer"},
    "hidden": TYPES, "notice": TYPES,
}  # fmt: skip


def _is(kind):
    return lambda value: type(value) is kind


def _names(value):
    return isinstance(value, list) and bool(value) and all(isinstance(name, str) for name in value)


def _keys(*allowed):
    return lambda value: isinstance(value, dict) and value.keys() <= set(allowed)


HINTS = {
    "widget": lambda value: value in WIDGETS,
    "labels": lambda value: isinstance(value, dict) and all(map(_is(str), value.values())),
    "order": _is(int), "column": _is(int), "rows": _is(int), "group": _is(str),
    "advanced": _is(bool), "secret": _is(bool), "sensitiveOutput": _is(bool),
    "placeholder": _is(str), "help": _is(str), "docs": _is(str), "unit": _is(str),
    "language": _is(str), "step": lambda value: type(value) in (int, float) and value > 0,
    "expressions": lambda value: value in ("allowed", "never", "required"),
    "oneRequired": _names,
    "optionsFrom": _keys("source", "dependsOn", "search", "paginated", "allowCustom"),
    "schemaFrom": _keys("source", "dependsOn"),
    "visibleWhen": _keys("pointer", "schema"), "enabledWhen": _keys("pointer", "schema"),
    "requiredWhen": lambda value: isinstance(value, list) and all(map(_keys("pointer", "schema"), value)),
    "entries": _keys("name", "value", "schema"),
    "resource": _keys("modes", "idPattern", "urlPattern"),
    "i18n": _is(dict), "ai": _keys("description", "examples"),
}  # fmt: skip


def pattern_fault(pattern):
    """Why the three regular expression engines would not read `pattern` alike, or None."""
    if not (pattern.startswith("^(") and pattern.endswith(")$")):
        return "is not of the form ^(...)$"
    if re.search(r"\\[A-Za-z0-9]", pattern):
        return "has a class escape or a back-reference"
    if "(?" in pattern:
        return "has a special group"
    plain = re.sub(r"\\.|\[[^]]*\]", "x", pattern)[1:-1]
    if re.search(r"\{(0|,)|[+*?}][+?]", plain):
        return "has a repetition outside the subset"
    depth = [plain[: end + 1].count("(") - plain[: end + 1].count(")") for end in range(len(plain))]
    if 0 in depth[:-1]:
        return "has more than one outer group"
    try:
        re.compile(pattern)
    except re.error as error:
        return f"is no regular expression: {error}"
    return None


def find(root, pointer):
    """The property schema at a JSON Pointer into the data, or None."""
    node = root
    for part in pointer.split("/")[1:]:
        node = node.get("x-tp", {}).get("entries", {}).get("schema", node)
        node = node.get("properties", {}).get(part.replace("~1", "/").replace("~0", "~"))
        if node is None:
            return None
    return node if pointer.startswith("/") else None


def faults(schema, secrets=False, root=None, at="#"):
    """All that a schema says outside the subset. `secrets`: it describes a connection."""
    if not isinstance(schema, dict):
        return [f"{at}: a schema is an object"]
    root = schema if root is None else root
    found = [f"{at}: keyword {key} is not in the subset" for key in schema if key not in KEYWORDS]
    if found:
        return found
    found = _type_faults(schema)
    if not found:
        found = _value_faults(schema) + _object_faults(schema) + _one_of_faults(schema)
        found += _hint_faults(schema, root, secrets)
    found = [f"{at}: {fault}" for fault in found]
    for place, child in _children(schema):
        found += faults(child, secrets, root, f"{at}/{place}")
    return found


def _children(schema):
    properties = schema.get("properties")
    if isinstance(properties, dict):
        yield from ((f"properties/{name}", child) for name, child in properties.items())
    if not isinstance(schema.get("additionalProperties", True), bool):
        yield "additionalProperties", schema["additionalProperties"]
    if "items" in schema:
        yield "items", schema["items"]
    if isinstance(schema.get("oneOf"), list):
        yield from ((f"oneOf/{index}", child) for index, child in enumerate(schema["oneOf"]))
    for rule in ("visibleWhen", "enabledWhen"):
        condition = schema.get("x-tp", {}).get(rule)
        if isinstance(condition, dict):
            yield f"x-tp/{rule}/schema", condition.get("schema")
    if isinstance(schema.get("x-tp", {}).get("requiredWhen"), list):
        for index, condition in enumerate(schema["x-tp"]["requiredWhen"]):
            yield f"x-tp/requiredWhen/{index}/schema", condition.get("schema")
    if isinstance(schema.get("x-tp", {}).get("entries"), dict):
        yield "x-tp/entries/schema", schema["x-tp"]["entries"].get("schema")


def _type_faults(schema):
    kind = schema.get("type")
    if isinstance(kind, list):
        rest = [name for name in kind if name != "null"]
        if len(kind) < 2 or len(set(kind)) < len(kind) or not set(kind) <= TYPES:
            return ["the list of types is not one of distinct types"]
        if len(rest) > 1 and not set(rest) <= SCALARS:
            return ["a list of types holds scalars only"]
    elif kind is not None and kind not in TYPES:
        return [f"unknown type {kind}"]
    kinds = types_of(schema)
    return [
        f"{key} says nothing about {sorted(kinds)}"
        for key in schema
        if KEYWORDS[key] and not KEYWORDS[key] & kinds
    ]


def _value_faults(schema):
    found = []
    for key in ("title", "description"):
        if key in schema and not (isinstance(schema[key], str) and schema[key].strip()):
            found.append(f"{key} is not a text")
    for low, high in RANGES:
        if low in schema and high in schema and schema[low] > schema[high]:
            found.append(f"{low} is above {high}")
    for key in ("enum", "examples"):
        if key in schema and not (isinstance(schema[key], list) and schema[key]):
            return found + [f"{key} is not a list of values"]
    if "pattern" in schema and pattern_fault(schema["pattern"]):
        found.append("pattern " + pattern_fault(schema["pattern"]))
    if "format" in schema and schema["format"] not in FORMATS:
        found.append(f"unknown format {schema['format']}")
    if "array" in types_of(schema) and "type" in schema and "items" not in schema:
        found.append("an array says what its items are")
    if "items" in schema and not isinstance(schema["items"], dict):
        found.append("items is one schema, never a list")
    if found:
        return found
    if "enum" in schema:
        found += [f"enum: {fault}" for value in schema["enum"] for fault in errors(value, schema)]
        if any(same(a, b) for i, a in enumerate(schema["enum"]) for b in schema["enum"][:i]):
            found.append("enum holds a value twice")
    for value in schema.get("examples", []) + ([schema["default"]] if "default" in schema else []):
        found += [f"example or default: {fault}" for fault in errors(value, schema)]
    return found


def _object_faults(schema):
    if "object" not in types_of(schema) or ("type" not in schema and "properties" not in schema):
        return []
    found = []
    if "additionalProperties" not in schema:
        found.append("additionalProperties is missing")
    required = schema.get("required")
    if required is not None and (not _names(required) or len(set(required)) < len(required)):
        return found + ["required is not a list of distinct names"]
    found += [
        f"required property {name} is not described"
        for name in required or []
        if "properties" in schema and name not in schema["properties"]
    ]
    return found


def _one_of_faults(schema):
    if "oneOf" not in schema:
        return []
    branches = schema["oneOf"]
    if not isinstance(branches, list) or len(branches) < 2:
        return ["oneOf needs two branches"]
    marks = [
        {
            (name, str(child["enum"][0]))
            for name, child in branch.get("properties", {}).items()
            if name in branch.get("required", []) and len(child.get("enum", [])) == 1
        }
        for branch in branches
    ]
    names = [{name for name, _ in mark} for mark in marks]
    common = set.intersection(*names)
    told = any(
        len({value for mark in marks for key, value in mark if key == name}) == len(marks)
        for name in common
    )
    return [] if told else ["the branches of oneOf are not told apart by a one-value enum"]


def _takes_blobs(item):
    blob = item.get("properties", {}).get("blob", {})
    return blob.get("type") == "string" and "blob" in item.get("required", [])


def _hint_faults(schema, root, secrets):
    hints = schema.get("x-tp", {})
    if not isinstance(hints, dict):
        return ["x-tp is not an object"]
    found = [f"x-tp.{key} is unknown" for key in hints if key not in HINTS]
    if not found:
        found = [f"x-tp.{key} has a bad value" for key in hints if not HINTS[key](hints[key])]
    if found:
        return found
    kinds = types_of(schema) - {"null"} if "type" in schema else set()
    if "widget" in hints and not kinds <= WIDGETS[hints["widget"]]:
        found.append(f"widget {hints['widget']} cannot edit {sorted(kinds)}")
    if hints.get("widget") == "file" and "array" in kinds and not _takes_blobs(schema["items"]):
        found.append("a list of files has items without a required text blob")
    choices = [value for value in schema.get("enum", []) if value is not None]
    if ("labels" in hints or ("widget" in hints and choices)) and set(hints.get("labels", {})) != {
        str(value) for value in choices
    }:
        found.append("x-tp.labels and enum differ")
    if "secret" in hints and not secrets:
        found.append("x-tp.secret stands outside a connection")
    if hints.get("secret") and {"default", "examples", "enum"} & schema.keys():
        found.append("a secret shows a value")
    if not set(hints.get("oneRequired", [])) <= schema.get("properties", {}).keys():
        found.append("x-tp.oneRequired names an unknown property")
    conditions = [hints[rule] for rule in ("visibleWhen", "enabledWhen") if rule in hints]
    conditions += hints.get("requiredWhen", [])
    pointers = [condition.get("pointer", "") for condition in conditions]
    for source in ("optionsFrom", "schemaFrom"):
        pointers += hints.get(source, {}).get("dependsOn", [])
    found += [f"pointer {p!r} leads nowhere" for p in pointers if find(root, p) is None]
    return found
