# SPDX-License-Identifier: Apache-2.0
"""The flows of examples/, imported as they are, with an account and a secret put in as a person would."""

import base64
import hashlib
import hmac
import json
import time
import unittest
import urllib.error
import urllib.request

import engine  # first: it tells where the others are
import desk
from engine import EXAMPLES

FORM = b"".join(b'--X\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % pair for pair in (
    (b"name", b"Grace"), (b"email", b"grace@example.com"), (b"subject", b"A question"), (b"message", b"Where is it?")))
FILE = (b'--X\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n'
        b"Content-Type: %s\r\n\r\n%s\r\n--X--\r\n")


class Examples(engine.Case):
    def load(self, name, **secrets):
        nodes = json.loads((EXAMPLES / f"{name}.json").read_text())
        for node in nodes:
            if node["type"] == "zendesk-connection":
                node["settings"] = {"subdomain": "acme", "base_url": self.desk.url}
                node["credentials"] = {"client_id": "sandbox_service", "client_secret": "sandbox-service-secret"}
            if "env" in node:
                node["credentials"] = {"map": {name: {"value": value, "type": "cred"} for name, value in secrets.items()}}
                node["env"] = [{**one, "value": secrets[one["name"]], "type": "str"} for one in node["env"]]
        self.engine.deploy(nodes)

    def post(self, path, body, headers):
        request = urllib.request.Request(self.engine.url + path, body, headers)
        try:
            with desk._opener.open(request, timeout=engine.PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def subjects(self):
        return [ticket["subject"] for ticket in self.desk.pages("/api/v2/tickets", "tickets")]

    def test_a_low_score_becomes_one_ticket(self):
        self.load("A low score becomes a ticket")
        answer = {"id": "R-7", "score": 2, "name": "Ada", "email": "ada@example.com", "comment": "Late."}
        first, again = (self.engine.call("POST", "/answers", answer)["ticket"] for _ in range(2))
        self.assertEqual(first, again)
        self.assertEqual(self.desk.ticket(first)["subject"], "Score 2 from Ada")
        self.assertEqual(self.engine.call("POST", "/answers", {**answer, "id": "R-8", "score": 9}), {"ticket": None})
        self.engine.call("POST", "/inject/tp-ex-score-try", {})
        self.engine.wait_for(lambda: "Score 2 from Ada Lovelace" in self.subjects())
        self.assertEqual(self.subjects().count("Score 2 from Ada"), 1)
        status, said = self.post("/answers", json.dumps({**answer, "id": "R-9", "email": "nobody"}).encode(),
                                 {"Content-Type": "application/json"})
        self.assertEqual(status, 502)
        self.assertIn("e-mail", json.loads(said)["message"])

    def test_a_contact_form_becomes_a_ticket_with_its_file(self):
        self.load("A contact form becomes a ticket")
        self.assertIn('enctype="multipart/form-data"', self.engine.call("GET", "/contact"))
        kind = {"Content-Type": "multipart/form-data; boundary=X"}
        status, page = self.post("/contact", FORM + FILE % (b"note.txt", b"text/plain", b"See here."), kind)
        self.assertEqual(status, 200, page)
        self.assertIn("Its number is ", page)
        ticket = int(page.split("Its number is ")[1].split(".")[0])
        self.assertEqual(self.desk.ticket(ticket)["subject"], "A question")
        (file,) = self.desk.comments(ticket)[0]["attachments"]
        self.assertEqual((file["file_name"], file["content_type"], file["size"]), ("note.txt", "text/plain", 9))
        # As a browser sends it when no file was chosen.
        status, page = self.post("/contact", FORM + FILE % (b"", b"application/octet-stream", b""), kind)
        self.assertEqual(status, 200, page)
        status, page = self.post("/contact", FORM.replace(b"grace@example.com", b"grace") + b"--X--\r\n", kind)
        self.assertEqual(status, 400, page)
        self.assertIn("Requester e-mail", page)

    def test_the_way_back_takes_what_is_signed_and_fresh(self):
        secret = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="
        self.load("The way back", WEBHOOK_SECRET=secret)
        body = b'{"ticket": 7,  "status": "solved"}'

        def send(at, key=secret, sent=body):
            moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
            digest = hmac.new(key.encode(), moment.encode() + body, hashlib.sha256).digest()
            return self.post("/solved", sent, {
                "Content-Type": "application/json", "X-Zendesk-Webhook-Signature": base64.b64encode(digest).decode(),
                "X-Zendesk-Webhook-Signature-Timestamp": moment})[0]

        now = time.time()
        self.assertEqual(send(now), 204)
        self.engine.wait_for(lambda: "status: 'solved'" in self.engine.log)
        self.assertEqual([send(now, key="another"), send(now, sent=body + b" "), send(now - 3600)], [403] * 3)
        self.assertEqual(self.post("/solved", body, {})[0], 403)


if __name__ == "__main__":
    unittest.main()
