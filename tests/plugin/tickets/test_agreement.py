# SPDX-License-Identifier: Apache-2.0
"""What a dry run shows and refuses is what a run sends and is refused."""

import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import (
    ANA, BEN, BILLING, DANA, FAY, FIELD, GLOBEX, INITECH, OTHER_BRAND, OTHER_FORM, PROBLEM_TICKET, SUPPORT,
    WAITING_FOR_PARTS,
)  # fmt: skip

DRY = ("--dry-run",)
NOTHING = 999  # which no list of an account has as an ID


def without_said(fields):
    """What Zendesk says in its own words nobody foresees."""
    return [{key: value for key, value in field.items() if key != "said"} for field in fields]


def nameless(request):
    """Without the name of the work, which is another one in each run."""
    request.get("body", {}).get("ticket", {}).get("metadata", {}).pop("zendesk_tasks_operation", None)
    return request


class Agreement(desk.EachCase):
    """500 inputs of a seeded generator, all run dry and then in earnest."""

    POOLS = {
        "subject": ["A", "Ünïcode ☎", None],
        "priority": ["low", "urgent", "most", None],
        "type": ["task", "incident", "question"],
        "status": ["open", "pending", "solved", "hold"],
        "group": ["Support", "Billing", "Sales of nothing"],
        "assignee": ["Ana Agent", "ben@acme.example", "Nobody"],
        "group_id": [SUPPORT, BILLING, NOTHING],
        "assignee_id": [ANA, BEN, DANA, NOTHING],
        "assignee_email": ["ana@acme.example", "dana@globex.example", "new@nowhere.example"],
        "requester_id": [DANA, FAY, NOTHING],
        "requester": ["Dana Customer", "Sam Agent"],
        "requester_email": ["eli@globex.example", "fay@initech.example", "new@nowhere.example"],
        "organization": ["Glob"],
        "organization_id": [GLOBEX, INITECH, NOTHING],
        "brand_id": [OTHER_BRAND, NOTHING],
        "custom_status_id": [WAITING_FOR_PARTS, NOTHING],
        "submitter_id": [ANA, NOTHING],
        "problem_id": [PROBLEM_TICKET, 1, NOTHING],
        "ticket_form": ["Returns", "Repair", "No form"],
        "ticket_form_id": [OTHER_FORM, NOTHING],
        "due_at": ["2026-12-24T12:00:00Z", "tomorrow"],
        "tags": [["a", "b c"], []],
        "metadata": [{"a": 1}],
        "custom_fields": [
            [{"field": "Order number", "value": 7}], [{"field": "Order number", "value": "many"}],
            [{"id": FIELD["tagger"], "value": "printer_ink"}], [{"field": "Nothing", "value": 1}],
            [{"id": FIELD["checkbox"], "value": "yes"}, {"id": FIELD["integer"], "value": None}],
            [{"id": FIELD["date"], "value": "2026-13-01"}], [{"id": FIELD["regexp"], "value": "ABCD-1234"}],
            [{"id": FIELD["regexp"], "value": "abcd-1234"}], [{"id": FIELD["integer"], "value": 2**63}],
            [{"field": "Account manager", "value": DANA}], [{"field": "Account manager", "value": NOTHING}],
        ],
    }  # fmt: skip

    SIDE_EFFECTS = ("field_ignored", "group_changes", "assignee_leaves")

    def inputs(self, chance, task, count):
        """Each can be found again: a creation by its comment, an update by its ticket."""
        for number in range(count):
            values = {"comment_body": f"Number {number}"}
            if task == "update":
                values = {"ticket_id": self.desk.make_ticket(subject=f"Number {number}")}
                if chance.random() < 0.1:
                    closed = {"status": "closed", "assignee_id": ANA}
                    self.desk.call("PUT", f"/api/v2/tickets/{values['ticket_id']}", {"ticket": closed})
                if chance.random() < 0.1:
                    values["ticket_id"] += 4_000_000
                if chance.random() < 0.3:
                    values["additional_tags"] = [f"tag{number}"]
                if chance.random() < 0.3:
                    values["comment_body"] = f"Number {number}"
            for name in chance.sample(sorted(self.POOLS), chance.randint(0, 4)):
                is_free = name != "tags" or "additional_tags" not in values
                if is_free and (name != "submitter_id" or task == "create"):
                    values[name] = chance.choice(self.POOLS[name])
            yield values

    def run_all(self, task, lines, out, *arguments):
        self.out = self.lines.with_name(out)
        self.write(lines)
        self.run_each(None, "--chunk", "1", *arguments, task=task)
        return self.results()

    def written(self, task, values):
        """What was sent to write this."""
        path = f"/api/v2/tickets/{values['ticket_id']}" if task == "update" else "/api/v2/tickets"
        paths = (path, f"{path}/tags")
        return [
            {"method": method, "path": to, "body": body}
            for method, to, body in self.writes
            if to in paths and (task == "update" or body["ticket"]["comment"]["body"] == values["comment_body"])
        ]  # fmt: skip

    def agree(self, task, count):
        inputs = list(self.inputs(random.Random(20261129), task, count))
        lines = [json.dumps(values) for values in inputs]
        self.desk.forget()
        dry = self.run_all(task, lines, "dry.ndjson", "--dry-run")
        self.assertEqual({method for method, _, _ in self.sent()}, {"GET"})
        real = self.run_all(task, lines, "real.ndjson")
        self.writes = [request for request in self.sent() if request[0] != "GET"]
        refused = 0
        for line, values in enumerate(inputs, 1):
            with self.subTest(values=values):
                if "error" in real[line]:
                    for each in (dry[line], real[line]):  # what only an answer has
                        for key in ("http_status", "request_id", "attempts", "api_calls", "waited_ms"):
                            each["error"].pop(key, None)
                    real[line]["error"]["fields"] = without_said(real[line]["error"]["fields"])
                    self.assertEqual(dry[line]["error"], real[line]["error"])
                    refused += 1
                else:
                    self.assertIn("output", dry[line], dry[line])
                    shown = dry[line]["output"]["requests"]
                    self.assertEqual(list(map(nameless, shown)), list(map(nameless, self.written(task, values))))
                    foreseen = [w for w in real[line]["warnings"] if w["code"] != "not_as_asked"]
                    # Where the ticket is read, more can be foreseen than a run is told that does not read it.
                    known = [w for w in dry[line]["warnings"] if w in foreseen or w["code"] not in self.SIDE_EFFECTS]
                    self.assertEqual(known, foreseen)
        # The generator makes enough of both.
        self.assertTrue(count / 5 < refused < count * 4 / 5, refused)

    def test_creations(self):
        self.agree("create", 250)

    def test_updates(self):
        self.agree("update", 250)


