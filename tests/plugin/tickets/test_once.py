# SPDX-License-Identifier: Apache-2.0
"""A ticket that is created under a key is created once, however often it is tried."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk


def keyed(key):
    return ["--idempotency-key", key]


class Once(desk.Case):
    def header(self, place):
        headers = self.desk.requests_of_the_plugin()[place]["headers"]
        return {name.lower(): text for name, text in headers.items()}.get("idempotency-key")

    def test_the_second_attempt_gives_the_first_ones_ticket(self):
        before = self.desk.commits()
        values = {"comment_body": "Help me."}
        first = self.succeed("create", values, arguments=keyed("a-1"))
        second = self.succeed("create", values, arguments=keyed("a-1"))
        self.assertEqual(first.ticket_id, second.ticket_id)
        self.assertEqual(self.desk.commits(), before + 1)
        self.assertEqual(self.header(0), self.header(1))
        self.assertRegex(self.header(0), r"^[0-9a-f]{64}$")

    def test_another_key_is_another_ticket(self):
        values = {"comment_body": "Help me."}
        first = self.succeed("create", values, arguments=keyed("b-1"))
        second = self.succeed("create", values, arguments=keyed("b-2"))
        self.assertNotEqual(first.ticket_id, second.ticket_id)

    def test_without_a_key_each_run_has_one_of_its_own(self):
        self.create()
        self.create()
        self.assertIsNotNone(self.header(0))
        self.assertNotEqual(self.header(0), self.header(1))

    def test_an_update_sends_none(self):
        ticket = self.desk.make_ticket()
        self.succeed("update", {"ticket_id": ticket, "priority": "low"}, arguments=keyed("c-1"))
        self.assertIsNone(self.header(0))

    def test_a_lost_answer_may_be_asked_for_again(self):
        before = self.desk.commits()
        values = {"comment_body": "Help me."}
        self.desk.fault("cut_after_commit", method="POST", path="/api/v2/tickets")
        lost = self.fail_with(69, "create", values, arguments=keyed("d-1"))
        self.assertEqual(lost.error["retry"], "if_idempotent")
        again = self.succeed("create", values, arguments=keyed("d-1"))
        self.assertEqual(self.desk.commits(), before + 1)
        self.assertEqual(self.desk.ticket(again.ticket_id)["description"], "Help me.")

    def test_without_a_key_a_lost_answer_stays_unknown(self):
        self.desk.fault("cut_after_commit", method="POST", path="/api/v2/tickets")
        lost = self.fail_with(80, "create", {"comment_body": "Help me."})
        self.assertEqual(lost.error["retry"], "unknown_outcome")

    def test_a_key_with_another_content_is_refused(self):
        self.succeed("create", {"comment_body": "One."}, arguments=keyed("e-1"))
        before = self.desk.commits()
        refused = self.fail_with(76, "create", {"comment_body": "Two."}, arguments=keyed("e-1"))
        self.assertEqual(refused.error["code"], "zendesk.key_reused")
        self.assertEqual(refused.error["retry"], "never")
        self.assertEqual(self.desk.commits(), before)


if __name__ == "__main__":
    desk.main()
