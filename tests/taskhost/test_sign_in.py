# SPDX-License-Identifier: Apache-2.0
"""The sign-in over real TCP: every ending, and browsers and others that misbehave."""

import json
import re
import signal
import socket
import subprocess
import urllib.parse

import door


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class SignIn:
    """A sign-in that waits for the browser."""

    def __init__(self, case, *arguments, port, **environment):
        self.case, self.port = case, port
        self.process = subprocess.Popen(
            case.command("connection", "sign-in", "gate", *arguments), env=case.environment | environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
        case.addCleanup(self.process.wait)
        case.addCleanup(self.process.kill)
        self.said = ""
        while "Ctrl-C" not in self.said:  # the last line of the invitation
            line = self.process.stderr.readline()
            if not line:
                raise AssertionError(self.said)
            self.said += line
        address = re.search(r"https://door\.example/authorize\?(\S+)", self.said)
        self.asked = dict(urllib.parse.parse_qsl(address[1]))
        self.state = self.asked["state"]

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def send(self, request):
        with self.connect() as browser:
            browser.sendall(request)
            answer = b""
            while piece := browser.recv(4096):
                answer += piece
            return answer.decode()

    def get(self, path, host=None, method="GET", **query):
        target = path + ("?" + urllib.parse.urlencode(query) if query else "")
        host = host or f"127.0.0.1:{self.port}"
        return self.send(f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n\r\n".encode())

    def back(self, **query):
        return self.get("/back", **query)

    def end(self, code):
        out, err = self.process.communicate(timeout=60)
        self.case.assertEqual(self.process.returncode, code, out + err)
        self.case.assertNotIn(self.state, err)
        self.case.assertNotIn("access-canary", out + err)
        return out, err


class Case(door.Case):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.redirect = f"http://127.0.0.1:{self.port}/back"
        self.added = self.add_door("gate", "--set", f"redirect_uri={self.redirect}")

    def start(self, *arguments, **environment):
        return SignIn(self, *arguments, port=self.port, **environment)


class Endings(Case):
    def test_it_works_and_the_tokens_are_there_for_the_next_task(self):
        self.assertEqual(self.added["redirect_uri"], self.redirect)
        end = self.json("run", "door.look", "--connection", "gate", code=77)
        self.assertEqual(end["error"]["code"], "door.sign_in")
        sign_in = self.start()
        self.assertEqual(sign_in.asked["redirect_uri"], self.redirect)
        self.assertRegex(sign_in.state, r"^[A-Za-z0-9_-]{43}$")
        page = sign_in.back(code="good&proper", state=sign_in.state)
        self.assertTrue(page.startswith("HTTP/1.1 200 \r\n"))
        self.assertIn("<h1>Signed in</h1>", page)
        self.assertIn("Content-Security-Policy: default-src 'none'", page)
        self.assertNotRegex(page.split("\r\n\r\n", 1)[1], r"(?i)src=|href=|<script|url\(|@import")
        out, _ = sign_in.end(0)
        self.assertIn(f"\n  {self.redirect}\n", sign_in.said)
        self.assertIn("Signed in (scopes read write). The token is good until 2100-01-01T00:00:00Z.\n", out)
        self.assertRegex(out, r"\nok +The token lives until 2100\.\nwarning +The clock is late\.")
        self.assertEqual(self.json("run", "door.look", "--connection", "gate")["output"], {"generation": 1})
        tokens = self.json("connection", "show", "gate")["tokens"]
        self.assertEqual(tokens, {"state": "stored", "generation": 1, "scope": "read write",
                                  "expires_at": "2100-01-01T00:00:00Z"})  # fmt: skip
        self.assertIn("generation 1, until 2100-01-01", self.run_host("connection", "show", "gate").stdout)

    def test_a_dead_grant_is_told_and_revived_under_a_new_name(self):
        for _ in range(2):
            sign_in = self.start("--json")
            sign_in.back(code="good&proper", state=sign_in.state)
            output = json.loads(sign_in.end(0)[0])["output"]
            self.assertEqual(output["scope"], "read write")
            self.assertEqual(output["verified"]["account"]["label"], "The door")
            self.run_host("run", "door.look", "--connection", "gate")
            self.run_host("run", "door.look", "--connection", "gate", "--set", "kill=1", code=77)
            [one] = self.json("connection", "list")["connections"]
            self.assertEqual(one["state"], "sign_in_again")
            self.assertIn("sign in again", self.run_host("connection", "show", "gate").stdout)
        sign_in = self.start()
        sign_in.back(code="good&proper", state=sign_in.state)
        sign_in.end(0)
        self.run_host("connection", "rename", "gate", "wicket")
        self.assertEqual(self.json("run", "door.look", "--connection", "wicket")["output"], {"generation": 3})
        removed = self.json("connection", "remove", "wicket", "--yes", "--revoke")["output"]
        self.assertIs(removed["revoked"], True)
        tokens = self.config / "taskhost/tokens"
        self.assertEqual([p for p in tokens.iterdir() if b"canary" in p.read_bytes()], [])

    def test_denial_ends_with_77(self):
        sign_in = self.start()
        page = sign_in.back(error="access_denied", error_description="<i>", state=sign_in.state)
        self.assertIn("denied in the browser", page)
        _, err = sign_in.end(77)
        self.assertIn("host.sign_in_denied", err)

    def test_another_error_of_the_service_is_quoted(self):
        sign_in = self.start("--json")
        page = sign_in.back(error="invalid_scope", error_description="No <b>such</b>\x1b[2J", state=sign_in.state)
        self.assertIn("invalid_scope: No &lt;b&gt;such&lt;/b&gt;", page)
        error = json.loads(sign_in.end(76)[0])["error"]
        self.assertEqual(error["code"], "host.sign_in_refused")

    def test_a_wrong_missing_or_double_state_ends_with_77_and_redeems_nothing(self):
        for state in ({"state": "x" * 43}, {}, {"state": ""}):
            with self.subTest(state):
                sign_in = self.start()
                self.assertIn("does not belong", sign_in.back(code="good&proper", **state))
                self.assertIn("host.sign_in_state", sign_in.end(77)[1])
        sign_in = self.start()
        twice = f"/back?state={sign_in.state}&code=good%26proper&state={sign_in.state}"
        self.assertIn("does not belong", sign_in.get(twice))
        sign_in.end(77)
        self.assertEqual(self.json("connection", "show", "gate")["tokens"]["state"], "none")

    def test_a_code_that_the_service_does_not_take(self):
        sign_in = self.start(LANG="fr_FR.UTF-8")
        page = sign_in.back(code="bad", state=sign_in.state)
        self.assertIn('<html lang="fr">', page)
        self.assertIn("La connexion a échoué", page)
        self.assertIn("The code &lt;b&gt;bad&lt;/b&gt; is not good.", page)
        self.assertIn("door.bad_code", sign_in.end(77)[1])

    def test_nobody_comes_back(self):
        sign_in = self.start("--timeout", "300ms", "--json")
        error = json.loads(sign_in.end(69)[0])["error"]
        self.assertEqual(error["code"], "host.sign_in_timeout")
        self.assertIn("Waiting for 1 s at most", sign_in.said)
        self.assertIn("within 1 s.", error["message"])

    def test_ctrl_c(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            sign_in = self.start()
            sign_in.process.send_signal(number)
            self.assertIn("Nothing was changed", sign_in.end(130)[1])

    def test_a_taken_port_is_told_with_a_remedy(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", self.port))
            other.listen()
            end = self.json("connection", "sign-in", "gate", code=69)
            self.assertIn(f"port {self.port}", end["error"]["message"])
            self.assertIn("redirect_uri", end["error"]["message"])

    def test_addresses_where_nobody_can_listen_and_types_without_sign_in(self):
        for uri in ("https://127.0.0.1:8976/callback", "http://example.com:80/", "http://127.0.0.1/callback",
                    "http://127.0.0.1:0/callback", "http://127.0.0.1:99999/", "http://localhost:1/a?b"):  # fmt: skip
            with self.subTest(uri):
                self.add_door("odd", "--set", f"redirect_uri={uri}")
                end = self.json("connection", "sign-in", "odd", code=78)
                self.assertIn("listens on this machine only", end["error"]["message"])
                self.run_host("connection", "remove", "odd", "--yes")
        self.add_key("front")
        end = self.json("connection", "sign-in", "front", code=78)
        self.assertIn("works without a browser", end["error"]["message"])


class Misbehaving(Case):
    def test_strays_do_not_end_it(self):
        sign_in = self.start()
        good = {"code": "good&proper", "state": sign_in.state}
        self.assertTrue(sign_in.get("/favicon.ico").startswith("HTTP/1.1 404 "))
        self.assertTrue(sign_in.get("/back/more", **good).startswith("HTTP/1.1 404 "))
        self.assertTrue(sign_in.back().startswith("HTTP/1.1 400 "))
        self.assertTrue(sign_in.get("/back", method="POST", **good).startswith("HTTP/1.1 400 "))
        for host in ("evil.example", f"evil.example:{self.port}", "127.0.0.1", f"localhost:{self.port}"):
            self.assertTrue(sign_in.back(host=host, **good).startswith("HTTP/1.1 421 "), host)
        for garbage in (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"\r\n\r\n", b"GET\r\n\r\n", b"A" * 70000,
                        b"GET /back HTTP/1.1\r\n\r\n", b"GET /back?code=%zz&state=%4 HTTP/2.0\r\nHost: x\r\n\r\n",
                        b"GET /back HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"):  # fmt: skip
            with self.subTest(garbage[:20]):
                try:
                    answer = sign_in.send(garbage)
                except ConnectionError:
                    continue
                self.assertNotIn("HTTP/1.1 200", answer)
        self.assertIn("<h1>Signed in</h1>", sign_in.back(**good))
        sign_in.end(0)

    def test_slow_and_half_open_clients_do_not_keep_the_browser_out(self):
        sign_in = self.start()
        held = [sign_in.connect() for _ in range(40)]
        for number, client in enumerate(held):
            self.addCleanup(client.close)
            if number % 2:
                client.sendall(b"GET /back?code=")
        target = f"/back?code=good%26proper&state={sign_in.state}"
        with sign_in.connect() as browser:
            for byte in f"GET {target} HTTP/1.1\r\nhost:  127.0.0.1:{self.port} \r\n\r\n".encode():
                browser.sendall(bytes([byte]))
            self.assertIn(b"HTTP/1.1 200", browser.recv(4096))
        sign_in.end(0)

    def test_a_browser_that_goes_away_at_once_is_signed_in_all_the_same(self):
        sign_in = self.start()
        with sign_in.connect() as browser:
            browser.sendall(f"GET /back?code=good%26proper&state={sign_in.state} HTTP/1.1\r\n"
                            f"Host: 127.0.0.1:{self.port}\r\n\r\n".encode())  # fmt: skip
        sign_in.end(0)


if __name__ == "__main__":
    door.main()
