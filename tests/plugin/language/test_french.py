# SPDX-License-Identifier: Apache-2.0
"""What people read in French, from the locale of the command line host to the sentence; and that
nothing else changes with the language."""

import json
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1]))
import desk

FRENCH = "fr_FR.UTF-8"
ENGLISH_WORDS = re.compile(r"\b(the|and|is|was|has|not|of|must|this|that|with)\b", re.IGNORECASE)
# English words that are French words too.
SAME_IN_FRENCH = {
    "Zendesk", "Ticket", "Tickets", "Description", "Public", "Type", "Incident", "Question",
    "Copies (CC)", "Source", "URL", "ID",
}  # fmt: skip
LOCALE = json.loads(
    (HERE.parents[3] / "manifests/zendesk/locales/fr.json").read_text("utf-8")
)  # fmt: skip


def flat(text):
    """With ordinary blanks and apostrophes, as this file writes them."""
    return text.replace("\u00a0", " ").replace("’", "'")


def help_of(error):
    return LOCALE["errors"][error["code"]]["help"]


def without_sentences(value):
    """A document without what is for people alone."""
    if isinstance(value, list):
        return [without_sentences(item) for item in value]
    if not isinstance(value, dict):
        return value
    for_people = {"message", "help", "remedy", "title", "request_id", "retry_after_ms"}
    return {key: without_sentences(child) for key, child in value.items() if key not in for_people}


def together(one, other, path=()):
    """The values of two documents of the same form, side by side."""
    if isinstance(one, dict):
        assert list(one) == list(other), path
        for key in one:
            yield from together(one[key], other[key], (*path, key))
    elif isinstance(one, list):
        assert len(one) == len(other), path
        for at, (left, right) in enumerate(zip(one, other)):
            yield from together(left, right, (*path, at))
    else:
        yield path, one, other


