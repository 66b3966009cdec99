# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy over the project's sources in a compilation database.

usage: tidy.py BUILD_DIRECTORY [CHECKS [FOLDER...]]. CHECKS is added to those of .clang-tidy, in its
notation; without FOLDER every file is read. The static analyzer takes four fifths of the time, and the
tests are many, so both are looked at by tests of their own.
A file that was clean is not read again until it, a header of the project that it includes, its
compile command or the configuration changes.
"""

import hashlib
import json
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import project

JOBS = 2
# Flags of g++ that clang does not know.
GCC_ONLY = {"-fno-gnu-unique"}


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


def digest(root, resolver, path, *context):
    value = hashlib.sha256(repr(context).encode())
    for part in [Path(".clang-tidy"), *closure(root, resolver, path)]:
        value.update(f"{part}\n".encode() + (Path(root) / part).read_bytes())
    return value.hexdigest()


def database(root, build):
    """The project's own entries of the compilation database, as clang can read them, by file."""
    entries = {}
    for entry in json.loads((build / "compile_commands.json").read_text("utf-8")):
        source = (Path(entry["directory"]) / entry["file"]).resolve()
        if source.is_relative_to(root) and not source.is_relative_to(build):
            words = [word for word in shlex.split(entry["command"]) if word not in GCC_ONLY]
            entries[source.relative_to(root)] = {
                "directory": entry["directory"], "file": entry["file"], "arguments": words}
    return entries


def examine(root, commands, checks, path):
    """clang-tidy's findings in one file, and the seconds they took."""
    started = time.monotonic()
    done = subprocess.run(
        ["clang-tidy", "-p", str(commands), "--quiet", f"--checks={checks}",
         "--extra-arg=-Wno-unknown-warning-option", str(Path(root) / path)],
        capture_output=True, text=True, check=False)
    return (done.stdout if done.returncode else ""), time.monotonic() - started


def problems(root, build, checks="", *folders):
    root, build = Path(root).resolve(), Path(build).resolve()
    tool = subprocess.run(["clang-tidy", "--version"], capture_output=True, text=True, check=True).stdout
    resolver = project.Resolver(root)
    cache = build / "tidy-cache"
    cache.mkdir(exist_ok=True)
    entries = database(root, build)
    if folders:
        entries = {path: entry for path, entry in entries.items() if path.parts[0] in folders}
    if not entries:
        return [f"{build}/compile_commands.json: names no file of the project"]
    (cache / "compile_commands.json").write_text(json.dumps(list(entries.values())), "utf-8")
    marks = {path: cache / digest(root, resolver, path, entry["arguments"], tool, checks)
             for path, entry in entries.items()}
    stale = [path for path, mark in sorted(marks.items()) if not mark.exists()]
    print(f"{len(entries)} files, {len(stale)} new or changed", flush=True)
    found = []
    with ThreadPoolExecutor(JOBS) as pool:
        results = pool.map(lambda path: examine(root, cache, checks, path), stale)
        for path, (findings, seconds) in zip(stale, results):
            print(f"{seconds:6.1f} s  {path}", flush=True)
            if findings:
                found.append(findings)
            else:
                marks[path].touch()
    return found


if __name__ == "__main__":
    project.main(lambda root: problems(root, *sys.argv[1:]))