class Twice(desk.Case):
    """Each is run dry and then in earnest, and is refused with the same words."""

    def both(self, **values):
        dry = self.fail(values, *DRY)
        self.assertEqual({method for method, _, _ in self.sent()} - {"GET"}, set())
        real = self.fail(values)
        self.assertEqual(dry, real)
        return [(field["pointer"], field["code"]) for field in real[1]]

    def fail(self, values, *arguments):
        ending = self.desk.run("create", values, arguments=arguments)
        return ending.error["code"], without_said(ending.error["fields"])

    def test_letters_beyond_ascii_do_not_hide_a_pattern(self):
        for value in ("ABCDÉ-1234", "éABCD-1234", "АBCD-1234", "ABCD-١٢٣٤"):
            with self.subTest(value):
                fields = [{"id": FIELD["regexp"], "value": value}]
                self.desk.forget()
                faults = self.both(comment_body="x", custom_fields=fields)
                self.assertEqual(faults, [("/custom_fields/0/value", "bad_format")])
                self.assertEqual([method for method, _, _ in self.sent() if method != "GET"], [])

    def test_an_assignee_who_is_refused_is_none(self):
        for name, value in (("assignee_email", "dana@globex.example"), ("assignee_id", 99)):
            with self.subTest(name):
                self.assertEqual(len(self.both(comment_body="x", status="solved", **{name: value})), 2)

    def test_one_organization_and_one_requester_who_are_both_wrong(self):
        self.assertIn(("/requester_id", "not_allowed"), self.both(comment_body="x", requester_id=NOTHING, organization_id=NOTHING))

    def test_all_that_is_wrong_is_told(self):
        fields = [{"field": "Account manager", "value": 99}]
        self.assertEqual(len(self.both(comment_body="x", organization_id=7, custom_fields=fields)), 2)

    def test_what_zendesk_would_drop_is_refused_where_nothing_may_be_lost(self):
        for values in ({"problem_id": PROBLEM_TICKET}, {"problem_id": PROBLEM_TICKET, "type": "task"},
                       {"due_at": "2026-12-24T12:00:00Z", "type": "incident"}):  # fmt: skip
            with self.subTest(values):
                self.desk.forget()
                (fault,) = self.both(comment_body="x", on_difference="fail", **values)
                self.assertEqual(fault, ("/" + next(iter(values)), "excluded"))
                self.assertEqual(self.sent(), [])
        self.create(problem_id=PROBLEM_TICKET, type="incident", on_difference="fail")


