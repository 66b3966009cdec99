# SPDX-License-Identifier: Apache-2.0
"""Operations: the table of open ones, the sinks that they report to, and two ways to wait for one.

A sink's user is a number into the table, never a pointer, so that a plugin that reports too late or twice
harms nothing. The two callbacks live as long as the process.
"""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import Future, TimeoutError
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Optional, Sequence

from . import _abi
from ._faults import InvalidState
from ._result import Result, Retry, Status, TaskError, broken_promise, copy_result, host_result
from ._threads import callback

if TYPE_CHECKING:
    import asyncio

    from ._services import Services

Progress = Callable[[float, str], None]
Canceller = Callable[[int], bool]

_JUST_ENDING = 1.0  # seconds

_open: Dict[int, "Operation"] = {}
_numbers = itertools.count(1)
_owners: Dict[int, "Services"] = {}  # who is told of a report that nobody waits for
_here = threading.local()


class Operation(Future):  # type: ignore[type-arg]
    """One task, or another call, that is under way: a Future of its Result.

    result() raises TaskError when it failed, outcome() does not. cancel() asks the plugin to end it early; it
    then ends as a rule with the status CANCELLED, and its result still tells whether anything had happened.
    Callbacks run on a thread of the plugin's, which waits for them: they have to be short, and may not wait.
    """

    def __init__(self, services: "Services", canceller: Optional[Canceller] = None,
                 progress: Optional[Progress] = None) -> None:
        super().__init__()
        self.set_running_or_notify_cancel()
        self._services, self._canceller, self._progress = services, canceller, progress
        self.number = next(_numbers) | services.number << 32
        _open[self.number] = self

    def outcome(self, timeout: Optional[float] = None) -> Result:
        """The result, whatever it is."""
        error = self.exception(timeout)
        if error is None:
            return self.result()  # type: ignore[no-any-return]
        if isinstance(error, TaskError):
            return error.result
        raise error

    def cancel(self) -> bool:
        """Asks the plugin to end it early. False: it has ended, or cannot be reached any more."""
        return not self.done() and self._canceller is not None and self._canceller(self.number)

    def sink(self) -> Any:
        return _abi.sized(_abi.Sink, op_id=self.number, user=self.number, complete=_complete, progress=_progress_fn)

    def drop(self) -> None:
        """Nothing reports to it any more."""
        _open.pop(self.number, None)

    def end(self, result: Result) -> None:
        if result.ok:
            self.set_result(result)
        else:
            self.set_exception(TaskError(result))
        self.drop()


def open_for(canceller: Canceller) -> List[Operation]:
    """What is under way on a connection, which cancels by this."""
    return [operation for operation in list(_open.values()) if operation._canceller == canceller]


class no_waiting:  # noqa: N801
    """Inside: code that a plugin called, or that must not be overtaken by a report."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        self._before = getattr(_here, self._name, False)
        setattr(_here, self._name, True)

    def __exit__(self, *_: Any) -> None:
        setattr(_here, self._name, self._before)


def submitting() -> no_waiting:
    return no_waiting("submitting")


def in_callback() -> no_waiting:
    return no_waiting("callback")


def require_outside(what: str) -> None:
    if getattr(_here, "callback", False):
        raise InvalidState(f"{what} waits, and a callback may not")


def wait(operation: Operation, start: Callable[[], Any]) -> Result:
    """Starts it and gives its result. Whoever is interrupted meanwhile leaves nothing under way behind."""
    try:
        require_outside("This call")
    except InvalidState:
        operation.drop()
        raise
    try:
        start()
        return operation.result()  # type: ignore[no-any-return]
    except BaseException:
        end_early([operation])
        raise


def end_early(operations: Sequence[Operation]) -> None:
    """After an interruption, which may have come before or after the plugin took the work."""
    reached = [not operation.done() and operation.cancel() for operation in operations]
    for operation, is_open in zip(operations, reached):
        try:
            # What cannot be reached any more is just ending, or never began.
            operation.exception(None if is_open else _JUST_ENDING)
        except TimeoutError:
            operation.drop()


async def gather(operations: Sequence[Operation]) -> List[Result]:
    """All outcomes. Cancelled meanwhile, it asks the plugin to end what is open and waits for that."""
    import asyncio  # of no use to programs that do not await, and slow to load

    futures = [asyncio.wrap_future(operation) for operation in operations]
    ended = asyncio.gather(*futures, return_exceptions=True)
    try:
        await asyncio.shield(ended)
    except asyncio.CancelledError:
        for operation in operations:
            operation.cancel()
        await _uncancelled(ended)
        raise
    return [operation.outcome(0) for operation in operations]


async def wait_async(operation: Operation) -> Result:
    await gather([operation])
    return operation.result(0)  # type: ignore[no-any-return]


async def _uncancelled(future: "asyncio.Future[Any]") -> None:
    """Waits to the end, however often somebody wants it to stop: the plugin ends soon."""
    import asyncio

    while not future.done():
        try:
            await asyncio.shield(future)
        except asyncio.CancelledError:
            pass


def lose(operations: Iterable[Operation], why: str) -> None:
    """In a child process: what is open belongs to the parent, and its locks may be held for ever."""
    result = host_result(Status.UNKNOWN, "host.forked", why, Retry.NEVER)
    for operation in operations:
        Future.__init__(operation)
        operation.set_running_or_notify_cancel()
        operation.set_exception(TaskError(result))


def renew_after_fork() -> None:
    inherited = list(_open.values())
    _open.clear()
    lose(inherited, "The operation belongs to the process that started it.")


def register(services: "Services") -> None:
    _owners[services.number] = services


def forget(services: "Services") -> None:
    _owners.pop(services.number, None)


def _find(number: Optional[int], what: str) -> Optional[Operation]:
    operation = _open.get(number or 0)
    if operation is None:
        owner = _owners.get((number or 0) >> 32)
        if owner is not None:
            owner.report_plugin_bug(f"{what}() was called on an operation that had ended")
    return operation


def _completed(user: Optional[int], pointer: Any) -> None:
    operation = _find(user, "complete")
    if operation is None:
        return
    with in_callback():
        try:
            result, bugs = copy_result(pointer)
        except Exception as error:  # no memory; whoever waits has to hear of it
            result, bugs = broken_promise(f"The result cannot be read: {error!r}"), []
        if getattr(_here, "submitting", False):
            bugs.insert(0, "complete() was called before submit() returned")
        for bug in bugs:
            operation._services.report_plugin_bug(bug)
        operation.end(result)


def _progressed(user: Optional[int], fraction: float, message: _abi.Str) -> None:
    operation = _find(user, "progress")
    if operation is None or operation._progress is None:
        return
    with in_callback():
        try:
            operation._progress(fraction, message.text())
        except Exception as error:  # a step of progress may get lost
            operation._services.report_host_bug(f"the callback for progress failed: {error!r}")


_complete = callback(_abi.CompleteFn, _completed)
_progress_fn = callback(_abi.ProgressFn, _progressed)
