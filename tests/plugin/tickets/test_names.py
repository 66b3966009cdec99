# SPDX-License-Identifier: Apache-2.0
"""Names in place of IDs: resolved before anything is sent, and told apart by the account alone."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import FIELD

NAMED = {
    "group": "support",
    "custom_status": "Waiting for parts",
    "custom_fields": [
        {"field": "Product", "value": "Printer::Laser"},
        {"field": " symptoms ", "value": ["Smoke", "symptom_noise"]},
        {"field": "Order number", "value": 42},
        {"field": "Serial number", "value": "S-1"},
    ],
}


class Names(desk.EachCase):
    def values(self):
        return {"comment_body": "Help me.", **NAMED}

    def test_the_write_holds_ids_and_tags(self):
        self.create(**NAMED)
        *reads, (method, _, body) = self.sent()
        self.assertEqual(method, "POST")
        self.assertEqual({read[0] for read in reads}, {"GET"})
        ticket = body["ticket"]
        self.assertEqual(
            ticket["custom_fields"],
            [
                {"id": FIELD["tagger"], "value": "printer_laser"},
                {"id": FIELD["multiselect"], "value": ["symptom_smoke", "symptom_noise"]},
                {"id": FIELD["integer"], "value": 42},
                {"id": FIELD["text"], "value": "S-1"},
            ],
        )
        (group,) = [g for g in self.desk.pages("/api/v2/groups", "groups") if g["name"] == "Support"]
        self.assertEqual(ticket["group_id"], group["id"])
        self.assertIsInstance(ticket["custom_status_id"], int)

    def test_what_is_unknown_stops_the_task(self):
        fields = [
            {"field": "Produkt", "value": "x"},
            {"field": "Product", "value": "Printr"},
            {"field": "Order number", "value": "many"},
        ]
        commits = self.desk.commits()
        values = {"comment_body": "x", "group": "Suport", "custom_fields": fields}
        ending = self.desk.run("create", values)
        self.assertNotEqual(ending.code, 0, str(ending))
        self.assertEqual(ending.error["code"], "invalid_input")
        self.assertEqual(
            ending.faults,
            [
                ("/group", "unknown_name"),
                ("/custom_fields/0/field", "unknown_name"),
                ("/custom_fields/1/value", "not_allowed"),
                ("/custom_fields/2/value", "wrong_type"),
            ],
        )
        allowed = [fault.get("allowed", []) for fault in ending.error["fields"]]
        self.assertEqual([names[0] for names in allowed[:2]], ["Support", "Product"])
        self.assertLessEqual(max(map(len, allowed)), 10)
        self.assertEqual(self.desk.commits(), commits)
        self.assertEqual({method for method, _, _ in self.sent()}, {"GET"})

    def test_another_account_with_the_same_titles(self):
        other = desk.Desk(self.kind, "--id-offset", "5000")
        self.addCleanup(other.close)
        ending = other.run("create", self.values())
        self.assertEqual(ending.code, 0, str(ending))
        sent = json.loads(other.requests()[-1]["body"])["ticket"]
        self.assertNotEqual(sent["custom_fields"][0]["id"], FIELD["tagger"])
        self.assertEqual(sent["custom_fields"][0]["value"], "printer_laser")

    def test_twenty_tasks_read_each_list_once(self):
        self.write([json.dumps(self.values())] * 20)
        self.run_each(0)
        reads = [path.split("?")[0] for method, path, _ in self.sent() if method == "GET"]
        self.assertEqual(
            sorted(reads), ["/api/v2/custom_statuses", "/api/v2/groups", "/api/v2/ticket_fields"]
        )
        self.assertEqual(len([m for m, _, _ in self.sent() if m == "POST"]), 20)


if __name__ == "__main__":
    desk.main()
