# SPDX-License-Identifier: Apache-2.0
"""Credentials go to the connection's account and to nobody else."""

import http.server
import json
import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk

# What somebody might put there to have the credentials sent elsewhere, or by mistake.
NO_NAMES = [
    "acme.evil.com", "acme/..", "acme/../../evil", "x@evil", "acme@evil.com", "acme.zendesk.com.evil.com",
    "https://acme.zendesk.com.evil.com/", "https://evil.com/acme.zendesk.com", "https://evil.com#.zendesk.com",
    "https://evil.com?.zendesk.com", "https://evil.com\\.zendesk.com", "https://acme@evil.zendesk.com",
    "https://user:pass@acme.zendesk.com", "https://a.b.zendesk.com", "https://.zendesk.com", "https://",
    "http://acme.zendesk.com", "//acme.zendesk.com", "acme.zendesk.com", "https://acme.zendesk.com:8443",
    "-acme", "acme-", "ACME", "Acme", "acme ", " acme", "ac me", "acme\n", "acme\r\nHost: evil", "acme\x00",
    "acme%2eevil", "acme:80", "acme?", "acme#", "acme_x", "acmé", "аcme", "a" * 64, ".", "..", "-",
    "localhost:1", "127.0.0.1", "[::1]",
]  # fmt: skip


class TaskSubdomain(desk.Case):
    def test_the_connections_own_account(self):
        for text in ("acme", "https://acme.zendesk.com", "https://acme.zendesk.com/agent/tickets/1?x#y"):
            with self.subTest(text):
                self.create(subdomain=text)

    def test_any_other_is_refused_and_nothing_is_sent(self):
        for task, values in (("create", {"comment_body": "x"}), ("update", {"ticket_id": 1})):
            for text in ("other", "https://other.zendesk.com/agent", *NO_NAMES):
                with self.subTest(task, subdomain=text):
                    ending = self.fail_with(65, task, {**values, "subdomain": text})
                    self.assertEqual(ending.faults, [("/subdomain", "subdomain_mismatch")])
        self.assertEqual(self.desk.requests(), [])


class Introduction(desk.Case):
    def headers(self, policy=None):
        arguments = []
        if policy is not None:
            path = Path(self.desk._folder.name) / "policy.json"
            path.write_text(json.dumps(policy))
            arguments = ["--policy", str(path)]
        self.desk.forget()
        self.succeed("create", {"comment_body": "x"}, arguments=arguments)
        (request,) = self.desk.requests()
        return {name.lower(): text for name, text in request["headers"].items()}

    def test_who_is_calling(self):
        headers = self.headers()
        self.assertRegex(headers["user-agent"], r"^zendesk-tasks/[0-9.]+ taskhost/[0-9.]+$")
        self.assertEqual([name for name in headers if name.startswith("x-zendesk-marketplace")], [])

    def test_the_listing_in_the_marketplace(self):
        headers = self.headers({"marketplace": {"name": "Acme Flows", "organization_id": "42", "app_id": "7"}})
        self.assertEqual(headers["x-zendesk-marketplace-name"], "Acme Flows")
        self.assertEqual(headers["x-zendesk-marketplace-organization-id"], "42")
        self.assertEqual(headers["x-zendesk-marketplace-app-id"], "7")

    def test_nothing_can_slip_into_the_headers(self):
        path = Path(self.desk._folder.name) / "policy.json"
        for marketplace in ({"name": "Acme\r\nHost: evil"}, {"name": 5}, "Acme"):
            path.write_text(json.dumps({"marketplace": marketplace}))
            ending = self.fail_with(78, "create", {"comment_body": "x"}, arguments=["--policy", str(path)])
            self.assertEqual(ending.error["code"], "invalid_policy")
        self.assertEqual(self.desk.requests(), [])


class ConnectionSubdomain(desk.Case):
    def connect(self, **settings):
        return self.desk.connection(settings={name: text for name, text in settings.items()})

    def test_a_pasted_address_is_understood(self):
        connection = self.connect(subdomain="https://acme.zendesk.com/agent/dashboard")
        self.succeed("create", {"comment_body": "x", "subdomain": "acme"}, connection=connection)

    def test_what_is_no_name_is_refused(self):
        for text in NO_NAMES:
            with self.subTest(text):
                connection = self.connect(subdomain=text)
                ending = self.fail_with(78, "create", {"comment_body": "x"}, connection=connection)
                self.assertEqual(ending.error["code"], "connection_invalid")
                self.assertEqual([p for p, _ in ending.faults], ["/settings/subdomain"])
        self.assertEqual(self.desk.requests(), [])

    def test_an_empty_name_is_refused(self):
        connection = self.connect(subdomain="")
        ending = self.fail_with(78, "create", {"comment_body": "x"}, connection=connection)
        self.assertEqual([pointer for pointer, _ in ending.faults], ["/settings/subdomain"])


