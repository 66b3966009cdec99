# SPDX-License-Identifier: Apache-2.0
"""Reads the C interface as text: its comments, its structs and its functions."""

import re
from pathlib import Path

HEADER = Path(__file__).resolve().parents[2] / "sdk" / "abi" / "task_plugin.h"
LAYOUT = HEADER.with_name("layout.c")


def text():
    return HEADER.read_text(encoding="utf-8")


def code(whole=None):
    """The header, or another text of one, without comments and preprocessor lines."""
    bare = re.sub(r"/\*.*?\*/", " ", text() if whole is None else whole, flags=re.S)
    return "\n".join(line for line in bare.splitlines() if not line.lstrip().startswith("#"))


def structs():
    """The fields of each struct in their order: {"tp_str": ["data", "size"], ...}."""
    found = {}
    for name, body in re.findall(r"typedef struct (\w+) \{(.*?)\} \1;", code(), flags=re.S):
        declarations = [part.strip() for part in body.split(";") if part.strip()]
        found[name] = [field_name(declaration) for declaration in declarations]
    return found


def field_name(declaration):
    pointer = re.search(r"\(TP_CALL\* (\w+)\)\(", declaration)
    return pointer.group(1) if pointer else re.search(r"(\w+)$", declaration).group(1)
