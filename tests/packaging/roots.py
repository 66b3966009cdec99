# SPDX-License-Identifier: Apache-2.0
"""Other systems: a root in a folder, made by debootstrap, and a sandbox beside it that programs in it can reach."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

SKIPPED = 77  # what CTest calls a test that cannot run here


def need_root():
    if os.geteuid() != 0:
        print("This test changes its root directory: it needs to be run as root.")
        sys.exit(SKIPPED)


def mirror():
    """Where the machine's own apt takes Debian 12 from."""
    uris = subprocess.run(["apt-get", "update", "--print-uris"], check=True, capture_output=True, text=True).stdout
    return re.search(r"^'(.*)/dists/bookworm/", uris, re.MULTILINE)[1]


class Root:
    """A bare system of a Debian release."""

    def __init__(self, suite, folder):
        self.path = Path(folder) / suite
        subprocess.run(["debootstrap", "--variant=minbase", suite, self.path, mirror()], check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip

    def put(self, source, target):
        """Copies a file; target is the path that programs in the root see."""
        place = self.inside(target)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, place)
        return target

    def inside(self, path):
        return self.path / path.lstrip("/")

    def run(self, *command, code=0):
        end = subprocess.run(
            ["chroot", self.path, *command], env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/srv",
                                                  "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False)  # fmt: skip
        assert end.returncode == code, f"{command}: {end.returncode}\n{end.stdout}{end.stderr}"
        return end

    def install(self, *packages):
        self.run("apt-get", "-q", "-y", "-o", "APT::Sandbox::User=root", "install", "--no-install-recommends", *packages)


class Sandbox:
    """zendesk-sandbox with TLS, until it is closed."""

    def __init__(self, program, ca_file):
        self.ca_file = ca_file
        self.process = subprocess.Popen([program, "--tls", "--port", "0", "--ca-out", ca_file],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)  # fmt: skip
        self.url = re.search(r"listening on (https://\S+)", self.process.stdout.readline())[1]

    def connection(self):
        return json.dumps({"plugin": "zendesk", "type": "oauth_access_token",
                           "settings": {"subdomain": "acme", "base_url": self.url},
                           "credentials": {"access_token": "sandbox-access-token"}})  # fmt: skip

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
