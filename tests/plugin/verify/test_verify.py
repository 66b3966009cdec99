# SPDX-License-Identifier: Apache-2.0
"""Does a connection work, as whom, and for which tasks? Each failure has a status of its own."""

import socket
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk

TASKS = [
    f"zendesk.{verb}_{thing}"
    for thing in ("ticket", "profile", "record")
    for verb in ("create", "update")
]
ME = "/api/v2/users/me"


class Verify(desk.Case):
    def verify(self, connection=None, arguments=("--json",), language="C.UTF-8"):
        path = Path(self.desk._folder.name) / "verified.json"
        path.write_text(desk.json.dumps(connection or self.desk.connection()))
        path.chmod(0o600)
        return subprocess.run(
            [desk.TASKHOST, "--plugin-path", desk.PLUGINS, "verify", "--connection", str(path), *arguments],
            capture_output=True, encoding="utf-8", timeout=120, check=False,
            env={**desk.environment(), "LANG": language},
        )  # fmt: skip

    def refused(self, exit_code, status, code, connection=None):
        ending = desk.Ending(self.verify(connection))
        self.assertEqual(ending.code, exit_code, str(ending))
        self.assertEqual((ending.document["status"], ending.error["code"]), (status, code))
        self.assertTrue(ending.error["message"].endswith("."))
        return ending

    def closed(self):
        """What is closed in an account that works, and the reasons."""
        ending = desk.Ending(self.verify())
        self.assertEqual(ending.code, 0, str(ending))
        self.assertEqual([entry["task"] for entry in ending.output["tasks"]], TASKS)
        return {e["task"]: e["code"] for e in ending.output["tasks"] if not e["open"]}

    def test_a_connection_that_works(self):
        ending = desk.Ending(self.verify())
        self.assertEqual(ending.code, 0, str(ending))
        self.assertEqual(ending.output["account"]["id"], "acme")
        self.assertEqual(ending.output["user"]["id"], desk.ADMIN)
        self.assertEqual(ending.output["user"]["role"], "admin")
        self.assertEqual([(e["task"], e["open"]) for e in ending.output["tasks"]], [(t, True) for t in TASKS])
        self.assertEqual({request["method"] for request in self.desk.requests()}, {"GET"})

    def test_in_words(self):
        shown = self.verify(arguments=())
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("(admin)", shown.stdout)
        self.assertEqual(shown.stdout.count("may be run"), 6)
        french = self.verify(arguments=(), language="fr_FR.UTF-8")
        self.assertEqual(french.stdout.count("peut être exécutée"), 6)

    def test_no_such_account(self):
        body = '{"error":{"title":"No help desk at nix.zendesk.com","message":"There is none."}}'
        self.desk.fault("status", status=404, body=body, times=0)
        self.refused(65, "invalid_argument", "zendesk.account_not_found")

    def test_nobody_is_there(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))  # and does not listen
            connection = self.desk.connection(
                settings={"base_url": f"http://127.0.0.1:{free.getsockname()[1]}"}
            )
            self.refused(69, "unavailable", "transport.connect_failed", connection)

    def test_bad_credentials(self):
        connection = self.desk.connection(access_token="somebody-elses")
        self.refused(77, "unauthenticated", "zendesk.token_expired", connection)
        connection = self.desk.connection("api_token", email="ana@acme.example", api_token="wrong")
        self.refused(77, "unauthenticated", "zendesk.unauthenticated", connection)

    def test_credentials_of_nobody(self):
        body = '{"user":{"id":null,"name":"Anonymous user","role":"end-user","suspended":false}}'
        self.desk.fault("status", path=ME, status=200, body=body, times=0)
        self.refused(77, "unauthenticated", "zendesk.anonymous")

    def test_a_customer_and_a_suspended_agent(self):
        connection = self.desk.connection(
            "api_token", email="dana@globex.example", api_token=desk.API_TOKEN
        )
        self.refused(77, "permission_denied", "zendesk.not_an_agent", connection)
        body = '{"user":{"id":7,"name":"Ana","role":"agent","suspended":true}}'
        self.desk.fault("status", path=ME, status=200, body=body, times=0)
        self.refused(77, "permission_denied", "zendesk.user_suspended")

    def test_what_the_plan_lacks(self):
        self.assertEqual(self.closed(), {})
        self.desk.fault("not_in_plan", feature="profiles", times=0)
        code = "zendesk.profiles_unavailable"
        self.assertEqual(self.closed(), {"zendesk.create_profile": code, "zendesk.update_profile": code})

    def test_support_that_has_ended(self):
        """users/me goes on answering in such an account."""
        body = '{"error":{"title":"Forbidden","message":"You do not have access to this page."}}'
        self.desk.fault("status", path="/api/v2/tickets/count", status=403, body=body, times=0)
        code = "zendesk.permission_denied"
        self.assertEqual(self.closed(), {"zendesk.create_ticket": code, "zendesk.update_ticket": code})

    def test_an_answer_that_makes_no_sense(self):
        self.desk.fault("status", path=ME, status=200, body="<html>", times=0)
        self.refused(69, "unavailable", "zendesk.bad_reply")

    def test_a_rate_limit_tells_when(self):
        self.desk.fault("status", path=ME, status=429, body="", headers={"Retry-After": "7"}, times=0)
        ending = self.refused(75, "rate_limited", "zendesk.rate_limited")
        self.assertEqual(ending.error["retry_after_ms"], 7000)

    def test_usage(self):
        shown = subprocess.run(
            [desk.TASKHOST, "verify"], capture_output=True, encoding="utf-8", check=False,
            env=desk.environment(),
        )  # fmt: skip
        self.assertEqual(shown.returncode, 64)


if __name__ == "__main__":
    desk.main()
