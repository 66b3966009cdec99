# SPDX-License-Identifier: Apache-2.0
"""TLS with servers that cannot show who they are, or leave in its midst."""

import ssl
import sys
import tempfile
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import certificates
import peer
from case import REFUSED, UNKNOWN, Case
from peer import INPUTS, TICKET, Kept, Server, answer, document


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
    peer.desk.main()
