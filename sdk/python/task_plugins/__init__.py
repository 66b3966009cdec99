# SPDX-License-Identifier: Apache-2.0
"""Task plugins for Python programs: finds them, loads them, runs their tasks.

    import task_plugins

    with task_plugins.connect({"plugin": "echo", "type": "none"}) as connection:
        print(connection.execute("echo.say", {"text": "Hello"}).output)

Everything is typed; what is not listed here is not for programs.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, List, Mapping, Optional, Union

from ._blobs import Blobs
from ._connection import Connection, TaskRequest
from ._faults import InvalidState, LibraryError, ManifestError, NotFound, TaskPluginError
from ._manifest import ConnectionType, Manifest, Task
from ._operation import Operation
from ._plugin import Plugin, policy_from_environment
from ._registry import PluginEntry, Registry, State
from ._result import Result, Retry, Status, TaskError
from ._search_path import Level, Place, Search
from ._services import LogLevel, LogSink, log_to_python
from ._token_store import Lease, MemoryTokenStore, OtherGeneration, StoredTokens, Tokens, TokenStore

__all__ = [
    "Blobs", "Connection", "ConnectionType", "InvalidState", "Lease", "Level", "LibraryError", "LogLevel", "LogSink",
    "Manifest", "ManifestError", "MemoryTokenStore", "NotFound", "Operation", "OtherGeneration", "Place", "Plugin",
    "PluginEntry", "Registry", "Result", "Retry", "Search", "State", "Status", "StoredTokens", "Task", "TaskError",
    "TaskPluginError", "TaskRequest", "TokenStore", "Tokens", "connect", "describe", "list_plugins", "load",
    "log_to_python", "policy_from_environment",
]

Document = Union[Mapping[str, Any], str, "os.PathLike[str]"]


def list_plugins(search: Optional[Search] = None) -> List[PluginEntry]:
    """Every plugin in the places of the search path. One that cannot be used is there, with the reason.

    Each usable library is loaded once in a process of its own, and not into this one.
    """
    return Registry(search).probe().entries


def describe(task: str, search: Optional[Search] = None) -> Task:
    """A task's title, schemas and properties. Raises NotFound, or ManifestError when its plugin is broken."""
    return Registry(search).task(task)[1]


def load(plugin: str, *, search: Optional[Search] = None, **options: Any) -> Plugin:
    """A plugin object, which many connections can share. options are those of Plugin: policy, log, log_level,
    token_store and host. Raises LibraryError when the library does not load or contradicts its manifest."""
    return Plugin(Registry(search).plugin(plugin), **options)


def connect(document: Document, *, id: str = "", search: Optional[Search] = None, **options: Any) -> Connection:
    """Loads a plugin and opens an account: {"plugin", "type", "settings"?, "credentials"?}, or the path of such a
    document. The plugin object is the connection's own and ends with it."""
    if isinstance(document, (str, os.PathLike)):
        account: Mapping[str, Any] = json.loads(Path(document).read_text("utf-8"))
    else:
        account = document
    unknown = sorted(set(account) - {"id", "plugin", "type", "settings", "credentials"})
    if unknown:
        raise ValueError(f"a connection has no key {unknown[0]!r}")
    plugin = load(account["plugin"], search=search, **options)
    try:
        connection = plugin.connect(
            account["type"], account.get("settings"), account.get("credentials"), id or account.get("id", ""))
    except BaseException:
        plugin.close()
        raise
    connection.owns_plugin = True
    return connection
