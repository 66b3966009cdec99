# SPDX-License-Identifier: Apache-2.0
"""The workflows of examples/, imported as they are, with an account chosen as a person would."""

import json

import engine  # first: it tells where the others are
import desk
from engine import EXAMPLES

SERVICE = {"client_id": "sandbox_service", "client_secret": "sandbox-service-secret"}
ANSWER = {"id": "R-7", "score": 2, "name": "Ada", "email": "ada@example.com", "comment": "Late."}
SENT = {"Name": "Grace", "E-mail": "grace@example.com", "Subject": "A question", "Message": "Where is it?"}


class Examples(engine.Case):
    def load(self, name):
        flow = json.loads((EXAMPLES / f"{name}.json").read_text())
        (task,) = [one for one in flow["nodes"] if one["type"].startswith(engine.PACKAGE)]
        self.assertNotIn("credentials", task)
        task["credentials"] = {"taskPluginsZendeskOauthClientCredentials": {"id": "service", "name": "Support"}}
        return flow

    def start(self, flow, trigger, *given):
        """As when these items come out of the trigger."""
        flow = {**flow, "nodes": [one for one in flow["nodes"] if one["name"] == trigger or not self.is_trigger(one)]}
        account = {"service": {"subdomain": "acme", "base_url": self.desk.url, **SERVICE}}
        ended = self.engine.ask("run", workflow=flow, pinned={trigger: list(given)}, executionId=self.execution(),
                                credentials=account)
        self.assertEqual(ended["status"], "success", ended.get("error"))
        return [item["json"] for item in ended["outputs"].get("Create ticket", [[]])[0]]

    def is_trigger(self, node):
        return node["type"].endswith(("Trigger", ".webhook"))

    def test_a_low_score_becomes_one_ticket(self):
        flow = self.load("A low score becomes a ticket")
        (first,), (again,) = (self.start(flow, "Answers of a survey", {"json": {"body": ANSWER}}) for _ in range(2))
        self.assertEqual(first["id"], again["id"])
        made = self.desk.ticket(first["id"])
        self.assertEqual((made["subject"], made["priority"]), ("Score 2 from Ada", "high"))
        self.assertEqual(self.desk.user(made["requester_id"])["email"], "ada@example.com")
        self.assertEqual(self.start(flow, "Answers of a survey", {"json": {"body": {**ANSWER, "id": "R-8", "score": 9}}}), [])

    def test_the_button_makes_a_ticket(self):
        (made,) = self.start(self.load("A low score becomes a ticket"), "Try it", {"json": {}})
        self.assertEqual(self.desk.ticket(made["id"])["subject"], "Score 2 from Ada Lovelace")

    def test_a_contact_form_becomes_a_ticket(self):
        flow = self.load("A contact form becomes a ticket")
        file = {"data": "U2NvcmUgMg==", "mimeType": "text/plain", "fileName": "photo.txt"}
        (made,) = self.start(flow, "Contact form", {"json": SENT, "binary": {"File": file}})
        ticket = self.desk.ticket(made["id"])
        self.assertEqual((ticket["subject"], self.desk.user(ticket["requester_id"])["name"]), ("A question", "Grace"))
        (attached,) = self.desk.comments(made["id"])[0]["attachments"]
        self.assertEqual(attached["file_name"], "photo.txt")

    def test_a_contact_form_without_a_file(self):
        (made,) = self.start(self.load("A contact form becomes a ticket"), "Contact form", {"json": SENT})
        self.assertEqual(self.desk.comments(made["id"])[0]["attachments"], [])


if __name__ == "__main__":
    engine.main()
