# SPDX-License-Identifier: Apache-2.0
"""What all checks share: the project's files, their includes, and one way to report."""

import os
import re
import sys
import time
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {"build", ".git", ".cache", "node_modules", "__pycache__"}
CPP_SUFFIXES = {".h", ".c", ".cc"}


def files(root):
    """Every file of the project as a Path relative to `root`, sorted; nothing that git ignores."""
    found = []
    for directory, subdirectories, names in os.walk(root):
        subdirectories[:] = [name for name in subdirectories if name not in SKIPPED]
        found += [(Path(directory) / name).relative_to(root) for name in names if name not in SKIPPED]
    return sorted(found)


def cpp_files(root):
    return [path for path in files(root) if path.suffix in CPP_SUFFIXES]


def text_of(path):
    """The text of a file, or None when it is not text."""
    data = Path(path).read_bytes()
    return None if b"\0" in data else data.decode("utf-8", "replace")


def without_comments(source):
    """C++ source with comments blanked out; strings and line numbers stay."""
    pattern = r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''

    def blank(match):
        text = match.group()
        return re.sub(r"[^\n]", " ", text) if text.startswith("/") else text

    return re.sub(pattern, blank, source, flags=re.DOTALL)


def includes(source):
    """(line number, included name) of each #include."""
    for number, line in enumerate(without_comments(source).splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1)


class Resolver:
    """Finds the project file that an #include means."""

    def __init__(self, root):
        self.root = Path(root)
        self.by_name = {}
        for path in cpp_files(root):
            self.by_name.setdefault(path.name, []).append(path)

    @lru_cache(maxsize=None)
    def resolve(self, includer, name):
        """The included file relative to the root, or None when it is not of this project."""
        beside = os.path.normpath(includer.parent / name)
        candidates = [
            path
            for path in self.by_name.get(Path(name).name, [])
            if str(path) == beside or path.parts[-len(Path(name).parts):] == Path(name).parts
        ]
        # As the compiler does: beside the includer first, then along the include directories,
        # of which the shortest path stands for the main tree, not for a copy of it.
        candidates.sort(key=lambda path: (str(path) != beside, len(path.parts), path))
        return candidates[0] if candidates else None


def main(problems):
    """Runs problems(root), prints what it finds and the seconds it took, and exits."""
    started = time.monotonic()
    found = problems(ROOT)
    for problem in found:
        print(problem)
    print(f"{len(found)} problems, {time.monotonic() - started:.1f} s")
    sys.exit(1 if found else 0)
