# SPDX-License-Identifier: Apache-2.0
"""Terminals for programs that behave otherwise on one."""

import os
import unittest


def open_pair():
    """Ours and the program's end of a new one. Skips the test where the machine has none, as in a bare
    chroot."""
    try:
        return os.openpty()
    except OSError as problem:
        raise unittest.SkipTest(f"no pseudo terminal on this machine: {problem}") from None
