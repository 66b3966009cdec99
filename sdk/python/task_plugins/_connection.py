# SPDX-License-Identifier: Apache-2.0
"""One account, opened by connect(), and everything that can be asked of it: waiting, at once, or with asyncio."""

from __future__ import annotations

import os
from ctypes import POINTER, byref, c_void_p, pointer
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, List, Mapping, Optional, Sequence, Tuple, Union

from . import _abi, _document, _operation
from ._faults import InvalidState, LibraryError
from ._operation import Operation, Progress, end_early, gather, wait, wait_async
from ._result import Result, Retry, Status, TaskError, broken_promise, host_result, known_status, status_name

if TYPE_CHECKING:
    from ._plugin import Plugin

# A JSON object; text and bytes are one that is written already.
Input = Union[Mapping[str, Any], str, bytes]

# A call of an extension: its id, its table, the function in it, and what it takes.
_Extension = Tuple[str, Any, str, Any]


@dataclass(frozen=True)
class TaskRequest:
    """One task to run; see tp_task_request in task_plugin.h."""

    task: str
    input: Input
    execution_id: str = ""  # the run of the workflow, for logs and reconciliation
    step_id: str = ""
    idempotency_key: str = ""  # the same for every attempt at this piece of work
    traceparent: str = ""
    item_index: int = 0
    first_attempt_unix_ms: int = 0  # when this piece of work was first tried; 0: now
    deadline_unix_ms: int = 0  # after which nobody waits for the result; 0: none
    attempt: int = 1
    schema_version: int = 0  # the version that the input was written for; 0: the current one
    dry_run: bool = False  # check everything, return the requests that would go out, write nothing


