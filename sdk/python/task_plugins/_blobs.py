# SPDX-License-Identifier: Apache-2.0
"""Files and bytes that inputs name by a handle, and that plugins read through tp.blob/1."""

from __future__ import annotations

import ctypes
import itertools
import os
import stat
from typing import Any, Callable, Dict, Optional

from . import _abi
from ._faults import NotFound
from ._result import Status
from ._threads import callback


class _Source:
    """Bytes that do not change their number."""

    def __init__(self, size: int) -> None:
        self.size = size

    def read(self, offset: int, into: Any) -> int:
        """How many bytes were put there, fewer than fit being normal; -1 when the source has shrunk."""
        raise NotImplementedError


class _Bytes(_Source):
    def __init__(self, data: bytes) -> None:
        super().__init__(len(data))
        self._data = data

    def read(self, offset: int, into: Any) -> int:
        piece = self._data[offset:offset + len(into)]
        ctypes.memmove(into, piece, len(piece))
        return len(piece)


class _File(_Source):
    """Open as long as somebody may read it. What is appended later is not read."""

    def __init__(self, path: "str | os.PathLike[str]") -> None:
        try:
            # A pipe without a writer would keep open() waiting.
            self._number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError as error:
            raise NotFound(f"{os.fspath(path)}: cannot be read: {error.strerror}") from None
        facts = os.fstat(self._number)
        super().__init__(facts.st_size)
        if not stat.S_ISREG(facts.st_mode):
            raise NotFound(f"{os.fspath(path)}: is no regular file")

    def read(self, offset: int, into: Any) -> int:
        most = min(len(into), self.size - offset)
        got = os.preadv(self._number, [memoryview(into).cast("B")[:most]], offset)
        return got or -1

    def __del__(self) -> None:
        if hasattr(self, "_number"):
            os.close(self._number)


class Blobs:
    """What a plugin has opened goes by a number, so that one that reads after it has closed does no harm."""

    def __init__(self) -> None:
        self._sources: Dict[str, _Source] = {}
        self._open: Dict[int, _Source] = {}
        self._handles, self._numbers = itertools.count(1), itertools.count(1)

    def add_file(self, path: "str | os.PathLike[str]") -> str:
        """A handle for the file, which stays open until remove()."""
        return self._add(_File(path))

    def add_bytes(self, data: bytes) -> str:
        return self._add(_Bytes(data))

    def remove(self, handle: str) -> None:
        """The handle names nothing any more; what a plugin has open stays."""
        self._sources.pop(handle, None)

    def _add(self, source: _Source) -> str:
        handle = f"blob:{next(self._handles)}"
        self._sources[handle] = source
        return handle

    def open(self, handle: str) -> int:
        source = self._sources.get(handle)
        if source is None:
            return 0
        number = next(self._numbers)
        self._open[number] = source
        return number

    def find(self, number: Optional[int]) -> Optional[_Source]:
        return self._open.get(number or 0)

    def close(self, number: Optional[int]) -> None:
        self._open.pop(number or 0, None)


def table(of: Callable[[Optional[int]], Blobs]) -> Any:
    """tp_svc_blob. An exception in a callback would count as OK, so every function catches all."""

    def open_blob(ctx: Optional[int], handle: _abi.Str, out: Any) -> int:
        try:
            number = of(ctx).open(handle.bytes().decode())
            if not number:
                return Status.NOT_FOUND
            out[0] = number
            return Status.OK
        except UnicodeDecodeError:
            return Status.INVALID_ARGUMENT
        except Exception:
            return Status.INTERNAL

    def size(ctx: Optional[int], blob: Optional[int], out: Any) -> int:
        try:
            source = of(ctx).find(blob)
            if source is None:
                return Status.INVALID_STATE
            out[0] = source.size
            return Status.OK
        except Exception:
            return Status.INTERNAL

    def read(ctx: Optional[int], blob: Optional[int], offset: int, buffer: Any, capacity: int, out: Any) -> int:
        try:
            source = of(ctx).find(blob)
            if source is None:
                return Status.INVALID_STATE
            out[0] = 0
            if not capacity or offset >= source.size:
                return Status.OK
            room = (ctypes.c_uint8 * capacity).from_address(ctypes.addressof(buffer.contents))
            got = source.read(offset, room)
            if got < 0:
                return Status.CONFLICT
            out[0] = got
            return Status.OK
        except OSError:
            return Status.UNAVAILABLE
        except Exception:
            return Status.INTERNAL

    def close(ctx: Optional[int], blob: Optional[int]) -> None:
        try:
            of(ctx).close(blob)
        except KeyError:
            pass

    return _abi.sized(
        _abi.SvcBlob, open=callback(_abi.BlobOpenFn, open_blob), size=callback(_abi.BlobSizeFn, size),
        read=callback(_abi.BlobReadFn, read), close=callback(_abi.BlobCloseFn, close))
