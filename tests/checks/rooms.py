# SPDX-License-Identifier: Apache-2.0
"""Checks the rules between the project's rooms; the rules themselves are in rooms.txt."""

import re
from pathlib import Path

import project

RULES = "tests/checks/rooms.txt"
ABI_HEADER = "sdk/abi/task_plugin.h"
LONGEST_FILE = 400


class Rules:
    """The table and the names of rooms.txt."""

    def __init__(self, text):
        self.rows = {room: cells for rooms, *cells in table(text) for room in rooms}
        self.libraries = {}
        for name, prefixes in re.findall(r"^([^|\n]+?) = (.+)$", text, re.MULTILINE):
            self.libraries.setdefault(name, []).extend(prefixes.split())
        self.long_files = tuple(self.libraries.pop("long files", ()))
        self.about_one_plugin = tuple(self.libraries.pop("about one plugin", ()))
        named = {item for may, _ in self.rows.values() for item in may}
        self.exclusive = (named & set(self.libraries)) - {"C99 headers"}

    def room_of(self, path):
        """The room of a file, or None."""
        inside = [room for room in self.rows if within(path, room)]
        return max(inside, key=len, default=None)

    def matches(self, library, name):
        """Whether `#include <name>` is of the library. A name with a suffix or "/" is a beginning."""
        return any(
            name.startswith(prefix) if "/" in prefix or "." in prefix else name == prefix
            for prefix in self.libraries[library]
        )

    def unknown_words(self):
        """What stands in the table and means nothing, for example after a slip of the pen."""
        known = set(self.libraries) | {"all else", "the word Zendesk"}
        for room, (may, never) in self.rows.items():
            for item in sorted(may | never):
                if item not in known and not re.fullmatch(r"(sdk|plugin)(/[\w.]+)?", item):
                    yield f"{RULES}: the row of {room} has an unknown word: {item}"


def within(path, room):
    return str(path) == room or str(path).startswith(room + "/")


def table(text):
    """The rows of a Markdown table as (rooms, set of what they may, set of what they never)."""
    rows = []
    for line in text.splitlines():
        if line.startswith("|") and not re.match(r"\|\s*(Room\b|-)", line):
            cells = [cell.replace("`", "") for cell in line.strip().strip("|").split("|")]
            items = [{item.strip() for item in cell.split(",") if item.strip()} for cell in cells]
            rows.append((sorted(items[0]), *items[1:3]))
    return rows


def include_problems(root, rules):
    resolver = project.Resolver(root)
    for path in project.cpp_files(root):
        room = rules.room_of(path)
        if room is None:
            if path.parts[0] == "plugin":
                yield f"{path}: is in no room of the table in {RULES}"
            continue
        may, never = rules.rows[room]
        for line, name in project.includes((Path(root) / path).read_text("utf-8")):
            target = resolver.resolve(path, name)
            if target is not None:
                allowed = [room, *may]
                if not any(within(target, item) for item in allowed):
                    yield f"{path}:{line}: {room} may not include {target}"
                continue
            banned = [item for item in rules.libraries if rules.matches(item, name)
                      and (item in never or item in rules.exclusive and item not in may)]
            if "all else" in never and not any(
                    rules.matches(item, name) for item in may & set(rules.libraries)):
                banned.append("all else")
            if banned:
                yield f"{path}:{line}: {room} may not include <{name}> ({', '.join(banned)})"


def word_problems(root, rules):
    rooms = [room for room, (_, never) in rules.rows.items() if "the word Zendesk" in never]
    for path in project.files(root):
        if not any(within(path, room) for room in rooms) or str(path).startswith(rules.about_one_plugin):
            continue
        if "zendesk" in str(path).lower():
            yield f"{path}: the word Zendesk in the name of a file of a generic room"
        for number, line in enumerate((project.text_of(Path(root) / path) or "").splitlines(), 1):
            if "zendesk" in line.lower():
                yield f"{path}:{number}: the word Zendesk in a generic room"


def abi_struct_problems(root):
    """The C structs are turned into C++ in one place, plugin/entry.cc."""
    header = Path(root) / ABI_HEADER
    if not header.exists():
        yield f"{ABI_HEADER}: is missing, so nothing can be said about its structs"
        return
    names = sorted(set(re.findall(r"\bstruct (tp_\w+)", header.read_text("utf-8"))))
    pattern = re.compile(r"\b(%s)\b" % "|".join(names))
    for path in project.cpp_files(root):
        if path.parts[0] == "plugin" and str(path) != "plugin/entry.cc":
            code = project.without_comments((Path(root) / path).read_text("utf-8"))
            for number, line in enumerate(code.splitlines(), 1):
                for name in pattern.findall(line):
                    yield f"{path}:{number}: {name} belongs to plugin/entry.cc alone"


def boost_dll_problems(root):
    users = [
        path
        for path in project.cpp_files(root)
        if any(name.startswith("boost/dll")
               for _, name in project.includes((Path(root) / path).read_text("utf-8")))
    ]
    if len(users) != 1 or users[0].suffix != ".cc" or not within(users[0], "sdk/host"):
        named = ", ".join(map(str, users)) or "none"
        yield f"Boost.DLL belongs in exactly one .cc file of sdk/host; it is in: {named}"


def length_problems(root, rules):
    for path in project.cpp_files(root):
        lines = len((Path(root) / path).read_text("utf-8").splitlines())
        if lines > LONGEST_FILE and not str(path).startswith(rules.long_files):
            yield f"{path}: {lines} lines, more than {LONGEST_FILE}"


def readme_problems(root, rules_text):
    """README.md shows the same table, in whatever layout."""
    readme = Path(root) / "README.md"
    text = readme.read_text("utf-8") if readme.exists() else ""
    match = re.search(r"<!-- rooms -->(.*?)<!-- /rooms -->", text, re.DOTALL)
    if not match:
        yield "README.md: has no table between <!-- rooms --> and <!-- /rooms -->"
        return
    ours, theirs = table(rules_text), table(match.group(1))
    for row in ours:
        if row not in theirs:
            yield f"README.md: lacks the row {describe(row)}"
    for row in theirs:
        if row not in ours:
            yield f"README.md: has the row {describe(row)}, {RULES} has not"


def describe(row):
    return " | ".join(", ".join(sorted(cell)) for cell in row)


def problems(root):
    text = (Path(root) / RULES).read_text("utf-8")
    rules = Rules(text)
    return [
        *rules.unknown_words(),
        *include_problems(root, rules),
        *word_problems(root, rules),
        *abi_struct_problems(root),
        *boost_dll_problems(root),
        *length_problems(root, rules),
        *readme_problems(root, text),
    ]


if __name__ == "__main__":
    project.main(problems)
