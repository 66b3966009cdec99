# SPDX-License-Identifier: Apache-2.0
"""Reads the files of the manifests room and walks through what they say."""

import json
from pathlib import Path

MANIFESTS = Path(__file__).resolve().parents[2] / "manifests"
ZENDESK = MANIFESTS / "zendesk"


def parse(text):
    """JSON as the project reads it: a key that stands twice in an object is an error."""

    def unique(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"duplicate keys {twice}")
        return dict(pairs)

    return json.loads(text, object_pairs_hook=unique)


def load(path):
    return parse(path.read_bytes().decode("utf-8", "strict"))


def manifest():
    return load(ZENDESK / "plugin.json")


def locales():
    """The locale documents by language tag."""
    return {tag: load(ZENDESK / path) for tag, path in manifest()["locales"].items()}


def task_schemas(which):
    """Task id -> schema; `which` is "input" or "output"."""
    return {task: load(ZENDESK / entry[which]) for task, entry in manifest()["tasks"].items()}


def connection_schemas():
    """(connection type, "settings" or "credentials") -> schema."""
    return {
        (name, part): entry[part]
        for name, entry in manifest()["connections"].items()
        for part in ("settings", "credentials")
    }


def properties(schema, prefix=""):
    """Every property with its dotted path; items of an array go by the name of the array."""
    for name, child in schema.get("properties", {}).items():
        yield prefix + name, child
        yield from properties(child.get("items", child), f"{prefix}{name}.")
