# SPDX-License-Identifier: Apache-2.0
"""HTTP/2: all tasks through nghttpx, and what becomes of requests that a server does not take."""

import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import certificates
import http2
import peer
from case import UNKNOWN
from front import NGHTTPX, Front
from http2 import (
    CANCEL, CONTINUATION, DATA, END_HEADERS, END_STREAM, ENHANCE_YOUR_CALM, HEADERS,
    HTTP_1_1_REQUIRED, INTERNAL_ERROR, NO_ERROR, PING, PROTOCOL_ERROR, REFUSED_STREAM, SETTINGS, Cut,
    Http2Server, frame, goaway, reset,
)  # fmt: skip

desk = peer.desk
SAFE = (69, "safe")
TICKET = peer.document(peer.TICKET)


def setUpModule():
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    maker = certificates.Certificates(folder.name)
    authority = maker.make("authority", section="authority")
    global CERTIFICATE, ARGUMENTS
    CERTIFICATE = maker.make("server", authority)
    ARGUMENTS = ["--ca-file", str(authority.file)]


@unittest.skipUnless(NGHTTPX, "nghttpx (Debian package nghttp2-proxy) is not installed")
class Through(desk.Case):
    """A task runs in HTTP/2, and its effect is there."""

    def setUp(self):
        super().setUp()
        self.front = Front(self.desk.url, CERTIFICATE)
        self.addCleanup(self.front.close)
        self.connection = self.desk.connection(settings={"base_url": self.front.url})

    def succeed(self, task, values, **options):
        """The ending and nghttpx's lines about it."""
        before = len(self.front.seen())
        options.setdefault("arguments", [*ARGUMENTS, "--log-level", "trace"])
        options.setdefault("connection", self.connection)
        ending = super().succeed(task, values, **options)
        exchanges = ending.err.count('"http":"2"')
        self.assertGreater(exchanges, 0, ending.err)
        self.assertNotIn('"http":"1.1"', ending.err)
        lines = self.front.seen()[before:]
        self.assertEqual(len(lines), exchanges)
        self.assertEqual({line.split()[0] for line in lines}, {"h2"}, lines)
        return ending

    def written(self):
        return [line for line in self.front.seen() if line.split()[1] != "GET"]


