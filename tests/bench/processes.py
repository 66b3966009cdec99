# SPDX-License-Identifier: Apache-2.0
"""The benchmark's processes: the stub on one core, this program and the clients on another."""

import http.client
import json
import os
import re
import subprocess
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Failed(Exception):
    """A process did not do what it was to do."""


def take_core():
    """Keeps this process, and those it starts, to one core, and returns another for the stub; or the same
    one where there is no other."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    return cores[0]


class Stub:
    """stub_server, for as long as a `with` block lasts."""

    def __init__(self, program, core, *options):
        self.process = subprocess.Popen(
            ["taskset", "--cpu-list", str(core), program, "--answer", HERE / "answer.json", *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)  # fmt: skip
        found = re.match(r"listening on (http://127\.0\.0\.1:\d+)", self.process.stdout.readline())
        if not found:
            raise Failed("the stub server does not start")
        self.url = found[1]
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc)

    def ask(self, method, path):
        self.connection.request(method, path)
        return json.loads(self.connection.getresponse().read())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@dataclass
class Client:
    """One of the programs that create tickets, and how it is told."""

    name: str
    command: list
    ticket: Path  # what it reads: the task's input, or what goes over the wire
    reason: str = ""  # why it cannot run here

    def words(self, url, tickets, concurrency, mode):
        words = [*self.command, "--url", url, "--ticket", self.ticket, "--tickets", tickets,
                 "--concurrency", concurrency]  # fmt: skip
        return [*words, "--mode", mode] if mode else words

    def run(self, stub, tickets, concurrency, mode="", wrapper=()):
        """What the client measured, with what the stub counted and when the first request came there."""
        stub.ask("POST", "/reset")
        command = [str(word) for word in (*wrapper, *self.words(stub.url, tickets, concurrency, mode))]
        started = time.monotonic_ns()
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)  # fmt: skip
        if done.returncode != 0:
            raise Failed(f"{self.name} ended with {done.returncode}: {done.stderr.strip()}")
        counts = stub.ask("GET", "/counts")
        measured = json.loads(done.stdout)
        measured["connections"] = counts["connections"]
        measured["requests"] = counts["requests"]
        measured["first_request_ms"] = (counts["first_request_ns"] - started) / 1e6
        measured["arrived"] = counts["tickets"]
        return measured

    def create(self, stub, tickets, concurrency, mode="", wrapper=()):
        """The same, with every ticket created, and the right one: else Failed."""
        measured = self.run(stub, tickets, concurrency, mode, wrapper)
        if measured["arrived"] != tickets:
            raise Failed(f"{self.name} made {measured['arrived']} tickets of {tickets}")
        expected = json.loads((HERE / "ticket.json").read_text("utf-8"))
        last = stub.ask("GET", "/last")
        if expected["ticket"] not in (last.get("ticket"), *last.get("tickets", [])):
            raise Failed(f"{self.name} sends another ticket than the others: {last}")
        return measured
