# SPDX-License-Identifier: Apache-2.0
"""The libcurl that the plugin carries: which cached build the script takes, and what it must not import.

Every run of the script is without a network: apt-get fails in all of them.

usage: test_curl.py SCRIPT TP_DEPS_DIR LIBRARY
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT, DEPS, LIBRARY = (Path(argument).resolve() for argument in sys.argv[1:4])
UNAVAILABLE = 69


class Cache(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tools, self.deps = Path(folder.name) / "bin", Path(folder.name) / "deps"
        self.tools.mkdir()
        self.tool("apt-get", "exit 1")
        self.build = (DEPS / "curl").resolve()
        self.put(self.build.name)

    def tool(self, name, commands):
        """A program that the script finds before the machine's own."""
        path = self.tools / name
        path.write_text(f"#!/bin/bash\n{commands}\n")
        path.chmod(0o755)

    def put(self, name):
        """A finished build, as far as the script can tell."""
        library = self.deps / name / "lib/libcurl.a"
        library.parent.mkdir(parents=True)
        library.touch()

    def run_script(self, code):
        done = subprocess.run(
            [SCRIPT], env={"PATH": f"{self.tools}:{os.environ['PATH']}", "TP_DEPS_DIR": str(self.deps)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
        )  # fmt: skip
        self.assertEqual(done.returncode, code, done.stdout)
        self.assertEqual((self.deps / "curl").is_symlink(), code == 0)
        return done.stdout

    def test_a_build_of_this_recipe_with_what_is_installed(self):
        self.assertEqual(self.run_script(0), "")
        self.assertEqual(os.readlink(self.deps / "curl"), self.build.name)

    def test_the_newest_of_several(self):
        newer = self.build.name.replace("curl-", "curl-99.")
        self.put(newer)
        self.run_script(0)
        self.assertEqual(os.readlink(self.deps / "curl"), newer)

    def test_an_upgraded_library_makes_it_stale(self):
        for package in ("libc-ares-dev", "libssl-dev"):
            with self.subTest(package):
                self.tool("dpkg-query", f'[[ ${{@: -1}} == {package} ]] && echo 99 || exec /usr/bin/dpkg-query "$@"')
                self.assertIn("name no mirror", self.run_script(UNAVAILABLE))

    def test_without_a_version_the_library_itself_counts(self):
        self.tool("dpkg-query", "exit 1")
        self.run_script(UNAVAILABLE)
        digests = [hashlib.sha256(self.archive(name).read_bytes()).hexdigest()[:8] for name in ("cares", "crypto")]
        sources, _, installed = self.build.name.partition("+c-ares-")
        recipe = installed.rpartition("+")[2]
        self.put(f"{sources}+c-ares-{digests[0]}+openssl-{digests[1]}+{recipe}")
        self.run_script(0)

    @staticmethod
    def archive(name):
        found = subprocess.run(["cc", f"-print-file-name=lib{name}.a"], stdout=subprocess.PIPE, encoding="utf-8",
                               check=True)  # fmt: skip
        return Path(found.stdout.strip())


class Library(unittest.TestCase):
    def test_asks_for_no_environment_variable(self):
        done = subprocess.run(["nm", "-D", "--undefined-only", LIBRARY], stdout=subprocess.PIPE, encoding="utf-8",
                              check=True)  # fmt: skip
        imported = {line.split()[-1].partition("@")[0] for line in done.stdout.splitlines()}
        self.assertIn("memcpy", imported)
        self.assertEqual(imported & {"getenv", "secure_getenv", "environ", "__environ"}, set())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
