# SPDX-License-Identifier: Apache-2.0
"""The tasks of task plugins as tasks of a Celery app.

    app = Celery("desk", broker="redis://localhost")
    celery_task_plugins.register(app)

Each task has the plugin's name for it and takes the name of a connection and an input:

    app.tasks["echo.say"].delay("my-connection", {"text": "Hello"})
"""

from __future__ import annotations

import logging
from typing import Any, Dict, Mapping, Optional

import task_plugins
from celery import Celery
from celery.signals import worker_process_shutdown, worker_shutdown

from ._accounts import Accounts, ConnectionProblem, Source
from ._redis_tokens import RedisTokenStore
from ._task import PluginTask, TaskFailed

__all__ = ["ConnectionProblem", "PluginTask", "RedisTokenStore", "TaskFailed", "register"]

_LOGGER = logging.getLogger("celery_task_plugins")


def register(app: Celery, *, connections: Source = None, search: Optional[task_plugins.Search] = None,
             token_store: Optional[task_plugins.TokenStore] = None, policy: Optional[Mapping[str, Any]] = None,
             max_retries: int = 12) -> Dict[str, PluginTask]:
    """Adds every task of every usable plugin to the app, and gives them by their names.

    connections is the folder of connection documents, taskhost's own when not said, or a function of a name that
    gives a document. token_store is where workers share OAuth tokens; without it RedisTokenStore.for_app() is
    asked for one. The other arguments are those of task_plugins. The plugins' libraries are loaded by the
    processes that run tasks, not here.
    """
    if token_store is None:
        token_store = RedisTokenStore.for_app(app)
    accounts = Accounts(connections, search, token_store, policy)
    registered: Dict[str, PluginTask] = {}
    for entry in task_plugins.list_plugins(search):
        if entry.state is task_plugins.State.BROKEN:
            _LOGGER.warning("%s %s cannot be used: %s", entry.id, entry.version, entry.reason)
        if entry.state is not task_plugins.State.USABLE or entry.manifest is None:
            continue
        for name, task in entry.manifest.tasks.items():
            registered[name] = app.register_task(_make(task, accounts, max_retries))
    # Not weak: nobody else keeps this function.
    for ends in (worker_process_shutdown, worker_shutdown):
        ends.connect(lambda **_: accounts.close(), weak=False)
    return registered


def _make(task: task_plugins.Task, accounts: Accounts, max_retries: int) -> PluginTask:
    made: PluginTask = type(task.id.replace(".", "_"), (PluginTask,), {
        "__doc__": f"{task.title}. {task.description}", "__module__": __name__, "name": task.id, "accounts": accounts,
        "described": task, "max_retries": max_retries})()
    return made
