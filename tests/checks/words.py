# SPDX-License-Identifier: Apache-2.0
"""Checks that no file holds what is of one machine or of unfinished work."""

import re
from pathlib import Path

import project

# Each with one letter in brackets, so that this file does not accuse itself.
FORBIDDEN = {
    "a path of one machine": r"/h[o]me/\w|/r[o]ot/\w|/w[o]rk/\w|/U[s]ers/\w",
    "a path out of the project": r"\.\./sh[a]red\b",
    "a package registry's host": r"registry\.n[p]mjs|n[p]mjs\.(com|org)|\bp[y]pi\.org"
                                 r"|p[y]thonhosted\.org|proxy\.g[o]lang|cr[a]tes\.io",
    "a note of unfinished work": r"\bT[O]DO\b|\bF[I]XME\b",
}


def problems(root):
    return [
        f"{path}:{number}: {what}: {match.group()}"
        for path in project.files(root)
        for number, line in enumerate((project.text_of(Path(root) / path) or "").splitlines(), 1)
        for what, pattern in FORBIDDEN.items()
        for match in re.finditer(pattern, line)
    ]


if __name__ == "__main__":
    project.main(problems)
