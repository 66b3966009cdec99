# SPDX-License-Identifier: Apache-2.0
"""Every error code that the sources can produce stands in the manifests, and no other.

The codes are read from the sources: the text behind a status or a kind, or behind the maker of an
error about a whole document.
"""

import json
import re
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/checks"))
import project

ROOMS_OF = {
    "manifests/zendesk": ["sdk/author", "plugin/entry.cc", "plugin/tasks", "plugin/zendesk"],
    "sdk/examples/echo/manifest": ["sdk/author", "sdk/examples/echo"],
}
CODE = r'"([a-z_]+(?:\.[a-z_]+)?)"'
MAKERS = [
    rf"\b(?:Status|Kind)::k\w+,\s*{CODE}",  # Error, Problem, rows of tables
    rf"\b(?:Error|Problem)(?: \w+)?\(status,\s*{CODE}",
    rf"\bInvalidArgument\(\s*{CODE}",
    rf"\.code = {CODE}",
]

# Made for calls that have nobody to tell: submit() and cancel() return a status and no text.
UNHEARD = {"invalid_sink", "not_found"}
# Of a plugin that reads files.
OF_FILES = {"blob_unreadable", "no_blobs"}
# Of create(), connect() and verify(), and of a task that the plugin does not have.
OF_NO_TASK = {
    "abi", "invalid_policy", "connection_invalid", "token_store_missing", "unknown_task",
    "zendesk.anonymous", "zendesk.user_suspended", "zendesk.not_an_agent", "zendesk.passwords_ended",
}  # fmt: skip
# What cannot happen to one task.
OF_TICKETS = {
    "zendesk.ticket_closed", "zendesk.required_on_solve", "zendesk.requester_suspended",
    "zendesk.several_tickets", "zendesk.external_id_used",
}  # fmt: skip
OF_PROFILES = {
    "zendesk.profile_exists", "zendesk.profile_not_found", "zendesk.profiles_unavailable",
}  # fmt: skip
OF_KEYS = {"zendesk.key_reused"}
OF_MATCHES = {"zendesk.several_tickets", "zendesk.external_id_used"}
UNTOLD = {"zendesk.outcome_unknown"}
OF_RECORDS = {"zendesk.object_not_found", "zendesk.record_not_found"}
NEVER = {
    "zendesk.create_ticket": OF_PROFILES | OF_RECORDS,
    "zendesk.update_ticket": OF_PROFILES | OF_RECORDS | OF_MATCHES,
    "zendesk.create_profile":
        {"zendesk.profile_not_found"} | OF_TICKETS | OF_RECORDS | OF_KEYS | UNTOLD | OF_FILES,
    "zendesk.update_profile":
        {"zendesk.profile_exists"} | OF_TICKETS | OF_RECORDS | OF_KEYS | UNTOLD | OF_FILES,
    # What is not found is an object or a record, and said to be.
    "zendesk.create_record":
        {"zendesk.not_found", "zendesk.record_not_found"} | OF_TICKETS | OF_PROFILES | OF_KEYS
        | OF_FILES,
    "zendesk.update_record":
        {"zendesk.not_found"} | OF_TICKETS | OF_PROFILES | OF_KEYS | UNTOLD | OF_FILES,
}


def sources(rooms):
    for path in project.cpp_files(ROOT):
        if any(str(path) == room or str(path).startswith(room + "/") for room in rooms):
            yield path, project.without_comments((ROOT / path).read_text("utf-8"))


def produced(rooms):
    found = set()
    reads_files = False
    for _, source in sources(rooms):
        reads_files = reads_files or "blobs().Open(" in source
        for maker in MAKERS:
            found.update(re.findall(maker, source))
    return found - UNHEARD - (set() if reads_files else OF_FILES)


def manifest(folder):
    return json.loads((ROOT / folder / "plugin.json").read_text("utf-8"))


class Codes(unittest.TestCase):
    maxDiff = None

    def test_the_search_sees_every_error_that_is_made(self):
        """Constructors and throws without a code in sight would escape the search."""
        for rooms in ROOMS_OF.values():
            for path, source in sources(rooms):
                for match in re.finditer(r"throw (?:task_plugin::)?(?:Error|Problem)\(", source):
                    statement = source[match.start():source.index(";", match.start())]
                    with self.subTest(path=str(path), statement=statement):
                        self.assertTrue(any(re.search(maker, statement) for maker in MAKERS))

    def test_the_search_finds_the_codes_of_each_kind(self):
        found = produced(ROOMS_OF["manifests/zendesk"])
        self.assertLessEqual(
            {"invalid_input", "queue_full", "timeout", "transport.not_sent", "zendesk.conflict",
             "connection_invalid", "internal", "zendesk.server_error"}, found)  # fmt: skip

    def test_manifests_list_what_can_happen(self):
        for folder, rooms in ROOMS_OF.items():
            with self.subTest(folder):
                self.assertEqual(sorted(manifest(folder)["errors"]), sorted(produced(rooms)))

    def test_tasks_list_what_can_happen_to_them(self):
        for folder, rooms in ROOMS_OF.items():
            expected = produced(rooms) - OF_NO_TASK
            for task, entry in manifest(folder)["tasks"].items():
                with self.subTest(task):
                    self.assertEqual(
                        sorted(entry["errors"]), sorted(expected - NEVER.get(task, set()))
                    )


if __name__ == "__main__":
    unittest.main()
