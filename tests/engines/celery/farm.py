# SPDX-License-Identifier: Apache-2.0
"""A Redis, workers of Celery, and an app that hands tasks in: all on this machine, and all gone after the test."""

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1] / "python"), str(HERE.parents[1])]
import case  # noqa: E402
import desk  # noqa: E402
from redis_server import PATIENCE, Redis, wait_until  # noqa: E402

PACKAGE = case.ROOT / "sdk" / "engines" / "celery"
sys.path.insert(0, str(PACKAGE))

import celery  # noqa: E402
from cryptography.fernet import Fernet  # noqa: E402

import celery_task_plugins  # noqa: E402

VISIBILITY = 2  # seconds after which a message that nobody acknowledged is delivered again


class Farm(case.Case):
    """A sandbox, a Redis, a connection "desk", and an app of this process."""

    kind_of_connection = "oauth_client_credentials"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.home = Path(folder.name)
        connections = cls.home / ".config" / "taskhost" / "connections"
        connections.mkdir(parents=True)
        cls.key = Fernet.generate_key().decode()
        cls.private(cls.home / "token.key", cls.key)
        cls.private(connections / "desk.json", json.dumps({"id": "c_desk", **cls.account()}))
        cls.redis = Redis(cls.home)
        cls.addClassCleanup(cls.redis.close)
        cls.app = celery.Celery("producer", broker=cls.redis.url, backend=cls.redis.url)
        cls.addClassCleanup(cls.app.close)
        # Results that are dropped later would look for the Redis that is gone.
        cls.addClassCleanup(gc.collect)
        cls.tasks = celery_task_plugins.register(cls.app, search=case.SEARCH, connections=connections)

    @staticmethod
    def private(path, text):
        path.write_text(text)
        path.chmod(0o600)

    @classmethod
    def account(cls):
        return cls.desk.connection("oauth_client_credentials", settings={"max_attempts": 3},
                                   client_id="sandbox_service", client_secret="sandbox-service-secret")

    @classmethod
    def environment(cls):
        return {
            "PATH": os.environ["PATH"], "HOME": str(cls.home), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": f"{case.PACKAGE}:{PACKAGE}:{PACKAGE / 'examples'}", "TASK_PLUGIN_PATH": desk.PLUGINS,
            "TASK_PLUGINS_TOKEN_KEY_FILE": str(cls.home / "token.key"), "BROKER": cls.redis.url,
            "VISIBILITY_TIMEOUT": str(VISIBILITY),
        }

    def worker(self, pool="prefork"):
        worker = Worker(self.environment(), pool)
        self.addCleanup(worker.close)
        return worker

    def create(self, subject, **options):
        return self.tasks["zendesk.create_ticket"].apply_async(
            ["desk", {"subject": subject, "comment_body": "Hello"}], **options)

    def subjects(self):
        return [ticket["subject"] for ticket in self.desk.pages("/api/v2/tickets", "tickets")]

    def wait_until_delivered_again(self):
        """Until everything that nobody has acknowledged is old enough; a worker that starts then gets it."""
        wait_until(lambda: not self.redis.client.zrangebyscore(
            "unacked_index", time.time() - VISIBILITY, "+inf"))


class Worker:
    """A worker of the example app, with all its processes, in a group of their own."""

    def __init__(self, environment, pool="prefork"):
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            ["/usr/bin/python3", "-m", "celery", "-A", "answers", "worker", "-P", pool, "-c", "4", "-l", "DEBUG", "-n",
             f"{time.time_ns()}@here", "--without-gossip", "--without-mingle"],
            cwd=PACKAGE / "examples", env=environment, stdin=subprocess.DEVNULL, stdout=self._log,
            stderr=subprocess.STDOUT, start_new_session=True)
        try:
            wait_until(lambda: "@here ready." in self.log or self._process.poll() is not None)
        except BaseException:
            self.close()
            raise

    @property
    def log(self):
        self._log.seek(0)
        return self._log.read().decode()

    def children(self):
        pid = self._process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill(self):
        """As when a machine loses its power: every process at once."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def close(self):
        self.kill()
        self._log.close()

    def stop(self):
        """As an administrator does; gives the exit code."""
        self._process.terminate()
        return self._process.wait(PATIENCE)
