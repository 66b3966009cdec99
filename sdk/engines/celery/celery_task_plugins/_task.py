# SPDX-License-Identifier: Apache-2.0
"""One task of a plugin as a task of Celery.

It is acknowledged when it has ended, so that a worker which dies leaves it to another; and its key is the id of the
Celery task, the same for every attempt, so that what was done already is not done twice.
"""

from __future__ import annotations

import logging
import random
import time
from typing import Any, Dict, List, Mapping, Optional, Tuple

import task_plugins
from celery import Task
from task_plugins import Result, Retry, TaskError

from ._accounts import Accounts

_LOGGER = logging.getLogger("celery_task_plugins")
_LONGEST_BACKOFF = 300  # seconds


class TaskFailed(Exception):
    """Why a task of a plugin failed, in values that every result backend can keep."""

    def __init__(self, code: str, message: str, status: str = "", retry: str = "never",
                 fields: Optional[List[Dict[str, Any]]] = None) -> None:
        super().__init__(code, message, status, retry, fields or [])
        self.code, self.message, self.status, self.retry, self.fields = code, message, status, retry, fields or []

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}"

    @property
    def may_have_happened(self) -> bool:
        """Nobody can tell whether it was done, and running it again could do it twice."""
        return self.retry == "unknown_outcome"

    @classmethod
    def of(cls, result: Result) -> "TaskFailed":
        return cls(result.error_code, result.error_message, result.status.name.lower(), result.retry.name.lower(),
                   result.fields)


class PluginTask(Task):  # type: ignore[misc]
    """Takes the name of a connection and an input, and gives the output."""

    acks_late = True
    reject_on_worker_lost = True
    throws = (TaskFailed,)  # a line in the log, and no trace of this code
    resultrepr_maxsize = 1  # nor what came of it
    accounts: Accounts
    described: task_plugins.Task

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        args, kwargs = tuple(args or ()), dict(kwargs or {})
        _check(args, kwargs)
        # When this piece of work was first tried; a retry and a second delivery have it from the message.
        kwargs.setdefault("first_attempt_unix_ms", time.time_ns() // 1_000_000)
        # Logs and monitors show the connection; what the input says is nobody's business there.
        options.update(argsrepr=repr((*args[:1], "...") if args else ()), kwargsrepr="{...}")
        return super().apply_async(args, kwargs, **options)

    def run(self, connection: str, input: Mapping[str, Any], first_attempt_unix_ms: int = 0) -> Any:
        _check((connection,), {})
        request = self.request
        again = request.retries > 0 or bool((request.delivery_info or {}).get("redelivered"))
        try:
            result = self.accounts.open(connection).execute(
                self.name, input, idempotency_key=request.id or "", execution_id=request.root_id or "",
                step_id=request.id or "", attempt=2 if again else 1,
                first_attempt_unix_ms=first_attempt_unix_ms if again else 0, deadline_unix_ms=self._deadline())
        except TaskError as error:
            raise self._answer(error) from None
        for warning in result.warnings:
            _LOGGER.warning("%s: %s %s", self.name, warning.get("code"), warning.get("pointer", ""))
        return result.output

    def _answer(self, error: TaskError) -> BaseException:
        """A retry where the plugin says that the same may run again, else the failure."""
        failed = TaskFailed.of(error.result)
        if error.retry not in (Retry.SAFE, Retry.IF_IDEMPOTENT):
            return failed
        wait = min(2.0 ** self.request.retries, _LONGEST_BACKOFF) * random.uniform(0.5, 1)
        wait = max(wait, (error.retry_after_ms or 0) / 1000)
        # With the attempts used up this raises the failure itself.
        return self.retry(exc=failed, countdown=wait, throw=False)  # type: ignore[no-any-return]

    def _deadline(self) -> int:
        """A little before Celery's own limit, so that the plugin can still tell what has become of it."""
        hard, soft = self.request.timelimit or (None, None)
        limit = soft or hard or self.soft_time_limit or self.time_limit
        return int((time.time() + 0.9 * limit) * 1000) if limit else 0


def _check(args: Tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    connection = args[0] if args else kwargs.get("connection")
    if not isinstance(connection, str):
        raise TypeError("a task takes the name of a connection: credentials never travel in a message")
