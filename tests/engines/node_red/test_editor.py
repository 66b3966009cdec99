# SPDX-License-Identifier: Apache-2.0
"""A person's way through the editor: connect, test, build a flow, run it, and see the ticket."""

import unittest

import engine  # first: it tells where the others are
import desk
import editor
from engine import account, flow

CREATE_TICKET = ".red-ui-palette-node[data-palette-type='zendesk.create_ticket']"
CHOICES = "document.querySelector('.red-ui-autoComplete-container')?.textContent"
ENTER = "\ue007"
INJECT = {
    "id": "n-answer", "type": "inject", "name": "an answer", "x": 160, "y": 120, "props": [{"p": "payload"}],
    "payload": '{"name": "Ada Lovelace", "comment": "The parcel came late."}', "payloadType": "json", "repeat": "",
    "crontab": "", "once": False, "onceDelay": 0.1, "topic": "", "wires": [[]],
}


class Person(engine.Case):
    def test_from_a_connection_to_a_ticket(self):
        self.engine.deploy(flow(INJECT))
        with editor.Editor(self.engine) as window:
            self.build(window)
            self.run_and_look(window)
            self.assertEqual([text for text in window.messages() if "SEVERE" in text], [])
        self.assertNotIn(desk.TOKEN, (self.engine.home / "flows.json").read_text())

    def test_fields_of_an_object_that_is_chosen(self):
        task = {"id": "n-record", "type": "zendesk.create_record", "connection": "account", "fields": {}, "wires": [[]]}
        self.engine.deploy([account(self.desk.url), *flow(task)])
        with editor.Editor(self.engine) as window:
            window.edit("n-record")
            window.wait_for("document.querySelector('.tp-row[data-field=object_type] input')")
            window.click(".tp-row[data-field=object_type] .red-ui-typedInput-input")
            window.wait_for(CHOICES + ".includes('Maintenance visit')")
            window.type("asset" + ENTER)
            window.add_field("Serial number", group="Attributes")
            window.set_field("attributes", "SN-7", entry="serial_number")
            window.add_field("Accessories", group="Attributes")
            window.add_field("Attributes: one by its name…", group="Attributes")
            window.fill(".tp-row[data-field=attributes] .tp-title input", "price")
            window.take("record")
            window.click("#node-dialog-ok")
            window.wait_for("!document.querySelector('.red-ui-tray')")
            fields = window.run("return RED.nodes.node('n-record').fields")
        self.assertEqual(fields["object_type"], {"type": "str", "value": "asset"})
        self.assertEqual(fields["attributes"], {"type": "entries", "entries": [
            {"name": "serial_number", "type": "str", "value": "SN-7"},
            {"name": "accessories", "type": "choices", "value": ""}, {"name": "price", "type": "str", "value": ""}]})

    def build(self, window):
        window.fill("#red-ui-palette-search input", "Create ticket")
        window.wait_for("[...document.querySelectorAll('.red-ui-palette-node')].filter(n => n.offsetParent).length === 1")
        window.rest(CREATE_TICKET)
        window.take("palette")
        window.drag(CREATE_TICKET, 700, 200)
        node = window.run("return RED.nodes.filterNodes({type: 'zendesk.create_ticket'})[0].id")
        window.edit(node)
        self.connect(window)
        self.fill_in(window)
        window.take("form")
        window.click("#node-dialog-ok")
        window.wait_for("!document.querySelector('.red-ui-tray')")
        x, y = window.point(f"[id='{node}'] .red-ui-flow-port-input .red-ui-flow-port")
        window.drag("[id='n-answer'] .red-ui-flow-port-output .red-ui-flow-port", x, y)
        targets = window.run("return RED.nodes.filterLinks({source: {id: 'n-answer'}}).map(link => link.target.id)")
        self.assertEqual(targets, [node])
        window.deploy()

    def connect(self, window):
        window.click("#node-input-btn-connection-add")
        window.rest()
        window.fill("#node-config-input-name", "Acme")
        window.choose("#tp-kind", "OAuth access token")
        window.fill("#tp-setting-subdomain", "acme")
        window.fill("#node-config-input-access_token", "wrong")
        window.click(".tp-settings summary")
        window.fill("#tp-setting-base_url", self.desk.url)
        window.click(".tp-test")
        window.wait_for("document.querySelector('.tp-report .tp-failed')")
        window.take("connection_fails")
        window.fill("#node-config-input-access_token", desk.TOKEN)
        window.click(".tp-test")
        window.wait_for("document.querySelector('.tp-report').textContent.includes('Acts as Alex Admin')")
        window.click(".tp-settings summary")
        window.take("connection")
        window.click("#node-config-dialog-ok")
        window.wait_for("document.querySelectorAll('.red-ui-tray').length === 1")
        window.rest()

    def fill_in(self, window):
        window.set_field("comment_body", "payload.comment", kind="msg.")
        window.add_field("Subject")
        window.set_field("subject", "Low score from {{payload.name}}", kind="text with {{payload.name}}")
        window.add_field("Priority")
        window.choose_value("priority", "High")
        window.add_field("Tags")
        window.set_field("tags", "survey, low-score")
        window.add_field("Product", group="Custom fields")
        window.choose_value("custom_fields", "Scanner", entry="Product")
        window.add_field("Assignee")
        window.set_field("assignee", "Ana")
        window.wait_for(CHOICES + ".includes('Ana Agent')")
        window.take("choices")
        window.type(ENTER)
        window.point_at(".tp-row[data-field=tags] .fa-info-circle")
        window.wait_for("document.querySelector('.red-ui-popover .tp-tip')?.textContent.startsWith('Words to find')"
                        " && getComputedStyle(document.querySelector('.red-ui-popover')).opacity === '1'")
        window.take("tooltip")
        window.add_field("Description")
        window.click(".tp-row[data-field=description] .tp-remove")

    def run_and_look(self, window):
        window.click("[id='n-answer'] .red-ui-flow-node-button-button")
        window.wait_for("[...document.querySelectorAll('.red-ui-flow-node-status-label')]"
                        ".some(label => label.textContent === 'done')")
        window.take("done")
        (ticket,) = [one for one in self.desk.pages("/api/v2/tickets", "tickets") if one["priority"] == "high"
                     and one["subject"].startswith("Low score")]
        self.assertEqual(ticket["subject"], "Low score from Ada Lovelace")
        self.assertEqual(ticket["assignee_id"], desk.ANA)
        self.assertEqual(sorted(ticket["tags"])[:2], ["low-score", "scanner"])
        self.assertIn("survey", ticket["tags"])
        self.assertEqual(self.desk.comments(ticket["id"])[0]["body"], "The parcel came late.")
        self.assertIn({"id": desk.FIELD["tagger"], "value": "scanner"}, ticket["custom_fields"])
        window.open(self.desk.url)
        window.wait_for("document.body.innerText.includes('Low score from Ada Lovelace')")
        window.take("ticket")


if __name__ == "__main__":
    unittest.main()
