# SPDX-License-Identifier: Apache-2.0
"""Every way in which a Zendesk fails, with its chances in percent."""

TICKETS = "/api/v2/tickets*"


def _status(code, percent, **headers):
    return {"fault": "status", "status": code, "percent": percent, "headers": headers}


# 5 % 429, 3 % of 500, 502 and 503, 2 % reset before and 1 % cut after the commit, 1 % slow, on
# whatever is asked, tokens and jobs too. First requests of a connection are few, so they have it worse.
REQUESTS = [
    _status(429, 5, **{"Retry-After": "0"}),
    _status(500, 1),
    _status(502, 1),
    _status(503, 0.5),
    _status(503, 0.5, **{"Retry-After": "0"}),
    {"fault": "reset_before_commit", "percent": 6, "on_request": "first"},
    {"fault": "reset_before_commit", "percent": 2, "on_request": "later"},
    {"fault": "cut_after_commit", "path": TICKETS, "percent": 6, "on_request": "first"},
    {"fault": "cut_after_commit", "path": TICKETS, "percent": 1, "on_request": "later"},
    {"fault": "delay", "percent": 6, "ms": 150, "on_request": "first"},
    {"fault": "delay", "percent": 1, "ms": 50, "on_request": "later"},
]

# Jobs are few, too.
JOBS = [
    {"fault": "job_loses_results", "percent": 10, "items": 3},
    {"fault": "job_fails", "percent": 10, "items": 2},
    {"fault": "job_killed", "percent": 10},
]


def faults(seed, with_jobs):
    """For POST /sandbox/faults: the same ones for the same seed."""
    return [
        {**fault, "seed": seed * 100 + place}
        for place, fault in enumerate(REQUESTS + JOBS * with_jobs)
    ]  # fmt: skip


def kinds(with_jobs):
    return {fault["fault"] for fault in REQUESTS + JOBS * with_jobs}
