# SPDX-License-Identifier: Apache-2.0
"""The end of one operation, with copies of everything that the plugin said."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple

from . import _abi, _document
from ._faults import TaskPluginError


class Status(enum.IntEnum):
    """How a call or an operation ended; see task_plugin.h."""

    OK = 0
    UNKNOWN = 1
    NOT_IMPLEMENTED = 2
    INVALID_ARGUMENT = 3
    INVALID_STATE = 4
    NOT_FOUND = 5
    CONFLICT = 6
    UNAUTHENTICATED = 7
    PERMISSION_DENIED = 8
    RATE_LIMITED = 9
    UNAVAILABLE = 10
    TIMEOUT = 11
    CANCELLED = 12
    REJECTED = 13
    INTERNAL = 14
    ABI = 15


class Retry(enum.IntEnum):
    """May the same request run again?"""

    NEVER = 0  # it would fail the same way
    SAFE = 1  # nothing has happened; run it again, not before retry_after_ms
    IF_IDEMPOTENT = 2  # it may have happened; a read, or a write under the same key, may run again
    UNKNOWN_OUTCOME = 3  # it may have happened; running it again may make it happen twice


def known_status(value: int) -> Status:
    return Status(value) if value in Status._value2member_map_ else Status.UNKNOWN


def known_retry(value: int) -> Retry:
    return Retry(value) if value in Retry._value2member_map_ else Retry.NEVER


def status_name(value: int) -> str:
    return known_status(value).name.lower()


@dataclass(frozen=True)
class Result:
    """What became of one operation."""

    status: Status
    retry: Retry = Retry.NEVER  # meaningful when status is not OK
    retry_after_ms: Optional[int] = None  # how long to wait before the next try; None: unknown
    http_status: Optional[int] = None  # what the service answered
    output: Any = None  # with OK: a value that is valid under the task's output schema
    output_json: str = ""  # the plugin's own text of it
    warnings: List[Dict[str, Any]] = field(default_factory=list)
    error_code: str = ""  # stable name for programs, listed in the manifest
    error_message: str = ""  # for people
    error_details: Dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.status is Status.OK

    @property
    def fields(self) -> List[Dict[str, Any]]:
        """Every fault of the input: pointer, code, message."""
        return list(self.error_details.get("fields", []))


class TaskError(TaskPluginError):
    """An operation that did not succeed; its result tells what to do next."""

    def __init__(self, result: Result) -> None:
        super().__init__(result)
        self.result = result

    def __str__(self) -> str:
        code = f"[{self.result.error_code}] " if self.result.error_code else ""
        return f"{code}{self.result.error_message or self.status.name.lower()}"

    @property
    def status(self) -> Status:
        return self.result.status

    @property
    def code(self) -> str:
        return self.result.error_code

    @property
    def retry(self) -> Retry:
        return self.result.retry

    @property
    def retry_after_ms(self) -> Optional[int]:
        return self.result.retry_after_ms


def host_result(status: Status, code: str, message: str, retry: Retry = Retry.NEVER) -> Result:
    """A result of this side, which the plugin did not make."""
    return Result(status, retry, error_code=code, error_message=message)


def broken_promise(message: str) -> Result:
    """Of an operation that the plugin did not end as it should."""
    return host_result(Status.INTERNAL, "host.plugin_bug", message, Retry.UNKNOWN_OUTCOME)


def copy_result(pointer: Any) -> Tuple[Result, List[str]]:
    """The result that a plugin pushed, never read past its struct_size, and what breaks task_plugin.h in it.

    A success whose output is no acceptable JSON becomes INTERNAL with an unknown outcome, so that nobody
    repeats it.
    """
    bugs: List[str] = []
    if not pointer or not _abi.has(pointer, _abi.Result, "retry"):
        bugs.append("complete() was called without a result")
        return broken_promise("The plugin ended the operation without a result."), bugs
    said = _abi.copy_sized(pointer, _abi.Result)
    status, retry = known_status(said.status), known_retry(said.retry)
    after = said.retry_after_ms if _abi.has(pointer, _abi.Result, "retry_after_ms") else -1
    warnings = _json(said.warnings_json, "warnings_json", list, bugs)
    after_ms, http = (after if after >= 0 else None), said.http_status or None
    if status is Status.OK:
        before = len(bugs)
        output = _json(said.output_json, "output_json", object, bugs)
        if said.output_json.size and len(bugs) == before:
            text = said.output_json.bytes().decode()
            return Result(status, retry, after_ms, http, output, text, warnings or []), bugs
        if not said.output_json.size:
            bugs.append("a success has no output_json")
        why = f"The task was done, but its output cannot be read: {bugs[-1]}."
        return Result(Status.INTERNAL, Retry.UNKNOWN_OUTCOME, None, http, warnings=warnings or [],
                      error_code="host.unreadable_output", error_message=why), bugs
    details = _json(said.error_details_json, "error_details_json", dict, bugs)
    return Result(status, retry, after_ms, http, None, "", warnings or [], _text(said.error_code, "error_code", bugs),
                  _text(said.error_message, "error_message", bugs), details or {}), bugs


def _text(text: _abi.Str, name: str, bugs: List[str]) -> str:
    raw = text.bytes()
    try:
        return raw.decode()
    except UnicodeDecodeError:
        bugs.append(f"{name} is not UTF-8")
        return raw.decode("utf-8", "replace")


def _json(text: _abi.Str, name: str, kind: type, bugs: List[str]) -> Any:
    """The value, or None when there is none or it is of no use."""
    if not text.size:
        return None
    try:
        value = _document.parse_reported(text.bytes())
    except _document.JsonError as error:
        bugs.append(f"{name} is no acceptable JSON: {error}")
        return None
    if not isinstance(value, kind):
        bugs.append(f"{name} is JSON of the wrong kind")
        return None
    return value
