# SPDX-License-Identifier: Apache-2.0
"""A server that speaks just enough HTTP/2 over TLS to misbehave in it, frame by frame."""

import socket
import struct

import peer

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, CONTINUATION = 0, 1, 3, 4, 6, 7, 9
END_STREAM = ACK = 1
END_HEADERS = 4
NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, REFUSED_STREAM = 0, 1, 2, 7
CANCEL, ENHANCE_YOUR_CALM, HTTP_1_1_REQUIRED = 8, 11, 13
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def reset(stream, error):
    return frame(RST_STREAM, 0, stream, struct.pack(">I", error))


def goaway(last_stream, error=NO_ERROR):
    return frame(GOAWAY, 0, 0, struct.pack(">II", last_stream, error))


def status(stream, flags=END_HEADERS):
    """:status 200, from HPACK's static table."""
    return frame(HEADERS, flags, stream, b"\x88")


def answer(stream, body):
    return status(stream) + frame(DATA, END_STREAM, stream, body)


class Request:
    def __init__(self, stream, block):
        self.stream = stream
        self.is_read = block.startswith(b"\x82")  # :method GET, from the static table
        self.body = b""
        self.whole = False


class Cut(bytes):
    """Frames after which the connection ends."""


class Http2Server(peer.Server):
    """The reply is asked for when a request's head is there and again when it is whole; it is
    frames, or takes server and request and makes them."""

    def __init__(self, certificate, reply):
        super().__init__(reply, peer.server_tls(certificate, ["h2", "http/1.1"]))

    def url(self, host="localhost"):
        return super().url(host)

    def whole_writes(self):
        return [request for request in self.requests if request.whole and not request.is_read]

    def talk(self, stream):
        if stream.selected_alpn_protocol() != "h2":
            if stream.recv(1):
                self.requests.append(None)  # a request in HTTP/1.1, which no test here expects
            return
        with stream.makefile("rb") as reader:
            if reader.read(len(PREFACE)) != PREFACE:
                return
            stream.sendall(frame(SETTINGS, 0, 0))
            open_requests = {}
            while head := reader.read(9):
                length, kind, flags, number = struct.unpack(">IBBI", b"\0" + head)
                payload = reader.read(length)
                if kind == SETTINGS and not flags & ACK:
                    stream.sendall(frame(SETTINGS, ACK, 0))
                request = self._note(open_requests, kind, flags, number, payload)
                if request is None:
                    continue
                reply = peer.parts(self._reply, self, request)
                for part in [reply] if isinstance(reply, bytes) else reply:
                    stream.sendall(part)
                if isinstance(reply, Cut):
                    # Closing with something unread would take back what was sent.
                    stream.shutdown(socket.SHUT_WR)
                    while stream.recv(65_536):
                        pass
                    return

    def _note(self, open_requests, kind, flags, number, payload):
        """The request that has come further, if the frame is of one."""
        if kind == HEADERS:
            open_requests[number] = Request(number, payload)
            self.requests.append(open_requests[number])
        elif kind != DATA:
            return None
        request = open_requests[number]
        if kind == DATA:
            request.body += payload
        request.whole = bool(flags & END_STREAM)
        return request if kind == HEADERS or request.whole else None
