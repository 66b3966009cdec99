# SPDX-License-Identifier: Apache-2.0
"""The C interface explains itself: enough comment, and a thread rule for every function."""

import re
import unittest

import header

FUNCTION = re.compile(r"\(TP_CALL\* (\w+)\)\(|TP_EXPORT .*\b(\w+)\(void\);")
LEAST_COMMENT = 0.45


def tags_and_functions():
    """Every function of the header with the text of the comment in front of it."""
    text = header.text()
    # A parameter that is a function has no rule of its own: its owner's comment speaks of it.
    declared = re.sub(r"(?<=[,(] )void\(TP_CALL\* wake\)\(void\* user\)", "WAKE", text)
    for match in FUNCTION.finditer(declared):
        before = declared[: match.start()]
        comment = before[before.rfind("/*") : before.rfind("*/")]
        between = before[before.rfind("*/") + 2 :]
        yield match.group(1) or match.group(2), comment, between


class Header(unittest.TestCase):
    def test_is_mostly_comment(self):
        def visible(text):
            return len(re.sub(r"\s", "", text))

        text = header.text()
        comment = "".join(re.findall(r"/\*.*?\*/", text, flags=re.S))
        share = visible(comment) / visible(text)
        self.assertGreaterEqual(share, LEAST_COMMENT)

    def test_every_function_says_on_which_threads_it_may_be_called(self):
        functions = list(tags_and_functions())
        names = [name for name, _, _ in functions]
        for name in ("complete", "wait_until", "destroy", "submit", "create", "tp_token_read_fn",
                     "tp_plugin_entry_v1"):
            self.assertIn(name, names)
        for name, comment, between in functions:
            with self.subTest(name):
                self.assertNotIn(";", between, "the comment in front belongs to something else")
                self.assertRegex(comment, r"\[(any|outside)\]")

    def test_only_the_two_that_wait_for_callbacks_are_barred_from_them(self):
        barred = [name for name, comment, _ in tags_and_functions() if "[outside]" in comment]
        self.assertEqual(barred, ["destroy", "disconnect"])

    def test_structs_begin_with_size_and_flags(self):
        for name, fields in header.structs().items():
            with self.subTest(name):
                if name != "tp_str":  # frozen for ever, so it needs no size
                    self.assertEqual(fields[:2], ["struct_size", "flags"])

    def test_has_no_type_whose_size_or_meaning_varies(self):
        banned = r"\b(bool|_Bool|enum|long|short|union|wchar_t|FILE|va_list|time_t|float)\b"
        self.assertEqual(re.findall(banned, header.code()), [])


if __name__ == "__main__":
    unittest.main()
