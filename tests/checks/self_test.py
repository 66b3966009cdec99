# SPDX-License-Identifier: Apache-2.0
"""Shows that each check can fail: small bad projects that it must refuse, and good ones it must not."""

import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import coroutines
import format as formatting
import project
import rooms
import shell
import texts
import tidy
import words

RULES = (project.ROOT / rooms.RULES).read_text("utf-8")
GOOD_HOUSE = {
    rooms.RULES: RULES,
    "README.md": f"<!-- rooms -->\n{RULES}\n<!-- /rooms -->\n",
    "sdk/abi/task_plugin.h": "#include <stdint.h>\ntypedef struct tp_sink { int32_t x; } tp_sink;\n",
    "sdk/host/library.cc": "#include <boost/dll/shared_library.hpp>\n#include \"task_plugin.h\"\n",
    "sdk/author/task.h": "#include \"sdk/abi/task_plugin.h\"\n#include <string>\n",
    "plugin/entry.cc": "#include \"author/task.h\"\ntp_sink sink;\n",
    "plugin/tasks/create.h": "#include \"zendesk/client.h\"\n",
    "plugin/zendesk/client.h": "#include <rapidjson/document.h>\n",
    "plugin/transport/loop.cc": "#include <curl/curl.h>\n#include <boost/asio/io_context.hpp>\n",
    "sdk/examples/host.c": "#include \"task_plugin.h\"\n",
}


