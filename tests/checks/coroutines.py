# SPDX-License-Identifier: Apache-2.0
"""Finds what g++ 12.2 compiles wrongly in expressions with co_await.

It destroys an aggregate or a lambda there twice, and of a conditional in the arguments of what is
awaited it evaluates both sides, as it may of && and || when what is awaited stands on their right. A named local, or a type whose constructor is called with
parentheses, is safe. The check reads tokens, not C++: it looks at the full expression around every
co_await for `Type{...}`, `{...}` as an argument, and `[...]` that begins a lambda, and behind the
co_await for a `?` in brackets, and before it for && and ||.
"""

import re
from pathlib import Path

import project

TOKEN = re.compile(
    r'R"(?P<d>[^(\s]*)\((?:.|\n)*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    r"|[A-Za-z_]\w*|\d[\w.']*|->|::|\S"
)
OPENING, CLOSING = set("([{"), set(")]}")
# Words that stand before an expression, where a type or a variable would read alike.
EXPRESSION_WORDS = {"return", "co_return", "co_await", "co_yield", "throw", "new", "case", "else", "do"}
CONTROL_WORDS = {"if", "while", "for", "switch"}
CONTINUES_AFTER_BRACE = set(".,()]+-*/%<>=?&|:[") | {"->"}


class Tokens:
    """The tokens of a source, and for each bracket its partner."""

    def __init__(self, source):
        code = re.sub(r"^[ \t]*#(?:.*\\\n)*.*$", lambda m: "\n" * m.group().count("\n"),
                      project.without_comments(source), flags=re.MULTILINE)
        found = [(m.group(), m.start()) for m in TOKEN.finditer(code)]
        self.text = [text for text, _ in found]
        self.line = [code.count("\n", 0, start) + 1 for _, start in found]
        self.partner = {}
        opened = []
        for index, text in enumerate(self.text):
            if text in OPENING:
                opened.append(index)
            elif text in CLOSING and opened:
                self.partner[index] = opened.pop()
                self.partner[self.partner[index]] = index

    def at(self, index):
        return self.text[index] if 0 <= index < len(self.text) else ""

    def is_word(self, index):
        return bool(re.match(r"[A-Za-z_]", self.at(index)))

    def opens_block(self, index):
        """Whether the brace at `index` begins statements, not an initialiser."""
        before = self.at(index - 1)
        if before in {"", ")", "{", "}", ";", ":", "]"} or before in {
                "else", "do", "try", "noexcept", "const", "override", "final", "mutable"}:
            return True
        # A trailing return type: `) -> Task<int> {`.
        back = index - 1
        while back >= 0 and (self.is_word(back) or self.at(back) in {"::", "<", ">", ",", "*", "&"}):
            back -= 1
        return self.at(back) == "->" and self.at(back - 1) in {")", "]", "mutable", "noexcept"}

    def start_of_expression(self, index):
        """The first token of the full expression around `index`."""
        while index > 0:
            text = self.at(index - 1)
            if text == ";":
                return index
            if text in CLOSING:
                following = self.at(index)
                ends_statement = text == "}" and following not in CONTINUES_AFTER_BRACE
                control = text == ")" and self.at(self.partner.get(index - 1, 0) - 1) in CONTROL_WORDS
                if ends_statement or control or index - 1 not in self.partner:
                    return index
                index = self.partner[index - 1]
            elif text == "{" and self.opens_block(index - 1):
                return index
            elif text == "(" and (self.at(index - 2) in CONTROL_WORDS
                                  or self.at(index - 2) == "constexpr"):
                return index
            else:
                index -= 1
        return 0

    def end_of_expression(self, start):
        """One past the last token of the full expression that begins at `start`."""
        index = start
        while index < len(self.text):
            text = self.at(index)
            if text == ";" or text in CLOSING or text == "{" and self.opens_block(index):
                return index
            index = self.partner.get(index, index) + 1 if text in OPENING else index + 1
        return index

    def begins_lambda(self, index):
        before = self.at(index - 1)
        if self.at(index) != "[" or before == "[" or self.at(index + 1) == "[":
            return False
        if before in {"auto", "&"} and "auto" in self.text[max(0, index - 3):index]:
            return False  # a structured binding
        is_subscript = before in {")", "]", "}"} or before.endswith('"') or (
            self.is_word(index - 1) and before not in EXPRESSION_WORDS)
        return not is_subscript

    def begins_temporary(self, index, start):
        """Whether the token is the `{` of a braced temporary in the expression from `start`."""
        if self.at(index) != "{" or self.opens_block(index):
            return False
        before = index - 1
        if self.at(before) == "=" or before < start:
            return False  # `Type name = {...}`
        name_then_type = (
            self.is_word(before) and before > start
            and (self.at(before - 1) in {">", "&", "*"} or self.is_word(before - 1))
            and self.at(before - 1) not in EXPRESSION_WORDS
            and self.partner_free(start, before)
        )
        return not name_then_type  # `Type name{...}` is a named local

    def partner_free(self, start, index):
        """Whether no bracket is open between `start` and `index`."""
        return all(self.partner.get(at, index) < index for at in range(start, index)
                   if self.at(at) in OPENING)

    def is_right_of_choice(self, start, index):
        """Whether an && or || stands between `start` and `index`, which decides about it."""
        for at in range(start, index - 1):
            if self.text[at:at + 2] not in (["&", "&"], ["|", "|"]) or self.at(at - 1) == "auto":
                continue
            if self.partner_free(start, at) or any(
                    self.partner.get(open_, 0) > index for open_ in range(start, at) if self.at(open_) in OPENING):
                return True
        return False


def faults(source):
    """(line, what is wrong) for each of them."""
    tokens = Tokens(source)
    found = set()
    for index, text in enumerate(tokens.text):
        if text != "co_await":
            continue
        start = tokens.start_of_expression(index)
        at, end = start, tokens.end_of_expression(start)
        if tokens.is_right_of_choice(start, index):
            found.add((tokens.line[index], "what is awaited only sometimes"))
        while at < end:
            if tokens.begins_lambda(at):
                found.add((tokens.line[at], "a lambda"))
                at = tokens.partner.get(at, at)
            elif tokens.begins_temporary(at, start):
                found.add((tokens.line[at], "a braced temporary"))
            elif tokens.at(at) == "?" and at > index and not tokens.partner_free(index, at):
                found.add((tokens.line[at], "a conditional"))
            at += 1
    return sorted(found)


def problems(root):
    return [
        f"{path}:{line}: {what} in an expression with co_await; give it a name first"
        for path in project.cpp_files(root)
        for line, what in faults((Path(root) / path).read_text("utf-8"))
    ]


if __name__ == "__main__":
    project.main(problems)
