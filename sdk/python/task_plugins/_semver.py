# SPDX-License-Identifier: Apache-2.0
"""Semantic Versioning: which text is a version, and which of two is later."""

from __future__ import annotations

import re
from typing import Any, Optional, Tuple

_NUMBER = r"(0|[1-9]\d*)"
_PRE = r"(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
_VERSION = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-({_PRE}(?:\.{_PRE})*))?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?", re.ASCII)

Precedence = Tuple[Any, ...]


def precedence(text: str) -> Optional[Precedence]:
    """A key that sorts versions, or None when the text is none. What stands behind + does not count."""
    match = _VERSION.fullmatch(text)
    if match is None:
        return None
    numbers = tuple(int(match.group(i)) for i in (1, 2, 3))
    if any(number >= 1 << 64 for number in numbers):
        return None
    if match.group(4) is None:
        return (*numbers, 1, ())
    # Numbers come before words.
    parts = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in match.group(4).split("."))
    return (*numbers, 0, parts)


def is_prerelease(text: str) -> bool:
    key = precedence(text)
    return key is not None and key[3] == 0