class AgreementOfRecords(desk.Case):
    """Each is run dry, and then in earnest."""

    kind = "record"
    MADE = {"object_type": "asset", "name": "Made", "external_id": "M-1", "attributes": {"Category": "Laptop"}}
    INPUTS = (
        ("create", {"name": "A", "attributes": {"Category": "Laptop"}}),
        ("create", {"name": "B"}),
        ("create", {"name": " ", "attributes": {"Category": "Laptop"}}),
        ("create", {"attributes": {"Category": "Laptop"}}),
        ("create", {"name": "Made", "attributes": {"Category": "Laptop"}}),
        ("create", {"name": "C", "external_id": "M-1", "attributes": {"Category": "Laptop"}}),
        ("create", {"name": "Made", "external_id": "M-1"}),
        ("create", {"name": "D", "attributes": {"Category": "Laptop", "Notes": "n" * 33000}}),
        ("create", {"name": "E", "attributes": {"Category": "Laptop", "Asset tag": "AB-1234"}}),
        ("create", {"name": "F", "attributes": {"Category": "Laptop", "Asset tag": "ab-1234"}}),
        ("create", {"object_type": "Maintenance visit", "name": "Mine", "attributes": {"Visited on": "2026-11-29"}}),
        ("create", {"object_type": "nothing", "name": "x"}),
        ("create", {"name": "G", "attributes": {"Category": "Laptop", "Owner": NOTHING}}),
        ("create", {"object_type": "Maintenance visit", "attributes": {"Asset": "0" * 26, "Visited on": "2026-11-29"}}),
        ("create", {"match_on": "name", "name": "Made", "attributes": {"Memory": 8}}),
        ("create", {"match_on": "name", "name": "New one", "attributes": {"Memory": 8}}),
        ("create", {"match_on": "external_id", "external_id": "M-1", "attributes": {"Memory": 16}}),
        ("create", {"match_on": "external_id", "external_id": "M-2", "attributes": {"Memory": 16}}),
        ("create", {"match_on": "external_id", "external_id": "M-1", "name": "ThinkPad of Dana"}),
        ("update", {"external_id": "M-1", "name": "Still made"}),
        ("update", {"external_id": "M-1", "name": " "}),
        ("update", {"external_id": "M-1", "attributes": {"Category": None}}),
        ("update", {"external_id": "M-1", "name": "Taken"}),
        ("update", {"external_id": "M-9", "if_missing": "create", "name": "x"}),
        ("update", {"external_id": "M-9", "name": "x"}),
        ("update", {"record_id": "01NONE", "name": "x"}),
    )

    def test_each(self):
        self.succeed("create", self.MADE)
        self.succeed("create", {**self.MADE, "name": "Taken", "external_id": "T-1"})
        refused = 0
        for task, values in self.INPUTS:
            with self.subTest(task=task, values=values):
                values = {"object_type": "asset", **values}
                commits = self.desk.commits()
                self.desk.forget()
                dry = self.desk.run(task, values, arguments=DRY)
                self.assertEqual((self.desk.commits(), {r[0] for r in self.sent()} - {"GET"}), (commits, set()))
                self.desk.forget()
                real = self.desk.run(task, values)
                self.assertEqual(dry.code, real.code, f"{dry}\n{real}")
                if real.code == 0:
                    (request,) = dry.output["requests"]
                    sent = [r for r in self.sent() if r[0] != "GET"]
                    path = request["path"].split("?")[0]
                    self.assertEqual([(request["method"], path, request["body"])], sent)
                else:
                    self.assertEqual((dry.error["code"], dry.error["fields"]), (real.error["code"], without_said(real.error["fields"])))
                    refused += 1
        self.assertTrue(10 < refused < 23, refused)

    def test_every_byte_counts(self):
        for count in (16200, 16300):
            values = {**self.MADE, "name": f"N{count}", "external_id": f"X-{count}"}
            values["attributes"] = {"Category": "Laptop", "Notes": "é" * count}
            with self.subTest(count):
                dry = self.desk.run("create", values, arguments=DRY)
                real = self.desk.run("create", values)
                self.assertEqual((dry.code, real.code), (0, 0) if count == 16200 else (76, 76))

    def test_names_that_tell_no_record(self):
        for object_type, code in (("Maintenance visit", "generated"), ("survey_response", "not_allowed")):
            values = {"object_type": object_type, "match_on": "name", "name": "N"}
            for arguments in (DRY, ()):
                with self.subTest(values, arguments=arguments):
                    self.desk.forget()
                    ending = self.fail_with(65, "create", values, arguments=arguments)
                    self.assertEqual(ending.faults, [("/match_on", code)])
                    self.assertEqual({method for method, _, _ in self.sent()} - {"GET"}, set())

    def test_an_upsert_shows_what_would_change(self):
        self.succeed("create", {**self.MADE, "name": "Seen", "external_id": "S-1"})
        for by in ("name", "external_id"):
            values = {"object_type": "asset", "match_on": by, "name": "Seen", "external_id": "S-1"}
            output = self.succeed("create", {**values, "attributes": {"Memory": 8}}, arguments=DRY).output
            self.assertEqual(
                output["changes"], [{"field": "custom_object_fields.memory", "label": "Memory", "from": None, "to": 8}]
            )


if __name__ == "__main__":
    desk.main()