class French(desk.Case):
    def both(self, exit_code, task, values, before=lambda: None, **options):
        """The French ending of a run that ends with an error; the English one differs in words."""
        before()
        english = self.fail_with(exit_code, task, values, **options)
        before()
        french = self.fail_with(exit_code, task, values, lang=FRENCH, **options)
        self.assertEqual(without_sentences(french.error), without_sentences(english.error))
        self.assertNotEqual(french.error["message"], english.error["message"])
        self.assertEqual(french.error.get("help"), help_of(french.error))
        self.assertNotEqual(french.error.get("help"), english.error.get("help"))
        return french

    def test_faults_of_fields(self):
        error = self.both(65, "create", {
            "comment_body": "x", "priority": "immense", "requester_email": "ada", "colour": 1,
            "requester_id": [], "public": None, "email_ccs": ["?@"], "custom_status_id": 1,
            "status": "en attente",
        }).error  # fmt: skip
        self.assertEqual(error["code"], "invalid_input")
        fields = {field["pointer"]: field for field in error["fields"]}
        self.assertEqual(len(fields), 7)
        for field in fields.values():
            self.assertNotRegex(field["message"] + field.get("remedy", ""), ENGLISH_WORDS)
        said = {pointer: flat(field["message"]) for pointer, field in fields.items()}
        self.assertEqual(
            said["/priority"],
            "Le champ « Priorité » doit contenir l'une de ces valeurs : low, normal, high, urgent.",
        )
        self.assertEqual(fields["/priority"]["allowed"], ["low", "normal", "high", "urgent"])
        self.assertEqual(fields["/priority"]["title"], "Priorité")
        self.assertEqual(said["/public"], "Le champ « Public » ne peut pas être vidé avec null.")
        self.assertEqual(
            said["/requester_id"],
            "Le champ « ID du demandeur » doit contenir un nombre entier, et non une liste.",
        )
        self.assertEqual(
            flat(fields["/requester_email"]["remedy"]), "Écrivez par exemple ada@example.com."
        )
        self.assertRegex(flat(error["message"]), "^La saisie comporte 7 erreurs. Le champ « ")
        self.assertEqual(self.desk.requests_of_the_plugin(), [])

    def test_a_refusal_of_zendesk(self):
        error = self.both(76, "update", {"ticket_id": desk.CLOSED_TICKET, "subject": "x"}).error
        self.assertEqual((error["code"], error["http_status"]), ("zendesk.ticket_closed", 422))
        self.assertEqual(
            flat(error["message"]),
            "Le ticket est clos, et un ticket clos ne peut plus être modifié. Créez plutôt un ticket de suivi, ou demandez-le sous « Si le ticket est clos » (if_closed).",
        )
        self.assertEqual(error["fields"][0]["title"], "Statut")

    def test_an_expired_token(self):
        expire = lambda: self.desk.fault(
            "status", status=401, body='{"error":"invalid_token"}', times=1
        )  # fmt: skip
        error = self.both(77, "create", {"comment_body": "x"}, before=expire).error
        self.assertEqual(error["code"], "zendesk.token_expired")
        self.assertEqual(
            flat(error["message"]),
            "Zendesk n'accepte pas le jeton d'accès : il a expiré, a été révoqué, ou n'a jamais été "
            "celui de ce compte.",
        )

    def test_a_sentence_of_zendesk_stands_beside(self):
        body = json.dumps({"error": "InvalidJSON", "description": "Braces {} matter."})
        refuse = lambda: self.desk.fault("status", status=400, body=body, times=1)
        error = self.both(76, "create", {"comment_body": "x"}, before=refuse).error
        self.assertEqual(
            flat(error["message"]),
            "Zendesk n'a pas accepté la requête (HTTP 400). Zendesk donne sa propre raison, qui figure dans les détails "
            "de cette erreur.",
        )
        self.assertEqual(error["said"], "Braces {} matter.")

    def test_nobody_listens(self):
        with socket.socket() as bound:  # and never listens
            bound.bind(("127.0.0.1", 0))
            place = "127.0.0.1:%d" % bound.getsockname()[1]
            connection = self.desk.connection(settings={"base_url": f"http://{place}"})
            error = self.both(69, "create", {"comment_body": "x"}, connection=connection).error
        self.assertEqual(error["code"], "transport.connect_failed")
        self.assertEqual(error["message"], f"{place} refuse la connexion.")

    def test_no_answer_in_time(self):
        ending = self.both(
            80, "create", {"comment_body": "x"}, before=lambda: self.desk.fault("hang", times=1),
            arguments=["--deadline", "300ms"],
        )  # fmt: skip
        self.assertRegex(
            flat(ending.error["message"]),
            r"n'a pas répondu en \d+,\d s\. La requête a été envoyée : elle a pu être exécutée\.$",
        )

    def test_a_connection_with_faults(self):
        connection = self.desk.connection(
            settings={"subdomain": "a b", "base_url": "http://example.com"}, access_token="a b"
        )
        error = self.both(78, "create", {"comment_body": "x"}, connection=connection).error
        self.assertEqual(error["code"], "connection_invalid")
        self.assertEqual(
            [flat(field["title"]) for field in error["fields"]],
            ["Jeton d'accès", "Sous-domaine", "Adresse de base"],
        )
        self.assertNotRegex(flat(error["message"]), ENGLISH_WORDS)

    def test_a_warning(self):
        values = {"comment_body": "x", "description": "y", "requester_id": desk.ANA,
                  "requester_email": "ada@example.com"}  # fmt: skip
        english = self.succeed("create", values)
        french = self.succeed("create", values, lang=FRENCH)
        self.assertEqual(french.warnings, english.warnings)
        self.assertEqual(
            [flat(warning["message"]) for warning in french.document["warnings"]],
            [
                "La description a été placée avant le texte du commentaire, dans le même "
                "commentaire.",
                "L'ID du demandeur l'emporte : l'adresse e-mail n'a pas été utilisée.",
            ],
        )

    def test_the_language_of_the_locale(self):
        for lang in ("fr", "fr_CA", "fr_BE.UTF-8", FRENCH):
            with self.subTest(lang):
                ending = self.fail_with(65, "create", {}, lang=lang)
                self.assertIn("obligatoire", ending.error["message"])
        for lang in ("C", "de_DE.UTF-8", "en_US.UTF-8", ""):
            with self.subTest(lang):
                ending = self.fail_with(65, "create", {}, lang=lang)
                self.assertIn("required", ending.error["message"])

    def test_the_language_of_the_command_line(self):
        for lang in ("en_US.UTF-8", "", FRENCH):
            for locale in ("fr", "fr-CA", "fr_FR.UTF-8"):
                with self.subTest(lang=lang, locale=locale):
                    said = self.taskhost("describe", "--locale", locale, exit_code=64, lang=lang).stderr
                    self.assertIn("Indiquez la tâche", said)
                    arguments = [f"--locale={locale}"]
                    ending = self.fail_with(65, "create", {}, lang=lang, arguments=arguments)
                    self.assertIn("obligatoire", ending.error["message"])
        said = self.taskhost("describe", "--locale", "en", exit_code=64, lang=FRENCH).stderr
        self.assertIn("Name the task", said)
        for locale in ("de", "french", "f"):
            with self.subTest(locale):
                said = self.taskhost("list", "--locale", locale, exit_code=64, lang="C").stderr
                self.assertIn(f'taskhost does not speak "{locale}"; --locale is en or fr.', said)

    def test_command_lines(self):
        said = {
            (): "Indiquez une commande, comme list, describe, run, connection ou install ; --help les dit toutes.",
            ("list", "--colour"): "Arguments incompris : --colour",
            ("describe",): "Indiquez la tâche, écrite <extension>.<tâche>.",
            ("verify",): "Indiquez le compte : --connection manque.",
            ("list", "--log-level"): "--log-level exige une valeur.",
            ("list", "--log-level", "x"): "--log-level vaut trace, debug, info, warn, error ou off.",
        }
        for arguments, text in said.items():
            with self.subTest(arguments):
                done = self.taskhost(*arguments, exit_code=64)
                self.assertIn(text, flat(done.stderr))
                self.assertNotRegex(done.stderr, ENGLISH_WORDS)

    def test_describe(self):
        for task, texts in LOCALE["tasks"].items():
            with self.subTest(task):
                said = self.taskhost("describe", task, "--locale", "fr", lang="C").stdout
                self.assertEqual(said, self.taskhost("describe", task).stdout)
                places = [*texts["properties"].items(), *texts["output"].items()]
                for name, place in places:
                    self.assertRegex(said, rf"(?m)^  {re.escape(name)} .* {re.escape(place['title'])}")
                    self.assertIn(place["description"], said)
                    for value, label in place.get("labels", {}).items():
                        same = label.lower() == value
                        self.assertIn(value if same else f"{value} ({label})", said)
                self.assertNotRegex(
                    said, r"\b(string|integer|boolean|array|none|write|Side effects)\b"
                )
                self.assertNotRegex(said, ENGLISH_WORDS)

    def test_describe_tells_how_to_write_the_input(self):
        said = flat(self.taskhost("describe", "zendesk.create_ticket").stdout)
        self.assertIn("\n  au moins l'un de : comment_body, comment_html_body, description\n", said)
        self.assertRegex(said, r"\n  custom_fields\.id +entier +ID du champ\n")
        self.assertRegex(said, r"\n  public +booléen +Public\n.*\n +par défaut : true\n")
        said = flat(self.taskhost("describe", "zendesk.create_profile").stdout)
        self.assertIn("par défaut : merge (Le compléter)\n", said)

    def test_help_after_an_error(self):
        closed = ("--set", f"ticket_id={desk.CLOSED_TICKET}", "--set", "subject=x")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "connection.json"
            file.write_text(json.dumps(self.desk.connection()), "utf-8")
            arguments = ("zendesk.update_ticket", "--connection", str(file), *closed)
            said = self.taskhost("run", *arguments, exit_code=76).stderr
            file.write_text(json.dumps(self.desk.connection(access_token="wrong")), "utf-8")
            unknown = self.taskhost("verify", "--connection", str(file), exit_code=77).stderr
        code = "zendesk.token_expired"
        self.assertIn(f"({code})\n  remède\u00a0: {LOCALE['errors'][code]['help']}\n", unknown)
        # A field that says more itself comes in its place, and once: in the message already.
        remedy = "Créez plutôt un ticket de suivi, ou demandez-le sous « Si le ticket est clos » (if_closed)."
        self.assertEqual(said.count(remedy), 1, said)
        self.assertIn(f" {remedy} (zendesk.ticket_closed)\n", said)
        self.assertNotIn(LOCALE["errors"]["zendesk.ticket_closed"]["help"], said)

    def test_what_the_host_says(self):
        """Of plugins, tasks and documents that are not there or not good."""
        said = {
            (66, "describe", "lego.build"): "Il n'y a pas d'extension « lego ».",
            (66, "run", "zendesk.dance"): "n'a pas de tâche « zendesk.dance » ; elle a : zendesk.",
            (78, "verify", "--connection", "/dev/null"):
                "/dev/null : JSON non acceptable : le document est vide (à l'octet 0)",
            (66, "verify", "--connection", "/none.json"): "/none.json : lecture impossible : ",
        }  # fmt: skip
        for (exit_code, *arguments), text in said.items():
            with self.subTest(arguments):
                stderr = flat(self.taskhost(*arguments, exit_code=exit_code).stderr)
                self.assertIn("Erreur : ", stderr)
                self.assertIn(text, stderr)
                self.assertNotRegex(stderr.replace("No such file", ""), ENGLISH_WORDS)

    def test_describe_for_programs(self):
        """The schemas are the same but for their texts, and those are all French."""
        for task in LOCALE["tasks"]:
            with self.subTest(task):
                describe = ("describe", task, "--json", "--locale")
                english, french = (
                    json.loads(self.taskhost(*describe, tag).stdout) for tag in ("en", "fr")
                )
                pairs = list(together(english, french))
                self.assertGreater(len(pairs), 100)
                for path, said, translated in pairs:
                    if path[-1] in ("title", "description", "group") or {"labels", "guide"} & {*path}:
                        self.assertTrue(said != translated or said in SAME_IN_FRENCH, (path, said))
                        self.assertNotRegex(translated, ENGLISH_WORDS)
                    elif path[-1] != "placeholder":
                        self.assertEqual(said, translated, path)

    def taskhost(self, *arguments, exit_code=0, lang=FRENCH):
        done = subprocess.run(
            [desk.TASKHOST, "--plugin-path", desk.PLUGINS, *arguments],
            capture_output=True, encoding="utf-8", timeout=120, check=False,
            env=desk.environment(lang),
        )  # fmt: skip
        self.assertEqual(done.returncode, exit_code, done.stderr)
        return done


if __name__ == "__main__":
    desk.main()
