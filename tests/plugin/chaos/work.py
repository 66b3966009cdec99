# SPDX-License-Identifier: Apache-2.0
"""What is asked for, line by line, and how often the sandbox holds it."""

import collections


class Creations:
    """Tickets; the odd ones bring an external id of their own."""

    task = "create"

    def __init__(self, desk, seed, count):
        self._desk = desk
        self._subjects = [f"Storm {seed}, ticket {n}" for n in range(count)]
        self.lines = [
            {"subject": subject, "comment_body": "Help.", **({"external_id": f"storm-{seed}-{n}"} if n % 2 else {})}
            for n, subject in enumerate(self._subjects)
        ]

    def done(self):
        """How often each line is done."""
        ids = self._ids()
        return [len(ids[subject]) for subject in self._subjects]

    def is_told(self):
        """Does an output name what its line has made? To be asked with place and output."""
        ids = self._ids()
        return lambda place, output: ids[self._subjects[place]] == [output["id"]]

    def _ids(self):
        ids = collections.defaultdict(list)
        for ticket in self._desk.pages("/api/v2/tickets", "tickets"):
            ids[ticket["subject"]].append(ticket["id"])
        return ids


class Updates:
    """In turn a comment on a ticket that others comment on, and on a ticket of its own a field, a
    field with a comment, a tag beside another."""

    task = "update"
    _SHARED_BY = 8

    def __init__(self, desk, seed, count):
        self._desk = desk
        own = [desk.make_ticket(subject="Calm", tags=["calm"]) for _ in range(count)]
        self.lines = []
        for n in range(count):
            name = f"storm-{seed}-{n}"
            shared = own[n - n // 4 % self._SHARED_BY * 4]
            self.lines.append(
                [
                    {"ticket_id": shared, "comment_body": name},
                    {"ticket_id": own[n], "subject": name},
                    {"ticket_id": own[n], "subject": name, "comment_body": name},
                    {"ticket_id": own[n], "additional_tags": [name]},
                ][n % 4]
            )

    def done(self):
        """How often each line is done; half of one, a field without its comment, is an error."""
        return [self._times(line) for line in self.lines]

    def is_told(self):
        return lambda place, output: output["id"] == self.lines[place]["ticket_id"]

    def _times(self, line):
        ticket_id = line["ticket_id"]
        ticket = self._desk.ticket(ticket_id)
        if "additional_tags" in line:
            return int(ticket["tags"] == ["calm", *line["additional_tags"]])
        has_subject = ticket["subject"] == line.get("subject")
        if "comment_body" not in line:
            return int(has_subject)
        comments = self._desk.pages(f"/api/v2/tickets/{ticket_id}/comments", "comments")
        times = [comment["plain_body"] for comment in comments].count(line["comment_body"])
        if "subject" in line and has_subject != (times > 0):
            raise AssertionError(f"half done: {line}")
        return times
