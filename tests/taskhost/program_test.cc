// SPDX-License-Identifier: Apache-2.0
// The program as a child process, with the toy plugin.
#include <doctest/doctest.h>

#include "desk.h"
#include "host/text.h"

using child::Child;
using child::Ending;
using child::Setup;
using desk::Desk;
using desk::Holds;
using task_host::Json;

namespace {

const char kConnection[] =
    R"({"plugin":"toy","type":"token","settings":{"place":"here"},"credentials":{"token":"t0ken"}})";

}  // namespace

TEST_CASE("run gives one document") {
  const Desk desk;
  Ending ending = desk.Run({"run", "toy.echo", "--input", "-", "--json", "--idempotency-key", "k"},
                           "{\"n\": 12345678901234567890, \"d\": 1.50}");
  CHECK(ending.code == 0);
  CHECK(ending.out ==
        "{\"status\":\"ok\",\"output\":{\"input\":{\"n\":12345678901234567890,\"d\":1.50},"
        "\"key\":\"k\"},\"warnings\":[]}\n");
  CHECK(ending.err.empty());
  ending = desk.Run({"--json", "run", "toy.fail", "--set", "mode=invalid"});
  CHECK(ending.code == 65);
  CHECK(ending.out ==
        "{\"status\":\"invalid_argument\",\"error\":{\"code\":\"toy.invalid\",\"message\":\"The "
        "input is wrong.\",\"pointer\":\"/priority\",\"fields\":[{\"pointer\":\"/priority\","
        "\"code\":\"not_allowed\",\"message\":\"No such priority.\",\"title\":\"Priority\","
        "\"allowed\":[\"low\",\"high\"],\"remedy\":\"Choose one.\"}],\"retry\":\"never\","
        "\"http_status\":422,\"request_id\":\"req-1\"}}\n");
}

TEST_CASE("the exit code follows the result") {
  const Desk desk;
  const std::pair<const char*, int> cases[] = {{"invalid", 65},
                                               {"limited", 75},
                                               {"unknown_outcome", 80},
                                               {"new_status", 70},
                                               {"bad_text", 76}};
  for (const auto& [mode, code] : cases) {
    const std::string set = std::string("mode=") + mode;
    CAPTURE(set);
    CHECK(desk.Run({"run", "toy.fail", "--set", set}).code == code);
  }
}

TEST_CASE("people get a table and errors that help, in their language") {
  const Desk desk;
  Setup setup = desk.Command({"run", "toy.echo", "--set", "text=h\x1B[2Ji", "--set", "warn=1"});
  Ending ending = Child(setup).Wait();
  CHECK(ending.out == "Received  {\"text\":\"h\\u001B[2Ji\",\"warn\":1}\nKey       \n");
  CHECK(ending.err == "Warning: /warn: Careful.\n");
  setup.environment = {"LANG=fr_FR.UTF-8"};
  ending = Child(setup).Wait();
  CHECK(Holds(ending.out, "Reçu  {"));
  CHECK(ending.err == "Avertissement\u00a0: /warn\u00a0: Careful.\n");

  ending = desk.Run({"run", "toy.fail", "--set", "mode=invalid"});
  CHECK(ending.out.empty());
  CHECK(ending.err ==
        "Error: The input is wrong. (toy.invalid)\n"
        "  Priority (/priority): No such priority.\n"
        "    allowed: low, high\n"
        "    remedy: Choose one.\n"
        "Trying again would fail in the same way.\n"
        "Request: req-1\n");
  ending = desk.Run({"run", "toy.fail", "--set", "mode=limited"});
  CHECK(Holds(ending.err, "it is safe to try again. Wait at least 2 s before the next try.\n"));
  ending = desk.Run({"run", "toy.fail", "--set", "mode=bad_text"});
  CHECK_FALSE(Holds(ending.err, "\x1B"));

  Setup list = desk.Command({"list"});
  list.environment = {"LC_ALL=fr_FR.UTF-8"};
  CHECK(Holds(Child(list).Wait().out, "toy 1.0.0  Jouet\n  toy.echo   Écho\n"));
}

TEST_CASE("half of a surrogate pair in an output is shown as U+FFFD") {
  const Desk desk;
  const auto run = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"run", "toy.fail", "--set", "mode=half"});
    return desk.Run(more);
  };
  Ending ending = run({});
  CHECK(ending.code == 0);
  CHECK(task_host::IsUtf8(ending.out));
  CHECK(Holds(ending.out,
              "a\xEF\xBF\xBD"
              "b"));
  CHECK(task_host::IsUtf8(ending.err));
  CHECK(Holds(ending.err, "Warning: c\xEF\xBF\xBD\n"));
  ending = run({"--json"});
  CHECK(ending.code == 0);
  CHECK(task_host::IsUtf8(ending.out));
  const Json document = Json::ParseReported(ending.out);
  CHECK(document.At("/output/text")->Serialize() ==
        "\"a\xEF\xBF\xBD"
        "b\"");
  CHECK(Holds(ending.out, R"({"text":"a\udc00b"})"));  // the plugin's own bytes
  ending = desk.Run({"run", "toy.echo", "--input", "-"}, R"({"text":"\ud83d"})");
  CHECK(ending.code == 65);
  CHECK(Holds(ending.err, "half of a surrogate pair"));
}

