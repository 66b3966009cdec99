# SPDX-License-Identifier: Apache-2.0
"""Checks the texts for people: English equals the schemas and the manifest, French is complete,
and a text that is shown leads back to one value."""

import itertools
import re
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import room

MANIFEST = room.manifest()
INPUTS = room.task_schemas("input")
OUTPUTS = room.task_schemas("output")
# The sentences of the code are English there; tests/checks/texts.py looks at their translations.
LOCALES = {
    tag: {key: part for key, part in locale.items() if key != "texts"}
    for tag, locale in room.locales().items()
}
EN, FR = LOCALES["en"], LOCALES["fr"]

# English words that are French words too.
SAME_IN_FRENCH = {
    "Zendesk", "Ticket", "Tickets", "Description", "Public", "Type", "Incident", "Question",
    "Copies (CC)", "Source",
}  # fmt: skip
ENGLISH_WORDS = r"(?i)\b(the|and|of|with|this|that|not|is|are|its|by|your|must|cannot)\b"
# What the original's pages show in their lists, and the value that each stands for.
SHOWN_BY_THE_ORIGINAL = {
    "priority": {
        "Low": "low", "Normal": "normal", "High": "high", "Urgent": "urgent",
        "Faible": "low", "Élevé": "high",
    },
    "status": {
        "New": "new", "Open": "open", "Pending": "pending", "On-hold": "hold", "Solved": "solved",
        "Closed": "closed", "Nouveau": "new", "Ouvert": "open", "Résolu": "solved",
        "Clôturé": "closed",
    },
}  # fmt: skip
# The original's French page shows this text for two states; nobody can tell which one is meant.
AMBIGUOUS = {
    (task, "status", "en attente"): {"pending", "hold"}
    for task in ("zendesk.create_ticket", "zendesk.update_ticket")
}


def texts_of(schema):
    """What a locale says about the properties of a schema, without its aliases."""
    found = {}
    for path, child in room.properties(schema):
        hints = child.get("x-tp", {})
        found[path] = {key: child[key] for key in ("title", "description")}
        found[path].update({key: hints[key] for key in ("placeholder", "labels") if key in hints})
    return found


def english():
    """The English locale as the schemas and the manifest have it; groups are apart."""
    connections = {}
    for name, entry in MANIFEST["connections"].items():
        properties = {**texts_of(entry["settings"]), **texts_of(entry["credentials"])}
        connections[name] = {key: entry[key] for key in ("title", "description")}
        connections[name]["properties"] = properties
        if "guide" in entry:
            connections[name]["guide"] = entry["guide"]
        if "deprecated" in entry:
            connections[name]["deprecated"] = entry["deprecated"]["message"]
    return {
        "plugin": {key: MANIFEST[key] for key in ("name", "description")},
        "connections": connections,
        "tasks": {
            name: {
                "title": entry["title"],
                "description": entry["description"],
                "properties": texts_of(INPUTS[name]),
                "output": texts_of(OUTPUTS[name]),
            }
            for name, entry in MANIFEST["tasks"].items()
        },
        "errors": {
            code: {key: entry[key] for key in ("title", "help")}
            for code, entry in MANIFEST["errors"].items()
        },
    }


def groups():
    """Every heading that a form or a menu shows."""
    found = {entry["group"] for entry in MANIFEST["tasks"].values() if "group" in entry}
    for schema in INPUTS.values():
        found |= {child["x-tp"]["group"] for child in schema["properties"].values()}
    return found


def leaves(node, path=()):
    """Every text of a locale with its path; lists are left out but guides: they hold accepted words."""
    if isinstance(node, dict):
        for key, child in node.items():
            yield from leaves(child, path + (key,))
    elif path[-1:] == ("guide",):
        yield from ((path + (number,), step) for number, step in enumerate(node))
    elif not isinstance(node, list):
        yield path, node


def without_aliases(node):
    if not isinstance(node, dict):
        return node
    return {key: without_aliases(child) for key, child in node.items() if key != "aliases"}


def accepted():
    """(task, property, text in lower case) -> the values that it can mean, over all locales."""
    found = {}
    for task, schema in INPUTS.items():
        for name, child in room.properties(schema):
            for value in filter(None, child.get("enum", [])):
                texts = {value}
                for locale in LOCALES.values():
                    entry = locale["tasks"][task]["properties"][name]
                    texts |= {entry["labels"][value], *entry.get("aliases", {}).get(value, [])}
                for text in texts:
                    found.setdefault((task, name, text.lower()), set()).add(value)
    return found


