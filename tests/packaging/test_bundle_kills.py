# SPDX-License-Identifier: Apache-2.0
"""kill -9 at a random moment of install, update and remove: the place holds the old or the new, never half.

usage: test_bundle_kills.py PROJECT BUILD COUNT [SEED]
"""

import random
import signal
import subprocess
import sys
import time
import unittest

import bundles

COUNT = int(sys.argv[3])
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else random.SystemRandom().randrange(1 << 32)


class Kills(bundles.Case):
    def setUp(self):
        super().setUp()
        key = self.key()
        self.trust("echo")
        self.old, self.new = self.bundle("1.0.0", key), self.bundle("1.1.0", key)
        self.random = random.Random(SEED)

    def state(self):
        return self.usable(), self.holdings()

    def look(self):
        """What a host and a person see: the version that counts, and all that is installed, whole."""
        usable, holdings = self.state()
        for version in holdings:
            self.host("inspect", self.place / "echo" / version)
        return usable, holdings

    def start(self, command):
        return subprocess.Popen([bundles.TASKHOST, *command], cwd=self.folder, env=self.environment,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip

    def duration(self, command):
        begin = time.monotonic()
        self.assertEqual(self.start(command).wait(), 0)
        return time.monotonic() - begin

    def scenes(self):
        """What is there before, and the command that is killed."""
        return [
            ("install", [], ["install", self.old]),
            ("update", [self.old], ["update", self.new]),
            ("remove one", [self.old, self.new], ["remove", "echo", "1.1.0"]),
            ("remove all", [self.old, self.new], ["remove", "echo"]),
            ("rollback", [self.old, self.new], ["rollback", "echo"]),
        ]

    def prepare(self, before):
        if self.holdings():
            self.host("remove", "echo")
        for path in before:
            self.host("install", path)
        return self.state()

    def test_the_place_is_old_or_new_whenever_the_command_is_killed(self):
        killed = 0
        seen = set()
        for number in range(COUNT):
            name, before, command = self.scenes()[number % len(self.scenes())]
            with self.subTest(name, number=number, seed=SEED):
                if number < len(self.scenes()) or number % 50 < len(self.scenes()):
                    self.prepare(before)
                    self.outcomes = getattr(self, "outcomes", {})
                    took = self.duration(command)
                    self.outcomes[name] = (took, self.state())
                took, new = self.outcomes[name]
                old = self.prepare(before)
                process = self.start(command)
                time.sleep(self.random.uniform(0, took))
                process.send_signal(signal.SIGKILL)
                killed += process.wait() == -signal.SIGKILL
                now = self.look()
                self.assertIn(now, (old, new))
                seen.add((name, now == new))
                # Whatever is left hidden goes away with the next change.
                self.host("install", self.new, "--allow-downgrade")
                self.assertEqual(self.leftovers(), [])
        self.assertGreater(killed, COUNT // 3)
        self.assertTrue(any(is_new for _, is_new in seen) or COUNT < 100, seen)
        print(f"{killed} of {COUNT} died; seed {SEED}; {len(seen)} of {2 * len(self.scenes())} outcomes")


if __name__ == "__main__":
    unittest.main(argv=["test_bundle_kills.py"])
