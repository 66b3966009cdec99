# SPDX-License-Identifier: Apache-2.0
"""The package as people install it: a wheel, made and installed without a network, and the page that tells how."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
import venv
from pathlib import Path

import case
import desk

README = case.PACKAGE / "README.md"


def run(*command, cwd, environment=None):
    done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding="utf-8", timeout=200, check=False, env=environment)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


class Wheel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="a new user's folder ")
        cls.addClassCleanup(folder.cleanup)
        cls.home = Path(folder.name)
        # The build leaves traces beside the sources, which are the user's.
        shutil.copytree(case.PACKAGE, cls.home / "sdk" / "python", ignore=shutil.ignore_patterns("__pycache__"))
        cls.desk = desk.Desk("ticket")
        cls.addClassCleanup(cls.desk.close)

    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
                "PIP_DISABLE_PIP_VERSION_CHECK": "1"}

    def test_every_command_block_of_the_page(self):
        """In one shell, as for the person who types them; the ports and the build are this test's."""
        blocks = re.findall(r"^```(sh|python)\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)
        self.assertGreaterEqual(len(blocks), 4)
        (self.home / "build").mkdir()
        (self.home / "build" / "release").symlink_to(Path(desk.PLUGINS).parent)
        shell = [text for kind, text in blocks if kind == "sh"]
        programs = [text for kind, text in blocks if kind == "python"]
        for number, program in enumerate(programs):
            (self.home / f"page{number}.py").write_text(program.replace("http://127.0.0.1:4010", self.desk.url))
        lines = "\n".join(shell + [f"env/bin/python page{number}.py" for number in range(len(programs))])
        before = self.desk.commits()
        out = run("bash", "-euc", lines, cwd=self.home, environment=self.environment())
        self.assertIn("Hello", out)
        self.assertGreater(self.desk.commits(), before, out)

    def test_what_the_wheel_holds(self):
        made = self.home / "made"
        run("/usr/bin/python3", "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation", "-w",
            str(made), "./sdk/python", cwd=self.home, environment=self.environment())
        (wheel,) = made.iterdir()
        self.assertRegex(wheel.name, r"^task_plugins-[\d.]+-py3-none-any\.whl$")
        venv.create(self.home / "other", with_pip=False)
        target = next((self.home / "other" / "lib").glob("python3*")) / "site-packages"
        shutil.unpack_archive(wheel, target, "zip")
        sources = {path.name for path in (case.PACKAGE / "task_plugins").iterdir() if path.name != "__pycache__"}
        self.assertEqual({path.name for path in (target / "task_plugins").iterdir()}, sources)
        out = run(str(self.home / "other/bin/python"), "-I", "-B", "-c", """
import sys, task_plugins
assert sys.prefix in task_plugins.__file__
with task_plugins.connect({"plugin": "echo", "type": "none"}, search=task_plugins.Search.only(sys.argv[1])) as echo:
    print(echo.execute("echo.say", {"text": "Hello"}).output["said"])
""", desk.PLUGINS, cwd=self.home)
        self.assertEqual(out, "Hello\n")


if __name__ == "__main__":
    desk.main()