TEST_CASE("input, event and --set are put together") {
  const Desk desk;
  const std::string event = desk.Write("event.json", R"({"who":"Ann <a>","n":7,"set":"s"})");
  const std::string input = desk.Write(
      "input.json", R"({"text":"Hi ${/who}","html_body":"<p>${/who}</p>","count":"${/n}",)"
                    R"("tags":"\"${/who}\", \"x\"","maybe":"from input"})");
  CHECK(desk.Echoed({"--input", input, "--event", event, "--set", "maybe=${/set}", "--set",
                     "any={\"a\":\"b\"}", "--set", "other=1", "--set", "other=2"}) ==
        R"({"text":"Hi Ann <a>","html_body":"<p>Ann &lt;a&gt;</p>","count":7,)"
        R"("tags":["Ann <a>","x"],"maybe":"${/set}","any":{"a":"b"},"other":2})");
  CHECK(
      desk.Echoed({"--input", input, "--event", "-"}, R"({"who":"B","n":1})") ==
      R"({"text":"Hi B","html_body":"<p>B</p>","count":1,"tags":["B","x"],"maybe":"from input"})");
  CHECK(desk.Echoed({}) == "{}");
  CHECK(desk.Echoed({"--set", "text=a=b"}) == R"({"text":"a=b"})");

  const Ending ending = desk.Run({"run", "toy.echo", "--json", "--input", "-", "--event", event},
                                 R"({"tags":["${/nope}"],"text":"${/alsonot}"})");
  CHECK(ending.code == 65);
  const Json document = Json::Parse(ending.out);
  CHECK(document.Text("status") == "invalid_argument");
  CHECK(document.At("/error")->Text("code") == "host.template");
  CHECK(document.At("/error")->Text("pointer") == "/tags/0");
  CHECK(document.At("/error/fields/1")->Text("pointer") == "/text");
}

TEST_CASE("a connection brings settings and policy, and its secrets stay out of the log") {
  const Desk desk;
  const std::string file = desk.Write("connection.json", kConnection);
  Setup setup = desk.Command({"run", "toy.login", "--json", "--connection", file, "--log-level",
                              "info", "--allow-origin", "http://127.0.0.1:1"});
  setup.environment = {"HTTPS_PROXY=http://proxy:8080", "LANG=fr_FR.UTF-8"};
  Ending ending = Child(setup).Wait();
  CHECK(ending.code == 0);
  const Json output = *Json::Parse(ending.out).Find("output");
  CHECK(output.Find("settings")->Serialize() == R"({"place":"here"})");
  CHECK(output.Find("policy")->Serialize() ==
        R"({"proxy":"http://proxy:8080","allow_origins":["http://127.0.0.1:1"],)"
        R"("locale":"fr","log_level":"info"})");
  CHECK(ending.err == "info credentials are {\"token\":\"***\"} {}\n");

  toy::fs::permissions(file, toy::fs::perms::others_read, toy::fs::perm_options::add);
  ending = desk.Run({"run", "toy.login", "--connection", file});
  CHECK(ending.code == 0);
  CHECK(Holds(ending.err, "others can read it"));
  CHECK(Holds(ending.err, "chmod 600 " + file));
  const std::string odd = desk.Write("it's mine.json", kConnection);
  toy::fs::permissions(odd, toy::fs::perms::others_read, toy::fs::perm_options::add);
  ending = desk.Run({"run", "toy.login", "--connection", odd});
  CHECK(Holds(ending.err, "chmod 600 '" + desk.Path("it'\\''s mine.json") + "'"));
}

TEST_CASE("a key that changes nothing is told") {
  const Desk desk;
  const std::string warning = "Warning: The task toy.fail knows no idempotency key";
  Ending ending = desk.Run({"run", "toy.fail", "--idempotency-key", "k"});
  CHECK(Holds(ending.err, warning));
  ending = desk.Run({"run", "toy.fail"});
  CHECK_FALSE(Holds(ending.err, warning));
  CHECK(desk.Run({"run", "toy.echo", "--idempotency-key", "k"}).err.empty());
}

