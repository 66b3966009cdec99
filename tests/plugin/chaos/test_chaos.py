# SPDX-License-Identifier: Apache-2.0
"""Thousands of tickets and changes through a Zendesk that fails in every way: what was reported is true.

Any request may be refused, fail, be cut off before or after it was carried out, be carried out late,
or be slow; the road there is slow to open and breaks; tokens end on the way. Whatever was reported of
a line is compared with what the sandbox holds. A seed repeats the chances, not the order in which
requests come.
"""

import concurrent.futures
import contextlib
import sys
import tempfile
import unittest
from pathlib import Path

for room in ("plugin", "plugin/chaos", "faults"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / room))
import certificates
import desk
import storm
from front import NGHTTPX, Front
from road import Road
from run import Run
from work import Creations, Updates

# For each seed and way. The long run is one of more than 20,000.
CREATIONS, UPDATES = (1500, 800) if "--long" in sys.argv else (240, 120)
# Each with the attempts that its connection allows: the fewer, the more is left open.
SEEDS = {1: 5, 2: 2, 3: 3}
SANDBOX = ("--token-lifetime", "2", "--job-item-ms", "30")
ONE_BY_ONE = ("--chunk", "1", "--in-flight", "400")
# Fewer at once than the account's 30 jobs, of which the next would have to wait for a minute.
IN_JOBS = ("--chunk", "10", "--in-flight", "120")


def setUpModule():
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    maker = certificates.Certificates(folder.name)
    global AUTHORITY, CERTIFICATE
    AUTHORITY = maker.make("authority", section="authority")
    CERTIFICATE = maker.make("server", AUTHORITY)


class Place(contextlib.ExitStack):
    """A sandbox, and a road to it."""

    def __init__(self, seed, is_http2):
        super().__init__()
        self.sandbox = desk.Desk("ticket", *SANDBOX)
        self.callback(self.sandbox.close)
        self.front = Front(self.sandbox.url, CERTIFICATE) if is_http2 else None
        if is_http2:
            self.callback(self.front.close)
        self.road = Road((self.front or self.sandbox).url, seed)
        self.callback(self.road.close)

    def protocols(self):
        return {line.split()[0] for line in self.front.seen()} if self.front else set()


class Chaos(unittest.TestCase):
    maxDiff = None

    def weather(self, is_http2=False, in_jobs=False):
        """All seeds side by side, since most of the time is spent waiting."""
        struck = set()
        with concurrent.futures.ThreadPoolExecutor() as pool:
            ends = {seed: pool.submit(self.one_seed, seed, is_http2, in_jobs) for seed in SEEDS}
        for seed, end in ends.items():
            with self.subTest(seed=seed):
                struck |= end.result()
        self.assertEqual(struck, storm.kinds(in_jobs))

    def one_seed(self, seed, is_http2, in_jobs):
        """The faults that struck."""
        with Place(seed, is_http2) as place:
            runs = self.runs(place, seed, in_jobs)
            # The second time through the storm finds what the first has left open; in calm weather
            # everything gets its last word.
            for is_calm in (False, False, True):
                place.road.is_calm = is_calm
                if not is_calm:
                    place.sandbox.call("POST", "/sandbox/faults", storm.faults(seed))
                for run in runs:
                    run.start()
                for run in runs:
                    run.wait()
                place.sandbox.call("DELETE", "/sandbox/faults")
                for run in runs:
                    run.check(self)
            self.assertEqual([run.open() for run in runs], [[], []])
            state = place.sandbox.call("GET", "/sandbox/state")
            self.assertGreater(state["oauth"]["tokens_issued"], 3)
            self.assertGreater(place.road.breaks, 0)
            self.assertEqual(place.protocols(), {"h2"} if is_http2 else set())
            self.assertEqual(state["jobs"]["added"] > 0, in_jobs)
            return set(state["faults_struck"])

    def runs(self, place, seed, in_jobs):
        """One that makes tickets, and one beside it that changes others."""
        settings = {"base_url": place.road.url, "max_attempts": SEEDS[seed], "mark_external_id": in_jobs}
        connection = place.sandbox.connection(
            "oauth_client_credentials", settings,
            client_id="sandbox_service", client_secret="sandbox-service-secret",
        )  # fmt: skip
        arguments = ("--ca-file", str(AUTHORITY.file), *(IN_JOBS if in_jobs else ONE_BY_ONE))
        folder = Path(place.enter_context(tempfile.TemporaryDirectory()))
        works = (Creations(place.sandbox, seed, CREATIONS), Updates(place.sandbox, seed, UPDATES))
        runs = [Run(place.sandbox, work, folder / work.task, connection, arguments) for work in works]
        for run in runs:
            place.callback(run.kill)
        return runs

    def test_http1(self):
        self.weather()

    @unittest.skipUnless(NGHTTPX, "nghttpx (Debian package nghttp2-proxy) is not installed")
    def test_http2(self):
        self.weather(is_http2=True)

    def test_jobs(self):
        self.weather(in_jobs=True)


if __name__ == "__main__":
    if "--long" in sys.argv:
        sys.argv.remove("--long")
    desk.main()
