# SPDX-License-Identifier: Apache-2.0
"""What the benchmark measures, round by round, with the clients taking turns."""

import os
import statistics
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import parts
from processes import Client, Stub

WAITING = 10_000
LATENCY_MS = 50


@dataclass
class Row:
    """One way to create tickets, by one client, measured once a round."""

    client: Client
    concurrency: int
    tickets: int
    latency_ms: int = 0
    mode: str = ""
    runs: list = field(default_factory=list)

    @property
    def name(self):
        way = "batch" if self.mode == "batch" else f"C={self.concurrency}"
        return f"{self.client.name} {way}" + (f" +{self.latency_ms} ms" if self.latency_ms else "")

    def values(self, what):
        return [what(run) for run in self.runs]

    def median(self, what):
        return statistics.median(self.values(what)) if self.runs else None


def per_second(run):
    return run["tickets"] / run["seconds"]


def cpu_per_1000(run):
    return 1000 * run["cpu_seconds"] / run["tickets"]


def plan(clients, tickets):
    """All rows, those of one comparison side by side. What goes slowly takes fewer tickets."""
    plugin = clients[0]
    rows = []
    few = max(tickets // 5, 1)
    for concurrency, latency, count in ((1, 0, few), (16, 0, tickets), (64, 0, tickets), (64, LATENCY_MS, few)):
        for client in clients:
            mode = "" if client is not plugin else "execute" if concurrency == 1 else "submit"
            rows.append(Row(client, concurrency, count, latency, mode))
    rows.append(Row(plugin, tickets, tickets, mode="batch"))
    return rows


def measure(rows, programs, core, rounds, tell):
    for number in range(1, rounds + 1):
        for latency in (0, LATENCY_MS):
            with Stub(programs / "stub_server", core, "--latency-ms", str(latency)) as stub:
                for row in (row for row in rows if row.latency_ms == latency and not row.client.reason):
                    tell(f"round {number} of {rounds}: {row.name}")
                    row.runs.append(row.client.create(stub, row.tickets, row.concurrency, row.mode))


def cold_starts(clients, programs, core, rounds, tell):
    """Milliseconds from the start of a process to its first request at the stub, by client."""
    found = {client.name: [] for client in clients}
    with Stub(programs / "stub_server", core) as stub:
        for number in range(1, rounds + 1):
            tell(f"cold starts: round {number} of {rounds}")
            for client in (client for client in clients if not client.reason):
                mode = "execute" if client is clients[0] else ""
                found[client.name].append(client.create(stub, 1, 1, mode)["first_request_ms"])
    return found


def waiting(plugin, programs, core, tell):
    """The plugin's memory with tasks that wait for answers: {"tickets","before_kb","waiting_kb"}."""
    tell(f"{WAITING} waiting tasks")
    with Stub(programs / "stub_server", core, "--hold") as stub:
        return plugin.run(stub, WAITING, 1, "waiting")


def count_instructions(client, programs, core, few, many, tell):
    """{part: instructions} for one ticket more at C = 64, outside of the kernel: the difference of two runs."""
    counted = []
    with Stub(programs / "stub_server", core) as stub, tempfile.TemporaryDirectory() as folder:
        for tickets in (few, many):
            tell(f"callgrind: {client.name}, {tickets} tickets")
            file = Path(folder, "callgrind.out")
            client.create(stub, tickets, 64, "submit" if client.name == "plugin" else "", wrapper=[
                "valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={file}"])  # fmt: skip
            counted.append(parts.read(file.read_text()))
            os.unlink(file)
    return {part: (counted[1][part] - counted[0][part]) / (many - few) for part in counted[1]}