TEST_CASE("a connection that does not fit ends with 78 and says why") {
  const Desk desk;
  const std::pair<const char*, const char*> cases[] = {
      {"[]", "must be a JSON object"},
      {"{", "not acceptable JSON"},
      {R"({"type":"token"})", "\"plugin\" must be a text"},
      {R"({"plugin":"toy"})", "\"type\" must be a text"},
      {R"({"plugin":"lego","type":"token"})", "for the plugin \"lego\""},
      {R"({"plugin":"toy","type":"password"})", "it has: token, none"},
      {R"({"plugin":"toy","type":"token","setings":{}})", "unknown key \"setings\""},
      {R"({"plugin":"toy","type":"token","settings":[]})", "\"settings\" must be an object"},
      {R"({"plugin":"toy","type":"token","credentials":{"token":"refused"}})",
       "The token has the wrong form."},
  };
  for (const auto& [document, message] : cases) {
    const std::string file = desk.Write("connection.json", document);
    const Ending ending = desk.Run({"run", "toy.login", "--json", "--connection", file});
    CAPTURE(ending.out);
    CHECK(ending.code == 78);
    const Json error = Json::Parse(ending.out);
    CHECK(error.Text("status") == "invalid_argument");
    CHECK(Holds(error.At("/error")->Text("message"), message));
  }
  const Ending gone = desk.Run({"run", "toy.login", "--connection", desk.Path("gone.json")});
  CHECK(gone.code == 66);
}

TEST_CASE("what the host itself refuses has a document and an exit code too") {
  const Desk desk;
  const std::string large = desk.Write("large.json", std::string((16 << 20) + 1, ' '));
  struct Case {
    std::vector<std::string> arguments;
    int code;
    const char* error_code;
  };
  const Case cases[] = {
      {{}, 64, "host.usage"},
      {{"dance"}, 64, "host.usage"},
      {{"run"}, 64, "host.usage"},
      {{"run", "toy.echo", "--color"}, 64, "host.usage"},
      {{"run", "toy.echo", "--set", "novalue"}, 64, "host.usage"},
      {{"run", "toy.echo", "--deadline", "soon"}, 64, "host.usage"},
      {{"run", "toy.echo", "--input", "-", "--event", "-"}, 64, "host.usage"},
      {{"list", "--log-level", "loud"}, 64, "host.usage"},
      {{"run", "toy.login"}, 64, "host.usage"},
      {{"run", "toy.fail", "--dry-run"}, 64, "host.usage"},
      {{"run", "toy.dance"}, 66, "host.not_found"},
      {{"describe", "lego.build"}, 66, "host.not_found"},
      {{"run", "toy.echo", "--input", desk.Path("gone.json")}, 66, "host.not_found"},
      {{"run", "toy.echo", "--input", large}, 65, "host.format"},
      {{"run", "toy.echo", "--input", desk.Write("bad.json", "{")}, 65, "host.format"},
      {{"run", "toy.echo", "--input", desk.Write("list.json", "[]")}, 65, "host.input"},
  };
  for (const Case& one : cases) {
    std::vector<std::string> arguments = one.arguments;
    arguments.emplace_back("--json");
    const Ending ending = desk.Run(arguments);
    CAPTURE(ending.out);
    CAPTURE(ending.err);
    CHECK(ending.code == one.code);
    CHECK(Json::Parse(ending.out).At("/error")->Text("code") == one.error_code);
    CHECK(ending.err.empty());
    const Ending text = desk.Run(one.arguments);
    CHECK(text.code == one.code);
    CHECK(text.out.empty());
    CHECK(Holds(text.err, std::string("(") + one.error_code + ")"));
  }
}

TEST_CASE("what is missing or said twice on the command line is named") {
  const Desk desk;
  const auto said = [&](std::vector<std::string> arguments) {
    const Ending ending = desk.Run(std::move(arguments));
    CHECK(ending.code == 64);
    return ending.err;
  };
  CHECK(Holds(said({"verify"}), "Name the account: --connection is missing."));
  CHECK(Holds(said({"run"}), "Name the task, "));
  CHECK(Holds(said({"describe"}), "Name the task, "));
  CHECK(Holds(said({"--locale", "en", "verify", "--locale", "fr"}), "--connection manque."));
  CHECK(Holds(said({"list", "--locale", "fr", "--locale", "de"}), "does not speak \"de\""));
  CHECK(Holds(said({"list", "--locale"}), "--locale needs a value."));
}

TEST_CASE("broken plugins end with 78") {
  const Desk desk;
  toy::fs::remove(desk.folder() / "libtoy.so");
  Ending ending = desk.Run({"run", "toy.echo", "--json"});
  CHECK(ending.code == 78);
  CHECK(Json::Parse(ending.out).At("/error")->Text("code") == "host.manifest");
  toy::fs::copy_file(toy::fs::path(TOY_LIBRARIES) / "wrong_magic.so", desk.folder() / "libtoy.so");
  ending = desk.Run({"run", "toy.echo", "--json"});
  CHECK(ending.code == 78);
  CHECK(Json::Parse(ending.out).Text("status") == "abi");
  CHECK(Json::Parse(ending.out).At("/error")->Text("code") == "host.library");
}

