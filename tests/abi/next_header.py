# SPDX-License-Identifier: Apache-2.0
"""Writes the header as its next minor version may be: each struct that can grow has one field more.

usage: next_header.py OUTPUT
"""

import re
import sys
from pathlib import Path

import header

GROWN = "const void* added_later;"


def next_header():
    text, minors = re.subn(r"(#define TP_ABI_MINOR )(\d+)u", lambda found: f"{found[1]}{int(found[2]) + 1}u", header.text())
    text, structs = re.subn(r"\n\} (tp_(?!str;)\w+);", rf"\n  {GROWN}\n}} \1;", text)
    assert minors == 1 and structs == len(header.structs()) - 1, (minors, structs)
    return text


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(next_header(), encoding="utf-8")
