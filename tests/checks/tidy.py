# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy over the project's sources in a compilation database.

usage: tidy.py BUILD_DIRECTORY [CHECKS [FOLDER...]]. CHECKS is added to those of .clang-tidy, in its
notation; without FOLDER every file is read. The static analyzer takes four fifths of the time, and the
tests are many, so both are looked at by tests of their own.
A file that was clean is not read again until it, a header of the project that it includes, its
compile command or the configuration changes.

Nearly all the time goes into the system's headers, so files of the same flags are read many at once, as
one translation unit. Only a batch without any finding counts: another one is halved, down to single
files, whose word is final. The analyzer looks at a main file alone and so gets one file at a time.
"""

import hashlib
import json
import re
import shlex
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import project

JOBS = 2
BATCH = 16
NO_ANALYZER = "-clang-analyzer-*"
# What a file defines for itself alone at the left margin.
DEFINITION = re.compile(
    r"^(?:(?:class|struct|enum class|enum|union) (\w+)(?!.*;$)|using (\w+) ="
    r"|(?:template.*> )?\w[\w:<>,*& ]*[ *&](\w+)\("
    r"|(?:constexpr|const|constinit|inline|static)\b.*?\b(k[A-Z]\w*))",
    re.MULTILINE)
UNNAMED = re.compile(r"^namespace \{$(.*?)^\}  // namespace$", re.MULTILINE | re.DOTALL)
USING = re.compile(r"^using ([\w:]*::(\w+));", re.MULTILINE)
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
        words = [word for word in shlex.split(entry["command"]) if word not in GCC_ONLY]
        for source in sources_of(Path(entry["directory"]) / entry["file"]):
            if source.is_relative_to(root) and not source.is_relative_to(build):
                own = [str(source) if word == entry["file"] else word for word in words]
                entries[source.relative_to(root)] = {
                    "directory": entry["directory"], "file": str(source), "arguments": own}
    return entries


def sources_of(path):
    """What a compiled file stands for: itself, or the files that CMake compiles as one."""
    if path.parent.name != "Unity":
        return [path.resolve()]
    return [Path(name).resolve() for name in re.findall('^#include "(.*)"$', path.read_text("utf-8"), re.MULTILINE)]


def names_of(path):
    """The names that the file keeps to itself, each with what it stands for."""
    text = path.read_text("utf-8")
    own = "".join(UNNAMED.findall(text))
    found = DEFINITION.findall(project.without_comments(own))
    return {name: path for names in found for name in names if name} | {
        name: whole for whole, name in USING.findall(text)}


def has_idle_using(path):
    """Whether a using-declaration may be there for nothing, which other files of a batch would hide."""
    text = project.without_comments(path.read_text("utf-8"))
    rest = USING.sub("", text)
    return any(not re.search(rf"(?<!::)\b{name}\b", rest) for _, name in USING.findall(text))


def batches(root, entries, paths):
    """The files in groups that can be read as one: of the same flags, and without names that collide."""
    groups = {}
    for path in paths:
        names = names_of(Path(root) / path)
        flags = (entries[path]["directory"], *flags_of(entries[path]))
        if has_idle_using(Path(root) / path):
            flags = path
        group = groups.setdefault(flags, [])
        for batch, taken in group:
            if len(batch) < BATCH and all(taken.get(name, what) == what for name, what in names.items()):
                batch.append(path)
                taken.update(names)
                break
        else:
            group.append(([path], names))
    return [batch for group in groups.values() for batch, _ in group]


def flags_of(entry):
    """The compile command without what it compiles, and into what."""
    words, flags = iter(entry["arguments"]), []
    for word in words:
        if word == "-o":
            next(words)
        elif word not in ("-c", entry["file"]):
            flags.append(word)
    return flags


def findings_in(commands, checks, source, *options):
    done = subprocess.run(
        ["clang-tidy", "-p", str(commands), "--quiet", f"--checks={checks}", *options,
         "--extra-arg=-Wno-unknown-warning-option", str(source)],
        capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    return done.stdout or done.stderr or f"{source}: clang-tidy ended with {done.returncode}"


def is_clean_together(root, commands, entries, checks, batch):
    """Whether clang-tidy finds nothing at all in the files as one translation unit."""
    with tempfile.TemporaryDirectory(dir=commands) as folder:
        source = Path(folder) / f"batch{Path(batch[0]).suffix}"
        # What is suspicious of an #include of such a file is the whole purpose here.
        note = "// NOLINT(bugprone-suspicious-include)"
        source.write_text("".join(f'#include "{Path(root) / path}"  {note}\n' for path in batch), "utf-8")
        entry = {**entries[batch[0]], "file": str(source)}
        entry["arguments"] = [*flags_of(entries[batch[0]]), "-c", str(source)]
        (Path(folder) / "compile_commands.json").write_text(json.dumps([entry]), "utf-8")
        own_files = f"--header-filter=^{re.escape(str(root))}/.*[.](h|cc|c)$"
        return not findings_in(folder, checks, source, own_files)


def examine(root, commands, entries, checks, batch):
    """(file, clang-tidy's findings in it) of each file of the batch."""
    if len(batch) > 1:
        started = time.monotonic()
        is_clean = is_clean_together(root, commands, entries, checks, batch)
        print(f"{time.monotonic() - started:6.1f} s  {len(batch)} files from {batch[0]}"
              f"{'' if is_clean else ': not as one'}", flush=True)
        if is_clean:
            return [(path, "") for path in batch]
        half = len(batch) // 2
        return [*examine(root, commands, entries, checks, batch[:half]),
                *examine(root, commands, entries, checks, batch[half:])]
    started = time.monotonic()
    findings = findings_in(commands, checks, Path(root) / batch[0])
    print(f"{time.monotonic() - started:6.1f} s  {batch[0]}", flush=True)
    return [(batch[0], findings)]


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
    together = [[path] for path in stale]
    if NO_ANALYZER in checks.split(","):
        together = batches(root, entries, stale)
    with ThreadPoolExecutor(JOBS) as pool:
        for results in pool.map(lambda batch: examine(root, cache, entries, checks, batch), together):
            for path, findings in results:
                if findings:
                    found.append(findings)
                else:
                    marks[path].touch()
    return found


if __name__ == "__main__":
    project.main(lambda root: problems(root, *sys.argv[1:]))
