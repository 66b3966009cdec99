# SPDX-License-Identifier: Apache-2.0
"""Many tickets under the limit of a plan: in jobs, measured; one by one, reckoned."""

import json
import subprocess
import tempfile
from pathlib import Path

from processes import Failed

LIMIT = 700  # requests a minute, of the sandbox's plan "enterprise"
ITEM_MS = 20  # what a job of the sandbox takes for each ticket


def in_jobs(build, tickets):
    """Through `run --each`, against the sandbox that enforces the plan, in real time."""
    sandbox = subprocess.Popen(
        [build / "bin/zendesk-sandbox", "--port", "0", "--plan", "enterprise", "--enforce-limits",
         "--job-item-ms", str(ITEM_MS)],
        stdout=subprocess.PIPE, text=True)  # fmt: skip
    try:
        url = sandbox.stdout.readline().split()[-1]
        with tempfile.TemporaryDirectory() as folder:
            return run_each(build, Path(folder), url, tickets)
    finally:
        sandbox.terminate()
        sandbox.wait()


def run_each(build, folder, url, tickets):
    connection = folder / "connection.json"
    connection.touch(mode=0o600)
    connection.write_text(json.dumps({
        "plugin": "zendesk", "type": "oauth_access_token", "settings": {"subdomain": "acme", "base_url": url},
        "credentials": {"access_token": "sandbox-access-token"}}), "utf-8")  # fmt: skip
    lines = folder / "lines.ndjson"
    with lines.open("w", encoding="utf-8") as file:
        for number in range(tickets):
            ticket = {"subject": f"Number {number}", "comment_body": "Help me.", "external_id": f"order-{number}"}
            print(json.dumps(ticket), file=file)
    done = subprocess.run(
        [build / "bin/taskhost", "--plugin-path", build / "plugins", "run", "zendesk.create_ticket",
         "--connection", connection, "--each", lines, "--results", folder / "results.ndjson",
         "--chunk", "1000", "--in-flight", "10000", "--stats", "--json"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)  # fmt: skip
    if done.returncode != 0:
        raise Failed(f"run --each ended with {done.returncode}: {done.stderr[-2000:]}")
    summary = json.loads(done.stdout)
    if summary["ok"] != tickets:
        raise Failed(f"run --each made {summary['ok']} tickets of {tickets}")
    return {"api_calls": summary["stats"]["api_calls"], "rate_limited": summary["stats"]["rate_limited"],
            "seconds": summary["seconds"]}  # fmt: skip


def one_by_one(programs, tickets):
    """In simulated time."""
    done = subprocess.run([programs / "pacing", str(tickets), str(LIMIT)], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def measure(build, programs, tickets, tell):
    tell(f"{tickets} tickets under {LIMIT} requests a minute")
    return {"tickets": tickets, "limit": LIMIT, "in_jobs": in_jobs(build, tickets),
            "one_by_one": one_by_one(programs, tickets)}  # fmt: skip
