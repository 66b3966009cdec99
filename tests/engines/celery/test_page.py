# SPDX-License-Identifier: Apache-2.0
"""The commands of sdk/engines/celery/README.md, as a new user types them, with this test's Redis and sandbox."""

import os
import re
import shutil
import signal
import subprocess

import farm  # first: it tells where the others are
import case
import desk


class Page(farm.Farm):
    def test_every_command_block(self):
        home = self.home / "a new user's folder"
        for package in ("python", "engines/celery"):
            shutil.copytree(case.ROOT / "sdk" / package, home / "sdk" / package,
                            ignore=shutil.ignore_patterns("__pycache__"))
        (home / "build").mkdir()
        (home / "build" / "release").symlink_to(os.path.dirname(desk.PLUGINS))
        page = (farm.PACKAGE / "README.md").read_text()
        blocks = [text.replace("http://127.0.0.1:4010", self.desk.url).replace("redis://localhost", self.redis.url)
                  for text in re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]
        self.assertEqual([("worker" in block) for block in blocks], [False, False, False, True, False])
        environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "PLUGIN": "zendesk",
                       "PYTHONDONTWRITEBYTECODE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        exported = "export " + " ".join(re.findall(r"^export (\S+)$", "\n".join(blocks), re.MULTILINE)) + "\n"

        def start(script):
            return subprocess.Popen(["bash", "-euc", script], cwd=home, env=environment, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
                                    start_new_session=True)

        def run(script):
            with start(script) as process:
                out = process.communicate(timeout=farm.PATIENCE)[0]
            self.assertEqual(process.returncode, 0, out)

        run("\n".join(blocks[:3]))
        worker = start(exported + blocks[3])
        try:
            run(exported + blocks[4])
            farm.wait_until(lambda: "Score 2 from Ada Lovelace" in self.subjects())
        finally:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.communicate()


if __name__ == "__main__":
    desk.main()
