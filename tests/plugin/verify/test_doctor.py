# SPDX-License-Identifier: Apache-2.0
"""The credential doctor: every broken situation has a diagnosis of its own, and a report of what was
looked at before. The situations are in two tables: those that fail, and those that work in part."""

import datetime
import email.utils
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2] / "faults")]
import certificates
import desk
import peer

TASKS = [
    f"zendesk.{verb}_{thing}"
    for thing in ("ticket", "profile", "record")
    for verb in ("create", "update")
]
CHECKS = ["address", "account", "credential", "user", "scopes", "product", "tasks", "rate_limit", "clock"]
ME, COUNT = "/api/v2/users/me", "/api/v2/tickets/count"
TOKEN = "/api/v2/oauth/tokens/current"
NO_HELP_DESK = '{"error":{"title":"No help desk at nix.zendesk.com","message":"There is none."}}'
FORBIDDEN = '{"error":{"title":"Forbidden","message":"You do not have access to this page."}}'
INVALID_ENDPOINT = '{"error":"InvalidEndpoint","description":"Not found"}'
HTML = "<html><body><h1>Sign in to the guest network</h1></body></html>"


def user(**changed):
    return desk.json.dumps({"user": {"id": 7, "name": "Ana", "role": "agent", "suspended": False, **changed}})


def service(**credentials):
    return {"client_id": "sandbox_service", "client_secret": "sandbox-service-secret", **credentials}


# Name; exit code; status and code of the error; the check that fails; what its sentence says.
BROKEN = [
    ("a name that does not resolve", 69, "unavailable", "transport.dns_failed", "address", "cannot be resolved"),
    ("nobody listens", 69, "unavailable", "transport.connect_failed", "address", "refuses the connection"),
    ("a certificate that nobody trusts", 69, "unavailable", "transport.tls_failed", "address", "local issuer"),
    ("a certificate of another host", 69, "unavailable", "transport.tls_failed", "address",
     "alternative.*name.* match"),
    ("a certificate that has expired", 69, "unavailable", "transport.tls_failed", "address", "expired"),
    ("a proxy that refuses", 69, "unavailable", "transport.proxy_failed", "address", "The proxy refused to connect"),
    ("a proxy that is not there", 69, "unavailable", "transport.proxy_failed", "address", "no way to .* proxy"),
    ("silence", 69, "timeout", "timeout", "address", "did not answer in"),
    ("a connection that is cut", 69, "unavailable", "transport.no_answer", "address", "ended before a whole answer"),
    ("no such account", 65, "invalid_argument", "zendesk.account_not_found", "account", "no Zendesk account"),
    ("a page of a proxy", 69, "unavailable", "zendesk.bad_reply", "account", r"\(HTTP 200\) is not what Zendesk"),
    ("a refusal of a proxy", 69, "unavailable", "zendesk.bad_reply", "account", r"\(HTTP 403\) is not what Zendesk"),
    ("a redirection", 76, "rejected", "transport.redirected", "account", "to another address"),
    ("maintenance", 69, "unavailable", "zendesk.unavailable", "account", r"\(HTTP 503\)"),
    ("a fault of Zendesk's", 69, "unavailable", "zendesk.server_error", "account", r"\(HTTP 500\)"),
    ("too many requests", 75, "rate_limited", "zendesk.rate_limited", "account", "more requests than"),
    ("a password", 77, "unauthenticated", "zendesk.passwords_ended", "credential", "no passwords since January 2026"),
    ("a wrong API token", 77, "unauthenticated", "zendesk.unauthenticated", "credential", "with this API token"),
    ("an access token that has expired", 77, "unauthenticated", "zendesk.token_expired", "credential", "has expired"),
    ("a wrong client secret", 77, "unauthenticated", "zendesk.client_refused", "credential", "its secret is wrong"),
    ("an unknown client", 77, "unauthenticated", "zendesk.client_refused", "credential", "its identifier or"),
    ("a scope that is refused", 77, "permission_denied", "zendesk.scope_refused", "credential", "the scope"),
    ("a dead refresh token", 77, "unauthenticated", "zendesk.sign_in_again", "credential", "was withdrawn or has expired"),
    ("nobody has signed in", 77, "unauthenticated", "zendesk.sign_in_again", "credential", "Nobody has signed in"),
    ("a host without a token store", 78, "invalid_argument", "token_store_missing", None, "keeps no OAuth tokens"),
    ("credentials of nobody", 77, "unauthenticated", "zendesk.anonymous", "user", "anonymous visitor"),
    ("a customer", 77, "permission_denied", "zendesk.not_an_agent", "user", "is a customer"),
    ("a suspended user", 77, "permission_denied", "zendesk.user_suspended", "user", "is suspended"),
]  # fmt: skip
# Zendesk gives one answer to both.
SAME_TO_ZENDESK = {"a wrong client secret", "an unknown client"}

