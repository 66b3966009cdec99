# SPDX-License-Identifier: Apache-2.0
"""taskhost connection: what it keeps, what it refuses, and what it says of either."""

import json
import subprocess

import door


class Keeping(door.Case):
    def test_a_connection_is_kept_for_its_owner_alone_and_found_by_name_id_and_path(self):
        added = self.add_key()
        path = self.connections / "front.json"
        self.assertEqual(added["path"], str(path))
        self.assertEqual((self.mode(path), self.mode(self.connections)), (0o600, 0o700))
        self.assertEqual([name for name in self.connections.iterdir() if name != path], [])
        for reference in ("front", added["id"], str(path)):
            with self.subTest(reference):
                end = self.json("run", "door.look", "--connection", reference)
                self.assertEqual(end["output"], {"generation": 0})

    def test_a_file_elsewhere_works_as_before_and_cannot_name_an_id(self):
        added = self.add_key()
        document = json.loads((self.connections / "front.json").read_text())
        file = self.folder / "plain"
        file.write_text(json.dumps(document))
        file.chmod(0o600)
        end = self.json("run", "door.look", "--connection", str(file), code=78)
        self.assertIn('"id"', end["error"]["message"])
        del document["id"]
        file.write_text(json.dumps(document))
        self.run_host("run", "door.look", "--connection", str(file))
        end = subprocess.run(self.command("run", "door.look", "--connection", "plain"), cwd=self.folder,
                             env=self.environment, capture_output=True, text=True)  # fmt: skip
        self.assertEqual(end.returncode, 0, end.stderr)
        self.assertTrue(added["id"])

    def test_list_and_show_tell_all_but_the_secrets(self):
        added = self.add_key()
        self.add_door()
        [gate, front] = sorted(self.json("connection", "list")["connections"], key=lambda c: c["type"])
        self.assertEqual(gate["account"], "yard")
        self.assertEqual(
            front, {"name": "front", "id": added["id"], "plugin": "door", "type": "key", "account": "hall",
                    "shared": False, "state": "ready", "path": added["path"]})  # fmt: skip
        shown = self.json("connection", "show", "front")
        self.assertEqual(shown["credentials"], {"client": "ann", "key": "set"})
        self.assertEqual(shown["settings"], {"place": "hall"})
        self.assertEqual(shown["tokens"]["state"], "none")
        text = self.run_host("connection", "show", added["id"]).stdout
        self.assertRegex(text, r"(?m)^Place +hall$")
        self.assertRegex(text, r"(?m)^Key +set$")
        self.assertRegex(self.run_host("connection", "list").stdout, r"(?m)^front +hall +door +key +you ")

    def test_names_and_doubles_are_refused_before_anything_is_asked(self):
        self.add_key()
        end = self.json("connection", "add", "front", code=78)
        self.assertIn("already", end["error"]["message"])
        for name in ("a/b", ".hidden", "-x", "a.json", "x" * 65, "na me", "é"):
            with self.subTest(name):
                self.json("connection", "add", "--", name, code=64)

    def test_the_plugin_judges_before_anything_is_stored(self):
        end = self.json("connection", "add", "front", "--plugin", "door", "--type", "key", "--set", "place=hall",
                        "--credentials", "-", stdin='{"client":"refused","key":"k"}', code=78)  # fmt: skip
        self.assertEqual(end["error"]["message"], "The key does not fit.")
        self.assertEqual(self.json("connection", "list")["connections"], [])

    def test_secrets_never_come_from_arguments(self):
        end = self.run_host("connection", "add", "front", "--plugin", "door", "--type", "key", "--set",
                            "key=" + door.SECRET_TEXT, code=64)  # fmt: skip
        self.assertIn("others can see the arguments", end.stderr)
        self.run_host("connection", "add", "front", "--credentials", "{}", code=64)

    def test_what_is_missing_without_a_terminal_is_named(self):
        end = self.json("connection", "add", "front", "--plugin", "door", "--type", "key", code=64)
        self.assertIn("Missing: place, client, key.", end["error"]["message"])
        end = self.json("connection", "add", "front", "--plugin", "door", code=64)
        self.assertIn("key, door", end["error"]["message"])
        end = self.json("connection", "add", "front", "--plugin", "door", "--type", "window", code=64)
        self.assertIn("window", end["error"]["message"])
        end = self.json("connection", "add", "front", "--plugin", "door", "--type", "key", "--set", "colour=1",
                        code=64)  # fmt: skip
        self.assertIn("place, size, stuck, client", end["error"]["message"])
        self.json("connection", "add", "--plugin", "door", code=64)

    def test_two_processes_at_once_lose_nothing_and_one_name_has_one_winner(self):
        def start(name):
            return subprocess.Popen(
                self.command("connection", "add", name, "--plugin", "door", "--type", "door", "--set",
                             "place=yard", "--set", "client=ann"),
                env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)  # fmt: skip

        several = [start(f"c{i}") for i in range(6)] + [start("same") for _ in range(4)]
        codes = [process.wait(60) for process in several]
        self.assertEqual(codes[:6], [0] * 6)
        self.assertEqual(sorted(codes[6:]), [0, 78, 78, 78])
        names = [one["name"] for one in self.json("connection", "list")["connections"]]
        self.assertEqual(names, [f"c{i}" for i in range(6)] + ["same"])

    def test_the_guide_of_a_type(self):
        text = self.run_host("connection", "add", "--plugin", "door", "--type", "key", "--guide").stdout
        self.assertIn("A key (key)\nFor those who have one.\n  1.  Have a key cut.\n  2.  Keep it.\n", text)
        self.assertRegex(text, r"key +Key \(required\) \(secret\)")
        guide = self.json("connection", "add", "--plugin", "door", "--guide")
        self.assertEqual(guide["key"]["guide"], ["Have a key cut.", "Keep it."])
        self.assertEqual(guide["door"]["guide"], [])
        self.run_host("connection", "add", "--plugin", "door", "--type", "no", "--guide", code=64)


