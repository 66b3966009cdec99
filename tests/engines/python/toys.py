# SPDX-License-Identifier: Apache-2.0
"""The small libraries of tests/host, each of which keeps or breaks one rule, as plugins in a place of their own."""

import json
import re
import shutil
import tempfile
from pathlib import Path

import case
from task_plugins import Search, list_plugins

HOST_TESTS = case.ROOT / "tests" / "host"


def toy_texts():
    """The toy's manifest and schemas, as the tests in C++ have them."""
    manifest = re.search(r'kManifest\[\] = R"\((.*?)\)"', (HOST_TESTS / "toy_folder.h").read_text(), re.DOTALL)
    text = (HOST_TESTS / "toy_schemas.h").read_text()
    schemas = {}
    for name, value in re.findall(r"#define TOY_(\w+) +((?:.*\\\n)*.*)", text):
        schemas[name] = "".join(json.loads(part) for part in re.findall(r'"(?:\\.|[^"\\])*"', value))
    return json.loads(manifest[1]), schemas


class Shelf:
    """A place with toys in it."""

    def __init__(self, test):
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        self.path = Path(folder.name).resolve()
        self.manifest, self.schemas = toy_texts()

    def install(self, library="good", version="1.0.0", place=".", folder=None, **changes):
        target = self.path / place / (folder or f"toy/{version}")
        (target / "tasks").mkdir(parents=True)
        (target / "locales").mkdir()
        (target / "plugin.json").write_text(json.dumps({**self.manifest, "version": version, **changes}))
        for name, schema in (("echo.input", "ECHO_INPUT"), ("echo.output", "ECHO_OUTPUT"), ("any", "ANY")):
            (target / "tasks" / f"{name}.json").write_text(self.schemas[schema])
        (target / "locales" / "fr.json").write_text("{}")
        shutil.copy(case.LIBRARIES / f"{library}.so", target / "libtoy.so")
        return target

    def entry(self):
        (entry,) = list_plugins(Search.only(self.path))
        return entry
