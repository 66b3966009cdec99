# SPDX-License-Identifier: Apache-2.0
"""A test that sends each kind of task to a server and says how it has to end."""

import unittest

import peer
from peer import TICKET, Kept, Server, answer, document

UNKNOWN = (80, "unknown_outcome")
REFUSED = (76, "never")
FORBIDDEN = (77, "never")
REPEATABLE = (69, "if_idempotent")  # a change of tags: done twice it leaves the same
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

    def write_after_a_read(self, reply, code, end=REPEATABLE, **options):
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
        self.write_after_a_read(reply, code, REPEATABLE if write == UNKNOWN else write)
        self.read_first(reply, code, read)
        self.verify(reply, code, read)
