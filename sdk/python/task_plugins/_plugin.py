# SPDX-License-Identifier: Apache-2.0
"""A plugin object: create() and destroy(), and what this process owes it at its end."""

from __future__ import annotations

import atexit
import ctypes
import hashlib
import itertools
import json
import logging
import os
import threading
from ctypes import POINTER, byref, c_void_p
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Mapping, Optional, Type

from . import _abi, _blobs, _document, _library, _operation, _threads
from ._faults import InvalidState, LibraryError
from ._manifest import Manifest
from ._operation import Operation
from ._registry import PluginEntry
from ._result import Status, TaskError, host_result, known_status, status_name
from ._services import LogLevel, LogSink, Services
from ._token_store import TokenStore

if TYPE_CHECKING:
    from ._connection import Connection

_HOST = ("task-plugins-python", "1.0")
_FUNCTIONS = ("destroy", "get_extension", "connect", "update_credentials", "disconnect", "execute", "submit", "cancel")
_LOGGER = logging.getLogger("task_plugins")


class Gate:
    """Lets calls into an object until it is shut; shut() then waits for those that are inside."""

    _PATIENCE = 10.0  # seconds: no call that goes through here waits for anything

    def __init__(self) -> None:
        self.renew()
        self.is_shut = False

    def renew(self) -> None:
        """In a child process, which has none of the threads that were inside."""
        self._inside = 0
        self._changed = threading.Condition(threading.Lock())

    def __enter__(self) -> None:
        with self._changed:
            if self.is_shut:
                raise InvalidState("this is closed")
            self._inside += 1

    def __exit__(self, *_: Any) -> None:
        with self._changed:
            self._inside -= 1
            self._changed.notify_all()

    def shut(self) -> bool:
        """False: somebody else has shut it."""
        with self._changed:
            if self.is_shut:
                return False
            self.is_shut = True
            if not self._changed.wait_for(lambda: self._inside == 0, self._PATIENCE):
                raise InvalidState("a call does not return, so this cannot be closed")
            return True


