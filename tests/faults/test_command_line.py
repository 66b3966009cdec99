# SPDX-License-Identifier: Apache-2.0
"""The command line host when Zendesk hangs, is away, or the person loses patience."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import termios
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugin"))
import desk

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "taskhost"))
import pseudo_terminal

# Time enough to connect and send on a machine that is busy with something else.
DEADLINE = "2500ms"


class CommandLine(desk.Case):
    def test_a_deadline_ends_a_write_that_hangs(self):
        self.desk.fault("hang", method="POST", times=0)
        ending = self.fail_with(80, "create", {"comment_body": "x"}, arguments=["--deadline", DEADLINE])
        self.assertEqual(ending.document["status"], "timeout")
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("timeout", "unknown_outcome"))
        self.assertEqual(len(self.desk.requests()), 1)

    def test_a_deadline_ends_a_read_that_hangs_and_nothing_was_done(self):
        self.desk.fault("hang", method="GET", path="/api/v2/tickets/1", times=0)
        values = {"ticket_id": 1, "additional_tags": ["x"]}
        ending = self.fail_with(69, "update", values, arguments=["--deadline", "500ms"])
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("timeout", "safe"))

    def test_the_time_limit_of_the_connection(self):
        self.desk.fault("hang", method="POST", times=0)
        connection = self.desk.connection(settings={"request_timeout_ms": 2500})
        ending = self.fail_with(80, "create", {"comment_body": "x"}, connection=connection)
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("timeout", "unknown_outcome"))

    def test_an_answer_that_drips_too_slowly(self):
        self.desk.fault("drip", method="POST", ms=200, times=1)
        ending = self.fail_with(80, "create", {"comment_body": "x"}, arguments=["--deadline", DEADLINE])
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("timeout", "unknown_outcome"))

    def test_nobody_is_there(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))  # and does not listen
            connection = self.desk.connection(
                settings={"base_url": f"http://127.0.0.1:{free.getsockname()[1]}"}
            )
            ending = self.fail_with(69, "create", {"comment_body": "x"}, connection=connection)
        self.assertEqual(ending.error["code"], "transport.connect_failed")
        self.assertEqual(ending.error["retry"], "safe")

    def test_somebody_who_does_not_speak_tls(self):
        connection = self.desk.connection(settings={"base_url": self.desk.url.replace("http", "https")})
        ending = self.fail_with(69, "create", {"comment_body": "x"}, connection=connection)
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("transport.tls_failed", "safe"))

    def test_ctrl_c_while_a_write_hangs(self):
        self.desk.fault("hang", method="POST", times=0)
        process = subprocess.Popen(
            self.desk.command("create"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            encoding="utf-8", env=desk.environment(),
        )  # fmt: skip
        process.stdin.write('{"comment_body": "x"}')
        process.stdin.close()
        self.desk.wait_for(self.desk.requests)
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        with process.stdout:
            document = json.loads(process.stdout.read())
        self.assertEqual(process.wait(), 80)
        self.assertLess(time.monotonic() - started, 20)
        self.assertEqual(document["status"], "cancelled")
        self.assertEqual(document["error"]["retry"], "unknown_outcome")

    def test_ctrl_c_at_the_keyboard(self):
        self.desk.fault("hang", method="POST", times=0)
        keyboard, terminal = pseudo_terminal.open_pair()

        def take_the_terminal():
            fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)

        process = subprocess.Popen(
            self.desk.command("create"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            encoding="utf-8", env=desk.environment(), start_new_session=True,
            preexec_fn=take_the_terminal,
        )  # fmt: skip
        os.close(terminal)
        process.stdin.write('{"comment_body": "x"}')
        process.stdin.close()
        self.desk.wait_for(self.desk.requests)
        os.write(keyboard, b"\x03")
        with process.stdout:
            document = json.loads(process.stdout.read())
        self.assertEqual(process.wait(), 80)
        os.close(keyboard)
        self.assertEqual(document["status"], "cancelled")

    def test_a_second_ctrl_c_leaves_at_once_and_admits_it(self):
        self.desk.fault("hang", method="POST", times=0)
        process = subprocess.Popen(
            self.desk.command("create"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8", env=desk.environment(),
        )  # fmt: skip
        process.stdin.write('{"comment_body": "x"}')
        process.stdin.close()
        self.desk.wait_for(self.desk.requests)
        # The plugin is quick to end when asked. A program that is stopped gets both signals in the
        # same moment, and two of one number would count as one.
        process.send_signal(signal.SIGSTOP)
        _, status = os.waitpid(process.pid, os.WUNTRACED)
        self.assertTrue(os.WIFSTOPPED(status))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCONT):
            process.send_signal(number)
        with process.stdout, process.stderr:
            self.assertEqual(process.stdout.read(), "")
            said = process.stderr.read()
        self.assertEqual(process.wait(), 80)
        self.assertEqual(said, "Left without waiting; the task may have been done.\n")
        self.assertEqual(len(self.desk.requests()), 1)


if __name__ == "__main__":
    desk.main()
