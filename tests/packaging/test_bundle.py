# SPDX-License-Identifier: Apache-2.0
"""pack, keygen, sign, trust, inspect, install, update, rollback and remove, and minisign on the other side.

usage: test_bundle.py PROJECT BUILD
"""

import subprocess
import time
import unittest
import zipfile

import bundles


class Publishing(bundles.Case):
    def test_packing_twice_gives_the_same_bytes_wherever_and_whenever(self):
        key = self.key()
        first = self.bundle("1.0.0", key).read_bytes()
        folder = self.folder / "elsewhere"
        (self.folder / "echo-1.0.0").rename(folder)
        for path in folder.rglob("*"):
            path.chmod(0o700)
        self.environment["TZ"] = "Asia/Tokyo"
        self.environment["LC_ALL"] = "C"
        self.host("pack", folder, "-o", "again.taskplugin", "--key", key)
        self.assertEqual((self.folder / "again.taskplugin").read_bytes(), first)

    def test_other_programs_can_read_it(self):
        path = self.bundle("1.0.0", self.key())
        with zipfile.ZipFile(path) as archive:
            self.assertIsNone(archive.testzip())
            names = archive.namelist()
            archive.extractall(self.folder / "unzipped")
        self.assertEqual(names[-1], "META/archive.sha256")
        self.run_program("sh", "-c", "cd unzipped && sha256sum --quiet --strict -c META/files.sha256")
        self.trust("echo")
        self.assertEqual(self.facts("install", "unzipped")["version"], "1.0.0")
        self.assertEqual(self.usable(), "1.0.0")

    def test_minisign_verifies_what_taskhost_signed(self):
        path = self.bundle("1.0.0", self.key())
        with zipfile.ZipFile(path) as archive:
            archive.extractall(self.folder / "unzipped")
        end = self.run_program("minisign", "-V", "-p", "ann.pub", "-m", "unzipped/META/files.sha256")
        self.assertIn(f"Trusted comment: {self.facts('inspect', path)['trusted_comment']}\n", end.stdout)
        (self.folder / "unzipped/META/files.sha256").write_text("changed")
        self.run_program("minisign", "-V", "-p", "ann.pub", "-m", "unzipped/META/files.sha256", code=1)

    def test_taskhost_takes_what_minisign_signed(self):
        self.run_program("minisign", "-G", "-W", "-p", "ann.pub", "-s", "ann.key")
        path = self.bundle()
        comment = self.facts("inspect", path)["trusted_comment"]
        with zipfile.ZipFile(path) as archive:
            (self.folder / "list").write_bytes(archive.read("META/files.sha256"))
        self.run_program("minisign", "-S", "-s", "ann.key", "-m", "list", "-x", "list.sig", "-t", comment)
        self.host("sign", path, "--signature", "list.sig", "--public-key", "ann.pub")
        self.trust("echo")
        self.host("install", path)
        # With the key of minisign's making taskhost signs the same.
        again = self.folder / "again.taskplugin"
        self.host("pack", "echo-1.0.0", "-o", again, "--key", "ann.key")
        with zipfile.ZipFile(again) as archive:
            signature = archive.read("META/files.sha256.minisig").decode().splitlines()
        self.assertEqual(signature[1:], (self.folder / "list.sig").read_text().splitlines()[1:])

    def test_a_signature_for_something_else_is_not_attached(self):
        self.run_program("minisign", "-G", "-W", "-p", "ann.pub", "-s", "ann.key")
        path = self.bundle()
        before = path.read_bytes()
        (self.folder / "list").write_text("another")
        self.run_program("minisign", "-S", "-s", "ann.key", "-m", "list", "-x", "list.sig")
        attach = ("sign", path, "--signature", "list.sig", "--public-key", "ann.pub")
        self.assertEqual(self.refusal(*attach), "bundle.signature_wrong")
        with zipfile.ZipFile(path) as archive:
            (self.folder / "list").write_bytes(archive.read("META/files.sha256"))
        self.run_program("minisign", "-S", "-s", "ann.key", "-m", "list", "-x", "list.sig", "-t", "mine")
        self.assertEqual(self.refusal(*attach), "bundle.signature_comment")
        self.assertEqual(path.read_bytes(), before)

    def test_a_passphrase_comes_from_standard_input_and_both_programs_know_it(self):
        self.host("keygen", "ann", stdin="open sesame\n")
        self.assertEqual((self.folder / "ann.key").stat().st_mode & 0o777, 0o600)
        (self.folder / "list").write_text("text")
        self.run_program("minisign", "-S", "-s", "ann.key", "-m", "list", stdin="open sesame\n")
        self.run_program("minisign", "-V", "-p", "ann.pub", "-m", "list")
        path = self.bundle()
        end = self.json("sign", path, "--key", "ann.key", stdin="open says me\n", code=77)
        self.assertEqual(end["error"]["code"], "bundle.passphrase")
        self.host("sign", path, "--key", "ann.key", stdin="open sesame\n")
        self.trust("echo")
        self.host("install", path)
        self.assertEqual(self.json("keygen", "bob", stdin="\n", code=64)["error"]["code"], "host.usage")
        self.assertFalse((self.folder / "bob.key").exists())

    def test_a_key_is_never_written_over(self):
        self.key()
        before = (self.folder / "ann.key").read_bytes()
        self.assertIn("already", self.host("keygen", "ann", "--no-passphrase", code=64).stderr)
        self.assertEqual((self.folder / "ann.key").read_bytes(), before)

    def test_an_author_is_told_of_what_a_host_would_refuse(self):
        folder = self.plugin()
        (folder / "tasks" / "say.input.json").unlink()
        end = self.json("pack", folder, "-o", "x.taskplugin", code=78)
        self.assertIn("say.input.json", end["error"]["message"])
        (folder / ".hidden").write_text("x")
        self.assertEqual(self.refusal("pack", folder, "-o", "x.taskplugin", code=65), "bundle.name_hidden")
        self.assertFalse((self.folder / "x.taskplugin").exists())


