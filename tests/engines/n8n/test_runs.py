# SPDX-License-Identifier: Apache-2.0
"""Workflows that run tasks: what comes out, what fails, what is done once."""

import http.server
import json
import threading

import engine  # first: it tells where the others are
import desk
from engine import START, chosen, items, mapped, node, task, workflow

TICKETS = "/api/v2/tickets"


class Runs(engine.Case):
    def test_all_six_tasks(self):
        ticket = self.succeed("create_ticket", {
            "comment_body": "={{ $json.comment }}", "custom_fields": mapped(
                Product="scanner", Symptoms=["symptom_noise", "symptom_smoke"])}, items({"score": 2, "comment": "Late."}), more={
                    "subject": "=Score {{ $json.score }}", "priority": "high", "tags": "survey, low-score",
                    "requester": chosen("dana@globex.example")})
        made = self.desk.ticket(ticket["id"])
        self.assertEqual((made["subject"], made["priority"], made["requester_id"]), ("Score 2", "high", desk.DANA))
        self.assertEqual(set(made["tags"]) & {"survey", "low-score"}, {"survey", "low-score"})
        self.assertIn({"id": desk.FIELD["multiselect"], "value": ["symptom_noise", "symptom_smoke"]}, made["custom_fields"])
        self.assertEqual(self.desk.comments(ticket["id"])[0]["body"], "Late.")
        self.succeed("update_ticket", {"ticket_id": chosen("={{ $json.id }}")}, items({"id": ticket["id"]}), more={
            "status": "={{ $json.id > 0 ? 'open' : 'new' }}"})
        self.assertEqual(self.desk.ticket(ticket["id"])["status"], "open")
        person = {"resource": "profiles", "source": "shop", "type": "customer", "email": "={{ $json.email }}"}
        ada = items({"email": "ada@example.com", "score": 9})
        attributes = {"entry": [{"name": "score", "value": "={{ $json.score }}"}, {"name": "plan", "value": "gold"}]}
        profile = self.succeed("create_profile", person, ada, more={"name": "Ada", "attributes": attributes})
        self.assertEqual(profile["profile"]["attributes"], {"score": 9, "plan": "gold"})
        updated = self.succeed("update_profile", person, ada, more={"name": "Ada L."})
        self.assertEqual(updated["profile"]["name"], "Ada L.")
        asset = {"resource": "records", "object_type": chosen("asset")}
        record = self.succeed("create_record", {**asset, "attributes": mapped(category="asset_laptop", memory=16)},
                              more={"name": "Laptop 7"})
        self.assertEqual(record["record"]["custom_object_fields"]["memory"], 16)
        again = self.succeed("update_record", {
            **asset, "record_id": chosen("={{ $json.id }}"), "attributes": mapped(memory="={{ 2 * 16 }}")},
                             items({"id": record["id"]}))
        self.assertEqual((again["id"], again["record"]["custom_object_fields"]["memory"]), (record["id"], 32))

    def test_other_plugins_with_no_change(self):
        say = task("echo", "say", {"text": "={{ $json.text }}"}, more={
            "times": 2, "loud": True, "tone": "friendly", "tags": "a, b", "extra": '{"id": 12345678901234567890}'})
        (said,) = self.outputs(self.run_workflow(workflow(START, say), items({"text": "Hello"})))
        self.assertIn("Hello", said["json"]["said"])
        self.assertEqual((said["json"]["tags"], said["json"]["extra"]), (["a", "b"], {"id": "12345678901234567890"}))
        got = []

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                got.append((self.rfile.read(int(self.headers["content-length"])), dict(self.headers)))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
        self.addCleanup(server.server_close)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.shutdown)
        post = task("webhook", "post", {"body": "={{ $json }}"}, credentials={
            "taskPluginsWebhookSigned": {"id": "hook", "name": "Receiver"}})
        hook = {"hook": {"url": f"http://127.0.0.1:{server.server_port}/in", "secret": "s" * 20, "timeout_ms": 15000}}
        (sent,) = self.outputs(self.run_workflow(workflow(START, post), items({"score": 2}), hook))
        self.assertEqual(sent["json"]["status"], 200)
        ((body, headers),) = got
        self.assertEqual(json.loads(body), {"score": 2})
        self.assertRegex(headers["webhook-signature"], "^v1,")

    def test_all_items_go_together(self):
        given = items(*({"number": number} for number in range(1000)))
        flow = self.workflow("create_ticket", {"comment_body": "Late."}, more={
            "subject": "=Item {{ $json.number }}", "external_id": "=many-{{ $json.number }}"})
        done = self.outputs(self.run_workflow(flow, given))
        self.assertLessEqual(len(self.desk.requests_of_the_plugin()), 40)
        self.assertEqual([item["pairedItem"] for item in done], [{"item": index} for index in range(1000)])
        self.assertEqual(len({item["json"]["id"] for item in done}), 1000)
        made = {ticket["id"]: ticket["subject"] for ticket in self.desk.pages(TICKETS, "tickets")}
        self.assertEqual([made[item["json"]["id"]] for item in done], [f"Item {number}" for number in range(1000)])

    def test_a_failure_says_what_to_do(self):
        ended = self.run_workflow(self.workflow("create_ticket", {"comment_body": "x"}, more={"priority": "={{ $json.priority }}"}),
                                  items({"priority": "low"}, {"priority": "soon"}))
        error = ended["error"]
        self.assertEqual((ended["status"], error["name"], error["code"]), ("error", "NodeOperationError", "invalid_input"))
        self.assertIn("Priority must be one of", error["message"])
        self.assertIn("Running it again would fail in the same way. 1 of 2 items failed.", error["description"])
        self.assertEqual((error["context"]["itemIndex"], error["context"]["data"]["retry"]), (1, "never"))
        self.assertEqual(error["context"]["data"]["pointer"], "/priority")

    def test_what_the_service_refuses_is_an_api_error(self):
        busy = desk.Desk("ticket")
        self.addCleanup(busy.close)
        busy.fault("status", path=TICKETS, status=429, headers={"Retry-After": "7200"}, times=0)
        error = self.run_workflow(self.workflow("create_ticket", {"comment_body": "x"}),
                                  credentials=self.credentials(base_url=busy.url))["error"]
        self.assertEqual((error["name"], error["code"], error["httpCode"]), ("NodeApiError", "zendesk.rate_limited", "429"))
        self.assertIn("Nothing has happened: it may be run again. Wait 7200 s.", error["description"])
        self.assertGreater(error["context"]["data"]["retryAfterMs"], 7000 * 1000)

    def test_continue_on_fail_keeps_items_and_their_origin(self):
        given = items({"text": "a"}, {"text": {"no": "text"}}, {"text": "c"})
        flow = self.workflow("create_ticket", {"comment_body": "={{ $json.text }}"}, onError="continueRegularOutput")
        first, second, third = self.outputs(self.run_workflow(flow, given))
        self.assertEqual([item["pairedItem"] for item in (first, second, third)], [{"item": index} for index in range(3)])
        self.assertTrue(first["json"]["created"] and third["json"]["created"])
        self.assertIn("Comment body must be", second["json"]["error"])
        self.assertEqual(second["json"]["details"]["code"], "invalid_input")

    def test_failed_items_go_to_the_error_output(self):
        given = items({"text": "a"}, {"text": {"no": "text"}})
        flow = self.workflow("create_ticket", {"comment_body": "={{ $json.text }}"}, onError="continueErrorOutput")
        ended = self.run_workflow(flow, given)
        good, bad = ended["outputs"]["Task"]
        self.assertEqual((len(good), len(bad)), (1, 1))
        self.assertEqual((bad[0]["json"]["text"], bad[0]["json"]["details"]["retry"]), ({"no": "text"}, "never"))

    def test_an_expression_that_fails_is_the_failure_of_its_item(self):
        given = items({"list": ["a"]}, {"list": None})
        flow = self.workflow("create_ticket", {"comment_body": "={{ $json.list.map(one => one).join() }}"},
                             onError="continueRegularOutput")
        first, second = self.outputs(self.run_workflow(flow, given))
        self.assertTrue(first["json"]["created"])
        self.assertIn("error", second["json"])

    def test_binary_data_is_attached(self):
        given = [{"json": {}, "binary": {
            "data": {"data": "U2NvcmUgMg==", "mimeType": "text/plain", "fileName": "answer.txt"},
            "more": {"data": "AAECAw==", "mimeType": "application/octet-stream", "fileName": "more.bin"}}}]
        made = self.succeed("create_ticket", {"comment_body": "See the files."}, given, more={"attachments": "data, more"})
        files = self.desk.comments(made["id"])[0]["attachments"]
        self.assertEqual([(one["file_name"], one["size"]) for one in files], [("answer.txt", 7), ("more.bin", 4)])

    def test_a_file_that_is_not_there_is_the_failure_of_its_item(self):
        error = self.run_workflow(self.workflow("create_ticket", {"comment_body": "x"}, more={"attachments": "data"}))["error"]
        self.assertEqual(error["context"]["itemIndex"], 0)
        self.assertIn("data", error["message"])
        self.assertEqual(self.desk.requests_of_the_plugin(), [])

    def test_warnings_are_shown_with_the_output(self):
        made = self.run_workflow(self.workflow("update_ticket", {"ticket_id": chosen("1")}, more={"description": "More."}))
        self.assertEqual(made["status"], "success", made.get("error"))
        self.assertTrue(any("escription" in hint for hint in made["hints"]), made["hints"])

    def test_only_checking_writes_nothing(self):
        commits = self.desk.commits()
        self.succeed("create_ticket", {"comment_body": "x", "options": {"dryRun": True}})
        self.assertEqual(self.desk.commits(), commits)

    def test_a_missing_credential_is_told(self):
        flow = self.workflow("create_ticket", {"comment_body": "x"})
        del flow["nodes"][1]["credentials"]
        self.assertIn("credentials", self.run_workflow(flow)["error"]["message"])

    def test_a_changed_credential_counts_at_once(self):
        flow = self.workflow("create_ticket", {"comment_body": "x"})
        refused = self.run_workflow(flow, credentials=self.credentials(access_token="another"))["error"]
        self.assertEqual(refused["code"], "zendesk.token_expired")
        self.outputs(self.run_workflow(flow))

    def test_tools_of_agents(self):
        (description,) = [one for one in self.engine.ask("types")["nodes"] if one["name"] == "zendesk"]
        self.assertIs(description["usableAsTool"], True)
        flow = self.workflow("create_ticket", {"comment_body": "={{ $fromAI('text', 'What happened', 'string') }}"}, more={
            "subject": "Tool"}, retryOnFail=True, maxTries=2, waitBetweenTries=0)
        tool = flow["nodes"][1]
        tool["type"] += "Tool"
        flow["nodes"].append(node("Agent", "n8n-nodes-base.agent", {}))
        flow["connections"] = {"Start": {"main": [[{"node": "Agent", "type": "main", "index": 0}]]},
                               "Task": {"ai_tool": [[{"node": "Agent", "type": "ai_tool", "index": 0}]]}}
        self.desk.fault("cut_after_commit", method="POST", path=TICKETS, times=1)
        ended = self.run_workflow(flow, items({"text": "Late."}, {"text": "Broken."}))
        self.assertEqual(ended["status"], "success", ended.get("error"))
        said = [json.loads(item["json"]["said"])[0]["ticket"]["description"] for item in ended["outputs"]["Agent"][0]]
        self.assertEqual(said, ["Late.", "Broken."])
        made = [one for one in self.desk.pages(TICKETS, "tickets") if one["subject"] == "Tool"]
        self.assertEqual(len(made), 2)


