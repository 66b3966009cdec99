# SPDX-License-Identifier: Apache-2.0
"""Servers that are broken, overloaded or no Zendesk: every run ends soon and in little memory, with
the right exit code, a sentence, and never with "safe" once a write has been sent."""

import socket
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import peer
from case import FORBIDDEN, NOT_READ, REFUSED, UNKNOWN, Case
from peer import INPUTS, TICKET, Kept, Server, answer, document


class Unreachable(Case):
    def test_nobody_listens(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{free.getsockname()[1]}"
            for what in (*INPUTS, "verify"):
                self.end(peer.run(what, url), "transport.connect_failed", (69, "safe"))

    def test_a_queue_that_is_full(self):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(0)
            address = listener.getsockname()
            with socket.create_connection(address):
                for what in ("create_ticket", "verify"):
                    ending = peer.run(what, "http://{}:{}".format(*address),
                                      settings={"connect_timeout_ms": 500})  # fmt: skip
                    self.end(ending, "timeout", (69, "safe"))


class Slow(Case):
    def test_silence_and_drops(self):
        """All at once, as they mostly wait."""

        def silence(server, _):
            server.ended.wait()
            return b""

        def dripping(start):
            def drip(server, _):
                yield start
                while not server.ended.wait(0.05):
                    yield b"1"

            return drip

        replies = {
            "silence": silence,
            "status line": dripping(b"HTTP/1."),
            "header": dripping(b"HTTP/1.1 200 OK\r\nX-Drip: "),
            "body": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"),
            "chunk": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFF\r\n"),
        }
        deadline = {"arguments": ["--deadline", "2500ms"]}
        limit = {"settings": {"request_timeout_ms": 2500}}
        with ThreadPoolExecutor(6) as pool:
            runs = []
            for reply in replies.values():
                runs.append(pool.submit(self.write, reply, "timeout", **deadline))
                runs.append(pool.submit(self.verify, reply, "timeout", **limit))
            for reply in (silence, replies["body"]):
                runs.append(pool.submit(self.read_first, reply, "timeout", **deadline))
                runs.append(pool.submit(self.write_after_a_read, reply, "timeout", **deadline))
            for done in runs:
                done.result()


class NotZendesk(Case):
    """Answers that are HTTP, but not Zendesk's."""

    def test_what_is_not_json(self):
        for body in (b"", b"{", b'{"ticket":{"id":1', b"nonsense", b'{"ticket":{"id":1}} {}',
                     b'{"ticket":{"id":1}}\0', b'{"ticket":{"id":1,"x":"\xff\xfe"}}',
                     b'{"ticket":{"id":1,"x":"\\ud800"}}', b"<html>", b"\0" * 1000):  # fmt: skip
            with self.subTest(body):
                self.write(answer(200, body), "zendesk.bad_reply")
        self.everywhere(answer(200, b"{"), "zendesk.bad_reply")
        self.everywhere(answer(204), "zendesk.bad_reply")

    def test_wrong_types_instead_of_a_ticket(self):
        for value in (None, True, 0, 1.5, "text", [], {}, {"ticket": None}, {"ticket": []}, {"ticket": 1},
                      {"ticket": "text"}, {"ticket": {}}, {"tickets": [{"id": 1}]}):  # fmt: skip
            with self.subTest(value):
                self.write(answer(200, document(value)), "zendesk.bad_reply")

    def test_wrong_types_instead_of_an_id(self):
        for text in (b"null", b"true", b"1.5", b"1e3", b'"1x"', b"[1]", b"{}", b"1e99999",
                     b"9" * 30, b"-" + b"9" * 30, b"9" * 100_000):  # fmt: skip
            with self.subTest(text[:40]):
                self.write(answer(200, b'{"ticket":{"id":' + text + b"}}"), "zendesk.bad_reply")

    def test_wrong_types_of_what_the_output_only_passes_on(self):
        odd = {"id": 7, "url": [1], "status": {"a": 1}, "updated_at": False, "tags": "x"}
        with Server(answer(200, document({"ticket": odd}))) as server:
            ending = peer.run("create_ticket", server.url())
        peer.check(self, ending)
        self.assertEqual((ending.code, ending.ticket_id), (0, 7), str(ending))
        self.assertEqual((ending.output["url"], ending.output["status"]), (None, None))
        self.assertEqual(ending.output["ticket"], odd)

    def test_wrong_types_in_a_read_that_a_write_depends_on(self):
        """Tags that were not understood must not be overwritten."""
        ticket = TICKET["ticket"]
        for wrong in ({"tags": "old"}, {"tags": [["old"]]}, {"tags": [{"old": 1}]}, {"tags": None},
                      {"tags": {}}, {"updated_at": 5}, {"updated_at": None}, {"updated_at": ""}):  # fmt: skip
            with self.subTest(wrong):
                reply = answer(200, document({"ticket": {**ticket, **wrong}}))
                self.read_first(reply, "zendesk.bad_reply")

    def test_wrong_types_in_verify(self):
        for value in (None, [], {"user": None}, {"user": [1]}, {"user": 7}, {"user": "text"}):
            with self.subTest(value):
                self.verify(answer(200, document(value)), "zendesk.bad_reply")

    def test_a_caller_whose_id_or_role_makes_no_sense(self):
        """Nothing can be told about such a user: neither that he is nobody nor that he is a customer."""
        user = {"id": 7, "name": "Ana", "role": "agent"}
        for wrong in ({"id": "x"}, {"id": [7]}, {"id": 1.5}, {"id": {}}, {"role": 5}, {"role": []},
                      {"role": {"a": 1}}):  # fmt: skip
            with self.subTest(wrong):
                reply = answer(200, document({"user": {**user, **wrong}}))
                self.verify(reply, "zendesk.bad_reply")

    def test_wrong_types_in_an_error(self):
        odd = [
            {"error": 5, "description": [], "details": {"x": 5, "y": [5, None, [], {
                "error": [], "description": {}, "ticket_field_id": "x", "ticket_field_type": 5}]}},
            {"error": [], "details": []}, {"error": {"title": 5, "message": None}},
            {"errors": [5, None, [], {"code": 5, "title": [], "detail": {}}]}, {"errors": {}}, [], None,
        ]  # fmt: skip
        for value in odd:
            with self.subTest(value):
                self.write(answer(422, document(value)), "zendesk.validation_failed", REFUSED)
                self.write(answer(500, document(value)), "zendesk.server_error")

    def test_html(self):
        page = b"<html><head><title>Proxy</title></head><body><h1>Not today.</h1></body></html>"
        for status, code in ((200, "zendesk.bad_reply"), (502, "zendesk.server_error")):
            with self.subTest(status):
                reply = answer(status, page).replace(b"application/json", b"text/html")
                self.everywhere(reply, code)
        reply = answer(403, page).replace(b"application/json", b"text/html")
        self.write(reply, "zendesk.permission_denied", FORBIDDEN)
        self.write_after_a_read(reply, "zendesk.permission_denied", FORBIDDEN)
        self.read_first(reply, "zendesk.permission_denied", FORBIDDEN)
        self.verify(reply, "zendesk.bad_reply")  # which asks without credentials first

    def test_when_to_come_back_makes_no_sense(self):
        for wait in ("", "soon", "-5", "1e99", "9" * 400, "0x10", "Thu, 01 Jan 1970 00:00:00 GMT"):
            with self.subTest(wait[:40]):
                reply = answer(429, b"{}", f"Retry-After: {wait}")
                ending = self.write(reply, "zendesk.rate_limited", (75, "safe"))
                self.assertTrue(0 <= ending.error.get("retry_after_ms", 0) <= 1 << 53, ending.error)

    def test_redirects(self):
        with Server(answer(200, document(TICKET))) as other:
            for status in (301, 302, 303, 307, 308):
                for place in (other.url(), other.url("localhost"), other.url().removeprefix("http:"),
                              "https" + other.url().removeprefix("http"), "/api/v2/elsewhere",
                              "file:///etc/passwd"):  # fmt: skip
                    with self.subTest(status=status, place=place):
                        reply = answer(status, b"", f"Location: {place}", f"Refresh: 0;url={place}")
                        self.write(reply, "transport.redirected", REFUSED)
            self.everywhere(answer(302, b"", f"Location: {other.url()}"), "transport.redirected",
                            REFUSED, REFUSED)  # fmt: skip
            self.assertEqual(other.connections, 0)

    def test_another_service_is_named(self):
        """Alt-Svc with an answer that is read leads nowhere else for the write."""
        with Server(answer(200, document(TICKET))) as other:
            named = f'Alt-Svc: h2="127.0.0.1:{other.port}"; ma=60, http/1.1=":{other.port}"; ma=60'
            with Server(Kept(answer(200, document(TICKET), named))) as server:
                ending = peer.run("update_ticket", server.url())
                peer.check(self, ending)
                self.assertEqual(ending.code, 0, str(ending))
                self.assertEqual(server.methods(), ["GET", "PUT"])
            self.assertEqual(other.connections, 0)


class NotHttp(Case):
    def test_cut_answers(self):
        whole = answer(200, document(TICKET))
        chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        length = len(document(TICKET))
        for reply in (
            b"",
            b"HTTP/1.1 200",
            b"HTTP/1.1 200 OK\r\nContent-Type: application/js",
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n",
            whole[:-1],
            answer(200, document(TICKET), "X-End: 1")[: -length],
            chunked + b"5\r\n{",
            chunked + b"5\r\n12345\r\n",
            chunked + b"5\r\n12345\r\n0\r\n",
            b"HTTP/1.1 100 Continue\r\n\r\n",
        ):  # fmt: skip
            with self.subTest(reply):
                self.everywhere(reply, "transport.no_answer")

    def test_a_body_cut_inside_gzip(self):
        squeezer = zlib.compressobj(9, zlib.DEFLATED, 31)
        packed = squeezer.compress(document(TICKET)) + squeezer.flush()
        half = packed[: len(packed) // 2]
        self.write(answer(200, half, "Content-Encoding: gzip"), "zendesk.bad_reply")

    def test_garbage(self):
        framing = b"HTTP/1.1 200 OK\r\n%s\r\n\r\n{}"
        for reply in (
            b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n",
            b"220 mail.example ESMTP\r\n",
            b"\x15\x03\x01\x00\x02\x02\x28",  # a TLS alert
            bytes(range(256)) * 100,
            b"\r\n\r\n",
            b"\n" * 100_000,
            b"HTTP/1.1\r\n\r\n",
            b"HTTP/1.1 abc OK\r\n\r\n",
            b"HTTP/1.1 99999999999 OK\r\n\r\n",
            b"HTTP/9.9 200 OK\r\n\r\n{}",
            b"HTTP/2 200\r\n\r\n{}",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            framing % b"Content-Length: -1",
            framing % b"Content-Length: two",
            framing % b"Content-Length: 99999999999999999999999",
            framing % b"Transfer-Encoding: nonsense",
            framing % b"no colon here",
            framing % b"X-Nul: \0",
        ):
            with self.subTest(reply[:60]):
                self.write(reply, "zendesk.bad_reply")
        self.everywhere(b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n", "zendesk.bad_reply")

    def test_framing_that_promises_more(self):
        framing = b"HTTP/1.1 200 OK\r\n%s\r\n\r\n"
        for reply in (
            framing % b"Content-Length: 2\r\nContent-Length: 3" + b"{}",
            framing % b"Transfer-Encoding: chunked" + b"{}",
            framing % b"Transfer-Encoding: chunked" + b"FFFFFFFFFFFFFFFFF\r\n{}",
        ):
            with self.subTest(reply):
                self.write(reply, "transport.no_answer")

    def test_a_switch_of_protocols_that_nobody_asked_for(self):
        """No refusal: what became of the request is anybody's guess."""
        reply = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\nxyz"
        self.everywhere(reply, "zendesk.bad_reply")


if __name__ == "__main__":
    peer.desk.main()
