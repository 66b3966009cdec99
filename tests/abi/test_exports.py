# SPDX-License-Identifier: Apache-2.0
"""What the linker made of a plugin: one exported symbol, and the flags of a good guest.

usage: test_exports.py LIBRARY [sanitized]
"""

import subprocess
import sys
import unittest

LIBRARY = sys.argv[1]
SANITIZED = "sanitized" in sys.argv[2:]  # the sanitizers' run-time is in the program, not in the library


def run(*command):
    return subprocess.run([*command, LIBRARY], check=True, capture_output=True, text=True,
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}).stdout


class Exports(unittest.TestCase):
    def test_one_symbol(self):
        lines = run("nm", "-D", "--defined-only").splitlines()
        self.assertEqual([line.split()[1:] for line in lines], [["T", "tp_plugin_entry_v1"]])

    def test_no_unique_symbol(self):
        symbols = run("readelf", "--wide", "--syms")
        self.assertIn("tp_plugin_entry_v1", symbols)
        self.assertNotIn("UNIQUE", symbols)

    def test_dynamic_flags(self):
        dynamic = run("readelf", "--wide", "--dynamic")
        for flag in ("BIND_NOW", "NODELETE"):
            self.assertIn(flag, dynamic)
        for flag in ("STATIC_TLS", "TEXTREL", "RPATH", "RUNPATH"):
            self.assertNotIn(flag, dynamic)

    def test_segments(self):
        segments = run("readelf", "--wide", "--program-headers")
        self.assertIn("GNU_RELRO", segments)
        [stack] = [line for line in segments.splitlines() if "GNU_STACK" in line]
        self.assertNotIn("E", stack.split()[6])

    @unittest.skipIf(SANITIZED, "the sanitizers' run-time is in the program")
    def test_nothing_undefined(self):
        report = subprocess.run(["ldd", "-r", LIBRARY], check=True, capture_output=True, text=True,
                                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"})
        self.assertNotIn("undefined symbol", report.stdout + report.stderr)
        self.assertNotIn("not found", report.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
