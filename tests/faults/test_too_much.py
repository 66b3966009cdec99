# SPDX-License-Identifier: Apache-2.0
"""Answers without measure: every run ends soon and in little memory all the same."""

import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import peer
from case import REFUSED, Case
from peer import TICKET, Server, answer, document

MIB = 1 << 20


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


if __name__ == "__main__":
    peer.desk.main()
