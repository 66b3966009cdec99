# SPDX-License-Identifier: Apache-2.0
"""Is a file a whole shared library for this machine? Told from its headers, before the loader sees it."""

from __future__ import annotations

import os
import platform
import struct
import sys
from pathlib import Path
from typing import BinaryIO, Optional

_MACHINES = {"x86_64": 62, "aarch64": 183}
_SHARED, _64_BIT, _LITTLE, _LOAD = 3, 2, 1, 1
_HEADER, _SEGMENT = struct.Struct("<16sHHIQQQIHHHHHH"), struct.Struct("<IIQQQQQQ")


def fault_of_library(path: Path) -> Optional[str]:
    """What is wrong with it, or None."""
    if sys.platform != "linux":
        return None  # the loader's word has to do
    try:
        with open(path, "rb") as file:
            length = os.fstat(file.fileno()).st_size
            return _fault(file.read(_HEADER.size), length, file)
    except OSError:
        return "this is no shared library"


def _fault(head: bytes, length: int, file: BinaryIO) -> Optional[str]:
    if len(head) < _HEADER.size or head[:4] != b"\x7fELF":
        return "this is no shared library"
    _, kind, machine, _, _, offset, _, _, _, entry_size, entries, *_ = _HEADER.unpack(head)
    if kind != _SHARED:
        return "this is no shared library"
    if head[4] != _64_BIT or head[5] != _LITTLE or machine != _MACHINES.get(platform.machine()):
        return "the library is for another kind of machine"
    for i in range(entries):
        file.seek(offset + i * entry_size)
        data = file.read(_SEGMENT.size)
        if len(data) < _SEGMENT.size:
            return f"the library is cut off after {length} bytes"
        kind, _, begin, _, _, size, _, _ = _SEGMENT.unpack(data)
        if kind == _LOAD and begin + size > length:
            return f"the library is cut off after {length} bytes"
    return None
