# SPDX-License-Identifier: Apache-2.0
"""Tokens that processes of n8n share: one of them renews for all, and nobody else reads them."""

import base64
import concurrent.futures
import json
import os
import tempfile
from pathlib import Path

import engine  # first: it tells where the others are
import desk
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from engine import START, items, task, workflow
from redis_server import Redis

EXPIRY_SECONDS = 31 * 60  # more than an access token of the sandbox lasts
FLOW = workflow(START, task("zendesk", "create_ticket", {
    "authentication": "oauth_client_credentials", "resource": "tickets", "comment_body": "x"}, credentials={
        "taskPluginsZendeskOauthClientCredentials": {"id": "service", "name": "Service"}}))


class Tokens(desk.unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.desk = desk.Desk("ticket", "--clock-control")
        cls.addClassCleanup(cls.desk.close)

    def setUp(self):
        self.desk.forget()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.redis = Redis(self.folder)
        self.addCleanup(self.redis.close)
        self.key = self.key_file("token.key")
        self.number = 0

    def key_file(self, name):
        path = self.folder / name
        path.write_text(base64.urlsafe_b64encode(os.urandom(32)).decode() + "\n")
        path.chmod(0o600)
        return path

    def start(self, key=None):
        more = {"TASK_PLUGINS_TOKEN_KEY_FILE": str(key or self.key)}
        running = engine.Engine(**more, TASK_PLUGINS_TOKEN_REDIS=self.redis.path)
        self.addCleanup(running.close)
        return running

    def run_workflow(self, running):
        self.number += 1
        account = {"service": {"subdomain": "acme", "base_url": self.desk.url, "max_attempts": 1, "client_id": "sandbox_service",
                               "client_secret": "sandbox-service-secret"}}
        return running.ask("run", workflow=FLOW, pinned={"Start": items({}, {})}, executionId=f"{self.id()}-{self.number}",
                           credentials=account)

    def run_at_once(self, engines):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            ended = list(pool.map(self.run_workflow, engines))
        self.assertEqual([one["status"] for one in ended], ["success"] * len(engines), [one.get("error") for one in ended])

    def renewals(self):
        return sum(request["path"] == "/oauth/tokens" for request in self.desk.requests())

    def test_one_process_renews_for_all(self):
        engines = [self.start() for _ in range(3)]
        self.desk.fault("delay", path="/oauth/tokens", ms=300, times=0)
        self.run_at_once(engines)
        self.assertEqual(self.renewals(), 1)
        self.desk.call("POST", "/sandbox/clock", {"advance_seconds": EXPIRY_SECONDS})
        self.run_at_once(engines)
        self.run_at_once(engines)
        self.assertEqual(self.renewals(), 2)

    def test_redis_and_logs_hold_no_token(self):
        running = self.start()
        self.run_at_once([running])
        sealed = base64.b64decode(self.redis.client.hget("task-plugins:n8n:tokens:{n8n:service}", "sealed"))
        iv, tag, text = sealed[:12], sealed[12:28], sealed[28:]
        key = AESGCM(base64.urlsafe_b64decode(self.key.read_text()))
        token = json.loads(key.decrypt(iv, text + tag, b"n8n:service"))["accessToken"]
        heard = self.redis.heard.decode("utf-8", "replace") + running.log + running.said
        self.assertIn("sealed", heard)
        for secret in [token, "sandbox-service-secret", self.key.read_text().strip()]:
            for spelling in desk.spellings(secret):
                self.assertNotIn(spelling, heard)

    def test_a_key_is_replaced(self):
        self.run_at_once([self.start()])
        new = self.key_file("new.key")
        new.write_text(new.read_text() + self.key.read_text())
        self.run_at_once([self.start(new)])
        self.assertEqual(self.renewals(), 1)

    def test_another_key_opens_nothing(self):
        self.run_at_once([self.start()])
        other = self.start(self.key_file("other.key"))
        ended = self.run_workflow(other)
        self.assertEqual(ended["status"], "error")
        self.assertIn("sealed with another key", other.log)

    def test_a_key_that_others_may_read_is_refused(self):
        self.key.chmod(0o644)
        self.assertIn("is open to other users", self.run_workflow(self.start())["error"]["message"])

    def test_without_a_key_nothing_is_stored(self):
        running = engine.Engine(TASK_PLUGINS_TOKEN_REDIS=self.redis.path)
        self.addCleanup(running.close)
        self.assertIn("TASK_PLUGINS_TOKEN_KEY_FILE", self.run_workflow(running)["error"]["message"])
        self.assertEqual(self.redis.client.keys(), [])


if __name__ == "__main__":
    engine.main()
