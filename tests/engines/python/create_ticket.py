# SPDX-License-Identifier: Apache-2.0
"""Creates tickets over TLS inside CPython, whose own ssl module must neither be used nor disturbed, and in
a process forked off while others are on their way.

usage: create_ticket.py LIBRARY URL CA_FILE, through in_sandbox.py
"""

import http.client
import json
import os
import ssl
import sys
import traceback
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "sdk" / "python"))
from task_plugins import LogLevel, Search, Status, TaskError, TaskRequest, connect

CREATE = "zendesk.create_ticket"
TOKEN = "sandbox-access-token"
LIBRARY, URL, CA_FILE = sys.argv[1:]
PLUGINS = Path(LIBRARY).resolve().parents[2]
LOG = []


def open_connection(policy):
    document = {"plugin": "zendesk", "type": "oauth_access_token", "settings": {"subdomain": "acme", "base_url": URL},
                "credentials": {"access_token": TOKEN}}
    return connect(document, search=Search.only(PLUGINS), policy=policy, log_level=LogLevel.TRACE,
                   log=lambda level, message, facts: LOG.append(f"{level.name} {message} {json.dumps(facts)}"))


def ticket(subject):
    return {"subject": subject, "comment_body": f"From Python {sys.version.split()[0]}."}


def own_tls():
    """What a request through Python's own ssl module comes to: a status, or the reason of its failure."""
    # Not create_default_context(), which obeys SSLKEYLOGFILE.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(CA_FILE)
    address = urllib.parse.urlsplit(URL)
    connection = http.client.HTTPSConnection(address.hostname, address.port, context=context)
    try:
        connection.request("GET", "/api/v2/users/me", headers={"Authorization": f"Bearer {TOKEN}"})
        return connection.getresponse().status
    except ssl.SSLError as error:
        return error.reason
    finally:
        connection.close()


def report(result, subject):
    # One write for a line, as two processes share the output.
    os.write(1, f"ticket {result.output['id']} {subject}\n".encode())


def report_log(lines):
    os.write(1, "".join(f"log {line}\n" for line in lines).encode())


def refused_without_ca_file():
    """Whoever listens to SSL_CERT_FILE would get through."""
    with open_connection({}) as stranger:
        try:
            stranger.execute(CREATE, ticket("never"))
        except TaskError as error:
            assert (error.status, error.code) == (Status.UNAVAILABLE, "transport.tls_failed"), error
        else:
            raise AssertionError("a stranger's certificate was trusted")


def child(connection):
    """In the forked process: the same object and connection, over connections of its own."""
    seen = len(LOG)
    report(connection.execute(CREATE, ticket("forked")), "forked")
    connection.close()
    assert any(line.startswith("TRACE HTTP starts ") for line in LOG[seen:]), LOG[seen:]
    report_log(LOG[seen:])


def fork(work, *arguments):
    """Runs work(*arguments) in a child process and nothing else there; gives the child's id."""
    process = os.fork()
    if process == 0:
        try:
            work(*arguments)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return process


def main():
    before = own_tls()
    # The broken configuration breaks what reads it, and nothing else is between the sandbox and here.
    assert (before == 200) == ("OPENSSL_CONF" not in os.environ), before
    connection = open_connection({"ca_file": CA_FILE})

    report(connection.execute(CREATE, ticket("executed")), "executed")

    subjects = [f"submitted {number}" for number in range(10)]
    operations = connection.submit([TaskRequest(CREATE, ticket(subject)) for subject in subjects])
    process = fork(child, connection)
    report(connection.execute(CREATE, ticket("beside the child")), "beside the child")
    for subject, operation in zip(subjects, operations):
        report(operation.result(), subject)
    assert os.waitpid(process, 0)[1] == 0, "the child failed"

    refused_without_ca_file()
    assert own_tls() == before
    connection.close()
    assert own_tls() == before
    report_log(LOG)


if __name__ == "__main__":
    main()
