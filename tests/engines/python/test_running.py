# SPDX-License-Identifier: Apache-2.0
"""Running tasks: all six against a sandbox, many at once, with asyncio, and how each failure looks."""

import asyncio
import json
import logging
import pickle
import threading
import time

import case
import desk
from task_plugins import _operation
from task_plugins import (InvalidState, LogLevel, MemoryTokenStore, Retry, Status, TaskError, TaskRequest, Tokens,
                          load, policy_from_environment)

CREATE, UPDATE = "zendesk.create_ticket", "zendesk.update_ticket"
TICKETS = "/api/v2/tickets"


class Tasks(case.Case):
    def test_all_six(self):
        connection = self.open()
        ticket = connection.execute(CREATE, {"subject": "Late", "comment_body": "Where is it?", "tags": ["late"]})
        number = ticket.output["id"]
        self.assertEqual(self.desk.ticket(number)["subject"], "Late")
        self.assertEqual(json.loads(ticket.output_json), ticket.output)
        connection.execute(UPDATE, {"ticket_id": number, "priority": "high", "comment_body": "Soon."})
        self.assertEqual(self.desk.ticket(number)["priority"], "high")

        person = {"source": "survey", "type": "customer", "email": "kim@globex.example"}
        profile = connection.execute("zendesk.create_profile", {**person, "name": "Kim"}).output
        connection.execute("zendesk.update_profile", {
            **person, "attributes": {"score": 2}})
        stored = self.desk.call("GET", f"/api/v2/user_profiles/{profile['id']}")["profile"]
        self.assertEqual(stored["attributes"]["score"], 2)

        record = connection.execute(
            "zendesk.create_record", {"object_type": "survey_response", "name": "Kim", "external_id": "R-1"}).output
        connection.execute("zendesk.update_record", {
            "object_type": "survey_response", "record_id": record["id"], "name": "Kim, again"})
        path = f"/api/v2/custom_objects/survey_response/records/{record['id']}"
        self.assertEqual(self.desk.call("GET", path)["custom_object_record"]["name"], "Kim, again")

    def test_ids_keep_every_digit(self):
        result = self.open().execute(CREATE, {"comment_body": "Hello", "requester_id": desk.ELI})
        self.assertEqual(self.desk.ticket(result.output["id"])["requester_id"], desk.ELI)

    def test_a_thousand_in_one_call(self):
        connection = self.open()
        before = self.desk.commits()
        operations = connection.submit([
            TaskRequest(CREATE, {"subject": f"Number {i}", "comment_body": "Hello"}, item_index=i)
            for i in range(1000)])
        subjects = {operation.result().output["id"]: i for i, operation in enumerate(operations)}
        self.assertEqual(len(subjects), 1000)
        self.assertEqual(self.desk.commits() - before, 1000)
        number, place = next(iter(subjects.items()))
        self.assertEqual(self.desk.ticket(number)["subject"], f"Number {place}")

    def test_each_of_many_has_an_outcome_of_its_own(self):
        operations = self.open().submit([
            TaskRequest(CREATE, {"comment_body": "Hello"}), TaskRequest(CREATE, {"comment_body": 1, "priority": "?"}),
            TaskRequest("zendesk.nothing", {})])
        outcomes = [operation.outcome(30) for operation in operations]
        self.assertEqual([o.status for o in outcomes], [Status.OK, Status.INVALID_ARGUMENT, Status.INVALID_ARGUMENT])
        self.assertEqual([o.error_code for o in outcomes], ["", "invalid_input", "unknown_task"])
        self.assertIn("/priority", [fault["pointer"] for fault in outcomes[1].fields])

    def test_a_dry_run_writes_nothing(self):
        before = self.desk.commits()
        output = self.open().execute(CREATE, {"comment_body": "Hello"}, dry_run=True).output
        self.assertEqual(output["requests"][0]["method"], "POST")
        self.assertEqual(self.desk.commits(), before)

    def test_one_key_is_one_ticket(self):
        connection = self.open()
        one, two = (connection.execute(CREATE, {"comment_body": "Hello"}, idempotency_key="k-1", attempt=attempt)
                    for attempt in (1, 2))
        self.assertEqual(one.output["id"], two.output["id"])

    def test_files_go_along(self):
        connection = self.open()
        blobs = connection.plugin.blobs
        file = self.folder() / "answer.txt"
        file.write_bytes(b"Score 2 of 10." * 100_000)
        files = [{"blob": blobs.add_file(file), "file_name": "answer.txt", "content_type": "text/plain"},
                 {"blob": blobs.add_bytes(b"\0\1\2"), "file_name": "raw.bin"}]
        result = connection.execute(CREATE, {"comment_body": "See there.", "attachments": files})
        (comment,) = self.desk.comments(result.output["id"])
        self.assertEqual([(f["file_name"], f["size"]) for f in comment["attachments"]],
                         [("answer.txt", 1_400_000), ("raw.bin", 3)])
        blobs.remove(files[1]["blob"])
        with self.assertRaises(TaskError) as caught:
            connection.execute(CREATE, {"comment_body": "See there.", "attachments": files[1:]})
        self.assertIs(caught.exception.status, Status.INVALID_ARGUMENT)

    def test_what_only_the_account_knows(self):
        connection = self.open()
        account = connection.verify().output
        self.assertTrue(account["ok"])
        self.assertEqual(len(account["tasks"]), 6)
        items = connection.load_options(CREATE, "zendesk.groups", search="Bill").output["items"]
        self.assertEqual([item["label"] for item in items], ["Billing"])
        schema = connection.resolve_schema(CREATE).output
        again = connection.resolve_schema(CREATE, known_etag=schema["etag"]).output
        self.assertIn("schema", schema)
        self.assertEqual(again, {"etag": schema["etag"]})
        self.assertGreater(connection.plugin.stats()["api_calls"], 0)


