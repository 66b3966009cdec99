# SPDX-License-Identifier: Apache-2.0
"""The library that is handed to others: what it needs of their machines, and how it is hardened.

usage: test_portable.py PROJECT LIBRARY
"""

import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT, LIBRARY = (Path(argument).resolve() for argument in sys.argv[1:3])
MOST_BYTES = 8 << 20


def run(*command):
    return subprocess.run([*command, LIBRARY], check=True, capture_output=True, text=True,
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}).stdout  # fmt: skip


def number(version):
    return [int(part) for part in version.split(".")]


class Portable(unittest.TestCase):
    def test_needs_the_c_library_and_libgcc_alone(self):
        needed = set(re.findall(r"NEEDED.*\[(.*)\]", run("readelf", "--wide", "--dynamic")))
        self.assertLessEqual({"libc.so.6", "libgcc_s.so.1"}, needed)
        self.assertLessEqual(needed, {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "libgcc_s.so.1"})

    def test_needs_no_newer_c_library_than_the_manifest_says(self):
        manifest = json.loads((PROJECT / "manifests/zendesk/plugin.json").read_text("utf-8"))
        stated = manifest["libraries"]["linux-x86_64"]["minGlibc"]
        versions = re.findall(r"Name: (\w+?)_([\d.]+)", run("readelf", "--wide", "--version-info"))
        self.assertEqual({name for name, _ in versions}, {"GLIBC", "GCC"})
        newest = max((number(version), version) for name, version in versions if name == "GLIBC")[1]
        self.assertEqual(newest, stated)
        self.assertLessEqual(number(stated), [2, 34])

    def test_the_cxx_library_is_inside_and_private(self):
        symbols = run("readelf", "--wide", "--syms", "--demangle").splitlines()
        inside = [line for line in symbols if "std::bad_alloc::what()" in line]
        self.assertTrue(inside)
        for line in inside:
            self.assertIn(" LOCAL ", line)

    def test_size(self):
        with tempfile.NamedTemporaryFile() as stripped:
            subprocess.run(["strip", "--strip-unneeded", "-o", stripped.name, LIBRARY], check=True)
            self.assertLess(Path(stripped.name).stat().st_size, MOST_BYTES)

    def test_hardened(self):
        imported = run("nm", "--dynamic", "--undefined-only")
        for guard in (r"\b__stack_chk_fail\b", r"\b__\w+_chk\b(?<!__stack_chk)"):
            self.assertRegex(imported, guard)
        for line in run("readelf", "--wide", "--program-headers").splitlines():
            if "LOAD" in line:
                self.assertNotRegex(line, r"RWE|WE\b", "memory that can be written and run")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