class English(unittest.TestCase):
    def test_it_repeats_the_schemas_and_the_manifest(self):
        self.maxDiff = None
        expected = english()
        for part in expected:
            with self.subTest(part):
                self.assertEqual(without_aliases(EN[part]), expected[part])

    def test_it_holds_every_heading(self):
        self.assertEqual(EN["groups"], {group: group for group in groups()})


class French(unittest.TestCase):
    def test_it_has_the_keys_of_english(self):
        paths = [{path for path, _ in leaves(without_aliases(texts))} for texts in (EN, FR)]
        self.assertGreater(len(paths[0]), 100)
        self.assertEqual(paths[0] ^ paths[1], set())

    def test_nothing_is_left_in_english(self):
        english_texts = dict(leaves(EN))
        for path, text in leaves(FR):
            if path[-1] == "placeholder":
                continue
            with self.subTest(path):
                self.assertTrue(text != english_texts[path] or text in SAME_IN_FRENCH)
                self.assertNotRegex(text, ENGLISH_WORDS)

    def test_the_allowed_equal_texts_are_all_needed(self):
        english_texts = dict(leaves(EN))
        equal = {text for path, text in leaves(FR) if text == english_texts[path]}
        self.assertEqual(SAME_IN_FRENCH - equal, set())

    def test_typography(self):
        for path, text in leaves(FR):
            if path[-1] == "placeholder":
                continue
            with self.subTest(path):
                self.assertNotIn("'", text)
                self.assertNotRegex(re.sub(r"\w+://\S*", "", text), r"[^\u00a0][:;?!»]|«[^\u00a0]")


class AllLocales(unittest.TestCase):
    def test_each_names_itself(self):
        self.assertEqual(list(LOCALES), ["en", "fr"])
        for tag, locale in LOCALES.items():
            self.assertEqual(locale["locale"], tag)

    def test_no_text_is_empty_or_padded(self):
        for tag, locale in LOCALES.items():
            for path, text in leaves(locale):
                with self.subTest(tag, path=path):
                    self.assertTrue(text)
                    self.assertEqual(text, text.strip())

    def test_sentences_end(self):
        for tag, locale in LOCALES.items():
            for path, text in leaves(locale):
                sentence = path[-1] in ("description", "help", "deprecated") or "guide" in path
                if sentence and "labels" not in path:
                    with self.subTest(tag, path=path):
                        self.assertTrue(text.endswith("."))

    def test_words_for_yes_and_no_are_apart_and_hold_no_digit(self):
        yes = {word for locale in LOCALES.values() for word in locale["words"]["true"]}
        no = {word for locale in LOCALES.values() for word in locale["words"]["false"]}
        self.assertEqual(yes & no, set())
        self.assertLessEqual({"true", "yes", "vrai", "oui"}, yes)
        self.assertLessEqual({"false", "no", "faux", "non"}, no)
        for word in yes | no:
            self.assertRegex(word, r"^[a-zà-ÿ]+$")

    def test_labels_and_aliases_belong_to_choices(self):
        for (tag, locale), (task, schema) in itertools.product(LOCALES.items(), INPUTS.items()):
            for name, child in room.properties(schema):
                entry = locale["tasks"][task]["properties"][name]
                choices = set(filter(None, child.get("enum", [])))
                with self.subTest(tag, task=task, property=name):
                    self.assertEqual(set(entry.get("labels", {})), choices)
                    self.assertLessEqual(set(entry.get("aliases", {})), choices)
                    labels = list(entry.get("labels", {}).values())
                    self.assertEqual(len(labels), len(set(labels)))

    def test_a_text_means_one_value(self):
        several = {key: values for key, values in accepted().items() if len(values) > 1}
        self.assertEqual(several, AMBIGUOUS)

    def test_what_the_original_shows_is_understood(self):
        texts = accepted()
        tasks = ("zendesk.create_ticket", "zendesk.update_ticket")
        for task, (name, shown) in itertools.product(tasks, SHOWN_BY_THE_ORIGINAL.items()):
            for text, value in shown.items():
                with self.subTest(task, property=name, text=text):
                    self.assertEqual(texts[task, name, text.lower()], {value})


if __name__ == "__main__":
    unittest.main()
