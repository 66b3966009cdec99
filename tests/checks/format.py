# SPDX-License-Identifier: Apache-2.0
"""Checks that clang-format would change no C or C++ file."""

import subprocess

import project


def problems(root):
    sources = [str(path) for path in project.cpp_files(root)]
    done = subprocess.run(["clang-format", "--style=file", "--dry-run", "-Werror", *sources], cwd=root,
                          capture_output=True, text=True, check=False)
    found = [line for line in done.stderr.splitlines() if " error: " in line]
    return found or ([done.stderr] if done.returncode else [])


if __name__ == "__main__":
    project.main(problems)
