# SPDX-License-Identifier: Apache-2.0
"""Thousands of tickets and changes through a Zendesk that fails in every way: what was reported is true.

Every request may be refused, fail, be cut off before or after it was carried out, or be slow; the
road there is slow to open and breaks at any byte; tokens end on the way. Whatever is reported of a
line is compared with what the sandbox holds. Seeds repeat the chances, not the order in which the
requests come.
"""

import contextlib
import sys
import tempfile
import time
import unittest
from pathlib import Path
from types import SimpleNamespace

for room in ("plugin", "plugin/chaos", "faults"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / room))
import certificates
import desk
import storm
from front import NGHTTPX, Front
from road import Road
from run import Run
from work import Creations, Updates

LINES = 2000 if "--long" in sys.argv else 100
# Each with the attempts that its connection allows: the fewer, the more is left unclear.
SEEDS = {1: 5, 2: 2, 3: 3}
SANDBOX = ("--token-lifetime", "1", "--job-item-ms", "30")
MEAN_BYTES = 150_000  # until a connection breaks


def setUpModule():
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    maker = certificates.Certificates(folder.name)
    global AUTHORITY, CERTIFICATE
    AUTHORITY = maker.make("authority", section="authority")
    CERTIFICATE = maker.make("server", AUTHORITY)


class Chaos(unittest.TestCase):
    maxDiff = None

    def go(self, http2=False, in_jobs=False):
        for seed in SEEDS:
            with self.subTest(seed=seed), contextlib.ExitStack() as stack:
                t=time.time()
                self.weather(stack, seed, http2, in_jobs)
                print(self.id(), seed, round(time.time()-t,2), file=sys.stderr)

    def weather(self, stack, seed, http2, in_jobs):
        """Twice through the storm and once through calm weather, which gives every line its last word."""
        sandbox = desk.Desk("ticket", *SANDBOX)
        stack.callback(sandbox.close)
        front = None
        port = int(sandbox.url.rpartition(":")[2])
        if http2:
            front = Front(sandbox.url, CERTIFICATE)
            stack.callback(front.close)
            port = int(front.url.rpartition(":")[2])
        road = Road(port, seed, MEAN_BYTES)
        stack.callback(road.close)
        connection = sandbox.connection(
            "oauth_client_credentials",
            {"max_attempts": SEEDS[seed], "mark_external_id": in_jobs,
             "base_url": f"https://localhost:{road.port}" if http2 else f"http://127.0.0.1:{road.port}"},
            client_id="sandbox_service", client_secret="sandbox-service-secret",
        )
        arguments = ["--ca-file", str(AUTHORITY.file), "--chunk", "10" if in_jobs else "1", "--in-flight", "400"]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        runs = []
        for work in (Creations(sandbox, seed, LINES * 2), Updates(sandbox, seed, LINES)):
            (folder / work.task).mkdir()
            runs.append(Run(sandbox, work, folder / work.task, connection, arguments))
        for is_calm in (False, False, True):
            sandbox.call("DELETE", "/sandbox/faults")
            if not is_calm:
                sandbox.call("POST", "/sandbox/faults", storm.faults(seed, in_jobs))
            t=time.time()
            for run in runs:
                run.start()
                stack.callback(run.kill)
            codes = []
            for run in runs:
                run.process.wait()
            t2=time.time()
            sandbox.call("DELETE", "/sandbox/faults")
            for run in runs:
                codes.append(run.end(self))
            import collections
            print(round(t2-t,2), round(time.time()-t2,2), codes, [collections.Counter(r["status"] if r["status"]=="ok" else r["error"]["retry"]+" "+r["error"]["code"]+" "+str(r["error"].get("bulk")) for r in run.reported).most_common() for run in runs], file=sys.stderr)
        state = sandbox.call("GET", "/sandbox/state")
        print({k: state[k] for k in ("faults_struck", "oauth", "connections_opened", "largest_open_connections", "requests", "jobs")}, road.breaks, file=sys.stderr)
        if front:
            import collections
            print(collections.Counter(line.split()[0] for line in front.seen()), file=sys.stderr)

    def test_http1(self):
        self.go()

    @unittest.skipUnless(NGHTTPX, "nghttpx (Debian package nghttp2-proxy) is not installed")
    def test_http2(self):
        self.go(http2=True)

    def test_jobs(self):
        self.go(in_jobs=True)


if __name__ == "__main__":
    if "--long" in sys.argv:
        sys.argv.remove("--long")
    desk.main()