class Failures(case.Case):
    def failure(self, call):
        with self.assertRaises(TaskError) as caught:
            call()
        return caught.exception

    def test_every_fault_of_an_input(self):
        error = self.failure(lambda: self.open().execute(CREATE, {"priority": "soon", "tags": 3}))
        self.assertEqual((error.status, error.code, error.retry), (Status.INVALID_ARGUMENT, "invalid_input", 0))
        self.assertLessEqual({"/priority", "/tags"}, {f["pointer"] for f in error.result.fields})
        self.assertIn("[invalid_input]", str(error))
        copy = pickle.loads(pickle.dumps(error))
        self.assertEqual((copy.result, str(copy)), (error.result, str(error)))

    def test_what_may_have_happened(self):
        connection = self.open()
        self.desk.fault("cut_after_commit", method="POST", path=TICKETS)
        error = self.failure(lambda: connection.execute(CREATE, {"comment_body": "Hello"}))
        self.assertIs(error.retry, Retry.UNKNOWN_OUTCOME)
        self.desk.fault("cut_after_commit", method="POST", path=TICKETS)
        error = self.failure(lambda: connection.execute(CREATE, {"comment_body": "Hello"}, idempotency_key="k"))
        self.assertIs(error.retry, Retry.IF_IDEMPOTENT)

    def test_when_to_come_back(self):
        self.desk.fault("status", path=TICKETS, status=429, headers={"Retry-After": "7"})
        error = self.failure(lambda: self.open().execute(CREATE, {"comment_body": "Hello"}))
        self.assertEqual((error.status, error.retry), (Status.RATE_LIMITED, Retry.SAFE))
        self.assertTrue(6000 <= error.retry_after_ms <= 8000, error.retry_after_ms)
        self.assertEqual(error.result.http_status, 429)

    def test_a_deadline(self):
        self.desk.fault("hang", path=TICKETS)
        deadline = int(time.time() * 1000) + 300
        error = self.failure(
            lambda: self.open().execute(CREATE, {"comment_body": "Hello"}, deadline_unix_ms=deadline))
        self.assertIs(error.status, Status.TIMEOUT)

    def test_credentials(self):
        error = self.failure(lambda: self.open(self.desk.connection(access_token="sandbox-expired-token")).verify())
        self.assertIs(error.status, Status.UNAUTHENTICATED)
        error = self.failure(lambda: self.open(self.desk.connection(settings={"subdomain": "-"})))
        self.assertIs(error.status, Status.INVALID_ARGUMENT)
        self.assertEqual([fault["pointer"] for fault in error.result.fields], ["/settings/subdomain"])
        connection = self.open()
        self.assertIs(connection.update_credentials({"wrong": "form"}), Status.INVALID_ARGUMENT)
        self.assertIs(connection.update_credentials({"access_token": "sandbox-expired-token"}), Status.OK)
        self.assertIs(self.failure(connection.verify).status, Status.UNAUTHENTICATED)

    def test_a_plugin_without_an_ability(self):
        connection = self.open(case.ECHO)
        self.assertIs(self.failure(connection.verify).status, Status.NOT_IMPLEMENTED)
        self.assertIs(self.failure(lambda: connection.load_options("echo.say", "x")).status, Status.NOT_IMPLEMENTED)
        self.assertEqual(connection.plugin.stats(), {})

    def test_after_the_end(self):
        connection = self.open(case.ECHO)
        operation = connection.submit([TaskRequest("echo.say", {"text": "Hello"})])[0]
        operation.result()
        connection.close()
        connection.close()
        self.assertFalse(operation.cancel())
        for call in (connection.verify, lambda: connection.execute("echo.say", {"text": "x"}),
                     connection.plugin.stats):
            with self.assertRaises(InvalidState):
                call()
        self.assertEqual(_operation._open, {})

    def test_an_input_that_is_no_json(self):
        connection = self.open(case.ECHO)
        for wrong, kind in (({"text": object()}, TypeError), ({"text": float("nan")}, ValueError)):
            with self.assertRaises(kind):
                connection.execute("echo.say", wrong)
        error = self.failure(lambda: connection.execute("echo.say", '{"text"'))
        self.assertEqual(error.code, "invalid_json")
        self.assertEqual(connection.execute("echo.say", b'{"text": "Hello"}').output, {"said": "Hello"})
        self.assertEqual(_operation._open, {})

    def test_policy(self):
        with self.assertRaises(TaskError) as caught:
            load("zendesk", search=case.SEARCH, policy={"proxy": 3})
        self.assertEqual(caught.exception.code, "invalid_policy")
        error = self.failure(lambda: self.open(policy={"locale": "fr"}).execute(CREATE, {}))
        self.assertIn("obligatoire", error.result.error_message)
        self.assertEqual(policy_from_environment({"LANG": "fr_FR.UTF-8", "https_proxy": "http://p", "NO_PROXY": ""}),
                         {"locale": "fr", "proxy": "http://p"})
        self.assertEqual(policy_from_environment({"LC_ALL": "C", "LANG": "fr_FR"}), {"locale": "en"})