class Plugin:
    """One object of a plugin; it may hold many connections. Use it as a context manager, or close() it.

    What is still open when the process ends is closed then; work that is under way ends as cancelled.
    """

    _open: "Dict[int, Plugin]" = {}
    _numbers = itertools.count(1)
    api: Any

    def __init__(self, entry: PluginEntry, *, policy: Optional[Mapping[str, Any]] = None,
                 log: Optional[LogSink] = None, log_level: LogLevel = LogLevel.WARN,
                 token_store: Optional[TokenStore] = None, host: "tuple[str, str]" = _HOST) -> None:
        assert entry.manifest is not None
        self.manifest: Manifest = entry.manifest
        library = _library.entry_of(self.manifest)
        self._services = Services(*host, log, log_level, token_store)
        try:
            self._require_services()
            self._create(library, policy_from_environment() if policy is None else policy)
        except BaseException:
            self._services.close()
            raise
        self.gate = Gate()
        self._connections: "List[Connection]" = []
        self._number = next(self._numbers)
        self.used_in = os.getpid()  # the process that has started something on it last
        self._open[self._number] = self

    def connect(self, type: str, settings: Optional[Mapping[str, Any]] = None,
                credentials: Optional[Mapping[str, Any]] = None, id: str = "") -> "Connection":
        """Opens an account. No traffic. id is its stable name, the key of the token store; without one the settings
        tell accounts apart.

        Raises TaskError when the plugin does not accept them.
        """
        from ._connection import Connection

        settings = settings or {}
        if not id:
            told = json.dumps([self.manifest.id, type, settings], sort_keys=True).encode()
            id = f"{self.manifest.id}:{type}#{hashlib.sha256(told).hexdigest()[:16]}"
        connection = Connection(self, type, settings, credentials or {}, id)
        self._connections.append(connection)
        return connection

    @property
    def blobs(self) -> _blobs.Blobs:
        """Files and bytes for inputs that name them by a handle."""
        return self._services.blobs

    def stats(self) -> Dict[str, Any]:
        """The plugin's counters since this object was made; empty when it has none."""
        taken: List[bytes] = []
        take = _abi.TextFn(lambda _user, text: taken.append(text.bytes()))
        with self.gate:
            table = self.extension(_abi.EXT_STATS, _abi.ExtStats, "snapshot")
            if table is None or table.snapshot(self.object, take, None) != Status.OK or not taken:
                return {}
        try:
            return dict(_document.parse_reported(taken[0]))
        except (ValueError, TypeError):
            self._services.report_plugin_bug("snapshot() gave no acceptable JSON object")
            return {}

    def close(self) -> None:
        """Closes its connections and ends it. Waits for the end of what is under way, which is cancelled."""
        _operation.require_outside("close()")
        if not self.gate.shut():
            return
        for connection in list(self._connections):
            connection.close()
        self.api.destroy(self.object)
        _threads.sweep()
        self._open.pop(self._number, None)
        self._services.close()

    def __enter__(self) -> "Plugin":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    @property
    def services(self) -> Services:
        return self._services

    def operation(self, canceller: Optional[Callable[[int], bool]] = None,
                  progress: Optional[_operation.Progress] = None) -> Operation:
        return Operation(self._services, canceller, progress)

    def renew_after_fork(self) -> None:
        self.gate.renew()
        for connection in self._connections:
            connection.gate.renew()
        if self._services.desk is not None:
            self._services.desk.renew_after_fork()

    def forget(self, connection: "Connection") -> None:
        self._connections.remove(connection)

    def extension(self, id: str, kind: Type[ctypes.Structure], field: str) -> Any:
        """The plugin's table, or None when it has none that reaches this far. Within the gate."""
        address = self.api.get_extension(self.object, _abi.Str.of(id))
        if not address or not _abi.has(c_void_p(address), kind, field):
            return None
        return kind.from_address(address)

    def failure(self, diagnosis: Operation, status: int, call: str) -> TaskError:
        """Why create() or connect() said no, by its status and its diagnostic sink."""
        if diagnosis.done():
            result = diagnosis.outcome()
        else:
            self._services.report_plugin_bug(f"{call} failed without telling why")
            diagnosis.drop()
            result = host_result(
                known_status(status), "host.no_reason",
                f'The plugin gave no reason: {call} failed with "{status_name(status)}".')
        if result.status != known_status(status):
            self._services.report_plugin_bug(f"{call} returned one status and reported another")
        return TaskError(result)

    def check_unused(self, diagnosis: Operation, call: str) -> None:
        if diagnosis.done():
            self._services.report_plugin_bug(f"{call} succeeded and reported an error")
        diagnosis.drop()

    def _require_services(self) -> None:
        for service in self.manifest.required_services:
            if service not in self._services.offered():
                raise LibraryError(f"{self.manifest.library}: the plugin requires the service {service}, which is not"
                                   " offered")

    def _create(self, library: Any, policy: Mapping[str, Any]) -> None:
        api, self.object = POINTER(_abi.PluginApi)(), c_void_p()
        diagnosis = self.operation()
        status = library.create(byref(self._services.table), _abi.Str.of(_document.serialize(dict(policy))),
                                byref(diagnosis.sink()), byref(api), byref(self.object))
        if status != Status.OK:
            raise self.failure(diagnosis, status, "create()")
        self.check_unused(diagnosis, "create()")
        fault = self._fault_of(api)
        if fault:
            if api and self.object and _abi.has(api, _abi.PluginApi, "destroy") and api.contents.destroy:
                api.contents.destroy(self.object)
            raise LibraryError(f"{self.manifest.library}: {fault}")
        self.api = api.contents

    def _fault_of(self, api: Any) -> str:
        if not api or not self.object:
            return "create() succeeded without an object"
        if not _abi.has(api, _abi.PluginApi, "cancel"):
            return "the plugin's table of functions is too short"
        if api.contents.flags & _abi.MUST_UNDERSTAND:
            return "the plugin's table carries a flag that this host does not know"
        if not all(getattr(api.contents, name) for name in _FUNCTIONS):
            return "the plugin's table leaves a function out"
        return ""


def policy_from_environment(environment: Optional[Mapping[str, str]] = None) -> Dict[str, Any]:
    """The host's policy as the usual variables tell it; plugins read no environment themselves."""
    values = os.environ if environment is None else environment

    def first(*names: str) -> str:
        return next((values[name] for name in names if values.get(name)), "")

    language = first("LC_ALL", "LC_MESSAGES", "LANG").split(".")[0].split("_")[0].lower()
    policy = {
        "proxy": first("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"),
        "no_proxy": first("NO_PROXY", "no_proxy"),
        "ca_file": first("SSL_CERT_FILE"),
        "locale": "en" if language in ("", "c", "posix") else language,
    }
    return {key: value for key, value in policy.items() if value}


def _close_all() -> None:
    """At the end of the process. A child leaves what it has only inherited to its parent."""
    for plugin in list(Plugin._open.values()):
        if plugin.used_in == os.getpid():
            try:
                plugin.close()
            except Exception:
                _LOGGER.exception("a plugin cannot be closed")


def _renew_after_fork() -> None:
    _threads.renew_after_fork()
    _library.renew_after_fork()
    _operation.renew_after_fork()
    for plugin in Plugin._open.values():
        plugin.renew_after_fork()


atexit.register(_close_all)
os.register_at_fork(after_in_child=_renew_after_fork)