class BaseUrl(desk.Case):
    def refuse(self, base_url, *arguments):
        connection = self.desk.connection(settings={"base_url": base_url})
        ending = self.fail_with(
            78, "create", {"comment_body": "x"}, connection=connection, arguments=arguments
        )
        self.assertEqual(ending.error["code"], "connection_invalid")
        self.assertEqual([pointer for pointer, _ in ending.faults], ["/settings/base_url"])

    def port(self):
        return self.desk.url.rsplit(":", 1)[1]

    def test_this_machine_by_any_of_its_names(self):
        for host in ("127.0.0.1", "localhost", "LOCALHOST", "127.0.0.1:{}/"):
            base_url = f"http://{host if ':' in host else host + ':{}'}".format(self.port())
            with self.subTest(base_url):
                connection = self.desk.connection(settings={"base_url": base_url})
                self.succeed("create", {"comment_body": "x"}, connection=connection)

    def test_this_machine_is_reached_without_the_hosts_proxy(self):
        done = subprocess.run(
            self.desk.command("create"), input='{"comment_body":"x"}', capture_output=True,
            encoding="utf-8", timeout=120, check=False,
            env={**desk.environment(), "HTTPS_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"},
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_plain_http_is_for_this_machine(self):
        for host in ("example.com", "10.0.0.1", "localhost.evil.com", "127.0.0.1.evil.com", "0.0.0.0",
                     "127.1", "2130706433", "127.0.0.01", "0x7f.0.0.1", "128.0.0.1", "[::2]",
                     "[::ffff:127.0.0.1]", "localhost."):  # fmt: skip
            with self.subTest(host):
                self.refuse(f"http://{host}:{self.port()}")
                self.refuse(f"http://{host}:{self.port()}", "--allow-origin", f"http://{host}:{self.port()}")
        self.assertEqual(self.desk.requests(), [])

    def test_no_path_no_user_no_query(self):
        here = f"127.0.0.1:{self.port()}"
        for base_url in (f"http://{here}/api", f"http://{here}//", f"http://{here}?x", f"http://{here}#x",
                         f"http://user@{here}", f"http://user:pass@{here}", f"http://{here}@evil.com",
                         f"http://evil.com@{here}", f"ftp://{here}", f"{here}", f"//{here}", "http://",
                         "http://127.0.0.1:", "http://127.0.0.1:0", "http://127.0.0.1:65536",
                         "http://127.0.0.1:+80", "http://127.0.0.1:8o", f"http://{here}\\@evil.com",
                         f"http://{here} ", f" http://{here}", f"http://[::1]x:{self.port()}"):  # fmt: skip
            with self.subTest(base_url):
                self.refuse(base_url)
        self.assertEqual(self.desk.requests(), [])

    def test_another_machine_needs_the_hosts_permission(self):
        self.refuse("https://zendesk.example.invalid")
        for other in ("https://zendesk.example.invalid:444", "http://zendesk.example.invalid",
                      "https://example.invalid", "https://x.zendesk.example.invalid"):  # fmt: skip
            self.refuse("https://zendesk.example.invalid", "--allow-origin", other)

    def test_another_machine_with_the_hosts_permission(self):
        """The name ends in .invalid, so that it is nobody's: it is looked up, and nothing is sent."""
        for allowed in ("https://zendesk.example.invalid", "https://ZENDESK.example.invalid:443/"):
            connection = self.desk.connection(
                settings={"base_url": "https://Zendesk.Example.invalid", "connect_timeout_ms": 500}
            )
            ending = self.fail_with(
                69, "create", {"comment_body": "x"}, connection=connection,
                arguments=["--allow-origin", allowed],
            )  # fmt: skip
            self.assertIn(ending.error["code"], ("transport.dns_failed", "timeout"))
            self.assertEqual(ending.error["retry"], "safe")


class Thief(http.server.BaseHTTPRequestHandler):
    seen = []

    def do_POST(self):
        self.seen.append(self.path)
        self.send_response(201)
        self.end_headers()

    do_GET = do_PUT = do_POST

    def log_message(self, *_):
        pass


class Redirects(desk.Case):
    def test_none_is_followed(self):
        thief = http.server.HTTPServer(("127.0.0.1", 0), Thief)
        thread = threading.Thread(target=thief.serve_forever)
        thread.start()
        try:
            for status in (301, 302, 303, 307, 308):
                with self.subTest(status):
                    place = f"http://127.0.0.1:{thief.server_port}/api/v2/tickets"
                    self.desk.fault("status", status=status, headers={"Location": place}, times=1)
                    ending = self.fail_with(76, "create", {"comment_body": "x"})
                    self.assertEqual(ending.error["code"], "transport.redirected")
                    self.assertEqual(ending.error["retry"], "never")
        finally:
            thief.shutdown()
            thread.join()
            thief.server_close()
        self.assertEqual(Thief.seen, [])
        self.assertEqual(len(self.desk.requests()), 5)


if __name__ == "__main__":
    desk.main()