OF_TICKETS, OF_PROFILES, OF_RECORDS = TASKS[:2], TASKS[2:4], TASKS[4:]
# Name; the tasks that are closed and their code; the check that warns; what it says.
PARTLY = [
    ("an API token", [], "", "credential", r"ends all API tokens on 30 April 2027, days left until then: \d+"),
    ("a scope that only reads", TASKS, "zendesk.missing_scope", "scopes", r"lacks these scopes: write\. It has: read\."),
    ("scopes for tickets alone", OF_PROFILES + OF_RECORDS, "zendesk.missing_scope", "scopes",
     "lacks these scopes: read, write"),
    ("a plan without profiles", OF_PROFILES, "zendesk.profiles_unavailable", "tasks", "does not offer profiles"),
    ("a plan without custom objects", OF_RECORDS, "zendesk.feature_unavailable", "tasks",
     "does not have the feature"),
    ("Support that is closed", OF_TICKETS, "zendesk.permission_denied", "product", "opens no tickets"),
    ("Support that is not there", OF_TICKETS, "zendesk.feature_unavailable", "product", "has no tickets here"),
    ("a rate limit that is nearly used up", [], "", "rate_limit", r"Of 40 requests a minute, only 3 are left"),
    ("an endpoint that is nearly used up", [], "", "rate_limit", r"Of 100 requests for one kind of thing, only 9"),
    ("a clock ahead", [], "", "clock", r"is \d+ s ahead of Zendesk's"),
    ("a clock behind", [], "", "clock", r"is \d+ s behind Zendesk's"),
]  # fmt: skip


