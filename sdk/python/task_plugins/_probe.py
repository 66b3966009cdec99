# SPDX-License-Identifier: Apache-2.0
"""A library's first loading happens in a short-lived process, so that one that crashes does no harm here."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Dict, Tuple

from . import _library
from ._faults import TaskPluginError
from ._manifest import Manifest, load_manifest

_TIMEOUT = 30  # seconds; a library has nothing to do that takes longer
_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from task_plugins._probe import main; main(*sys.argv[2:])"

_known: Dict[Tuple[object, ...], str] = {}


def fault_of_loading(manifest: Manifest) -> str:
    """Why the library cannot be loaded, or "". Tried once for each state of it and its manifest."""
    if _library.is_loaded(manifest):
        return ""
    try:
        facts = os.stat(manifest.library)
    except OSError as error:
        return f"{manifest.library}: cannot be examined: {error.strerror}"
    key = (manifest.library, facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, manifest.digest())
    if key not in _known:
        _known[key] = _load_in_child(manifest)
    return _known[key]


def _load_in_child(manifest: Manifest) -> str:
    python = sys.executable or shutil.which("python3")
    if not python:
        return f"{manifest.library}: there is no Python to try the library with"
    reader, writer = os.pipe()
    command = [python, "-I", "-S", "-B", "-c", _CHILD, str(Path(__file__).resolve().parents[1]),
               str(manifest.folder), str(writer)]
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, pass_fds=[writer])
    except OSError as error:
        os.close(reader)
        return f"{manifest.library}: the library cannot be tried: {error.strerror}"
    finally:
        os.close(writer)
    with open(reader, "rb") as said:
        try:
            code = child.wait(_TIMEOUT)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            return f"{manifest.library}: loading it did not end within {_TIMEOUT} seconds"
        os.set_blocking(reader, False)  # a process that the library left behind may hold the other end
        words = (said.read() or b"").decode("utf-8", "replace")
    if code == 0 and words == "ok":
        return ""
    if words.startswith("no "):
        return words[3:]
    how = f"by signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"with the exit code {code}"
    return f"{manifest.library}: loading it ended the process {how}"


def main(folder: str, writer: str) -> None:
    """The child."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _library.entry_of(load_manifest(Path(folder)))
        words = "ok"
    except TaskPluginError as error:
        words = f"no {error}"
    os.write(int(writer), words.encode()[:32768])
    # What the library does at the end of a process is tried, too.