class Tickets(Through):
    def test_create_and_update(self):
        text = "Grüße 😀 " * 5_000  # more than one frame
        ticket_id = self.succeed("create", {"comment_body": text, "tags": ["old"]}).ticket_id
        self.assertEqual(self.desk.comments(ticket_id)[0]["body"].strip(), text.strip())
        self.succeed("update", {"ticket_id": ticket_id, "additional_tags": ["new"]})
        self.assertEqual(self.desk.ticket(ticket_id)["tags"], ["new", "old"])
        lines = ["h2 POST /api/v2/tickets", f"h2 PUT /api/v2/tickets/{ticket_id}/tags"]
        self.assertEqual(self.written(), lines)

    def test_an_error(self):
        ending = self.fail_with(76, "update", {"ticket_id": 999_999, "subject": "x"},
                                connection=self.connection, arguments=ARGUMENTS)  # fmt: skip
        self.assertEqual(ending.error["code"], "zendesk.not_found")
        self.assertEqual(self.written(), ["h2 PUT /api/v2/tickets/999999"])

    def test_verify(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(desk.json.dumps(self.connection))
            file.flush()
            done = subprocess.run(
                [desk.TASKHOST, "--plugin-path", desk.PLUGINS, "verify", "--json", "--connection", file.name,
                 "--log-level", "trace", *ARGUMENTS],
                capture_output=True, encoding="utf-8", check=False, env=desk.environment(), timeout=60,
            )  # fmt: skip
        ending = desk.Ending(done)
        self.assertEqual(ending.code, 0, str(ending))
        self.assertEqual(ending.output["user"]["id"], desk.ADMIN)
        self.assertEqual([entry["open"] for entry in ending.output["tasks"]], [True] * 6)
        self.assertIn('"reused":true', ending.err)
        self.assertIn("h2 GET /api/v2/users/me", self.front.seen())
        self.assertEqual({line.split()[0] for line in self.front.seen()}, {"h2"})

    def test_a_graceful_end_lets_the_write_finish(self):
        """nghttpx sends GOAWAY for a stream that it has taken, answers it, and is gone."""
        self.desk.fault("delay", method="POST", ms=1500, times=1)
        before = self.desk.commits()
        process = subprocess.Popen(
            self.desk.command("create", self.connection, ARGUMENTS), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", env=desk.environment(),
        )  # fmt: skip
        process.stdin.write('{"comment_body": "x"}')
        process.stdin.close()
        self.desk.wait_for(self.desk.requests)
        self.front.process.send_signal(signal.SIGQUIT)
        with process.stdout:
            out = process.stdout.read()
        self.assertEqual(process.wait(), 0, out)
        self.assertEqual(self.front.process.wait(30), 0)
        self.assertEqual(self.desk.commits() - before, 1)
        ending = self.fail_with(69, "create", {"comment_body": "x"}, connection=self.connection,
                                arguments=ARGUMENTS)  # fmt: skip
        self.assertEqual((ending.error["code"], ending.error["retry"]), ("transport.connect_failed", "safe"))

    def test_a_write_that_the_backend_swallows(self):
        self.desk.fault("cut_after_commit", method="POST", times=1)
        before = self.desk.commits()
        ending = self.fail_with(80, "create", {"comment_body": "x"}, connection=self.connection,
                                arguments=ARGUMENTS)  # fmt: skip
        self.assertEqual(ending.error["retry"], "unknown_outcome")
        self.assertEqual(self.desk.commits() - before, 1)


class Profiles(Through):
    kind = "profile"

    def test_create_and_update(self):
        person = {"source": "Qualtrics", "type": "customer", "email": "through.http2@example.com"}
        key = "Qualtrics%3Acustomer%3Aemail%3Athrough.http2%40example.com"
        address = f"/api/v2/user_profiles?identifier={key}"
        made = self.succeed("create", {**person, "attributes": {"plan": "gold"}})
        profile = self.desk.call("GET", address)["profile"]
        self.assertEqual((profile["id"], profile["attributes"]), (made.output["id"], {"plan": "gold"}))
        self.succeed("update", {**person, "attributes": {"score": 9}})
        profile = self.desk.call("GET", address)["profile"]
        self.assertEqual(profile["attributes"], {"plan": "gold", "score": 9})


class Records(Through):
    kind = "record"

    def test_create_and_update(self):
        values = {"object_type": "asset", "name": "Through HTTP/2", "external_id": "H2-1"}
        made = self.succeed("create", {**values, "attributes": {"category": "asset_laptop"}})
        address = f"/api/v2/custom_objects/asset/records/{made.output['id']}"
        record = self.desk.call("GET", address)["custom_object_record"]
        self.assertEqual((record["name"], record["external_id"]), ("Through HTTP/2", "H2-1"))
        self.succeed("update", {"object_type": "asset", "external_id": "H2-1", "name": "Renamed"})
        self.assertEqual(self.desk.call("GET", address)["custom_object_record"]["name"], "Renamed")


class Frames(unittest.TestCase):
    """A server of the suite's own, where no proxy goes far enough."""

    def run_task(self, what, reply, arguments=()):
        with Http2Server(CERTIFICATE, reply) as server:
            ending = peer.run(what, server.url(), [*ARGUMENTS, *arguments])
        peer.check(self, ending)
        self.assertNotIn(None, server.requests)
        return ending, server

    def end(self, ending, end):
        self.assertEqual((ending.code, ending.error["retry"]), end, str(ending)[:2000])


class NotTaken(Frames):
    """Requests that the server says it did not process."""

    def not_taken(self, reply):
        """The server did nothing, so both are honest: to say so, and not to be sure. The server
        takes every later request, so going on is seen as well."""
        taken = []

        def first_only(server, request):
            if request is server.requests[0]:
                return reply(request)
            if not request.whole:
                return b""
            taken.append(request)
            return http2.answer(request.stream, TICKET)

        ending, _ = self.run_task("create_ticket", first_only)
        if ending.code == 0:
            self.assertEqual(len(taken), 1)
            return
        self.assertEqual(taken, [])
        self.assertIn((ending.code, ending.error["retry"]), (UNKNOWN, SAFE), str(ending)[:2000])

    def never_taken(self, reply):
        ending, server = self.run_task("create_ticket", lambda _, request: reply(request))
        self.assertIn((ending.code, ending.error["retry"]), (UNKNOWN, SAFE), str(ending)[:2000])
        self.assertLess(server.connections, 10)

    def test_a_refused_write(self):
        for when in (False, True):
            with self.subTest(whole=when):

                def refuse(request, when=when):
                    return reset(request.stream, REFUSED_STREAM) if request.whole == when else b""

                self.not_taken(refuse)
                self.never_taken(refuse)

    def test_a_connection_that_takes_no_more(self):
        for when in (False, True):
            for kind in (bytes, Cut):
                for error in (NO_ERROR, ENHANCE_YOUR_CALM):
                    with self.subTest(whole=when, kind=kind, error=error):

                        def leave(request, when=when, kind=kind, error=error):
                            return kind(goaway(0, error)) if request.whole == when else b""

                        self.not_taken(leave)
                        self.never_taken(leave)

    def test_a_refused_read_is_repeated(self):
        def reply(server, request):
            if request is server.requests[0]:
                return reset(request.stream, REFUSED_STREAM)
            return http2.answer(request.stream, TICKET) if request.whole else b""

        ending, server = self.run_task("update_ticket", reply)
        self.assertEqual(ending.code, 0, str(ending)[:2000])
        self.assertEqual(len(server.whole_writes()), 1)
        self.assertEqual(len(server.requests), 3)

    def test_a_read_that_is_always_refused(self):
        for what in ("update_ticket", "verify"):
            ending, server = self.run_task(what, lambda _, request: reset(request.stream, REFUSED_STREAM))
            self.assertEqual(ending.code, 69, str(ending)[:2000])
            self.assertEqual(server.whole_writes(), [])
            self.assertLess(len(server.requests), 10)


class Taken(Frames):
    """Writes that the server may have processed are never repeated."""

    def unknown(self, reply, what="create_ticket", arguments=()):
        ending, server = self.run_task(what, reply, arguments)
        self.end(ending, UNKNOWN)
        self.assertEqual(len(server.requests), 1 if what == "create_ticket" else 2)

    def test_goaway_that_covers_the_write_and_an_answer(self):
        def reply(_, request):
            stream = request.stream
            return Cut(goaway(stream) + http2.answer(stream, TICKET)) if request.whole else b""

        ending, server = self.run_task("create_ticket", reply)
        self.assertEqual(ending.code, 0, str(ending)[:2000])
        self.assertEqual(len(server.whole_writes()), 1)

    def test_goaway_between_two_requests(self):
        """The read is answered with the farewell; the write goes over a new connection."""
        for kind in (bytes, Cut):

            def reply(_, request, kind=kind):
                if not request.whole:
                    return b""
                return kind(http2.answer(request.stream, TICKET) + goaway(request.stream))

            ending, server = self.run_task("update_ticket", reply)
            self.assertEqual(ending.code, 0, str(ending)[:2000])
            self.assertEqual((server.connections, len(server.whole_writes())), (2, 1))

    def test_goaway_that_covers_the_write_and_no_answer(self):
        for error in (NO_ERROR, INTERNAL_ERROR, ENHANCE_YOUR_CALM):
            with self.subTest(error):
                self.unknown(lambda _, r, e=error: Cut(goaway(r.stream, e)) if r.whole else b"")

    def test_an_end_without_a_word(self):
        self.unknown(lambda _, request: Cut() if request.whole else b"")

    def test_reset_for_every_other_reason(self):
        for error in (NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, CANCEL, ENHANCE_YOUR_CALM,
                      HTTP_1_1_REQUIRED, 99):  # fmt: skip
            with self.subTest(error):
                self.unknown(lambda _, r, e=error: reset(r.stream, e) if r.whole else b"")

    def test_reset_inside_the_answer(self):
        for error in (NO_ERROR, INTERNAL_ERROR, REFUSED_STREAM):
            with self.subTest(error):

                def reply(_, request, error=error):
                    begun = http2.status(request.stream) + frame(DATA, 0, request.stream, TICKET[:9])
                    return begun + reset(request.stream, error) if request.whole else b""

                self.unknown(reply)

    def test_garbage(self):
        for garbage in (b"HTTP/1.1 200 OK\r\n\r\n", b"\xff" * 9, b"\xff\xff\xff\0\0\0\0\0\1",
                        frame(DATA, 0, 0, b"x"), frame(HEADERS, END_HEADERS, 2, b"\x88"),
                        frame(SETTINGS, 0, 0, b"odd"), frame(99, 0, 0, b"x")):  # fmt: skip
            with self.subTest(garbage):
                self.unknown(lambda _, request, g=garbage: Cut(g) if request.whole else b"")

    def test_a_head_that_is_none(self):
        for block in (b"", b"\xff" * 9, b"\x80", b"\x82", b"\x88\x88", b"\x08\x03abc"):
            with self.subTest(block):

                def reply(_, request, block=block):
                    head = frame(HEADERS, END_HEADERS | END_STREAM, request.stream, block)
                    return Cut(head) if request.whole else b""

                self.unknown(reply)

    def test_a_status_that_is_none(self):
        for digits in (b"000", b"099"):
            with self.subTest(digits):

                def reply(_, request, digits=digits):
                    head = frame(HEADERS, END_HEADERS | END_STREAM, request.stream, b"\x08\x03" + digits)
                    return head if request.whole else b""

                self.unknown(reply)


class Floods(Frames):
    def flood(self, make, count=2_000):
        def reply(_, request):
            if request.whole:
                start, again = make(request.stream)
                yield start
                for _ in range(count):
                    yield again

        ending, server = self.run_task("create_ticket", reply, ["--deadline", "2500ms"])
        self.end(ending, UNKNOWN)
        self.assertEqual(len(server.requests), 1)

    def test_settings(self):
        self.flood(lambda _: (b"", frame(SETTINGS, 0, 0) * 1000))

    def test_pings(self):
        self.flood(lambda _: (b"", frame(PING, 0, 0, bytes(8)) * 1000))

    def test_a_head_without_end(self):
        fields = b"\x00\x01a\x01b" * 3000
        self.flood(lambda s: (frame(HEADERS, 0, s, b"\x88"), frame(CONTINUATION, 0, s, fields)))

    def test_a_head_that_swells(self):
        """One long field is put into HPACK's table and named again and again by one byte."""
        field = b"\x40\x01a" + b"\x7f\xe1\x1d" + b"x" * 3936
        few = b"\x88" + field + b"\xbe" * 5
        ending, _ = self.run_task("create_ticket", lambda _, r: frame(
            HEADERS, END_HEADERS | END_STREAM, r.stream, few) if r.whole else b"")  # fmt: skip
        self.assertEqual(ending.error["http_status"], 200)  # well-formed, then
        block = few + b"\xbe" * 10_000
        self.flood(lambda s: (frame(HEADERS, END_HEADERS, s, block), b""), 1)

    def test_a_body_of_100_mib(self):
        self.flood(lambda s: (http2.status(s), frame(DATA, 0, s, b"x" * 16_384)), 6_400)

    def test_empty_frames(self):
        self.flood(lambda s: (http2.status(s), frame(DATA, 0, s) * 1000))

    def test_answers_before_the_answer(self):
        self.flood(lambda s: (b"", frame(HEADERS, END_HEADERS, s, b"\x08\x03103") * 1000))


if __name__ == "__main__":
    desk.main()