TEST_CASE("the environment's search path is used, and relative entries are not") {
  const Desk desk;
  Setup setup;
  setup.arguments = {TASKHOST, "list", "--json"};
  setup.environment = {"TASK_PLUGIN_PATH=plugins:" + desk.Path("plugins"), "HOME=/nonexistent"};
  const Json list = Json::Parse(Child(setup).Wait().out);
  CHECK(list.At("/places/0")->Text("note") == "refused: not an absolute path");
  CHECK(list.At("/plugins/0")->Text("level") == "environment");
  setup.environment.clear();
  setup.arguments = {TASKHOST, "list"};
  const Ending nothing = Child(setup).Wait();
  CHECK(nothing.code == 0);
  CHECK(Holds(nothing.out, "No plugins were found. Places searched:\n"));
}

TEST_CASE("Ctrl-C cancels the task") {
  const Desk desk;
  for (const int number : {SIGINT, SIGTERM}) {
    Child child(desk.Command({"run", "toy.wait", "--json", "--log-level", "info"}));
    child.ReadErrorUntil("info waiting {\"task\":\"toy.wait\"}\n");
    child.Signal(number);
    const Ending ending = child.Wait();
    CHECK(ending.code == 130);
    CHECK(Json::Parse(ending.out).Text("status") == "cancelled");
  }
}

TEST_CASE("a second Ctrl-C leaves a task that does not end") {
  const Desk desk;
  for (const int second : {SIGINT, SIGTERM}) {
    Child child(
        desk.Command({"run", "toy.wait", "--set", "stubborn=1", "--json", "--log-level", "info"}));
    child.ReadErrorUntil("info waiting ");
    child.Signal(SIGINT);
    child.ReadErrorUntil("info asked to end ");
    child.Signal(second);
    const Ending ending = child.Wait();
    CHECK(ending.code == 80);
    CHECK(ending.out.empty());
    CHECK(ending.err.ends_with("\nLeft without waiting; the task may have been done.\n"));
  }
}

TEST_CASE("closed and broken standard descriptors do no harm") {
  const Desk desk;
  Setup setup = desk.Command({"run", "toy.echo"});
  setup.close_input = true;
  CHECK(Child(setup).Wait().code == 0);
  setup.arguments.insert(setup.arguments.end(), {"--input", "-"});
  CHECK(Child(setup).Wait().code == 65);
  for (const auto output :
       {child::Stdout::kClosed, child::Stdout::kBrokenPipe, child::Stdout::kFull}) {
    Setup run = desk.Command({"run", "toy.echo"});
    run.output = output;
    const Ending ending = Child(run).Wait();
    CHECK(ending.code == 0);
    const bool noticed = Holds(ending.err, "could not be written");
    CHECK(noticed == (output != child::Stdout::kClosed));
  }
  const std::string connection = desk.Write("connection.json", kConnection);
  for (const std::vector<std::string>& command : {std::vector<std::string>{"list"},
                                                  {"describe", "toy.echo"},
                                                  {"--help"},
                                                  {"--version"},
                                                  {"verify", "--connection", connection}}) {
    CAPTURE(command.front());
    Setup setup = desk.Command(command);
    setup.output = child::Stdout::kFull;
    const Ending ending = Child(setup).Wait();
    if (command.front() != "verify") CHECK(ending.code == 70);
    CHECK((ending.code != 0 && !ending.err.empty()));
  }
}

TEST_CASE("large inputs pass whole") {
  const Desk desk;
  const std::string text(8 << 20, 'x');
  CHECK(desk.Echoed({"--input", "-"}, "{\"text\":\"" + text + "\"}").size() == text.size() + 11);
}

TEST_CASE("help and version") {
  Setup setup;
  setup.arguments = {TASKHOST, "--help"};
  Ending ending = Child(setup).Wait();
  CHECK(ending.code == 0);
  for (const char* part :
       {"Exit codes", "TASK_PLUGIN_PATH", "/etc/task-plugins/plugins.d", "${/json/pointer}",
        "--plugin-path", "--log-level", "list", "describe", "run"}) {
    CAPTURE(part);
    CHECK(Holds(ending.out, part));
  }
  setup.environment = {"LANG=fr_FR.UTF-8"};
  CHECK(Holds(Child(setup).Wait().out, "Codes de retour"));
  setup.arguments = {TASKHOST, "run", "--help"};
  setup.environment.clear();
  ending = Child(setup).Wait();
  CHECK(ending.code == 0);
  CHECK(Holds(ending.out, "--idempotency-key"));
  setup.arguments = {TASKHOST, "--version"};
  CHECK(Child(setup).Wait().out.starts_with("taskhost 1.0.0 (task_plugin.h 1.0)"));
}
