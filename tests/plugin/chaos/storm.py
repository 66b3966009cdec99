# SPDX-License-Identifier: Apache-2.0
"""Every way in which a Zendesk fails, with its chances in percent."""

WRITES = {"path": "/api/v2/tickets*"}
FIRST = {"on_request": "first"}  # of a connection. They are few, so they have it worse.
LATER = {"on_request": "later"}


def _status(code, percent, **headers):
    return {"fault": "status", "status": code, "percent": percent, "headers": headers}


# Of all that is asked, tokens and jobs too: 5 % 429, 3 % of 500, 502 and 503, 2 % reset before and
# 1 % cut after the commit, 1 % carried out later than the answer is missed, 1 % slow.
REQUESTS = [
    _status(429, 5, **{"Retry-After": "0"}),
    _status(500, 1),
    _status(502, 1),
    _status(503, 0.5),
    _status(503, 0.5, **{"Retry-After": "0"}),
    {"fault": "reset_before_commit", "percent": 6, **FIRST},
    {"fault": "reset_before_commit", "percent": 2, **LATER},
    {"fault": "cut_after_commit", "percent": 6, **FIRST, **WRITES},
    {"fault": "cut_after_commit", "percent": 1, **LATER, **WRITES},
    {"fault": "late_commit", "percent": 1, "ms": 400, **WRITES},
    {"fault": "delay", "percent": 6, "ms": 150, **FIRST},
    {"fault": "delay", "percent": 1, "ms": 50, **LATER},
]

# They are few, too.
JOBS = [
    {"fault": "job_loses_results", "percent": 10, "items": 3},
    {"fault": "job_fails", "percent": 10, "items": 2},
    {"fault": "job_killed", "percent": 10},
]


def faults(seed):
    """For POST /sandbox/faults: the same for the same seed."""
    return [{**fault, "seed": seed * 100 + place} for place, fault in enumerate(REQUESTS + JOBS)]


def kinds(in_jobs):
    return {fault["fault"] for fault in REQUESTS + JOBS * in_jobs}