class AtOnce(case.Case):
    """Threads, callbacks and asyncio."""

    def hang(self):
        self.desk.fault("hang", path=TICKETS, times=0)

    def sent(self):
        return [request for request in self.desk.requests() if request["method"] == "POST"]

    def test_cancel_ends_it_and_tells_what_may_have_happened(self):
        connection = self.open()
        self.hang()
        operation = connection.start(TaskRequest(CREATE, {"comment_body": "Hello"}))
        self.desk.wait_for(self.sent)
        self.assertTrue(operation.cancel())
        outcome = operation.outcome(10)
        self.assertIs(outcome.status, Status.CANCELLED)
        self.assertIs(outcome.retry, Retry.UNKNOWN_OUTCOME)
        self.assertFalse(operation.cancel())

    def test_closing_ends_what_is_under_way(self):
        connection = self.open()
        self.hang()
        operations = connection.submit([TaskRequest(CREATE, {"comment_body": "Hello"}) for _ in range(20)])
        self.desk.wait_for(self.sent)
        connection.close()
        self.assertEqual({operation.outcome(0).status for operation in operations}, {Status.CANCELLED})

    def test_many_threads_share_a_connection(self):
        connection = self.open()
        numbers = []

        def work():
            for _ in range(25):
                numbers.append(connection.execute(CREATE, {"comment_body": "Hello"}).output["id"])

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(set(numbers)), 200)

    def test_callbacks_run_and_may_not_wait(self):
        connection = self.open(case.ECHO)
        steps, seen, after = [], [], threading.Event()

        def ended(operation):
            for call in (connection.close, lambda: connection.execute("echo.say", {"text": "x"})):
                try:
                    call()
                except InvalidState as error:
                    seen.append(str(error))
            following = connection.start(TaskRequest("echo.say", {"text": "from a callback"}))
            following.add_done_callback(lambda done: (seen.append(done.result().output["said"]), after.set()))

        added = threading.Event()
        operation = connection.start(
            TaskRequest("echo.say", {"text": "Hello", "times": 4}),
            progress=lambda *step: (steps.append(step), added.wait(10)))
        operation.add_done_callback(ended)
        added.set()
        self.assertTrue(after.wait(10))
        self.assertEqual(seen, ["close() waits, and a callback may not", "This call waits, and a callback may not",
                                "from a callback"])
        self.assertEqual([fraction for fraction, _ in steps], [0.25, 0.5, 0.75, 1.0])

    def test_a_callback_that_fails_harms_nobody(self):
        lines = []
        connection = self.open(case.ECHO, log=lambda level, message, _facts: lines.append((level, message)))
        result = connection.execute("echo.say", {"text": "Hello"}, progress=lambda *_: 1 / 0)
        self.assertEqual(result.output, {"said": "Hello"})
        self.assertEqual([level for level, _ in lines], [LogLevel.HOST_BUG])

    def test_asyncio(self):
        connection = self.open()

        async def work():
            one = await connection.execute_async(CREATE, {"comment_body": "Hello"})
            many = await connection.submit_async([TaskRequest(CREATE, {"comment_body": "Hello"})] * 50 + [
                TaskRequest(CREATE, {})])
            account = await connection.verify_async()
            items = await connection.load_options_async(CREATE, "zendesk.groups")
            schema = await connection.resolve_schema_async(CREATE)
            with self.assertRaises(TaskError):
                await connection.execute_async(CREATE, {})
            return one, many, account.output["ok"], len(items.output["items"]), schema.output["etag"]

        one, many, ok, groups, _ = asyncio.run(work())
        self.assertEqual(len({one.output["id"], *(r.output["id"] for r in many[:-1])}), 51)
        self.assertFalse(many[-1].ok)
        self.assertTrue(ok and groups)

    def test_asyncio_cancelled(self):
        connection = self.open()
        self.hang()

        async def work():
            task = asyncio.ensure_future(connection.submit_async(
                [TaskRequest(CREATE, {"comment_body": "Hello"}) for _ in range(3)]))
            await asyncio.get_running_loop().run_in_executor(None, self.desk.wait_for, self.sent)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(connection.execute_async(CREATE, {"comment_body": "Hello"}), 0.2)

        asyncio.run(work())
        self.assertEqual(_operation._open, {})


