# SPDX-License-Identifier: Apache-2.0
"""What taskhost asks a person at a terminal, which is real here: a pseudo terminal."""

import json
import os
import signal
import subprocess
import termios

import door
import pseudo_terminal


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, arguments, environment):
        self.master, slave = pseudo_terminal.open_pair()
        self.slave = os.dup(slave)
        self.process = subprocess.Popen(arguments, env=environment, stdin=slave, stdout=slave, stderr=slave,
                                        start_new_session=True)  # fmt: skip
        os.close(slave)
        self.seen = ""

    def until(self, text):
        """Reads on until the text is there, and gives what came before its end."""
        while text not in self.seen:
            piece = os.read(self.master, 4096)
            if not piece:
                raise AssertionError(f"no {text!r} in {self.seen!r}")
            self.seen += piece.decode()
        before, self.seen = self.seen.split(text, 1)
        return before + text

    def answer(self, text):
        os.write(self.master, text.encode() + b"\n")

    def echoes(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def end(self):
        os.close(self.slave)
        rest = self.seen
        while True:
            try:
                piece = os.read(self.master, 4096)
            except OSError:  # the other side is gone
                break
            if not piece:
                break
            rest += piece.decode()
        os.close(self.master)
        return self.process.wait(60), rest


class Asking(door.Case):
    def start(self, *arguments, **environment):
        return Terminal(self.command(*arguments), self.environment | environment)

    def test_it_asks_for_what_is_missing_and_does_not_show_secrets(self):
        terminal = self.start("connection", "add", "front")
        terminal.until("1  key   A key\r\n")
        terminal.until("Type: ")
        terminal.answer("1")
        self.assertIn("1.  Have a key cut.", terminal.until("Which door.\r\n"))
        terminal.until("Place: ")
        terminal.answer("")
        terminal.until("Place: ")
        terminal.answer("hall")
        terminal.until("one of: small, large\r\nSize [small]: ")
        terminal.answer("huge")
        terminal.until("Size [small]: ")
        terminal.answer("large")
        terminal.until("Client: ")
        self.assertTrue(terminal.echoes())
        terminal.answer("ann")
        terminal.until("Key: ")
        self.assertFalse(terminal.echoes())
        terminal.answer(door.SECRET_TEXT)
        code, rest = terminal.end()
        self.assertEqual(code, 0, rest)
        self.assertNotIn(door.SECRET_TEXT, rest)
        document = json.loads((self.connections / "front.json").read_text())
        self.assertEqual(document["settings"], {"place": "hall", "size": "large"})
        self.assertEqual(document["credentials"], {"client": "ann", "key": door.SECRET_TEXT})

    def test_ctrl_c_keeps_nothing_and_gives_the_echo_back(self):
        terminal = self.start("connection", "add", "front", "--plugin", "door", "--type", "key", "--set",
                              "place=hall", "--set", "client=ann", "--set", "size=small")  # fmt: skip
        terminal.until("Key: ")
        self.assertFalse(terminal.echoes())
        terminal.process.send_signal(signal.SIGINT)
        self.assertEqual(terminal.process.wait(60), 130)
        self.assertTrue(terminal.echoes())
        self.assertIn("Nothing was kept", terminal.end()[1])
        self.assertEqual(self.json("connection", "list")["connections"], [])

    def test_credentials_are_not_read_from_a_terminal_with_echo(self):
        terminal = self.start("connection", "add", "front", "--plugin", "door", "--type", "key", "--set",
                              "place=hall", "--credentials", "-")  # fmt: skip
        code, rest = terminal.end()
        self.assertEqual(code, 64)
        self.assertIn("without showing it", rest)

    def test_removing_warns_and_asks(self):
        self.add_door()
        terminal = self.start("connection", "remove", "gate")
        self.assertIn("will stop", terminal.until("[y/N] "))
        terminal.answer("")
        self.assertEqual(terminal.end()[0], 130)
        terminal = self.start("connection", "remove", "gate", LANG="fr_FR.UTF-8")
        terminal.until("[o/N] ")
        terminal.answer("oui")
        terminal.until("auprès du service\u00a0? [o/N] ")
        terminal.answer("o")
        code, rest = terminal.end()
        self.assertEqual(code, 0, rest)
        self.assertIn("pas d’accès à terminer", rest)
        self.assertEqual(self.json("connection", "list")["connections"], [])

    def test_the_passphrase_of_a_new_key_is_asked_for_twice_and_not_shown(self):
        name = self.folder / "publisher"
        for again, expected in (("open says me", 64), ("open sesame", 0)):
            terminal = self.start("keygen", str(name))
            terminal.until("New passphrase: ")
            self.assertFalse(terminal.echoes())
            terminal.answer("open sesame")
            terminal.until("Once more: ")
            self.assertFalse(terminal.echoes())
            terminal.answer(again)
            code, rest = terminal.end()
            self.assertEqual(code, expected, rest)
            self.assertNotIn("open", rest)
            self.assertEqual(name.with_suffix(".key").exists(), expected == 0)


if __name__ == "__main__":
    door.main()
