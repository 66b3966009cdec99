#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures how fast n8n's executor creates tickets through the plugin, beside n8n's own Zendesk node.

Both run in the same executor against one sandbox over TLS, which holds every answer for 20 ms. A round is
one execution of each, whose items all come at once; a first one of each, which opens connections, does not
count. Prints the median rates and, as the last line, what the slowest and the middle round say of the ratio.

own      n8n's own node
plugin   the same tickets through the plugin
in bulk  with external IDs, so that the plugin may send them in jobs
"""

import argparse
import os
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / "build" / "release"
for name, place in {
        "TP_DEPS": Path(os.environ.get("TP_DEPS_DIR", ROOT / "build" / "deps")), "TP_N8N_PACKAGE": BUILD / "n8n",
        "TP_PLUGINS": BUILD / "plugins", "TP_SANDBOX": BUILD / "bin" / "zendesk-sandbox",
        "TP_TOYS": BUILD / "tests" / "host" / "toys"}.items():
    os.environ.setdefault(name, str(place))

import engine  # noqa: E402  it tells where the others are
import desk  # noqa: E402
from engine import START, items, node, task, workflow  # noqa: E402

LATENCY_MS = 20
EMAIL = "admin@acme.example"
PLUGIN_CREDENTIAL = {"taskPluginsZendeskApiToken": {"id": "plugin", "name": "Support"}}


def own():
    return workflow(START, node("Task", "n8n-nodes-base.zendesk", {
        "authentication": "apiToken", "resource": "ticket", "operation": "create", "description": "={{ $json.comment }}",
        "jsonParameters": False, "additionalFields": {"subject": "={{ $json.subject }}"}},
                                credentials={"zendeskApi": {"id": "own", "name": "Support"}}))


def plugin(**more):
    return workflow(START, task("zendesk", "create_ticket", {
        "authentication": "api_token", "resource": "tickets", "comment_body": "={{ $json.comment }}"}, more={
            "subject": "={{ $json.subject }}", **more}, credentials=PLUGIN_CREDENTIAL))


class Bench:
    def __init__(self, sandbox, running, tickets):
        self._sandbox, self._running, self._tickets = sandbox, running, tickets
        self._number = 0
        # n8n's own node asks for the first part of an address alone; this one leads to the sandbox.
        place = sandbox.url.removeprefix("https://") + "/api/v2/tickets.json?"
        self._credentials = {
            "own": {"subdomain": place, "email": EMAIL, "apiToken": desk.API_TOKEN},
            "plugin": {"subdomain": "acme", "base_url": sandbox.url, "email": EMAIL, "api_token": desk.API_TOKEN}}

    def rate(self, flow, tickets=None):
        """Tickets a second of one execution."""
        count = tickets or self._tickets
        self._number += 1
        before = self._sandbox.call("GET", "/sandbox/state")["tickets"]
        given = items(*({"comment": "Late.", "subject": f"Number {number}", "id": f"{self._number}-{number}"}
                        for number in range(count)))
        ended = self._running.ask("run", workflow=flow, pinned={"Start": given}, executionId=str(self._number),
                                  credentials=self._credentials)
        if ended["status"] != "success":
            raise SystemExit(f"measure: {ended['error']['message']}")
        made = self._sandbox.call("GET", "/sandbox/state")["tickets"] - before
        if made != count or len(ended["outputs"]["Task"][0]) != count:
            raise SystemExit(f"measure: {made} tickets were made of {count}")
        return count / ended["ms"] * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=500, help="in one execution (default: 500)")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--check", type=float, metavar="RATIO", help="exit 1 when the middle round's ratio is below")
    arguments = parser.parse_args()
    sandbox = desk.Desk("ticket", tls=True)
    running = engine.Engine(NODE_EXTRA_CA_CERTS=str(sandbox.ca_file))
    try:
        sandbox.fault("delay", ms=LATENCY_MS, path="/api/*", times=0)
        bench = Bench(sandbox, running, arguments.tickets)
        flows = {"own": own(), "plugin": plugin(), "in bulk": plugin(external_id="={{ $json.id }}")}
        for flow in flows.values():
            bench.rate(flow, tickets=10)
        rounds = [{name: bench.rate(flow) for name, flow in flows.items()} for _ in range(arguments.rounds)]
    finally:
        running.close()
        sandbox.close()
    for name in flows:
        print(f"{name:8} {statistics.median(rates[name] for rates in rounds):8.0f} tickets/s")
    ratios = sorted(rates["plugin"] / rates["own"] for rates in rounds)
    middle = statistics.median(ratios)
    print(f"plugin to own: {middle:.1f} (at least {ratios[0]:.1f}), {arguments.tickets} tickets, {arguments.rounds} rounds")
    if arguments.check and middle < arguments.check:
        sys.exit(1)


if __name__ == "__main__":
    main()