class Doctor(desk.Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.maker = certificates.Certificates(folder.name)
        cls.authority = cls.maker.make("authority", section="authority")

    def run_verify(self, connection=None, arguments=("--json",), environment=()):
        path = self.folder / "connection.json"
        path.write_text(desk.json.dumps(connection or self.desk.connection()))
        path.chmod(0o600)
        return subprocess.run(
            [desk.TASKHOST, "--plugin-path", desk.PLUGINS, "verify", "--connection", str(path), *arguments],
            capture_output=True, encoding="utf-8", timeout=120, check=False,
            env={**desk.environment(), **dict(environment)},
        )  # fmt: skip

    def verify(self, *more, **options):
        return desk.Ending(self.run_verify(*more, **options))

    def at(self, url, *arguments, **settings):
        connection = self.desk.connection(settings={"base_url": url, **settings})
        return self.verify(connection, ("--json", *arguments))

    def everywhere(self, status, body="{}", **more):
        self.desk.fault("status", path="/api/*", status=status, body=body, times=0, **more)
        return self.verify()

    def user_is(self, **changed):
        self.desk.fault("status", path=ME, status=200, body=user(**changed), times=0)
        return self.verify()

    def by_service(self, **changed):
        return self.verify(self.desk.connection("oauth_client_credentials", **service(**changed)))

    def by_code(self, store=True, **credentials):
        """Each with a store of tokens of its own."""
        connection = self.desk.connection(
            "oauth_authorization_code", client_id="sandbox_app", client_secret="sandbox-app-secret", **credentials
        )
        with tempfile.TemporaryDirectory() as home:
            return self.verify(connection, environment={"HOME": home} if store else {})

    def with_certificate(self, name, *signed, trusted=True, **made):
        certificate = self.maker.make(name, self.authority, *signed, **made)
        with peer.Server(peer.answer(), peer.server_tls(certificate)) as server:
            return self.at(server.url(), *(["--ca-file", str(self.authority.file)] if trusted else []))

    def through_proxy(self, port):
        connection = self.desk.connection()
        del connection["settings"]["base_url"]
        return self.verify(connection, environment={"HTTPS_PROXY": f"http://127.0.0.1:{port}"})

    def with_headers(self, *headers):
        """A Zendesk that says something else in its headers."""
        bodies = {
            ME: user(), COUNT: '{"count":{"value":1}}',
            TOKEN: '{"token":{"scopes":["read","write"],"expires_at":null}}',
        }  # fmt: skip

        def reply(_, request):
            return peer.Kept(peer.answer(200, bodies.get(request.path, "{}").encode(), *headers))

        with peer.Server(reply) as server:
            return self.at(server.url())

    @staticmethod
    def free_port():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))  # and does not listen
            return free.getsockname()[1]

    @staticmethod
    def date(minutes):
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
        return f"Date: {email.utils.format_datetime(now, usegmt=True)}"

    def happen(self, name):
        """How each situation comes about."""
        no_such_name = f"https://{'x' * 64}.example"  # longer than a name's part may be
        maker = {
            "a name that does not resolve": lambda: self.at(no_such_name, "--allow-origin", no_such_name),
            "nobody listens": lambda: self.at(f"http://127.0.0.1:{self.free_port()}"),
            "a certificate that nobody trusts": lambda: self.with_certificate("unknown", trusted=False),
            "a certificate of another host": lambda: self.with_certificate("elsewhere", "elsewhere"),
            "a certificate that has expired": lambda: self.with_certificate("old", valid=certificates.PAST),
            "a proxy that refuses": self.refusing_proxy,
            "a proxy that is not there": lambda: self.through_proxy(self.free_port()),
            "silence": self.silence,
            "a connection that is cut": self.cut,
            "no such account": lambda: self.everywhere(404, NO_HELP_DESK),
            "a page of a proxy": lambda: self.everywhere(200, HTML),
            "a refusal of a proxy": lambda: self.everywhere(403, HTML),
            "a redirection": lambda: self.everywhere(302, "", headers={"Location": "https://other.example/"}),
            "maintenance": lambda: self.everywhere(503),
            "a fault of Zendesk's": lambda: self.everywhere(500),
            "too many requests": lambda: self.everywhere(429),
            "a password": lambda: self.verify(
                self.desk.connection("password", email="ana@acme.example", password="pass")),
            "a wrong API token": lambda: self.by_api_token("ana@acme.example", "wrong"),
            "an access token that has expired": lambda: self.verify(
                self.desk.connection(access_token="sandbox-expired-token")),
            "a wrong client secret": lambda: self.by_service(client_secret="wrong"),
            "an unknown client": lambda: self.by_service(client_id="nobody"),
            "a scope that is refused": lambda: self.by_service(scope="everything"),
            "a dead refresh token": lambda: self.by_code(refresh_token="used-up"),
            "nobody has signed in": self.by_code,
            "a host without a token store": lambda: self.by_code(store=False),
            "credentials of nobody": lambda: self.user_is(id=None, name="Anonymous user", role="end-user"),
            "a customer": lambda: self.by_api_token("dana@globex.example"),
            "a suspended user": lambda: self.user_is(suspended=True),
            "an API token": lambda: self.by_api_token("ana@acme.example"),
            "a scope that only reads": lambda: self.by_service(scope="read"),
            "scopes for tickets alone": lambda: self.by_service(scope="tickets:read tickets:write users:read"),
            "a plan without profiles": lambda: self.without("profiles"),
            "a plan without custom objects": lambda: self.without("custom_objects"),
            "Support that is closed": lambda: self.no_tickets(403, FORBIDDEN),
            "Support that is not there": lambda: self.no_tickets(404, INVALID_ENDPOINT),
            "a rate limit that is nearly used up": lambda: self.with_headers(
                "X-Rate-Limit: 40", "X-Rate-Limit-Remaining: 3"),
            "an endpoint that is nearly used up": lambda: self.with_headers(
                "Rate-Limit: 700", "Rate-Limit-Remaining: 690",
                "Zendesk-RateLimit-tickets-index: total=100; remaining=9; resets=7"),
            "a clock ahead": lambda: self.with_headers(self.date(-10)),
            "a clock behind": lambda: self.with_headers(self.date(10)),
        }  # fmt: skip
        return maker[name]()

    def refusing_proxy(self):
        with peer.Server(peer.answer(403)) as server:
            return self.through_proxy(server.port)

    def silence(self):
        self.desk.fault("hang", path="/api/*", times=0)
        return self.at(self.desk.url, request_timeout_ms=500)

    def cut(self):
        self.desk.fault("cut_before_commit", path="/api/*", times=0)
        return self.verify()

    def by_api_token(self, address, token=desk.API_TOKEN):
        return self.verify(self.desk.connection("api_token", email=address, api_token=token))

    def without(self, feature):
        self.desk.fault("not_in_plan", feature=feature, times=0)
        return self.verify()

    def no_tickets(self, status, body):
        self.desk.fault("status", path=COUNT, status=status, body=body, times=0)
        return self.verify()

    def check_form(self, report):
        """All checks in order, each with a sentence."""
        self.assertEqual(list(dict.fromkeys(line["check"] for line in report)), CHECKS)
        for line in report:
            self.assertIn(line["state"], {"ok", "warning", "failed", "skipped"})
            self.assertRegex(line["text"], r"^[^{}]{10,}\.$")

    def test_what_is_broken(self):
        said = {}
        for name, exit_code, status, code, check, sentence in BROKEN:
            with self.subTest(name):
                self.desk.forget()
                ending = self.happen(name)
                self.assertEqual((ending.code, ending.document["status"], ending.error["code"]),
                                 (exit_code, status, code), str(ending))  # fmt: skip
                message = ending.error["message"]
                self.assertRegex(message, sentence)
                if name == "a refusal of a proxy":
                    self.assertIn("guest network", ending.error["said"])
                plain = re.sub(r"\d+", "0", message)
                if name not in SAME_TO_ZENDESK:
                    self.assertNotIn((code, plain), said.values())
                said[name] = code, plain
                if check is not None:
                    self.check_failure(ending, check)
        self.assertGreaterEqual(len(set(said.values())), 14)

    def check_failure(self, ending, check):
        report = ending.error["report"]
        self.check_form(report)
        self.assertEqual([line["check"] for line in report if line["state"] == "failed"], [check])
        place = CHECKS.index(check)
        for line in report:
            at = CHECKS.index(line["check"])
            if at < place:
                self.assertIn(line["state"], {"ok", "warning"}, line)
            elif at == place and line["state"] == "failed":
                self.assertEqual(line["text"], ending.error["message"])
            elif line["check"] not in ("rate_limit", "clock"):
                self.assertEqual(line["state"], "skipped", line)

    def test_what_works_in_part(self):
        said = {}
        for name, closed, code, check, sentence in PARTLY:
            with self.subTest(name):
                self.desk.forget()
                ending = self.happen(name)
                self.assertEqual(ending.code, 0, str(ending))
                tasks = {e["task"]: e.get("code") for e in ending.output["tasks"] if not e["open"]}
                self.assertEqual(tasks, dict.fromkeys(closed, code))
                report = ending.output["report"]
                self.check_form(report)
                warnings = [line["text"] for line in report if line["state"] == "warning" and line["check"] == check]
                self.assertRegex(" ".join(warnings), sentence)
                self.assertNotIn(warnings, said.values())
                said[name] = warnings
                reasons = [line["text"] for line in report if line["check"] == "tasks" and line["state"] == "warning"]
                self.assertEqual(len(reasons), len(closed))

    def test_a_connection_that_works(self):
        ending = self.verify()
        self.assertEqual(ending.code, 0, str(ending))
        report, output = ending.output["report"], ending.output
        self.check_form(report)
        self.assertEqual({line["state"] for line in report}, {"ok"})
        self.assertEqual(len(report), len(CHECKS) + len(TASKS) - 1)
        self.assertEqual(output["credential"], {"kind": "oauth_access_token"})
        self.assertEqual(output["scopes"], ["read", "write", "impersonate"])
        self.assertEqual(output["missingScopes"], [])
        self.assertEqual(output["rateLimit"]["limit"], 700_000)
        self.assertEqual(output["clockSkewMs"], 0)
        self.assertEqual({request["method"] for request in self.desk.requests_of_the_plugin()}, {"GET"})

    def test_how_long_credentials_live(self):
        def credential(ending):
            self.assertEqual(ending.code, 0, str(ending))
            (line,) = [line["text"] for line in ending.output["report"] if line["check"] == "credential"]
            return ending.output["credential"], line

        found, line = credential(self.by_service())
        self.assertEqual(found["kind"], "oauth_client_credentials")
        self.assertRegex(found["expiresAt"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertRegex(line, rf"renewed by itself.* (29|30) more minutes, until {found['expiresAt']}")
        found, line = credential(self.by_api_token("ana@acme.example"))
        self.assertEqual(found, {"kind": "api_token", "endsAt": "2027-05-01T00:00:00Z"})
        days = (datetime.date(2027, 4, 30) - datetime.datetime.now(datetime.timezone.utc).date()).days
        if days >= 0:
            self.assertIn(f"days left until then: {days}.", line)
        token = self.desk.call("POST", "/oauth/tokens", {
            "grant_type": "client_credentials", "scope": "read write", "expires_in": 3600, **service()})  # fmt: skip
        found, line = credential(self.verify(self.desk.connection(access_token=token["access_token"])))
        self.assertRegex(line, rf"works for (59|60) more minutes, until {found['expiresAt']}.*has to renew it")
        _, line = credential(self.verify())
        self.assertIn("does not expire by itself", line)

    def test_the_clock_to_the_millisecond(self):
        ahead = self.with_headers(self.date(-10)).output["clockSkewMs"]
        behind = self.with_headers(self.date(10)).output["clockSkewMs"]
        self.assertTrue(598_000 <= ahead <= 630_000, ahead)
        self.assertTrue(-601_000 <= behind <= -570_000, behind)

    def test_a_token_that_nobody_may_look_at(self):
        self.desk.fault("status", path=TOKEN, status=403, body=FORBIDDEN, times=0)
        ending = self.verify()
        self.assertEqual(ending.code, 0, str(ending))
        self.assertNotIn("scopes", ending.output)
        states = {line["check"]: line["state"] for line in ending.output["report"]}
        self.assertEqual((states["credential"], states["scopes"]), ("ok", "skipped"))

    def test_a_token_that_does_not_show_its_user(self):
        ending = self.by_service(scope="tickets:read tickets:write")
        self.assertEqual(ending.code, 0, str(ending))
        self.assertNotIn("user", ending.output)
        self.assertEqual([e["task"] for e in ending.output["tasks"] if e["open"]], OF_TICKETS)

    def test_in_words(self):
        for language, words in (("C.UTF-8", ("ok ", "is trusted|This|this machine", "failed")),
                                ("fr_FR.UTF-8", ("en ordre", "cette machine", "échec"))):  # fmt: skip
            with self.subTest(language):
                self.desk.forget()
                shown = self.run_verify(arguments=(), environment={"LANG": language})
                self.assertEqual(shown.returncode, 0, shown.stderr)
                self.assertEqual(len(shown.stdout.splitlines()), len(CHECKS) + len(TASKS) - 1)
                self.assertRegex(shown.stdout, f"^{words[0]}.*({words[1]})")
                self.desk.fault("status", path=ME, status=200, body=user(suspended=True), times=0)
                shown = self.run_verify(arguments=(), environment={"LANG": language})
                self.assertEqual(shown.returncode, 77)
                (failed,) = [line for line in shown.stdout.splitlines() if line.startswith(words[2])]
                self.assertIn(failed.removeprefix(words[2]).strip(), shown.stderr)


if __name__ == "__main__":
    desk.main()
