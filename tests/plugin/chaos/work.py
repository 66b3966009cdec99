# SPDX-License-Identifier: Apache-2.0
"""What is asked for, line by line, and how often the sandbox holds it."""

import collections


class Creations:
    """Tickets; every second one brings an external id of its own."""

    task = "create"

    def __init__(self, sandbox, seed, count):
        self._sandbox = sandbox
        self.lines = [{"subject": f"Storm {seed}-{n}", "comment_body": "Help."} for n in range(count)]
        for n in range(1, count, 2):
            self.lines[n]["external_id"] = f"storm-{seed}-{n}"

    def found(self):
        """The numbers of the tickets that each line has made."""
        ids = collections.defaultdict(list)
        for ticket in self._sandbox.pages("/api/v2/tickets", "tickets"):
            ids[ticket["subject"]].append(ticket["id"])
        return [ids[line["subject"]] for line in self.lines]


class Updates:
    """In turn a comment on a ticket that others comment on, too, and on a ticket of its own a field, a
    field with a comment, and a tag beside another."""

    task = "update"
    _SHARED_BY = 8

    def __init__(self, sandbox, seed, count):
        self._sandbox = sandbox
        own = [sandbox.make_ticket(subject="Calm", tags=["calm"]) for _ in range(count)]
        self.lines = []
        for n in range(count):
            name = f"storm-{seed}-{n}"
            shared = own[n // 4 // self._SHARED_BY * self._SHARED_BY * 4]
            self.lines.append([
                {"ticket_id": shared, "comment_body": name},
                {"ticket_id": own[n], "subject": name},
                {"ticket_id": own[n], "subject": name, "comment_body": name},
                {"ticket_id": own[n], "additional_tags": [name]},
            ][n % 4])  # fmt: skip
        self._commented = {line["ticket_id"] for line in self.lines if "comment_body" in line}

    def found(self):
        """The number of each line's ticket, as often as the line was done."""
        tickets = {ticket["id"]: ticket for ticket in self._sandbox.pages("/api/v2/tickets", "tickets")}
        comments = {
            number: [comment["plain_body"] for comment in self._comments(number)] for number in self._commented
        }
        found = []
        for line in self.lines:
            number = line["ticket_id"]
            times = []  # of each part
            if "comment_body" in line:
                times.append(comments[number].count(line["comment_body"]))
            if "subject" in line:
                times.append(int(tickets[number]["subject"] == line["subject"]))
            if "additional_tags" in line:
                times.append(int(tickets[number]["tags"] == ["calm", *line["additional_tags"]]))
            if len(times) > 1 and times[0] <= 1 and times[0] != times[1]:
                raise AssertionError(f"half done: {line}")
            found.append([number] * times[0])
        return found

    def _comments(self, number):
        return self._sandbox.pages(f"/api/v2/tickets/{number}/comments", "comments")
