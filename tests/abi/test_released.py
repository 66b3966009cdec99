# SPDX-License-Identifier: Apache-2.0
"""What was released stays as it was, and the header of today is one that it can talk to.

usage: test_released.py COMPILER
"""

import hashlib
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import header
import next_header

COMPILER = sys.argv[1]
RELEASED = header.HEADER.parent / "released"
# A released header never changes, not even in its comments.
FROZEN = {
    "1.0": "4c95660e6c524d691304554c26c77c4f23a868210a501eafe292712de51b2ad3",
}


def version_of(text):
    return tuple(int(re.search(rf"#define TP_ABI_{part} (\d+)u", text)[1]) for part in ("MAJOR", "MINOR"))


def bare(text):
    """The declarations of a header on one line."""
    return re.sub(r"\s+", " ", header.code(text)).strip()


def numbers(text):
    """Every macro that stands for a value, but the version itself."""
    found = dict(re.findall(r"^#\s*define (TP_\w+) +(\S.*)$", re.sub(r"/\*.*?\*/", " ", text, flags=re.S), re.M))
    return {name: " ".join(value.split()) for name, value in found.items() if name != "TP_ABI_MINOR"}


def structs(text):
    """{"tp_sink": {"op_id": "uint64_t op_id", ...}, ...}"""
    found = {}
    for name, body in re.findall(r"typedef struct (\w+) \{(.*?)\} \1;", bare(text)):
        declarations = [part.strip() for part in body.split(";") if part.strip()]
        found[name] = {header.field_name(declaration): declaration for declaration in declarations}
    return found


def layout(text):
    """Offset and size of every field, as the compiler lays them out."""
    lines = [f'  printf("{struct}.{field} %zu %zu\\n", offsetof({struct}, {field}), sizeof((({struct}*)0)->{field}));'
             for struct, fields in structs(text).items() for field in fields]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "task_plugin.h").write_text(text, encoding="utf-8")
        Path(folder, "dump.c").write_text('#include <stdio.h>\n#include "task_plugin.h"\nint main(void) {\n' + "\n".join(lines)
                                          + "\n  return 0;\n}\n", encoding="utf-8")  # fmt: skip
        subprocess.run([COMPILER, "-std=c99", f"{folder}/dump.c", "-o", f"{folder}/dump"], check=True)
        return subprocess.run([f"{folder}/dump"], check=True, capture_output=True, text=True).stdout.splitlines()


def faults(old, new):
    """Why who was built with the old header cannot talk to who was built with the new one."""
    if version_of(old)[0] != version_of(new)[0]:
        return ["another major version is another interface, with a symbol of its own"]
    found = [f"{name} was {value}" for name, value in numbers(old).items() if numbers(new).get(name) != value]
    fields = structs(new)
    for struct, before in structs(old).items():
        now = list(fields.get(struct, {}).items())
        if now[: len(before)] != list(before.items()):
            found.append(f"{struct} does not begin with the fields that it had")
        elif struct == "tp_str" and len(now) != len(before):
            found.append("tp_str is passed by value and never grows")
    for kind in (r"typedef [^{};]*;", r"TP_EXPORT [^;]*;"):
        gone = set(re.findall(kind, bare(old))) - set(re.findall(kind, bare(new)))
        found += [f"gone or changed: {declaration}" for declaration in sorted(gone)]
    if not found:
        now = set(layout(new))
        found = [f"moved: {line}" for line in layout(old) if line not in now]
    if version_of(old) == version_of(new) and (bare(old), numbers(old)) != (bare(new), numbers(new)):
        found.append("this version is released; an addition needs the next TP_ABI_MINOR")
    return found


class Released(unittest.TestCase):
    def test_no_released_header_has_changed(self):
        digests = {path.parent.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in RELEASED.glob("*/task_plugin.h")}
        self.assertEqual(digests, FROZEN)
        for name in digests:
            self.assertEqual(".".join(map(str, version_of((RELEASED / name / "task_plugin.h").read_text("utf-8")))), name)

    def test_today_talks_to_all_that_was_released(self):
        for name in FROZEN:
            with self.subTest(name):
                self.assertEqual(faults((RELEASED / name / "task_plugin.h").read_text("utf-8"), header.text()), [])

    def test_a_field_more_at_the_end_is_no_fault(self):
        self.assertEqual(faults(header.text(), next_header.next_header()), [])

    def test_what_nobody_may_do_is_found(self):
        changes = {
            "a field in the middle": ("  uint64_t op_id;", "  uint64_t before;\n  uint64_t op_id;"),
            "another type": ("  uint64_t op_id;", "  int64_t op_id;"),
            "a field is gone": ("  uint64_t op_id;\n", ""),
            "tp_str grows": ("} tp_str;", "  size_t more;\n} tp_str;"),
            "another value": ("#define TP_ENTRY_MAGIC 0x31305054u", "#define TP_ENTRY_MAGIC 0x31305055u"),
            "another symbol": ("tp_plugin_entry_v1(void);", "tp_plugin_entry_v2(void);"),
            "another major version": ("#define TP_ABI_MAJOR 1u", "#define TP_ABI_MAJOR 2u"),
        }
        later = next_header.next_header()
        for what, (old, new) in changes.items():
            with self.subTest(what):
                self.assertIn(old, later)
                self.assertNotEqual(faults(header.text(), later.replace(old, new, 1)), [])
        added = header.text().replace("} tp_sink;", "  void* more;\n} tp_sink;")
        self.assertIn("needs the next TP_ABI_MINOR", faults(header.text(), added)[-1])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
