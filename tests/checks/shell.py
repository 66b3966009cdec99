# SPDX-License-Identifier: Apache-2.0
"""Checks the syntax of every shell script, and reads them with shellcheck."""

import subprocess
from pathlib import Path

import project


def scripts(root):
    for path in project.files(root):
        with open(Path(root) / path, "rb") as file:
            first = file.readline()
        if path.suffix == ".sh" or first.startswith(b"#!") and b"sh" in first.split(b"/")[-1]:
            yield str(path)


def problems(root):
    found = []
    for path in scripts(root):
        for tool in (["bash", "-n"], ["shellcheck", "--format=gcc"]):
            done = subprocess.run([*tool, path], cwd=root, capture_output=True, text=True, check=False)
            if done.returncode:
                found.append(done.stdout + done.stderr)
    return found


if __name__ == "__main__":
    project.main(problems)
