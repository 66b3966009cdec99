# SPDX-License-Identifier: Apache-2.0
"""What this host offers a plugin: its log, clock, mask of secrets, blobs and, if there is one, a token store.

ctx is a number into a table, and the tables of functions live as long as the process.
"""

from __future__ import annotations

import ctypes
import enum
import itertools
import json
import logging
import time
from typing import Any, Callable, Dict, List, Optional

from . import _abi, _blobs, _document, _operation, _tokens
from ._mask import SecretMask
from ._result import Status
from ._threads import callback
from ._token_store import TokenStore

_LOGGER = logging.getLogger("task_plugins")


class LogLevel(enum.IntEnum):
    TRACE = 0
    DEBUG = 1
    INFO = 2
    WARN = 3
    ERROR = 4
    PLUGIN_BUG = 5  # the plugin has broken a rule of task_plugin.h
    HOST_BUG = 6  # this side has


# Level, message, and the facts of the line. It runs on a thread of the plugin's, so it has to be short.
LogSink = Callable[[LogLevel, str, Dict[str, Any]], None]

_PYTHON_LEVELS = (5, logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.ERROR, logging.ERROR)


def log_to_python(level: LogLevel, message: str, fields: Dict[str, Any]) -> None:
    """The logger "task_plugins"."""
    _LOGGER.log(_PYTHON_LEVELS[level], "%s", f"{message} {json.dumps(fields)}" if fields else message)


class Services:
    """The host's face for one plugin object."""

    _by_number: Dict[int, "Services"] = {}
    _numbers = itertools.count(1)

    def __init__(self, name: str, version: str, log: Optional[LogSink], log_level: LogLevel,
                 token_store: Optional[TokenStore]) -> None:
        self.number = next(self._numbers)
        self.mask = SecretMask()
        self.blobs = _blobs.Blobs()
        self.desk = _tokens.Desk(token_store, self.mask) if token_store is not None else None
        self._log, self.log_level = log or log_to_python, log_level
        self.table = _abi.sized(
            _abi.Host, abi_major=_abi.MAJOR, abi_minor=_abi.MINOR, ctx=self.number, name=_abi.Str.of(name),
            version=_abi.Str.of(version), get_service=_get_service)
        self._by_number[self.number] = self
        _operation.register(self)

    @classmethod
    def of(cls, ctx: Optional[int]) -> "Services":
        return cls._by_number[ctx or 0]

    def close(self) -> None:
        """After destroy(): nothing calls any more."""
        if self.desk is not None:
            self.desk.stop()
        _operation.forget(self)
        self._by_number.pop(self.number, None)

    def offered(self) -> List[str]:
        tokens = [_abi.SVC_TOKENS] if self.desk is not None else []
        return [_abi.SVC_LOG, _abi.SVC_CLOCK, _abi.SVC_SECRET, _abi.SVC_BLOB, *tokens]

    def log(self, level: int, message: str, fields_json: str = "") -> None:
        if level < self.log_level:
            return
        try:
            fields = _document.parse_reported(self.mask.mask(fields_json)) if fields_json else {}
        except _document.JsonError:
            fields = {}
        known = LogLevel(min(max(level, LogLevel.TRACE), LogLevel.HOST_BUG))
        self._log(known, self.mask.mask(message), fields if isinstance(fields, dict) else {})

    def report_plugin_bug(self, what: str) -> None:
        self._report(LogLevel.PLUGIN_BUG, what)

    def report_host_bug(self, what: str) -> None:
        self._report(LogLevel.HOST_BUG, what)

    def _report(self, level: LogLevel, what: str) -> None:
        try:
            self.log(level, what)
        except Exception:  # a log that fails is nothing that a plugin could mend
            _LOGGER.exception("the log callback failed")


def _enabled(ctx: Optional[int], level: int) -> int:
    return 1 if level >= Services.of(ctx).log_level else 0


def _write(ctx: Optional[int], level: int, message: _abi.Str, fields: _abi.Str) -> None:
    with _operation.in_callback():
        try:
            Services.of(ctx).log(level, message.text(), fields.text())
        except Exception:  # a line may get lost, nothing may cross into the plugin
            _LOGGER.exception("the log callback failed")


def _unix_ms(_ctx: Optional[int]) -> int:
    return time.time_ns() // 1_000_000


def _monotonic_ns(_ctx: Optional[int]) -> int:
    return time.monotonic_ns()


def _wait_until(_ctx: Optional[int], _time: int, _wake: Any, _user: Optional[int]) -> int:
    return 0  # the contract's word for a host that tells the time and wakes nobody


def _cancel_wait(_ctx: Optional[int], _token: int) -> int:
    return Status.NOT_FOUND


def _redact(ctx: Optional[int], data: Optional[int], size: int) -> None:
    if data:
        Services.of(ctx).mask.add(ctypes.string_at(data, size).decode("utf-8", "replace"))


_TABLES: Dict[str, Any] = {
    _abi.SVC_LOG: _abi.sized(
        _abi.SvcLog, enabled=callback(_abi.LogEnabledFn, _enabled), write=callback(_abi.LogWriteFn, _write)),
    _abi.SVC_CLOCK: _abi.sized(
        _abi.SvcClock, unix_ms=callback(_abi.TimeFn, _unix_ms), monotonic_ns=callback(_abi.TimeFn, _monotonic_ns),
        wait_until=callback(_abi.WaitUntilFn, _wait_until), cancel_wait=callback(_abi.CancelWaitFn, _cancel_wait)),
    _abi.SVC_SECRET: _abi.sized(_abi.SvcSecret, redact=callback(_abi.RedactFn, _redact)),
    _abi.SVC_BLOB: _blobs.table(lambda ctx: Services.of(ctx).blobs),
    _abi.SVC_TOKENS: _tokens.table(lambda ctx: Services.of(ctx).desk),
}


def _service(ctx: Optional[int], id: _abi.Str) -> Optional[int]:
    name = id.text()
    table = _TABLES.get(name)
    if table is None or name not in Services.of(ctx).offered():
        return None
    return ctypes.addressof(table)


_get_service = callback(_abi.GetServiceFn, _service)