class Fixture(unittest.TestCase):
    def project_of(self, content):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        for name, text in content.items():
            path = Path(directory.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return Path(directory.name)

    def assert_only(self, problems, *expected):
        """As many problems as expected, each with its text in it."""
        self.assertEqual(len(problems), len(expected), problems)
        for text in expected:
            self.assertTrue(any(text in problem for problem in problems), (text, problems))


class Rooms(Fixture):
    def faults_with(self, changes):
        """What the check says of the good house with some files changed."""
        return rooms.problems(self.project_of({**GOOD_HOUSE, **changes}))

    def test_good_house(self):
        self.assert_only(self.faults_with({}))

    def test_includes(self):
        cases = {
            "plugin/tasks/create.h": [
                ("#include <curl/curl.h>", "plugin/tasks may not include <curl/curl.h>"),
                ("#include <thread>", "plugin/tasks may not include <thread> (threads)"),
                ("#include <sys/socket.h>", "(sockets)"),
                ("#  include \"plugin/transport/loop.h\"  // why", "may not include plugin/transport/loop.h"),
                ("#include \"../transport/loop.h\"", "may not include plugin/transport/loop.h"),
            ],
            "sdk/abi/task_plugin.h": [("struct tp_x;\n#include <string>", "<string> (all else)")],
            "sdk/taskhost/main.cc": [("#include \"author/task.h\"", "may not include sdk/author/task.h")],
            "plugin/sandbox/main.cc": [("#include \"task_plugin.h\"", "may not include sdk/abi")],
            "plugin/auth/token.cc": [("#include <boost/asio/post.hpp>", "(Asio)")],
        }
        for name, lines in cases.items():
            for line, expected in lines:
                with self.subTest(name=name, line=line):
                    changes = {"plugin/transport/loop.h": "", name: line + "\n"}
                    self.assert_only(self.faults_with(changes), expected)

    def test_comments_are_no_includes(self):
        commented = "/*\n#include <curl/curl.h>\n*/\n"
        self.assert_only(self.faults_with({"plugin/tasks/create.h": commented}))

    def test_words_structs_lengths(self):
        cases = {
            "sdk/engines/celery/README.md": ("For zenDesk.\n", "README.md:1: the word Zendesk"),
            "sdk/node/zendesk.js": ("\n", "in the name of a file"),
            "plugin/tasks/create.h": ("int x;\nvoid f(tp_sink*);  // no\n", "create.h:2: tp_sink belongs"),
            "plugin/tasks/long.h": ("\n" * 401, "401 lines"),
            "plugin/strange/x.cc": ("\n", "is in no room"),
            "sdk/host/second.cc": ("#include <boost/dll.hpp>\n", "exactly one .cc file"),
        }
        for name, (text, expected) in cases.items():
            with self.subTest(name=name):
                self.assert_only(self.faults_with({name: text}), expected)

    def test_examples_may_be_about_one_plugin(self):
        self.assert_only(self.faults_with({"sdk/engines/node-red/examples/flow.json": "zendesk.create_ticket\n"}))

    def test_readme(self):
        row = "| `sdk/author` | `sdk/abi` | `sdk/host` |"
        readme = GOOD_HOUSE["README.md"]
        cases = {
            "": ["has no table"],
            readme.replace(row, ""): ["lacks the row sdk/author"],
            readme.replace(row, "|sdk/author|`sdk/abi` |  sdk/host|"): [],
            readme.replace(row, "| `sdk/author` | `sdk/abi`, curl | `sdk/host` |"): ["lacks", "has the row"],
        }
        for text, expected in cases.items():
            with self.subTest(expected=expected):
                self.assert_only(self.faults_with({"README.md": text}), *expected)

    def test_slips_in_the_table(self):
        text = RULES.replace("Boost.DLL |", "Boost.DLLL |")
        readme = f"<!-- rooms -->{text}<!-- /rooms -->"
        self.assert_only(self.faults_with({rooms.RULES: text, "README.md": readme}),
                         "unknown word: Boost.DLLL")


class Coroutines(Fixture):
    GOOD = """
        Task<int> f() {
          Options options{.depth = 1};
          auto work = [&](int x) { return x; };
          auto [first, second] = co_await run(options, work);
          Reply reply{co_await g(list[0], std::string("text {} [a]"))};
          const int depth = deep ? co_await g() : co_await h(1);
          use(deep ? 1 : 2);
          if (co_await g()) { Options other{1}; use(Options{2}); }
          for (auto& each : co_await g()) { each = [] { return 1; }; }
          // co_await g(Options{1}, [] {});
          co_spawn(loop, [this]() -> Task<void> { co_await g(); }, detached);
          co_spawn(loop, [this]() -> Task<void> { co_await g(); use(Options{2}); }, [] {});
          [[maybe_unused]] auto value = co_await g();
          const auto& [a, b] = co_await g();
          use(Options{2});
          co_await g();
          Pair pair = {1, 2};
          co_return pair;
        }
        struct Client { Task<int> call() { co_return co_await g(); } int depth{1}; };
        """
    BAD = {
        "co_await g(Options{1});": "a braced temporary",
        "co_await g(Options{});": "a braced temporary",
        "co_await g(ns::Options<int>{.depth = 1});": "a braced temporary",
        "co_await g({1, 2});": "a braced temporary",
        "co_await g([] { return 1; });": "a lambda",
        "co_await g(1, age ? *age : now);": "a conditional",
        "x = co_await g(h(age ? *age : now));": "a conditional",
        "if (!id || !co_await g(*id) || late) co_return;": "what is awaited only sometimes",
        "x = deep && h(co_await g());": "what is awaited only sometimes",
        "co_await g(a, [&, this](int x) mutable { use(x); });": "a lambda",
        "auto x = h(Options{1}, co_await g());": "a braced temporary",
        "auto x = Options{1}.with(co_await g());": "a braced temporary",
        "if (co_await g(Options{1})) { }": "a braced temporary",
        "for (auto& x : co_await g(Options{1})) { }": "a braced temporary",
        "while (co_await g([] { return 1; }) && h()) { }": "a lambda",
        "co_return Reply{co_await g()};": "a braced temporary",
        "co_return co_await g(Options{1});": "a braced temporary",
        "auto x = co_await\n  g(\n a,\n Options{1});": "a braced temporary",
        "auto f = [&]() -> Task<int> { co_return co_await g(Options{1}); };": "a braced temporary",
    }

    def test_good(self):
        self.assertEqual(coroutines.faults(self.GOOD), [])

    def test_bad(self):
        for statement, what in self.BAD.items():
            with self.subTest(statement=statement):
                found = coroutines.faults("Task<int> f() {\n  use(1);\n  " + statement + "\n}\n")
                self.assertEqual([kind for _, kind in found], [what])

    def test_line_and_file_are_named(self):
        root = self.project_of({"a/b.cc": "#define X \\\n  1\nTask<int> f() {\n  co_await g(A{1});\n}\n"})
        self.assert_only(coroutines.problems(root), "a/b.cc:4: a braced temporary")


class Texts(Fixture):
    SOURCE = 'void F() { Say("{} is " /* of */ "required."); text = Say("No way out."); Log("seen it"); }\n'
    FRENCH = {
        "{} is required.": "Le champ «\u00a0{}\u00a0» est obligatoire.", "No way out.": "Pas d’issue.",
    }  # fmt: skip

    HOST = 'throw Error(kind, Sentence("{}: {}", at, Sentence("It has none."))); Sentence("{} {}");\n'
    TABLE = '#include "x.h"\nA a = {T{"{}: {}", "{}\u00a0: {}"},\n  T{"It has none.", "Il n’en"\n " a pas."}};\n'

    def faults_with(self, source=SOURCE, french=FRENCH, more={}):
        files = {
            "fr.json": (["room"], "more.json"), "more.json": (["more"], None), "desk/fr.cc": (["host"], None),
        }  # fmt: skip
        tables = ("desk", {"fr.cc"})
        with mock.patch.multiple(
            texts, FILES=files, TABLES=tables, UNTRANSLATED={"seen it"}, SAME_IN_FRENCH=set()
        ):
            return texts.problems(self.project_of({
                "room/a.cc": '#include "not said.h"  // "nor this"\n' + source,
                "host/c.cc": self.HOST, "desk/fr.cc": self.TABLE, "desk/d.cc": 'f("word");',
                "more/b.cc": 'Say("It is shared."); Message("It is late, {}.");\n',
                "fr.json": json.dumps({"texts": french}),
                "more.json": json.dumps(
                    {"texts": {"It is shared.": "Partagé.", "It is late, {}.": "Trop tard, {}."}}
                ),
                **more,
            }))  # fmt: skip

    def test_good(self):
        self.assert_only(self.faults_with())
        self.assert_only(self.faults_with(self.SOURCE + 'Say("It is shared."); R"(one)"; \'"\';\n'))

    def test_incomplete(self):
        self.assert_only(self.faults_with(self.SOURCE + 'Say("One more.");'), "no French for: One more.")
        self.assert_only(self.faults_with(self.SOURCE + 'Say(R"(One more.)");'), "no French for: One more.")
        self.assert_only(self.faults_with(french={**self.FRENCH, "Old words.": "Vieux."}), "nobody says: Old")
        self.assert_only(self.faults_with(self.SOURCE.replace("seen it", "seen")), "nobody says: seen it")
        self.assertTrue(any("no sentences were found" in p for p in self.faults_with('"x";', {})))

    def test_tables_in_sources(self):
        for more, problem in (
            ({"host/c.cc": self.HOST + 'Sentence("empty");'}, "desk/fr.cc: no French for: empty"),
            ({"host/c.cc": self.HOST + 'Sentence(\n"{}!", x);'}, "desk/fr.cc: no French for: {}!"),
            ({"host/c.cc": self.HOST + 'throw Error(kind, "It has none.");'}, "nor Sentence() has: It has"),
            ({"host/c.cc": self.HOST.replace("none", "some")}, "no French for: It has some."),
            ({"host/c.cc": self.HOST.replace("none", "some")}, "nobody says: It has none."),
            ({"desk/fr.cc": self.TABLE.replace("n’en", "{}")}, "desk/fr.cc: other arguments than: It has"),
            ({"desk/d.cc": 'f("It is said in English alone.");'}, "desk/d.cc: belongs in a table"),
        ):  # fmt: skip
            with self.subTest(problem):
                self.assertTrue(any(problem in said for said in self.faults_with(more=more)))

    def test_unsaid(self):
        for statement in (
            'throw Error(Status::kRejected, "code", "No way out.");', 'Error late(kTimeout, "No way out.");',
            'Fault{pointer, "code", "No way out."};', 'list.push_back({"code", "No way out.", ""});',
            'Report(input, "name", "code", x ? 1 : 2, "No way out.");',
        ):  # fmt: skip
            with self.subTest(statement):
                self.assert_only(self.faults_with(self.SOURCE + statement), "neither Say(), Message() nor")

    def test_bad_french(self):
        for french, problem in {
            "Le champ est obligatoire.": "other arguments", "{0} est {1}.": "other arguments",
            "{} n'est pas là.": "apostrophe", "Oh\u00a0: «{}\u00a0».": "no-break", "Oh : {}.": "no-break",
            " {}.": "blank", "{} is required.": "still English",
        }.items():  # fmt: skip
            with self.subTest(french):
                self.assert_only(self.faults_with(french={**self.FRENCH, "{} is required.": french}), problem)


class Tools(Fixture):
    def test_format(self):
        style = {".clang-format": (project.ROOT / ".clang-format").read_text("utf-8")}
        self.assert_only(formatting.problems(self.project_of({**style, "a.cc": "int x = 1;\n"})))
        self.assertTrue(formatting.problems(self.project_of({**style, "a.cc": "int  x=1;\n"})))

    def test_tidy(self):
        root = self.project_of({
            ".clang-tidy": (project.ROOT / ".clang-tidy").read_text("utf-8"),
            "good.cc": "int* p = nullptr;\n",
            "bad.cc": "#include \"part.h\"\n",
            "part.h": "struct Part { Part(int) {} };\n",
            "build/x": "",
        })
        (root / "sdk").mkdir()
        (root / "part.h").rename(root / "sdk/part.h")
        (root / "bad.cc").write_text("#include \"sdk/part.h\"\n")
        names = ["good.cc", "bad.cc"]
        database = [{"directory": str(root), "file": str(root / name),
                     "command": f"c++ -std=c++20 -c {root / name}"} for name in names]
        (root / "build/compile_commands.json").write_text(json.dumps(database))
        for _ in range(2):  # a file with findings is examined again, not taken for clean
            self.assert_only(tidy.problems(root, root / "build"), "google-explicit-constructor")
        (root / "sdk/part.h").write_text("struct Part { explicit Part(int) {} };\n")
        self.assert_only(tidy.problems(root, root / "build"))
        (root / "good.cc").write_text("struct Good { Good(int) {} };\n")
        self.assert_only(tidy.problems(root, root / "build"), "google-explicit-constructor")

    def tidy_of(self, files, checks):
        """The findings in files of one set of flags."""
        root = self.project_of({
            ".clang-tidy": (project.ROOT / ".clang-tidy").read_text("utf-8"), "build/x": "", **files})
        database = [{"directory": str(root), "file": str(root / name),
                     "command": f"c++ -std=c++20 -c {root / name}"}
                    for name in files if name.endswith(".cc")]
        (root / "build/compile_commands.json").write_text(json.dumps(database))
        return tidy.problems(root, root / "build", checks)

    def test_tidy_of_many(self):
        """What is wrong in one file of a batch is told of that file, whatever the others hold."""
        good = {f"good{i}.cc": f"int Good{i}(int* p) {{\n  return *p;\n}}\n" for i in range(2)}
        collide = {f"same{i}.cc": f"int a, b; namespace {{ int Same = {i}; }}\n" for i in range(2)}
        self.assert_only(self.tidy_of(good | collide, "-clang-analyzer-*"))
        using = '#include "part.h"\nusing a::B;\n'
        with_header = {"part.h": "#pragma once\nnamespace a {\nstruct B {};\n}  // namespace a\n",
                       "used.cc": using + "B Used() { return B(); }\n"}
        for text, check, more in (
            ("struct Bad { Bad(int) {} };\n", "google-explicit-constructor", {}),
            (using, "misc-unused-using-decls", with_header),
            ('#include "part.h"\n#include "part.h"\n', "readability-duplicate-include", with_header),
            ('#include "good0.cc"\n', "bugprone-suspicious-include", {}),
            ("int F(int x) { if (x); return 1; }\n", "bugprone-suspicious-semicolon", {}),
            ("int F() {\n  int* p = nullptr;\n  return *p;\n}\n", "clang-analyzer-core.NullDereference", {}),
        ):  # fmt: skip
            with self.subTest(check):
                checks = f"-*,{check}" if check.startswith("clang-analyzer") else "-clang-analyzer-*"
                found = self.tidy_of({**good, **more, "bad.cc": text}, checks)
                self.assert_only(found, f"[{check}")
                self.assertIn("bad.cc:", found[0])

    def test_shell(self):
        self.assert_only(shell.problems(self.project_of({"run": "#!/bin/bash\necho yes\n", "text": "if (\n"})))
        self.assertTrue(shell.problems(self.project_of({"run": "#!/bin/bash\nif true; then\n"})))
        self.assertTrue(shell.problems(self.project_of({"x.sh": "#!/bin/bash\ncd $1\n"})))

    def test_words(self):
        bad = {
            "a": "see /ho" + "me/someone/x",
            "b": "../sha" + "red/notes",
            "c": "https://registry.n" + "pmjs.org/x",
            "d": "// TO" + "DO: later",
            "e": "FIX" + "ME",
        }
        for name, text in bad.items():
            with self.subTest(text=text):
                self.assert_only(words.problems(self.project_of({name: text})), f"{name}:1: ")
        self.assert_only(words.problems(self.project_of({"a": "~/homework, autodo, /homely, Todo es bueno\n"})))


if __name__ == "__main__":
    unittest.main()