class Changing(door.Case):
    def test_the_id_outlives_a_new_name_and_the_old_name_tells_it(self):
        added = self.add_key()
        self.run_host("connection", "rename", "front", "back")
        self.assertEqual(self.json("connection", "show", "back")["id"], added["id"])
        self.run_host("run", "door.look", "--connection", added["id"])
        end = self.json("run", "door.look", "--connection", "front", code=78)
        self.assertRegex(end["error"]["message"], f'"front" was renamed to "back" at 2.*{added["id"]}')
        self.add_door("front")
        self.json("connection", "rename", "front", "back", code=78)
        self.run_host("connection", "rename", "back", "../up", code=64)

    def test_a_file_without_an_id_keeps_its_path_as_the_id(self):
        self.add_key()
        path = self.connections / "front.json"
        document = json.loads(path.read_text())
        del document["id"]
        path.write_text(json.dumps(document))
        self.run_host("connection", "rename", "front", "back")
        self.assertEqual(self.json("connection", "show", "back")["id"], str(path))

    def test_a_task_on_a_removed_connection_ends_with_78_and_names_it(self):
        added = self.add_key()
        end = self.run_host("connection", "remove", "front", code=64)
        self.assertIn("--yes", end.stderr)
        removed = self.json("connection", "remove", "front", "--yes")["output"]
        self.assertEqual(removed, {"name": "front", "id": added["id"]})
        for reference in ("front", added["id"], added["path"]):
            with self.subTest(reference):
                end = self.json("run", "door.look", "--connection", reference, code=78)
                self.assertRegex(end["error"]["message"],
                                 f'The connection "front" \\({added["id"]}\\) was removed at 20..-')  # fmt: skip
        self.json("run", "door.look", "--connection", "never", code=66)
        self.add_key()
        self.run_host("run", "door.look", "--connection", "front")

    def test_removing_can_end_the_access_at_the_service(self):
        self.add_key("plain")
        end = self.run_host("connection", "remove", "plain", "--yes", "--revoke")
        self.assertIn("not from here", end.stderr)
        self.add_door("gate")
        self.assertIs(self.json("connection", "remove", "gate", "--yes", "--revoke")["output"]["revoked"], False)
        self.add_door("gate", "--set", "stuck=true")
        end = self.json("connection", "remove", "gate", "--yes", "--revoke", code=69)
        self.assertIn("was kept", end["error"]["message"])
        self.run_host("connection", "show", "gate")


