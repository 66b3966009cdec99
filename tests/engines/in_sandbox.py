# SPDX-License-Identifier: Apache-2.0
"""Runs a program that creates tickets through the plugin, and judges what it did.

usage: in_sandbox.py SANDBOX LIBRARY COMMAND...

Starts zendesk-sandbox with TLS and runs COMMAND... LIBRARY URL CA_FILE, which prints
  ticket ID SUBJECT    for each ticket that it has created
  log LINE             for each line that the plugin has logged
and ends with 0. Each ticket is then read back over TLS, no other may be there, and the log must say
that the TLS library at work is the plugin's own.

All of this twice: in a quiet environment, and in one whose variables would lead a TLS or HTTP library
astray. The plugin must not react to them; the program's own run-time may.
"""

import http.client
import json
import os
import ssl
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

BROKEN_OPENSSL = Path(__file__).with_name("broken_openssl.cnf")
TOKEN = "sandbox-access-token"


def quiet_environment():
    """This process's environment without what steers TLS or proxies."""
    steering = {"openssl_conf", "openssl_modules", "sslkeylogfile", "ssl_cert_file", "ssl_cert_dir",
                "http_proxy", "https_proxy", "all_proxy", "no_proxy"}
    return {name: value for name, value in os.environ.items() if name.lower() not in steering}


def misleading_environment(ca_file, key_log):
    """With the sandbox's authority in SSL_CERT_FILE: whoever obeys it trusts what no policy names."""
    nowhere = "http://127.0.0.1:9"
    return quiet_environment() | {
        "OPENSSL_CONF": str(BROKEN_OPENSSL), "SSLKEYLOGFILE": str(key_log), "SSL_CERT_FILE": str(ca_file),
        "HTTPS_PROXY": nowhere, "https_proxy": nowhere, "ALL_PROXY": nowhere, "http_proxy": nowhere}


class Sandbox:
    """zendesk-sandbox with TLS, for as long as a `with` block lasts."""

    def __init__(self, program, ca_file):
        self.process = subprocess.Popen([program, "--tls", "--port", "0", "--ca-out", str(ca_file)],
                                        stdout=subprocess.PIPE, text=True, env=quiet_environment())
        line = self.process.stdout.readline()
        assert line.startswith("listening on https://"), f"the sandbox says {line!r}"
        self.url = line.split()[-1]
        self.context = ssl.create_default_context(cafile=str(ca_file))

    def get(self, path):
        address = urllib.parse.urlsplit(self.url)
        connection = http.client.HTTPSConnection(address.hostname, address.port, context=self.context)
        connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        assert answer.status == 200, f"GET {path}: {answer.status} {body[:200]}"
        return json.loads(body)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def judge_tickets(sandbox, lines):
    """Every ticket that the program speaks of is there under its subject, and no other."""
    tickets = [line.split(" ", 2)[1:] for line in lines if line.startswith("ticket ")]
    assert tickets, "no ticket was created"
    for number, subject in tickets:
        found = sandbox.get(f"/api/v2/tickets/{number}")["ticket"]["subject"]
        assert found == subject, f"ticket {number} is {found!r}, not {subject!r}"
    assert len({number for number, _ in tickets}) == len(tickets), "two tickets have the same number"
    stored = sandbox.get("/sandbox/state")["commits"]
    assert stored == len(tickets), f"{stored} writes are stored for {len(tickets)} tickets"
    return len(tickets)


def judge_log(library, lines):
    """Every start of the HTTP machinery says at TRACE whose TLS library is at work."""
    start = "log TRACE HTTP starts "
    starts = [json.loads(line.removeprefix(start)) for line in lines if line.startswith(start)]
    assert starts, "no TRACE line tells the TLS library"
    for facts in starts:
        assert facts["own"] is True and facts["tls_library_file"] == Path(library).name, facts
    return starts[0]["tls_library"]


def run(program, library, command, misleading):
    with tempfile.TemporaryDirectory() as folder:
        ca_file, key_log = Path(folder, "ca.pem"), Path(folder, "keys")
        with Sandbox(program, ca_file) as sandbox:
            environment = misleading_environment(ca_file, key_log) if misleading else quiet_environment()
            done = subprocess.run([*command, library, sandbox.url, str(ca_file)], env=environment,
                                  stdout=subprocess.PIPE, encoding="utf-8", check=False)
            lines = done.stdout.splitlines()
            bugs = [line for line in lines if line.startswith(("log PLUGIN_BUG", "log HOST_BUG"))]
            if done.returncode != 0 or bugs:
                print(done.stdout)
                sys.exit(f"{command[0]} ended with {done.returncode}" if not bugs else bugs[0])
            tickets, tls_library = judge_tickets(sandbox, lines), judge_log(library, lines)
        assert not key_log.exists(), "the keys of TLS connections were written to SSLKEYLOGFILE"
    name = "misleading" if misleading else "quiet"
    print(f"{name} environment: {tickets} tickets over the plugin's own {tls_library}")


def main(program, library, *command):
    for word in command:
        if word.startswith("/") and not Path(word).exists():
            sys.exit(f"{word} is missing: run sdk/setup --tests and build again")
    for misleading in (False, True):
        run(program, library, command, misleading)


if __name__ == "__main__":
    main(*sys.argv[1:])
