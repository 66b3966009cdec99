# SPDX-License-Identifier: Apache-2.0
"""Certificates, good and bad, made by the openssl command line in a folder of their own."""

import subprocess
from pathlib import Path

NAMES = "DNS:localhost,IP:127.0.0.1"
PAST = ("20200101000000Z", "20200201000000Z")
PRESENT = ("20200101000000Z", "20990101000000Z")
FUTURE = ("20980101000000Z", "20990101000000Z")

# Every extension comes from the command that signs; nothing of the machine's own configuration.
_CONFIGURATION = """
[req]
distinguished_name = name
[name]
[ca]
default_ca = desk
[desk]
new_certs_dir = {folder}
database = {folder}/index
serial = {folder}/serial
default_md = sha256
policy = anybody
unique_subject = no
[anybody]
commonName = supplied
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[server]
basicConstraints = critical,CA:FALSE
subjectAltName = {names}
[elsewhere]
basicConstraints = critical,CA:FALSE
subjectAltName = DNS:other.example,IP:127.0.0.2
[client]
basicConstraints = critical,CA:FALSE
subjectAltName = {names}
extendedKeyUsage = clientAuth
"""


class Certificate:
    def __init__(self, file, key):
        self.file = file
        self.key = key


class Certificates:
    """A folder that signs."""

    def __init__(self, folder):
        self._folder = Path(folder)
        self._configuration = self._folder / "openssl.cnf"
        self._configuration.write_text(_CONFIGURATION.format(folder=folder, names=NAMES))
        (self._folder / "index").write_text("")
        (self._folder / "serial").write_text("01\n")

    def make(self, name, issuer=None, section="server", valid=PRESENT, chain=()):
        """One certificate, signed by its issuer or by itself; its file goes on with the chain."""
        file, key, request = (self._folder / f"{name}.{end}" for end in ("pem", "key", "csr"))
        self._openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                      "-noenc", "-subj", f"/CN=Test {name}", "-keyout", key, "-out", request)  # fmt: skip
        signed = ["-selfsign", "-keyfile", key]
        if issuer is not None:
            signed = ["-cert", issuer.file, "-keyfile", issuer.key]
        self._openssl("ca", "-batch", "-notext", "-extensions", section, "-startdate", valid[0],
                      "-enddate", valid[1], "-in", request, "-out", file, *signed)  # fmt: skip
        with file.open("a") as whole:
            for other in chain:
                whole.write(other.file.read_text())
        return Certificate(file, key)

    def _openssl(self, command, *words):
        done = subprocess.run(
            ["openssl", command, "-config", self._configuration, *words],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise AssertionError(f"openssl {command}: {done.stderr}")
