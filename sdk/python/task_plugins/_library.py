# SPDX-License-Identifier: Apache-2.0
"""Loading a library for good, and the comparison of what it says with its manifest."""

from __future__ import annotations

import ctypes
import os
import threading
from ctypes import POINTER
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

from . import _abi, _document
from ._elf import fault_of_library
from ._faults import LibraryError
from ._manifest import Manifest
from ._result import Status, status_name
from ._trust import require_trust

_loaded: Dict[Path, Any] = {}
_lock = threading.Lock()


def entry_of(manifest: Manifest) -> Any:
    """tp_entry of the library, loaded into this process. Raises LibraryError or ManifestError."""
    # Modes may have changed since the manifest was read.
    require_trust(manifest.library, manifest.folder.resolve().parent.parent)
    with _lock:
        entry = _loaded.get(manifest.library)
        if entry is None:
            entry = _load(manifest.library)
            _loaded[manifest.library] = entry
    _check_entry(entry, manifest)
    _check_tasks(entry.contents, manifest)
    return entry.contents


def is_loaded(manifest: Manifest) -> bool:
    return manifest.library in _loaded


def renew_after_fork() -> None:
    global _lock
    _lock = threading.Lock()


def _load(path: Path) -> Any:
    fault = fault_of_library(path)
    if fault:
        raise LibraryError(f"{path}: {fault}")
    try:
        # Bound now, as always with ctypes; of no concern to other libraries; never unloaded.
        library = ctypes.CDLL(str(path), ctypes.RTLD_LOCAL | getattr(os, "RTLD_NODELETE", 0))
    except OSError as error:
        reason = str(error).replace(f"{path}: ", "", 1)
        raise LibraryError(f"{path}: the library cannot be loaded: {reason}") from None
    try:
        function = library[_abi.SYMBOL]
    except AttributeError:
        raise LibraryError(f"{path}: the library does not export {_abi.SYMBOL}, so it is no task plugin for major "
                           "version 1") from None
    function.argtypes, function.restype = (), POINTER(_abi.Entry)
    return function()


def _check_entry(entry: Any, manifest: Manifest) -> None:
    """The negotiation. Each field is read only when the entry is long enough to hold it."""
    if not entry:
        raise _refused(manifest, f"{_abi.SYMBOL} returned nothing")
    if not _abi.has(entry, _abi.Entry, "magic"):
        raise _refused(manifest, "the entry is too short to hold its magic number")
    said = _abi.copy_sized(entry, _abi.Entry)
    if said.magic != _abi.MAGIC:
        raise _refused(manifest, "the entry has the wrong magic number; the library is no task plugin")
    if said.abi_major != _abi.MAJOR:
        raise _refused(manifest, f"the library does not follow major version {_abi.MAJOR} of task_plugin.h")
    if not _abi.has(entry, _abi.Entry, "create"):
        raise _refused(manifest, "the entry is too short to hold create()")
    if said.flags & _abi.MUST_UNDERSTAND:
        raise _refused(manifest, "the entry carries a flag that this host does not know")
    if said.min_host_minor > _abi.MINOR:
        raise _refused(manifest, f"the library needs a host of minor version {said.min_host_minor} or later, this one"
                       f" has {_abi.MINOR}")
    if said.plugin_id.text() != manifest.id:
        raise _refused(manifest, f'the library calls itself "{said.plugin_id.text()}", its manifest "{manifest.id}"')
    if said.plugin_version.text() != manifest.version:
        raise _refused(manifest, f'the library has version "{said.plugin_version.text()}", its manifest '
                       f'"{manifest.version}"')
    if not said.register_tasks or not said.create:
        raise _refused(manifest, "the entry leaves a function out")


class _Registration:
    """What register_tasks() brings in. The first fault decides; the plugin must stop at it."""

    def __init__(self) -> None:
        self.tasks: Dict[str, Tuple[int, Any, Any]] = {}
        self.problem = ""

    def add(self, _user: Optional[int], pointer: Any) -> int:
        try:
            return self._add(pointer)
        except Exception as error:  # nothing may cross into the plugin
            return self._refuse(Status.INTERNAL, f"a task cannot be registered: {error!r}")

    def _add(self, pointer: Any) -> int:
        if not pointer or not _abi.has(pointer, _abi.TaskDescriptor, "output_schema_json"):
            return self._refuse(Status.INVALID_ARGUMENT, "a task descriptor is too short")
        task = _abi.copy_sized(pointer, _abi.TaskDescriptor)
        if task.flags & _abi.MUST_UNDERSTAND:
            return self._refuse(Status.NOT_IMPLEMENTED, "a task carries a flag that this host does not know")
        raw = task.id.bytes()
        try:
            id = raw.decode()
        except UnicodeDecodeError:
            id = ""
        if not id or len(raw) > 128:
            return self._refuse(Status.INVALID_ARGUMENT, "a task has a malformed id")
        if id in self.tasks:
            return self._refuse(Status.CONFLICT, f'the task "{id}" is registered twice')
        try:
            schemas = (_document.parse(task.input_schema_json.bytes()),
                       _document.parse(task.output_schema_json.bytes()))
        except _document.JsonError as error:
            return self._refuse(
                Status.INVALID_ARGUMENT, f'a schema of the task "{id}" is not acceptable JSON: {error}')
        self.tasks[id] = (task.version, *schemas)
        return Status.OK

    def _refuse(self, status: Status, why: str) -> int:
        self.problem = self.problem or why
        return status


def _check_tasks(entry: Any, manifest: Manifest) -> None:
    registration = _Registration()
    add_task = _abi.AddTaskFn(registration.add)
    registrar = _abi.sized(_abi.Registrar, add_task=add_task)
    status = entry.register_tasks(ctypes.byref(registrar))
    if registration.problem:
        raise _refused(manifest, registration.problem)
    if status != Status.OK:
        raise _refused(manifest, f'register_tasks() failed with "{status_name(status)}"')
    for id in registration.tasks:
        if id not in manifest.tasks:
            raise _refused(manifest, f"the library registers a task that the manifest does not list: {id}")
    for id, task in manifest.tasks.items():
        if id not in registration.tasks:
            raise _refused(manifest, f"the library does not register the manifest's task {id}")
        version, input_schema, output_schema = registration.tasks[id]
        if version != task.schema_version:
            raise _refused(manifest, f"the task {id} has version {version} in the library and {task.schema_version} in"
                           " the manifest")
        if not _document.same(input_schema, task.input_schema):
            raise _refused(manifest, f"the input schema of {id} differs from the manifest's")
        if not _document.same(output_schema, task.output_schema):
            raise _refused(manifest, f"the output schema of {id} differs from the manifest's")


def _refused(manifest: Manifest, why: str) -> LibraryError:
    return LibraryError(f"{manifest.library}: {why}")