class Logs(case.Case):
    def test_no_secret_shows_in_a_log(self):
        secret = "canary-access-token-8c1f"
        lines = []
        connection = self.open(
            self.desk.connection(access_token=secret), log_level=LogLevel.TRACE,
            log=lambda level, message, facts: lines.append(f"{message} {facts}"))
        connection.plugin.services.log(LogLevel.INFO, f"they said {secret}", json.dumps({"it": secret}))
        with self.assertRaises(TaskError) as caught:
            connection.execute(CREATE, {"comment_body": "Hello"})
        self.assertIn("they said *** {'it': '***'}", lines)
        self.assertGreater(len(lines), 1)
        text = "\n".join([*lines, repr(caught.exception), repr(connection), repr(vars(connection))])
        for spelling in desk.spellings(secret):
            self.assertNotIn(spelling, text)

    def test_the_logger_of_python_is_the_default(self):
        with self.assertLogs("task_plugins", logging.DEBUG) as caught:
            self.open(case.ECHO, log_level=LogLevel.DEBUG).execute("echo.say", {"text": "Hello"})
        self.assertEqual(caught.output, ['DEBUG:task_plugins:Said something. {"times": 1}'])


class TokenStores(case.Case):
    """The host's side of tp.token-store/1, asked by a plugin that renews."""

    def service(self):
        return self.desk.connection(
            "oauth_client_credentials", client_id="sandbox_service", client_secret="sandbox-service-secret")

    def renewals(self):
        return sum(request["path"] == "/oauth/tokens" for request in self.desk.requests())

    def test_one_of_many_renews(self):
        store = MemoryTokenStore()
        self.desk.fault("delay", path="/oauth/tokens", ms=200)
        connections = [self.open(self.service(), id="shared", token_store=store) for _ in range(4)]
        operations = [c.start(TaskRequest(CREATE, {"comment_body": "Hello"})) for c in connections for _ in range(5)]
        for operation in operations:
            operation.result(30)
        self.assertEqual(self.renewals(), 1)
        stored = store.read("shared")
        self.assertEqual((stored.generation, stored.grant_is_dead), (1, False))
        self.assertNotIn(stored.tokens.access_token, repr(stored))

    def test_a_store_that_fails(self):
        class Broken(MemoryTokenStore):
            def read(self, connection_id):
                raise OSError("secret words")

        with self.assertLogs("task_plugins", logging.ERROR) as caught:
            with self.assertRaises(TaskError):
                self.open(self.service(), token_store=Broken()).execute(CREATE, {"comment_body": "Hello"})
        self.assertNotIn("secret words", "".join(caught.output))

    def test_a_lease_that_somebody_else_has_is_waited_for(self):
        store = MemoryTokenStore(lease_seconds=60)
        connection = self.open(self.service(), id="shared", token_store=store)
        lease = store.try_lease("shared", 0)
        operation = connection.start(TaskRequest(CREATE, {"comment_body": "Hello"}))
        self.assertIsNone(store.try_lease("shared", 0))
        token = self.desk.call("POST", "/oauth/tokens", {
            "grant_type": "client_credentials", "client_id": "sandbox_service",
            "client_secret": "sandbox-service-secret", "scope": "read write"})["access_token"]
        self.desk.forget()
        self.assertTrue(store.commit(lease, Tokens(token)))
        operation.result(30)
        self.assertEqual(self.renewals(), 0)
        self.assertFalse(store.commit(lease, Tokens("late")))


if __name__ == "__main__":
    desk.main()
