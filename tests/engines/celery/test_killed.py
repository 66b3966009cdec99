# SPDX-License-Identifier: Apache-2.0
"""Workers that are killed in the middle of their work: each task makes one ticket, whoever ends it.

With --long 500 tasks in place of 100.
"""

import collections
import os
import signal
import sys

import farm  # first: it tells where the others are
import desk

TICKETS = "/api/v2/tickets"
COUNT = 100
if "--long" in sys.argv:
    sys.argv.remove("--long")
    COUNT = 500


class Killed(farm.Farm):
    def test_each_task_makes_one_ticket(self):
        # So long that a kill meets every process of a worker in the middle of a task.
        self.desk.fault("delay", path=TICKETS, ms=100, times=0)
        before = self.desk.commits()

        def done(share):
            farm.wait_until(lambda: self.desk.commits() - before >= share * COUNT)

        tasks = [self.create(f"Number {i}") for i in range(COUNT)]
        for share in (0.25, 0.6):
            worker = self.worker()
            done(share)
            worker.kill()
            self.assertGreater(self.redis.client.hlen("unacked"), 0, "nothing was under way")
            self.wait_until_delivered_again()
        worker = self.worker()
        done(0.75)
        os.kill(worker.children()[0], signal.SIGKILL)
        for task in tasks:
            task.get(farm.PATIENCE)
        counts = collections.Counter(s for s in self.subjects() if s.startswith("Number "))
        self.assertEqual({subject: count for subject, count in counts.items() if count != 1}, {})
        self.assertEqual(len(counts), COUNT)
        # A child that is killed is noticed at once, and its task goes to another.
        self.assertIn("signal 9 (SIGKILL)", worker.log)
        creates = sum(r["path"] == TICKETS and r["method"] == "POST" for r in self.desk.requests())
        self.assertGreater(creates, COUNT, "no task was ever run twice, so this test has shown nothing")


if __name__ == "__main__":
    desk.main()
