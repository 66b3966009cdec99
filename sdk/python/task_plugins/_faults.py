# SPDX-License-Identifier: Apache-2.0
"""The exceptions of this package that are no result of a task."""

from __future__ import annotations


class TaskPluginError(Exception):
    """Something between this program and a plugin is not as it should be."""


class NotFound(TaskPluginError):
    """There is no such plugin, task or file; the message lists the places that were searched."""


class ManifestError(TaskPluginError):
    """plugin.json, or a file that it names, is at fault."""


class LibraryError(TaskPluginError):
    """The library does not load, or does not follow task_plugin.h."""


class InvalidState(TaskPluginError):
    """Called at a moment at which it may not be called: after close(), or waiting inside a callback."""
