# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy over the project's sources in a compilation database.

usage: tidy.py BUILD_DIRECTORY. A file that was clean is not read again until it, a header of the
project that it includes, its compile command or the configuration changes.
"""

import hashlib
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import project

JOBS = 2


def closure(root, resolver, path):
    """The file and all project files that it includes, directly or not."""
    seen, pending = set(), [path]
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            text = (Path(root) / current).read_text("utf-8")
            found = [resolver.resolve(current, name) for _, name in project.includes(text)]
            pending += [target for target in found if target is not None]
    return sorted(seen)


def digest(root, resolver, path, command, tool):
    value = hashlib.sha256(f"{tool}\n{command}\n".encode())
    for part in [Path(".clang-tidy"), *closure(root, resolver, path)]:
        value.update(f"{part}\n".encode() + (Path(root) / part).read_bytes())
    return value.hexdigest()


def examine(root, build, path):
    """clang-tidy's findings in one file, and the seconds they took."""
    started = time.monotonic()
    done = subprocess.run(
        ["clang-tidy", "-p", str(build), "--quiet", "--extra-arg=-Wno-unknown-warning-option",
         str(Path(root) / path)],
        capture_output=True, text=True, check=False)
    return (done.stdout if done.returncode else ""), time.monotonic() - started


def problems(root, build):
    root, build = Path(root).resolve(), Path(build).resolve()
    tool = subprocess.run(["clang-tidy", "--version"], capture_output=True, text=True, check=True).stdout
    resolver = project.Resolver(root)
    cache = build / "tidy-cache"
    cache.mkdir(exist_ok=True)
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text("utf-8")):
        source = (Path(entry["directory"]) / entry["file"]).resolve()
        if source.is_relative_to(root) and not source.is_relative_to(build):
            commands[source.relative_to(root)] = entry.get("command") or str(entry.get("arguments"))
    if not commands:
        return [f"{build}/compile_commands.json: names no file of the project"]
    marks = {path: cache / digest(root, resolver, path, command, tool)
             for path, command in commands.items()}
    stale = [path for path, mark in sorted(marks.items()) if not mark.exists()]
    print(f"{len(commands)} files, {len(stale)} new or changed", flush=True)
    found = []
    with ThreadPoolExecutor(JOBS) as pool:
        results = pool.map(lambda path: examine(root, build, path), stale)
        for path, (findings, seconds) in zip(stale, results):
            print(f"{seconds:6.1f} s  {path}", flush=True)
            if findings:
                found.append(findings)
            else:
                marks[path].touch()
    return found


if __name__ == "__main__":
    project.main(lambda root: problems(root, sys.argv[1]))