class Connection:
    """Thread-safe. Use it as a context manager, or close() it."""

    def __init__(self, plugin: "Plugin", type: str, settings: Mapping[str, Any], credentials: Mapping[str, Any],
                 id: str) -> None:
        from ._plugin import Gate

        self.plugin, self.id, self.gate = plugin, id, Gate()
        self.owns_plugin = False  # then close() ends the plugin object, too
        plugin.services.mask.add_texts(dict(credentials))
        secrets = _abi.Str.of(_document.serialize(dict(credentials)))
        info = _abi.sized(
            _abi.ConnectInfo, connection_type=_abi.Str.of(type), connection_id=_abi.Str.of(id),
            settings_json=_abi.Str.of(_document.serialize(dict(settings))), credentials_json=secrets)
        self._handle = c_void_p()
        diagnosis = plugin.operation()
        with plugin.gate:
            status = plugin.api.connect(plugin.object, byref(info), byref(diagnosis.sink()), byref(self._handle))
        secrets.wipe()
        if status != Status.OK:
            raise plugin.failure(diagnosis, status, "connect()")
        if not self._handle:
            raise LibraryError(f"{plugin.manifest.library}: connect() succeeded without a connection")
        plugin.check_unused(diagnosis, "connect()")

    def execute(self, task: str, input: Input, *, progress: Optional[Progress] = None, **details: Any) -> Result:
        """Runs a task and waits for its end. details are those of TaskRequest.

        Raises TaskError when it fails. Interrupted, by Ctrl+C or a signal's handler that raises, it asks the plugin
        to end the task, waits for that, and lets the interruption go on.
        """
        structs = [_to_abi(TaskRequest(task, input, **details))]
        operation = self.plugin.operation(self._cancel, progress)
        return wait(operation, lambda: self._submit(structs, [operation]))

    async def execute_async(self, task: str, input: Input, *, progress: Optional[Progress] = None,
                            **details: Any) -> Result:
        """The same for asyncio. Cancelled, it waits until nothing is under way any more."""
        return await wait_async(self.start(TaskRequest(task, input, **details), progress=progress))

    def start(self, request: TaskRequest, *, progress: Optional[Progress] = None) -> Operation:
        """Starts one task and returns at once."""
        structs = [_to_abi(request)]
        return self._submit(structs, [self.plugin.operation(self._cancel, progress)])[0]

    def submit(self, requests: Sequence[TaskRequest]) -> List[Operation]:
        """Starts many tasks in one call, which lets a plugin send them in bulk, and returns at once.

        Raises TaskError when the plugin does not take the work; then nothing has started.
        """
        structs = [_to_abi(request) for request in requests]
        return self._submit(structs, [self.plugin.operation(self._cancel) for _ in structs])

    async def submit_async(self, requests: Sequence[TaskRequest]) -> List[Result]:
        """Starts many and waits for all outcomes, in the same order; no failure is raised."""
        return await gather(self.submit(requests))

    def verify(self) -> Result:
        """Does the connection work, as whom, and for what? The output is that of tp.verify/1."""
        return self._wait(self._verify())

    async def verify_async(self) -> Result:
        return await self._await(self._verify())

    def load_options(self, task: str, source: str, partial_input: Optional[Input] = None, *, search: str = "",
                     page_token: str = "", limit: int = 0) -> Result:
        """One page of choices for a field; source is its x-tp.optionsFrom.source. See tp.options/1."""
        return self._wait(self._options(task, source, partial_input, search, page_token, limit))

    async def load_options_async(self, task: str, source: str, partial_input: Optional[Input] = None, *,
                                 search: str = "", page_token: str = "", limit: int = 0) -> Result:
        return await self._await(self._options(task, source, partial_input, search, page_token, limit))

    def resolve_schema(self, task: str, source: str = "", partial_input: Optional[Input] = None, *,
                       known_etag: str = "") -> Result:
        """What of a task's schema depends on the account. See tp.schema/1."""
        return self._wait(self._schema(task, source, partial_input, known_etag))

    async def resolve_schema_async(self, task: str, source: str = "", partial_input: Optional[Input] = None, *,
                                   known_etag: str = "") -> Result:
        return await self._await(self._schema(task, source, partial_input, known_etag))

    def begin_sign_in(self, redirect_uri: str, state: str, code_verifier: str) -> Result:
        """Where to send a person who has to allow the access in a browser. See tp.sign-in/1."""
        return self._wait(self._sign_in("begin", redirect_uri, state, code_verifier, ""))

    def finish_sign_in(self, redirect_uri: str, state: str, code_verifier: str, code: str) -> Result:
        """Redeems the code that the browser brought; the tokens go to the token store."""
        return self._wait(self._sign_in("finish", redirect_uri, state, code_verifier, code))

    def revoke(self) -> Result:
        """Ends the access at the service."""
        return self._wait((_abi.EXT_SIGN_IN, _abi.ExtSignIn, "revoke", None))

    def update_credentials(self, credentials: Mapping[str, Any]) -> Status:
        """For operations that start from now on. INVALID_ARGUMENT: the old ones stay."""
        self.plugin.services.mask.add_texts(dict(credentials))
        secrets = _abi.Str.of(_document.serialize(dict(credentials)))
        with self.gate:
            status = self.plugin.api.update_credentials(self.plugin.object, self._handle, secrets)
        secrets.wipe()
        return known_status(status)

    def close(self) -> None:
        """Cancels what is under way on it and waits for that. Not inside a callback."""
        _operation.require_outside("close()")
        if not self.gate.shut():
            return
        self.plugin.api.disconnect(self.plugin.object, self._handle)
        for operation in _operation.open_for(self._cancel):
            # disconnect() has promised that each has ended; nobody shall wait for what never comes.
            self.plugin.services.report_plugin_bug("disconnect() returned before complete() was called")
            operation.end(broken_promise("The plugin gave up the task without a result."))
        self.plugin.forget(self)
        if self.owns_plugin:
            self.plugin.close()

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _cancel(self, number: int) -> bool:
        if self.gate.is_shut:
            return False
        with self.gate:
            return bool(self.plugin.api.cancel(self.plugin.object, number) == Status.OK)

    def _submit(self, structs: List[Any], operations: List[Operation]) -> List[Operation]:
        sinks = [operation.sink() for operation in operations]
        count = len(structs)

        def call() -> int:
            return int(self.plugin.api.submit(
                self.plugin.object, self._handle, (POINTER(_abi.TaskRequest) * count)(*map(pointer, structs)),
                (POINTER(_abi.Sink) * count)(*map(pointer, sinks)), count))

        refusal = self._call(operations, call)
        if refusal is not None:
            raise TaskError(refusal)
        return operations

    def _call(self, operations: Sequence[Operation], call: Callable[[], int]) -> Optional[Result]:
        """A call that promises what submit() promises. Where nothing has started, every operation has ended."""
        self.plugin.used_in = os.getpid()
        refusal = None
        try:
            with self.gate, _operation.submitting():
                status = call()
            refusal = None if status == Status.OK else _refused(status)
        except InvalidState as error:
            refusal = host_result(Status.INVALID_STATE, "host.closed", str(error))
            raise
        except BaseException:
            end_early(operations)
            raise
        finally:
            if refusal is not None:
                for operation in operations:
                    operation.end(refusal)
        return refusal

    def _wait(self, call: _Extension) -> Result:
        operation = self.plugin.operation(self._cancel)
        return wait(operation, lambda: self._start(call, operation))

    async def _await(self, call: _Extension) -> Result:
        operation = self.plugin.operation(self._cancel)
        self._start(call, operation)
        return await wait_async(operation)

    def _start(self, call: _Extension, operation: Operation) -> None:
        id, kind, function, request = call
        sink = operation.sink()
        arguments = () if request is None else (byref(request),)

        def start() -> int:
            table = self.plugin.extension(id, kind, function)
            if table is None:
                return Status.NOT_IMPLEMENTED
            return int(getattr(table, function)(self.plugin.object, self._handle, *arguments, byref(sink)))

        self._call([operation], start)

    def _verify(self) -> _Extension:
        return _abi.EXT_VERIFY, _abi.ExtVerify, "verify", None

    def _options(self, task: str, source: str, partial: Optional[Input], search: str, page_token: str,
                 limit: int) -> _Extension:
        return _abi.EXT_OPTIONS, _abi.ExtOptions, "load", _abi.sized(
            _abi.OptionsRequest, task_type=_abi.Str.of(task), source=_abi.Str.of(source),
            partial_input_json=_abi.Str.of(_document.serialize(partial or {})), search=_abi.Str.of(search),
            page_token=_abi.Str.of(page_token), limit=limit)

    def _schema(self, task: str, source: str, partial: Optional[Input], known_etag: str) -> _Extension:
        return _abi.EXT_SCHEMA, _abi.ExtSchema, "resolve", _abi.sized(
            _abi.SchemaRequest, task_type=_abi.Str.of(task), source=_abi.Str.of(source),
            partial_input_json=_abi.Str.of(_document.serialize(partial or {})), known_etag=_abi.Str.of(known_etag))

    def _sign_in(self, function: str, redirect_uri: str, state: str, code_verifier: str, code: str) -> _Extension:
        for secret in (state, code_verifier, code):
            self.plugin.services.mask.add(secret)
        return _abi.EXT_SIGN_IN, _abi.ExtSignIn, function, _abi.sized(
            _abi.SignInRequest, redirect_uri=_abi.Str.of(redirect_uri), state=_abi.Str.of(state),
            code_verifier=_abi.Str.of(code_verifier), code=_abi.Str.of(code))


def _to_abi(request: TaskRequest) -> Any:
    return _abi.sized(
        _abi.TaskRequest, flags=_abi.DRY_RUN if request.dry_run else 0, task_type=_abi.Str.of(request.task),
        input_json=_abi.Str.of(_document.serialize(request.input)), execution_id=_abi.Str.of(request.execution_id),
        step_id=_abi.Str.of(request.step_id), idempotency_key=_abi.Str.of(request.idempotency_key),
        traceparent=_abi.Str.of(request.traceparent), item_index=request.item_index,
        first_attempt_unix_ms=request.first_attempt_unix_ms, deadline_unix_ms=request.deadline_unix_ms,
        attempt=request.attempt, task_schema_version=request.schema_version)


def _refused(status: int) -> Result:
    """What submit() and its like mean by a status other than OK: nothing has started."""
    known = known_status(status)
    if known is Status.NOT_IMPLEMENTED:
        return host_result(known, "host.not_implemented", "The plugin does not have this ability.")
    retry = Retry.SAFE if known in (Status.RATE_LIMITED, Status.UNAVAILABLE) else Retry.NEVER
    return host_result(known, "host.submit_refused", f"The plugin did not take the work: {status_name(status)}.", retry)
