# SPDX-License-Identifier: Apache-2.0
"""Connections by their names, opened once in each process that runs tasks.

A message names a connection and never holds one: what a broker stores is no place for credentials.
"""

from __future__ import annotations

import json
import os
import re
import stat
import threading
from pathlib import Path
from typing import Any, Callable, Dict, Mapping, Optional, Union

import task_plugins

Source = Union[None, str, "os.PathLike[str]", Callable[[str], Mapping[str, Any]]]


class ConnectionProblem(Exception):
    """There is no such connection, or its document cannot be used."""


class Accounts:
    """Thread-safe. A process that was forked off opens its own."""

    def __init__(self, source: Source, search: Optional[task_plugins.Search],
                 token_store: Optional[task_plugins.TokenStore], policy: Optional[Mapping[str, Any]]) -> None:
        self._document = source if callable(source) else _Folders(source).document
        self._search, self._token_store, self._policy = search, token_store, policy
        self._renew()

    def open(self, name: str) -> task_plugins.Connection:
        if self._process != os.getpid():
            self._renew()
        with self._lock:
            if name not in self._connections:
                self._connections[name] = self._connect(name)
            return self._connections[name]

    def close(self) -> None:
        """At the end of a worker: what this process has opened."""
        if self._process != os.getpid():
            return
        with self._lock:
            for plugin in self._plugins.values():
                plugin.close()
            self._plugins.clear()
            self._connections.clear()

    def _renew(self) -> None:
        self._process, self._lock = os.getpid(), threading.Lock()
        self._plugins: Dict[str, task_plugins.Plugin] = {}
        self._connections: Dict[str, task_plugins.Connection] = {}

    def _connect(self, name: str) -> task_plugins.Connection:
        document = self._document(name)
        missing = [key for key in ("plugin", "type") if not isinstance(document.get(key), str)]
        if missing:
            raise ConnectionProblem(f'the connection "{name}" has no {missing[0]}')
        plugin = document["plugin"]
        if plugin not in self._plugins:
            self._plugins[plugin] = task_plugins.load(
                plugin, search=self._search, token_store=self._token_store, policy=self._policy,
                host=("celery-task-plugins", "1.0"))
        return self._plugins[plugin].connect(
            document["type"], document.get("settings"), document.get("credentials"), id=document.get("id", ""))


class _Folders:
    """Documents as taskhost keeps them: one file for each name."""

    def __init__(self, folder: "Union[None, str, os.PathLike[str]]") -> None:
        config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        own = [config / "taskhost/connections", Path("/etc/taskhost/connections")]
        self._folders = own if folder is None else [Path(folder)]

    def document(self, name: str) -> Mapping[str, Any]:
        if not re.fullmatch(r"\w[\w.-]*", name):
            raise ConnectionProblem(f"{name!r} is no name of a connection")
        for folder in self._folders:
            path = folder / f"{name}.json"
            if path.exists():
                return _read(path)
        raise ConnectionProblem(f'there is no connection "{name}" in {" or ".join(map(str, self._folders))}')


def _read(path: Path) -> Mapping[str, Any]:
    with open(path, encoding="utf-8") as file:
        if os.fstat(file.fileno()).st_mode & (stat.S_IROTH | stat.S_IWOTH):
            raise ConnectionProblem(f"every user can read or change {path}; run: chmod o= {path}")
        try:
            document = json.load(file)
        except ValueError:  # whose words would quote the document
            raise ConnectionProblem(f"{path} is no JSON") from None
    if not isinstance(document, dict):
        raise ConnectionProblem(f"{path} is no JSON object")
    return document
