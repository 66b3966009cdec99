# SPDX-License-Identifier: Apache-2.0
"""Flows that run tasks, without an editor: what comes out, what goes to Catch nodes, what is done once."""

import json
import unittest

import engine  # first: it tells where the others are
import desk

from engine import account, answering, flow, of_message, text

TICKETS = "/api/v2/tickets"
ENTRIES = {"type": "entries", "entries": [{"name": "score", "type": "msg", "value": "payload.score"},
                                          {"name": "plan", "type": "str", "value": "gold"}]}


class Runs(engine.Case):
    def deploy(self, kind, fields, nodes=(), **more):
        self.engine.deploy([account(self.desk.url), *flow(*answering(kind, fields, **more)), *nodes])

    def run_task(self, kind, fields, body=None, **more):
        self.deploy(kind, fields, **more)
        return self.engine.call("POST", "/run", body or {})

    def succeed(self, kind, fields, body=None, **more):
        answer = self.run_task(kind, fields, body, **more)
        self.assertNotIn("problem", answer, answer)
        return answer["payload"]

    def subjects(self):
        return [ticket["subject"] for ticket in self.desk.pages(TICKETS, "tickets")]

    def test_all_six_tasks(self):
        ticket = self.succeed("zendesk.create_ticket", {
            "subject": {"type": "text", "value": "Score {{payload.score}} from {{payload.name}}"},
            "comment_body": of_message("payload.comment"),
            "priority": {"type": "choice", "value": "high"},
            "tags": text("survey, low-score"),
            "custom_fields": {"type": "entries", "as": ["field", "value"], "entries": [
                {"name": "Product", "type": "choice", "value": "scanner"},
                {"name": "Symptoms", "type": "choices", "value": "symptom_noise,symptom_smoke"}]},
        }, {"score": 2, "name": "Ada", "comment": "Late."})
        made = self.desk.ticket(ticket["id"])
        self.assertEqual((made["subject"], made["priority"]), ("Score 2 from Ada", "high"))
        self.assertIn({"id": desk.FIELD["multiselect"], "value": ["symptom_noise", "symptom_smoke"]}, made["custom_fields"])
        self.succeed("zendesk.update_ticket", {"ticket_id": of_message("payload.id"), "status": {
            "type": "jsonata", "value": 'payload.id > 0 ? "open" : "new"'}}, {"id": ticket["id"]})
        self.assertEqual(self.desk.ticket(ticket["id"])["status"], "open")
        person = {"source": text("shop"), "type": text("customer"), "email": of_message("payload.email")}
        ada = {"email": "ada@example.com", "score": 9}
        profile = self.succeed("zendesk.create_profile", {**person, "name": text("Ada"), "attributes": ENTRIES}, ada)
        self.assertEqual(profile["profile"]["attributes"], {"score": 9, "plan": "gold"})
        updated = self.succeed("zendesk.update_profile", {**person, "name": text("Ada L.")}, ada)
        self.assertEqual(updated["profile"]["name"], "Ada L.")
        record = self.succeed("zendesk.create_record", {
            "object_type": text("asset"), "name": text("Laptop 7"), "attributes": {"type": "entries", "entries": [
                {"name": "category", "type": "choice", "value": "asset_laptop"},
                {"name": "memory", "type": "num", "value": "16"}]}})
        again = self.succeed("zendesk.update_record", {
            "object_type": text("asset"), "record_id": of_message("payload.id"), "attributes": {
                "type": "json", "value": '{"memory": 32}'}}, {"id": record["id"]})
        self.assertEqual(again["id"], record["id"])

    def test_other_plugins_with_no_change(self):
        echo = {"id": "echo-account", "type": "echo-connection", "kind": "none", "settings": {}}
        fields = {"text": of_message("payload.text"), "times": {"type": "num", "value": "2"},
                  "extra": {"type": "json", "value": '{"id": 12345678901234567890}'},
                  "loud": {"type": "bool", "value": "true"}}
        self.engine.deploy([echo, *flow(*answering("echo.say", fields, connection="echo-account"))])
        said = self.engine.call("POST", "/run", {"text": "Hello"})["payload"]
        self.assertEqual(said["said"], "Hello! Hello!")
        hook = {"id": "hook-account", "type": "webhook-connection", "kind": "signed", "credentials": {"secret": "s" * 20},
                "settings": {"url": self.engine.url + "/hook"}}
        receiver = [
            {"id": "h-in", "type": "http in", "url": "/hook", "method": "post", "wires": [["h-keep"]]},
            {"id": "h-keep", "type": "function", "func": "flow.set('got', [msg.payload, msg.req.headers]);"
             " msg.payload = {}; return msg;", "wires": [["h-out"]]},
            {"id": "h-out", "type": "http response", "statusCode": "200", "headers": {}, "wires": []},
            {"id": "g-in", "type": "http in", "url": "/got", "method": "get", "wires": [["g-give"]]},
            {"id": "g-give", "type": "function", "func": "msg.payload = flow.get('got'); return msg;", "wires": [["h-out"]]}]
        posts = answering("webhook.post", {"body": of_message("payload")}, connection="hook-account")
        self.engine.deploy([hook, *flow(*posts, *receiver)])
        self.assertNotIn("problem", self.engine.call("POST", "/run", {"score": 2}))
        body, headers = self.engine.call("GET", "/got")
        self.assertEqual(body, {"score": 2})
        self.assertRegex(headers["webhook-signature"], "^v1,")

    def test_a_failure_goes_to_catch_nodes_with_what_to_do(self):
        answer = self.run_task("zendesk.create_ticket", {
            "comment_body": text("x"), "priority": of_message("payload.priority")}, {"priority": "soon"})
        problem, error = answer["problem"], answer["error"]
        self.assertEqual((problem["code"], problem["retry"], problem["pointer"]), ("invalid_input", "never", "/priority"))
        self.assertIn("Priority", error["message"])
        self.assertTrue(problem["remedy"])
        self.assertEqual(error["code"], "invalid_input")
        self.assertEqual(error["source"]["id"], "n-task")
        self.assertNotIn("stack", error)

    def test_what_may_be_tried_again_says_when(self):
        busy = desk.Desk("ticket")
        self.addCleanup(busy.close)
        busy.fault("status", path=TICKETS, status=429, headers={"Retry-After": "7200"}, times=0)
        self.engine.deploy([account(busy.url), *flow(*answering("zendesk.create_ticket", {"comment_body": text("x")}))])
        problem = self.engine.call("POST", "/run", {})["problem"]
        self.assertEqual((problem["code"], problem["retry"]), ("zendesk.rate_limited", "safe"))
        self.assertGreater(problem["retryAfterMs"], 7000 * 1000)

    def test_the_same_message_makes_one_ticket(self):
        twice = {"id": "n-twice", "type": "function", "z": "tab", "wires": [["n-task"]], "func":
                 "node.send(RED.util.cloneMessage(msg)); msg.payload.name = 'B'; return [[msg, RED.util.cloneMessage(msg)]];"}
        nodes = answering("zendesk.create_ticket", {
            "subject": {"type": "text", "value": "Once {{payload.name}}"}, "comment_body": text("x")})
        nodes[0]["wires"] = [["n-twice"]]
        self.engine.deploy([account(self.desk.url), *flow(*nodes, twice)])
        self.engine.call("POST", "/run", {"name": "A"})
        self.engine.wait_for(lambda: self.subjects().count("Once B") > 0 and self.subjects().count("Once A") > 0)
        self.engine.wait_for(lambda: len(self.desk.requests_of_the_plugin()) >= 3)
        self.assertEqual([self.subjects().count(f"Once {name}") for name in "AB"], [1, 1])

    def test_what_tells_a_piece_of_work_may_be_chosen(self):
        self.deploy("zendesk.create_ticket", {"subject": text("Chosen"), "comment_body": text("x")},
                    key={"type": "msg", "value": "payload.id"})
        ids = [self.engine.call("POST", "/run", {"id": number})["payload"]["id"] for number in (1, 1, 2)]
        self.assertEqual(ids[0], ids[1])
        self.assertNotEqual(ids[0], ids[2])

    def test_a_lost_answer_and_a_second_try_of_the_flow_make_one_ticket(self):
        nodes = answering("zendesk.create_ticket", {"subject": text("Lost"), "comment_body": text("x")})
        nodes[-1]["wires"] = [["n-again"]]
        again = {"id": "n-again", "type": "function", "func": "return msg;", "wires": [["n-task"]]}
        once = account(self.desk.url)
        once["settings"]["max_attempts"] = 1
        self.engine.deploy([once, *flow(*nodes, again)])
        self.desk.fault("cut_after_commit", method="POST", path=TICKETS, times=1)
        self.assertIn("id", self.engine.call("POST", "/run", {})["payload"])
        self.assertEqual(self.subjects().count("Lost"), 1)

    def test_what_was_not_done_may_be_done_as_if_it_were_the_first_time(self):
        fields = {"object_type": text("asset"), "name": text("Tried again"), "attributes": {
            "type": "json", "value": '{"category": "asset_laptop"}'}}
        nodes = answering("zendesk.create_record", fields)
        nodes[-1]["wires"] = [["n-again"]]
        again = {"id": "n-again", "type": "delay", "pauseType": "delay", "timeout": "1100",
                 "timeoutUnits": "milliseconds", "wires": [["n-task"]]}
        once = account(self.desk.url)
        once["settings"]["max_attempts"] = 1
        self.engine.deploy([once, *flow(*nodes, again)])
        self.desk.fault("status", method="POST", path="/api/v2/custom_objects/asset/records", status=429,
                        headers={"Retry-After": "1"}, times=1)
        answer = self.engine.call("POST", "/run", {})
        self.assertIn("id", answer["payload"], answer)

    def test_each_item_of_a_list_has_its_outcome(self):
        items = [{"subject": f"Item {number}", "id": f"item-{number}"} for number in range(150)]
        items[3]["subject"] = {"no": "text"}
        self.desk.forget()
        nodes = answering("zendesk.create_ticket", {
            "subject": of_message("payload.subject"), "comment_body": text("x"),
            "external_id": of_message("payload.id")}, each=True)
        failed = {"id": "n-failed", "type": "function", "wires": [],
                  "func": "node.warn('failed ' + msg.index + ' ' + JSON.stringify(msg.payload) + msg.problem.pointer);"}
        nodes[-1]["wires"] = [["n-failed"]]
        watch = {"id": "n-status", "type": "status", "scope": ["n-task"], "wires": [["n-tell"]]}
        tell = {"id": "n-tell", "type": "function", "func": "node.warn('shows ' + msg.status.text);"}
        self.engine.deploy([account(self.desk.url), *flow(*nodes, failed, watch, tell)])
        outcomes = self.engine.call("POST", "/run", items)["payload"]
        self.assertEqual([one["ok"] for one in outcomes], [number != 3 for number in range(150)])
        self.assertEqual(self.desk.ticket(outcomes[7]["output"]["id"])["subject"], "Item 7")
        self.assertEqual(outcomes[3]["problem"]["code"], "invalid_input")
        self.assertRegex(self.engine.log, r"shows \d+ of 150")
        self.engine.wait_for(lambda: "shows 1 failed, 149 done" in self.engine.log)
        self.engine.wait_for(lambda: 'failed 3 {"subject":{"no":"text"},"id":"item-3"}/subject' in self.engine.log)
        sent = [(r["method"], r["path"]) for r in self.desk.requests_of_the_plugin()]
        self.assertLess(len(sent), 30, sent[:10])

    def test_bytes_of_a_message_are_attached(self):
        nodes = answering("zendesk.create_ticket", {
            "comment_body": text("See the file."),
            "attachments": {"type": "items", "items": [{"blob": of_message("bytes"), "file_name": text("answer.txt")}]}})
        nodes[0]["wires"] = [["n-bytes"]]
        made = {"id": "n-bytes", "type": "function", "func": "msg.bytes = Buffer.from('Score 2'); return msg;",
                "wires": [["n-task"]]}
        self.engine.deploy([account(self.desk.url), *flow(*nodes, made)])
        ticket = self.engine.call("POST", "/run", {})["payload"]["id"]
        (attachment,) = self.desk.comments(ticket)[0]["attachments"]
        self.assertEqual((attachment["file_name"], attachment["size"]), ("answer.txt", 7))

    def test_messages_do_not_wait_for_each_other_and_end_with_the_flow(self):
        self.desk.fault("hang", path=TICKETS, times=0)
        many = {"id": "n-in", "type": "inject", "props": [{"p": "payload"}], "wires": [["n-many"]], "repeat": "",
                "crontab": "", "once": True, "onceDelay": 0.1}
        split = {"id": "n-many", "type": "function", "wires": [["n-task"]],
                 "func": "return [Array.from({length: 20}, (_, i) => ({payload: i}))];"}
        nodes = answering("zendesk.create_ticket", {
            "subject": {"type": "text", "value": "Slow {{payload}}"}, "comment_body": text("x")})
        self.engine.deploy([account(self.desk.url), *flow(many, split, *nodes[1:])])
        self.engine.wait_for(lambda: sum(r["path"] == TICKETS for r in self.desk.requests()) >= 20)
        self.engine.deploy(flow())
        told = [line for line in self.engine.log.splitlines() if "[error] [zendesk.create_ticket:n-task]" in line]
        self.assertEqual(len([line for line in told if "ancelled" in line]), 20, told)
        self.assertTrue(self.engine.is_running)

    def test_the_status_says_what_happens(self):
        nodes = answering("zendesk.create_ticket", {"comment_body": of_message("payload.text")})
        watch = {"id": "n-status", "type": "status", "scope": ["n-task"], "wires": [["n-tell"]]}
        tell = {"id": "n-tell", "type": "function", "func": "node.warn('shows ' + msg.status.fill + ' ' + msg.status.text);"}
        self.engine.deploy([account(self.desk.url), *flow(*nodes, watch, tell)])
        self.desk.fault("hang", path=TICKETS, times=1)
        at = len(self.engine.log)
        with self.assertRaises(TimeoutError):
            self.engine.call("POST", "/run", {"text": "Wait."}, patience=3.5)
        self.engine.wait_for(lambda: "shows yellow waiting: 1, for 3 s" in self.engine.log[at:])
        self.assertIn("shows blue running: 1", self.engine.log[at:])
        self.engine.deploy([account(self.desk.url), *flow(*nodes, watch, tell)])
        self.engine.call("POST", "/run", {"text": "Hello"})
        self.engine.wait_for(lambda: "shows green done" in self.engine.log[at:])
        self.engine.call("POST", "/run", {"text": 7})
        self.engine.wait_for(lambda: "shows red Comment body must be a text" in self.engine.log[at:])

    def test_the_editor_asks_with_secrets_of_the_connection_itself_alone(self):
        other = {"id": "other-account", "type": "webhook-connection", "kind": "signed", "settings": {},
                 "credentials": {"secret": "s" * 20}}
        task = answering("zendesk.create_ticket", {"comment_body": text("x")})
        self.engine.deploy([account(self.desk.url), other, *flow(*task)])
        asked = {"plugin": "zendesk", "kind": "oauth_access_token", "credentials": {"access_token": "__PWRD__"},
                 "settings": {"subdomain": "acme", "base_url": self.desk.url}}

        def verify(id):
            return self.engine.call("POST", "/task-plugins/verify", {"connection": {"id": id, **asked}, "language": "fr"})

        self.assertIn("Alex Admin", json.dumps(verify("account")))
        self.assertIn("Jeton d’accès", json.dumps(verify("other-account")["problem"], ensure_ascii=False))

    def test_no_secret_in_log_flow_file_or_answers(self):
        service = account(self.desk.url, kind="oauth_client_credentials", credentials={
            "client_id": "sandbox_service", "client_secret": "sandbox-service-secret"})
        self.engine.deploy([service, *flow(*answering("zendesk.create_ticket", {"comment_body": text("x")}))])
        self.engine.call("POST", "/run", {})
        tokens = [path for path in (self.engine.home / "task-plugins").rglob("*") if path.is_file()]
        self.assertTrue(any("tokens" in str(path) for path in tokens), tokens)
        self.assertEqual({path.stat().st_mode & 0o077 for path in tokens}, {0})
        said = self.engine.log + json.dumps(self.engine.call("GET", "/flows"))
        for path in self.engine.home.glob("*.json"):
            said += path.read_text()
        for secret in ("sandbox-service-secret", desk.TOKEN):
            for spelling in desk.spellings(secret):
                self.assertNotIn(spelling, said)


class Locked(unittest.TestCase):
    def test_only_who_may_edit_flows_may_ask_accounts(self):
        users = "adminAuth: {type: 'credentials', users: []},"
        locked = engine.NodeRed(more=users)
        self.addCleanup(locked.remove)
        with self.assertRaisesRegex(AssertionError, ": 401 "):
            locked.call("GET", "/task-plugins/catalogue")
        for path in ("verify", "options", "schema", "sign-in"):
            with self.assertRaisesRegex(AssertionError, ": 401 "):
                locked.call("POST", f"/task-plugins/{path}", {"connection": {"plugin": "zendesk"}})
        self.assertIn("<svg", locked.call("GET", "/task-plugins/icons/zendesk.svg"))


if __name__ == "__main__":
    unittest.main()