class Once(engine.Case):
    def keys(self):
        return [value for request in self.desk.requests() if request["method"] == "POST"
                for name, value in request["headers"].items() if name.lower() == "idempotency-key"]

    def subjects(self):
        return [ticket["subject"] for ticket in self.desk.pages(TICKETS, "tickets")]

    def flow(self, subject, **more):
        return self.workflow("create_ticket", {"comment_body": "x"}, more={"subject": subject}, **more)

    def test_a_node_that_n8n_tries_again_has_the_same_keys(self):
        self.desk.fault("cut_after_commit", method="POST", path=TICKETS, times=1)
        flow = self.flow("=Tried {{ $json.n }}", retryOnFail=True, maxTries=3, waitBetweenTries=0)
        self.outputs(self.run_workflow(flow, items({"n": 1})))
        keys = self.keys()
        self.assertEqual((len(keys) >= 1, len(set(keys))), (True, 1), keys)
        self.assertEqual(self.subjects().count("Tried 1"), 1)

    def test_an_execution_that_is_run_again_has_the_same_keys(self):
        self.desk.fault("cut_after_commit", method="POST", path=TICKETS, times=1)
        flow, given = self.flow("=Again {{ $json.n }}"), items({"n": 1}, {"n": 2}, {"n": 3})
        failed = self.run_workflow(flow, given)
        self.assertEqual(failed["status"], "error")
        again = self.engine.ask("retry", workflow=flow, data=failed["data"], executionId=self.execution(),
                                credentials=self.credentials())
        self.assertEqual(len(self.outputs(again)), 3)
        self.assertEqual(len(set(self.keys())), 3)
        self.assertEqual([self.subjects().count(f"Again {n}") for n in (1, 2, 3)], [1, 1, 1])

    def test_what_was_not_done_counts_as_no_attempt(self):
        flow, given = self.flow("=Undone {{ $json.n }}"), items({"n": 1}, {"n": 2})
        flow["nodes"][1]["parameters"]["additionalFields"]["priority"] = "={{ $json.n === 2 ? 'soon' : 'low' }}"
        failed = self.run_workflow(flow, given)
        (begun,) = failed["data"]["executionData"]["contextData"]["node:Task"]["taskPlugins"].values()
        self.assertEqual((begun["attempt"], begun["undone"]), (1, [1]))
        flow["nodes"][1]["parameters"]["additionalFields"]["priority"] = "low"
        again = self.engine.ask("retry", workflow=flow, data=failed["data"], executionId=self.execution(),
                                credentials=self.credentials())
        self.assertEqual(len(self.outputs(again)), 2)
        (begun,) = again["data"]["executionData"]["contextData"]["node:Task"]["taskPlugins"].values()
        self.assertEqual((begun["attempt"], begun["undone"]), (2, []))
        self.assertEqual([self.subjects().count(f"Undone {n}") for n in (1, 2)], [1, 1])

    def test_another_process_runs_it_again(self):
        self.desk.fault("cut_after_commit", method="POST", path=TICKETS, times=1)
        flow = self.flow("Elsewhere")
        failed = self.run_workflow(flow)
        other = engine.Engine()
        self.addCleanup(other.close)
        again = other.ask("retry", workflow=flow, data=failed["data"], executionId=self.execution(),
                          credentials=self.credentials())
        self.outputs(again)
        self.assertEqual(self.subjects().count("Elsewhere"), 1)

    def test_other_executions_and_other_runs_are_other_work(self):
        flow = self.flow("Twice")
        for _ in range(2):
            self.outputs(self.run_workflow(flow))
        self.assertEqual(self.subjects().count("Twice"), 2)

    def test_what_tells_a_piece_of_work_may_be_chosen(self):
        flow = self.workflow("create_ticket", {"comment_body": "x", "options": {"once": "={{ $json.id }}"}})
        ids = [self.outputs(self.run_workflow(flow, items({"id": number})))[0]["json"]["id"] for number in (1, 1, 2)]
        self.assertEqual(ids[0], ids[1])
        self.assertNotEqual(ids[0], ids[2])

    def test_a_loop_does_another_piece_of_work_each_time(self):
        split = node("Loop", "n8n-nodes-base.splitInBatches", {"batchSize": 1, "options": {}}, typeVersion=3)
        flow = self.flow("=Loop {{ $json.n }}")
        flow["nodes"].append(split)
        to = lambda name: {"node": name, "type": "main", "index": 0}  # noqa: E731
        flow["connections"] = {"Start": {"main": [[to("Loop")]]}, "Loop": {"main": [[], [to("Task")]]}, "Task": {"main": [[to("Loop")]]}}
        ended = self.run_workflow(flow, items({"n": 1}, {"n": 2}))
        self.assertEqual(ended["status"], "success", ended.get("error"))
        self.assertEqual([self.subjects().count(f"Loop {n}") for n in (1, 2)], [1, 1])
        self.assertEqual(len(set(self.keys())), 2)


