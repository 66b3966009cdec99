# SPDX-License-Identifier: Apache-2.0
"""Many who change the tags of one ticket at the same moment, and updates that give way to others."""

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk

OURS = [f"ours{i}" for i in range(8)]
GONE = [f"gone{i}" for i in range(8)]


class Many(desk.EachCase):
    def setUp(self):
        super().setUp()
        self.ticket_id = self.desk.make_ticket(tags=["kept", *GONE])
        changes = [{"additional_tags": [tag]} for tag in OURS] + [{"remove_tags": [tag]} for tag in GONE]
        self.values = [{"ticket_id": self.ticket_id, **change} for change in changes]

    def in_processes(self, lines):
        """Runs each of them in a process of its own, all at once."""
        command = self.desk.command("update", self.desk.connection())
        processes = []
        for values in lines:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=desk.environment()
            )
            self.addCleanup(process.stdout.close)
            processes.append(process)
        for process, values in zip(processes, lines):
            process.stdin.write(json.dumps(values))
            process.stdin.close()
        for process in processes:
            text = process.stdout.read()
            self.assertEqual(process.wait(), 0, text)

    def tags(self):
        return self.desk.ticket(self.ticket_id)["tags"]

    def test_sixteen_tasks_of_one_process(self):
        self.write([json.dumps(values) for values in self.values])
        self.run_each(0, task="update")
        self.assertEqual(self.tags(), sorted(["kept", *OURS]))

    def test_sixteen_processes(self):
        self.in_processes(self.values)
        self.assertEqual(self.tags(), sorted(["kept", *OURS]))

    def test_those_that_add_and_remove_or_change_more(self):
        self.in_processes([
            {"ticket_id": self.ticket_id, "additional_tags": ["a"], "remove_tags": ["gone0"]},
            {"ticket_id": self.ticket_id, "additional_tags": ["b"], "comment_body": "B."},
            {"ticket_id": self.ticket_id, "remove_tags": ["gone1"], "priority": "low"},
            {"ticket_id": self.ticket_id, "additional_tags": ["c"]},
        ])  # fmt: skip
        self.assertEqual(self.tags(), sorted(["kept", "a", "b", "c", *GONE[2:]]))
        self.assertEqual(len(self.desk.comments(self.ticket_id)), 2)


class JustChanged(desk.Case):
    def test_without_time_to_wait_nothing_is_written(self):
        """Zendesk tells changes apart by the second, so all tags are never written in that of the last."""
        body = json.dumps({"ticket": {"id": 1, "tags": ["theirs"], "updated_at": "2026-11-22T10:00:00Z"}})
        now = {"Date": "Sun, 22 Nov 2026 10:00:00 GMT"}
        self.desk.fault("status", method="GET", status=200, body=body, headers=now, times=0)
        values = {"ticket_id": 1, "additional_tags": ["a"], "remove_tags": ["b"]}
        ending = self.fail_with(76, "update", values, arguments=["--deadline", "1200ms"])
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.conflict", "safe"))
        self.assertEqual({method for method, _, _ in self.sent()}, {"GET"})


class Alone(desk.Case):
    """Tags and nothing else go to an address of their own."""

    def test_additional(self):
        ticket_id = self.desk.make_ticket(tags=["old"])
        stamp = self.desk.ticket(ticket_id)["updated_at"]
        self.desk.forget()
        ending = self.update(ticket_id, additional_tags=["One two", "old"])
        self.assertEqual(ending.warnings, [("tag_split", "/additional_tags/0")])
        self.assertEqual(ending.output["ticket"]["tags"], ["old", "one", "two"])
        self.assertIs(ending.output["created"], False)
        path = f"/api/v2/tickets/{ticket_id}"
        body = {"tags": ["one", "two", "old"], "safe_update": True, "updated_stamp": stamp}
        self.assertEqual(
            self.sent(), [("GET", path, None), ("PUT", path + "/tags", body), ("GET", path, None)]
        )

    def test_removed(self):
        ticket_id = self.desk.make_ticket(tags=["old", "vip"])
        self.desk.forget()
        self.update(ticket_id, remove_tags=["vip"])
        self.assertEqual([method for method, _, _ in self.sent()], ["GET", "DELETE", "GET"])
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["old"])

    def test_what_is_done_stays_done_when_it_cannot_be_shown(self):
        ticket_id = self.desk.make_ticket()
        self.desk.fault("status", method="GET", status=500, after=1, times=0)
        ending = self.update(ticket_id, additional_tags=["new"])
        self.assertEqual((ending.ticket_id, ending.output["ticket"]), (ticket_id, None))
        self.desk.forget()
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["new"])

    def test_a_lost_answer_is_asked_for_again(self):
        ticket_id = self.desk.make_ticket()
        self.desk.fault("cut_after_commit", method="PUT", times=1)
        connection = self.desk.connection(settings={"max_attempts": 5})
        values = {"ticket_id": ticket_id, "additional_tags": ["new"]}
        self.succeed("update", values, connection=connection)
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["new"])

    def test_an_answer_without_tags_may_have_been_a_change(self):
        ticket_id = self.desk.make_ticket()
        for body in ("<html>", "[]", '{"tags":null}'):
            self.desk.fault("status", method="PUT", status=200, body=body, times=1)
            ending = self.fail_with(69, "update", {"ticket_id": ticket_id, "additional_tags": ["new"]})
            self.assertEqual((ending.error["code"], ending.error["retry"]), ("zendesk.bad_reply", "if_idempotent"))

    def test_lists_without_a_tag_change_nothing(self):
        ticket_id = self.desk.make_ticket(tags=["old"])
        ending = self.update(ticket_id, additional_tags=[], remove_tags=[])
        self.assertEqual(ending.warnings, [("nothing_to_change", None)])
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["old"])


if __name__ == "__main__":
    desk.main()
