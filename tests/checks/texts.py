# SPDX-License-Identifier: Apache-2.0
"""Checks that every sentence for people has its French, and that no French is left over.

The English sentences are the string literals of the sources that read like sentences: words with
blanks between them, and what Sentence() has in any case. What is not for people, log lines above
all, is listed here, one by one. The command line host keeps its own texts in tables of its own.
"""

import json
import re
import string
from pathlib import Path

import project

# A locale file or a table of pairs in C++, the sources whose sentences it translates, and the file that the rest may be in.
SDK = "sdk/author/locales/fr.json"
FILES = {
    SDK: (["sdk/author"], None),
    "sdk/examples/echo/manifest/locales/fr.json": (["sdk/examples/echo"], SDK),
    "sdk/examples/webhook/manifest/locales/fr.json": (["sdk/examples/webhook"], SDK),
    "manifests/zendesk/locales/fr.json": (
        ["plugin/entry.cc", "plugin/tasks", "plugin/zendesk", "plugin/auth", "plugin/transport"],
        SDK,
    ),
    "sdk/taskhost/host_texts.cc": (["sdk/host"], "sdk/taskhost/host_texts_bundle.cc"),
    "sdk/taskhost/host_texts_bundle.cc": (["sdk/host/bundle"], "sdk/taskhost/host_texts.cc"),
}
# A room whose sentences are all in these files of it, each in both languages; one is markup.
TABLES = (
    "sdk/taskhost",
    {"texts_bundle.cc", "texts_connection.cc", "texts_each.cc", "texts_form.cc", "texts_help.cc", "texts_host.cc", "texts_new_plugin.cc", "texts_sign_in.cc", "host_texts.cc", "host_texts_bundle.cc", "callback_page.cc"},
)

# What is in no language or always in English, and so has no French.
UNTRANSLATED = {
    # lines of the log
    " was called inside a callback and is ignored.", "execute was called without a usable sink.",
    "A cancel hook threw: ", "A task completed twice.", "Said something.", "HTTP exchange", "HTTP starts",
    # said by create() before it knows the host's language, and by a library that cannot run
    "The host sets an unknown flag.", "The host's name or version is not UTF-8.", "The host's policy is no JSON object.",
    "The host speaks major version {} of the interface, this plugin {}.",
    "The host's struct is too short, or has no get_service.", "The plugin could not list its tasks.",
    "A locale file", "A schema", "A schema has an unknown type: ", "A schema is no object.",
    "The manifest", "the schema has no property ", "the transport is being destroyed",
    "OpenSSL does not start", "libcurl does not start",
    # read by those who compile
    "Name this platform here and in the manifests.", "a sentence has one {} for each argument",
    "an operation's number travels as a pointer", "a blob's number travels as a pointer",
    # the host's lines of the log about a plugin that breaks the rules
    "execute() returned before complete() was called", "connect() succeeded and reported an error",
    "create() succeeded and reported an error", " failed without telling why",
    " returned one status and reported another",
    "complete() was called on an operation that had ended",
    "progress() was called on an operation that had ended",
    "a function of the token store was called without done()",
    "a blob was used that is not open", "a blob was closed that is not open",
    "snapshot() gave JSON of the wrong kind", "snapshot() gave no acceptable JSON: ",
    # headers of HTTP, and what other programs say
    "(dlerror system message: ", "Accept: application/json", "Accept-Encoding: gzip", "Authorization: Basic ", "Authorization: Bearer ",
    "Content-Type: application/json", "Failed to connect to ", "Failed to connect to {} port {} ",
    "Couldn't authenticate", "No help desk", "read write", "Removed restricted keys [", "closed prevents ticket update",
    "is required when solving a ticket", "is suspended", "required scopes",
    # words of Zendesk's by which its sentences are told apart
    "already been taken", "already being used", "already in use", "can't be blank", "cannot be blank", "does not exist",
    "is invalid", "is not a valid", "is not an agent", "is not in the group", "is not a member of the group", "has the identifier ", "profiles already",
    "Invalid parameter: ",
    "Validation failed: ", "invalid value for the ", "is not valid", "is required",
    "is required when solving", "is too long", "is too short", "not found", "not included in the list",
    "not properly formatted", "unknown token", "already exists", "characters or less", "is generated and can't be set",
    "is not a card number", "is not a date", "is not a decimal number", "is not a field of", "is not a known record",
    "is not a number", "not a ticket of type problem", "is not a valid date", "is not an option",
    "not one of the organizations", "is not true or false", "maximum is ", "minimum is ", "must be ",
    "must be a number", "must be an integer", "must be present", "required scopes: ", "right format", "Requester: Name:",
    "belong to more than one user", "are not unique",
    # what minisign writes in its files, and what an operator reads of a broken machine
    "minisign public key ", "signature of ", "trusted comment: ", "untrusted comment:", "untrusted comment: ",
    "untrusted comment: minisign encrypted secret key\n", "libsodium does not start", "plugin: ID", "not-after: YYYY-MM-DD",
    # documented with the dry run's output
    "<token of upload 1>",
    # searches
    "type:ticket status<closed", "type:ticket ticket_type:problem status<closed",
}  # fmt: skip
SAME_IN_FRENCH = {"null"}

