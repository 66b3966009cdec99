# SPDX-License-Identifier: Apache-2.0
"""The library on another system than the one that it was built on: Debian 13, from which the C++ library is removed.

usage: test_other_system.py PROJECT BUILD
"""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import roots

PROJECT, BUILD = (Path(argument).resolve() for argument in sys.argv[1:3])
# Where distributions keep the certificates that they trust.
PLACES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ca-certificates/extracted/tls-ca-bundle.pem",
          "/etc/ssl/cert.pem")  # fmt: skip


def setUpModule():
    OtherSystem.place = tempfile.TemporaryDirectory(prefix="other-")
    OtherSystem.folder = Path(OtherSystem.place.name)
    OtherSystem.root = roots.Root("trixie", OtherSystem.place.name)
    OtherSystem.sandbox = roots.Sandbox(BUILD / "bin" / "zendesk-sandbox", OtherSystem.folder / "ca.pem")


def tearDownModule():
    OtherSystem.sandbox.close()
    OtherSystem.place.cleanup()


class OtherSystem(unittest.TestCase):
    def setUp(self):
        for library in self.root.path.rglob("libstdc++.so*"):
            library.unlink()
        files = self.folder / "files"
        if not files.exists():
            subprocess.run([PROJECT / "plugin/package", "--folder", files, BUILD], check=True)
        # A host that is C and links to nothing but the C library.
        host = self.folder / "host"
        subprocess.run(["cc", "-std=c99", "-D_GNU_SOURCE", f"-I{PROJECT}/sdk/abi", PROJECT / "sdk/examples/host_in_c/host.c",
                        "-o", host], check=True)  # fmt: skip
        self.root.put(host, "/opt/host")
        self.root.put(files / "libzendesk.so", "/opt/libzendesk.so")
        self.root.inside("/opt/connection.json").write_text(self.sandbox.connection())
        self.root.inside("/opt/input.json").write_text('{"comment_body": "From another system."}')
        self.task = ("/opt/host", "/opt/libzendesk.so", "zendesk.create_ticket", "/opt/connection.json", "/opt/input.json")

    def test_creates_a_ticket_with_the_certificates_of_each_distribution(self):
        self.assertIn("transport.tls_failed", self.root.run(*self.task, code=1).stderr)
        for place in PLACES:
            with self.subTest(place):
                self.root.put(self.sandbox.ca_file, place)
                self.assertIn("/tickets/", self.root.run(*self.task).stdout)
                self.root.inside(place).unlink()
        self.assertIn("transport.tls_failed", self.root.run(*self.task, code=1).stderr)

    def test_nothing_is_missing(self):
        report = self.root.run("/usr/bin/ldd", "-r", "/opt/libzendesk.so").stdout
        self.assertNotIn("not found", report)
        self.assertNotIn("undefined symbol", report)
        self.assertNotIn("libstdc++", report)


if __name__ == "__main__":
    roots.need_root()
    unittest.main(argv=sys.argv[:1])
