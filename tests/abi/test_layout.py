# SPDX-License-Identifier: Apache-2.0
"""The table of layout.c is complete: each struct and field of the header, in the same order, nothing else."""

import re
import unittest

import header


def table():
    found = {}
    for kind, arguments in re.findall(r"^(SIZE|FIELD)\(([^)]*)\)$",
                                      header.LAYOUT.read_text(encoding="utf-8"), flags=re.M):
        struct, *rest = [part.strip() for part in arguments.split(",")]
        if kind == "SIZE":
            found[struct] = []
        else:
            found[struct].append(rest[0])
    return found


class Layout(unittest.TestCase):
    def test_table_lists_every_field_of_the_header(self):
        self.assertEqual(table(), header.structs())
        self.assertEqual(list(table()), list(header.structs()))

    def test_reader_sees_what_the_header_has(self):
        structs = header.structs()
        self.assertEqual(structs["tp_str"], ["data", "size"])
        self.assertEqual(structs["tp_sink"][-2:], ["complete", "progress"])
        self.assertEqual(len(structs), header.code().count("typedef struct") - 4)  # opaque handles


if __name__ == "__main__":
    unittest.main()
