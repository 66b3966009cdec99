# SPDX-License-Identifier: Apache-2.0
"""Whose files a host may run code from: root's and one's own, which nobody else can write to."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path
from typing import Optional

from ._faults import ManifestError


def is_world_writable(path: Path) -> bool:
    try:
        return bool(os.stat(path).st_mode & stat.S_IWOTH)
    except OSError:
        return False


def require_trust(file: Path, top: Path) -> None:
    """Looks at a file and the folders around it up to top. Raises ManifestError."""
    at = file
    while True:
        fault = _fault_of(at)
        if fault:
            raise ManifestError(f"{at}: {fault}")
        if at == top or at == at.parent:
            return
        at = at.parent


def _fault_of(path: Path) -> Optional[str]:
    try:
        facts = os.stat(path)
    except OSError as error:
        return f"cannot be examined: {error.strerror}"
    if facts.st_uid not in (0, os.geteuid()):
        return f"belongs to another user (uid {facts.st_uid}); only root's files and one's own are used"
    keeps_entries = stat.S_ISDIR(facts.st_mode) and facts.st_mode & stat.S_ISVTX
    if facts.st_mode & stat.S_IWOTH and not keeps_entries:
        return f"every user can write to it; run: chmod o-w {shlex.quote(str(path))}"
    return None
