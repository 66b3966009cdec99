# SPDX-License-Identifier: Apache-2.0
"""Servers that are broken, overloaded or hostile: every run ends soon and in little memory, with
the right exit code, a sentence, and never with "safe" once a write has been sent."""

import socket
import ssl
import sys
import tempfile
import unittest
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import certificates
import peer
from peer import INPUTS, TICKET, Kept, Server, answer, document

desk = peer.desk
MIB = 1 << 20
UNKNOWN = (80, "unknown_outcome")
REFUSED = (76, "never")
FORBIDDEN = (77, "never")
NOT_READ = (69, None)  # what may be repeated depends on what the read was for

GOOD_READ = Kept(answer(200, document(TICKET)))


class Case(unittest.TestCase):
    maxDiff = None

    def end(self, ending, code, end, **bounds):
        peer.check(self, ending, **bounds)
        said = (ending.code, ending.error["code"], ending.error["retry"])
        self.assertEqual(said, (end[0], code, end[1]), ending.error)

    def write(self, reply, code, end=UNKNOWN, **options):
        """A write that gets this answer was sent once."""
        with Server(reply) as server:
            ending = peer.run("create_ticket", server.url(), **options)
            self.end(ending, code, end)
            self.assertEqual(server.methods(), ["POST"])
        return ending

    def write_after_a_read(self, reply, code, end=UNKNOWN, **options):
        def both(server, request):
            return GOOD_READ if request.method == "GET" else peer.parts(reply, server, request)

        with Server(both) as server:
            self.end(peer.run("update_ticket", server.url(), **options), code, end)
            self.assertEqual(server.methods(), ["GET", "PUT"])

    def read_first(self, reply, code, end=NOT_READ, **options):
        """Nothing is written after such a read, so the task may be repeated."""
        with Server(reply) as server:
            ending = peer.run("update_ticket", server.url(), **options)
            self.end(ending, code, (end[0], end[1] or "safe"))
            self.assertEqual(server.methods(), ["GET"])

    def verify(self, reply, code, end=NOT_READ, **options):
        with Server(reply) as server:
            ending = peer.run("verify", server.url(), **options)
            self.end(ending, code, (end[0], end[1] or "if_idempotent"))
            self.assertEqual(server.methods(), ["GET"])

    def everywhere(self, reply, code, write=UNKNOWN, read=NOT_READ):
        """The same answer to every kind of request."""
        self.write(reply, code, write)
        self.write_after_a_read(reply, code, write)
        self.read_first(reply, code, read)
        self.verify(reply, code, read)


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
        for text in (b"null", b"true", b"1.5", b"1e3", b'"1"', b"[1]", b"{}", b"1e99999",
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
        for wrong in ({"tags": "old"}, {"tags": [1]}, {"tags": ["old", None]}, {"tags": None},
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
        for status, code, write, read in (
            (200, "zendesk.bad_reply", UNKNOWN, NOT_READ),
            (403, "zendesk.permission_denied", FORBIDDEN, FORBIDDEN),
            (502, "zendesk.server_error", UNKNOWN, NOT_READ),
        ):
            with self.subTest(status):
                reply = answer(status, page).replace(b"application/json", b"text/html")
                self.everywhere(reply, code, write, read)

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


class TooMuch(Case):
    @staticmethod
    def flood(head, part, count):
        def pour(_server, _request):
            yield head
            for _ in range(count):
                yield part

        return pour

    def test_100_mib(self):
        head, part = b"HTTP/1.1 200 OK\r\n", b"[1,1,1," * (MIB // 7)
        length = f"Content-Length: {100 * len(part)}\r\n\r\n".encode()
        self.everywhere(self.flood(head + length, part, 100), "transport.response_too_large")
        self.write(self.flood(head + b"\r\n", part, 100), "transport.response_too_large")
        chunk = f"{len(part):x}\r\n".encode() + part + b"\r\n"
        chunked = head + b"Transfer-Encoding: chunked\r\n\r\n"
        self.write(self.flood(chunked, chunk, 100), "transport.response_too_large")
        error = b"HTTP/1.1 500 Oops\r\n\r\n"
        self.write(self.flood(error, part, 100), "transport.response_too_large")

    def test_a_length_that_nothing_follows(self):
        for length in (10**15, 2**63 - 1):
            reply = f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode()
            self.write(reply + b"{", "transport.no_answer")

    def test_gzip_bombs(self):
        head = "HTTP/1.1 200 OK\r\nContent-Encoding: {}\r\nContent-Length: {}\r\n\r\n"
        squeezer = zlib.compressobj(9, zlib.DEFLATED, 31)
        zeros = bytes(MIB)
        start = squeezer.compress(zeros) + squeezer.flush(zlib.Z_FULL_FLUSH)
        # After a full flush nothing refers back, so the same bytes stand for the same MiB again.
        mib = squeezer.compress(zeros) + squeezer.flush(zlib.Z_FULL_FLUSH)
        self.assertEqual(zlib.decompressobj(31).decompress(start + mib * 2), zeros * 3)
        bomb = start + mib * 1100
        self.assertLess(len(bomb), 1_500_000)
        reply = head.format("gzip", len(bomb)).encode() + bomb
        self.everywhere(reply, "transport.response_too_large")

        squeezer = zlib.compressobj(9, zlib.DEFLATED, 31)
        twice = squeezer.compress(bomb) + squeezer.flush()
        self.assertLess(len(twice), 50_000)
        reply = head.format("gzip, gzip", len(twice)).encode() + twice
        self.write(reply, "transport.response_too_large")

    def test_encodings_that_nobody_asked_for(self):
        for encoding in ("br", "x-nonsense", ", ".join(["gzip"] * 50)):
            with self.subTest(encoding[:20]):
                reply = answer(200, b"{}", f"Content-Encoding: {encoding}")
                self.write(reply, "zendesk.bad_reply")
        self.everywhere(answer(200, b"no gzip", "Content-Encoding: gzip"), "zendesk.bad_reply")

    def test_headers(self):
        long_line = b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * MIB + b"\r\nContent-Length: 0\r\n\r\n"
        self.everywhere(long_line, "transport.response_too_large")
        many = "".join(f"X-Many-{i}: {i}\r\n" for i in range(20_000)).encode()
        self.everywhere(b"HTTP/1.1 200 OK\r\n" + many + b"\r\n", "transport.response_too_large")
        endless = self.flood(b"HTTP/1.1 200 OK\r\n", b"X-Again: again\r\n" * 10_000, 1_000)
        self.write(endless, "transport.response_too_large")

    def test_some_thousand_headers_are_no_reason_to_fail(self):
        headers = [f"X-Many-{i}: {i}" for i in range(5_000)]
        with Server(answer(200, document(TICKET), *headers)) as server:
            ending = peer.run("create_ticket", server.url())
        peer.check(self, ending)
        self.assertEqual(ending.code, 0, str(ending))

    def test_trailers(self):
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
        endless = self.flood(head, b"X-Again: again\r\n" * 10_000, 1_000)
        self.write(endless, "transport.response_too_large")

    def test_answers_before_the_answer(self):
        for status in (100, 102, 103):
            with self.subTest(status):
                before = f"HTTP/1.1 {status} Wait\r\n\r\n".encode()
                endless = self.flood(b"", before * 10_000, 1_000)
                self.everywhere(endless, "transport.response_too_large")
        with Server(before * 50 + answer(200, document(TICKET))) as server:
            ending = peer.run("create_ticket", server.url())
        self.assertEqual(ending.code, 0, str(ending))

    def test_nesting(self):
        deep = b"[" * 100_000
        for body in (deep, b'{"ticket":' * 100_000, b'{"ticket":{"id":1,"x":' + deep,
                     b'{"ticket":{"id":1,"x":' + deep + b"]" * 100_000 + b"}}"):  # fmt: skip
            self.everywhere(answer(200, body), "zendesk.bad_reply")
        closed = deep + b"]" * 100_000
        for body in (deep, closed, b'{"error":' + closed + b"}", b'{"details":{"x":' + closed + b"}}"):
            self.write(answer(422, body), "zendesk.validation_failed", REFUSED)

    def test_many_small_values(self):
        """Every value costs memory; there are as many as the size allows."""

        def full(status, start, unit, end):
            part = unit * (MIB // len(unit))
            length = len(start) + 15 * len(part) + len(end)
            yield f"HTTP/1.1 {status} Full\r\nContent-Length: {length}\r\n\r\n".encode() + start
            for _ in range(15):
                yield part
            yield end

        for unit in (b"1,", b'"",', b"[],", b'{"":0},', b"["):
            with self.subTest(error=unit):
                self.write(lambda *_, unit=unit: full(422, b'{"details":[', unit, b"0]}"),
                           "zendesk.validation_failed", REFUSED)  # fmt: skip
        with self.subTest("tags"):
            start = b'{"ticket":{"id":1,"updated_at":"x","tags":['
            with Server(lambda *_: full(200, start, b'"",', b'""]}}')) as server:
                peer.check(self, peer.run("update_ticket", server.url()))
        with self.subTest("output"):
            start = b'{"ticket":{"id":"x","y":['
            self.write(lambda *_: full(200, start, b'{"":0},', b"0]}}"), "zendesk.bad_reply")

    def test_complaints_without_end(self):
        fields = {f"field{i}": [{"error": "E" * 1000, "description": "D" * 1000}] for i in range(400)}
        with Server(answer(422, document({"error": "RecordInvalid", "details": fields}))) as server:
            ending = peer.run("create_ticket", server.url())
        self.assertEqual((ending.code, ending.error["code"]), (76, "zendesk.validation_failed"))
        self.assertEqual(len(ending.faults), 100)
        self.assertLess(len(ending.out), 300_000)


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


class Tls(Case):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.maker = certificates.Certificates(folder.name)
        cls.authority = cls.maker.make("authority", section="authority")
        cls.arguments = ["--ca-file", str(cls.authority.file)]

    def trusted(self, certificate, hosts=("localhost", "127.0.0.1")):
        for host in hosts:
            with Server(Kept(answer(200, document(TICKET))), peer.server_tls(certificate)) as server:
                for what, methods in (("create_ticket", ["POST"]), ("update_ticket", ["GET", "PUT"])):
                    server.requests.clear()
                    ending = peer.run(what, server.url(host), self.arguments)
                    peer.check(self, ending)
                    self.assertEqual((ending.code, server.methods()), (0, methods), str(ending))

    def refused(self, tls, reason, arguments=None, hosts=("localhost", "127.0.0.1")):
        """Nothing is sent, so everything may be repeated; the message tells why."""
        arguments = self.arguments if arguments is None else arguments
        with Server(answer(200, document(TICKET)), tls) as server:
            for host in hosts:
                for what in (*INPUTS, "verify"):
                    ending = peer.run(what, server.url(host), arguments)
                    self.end(ending, "transport.tls_failed", (69, "safe"))
                    self.assertRegex(ending.error["message"], reason)
            self.assertEqual(server.requests, [])

    def refused_certificate(self, certificate, reason, **options):
        self.refused(peer.server_tls(certificate), reason, **options)

    def test_a_good_certificate(self):
        self.trusted(self.maker.make("good", self.authority))

    def test_an_expired_certificate(self):
        bad = self.maker.make("expired", self.authority, valid=certificates.PAST)
        self.refused_certificate(bad, "expired")

    def test_a_certificate_of_the_future(self):
        bad = self.maker.make("future", self.authority, valid=certificates.FUTURE)
        self.refused_certificate(bad, "not yet valid")

    def test_a_certificate_of_another_host(self):
        bad = self.maker.make("elsewhere", self.authority, "elsewhere")
        self.refused_certificate(bad, "alternative.*name.* match")

    def test_a_certificate_that_signed_itself(self):
        self.refused_certificate(self.maker.make("self"), "self.signed certificate")

    def test_an_authority_that_nobody_trusts(self):
        stranger = self.maker.make("stranger", section="authority")
        bad = self.maker.make("strange", stranger)
        self.refused_certificate(bad, "unable to get local issuer certificate")
        good = self.maker.make("unknown", self.authority)
        self.refused_certificate(good, "unable to get local issuer certificate", arguments=())

    def test_a_chain_with_and_without_its_middle(self):
        middle = self.maker.make("middle", self.authority, "authority")
        self.trusted(self.maker.make("whole", middle, chain=[middle]), hosts=["localhost"])
        bad = self.maker.make("half", middle)
        self.refused_certificate(bad, "unable to get local issuer certificate")

    def test_a_server_that_plays_the_authority(self):
        false = self.maker.make("false", self.authority)
        bad = self.maker.make("forged", false, chain=[false])
        self.refused_certificate(bad, "certificate", hosts=["localhost"])

    def test_a_certificate_for_clients(self):
        bad = self.maker.make("client", self.authority, "client")
        self.refused_certificate(bad, "purpose", hosts=["localhost"])

    def test_an_old_version_of_tls(self):
        tls = peer.server_tls(self.maker.make("old", self.authority))
        tls.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            tls.minimum_version = ssl.TLSVersion.TLSv1
            tls.maximum_version = ssl.TLSVersion.TLSv1_1
        self.refused(tls, "protocol version", hosts=["localhost"])

    def test_no_usable_authorities(self):
        """A good server, but nothing to know it by."""
        good = self.maker.make("lonely", self.authority)
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as nonsense:
            nonsense.write("nonsense\n")
            nonsense.flush()
            for file in (nonsense.name, nonsense.name + ".missing", "/dev/null"):
                with self.subTest(file):
                    arguments = ["--ca-file", file]
                    self.refused_certificate(good, "CA|certificate", arguments=arguments, hosts=["localhost"])

    def test_an_end_in_the_handshake(self):
        class Leaver(Server):
            def _wrap(self, plain):
                plain.recv(100)
                raise OSError

        with Leaver(tls=peer.server_tls(self.authority)) as server:
            for what in (*INPUTS, "verify"):
                ending = peer.run(what, server.url(), self.arguments)
                self.end(ending, "transport.tls_failed", (69, "safe"))

    def test_silence_in_the_handshake(self):
        class Silent(Server):
            def _wrap(self, plain):
                self.ended.wait()
                raise OSError

        with Silent(tls=peer.server_tls(self.authority)) as server:
            limit = {"connect_timeout_ms": 500}
            ending = peer.run("create_ticket", server.url(), self.arguments, limit)
            self.end(ending, "timeout", (69, "safe"))

    def test_an_end_after_the_request(self):
        with Server(b"", peer.server_tls(self.maker.make("leaves", self.authority))) as server:
            ending = peer.run("create_ticket", server.url(), self.arguments)
            self.end(ending, "transport.no_answer", UNKNOWN)
            self.assertEqual(server.methods(), ["POST"])

    def test_a_redirect_out_of_tls(self):
        tls = peer.server_tls(self.maker.make("redirects", self.authority))
        with Server(answer(200, document(TICKET))) as other:
            with Server(answer(307, b"", f"Location: {other.url()}"), tls) as server:
                ending = peer.run("create_ticket", server.url(), self.arguments)
                self.end(ending, "transport.redirected", REFUSED)
            self.assertEqual(other.connections, 0)


if __name__ == "__main__":
    desk.main()
