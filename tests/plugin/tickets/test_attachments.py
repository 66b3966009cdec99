# SPDX-License-Identifier: Apache-2.0
"""Files that go with a ticket's comment: what arrives, what is refused before anything is sent, and
what becomes of an upload whose ticket was not written."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk

MEGABYTE = 1 << 20
UPLOADS, TICKETS = "/api/v2/uploads", "/api/v2/tickets"
# The kernel says that it has 4096 bytes, and gives fewer.
SHRUNK_FILE = "/sys/devices/system/cpu/online"


def attach(*files):
    return [word for file in files for word in ("--attach", str(file))]


class FileCase(desk.Case):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.before = self.uploads()

    def file(self, name, content=b"some bytes"):
        path = self.folder / name
        path.write_bytes(content)
        return path

    def sparse(self, name, size):
        path = self.folder / name
        with open(path, "wb") as file:
            file.truncate(size)
        return path

    def uploads(self):
        return self.desk.call("GET", "/sandbox/state")["uploads"]

    def assert_uploads(self, **expected):
        """What has become of the uploads of this test."""
        now = self.uploads()
        changed = {name: now[name] - self.before[name] for name in now if now[name] != self.before[name]}
        self.assertEqual(changed, expected)

    def calls(self):
        return [(request["method"], request["path"]) for request in self.desk.requests_of_the_plugin()]

    def sent_files(self):
        """Query, content type and description of each body that was sent as a file."""
        return [
            (
                dict(urllib.parse.parse_qsl(request["target"].partition("?")[2])),
                request["headers"]["Content-Type"],
                request["body"],
            )
            for request in self.desk.requests_of_the_plugin()
            if (request["method"], request["path"]) == ("POST", UPLOADS)
        ]

    def attached(self, ticket_id, place=-1):
        """Name, type and size of each file of a comment."""
        return [
            (file["file_name"], file["content_type"], file["size"])
            for file in self.desk.comments(ticket_id)[place]["attachments"]
        ]

    def several_attempts(self, **settings):
        return self.desk.connection(settings={"max_attempts": 5, **settings})


def description(content):
    return f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}"


class Arrivals(FileCase):
    def test_a_file_arrives_with_its_name_and_type(self):
        content = b"%PDF-1.7 \x00\xff"
        report = self.file("report.pdf", content)
        made = self.succeed("create", {"comment_body": "See the file."}, arguments=attach(report))
        self.assertEqual(self.attached(made.ticket_id), [("report.pdf", "application/pdf", len(content))])
        self.assertEqual(self.calls(), [("POST", UPLOADS), ("POST", TICKETS)])
        self.assertEqual(
            self.sent_files(), [({"filename": "report.pdf"}, "application/pdf", description(content))]
        )
        self.assert_uploads(made=1, attached=1)

    def test_files_share_one_upload_whatever_their_names(self):
        names = ["Rechnung Nº 7 – März.pdf", "見積もり.txt", "a&b?c#d%2F+e;f.csv"]
        files = [self.file(name, name.encode()) for name in names]
        made = self.succeed("create", {"comment_body": "See the files."}, arguments=attach(*files))
        self.assertEqual([name for name, _, _ in self.attached(made.ticket_id)], names)
        tokens = [query.get("token") for query, _, _ in self.sent_files()]
        self.assertIsNone(tokens[0])
        self.assertEqual(tokens[1], tokens[2])
        ticket = json.loads(self.desk.requests_of_the_plugin()[-1]["body"])["ticket"]
        self.assertEqual(ticket["comment"]["uploads"], [tokens[1]])
        self.assert_uploads(made=1, attached=1)

    def test_a_file_without_a_name_or_a_type_gets_one(self):
        values = {"comment_body": "x", "attachments": [{"blob": "blob:1"}]}
        # The host's first handle is that of the file that it attaches itself.
        made = self.succeed("create", values, arguments=attach(self.file("a.png")))
        self.assertEqual(
            self.attached(made.ticket_id),
            [("attachment-1", "application/octet-stream", 10), ("a.png", "image/png", 10)],
        )

    def test_an_update_attaches_to_its_comment(self):
        ticket = self.desk.make_ticket()
        values = {"ticket_id": ticket, "comment_html_body": "<p>See.</p>", "additional_tags": ["seen"]}
        self.succeed("update", values, arguments=attach(self.file("log.txt")))
        self.assertEqual(self.attached(ticket), [("log.txt", "text/plain", 10)])
        self.assertFalse(self.desk.comments(ticket)[-1]["public"])
        self.assertEqual(self.attached(ticket, 0), [])
        self.assert_uploads(made=1, attached=1)

    def test_a_long_file_arrives_byte_for_byte(self):
        content = random.Random(7).randbytes(8 * MEGABYTE + 13)
        made = self.succeed(
            "create", {"comment_body": "x"}, arguments=attach(self.file("long.bin", content))
        )
        self.assertEqual([body for _, _, body in self.sent_files()], [description(content)])
        self.assertEqual(self.attached(made.ticket_id)[0][2], len(content))

    def test_the_longest_file_takes_little_memory(self):
        def most_memory(file):
            command = self.desk.command("create", arguments=attach(file))
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=desk.environment()
            )
            with process.stdin, process.stdout:
                process.stdin.write(b'{"comment_body": "x"}')
                process.stdin.close()
                document = json.loads(process.stdout.read())
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.assertEqual(process.returncode, 0, document)
            return usage.ru_maxrss * 1024

        small = most_memory(self.file("small.bin"))
        large = most_memory(self.sparse("large.bin", 50 * MEGABYTE))
        self.assertLess(large - small, 8 * MEGABYTE)
        self.assert_uploads(made=2, attached=2)


class BeforeSending(FileCase):
    def refuse(self, task, values, *files):
        ending = self.fail_with(65, task, values, arguments=attach(*files))
        self.assertEqual(self.desk.requests(), [])
        return ending

    def test_every_file_that_zendesk_would_refuse_is_told_at_once(self):
        files = (
            self.file("good.txt"), self.sparse("film.mp4", 50 * MEGABYTE + 1), self.file("void.txt", b""),
        )  # fmt: skip
        ending = self.refuse("create", {"comment_body": "x", "group": "Nobody's"}, *files)
        self.assertEqual(ending.faults, [("/attachments/1", "too_large"), ("/attachments/2", "empty")])
        large, empty = ending.error["fields"]
        for part in ("film.mp4", "52428801 bytes", "50 MB"):
            self.assertIn(part, large["message"])
        self.assertIn("void.txt", empty["message"])
        for fault in (large, empty):
            self.assertEqual(fault["title"], "Attachments")
            self.assertTrue(fault["remedy"])

    def test_a_handle_that_names_nothing(self):
        ending = self.refuse("create", {"comment_body": "x", "attachments": [{"blob": "blob:9"}]})
        self.assertEqual(ending.faults, [("/attachments/0/blob", "unknown_blob")])

    def test_a_file_that_is_not_there(self):
        missing = self.folder / "gone.txt"
        self.fail_with(66, "create", {"comment_body": "x"}, arguments=attach(missing))
        self.assertEqual(self.desk.requests(), [])

    def test_files_need_a_comment(self):
        ending = self.refuse("update", {"ticket_id": 1, "status": "open"}, self.file("a.txt"))
        self.assertEqual(ending.faults, [("/attachments", "incomplete")])
        ending = self.refuse("create", {"subject": "x"}, self.file("a.txt"))
        self.assertEqual({code for _, code in ending.faults}, {"one_required"})

    def test_a_type_that_is_none(self):
        values = {"blob": "blob:1", "file_name": "a", "content_type": "image"}
        for content_type in ("image", "/png", "image/", "a/b\r\nHost: evil"):
            values["content_type"] = content_type
            ending = self.refuse("create", {"comment_body": "x", "attachments": [values]})
            self.assertEqual(ending.faults, [("/attachments/0/content_type", "bad_format")])


class Failures(FileCase):
    def test_an_upload_is_removed_when_the_ticket_is_refused(self):
        self.desk.fault("status", method="POST", path=TICKETS, status=422, body='{"error":"RecordInvalid"}')
        self.fail_with(76, "create", {"comment_body": "x"}, arguments=attach(self.file("a.txt")))
        self.assertEqual([method for method, _ in self.calls()], ["POST", "POST", "DELETE"])
        values = {"ticket_id": desk.CLOSED_TICKET, "comment_body": "x"}
        self.fail_with(76, "update", values, arguments=attach(self.file("a.txt")))
        values = {"ticket_id": 987654321, "comment_body": "x", "additional_tags": ["a"]}
        self.fail_with(76, "update", values, arguments=attach(self.file("a.txt")))  # read before that
        self.assert_uploads(made=2, removed=2)

    def test_an_upload_is_kept_when_the_ticket_may_be_there(self):
        arguments = [*attach(self.file("a.txt")), "--idempotency-key", "kept-1"]
        values = {"comment_body": "x", "external_id": "kept-1"}
        tickets = self.desk.call("GET", "/sandbox/state")["tickets"]
        self.desk.fault("cut_after_commit", method="POST", path=TICKETS)
        lost = self.fail_with(69, "create", values, arguments=arguments)
        self.assertEqual(lost.error["retry"], "if_idempotent")
        self.desk.forget()
        found = self.succeed("create", values, arguments=[*arguments, "--attempt", "2"])
        self.assertNotIn("POST", [method for method, _ in self.calls()])
        self.assertEqual(self.attached(found.ticket_id), [("a.txt", "text/plain", 10)])
        self.assertEqual(self.desk.call("GET", "/sandbox/state")["tickets"], tickets + 1)
        self.assert_uploads(made=1, attached=1)
        self.desk.fault("cut_before_commit", method="POST", path=TICKETS)
        self.fail_with(80, "create", {"comment_body": "x"}, arguments=attach(self.file("a.txt")))
        self.assert_uploads(made=2, attached=1, orphaned=1)

    def test_without_an_external_id_a_key_that_is_known_says_so(self):
        arguments = [*attach(self.file("a.txt")), "--idempotency-key", "known-1"]
        self.succeed("create", {"comment_body": "x"}, arguments=arguments)
        again = self.fail_with(80, "create", {"comment_body": "x"}, arguments=arguments)
        self.assertEqual(again.error["code"], "zendesk.outcome_unknown")
        self.assertIn("external ID", again.error["message"])
        self.assert_uploads(made=2, attached=1, removed=1)

    def test_an_update_whose_answer_is_lost_is_found_and_not_made_again(self):
        ticket = self.desk.make_ticket()
        self.desk.fault("cut_after_commit", method="PUT", path=f"{TICKETS}/{ticket}")
        values = {"ticket_id": ticket, "comment_body": "x"}
        ending = self.succeed("update", values, arguments=attach(self.file("a.txt")))
        self.assertIn("update_found", [code for code, _ in ending.warnings])
        self.assertEqual(self.attached(ticket), [("a.txt", "text/plain", 10)])
        self.assertEqual(len(self.desk.comments(ticket)), 2)
        self.assert_uploads(made=1, attached=1)

    def test_a_refused_upload_is_sent_again_from_its_beginning(self):
        content = bytes(range(256)) * 1024
        self.desk.fault("status", path=UPLOADS, status=429, headers={"Retry-After": "0"})
        ending = self.succeed(
            "create", {"comment_body": "x"}, connection=self.several_attempts(),
            arguments=attach(self.file("a.bin", content)),
        )  # fmt: skip
        self.assertEqual([body for _, _, body in self.sent_files()], [description(content)] * 2)
        self.assertEqual(len(self.attached(ending.ticket_id)), 1)
        self.assertEqual(ending.output["attempts"], 2)

    def test_a_file_whose_answer_was_lost_is_there_once(self):
        for place, made, sent in ((0, 2, 3), (1, 2, 4)):
            with self.subTest(place):
                self.desk.forget()
                self.before = self.uploads()
                self.desk.fault("cut_after_commit", path=UPLOADS, after=place)
                files = [self.file("a.txt"), self.file("b.txt")]
                ending = self.succeed(
                    "create", {"comment_body": "x"}, connection=self.several_attempts(),
                    arguments=attach(*files),
                )  # fmt: skip
                names = [name for name, _, _ in self.attached(ending.ticket_id)]
                self.assertEqual(names, ["a.txt", "b.txt"])
                self.assertEqual(len(self.sent_files()), sent)
                # Nobody knows the token of an upload that was made first and not answered.
                left = {"orphaned": 1} if place == 0 else {"removed": 1}
                self.assert_uploads(made=made, attached=1, **left)

    def test_zendesks_refusal_of_a_file_names_it(self):
        body = {"error": "AttachmentUnprocessable", "description": "The uploaded file could not be processed"}
        self.desk.fault("status", path=UPLOADS, status=422, body=body, after=1)
        files = [self.file("a.txt"), self.file("b.txt")]
        refused = self.fail_with(76, "create", {"comment_body": "x"}, arguments=attach(*files))
        self.assertEqual(refused.error["fields"][0]["pointer"], "/attachments")
        self.assertIn("b.txt", refused.error["message"])
        self.assertEqual(refused.error["said"], "The uploaded file could not be processed")
        self.assert_uploads(made=1, removed=1)
        self.assertNotIn(("POST", TICKETS), self.calls())

    def test_a_file_that_is_larger_than_this_account_takes(self):
        body = {"error": "AttachmentTooLarge", "description": "Attachment exceeds the maximum size allowed"}
        self.desk.fault("status", path=UPLOADS, status=413, body=body, times=1)
        refused = self.fail_with(76, "create", {"comment_body": "x"}, arguments=attach(self.file("a.txt")))
        self.assertEqual(refused.faults, [("/attachments", "too_large")])
        self.assertIn("Attach a smaller file", refused.error["message"])

    def test_what_comes_to_nothing_may_be_tried_again(self):
        self.desk.fault("cut_after_commit", path=UPLOADS)
        lost = self.fail_with(69, "create", {"comment_body": "x"}, arguments=attach(self.file("a.txt")))
        self.assertEqual(lost.error["retry"], "safe")
        self.desk.fault("hang", path=UPLOADS)
        arguments = [*attach(self.file("a.txt")), "--deadline", "700ms"]
        late = self.fail_with(69, "create", {"comment_body": "x"}, arguments=arguments)
        self.assertEqual((late.error["code"], late.error["retry"]), ("timeout", "safe"))
        self.assertNotIn(("POST", TICKETS), self.calls())

    def test_a_file_that_became_shorter(self):
        files = attach(self.file("a.txt"), SHRUNK_FILE)
        broken = self.fail_with(76, "create", {"comment_body": "x"}, arguments=files)
        self.assertEqual(broken.error["code"], "blob_unreadable")
        self.assertEqual(broken.error["fields"][0]["pointer"], "/attachments/1/blob")
        self.assertEqual(self.calls(), [("POST", UPLOADS), ("DELETE", self.calls()[-1][1])])
        self.assert_uploads(made=1, removed=1)

    def test_a_run_that_is_cancelled_leaves_nothing(self):
        self.desk.fault("hang", path=UPLOADS, after=1)
        files = attach(self.file("a.txt"), self.file("b.bin", bytes(2 * MEGABYTE)))
        process = subprocess.Popen(
            self.desk.command("create", arguments=files), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=desk.environment(),
        )  # fmt: skip
        process.stdin.write(b'{"comment_body": "x"}')
        process.stdin.close()
        self.desk.wait_for(lambda: len(self.sent_files()) == 2)
        process.send_signal(signal.SIGINT)
        with process.stdout, process.stderr:
            document = json.loads(process.stdout.read())
        self.assertEqual(process.wait(60), 130)
        self.assertEqual(document["error"]["code"], "cancelled")
        self.assertNotIn(("POST", TICKETS), self.calls())
        self.assert_uploads(made=1, removed=1)


class Secrets(FileCase):
    def test_no_log_has_names_tokens_or_contents(self):
        file = self.file("canary-name-51.txt", b"canary-content-51")
        self.desk.fault("status", method="POST", path=TICKETS, status=422, body='{"error":"RecordInvalid"}')
        arguments = [*attach(file, file), "--log-level", "trace"]
        ending = self.desk.run("create", {"comment_body": "x"}, arguments=arguments)
        self.assertIn(f'"path":"{UPLOADS}"', ending.err)
        self.assertIn(f'"path":"{UPLOADS}/*"', ending.err)
        token = self.sent_files()[1][0]["token"]
        for secret in ("canary-name-51", "canary-content-51", token):
            for spelling in desk.spellings(secret):
                self.assertNotIn(spelling, ending.err)


class Many(desk.EachCase):
    def test_a_line_with_files_goes_by_itself(self):
        lines = [{"comment_body": f"Number {n}", "external_id": f"many-{n}"} for n in range(3)]
        lines[1]["attachments"] = [{"blob": "blob:1"}]
        self.write([json.dumps(line) for line in lines])
        self.run_each(None)
        results = self.results()
        self.assertEqual([results[n]["status"] for n in (1, 3)], ["ok", "ok"])
        self.assertTrue(all(results[n]["output"]["bulk"] for n in (1, 3)))
        self.assertEqual(results[2]["error"]["fields"][0]["code"], "unknown_blob")


class OverTls(FileCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = desk.Desk(cls.kind, tls=True)
        cls.addClassCleanup(cls.desk.close)

    def test_files_arrive_byte_for_byte(self):
        content = random.Random(8).randbytes(3 * MEGABYTE + 1)
        arguments = [*attach(self.file("a.bin", content)), "--ca-file", str(self.desk.ca_file)]
        self.succeed("create", {"comment_body": "x"}, arguments=arguments)
        self.assertEqual([body for _, _, body in self.sent_files()], [description(content)])
        self.assert_uploads(made=1, attached=1)


if __name__ == "__main__":
    desk.main()
