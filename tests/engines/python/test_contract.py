# SPDX-License-Identifier: Apache-2.0
"""What a plugin may say, and what becomes of one that breaks task_plugin.h while it runs."""

import threading
import unittest

import case
import desk
from task_plugins import LibraryError, LogLevel, Retry, Search, Status, TaskError, TaskRequest, load
from toys import Shelf


class Contract(unittest.TestCase):
    def setUp(self):
        self.lines = []

    def load(self, library="good", **options):
        shelf = Shelf(self)
        shelf.install(library)
        plugin = load("toy", search=Search.only(shelf.path), log_level=LogLevel.INFO, policy={},
                      log=lambda level, message, _facts: self.lines.append((level, message)), **options)
        self.addCleanup(plugin.close)
        return plugin

    def connect(self, library="good"):
        return self.load(library).connect("none")

    def failure(self, mode):
        with self.assertRaises(TaskError) as caught:
            self.connect().execute("toy.fail", {"mode": mode})
        return caught.exception.result

    def test_what_a_failure_says(self):
        invalid = self.failure("invalid")
        self.assertEqual((invalid.status, invalid.error_code, invalid.http_status, invalid.retry_after_ms),
                         (Status.INVALID_ARGUMENT, "toy.invalid", 422, None))
        self.assertEqual(invalid.fields[0]["remedy"], "Choose one.")
        self.assertEqual(invalid.error_details["requestId"], "req-1")
        limited = self.failure("limited")
        self.assertEqual((limited.status, limited.retry, limited.retry_after_ms),
                         (Status.RATE_LIMITED, Retry.SAFE, 1500))
        self.assertIs(self.failure("unknown_outcome").retry, Retry.UNKNOWN_OUTCOME)

    def test_a_status_of_a_later_version(self):
        result = self.failure("new_status")
        self.assertEqual((result.status, result.retry), (Status.UNKNOWN, Retry.NEVER))
        self.assertEqual(self.lines, [])

    def test_text_that_is_none(self):
        result = self.failure("bad_text")
        self.assertEqual((result.error_message, result.error_details), ("caf\ufffd \x1b[2J", {}))
        self.assertEqual([level for level, _ in self.lines], [LogLevel.PLUGIN_BUG] * 2)

    def test_half_of_a_pair_in_what_a_service_said(self):
        result = self.connect().execute("toy.fail", {"mode": "half"})
        self.assertEqual(result.output, {"text": "a\ufffdb"})
        self.assertEqual(result.warnings, [{"code": "toy.w", "message": "c\ufffd"}])
        self.assertEqual(self.lines, [])

    def test_objects_that_are_refused(self):
        with self.assertRaisesRegex(TaskError, r"\[toy.policy\] The policy is wrong."):
            self.load("create_fails")
        with self.assertRaisesRegex(TaskError, 'no reason: create\\(\\) failed with "internal"'):
            self.load("create_silent")
        with self.assertRaisesRegex(LibraryError, "create\\(\\) succeeded without an object"):
            self.load("create_nothing")
        with self.assertRaisesRegex(LibraryError, "the plugin's table of functions is too short"):
            self.load("short_api")
        with self.assertRaisesRegex(LibraryError, "connect\\(\\) succeeded without a connection"):
            self.connect("connect_nothing")
        for library, code in (("good", "toy.bad_token"), ("connect_silent", "host.no_reason")):
            with self.assertRaises(TaskError) as caught:
                self.load(library).connect("token", {}, {"token": "refused"})
            self.assertEqual(caught.exception.code, code)

    def test_each_broken_rule_is_a_line_in_the_log(self):
        cases = (
            ("double_complete", Status.OK, "complete() was called on an operation that had ended"),
            ("late_progress", Status.OK, "progress() was called on an operation that had ended"),
            ("short_result", Status.INTERNAL, "complete() was called without a result"),
            ("bad_output", Status.INTERNAL, "output_json is no acceptable JSON"),
            ("early_complete", Status.OK, "complete() was called before submit() returned"),
        )
        for library, status, line in cases:
            with self.subTest(library):
                self.lines.clear()
                connection = self.connect(library)
                outcome = connection.submit([TaskRequest("toy.echo", {})])[0].outcome(10)
                connection.close()  # joins the toy's thread, which may be late with its second report
                self.assertIs(outcome.status, status)
                self.assertIn(line, " ".join(message for _, message in self.lines))
                self.assertEqual({level for level, _ in self.lines}, {LogLevel.PLUGIN_BUG})
                if status is not Status.OK:
                    self.assertIs(outcome.retry, Retry.UNKNOWN_OUTCOME)

    def test_nobody_waits_for_what_never_comes(self):
        connection = self.connect("no_complete")
        operation = connection.submit([TaskRequest("toy.echo", {})])[0]
        waiting = threading.Thread(target=operation.outcome)
        waiting.start()
        connection.close()
        waiting.join(10)
        self.assertFalse(waiting.is_alive())
        self.assertEqual((operation.outcome(0).status, operation.outcome(0).retry),
                         (Status.INTERNAL, Retry.UNKNOWN_OUTCOME))

    def test_credentials_are_masked_in_a_plugins_own_lines(self):
        connection = self.load().connect("token", {"place": "here"}, {"token": "canary \"quoted\""})
        self.assertEqual(connection.execute("toy.login", {}).output["settings"], {"place": "here"})
        self.assertEqual(self.lines, [(LogLevel.INFO, 'credentials are {"token":"***"}')])

    def test_a_queue_that_is_full(self):
        connection = self.connect()
        with self.assertRaises(TaskError) as caught:
            connection.submit([TaskRequest("toy.echo", {})] * 1000)
        self.assertEqual((caught.exception.status, caught.exception.retry), (Status.RATE_LIMITED, Retry.SAFE))
        self.assertEqual(case.task_plugins._operation._open, {})


if __name__ == "__main__":
    desk.main()
