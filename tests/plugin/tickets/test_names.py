# SPDX-License-Identifier: Apache-2.0
"""Names in place of IDs: resolved before anything is sent, and told apart by the account alone."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk
from desk import ANA, BILLING, DANA, ELI, FIELD, GLOBEX, SUPPORT

NAMED = {
    "group": "support",
    "custom_status": "Waiting for parts",
    "custom_fields": [
        {"field": "Product", "value": "Printer::Laser"},
        {"field": " symptoms ", "value": ["Smoke", "symptom_noise"]},
        {"field": "Order number", "value": 42},
        {"field": "Serial number", "value": "S-1"},
    ],
}


class Names(desk.EachCase):
    def values(self):
        return {"comment_body": "Help me.", **NAMED}

    def test_the_write_holds_ids_and_tags(self):
        self.create(**NAMED)
        *reads, (method, _, body) = self.sent()
        self.assertEqual(method, "POST")
        self.assertEqual({read[0] for read in reads}, {"GET"})
        ticket = body["ticket"]
        self.assertEqual(
            ticket["custom_fields"],
            [
                {"id": FIELD["tagger"], "value": "printer_laser"},
                {"id": FIELD["multiselect"], "value": ["symptom_smoke", "symptom_noise"]},
                {"id": FIELD["integer"], "value": 42},
                {"id": FIELD["text"], "value": "S-1"},
            ],
        )
        (group,) = [g for g in self.desk.pages("/api/v2/groups", "groups") if g["name"] == "Support"]
        self.assertEqual(ticket["group_id"], group["id"])
        self.assertIsInstance(ticket["custom_status_id"], int)

    def test_what_is_unknown_stops_the_task(self):
        fields = [
            {"field": "Produkt", "value": "x"},
            {"field": "Product", "value": "Printr"},
            {"field": "Order number", "value": "many"},
        ]
        commits = self.desk.commits()
        values = {"comment_body": "x", "group": "Suport", "custom_fields": fields}
        ending = self.desk.run("create", values)
        self.assertNotEqual(ending.code, 0, str(ending))
        self.assertEqual(ending.error["code"], "invalid_input")
        self.assertEqual(
            ending.faults,
            [
                ("/group", "unknown_name"),
                ("/custom_fields/0/field", "unknown_name"),
                ("/custom_fields/1/value", "not_allowed"),
                ("/custom_fields/2/value", "wrong_type"),
            ],
        )
        allowed = [fault.get("allowed", []) for fault in ending.error["fields"]]
        self.assertEqual([names[0] for names in allowed[:2]], ["Support", "Product"])
        self.assertLessEqual(max(map(len, allowed)), 10)
        self.assertEqual(self.desk.commits(), commits)
        self.assertEqual({method for method, _, _ in self.sent()}, {"GET"})

    def test_another_account_with_the_same_titles(self):
        other = desk.Desk(self.kind, "--id-offset", "5000")
        self.addCleanup(other.close)
        ending = other.run("create", self.values())
        self.assertEqual(ending.code, 0, str(ending))
        sent = json.loads(other.requests()[-1]["body"])["ticket"]
        self.assertNotEqual(sent["custom_fields"][0]["id"], FIELD["tagger"])
        self.assertEqual(sent["custom_fields"][0]["value"], "printer_laser")

    def test_twenty_tasks_read_each_list_once(self):
        self.write([json.dumps(self.values())] * 20)
        self.run_each(0)
        reads = [path.split("?")[0] for method, path, _ in self.sent() if method == "GET"]
        self.assertEqual(
            sorted(reads), ["/api/v2/custom_statuses", "/api/v2/groups", "/api/v2/ticket_fields"]
        )
        self.assertEqual(len([m for m, _, _ in self.sent() if m == "POST"]), 20)

    def faults_of(self, **values):
        """Of a creation that is refused before anything is written."""
        commits = self.desk.commits()
        ending = self.fail_with(65, "create", {"comment_body": "x", **values})
        self.assertEqual(ending.error["code"], "invalid_input")
        self.assertEqual(self.desk.commits(), commits)
        return ending

    def test_people_and_their_organization(self):
        self.create(requester="Dana Customer", submitter="ana@acme.example", organization="globex")
        ticket = self.sent_ticket()
        self.assertEqual(
            (ticket["requester_id"], ticket["submitter_id"], ticket["organization_id"]), (DANA, ANA, GLOBEX)
        )

    def test_people_by_another_address_of_theirs(self):
        for user, address in ((DANA, "dana@home.example"), (ANA, "ana@home.example")):
            first = self.desk.user(user)["email"]
            self.desk.call(
                "POST", "/api/v2/users/create_or_update",
                {"user": {"email": first, "identities": [{"type": "email", "value": address}]}},
            )  # fmt: skip
        self.desk.forget()
        given = [{"field": "Account manager", "value": "Ana@home.example"}]
        self.create(requester="dana@home.example", assignee="ana@home.example", custom_fields=given)
        ticket = self.sent_ticket()
        self.assertEqual((ticket["requester_id"], ticket["assignee_id"]), (DANA, ANA))
        self.assertEqual(ticket["custom_fields"][0]["value"], str(ANA))
        values = {"comment_body": "x", "assignee_email": "ana@home.example"}
        self.succeed("create", values, arguments=["--dry-run"])
        ending = self.faults_of(requester="dan@home.example")
        self.assertEqual(ending.faults, [("/requester", "unknown_name")])
        self.assertIn("Requester e-mail", ending.error["fields"][0]["remedy"])

    def test_a_name_for_a_requester_whom_zendesk_knows(self):
        ending = self.faults_of(requester="nobody@acme.example", requester_name="Nobody")
        self.assertEqual(ending.faults, [("/requester_name", "excluded")])
        self.assertIn("Requester e-mail", ending.error["fields"][0]["remedy"])

    def test_people_who_are_unknown_or_several(self):
        ending = self.faults_of(requester="Sam Agent", submitter="nobody@acme.example", organization="Glob")
        self.assertEqual(
            ending.faults,
            [("/requester", "ambiguous_name"), ("/submitter", "unknown_name"), ("/organization", "unknown_name")],
        )
        allowed = [fault.get("allowed", []) for fault in ending.error["fields"]]
        self.assertEqual([len(allowed[0]), allowed[2]], [2, ["Globex"]])

    def test_equal_questions_are_asked_once(self):
        self.write([json.dumps({"comment_body": "x", "requester": "Dana Customer"})] * 10)
        self.run_each(0)
        self.assertEqual(len([m for m, path, _ in self.sent() if path.startswith("/api/v2/users/search")]), 1)

    def test_what_is_switched_off_or_zendesks_own(self):
        fields = [{"field": "Fax number", "value": "1"}, {"field": "Priority", "value": "high"}]
        ending = self.faults_of(custom_fields=fields)
        self.assertEqual(
            ending.faults, [("/custom_fields/0/field", "switched_off"), ("/custom_fields/1/field", "of_the_task")]
        )

    def test_fields_by_id_are_checked_too(self):
        fields = [
            {"id": 424242, "value": "x"},
            {"field": str(FIELD["integer"]), "value": "many"},
            {"id": FIELD["checkbox"], "value": "perhaps"},
        ]
        ending = self.faults_of(custom_fields=fields)
        self.assertEqual(
            ending.faults,
            [
                ("/custom_fields/0/id", "unknown_name"),
                ("/custom_fields/1/value", "wrong_type"),
                ("/custom_fields/2/value", "wrong_type"),
            ],
        )

    def test_values_are_converted(self):
        values = {
            "checkbox": ("oui", True), "integer": ("042", 42), "decimal": ("1.5", 1.5),
            "date": ("2026-01-02T10:00:00Z", "2026-01-02"), "lookup": (DANA, str(DANA)),
            "multiselect": ('"Smoke", "Noise"', ["symptom_smoke", "symptom_noise"]),
            "partialcreditcard": ("4111 1111 1111 1111", "4111111111111111"),
        }  # fmt: skip
        self.create(custom_fields=[{"id": FIELD[kind], "value": given} for kind, (given, _) in values.items()])
        sent = {field["id"]: field["value"] for field in self.sent_ticket()["custom_fields"]}
        self.assertEqual(sent, {FIELD[kind]: wanted for kind, (_, wanted) in values.items()})

    def test_fields_that_the_caller_may_not_read(self):
        refusal = {"status": 403, "body": "{}", "path": "/api/v2/ticket_fields"}
        self.desk.fault("status", times=1, **refusal)
        ending = self.create(custom_fields=[{"id": FIELD["text"], "value": "x"}])
        self.assertEqual(ending.warnings, [("not_checked", "/custom_fields")])
        self.desk.fault("status", times=1, **refusal)
        values = {"comment_body": "x", "custom_fields": [{"field": "Serial number", "value": "x"}]}
        ending = self.desk.run("create", values)
        self.assertEqual(ending.error["code"], "zendesk.permission_denied")

    def test_a_refused_look_up_tells_what_was_to_be_read_and_for_which_field(self):
        for name, values, words in (
            ("ticket_fields", {"custom_fields": [{"field": "Serial number", "value": "x"}]}, "the ticket fields"),
            ("groups", {"group": "Support"}, "the groups"),
            ("users/search", {"requester": "Dana Customer"}, "the users"),
        ):
            with self.subTest(name):
                self.desk.fault("status", times=1, status=403, body="{}", path=f"/api/v2/{name}")
                ending = self.desk.run("create", {"comment_body": "x", **values})
                self.assertEqual(ending.error["code"], "zendesk.permission_denied")
                (pointer,) = values
                self.assertEqual(ending.faults, [(f"/{pointer}", "not_readable")])
                self.assertIn(words, ending.error["fields"][0]["message"])

    def test_names_of_what_the_plan_does_not_have(self):
        for feature, name in (("ticket_forms", "ticket_form"), ("custom_statuses", "custom_status")):
            with self.subTest(feature):
                self.desk.fault("not_in_plan", feature=feature)
                ending = self.faults_of(**{name: "Repair"})
                self.assertEqual(ending.faults, [(f"/{name}", "not_readable")])

    def test_copies_and_followers_by_name_and_number(self):
        self.create(email_ccs=[DANA, "Eli Customer", "new@globex.example"], followers=["Ben Agent", str(ANA)])
        ticket = self.sent_ticket()
        self.assertEqual([one.get("user_id") for one in ticket["email_ccs"]], [DANA, ELI, None])
        followers = [self.desk.user(one["user_id"])["name"] for one in ticket["followers"]]
        self.assertEqual(followers, ["Ben Agent", "Ana Agent"])
        ending = self.faults_of(email_ccs=["Dana Custmer", 0], followers=["Sam Agent", "Dana Customer"])
        self.assertEqual(ending.faults, [("/email_ccs/1", "too_small")])
        ending = self.faults_of(email_ccs=["Dana Custmer"], followers=["Sam Agent", "Dana Customer"])
        self.assertEqual(
            ending.faults,
            [("/email_ccs/0", "unknown_name"), ("/followers/0", "ambiguous_name"), ("/followers/1", "unknown_name")],
        )

    def test_an_assignee_who_is_no_member_of_the_group(self):
        ending = self.faults_of(assignee="Ana Agent", group="Billing")
        self.assertEqual(ending.faults, [("/assignee", "not_in_group")])
        members = ending.error["fields"][0]["allowed"]
        self.assertEqual(sorted(members), ["Alex Admin", "Ben Agent", "Cleo Agent"])
        self.create(assignee="Ben Agent", group="Billing")
        self.assertEqual(self.sent_ticket()["group_id"], BILLING)

    def test_a_refused_assignee_is_shown_where_it_was_given(self):
        errors = {"assignee": [{"description": "Assignee: is not allowed", "error": "InvalidValue"}]}
        body = json.dumps({"error": "RecordInvalid", "description": "x", "details": errors})
        self.desk.fault("status", status=422, body=body, times=1, path="/api/v2/tickets")
        ending = self.desk.run("create", {"comment_body": "x", "assignee": "Ana Agent"})
        self.assertEqual(ending.faults, [("/assignee", "not_allowed")])

    def test_jobs_take_items_with_names(self):
        lines = [{"comment_body": f"{n}", "group": "Support", "external_id": f"named-{n}"} for n in range(5)]
        lines[2]["group"] = "Suport"
        self.write([json.dumps(line) for line in lines])
        self.run_each(None)
        results = self.results()
        self.assertEqual(len(results), 5)
        (wrong,) = [r for r in results.values() if "error" in r]
        self.assertEqual(wrong["error"]["code"], "invalid_input")
        jobs = [body["tickets"] for method, path, body in self.sent() if path.endswith("/create_many")]
        self.assertEqual([ticket["group_id"] for tickets in jobs for ticket in tickets], [SUPPORT] * 4)


if __name__ == "__main__":
    desk.main()