TOKEN = re.compile(
    r'R"(?P<mark>[^(\s"]*)\((?P<raw>.*?)\)(?P=mark)"'
    r'|"(?P<text>(?:\\.|[^"\\\n])*)"|\'(?:\\.|[^\'\\\n])*\'',
    re.DOTALL,
)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
# Two words of a sentence, or a word and a value.
SENTENCE = re.compile(r"[A-Za-z}\"][\w.,;:\"})]* [\w({\"]*[A-Za-z]{2}")


def unescaped(text):
    return re.sub(r"\\(x[0-9A-Fa-f]+|.)", lambda m: ESCAPES.get(m[1], m[1]), text, flags=re.DOTALL)


def literals(source):
    """The texts of a C++ source, neighbours joined as the compiler does, and what is before each."""
    source = re.sub(r"(?m)^\s*#\s*include[^\n]*", "", project.without_comments(source))
    joined, start, end = None, 0, 0
    for match in TOKEN.finditer(source):
        if match["raw"] is None and match["text"] is None:
            continue  # a character
        text = match["raw"] if match["raw"] is not None else unescaped(match["text"])
        if joined is not None and not source[end:match.start()].strip():
            joined += text
        else:
            if joined is not None:
                yield joined, source[:start]
            joined, start = text, match.start()
        end = match.end()
    if joined is not None:
        yield joined, source[:start]


def is_sentence(text, before):
    """Is it for people? What is nothing but places for values and blanks needs no translation."""
    if re.search(r"\bSentence\($", before.rstrip()):
        return re.search(r"[A-Za-z:;!?]", text) is not None
    return SENTENCE.search(text) is not None


def is_unsaid(before):
    """Does a text that stands behind this reach a person as it is?"""
    if re.search(r"\b(Say|Message|Sentence)\($", before.rstrip()):
        return False
    return re.search(
        r"\b(?:Error|Problem|Failure|Warn\w*|Report\w*)(?: \w+)?\([^;{}]*$"
        r"|\b(?:Fault|push_back\(|warnings = )\{[^;}]*$", before
    )  # fmt: skip


def fields(pattern):
    """The arguments that a pattern takes, by their numbers; None when it is no pattern."""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None]
    except ValueError:
        return None
    if all(name == "" for name in names):
        return list(range(len(names)))
    return sorted(int(name) for name in names) if all(n.isdigit() for n in names) else None


def style_problems(text):
    plain = re.sub(r"https?://|\[::1\]|\d:\d", "", text)
    if "'" in text:
        yield "a straight apostrophe"
    if re.search(r"[^\u00a0][:;?!»]|«[^\u00a0]", plain):
        yield "no no-break space beside a sign that has one in French"
    if text != text.strip():
        yield "a blank at an end"


def texts_of(root, name):
    if name.endswith(".cc"):
        table = [text for text, _ in literals(project.text_of(Path(root) / name))]
        return dict(zip(table[::2], table[1::2]))
    return json.loads((Path(root) / name).read_text("utf-8")).get("texts", {})


def file_problems(root, name, rooms, more, met):
    said = set()
    sentences = set()
    for path in project.cpp_files(root):
        if not any(str(path) == room or str(path).startswith(room + "/") for room in rooms):
            continue
        for text, before in literals(project.text_of(Path(root) / path)):
            said.add(text)
            if not is_sentence(text, before) or text in UNTRANSLATED:
                continue
            sentences.add(text)
            if is_unsaid(before):
                yield f"{path}: neither Say(), Message() nor Sentence() has: {text}"
    met |= said
    french = texts_of(root, name)
    if not sentences or not french:
        yield f"{name}: no sentences were found in {', '.join(rooms)}, or none here"
    for text in sorted(sentences - french.keys() - (texts_of(root, more) if more else {}).keys()):
        yield f"{name}: no French for: {text}"
    for text in sorted(french.keys() - said):
        yield f"{name}: nobody says: {text}"
    for text, translation in french.items():
        if fields(text) is None or fields(text) != fields(translation):
            yield f"{name}: other arguments than: {text}"
        if translation == text and text not in SAME_IN_FRENCH:
            yield f"{name}: still English: {text}"
        yield from (f"{name}: {problem}: {translation}" for problem in style_problems(translation))


def table_problems(root, room, tables):
    for path in project.cpp_files(root):
        if str(path).startswith(room + "/") and path.name not in tables:
            for text, _ in literals(project.text_of(Path(root) / path)):
                if SENTENCE.search(text):
                    yield f"{path}: belongs in a table of texts: {text}"


def problems(root):
    met = set()
    found = list(table_problems(root, *TABLES))
    for name, (rooms, more) in FILES.items():
        found += file_problems(root, name, rooms, more, met)
    found += [f"tests/checks/texts.py: nobody says: {text}" for text in sorted(UNTRANSLATED - met)]
    return found


if __name__ == "__main__":
    project.main(problems)
