# SPDX-License-Identifier: Apache-2.0
"""Flows that run tasks, without an editor."""

import engine  # first: it tells where the others are
import desk

from engine import account, answering, flow, of_message, text


class Runs(desk.unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.desk = desk.Desk("ticket")
        cls.addClassCleanup(cls.desk.close)
        cls.engine = engine.NodeRed()
        cls.addClassCleanup(cls.engine.remove)

    def setUp(self):
        self.desk.forget()

    def run_task(self, kind, fields, body=None, **more):
        self.engine.deploy([account(self.desk.url), *flow(*answering(kind, fields, **more))])
        return self.engine.call("POST", "/run", body or {})

    def test_a_ticket_with_values_of_the_message(self):
        answer = self.run_task("zendesk.create_ticket", {
            "subject": {"type": "text", "value": "Score {{payload.score}} from {{payload.name}}"},
            "comment_body": of_message("payload.comment"),
            "priority": {"type": "choice", "value": "high"},
            "tags": text('"low score", survey'),
            "custom_fields": {"type": "entries", "as": ["field", "value"], "entries": [
                {"name": "Product", "type": "choice", "value": "scanner"}]},
        }, {"score": 2, "name": "Ada", "comment": "Late."})
        self.assertIn("id", answer["payload"], answer)
        ticket = self.desk.ticket(answer["payload"]["id"])
        self.assertEqual(ticket["subject"], "Score 2 from Ada")
        self.assertEqual(ticket["priority"], "high")


if __name__ == "__main__":
    engine.main()
