# SPDX-License-Identifier: Apache-2.0
"""Where a client's instructions go, from a profile that callgrind has written."""

import collections
import re

# The first one whose pattern is found in "<library or program> <function>" has the function.
PARTS = {
    "memory": r"^libc\.so\S* .*(alloc|free|memalign|unlink_chunk)|operator (new|delete)",
    "reading the answer": r"zendesk::(\(anonymous namespace\)::)?(JsonReader|ScanObject|HasRepetition|Take)"
                          r"|zendesk::\(anonymous namespace\)::Scan",
    "coroutines and the event loop": r" (void |bool |)boost::asio",
    "checking the input, writing JSON": r"task_plugin|tp_plugin|rapidjson|::Prepare|namespace\)::Submit",
    "the task and its exchange": r"zendesk::",
    "other parts of libc and libstdc++": r"^(libc|libm|libstdc\+\+|libgcc_s|ld-linux\S*)\.so| std::",
    "libcurl and its libraries": r"^libzendesk\.so |^bench_curl [^:]*$",
}  # fmt: skip
REST = "the benchmark itself"


def part_of(code, function):
    where = f"{code.rpartition('/')[2]} {function}"
    return next((name for name, pattern in PARTS.items() if re.search(pattern, where)), REST)


def read(text):
    """Instructions by part, from a profile's text."""
    names = {}

    def resolve(kind, value):
        """Names are written once, and then by their numbers."""
        number, _, name = value.partition(" ")
        if name:
            names[kind, number] = name
        return names[kind, number]

    counts = collections.Counter()
    code = function = None
    is_call = False
    for line in text.splitlines():
        if line.startswith("ob="):
            code = resolve("ob", line[3:])
        elif line.startswith("fn="):
            function = resolve("fn", line[3:])
        elif line.startswith("cfn="):
            resolve("fn", line[4:])
        elif line.startswith("cob="):
            resolve("ob", line[4:])
        elif line.startswith("calls="):
            is_call = True  # what the callee took stands in the next line
        elif re.match(r"[+*\-\d]", line):
            if not is_call:
                counts[part_of(code, function)] += int(line.split()[-1])
            is_call = False
    return counts