class Installing(bundles.Case):
    def test_the_whole_life_of_a_plugin(self):
        key = self.key()
        self.trust("echo")
        old, new = self.bundle("1.0.0", key), self.bundle("1.1.0", key)
        self.assertEqual(self.refusal("update", old, code=66), "bundle.not_installed")
        self.assertIn("Installed echo 1.0.0", self.host("install", old).stdout)
        self.assertIn("in the place of 1.0.0", self.host("update", new).stdout)
        self.assertEqual(self.usable(), "1.1.0")
        self.assertRegex(self.host("list").stdout, r"echo 1\.0\.0 .*version 1\.1\.0 is the one that was chosen")
        self.assertEqual(self.refusal("install", old), "bundle.downgrade")
        self.assertEqual(self.facts("rollback", "echo")["version"], "1.0.0")
        self.assertEqual(self.usable(), "1.0.0")
        self.assertEqual(self.refusal("rollback", "echo", code=66), "bundle.no_previous")
        self.assertFalse(self.facts("install", new)["new"])
        self.assertEqual(self.usable(), "1.1.0")
        self.assertEqual(self.facts("remove", "echo", "1.1.0")["version"], "1.0.0")
        self.assertEqual(self.usable(), "1.0.0")
        self.host("remove", "echo")
        self.assertEqual((self.usable(), self.holdings(), self.leftovers()), (None, {}, []))
        self.assertEqual(self.refusal("remove", "echo", code=66), "bundle.not_installed")

    def test_an_unsigned_plugin_has_to_be_named(self):
        path = self.bundle()
        self.assertEqual(self.refusal("install", path), "bundle.unsigned")
        self.assertEqual(self.refusal("install", path, "--allow-unsigned", "lego"), "bundle.unsigned")
        self.assertEqual(self.holdings(), {})
        self.assertIn("Nobody has signed it", self.host("install", path, "--allow-unsigned", "echo").stdout)
        self.assertEqual(self.facts("inspect", path)["trusted"], False)

    def test_a_key_is_trusted_for_what_was_named(self):
        path = self.bundle("1.0.0", self.key())
        self.assertEqual(self.refusal("install", path), "bundle.key_untrusted")
        self.trust("lego")
        self.assertEqual(self.refusal("install", path), "bundle.key_unbound")
        self.trust("ec*")
        self.host("install", path)
        [file] = (self.folder / "config/task-plugins/trust.d").iterdir()
        file.write_text(file.read_text() + "not-after: 2020-01-01\n")
        self.assertEqual(self.refusal("install", path), "bundle.key_expired")
        file.write_text("nonsense")
        self.assertEqual(self.refusal("install", path), "bundle.key_malformed")

    def test_a_damaged_bundle_is_refused_in_both_languages(self):
        path = self.bundle("1.0.0", self.key())
        self.trust("echo")
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        end = self.host("install", path, code=65)
        self.assertIn("(bundle.", end.stderr)
        french = self.host("--locale", "fr", "install", path, code=65)
        self.assertIn("endommagé", french.stderr)
        self.assertEqual((self.holdings(), self.leftovers()), ({}, []))

    def test_a_task_that_runs_is_not_disturbed(self):
        key = self.key()
        self.trust("echo")
        self.host("install", self.bundle("1.0.0", key))
        running = subprocess.Popen(
            [bundles.TASKHOST, "run", "echo.say", "--each", "-", "--results", self.folder / "results", "--chunk", "1"],
            cwd=self.folder, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.addCleanup(running.stderr.close)
        running.stdin.write('{"text": "one"}\n')
        running.stdin.flush()
        while not (self.folder / "results").exists() or '"record":"result"' not in (self.folder / "results").read_text():
            self.assertIsNone(running.poll())
            time.sleep(0.01)  # a look at a file, not a wait for time to pass
        self.host("update", self.bundle("1.1.0", key))
        self.host("remove", "echo")
        self.assertEqual(self.holdings(), {})
        running.stdin.write('{"text": "two"}\n')
        running.stdin.close()
        running.stdin = None
        _, errors = running.communicate(timeout=60)
        self.assertEqual(running.returncode, 0, errors)
        self.assertIn("two", (self.folder / "results").read_text())

    def test_two_at_once_wait_for_each_other(self):
        key = self.key()
        self.trust("echo")
        paths = [self.bundle(f"1.{n}.0", key) for n in range(6)]
        starts = [subprocess.Popen([bundles.TASKHOST, "install", path, "--allow-downgrade"], env=self.environment,
                                   cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                  for path in paths]  # fmt: skip
        for start in starts:
            out, _ = start.communicate(timeout=60)
            self.assertEqual(start.returncode, 0, out)
        self.assertEqual(sorted(self.holdings()), [f"1.{n}.0" for n in range(6)])
        self.assertIsNotNone(self.usable())
        self.assertEqual(self.leftovers(), [])

    def test_what_is_missing_on_the_command_line_is_named_in_both_languages(self):
        for command in ("pack", "inspect", "keygen", "sign", "trust", "install", "update", "rollback", "remove"):
            with self.subTest(command):
                english = self.host(command, code=64).stderr
                self.assertIn("Name the ", english)
                self.assertNotIn("Name the ", self.host("--locale", "fr", command, code=64).stderr)
                self.assertIn(command, self.host("--help").stdout)


if __name__ == "__main__":
    unittest.main(argv=["test_bundle.py"], verbosity=1)