class Refusing(door.Case):
    def broken(self, name):
        [one] = [one for one in self.json("connection", "list")["connections"] if one["name"] == name]
        self.assertEqual(one["state"], "broken")
        end = self.json("run", "door.look", "--connection", name, code=78)
        self.assertEqual(end["error"]["message"], one["reason"])
        return one["reason"]

    def test_a_file_that_others_can_read_or_change_is_refused_with_a_remedy(self):
        path = self.add_key()["path"]
        for mode in (0o644, 0o640, 0o602, 0o620):
            with self.subTest(oct(mode)):
                self.connections.joinpath("front.json").chmod(mode)
                self.assertIn(f"run: chmod 600 {path}", self.broken("front"))
        self.connections.joinpath("front.json").chmod(0o600)
        self.connections.chmod(0o777)
        self.assertIn(f"run: chmod 700 {self.connections}", self.broken("front"))
        self.run_host("connection", "rename", "front", "back", code=78)

    def test_broken_files_are_listed_with_their_reason_and_can_be_removed(self):
        self.add_key()
        cases = {"text": "{", "list": "[]", "odd": '{"plugin":"door","type":"key","colour":1}', "empty": ""}
        for name, text in cases.items():
            path = self.connections / f"{name}.json"
            path.write_text(text)
            path.chmod(0o600)
            with self.subTest(name):
                self.assertIn(str(path), self.broken(name))
                self.assertIn("broken: ", self.run_host("connection", "list").stdout)
                self.run_host("connection", "remove", name, "--yes")
                self.assertFalse(path.exists())
        (self.connections / "folder.json").mkdir()
        self.broken("folder")
        self.run_host("run", "door.look", "--connection", "front")

    def test_a_copy_with_the_same_id_is_refused(self):
        self.add_key()
        copy = self.connections / "later.json"
        copy.write_bytes((self.connections / "front.json").read_bytes())
        copy.chmod(0o600)
        self.assertIn("same \"id\"", self.broken("later"))
        self.run_host("run", "door.look", "--connection", "front")

    def test_what_a_killed_process_left_behind_is_cleared(self):
        self.add_key()
        left = self.connections / ".abc.tmp"
        left.write_text(door.SECRET_TEXT)
        self.add_door()
        self.assertFalse(left.exists())

    def test_without_a_home_nothing_is_kept(self):
        self.environment = {}
        end = self.json("connection", "add", "front", "--plugin", "door", code=78)
        self.assertIn("XDG_CONFIG_HOME", end["error"]["message"])
        self.assertEqual(self.json("connection", "list")["folder"], "")


class French(door.Case):
    def test_the_commands_speak_french(self):
        self.add_key()
        french = {"LANG": "fr_FR.UTF-8"}
        self.assertIn("Garder une nouvelle connexion", self.run_host("connection", "--help", **french).stdout)
        guide = self.run_host("connection", "add", "--guide", "--plugin", "door", "--type", "key", **french).stdout
        self.assertIn("Une clé (key)\nPour qui en a une.\n  1.  Faites faire une clé.\n  2.  Keep it.\n", guide)
        self.assertIn("Lieu (obligatoire)\n", guide)
        self.assertRegex(self.run_host("connection", "show", "front", **french).stdout, r"(?m)^Clé +défini$")
        end = self.run_host("connection", "remove", "front", "--yes", **french)
        self.assertEqual(end.stdout, "La connexion «\u00a0front\u00a0» a été supprimée.\n")
        end = self.run_host("run", "door.look", "--connection", "front", code=78, **french)
        self.assertIn("a été supprimée le 20", end.stderr)
        end = self.run_host("connection", "add", code=64, **french)
        self.assertIn("Indiquez le nom de la connexion.", end.stderr)


if __name__ == "__main__":
    door.main()
