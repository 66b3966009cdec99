# SPDX-License-Identifier: Apache-2.0
"""Tasks of plugins run by Celery's workers, which share an account, fail, retry and stop."""

import farm  # first: it tells where the others are
import celery
import desk
from celery_task_plugins import ConnectionProblem, RedisTokenStore, TaskFailed
from task_plugins import Result, Retry, Status, TaskError

TICKETS = "/api/v2/tickets"


class Workers(farm.Farm):
    """With one worker for all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.running = farm.Worker(cls.environment())
        cls.addClassCleanup(cls.running.close)

    def test_the_way_of_a_task(self):
        """What it gives, how it fails, and that a failure can be told from another."""
        result = self.create("One").get(farm.PATIENCE)
        self.assertEqual(self.desk.ticket(result["id"])["subject"], "One")
        said = self.tasks["echo.say"]
        self.assertIn("Say it again", said.__doc__)
        self.assertEqual(said.described.input_schema["required"], ["text"])

        with self.assertRaises(TaskFailed) as caught:
            self.tasks["zendesk.create_ticket"].delay("desk", {"priority": "?"}).get(farm.PATIENCE)
        failed = caught.exception
        self.assertEqual((failed.code, failed.status, failed.retry), ("invalid_input", "invalid_argument", "never"))
        self.assertIn("/priority", [fault["pointer"] for fault in failed.fields])
        with self.assertRaises(ConnectionProblem):
            self.tasks["zendesk.create_ticket"].delay("nobody", {}).get(farm.PATIENCE)
        with self.assertRaisesRegex(TypeError, "credentials never travel"):
            self.tasks["echo.say"].delay({"plugin": "echo", "type": "none"}, {"text": "Hello"})

    def test_what_nobody_can_tell_is_not_repeated(self):
        create = self.tasks["zendesk.create_ticket"]
        failed = create._answer(TaskError(Result(Status.UNAVAILABLE, Retry.UNKNOWN_OUTCOME, error_code="lost")))
        self.assertIsInstance(failed, TaskFailed)
        self.assertTrue(failed.may_have_happened)

    def test_a_comment_whose_answer_is_lost_is_there_once(self):
        ticket = self.desk.make_ticket()
        self.desk.fault("cut_after_commit", method="PUT", path=f"{TICKETS}/{ticket}", times=4)
        values = {"ticket_id": ticket, "comment_body": "Once."}
        self.tasks["zendesk.update_ticket"].delay("desk", values).get(farm.PATIENCE)
        self.assertEqual([c["body"] for c in self.desk.comments(ticket)].count("Once."), 1)

    def test_a_refusal_for_the_moment_is_tried_again_in_time(self):
        self.desk.fault("status", path=TICKETS, status=503, headers={"Retry-After": "1"}, times=4)
        result = self.create("Patience").get(farm.PATIENCE)
        self.assertEqual(self.desk.ticket(result["id"])["subject"], "Patience")
        self.assertIn("Retry in", self.running.log)
        self.assertEqual(self.subjects().count("Patience"), 1)

    def test_a_lost_answer_is_asked_for_again_under_the_same_key(self):
        self.desk.fault("cut_after_commit", method="POST", path=TICKETS, times=4)
        self.create("Lost").get(farm.PATIENCE)
        self.assertEqual(self.subjects().count("Lost"), 1)

    def test_the_example_makes_one_ticket_of_an_answer(self):
        before = set(self.subjects())
        for score, count in ((2, 2), (9, 1)):
            for _ in range(count):
                answer = {"id": f"R-{score}", "score": score, "name": "Ada", "email": "ada@example.com",
                          "comment": "The parcel came late."}
                made = self.app.send_task("answers.receive", ["desk", answer]).get(farm.PATIENCE)
                if score < 6:
                    celery.result.AsyncResult(made, app=self.app).get(farm.PATIENCE)
                else:
                    self.assertIsNone(made)
        self.assertEqual(set(self.subjects()) - before, {"Score 2 from Ada"})
        self.assertEqual(self.subjects().count("Score 2 from Ada"), 1)

    def test_what_a_time_limit_ended_is_done_by_a_later_attempt(self):
        self.desk.fault("hang", path=TICKETS, times=0)
        task = self.create("Late", soft_time_limit=2)
        farm.wait_until(lambda: task.state == "RETRY")
        self.desk.forget()
        task.get(farm.PATIENCE)
        self.assertEqual(self.subjects().count("Late"), 1)


class OneWorker(farm.Farm):
    def renewals(self):
        return sum(request["path"] == "/oauth/tokens" for request in self.desk.requests())

    def test_a_first_task_renews_for_all_and_no_secret_shows(self):
        running = self.worker()
        self.desk.fault("delay", path="/oauth/tokens", ms=300)
        for task in [self.create(f"Confidential {i}") for i in range(40)]:
            task.get(farm.PATIENCE)
        self.assertEqual(self.renewals(), 1)
        log = running.log
        self.assertGreaterEqual(len({line.split("ForkPoolWorker-")[1].split("]")[0] for line in log.splitlines()
                                     if "succeeded in" in line}), 2)

        self.assertNotIn("Confidential", log)

        store = RedisTokenStore(self.redis.client, [self.key])
        token = store.read("c_desk").tokens.access_token
        heard = self.redis.heard.decode("utf-8", "replace") + log
        self.assertIn("sealed", heard)
        for secret in [token, "sandbox-service-secret", self.key]:
            for spelling in desk.spellings(secret):
                place = heard.find(spelling)
                self.assertEqual(place, -1, heard[max(0, place - 200):place + 100])

    def test_a_worker_that_is_stopped_ends_what_it_has_begun(self):
        running = self.worker()
        self.desk.fault("delay", path=TICKETS, ms=500, times=0)
        tasks = [self.create(f"Stopped {i}") for i in range(4)]
        farm.wait_until(lambda: sum(r["path"] == TICKETS for r in self.desk.requests()) >= 4)
        self.assertEqual(running.stop(), 0)
        self.assertEqual({task.state for task in tasks}, {"SUCCESS"})

    def test_a_pool_of_threads(self):
        running = self.worker("threads")
        numbers = {task.get(farm.PATIENCE)["id"] for task in [self.create(f"Thread {i}") for i in range(40)]}
        self.assertEqual(len(numbers), 40)
        self.assertEqual(running.stop(), 0)


if __name__ == "__main__":
    desk.main()
