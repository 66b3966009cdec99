# SPDX-License-Identifier: Apache-2.0
"""Threads of plugins inside this interpreter.

ctypes gives a foreign thread a new thread state for each callback, under a lock of the interpreter's that a fork
may catch: before Python 3.12 the child then hangs inside fork(). There a plugin's thread keeps the state of its first
callback, which is freed when the thread is gone.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from typing import Any, Callable, List, Tuple

_KEEPS = sys.platform == "linux" and sys.version_info < (3, 12)
_here = threading.local()
_kept: List[Tuple[int, int]] = []  # the thread's number in the system, its state


def callback(kind: Any, function: Callable[..., Any]) -> Any:
    """The C function of this type that calls a Python one on whatever thread."""
    if not _KEEPS:
        return kind(function)

    def attached(*arguments: Any) -> Any:
        if not hasattr(_here, "attached"):
            _here.attached = True
            # On a thread of Python's own somebody called what calls back.
            if sys._getframe().f_back is None:
                _keep()
        return function(*arguments)

    return kind(attached)


def _keep() -> None:
    python = ctypes.pythonapi
    python.PyGILState_Ensure()  # never released, so that the end of a callback does not end the state
    python.PyGILState_GetThisThreadState.restype = ctypes.c_void_p
    _kept.append((threading.get_native_id(), python.PyGILState_GetThisThreadState()))


def sweep() -> None:
    """Frees what belonged to threads that have ended."""
    python = ctypes.pythonapi
    gone = [each for each in _kept if not os.path.exists(f"/proc/self/task/{each[0]}")]
    for each in gone:
        _kept.remove(each)
        python.PyThreadState_Clear(ctypes.c_void_p(each[1]))
        python.PyThreadState_Delete(ctypes.c_void_p(each[1]))


def renew_after_fork() -> None:
    """The interpreter has freed the states of threads that are not in this process."""
    _kept.clear()