class Secrets(engine.Case):
    def test_no_secret_in_log_outputs_or_executions(self):
        service = {"account": {"subdomain": "acme", "base_url": self.desk.url, "client_id": "sandbox_service",
                               "client_secret": "sandbox-service-secret"}}
        flow = self.workflow("create_ticket", {"comment_body": "x"})
        flow["nodes"][1]["parameters"]["authentication"] = "oauth_client_credentials"
        flow["nodes"][1]["credentials"] = {"taskPluginsZendeskOauthClientCredentials": {"id": "account", "name": "Service"}}
        self.outputs(self.run_workflow(flow, credentials=service))
        wrong = {"other": {**service["account"], "client_secret": "sandbox-service-mistake"}}
        flow["nodes"][1]["credentials"]["taskPluginsZendeskOauthClientCredentials"]["id"] = "other"
        self.assertEqual(self.run_workflow(flow, credentials=wrong)["status"], "error")
        self.run_workflow(self.workflow("create_ticket", {"comment_body": "x"}))
        tokens = [path for path in (self.engine.home / ".n8n" / "task-plugins").rglob("*") if path.is_file()]
        self.assertTrue(tokens)
        self.assertEqual({path.stat().st_mode & 0o077 for path in tokens}, {0})
        said = self.engine.said + self.engine.log
        for secret in ("sandbox-service-secret", "sandbox-service-mistake", desk.TOKEN):
            for spelling in desk.spellings(secret):
                self.assertNotIn(spelling, said)


if __name__ == "__main__":
    engine.main()
