# SPDX-License-Identifier: Apache-2.0
"""A low score becomes a ticket: the answer to a survey comes in, and where somebody is unhappy a ticket is made.

    celery -A answers worker                          runs it
    python3 answers.py desk answer.json               hands an answer in

The connection "desk" is the account; its plugin has a task whose name ends in create_ticket.
"""

import json
import os
import sys

import celery_task_plugins
from celery import Celery

app = Celery("answers", broker=os.environ.get("BROKER", "redis://localhost"), backend=os.environ.get("BROKER"))
app.conf.update(broker_transport_options={"visibility_timeout": int(os.environ.get("VISIBILITY_TIMEOUT", 3600))},
                worker_prefetch_multiplier=1)
tasks = celery_task_plugins.register(app)

LOW = 6


@app.task
def receive(connection, answer):
    """The id of the task that makes the ticket, or None where all is well."""
    if answer["score"] > LOW:
        return None
    create = next(task for name, task in tasks.items() if name.endswith(".create_ticket"))
    ticket = {
        "subject": f"Score {answer['score']} from {answer['name']}",
        "comment_body": answer["comment"],
        "requester_email": answer["email"],
        "requester_name": answer["name"],
        "tags": ["survey", "low-score"],
    }
    # The answer's own id: handed in twice, it is still one ticket.
    return create.apply_async([connection, ticket], task_id=f"ticket-for-{answer['id']}").id


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as file:
        print(receive.delay(sys.argv[1], json.load(file)).id)
