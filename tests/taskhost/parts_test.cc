// SPDX-License-Identifier: Apache-2.0
// Exit codes, values of --set, times, policy, texts and layout.
#include <doctest/doctest.h>

#include "host/json.h"
#include "taskhost/exit_code.h"
#include "taskhost/input.h"
#include "taskhost/options.h"
#include "taskhost/output.h"
#include "taskhost/policy.h"
#include "taskhost/report.h"
#include "taskhost/texts.h"

using task_host::Environment;
using task_host::Json;
using task_host::Result;
using taskhost::Language;
using taskhost::Text;

TEST_CASE("every status has its exit code") {
  struct Row {
    tp_status status;
    std::uint32_t retry;
    std::int64_t retry_after_ms;
    int code;
  };
  const Row rows[] = {
      {TP_OK, TP_RETRY_NEVER, -1, 0},
      {TP_OK, TP_RETRY_UNKNOWN_OUTCOME, -1, 0},
      {TP_E_INVALID_ARGUMENT, TP_RETRY_NEVER, -1, 65},
      {TP_E_NOT_FOUND, TP_RETRY_NEVER, -1, 76},
      {TP_E_REJECTED, TP_RETRY_NEVER, -1, 76},
      {TP_E_CONFLICT, TP_RETRY_SAFE, -1, 76},
      {TP_E_UNAUTHENTICATED, TP_RETRY_NEVER, -1, 77},
      {TP_E_PERMISSION_DENIED, TP_RETRY_NEVER, -1, 77},
      {TP_E_RATE_LIMITED, TP_RETRY_SAFE, 1000, 75},
      {TP_E_RATE_LIMITED, TP_RETRY_SAFE, -1, 75},
      {TP_E_UNAVAILABLE, TP_RETRY_SAFE, 0, 75},
      {TP_E_UNAVAILABLE, TP_RETRY_SAFE, -1, 69},
      {TP_E_TIMEOUT, TP_RETRY_SAFE, -1, 69},
      {TP_E_TIMEOUT, TP_RETRY_IF_IDEMPOTENT, -1, 69},
      {TP_E_ABI, TP_RETRY_NEVER, -1, 78},
      {TP_E_NOT_IMPLEMENTED, TP_RETRY_NEVER, -1, 78},
      {TP_E_INTERNAL, TP_RETRY_NEVER, -1, 70},
      {TP_E_INVALID_STATE, TP_RETRY_NEVER, -1, 70},
      {TP_E_UNKNOWN, TP_RETRY_NEVER, -1, 70},
      {TP_E_CANCELLED, TP_RETRY_SAFE, -1, 130},
  };
  for (const Row& row : rows) {
    Result result;
    result.status = row.status;
    result.retry = row.retry;
    result.retry_after_ms = row.retry_after_ms;
    CAPTURE(row.status);
    CHECK(taskhost::ExitCode(result) == row.code);
    if (row.status == TP_OK) continue;
    result.retry = TP_RETRY_UNKNOWN_OUTCOME;
    CHECK(taskhost::ExitCode(result) == 80);
  }
}

TEST_CASE("--set reads JSON unless the property is text") {
  struct Row {
    const char* schema;
    const char* text;
    const char* value;
  };
  const Row rows[] = {
      {R"({"type":"string"})", "12", R"("12")"},
      {R"({"type":"string"})", "null", R"("null")"},
      {R"({"type":"string"})", "\"a\"", R"("\"a\"")"},
      {R"({"type":["string","null"]})", "null", "null"},
      {R"({"type":["string","null"]})", "12", R"("12")"},
      {R"({"type":["string","integer"]})", "12", "12"},
      {R"({"type":"integer"})", "12345678901234567890123", "12345678901234567890123"},
      {R"({"type":"integer"})", "twelve", R"("twelve")"},
      {R"({"type":"array"})", "[1, 2.50]", "[1,2.50]"},
      {R"({"type":"array"})", "\"a\", \"b\"", R"("\"a\", \"b\"")"},
      {R"({"type":"boolean"})", "true", "true"},
      {R"({})", "{\"a\":1}", R"({"a":1})"},
      {R"({})", "", R"("")"},
      {R"({})", "${/x}", R"("${/x}")"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.schema);
    CAPTURE(row.text);
    const Json schema = Json::Parse(row.schema);
    CHECK(taskhost::SetValue(row.text, &schema).Serialize() == row.value);
  }
  CHECK(taskhost::SetValue("12", nullptr).Serialize() == "12");
}

TEST_CASE("times are a number and a unit") {
  CHECK(taskhost::ParseDuration("500ms") == 500);
  CHECK(taskhost::ParseDuration("10s") == 10'000);
  CHECK(taskhost::ParseDuration("2m") == 120'000);
  for (const char* bad : {"", "10", "s", "-1s", "0s", "1.5s", "10 s", "10sec", "1h",
                          "99999999999999999999s", "9999999999999m"}) {
    CAPTURE(bad);
    CHECK_FALSE(taskhost::ParseDuration(bad).has_value());
  }
}

TEST_CASE("the policy comes from the environment and the command line") {
  Environment environment;
  taskhost::Options options;
  CHECK(taskhost::PolicyJson(options, environment, Language::kEnglish) ==
        R"({"locale":"en","log_level":"warn"})");
  environment.variables = {{"https_proxy", "http://low:1"},
                           {"ALL_PROXY", "http://all:1"},
                           {"no_proxy", "localhost"},
                           {"SSL_CERT_FILE", "/ca.pem"}};
  CHECK(taskhost::PolicyJson(options, environment, Language::kFrench) ==
        R"({"proxy":"http://low:1","no_proxy":"localhost","ca_file":"/ca.pem",)"
        R"("locale":"fr","log_level":"warn"})");
  environment.variables["HTTPS_PROXY"] = "http://up:1";
  environment.variables["NO_PROXY"] = "intern";
  options.ca_file = "/mine.pem";
  options.allow_origins = {"http://a:1", "http://b:2"};
  options.log_level = TP_LOG_HOST_BUG + 1;
  CHECK(taskhost::PolicyJson(options, environment, Language::kEnglish) ==
        R"({"proxy":"http://up:1","no_proxy":"intern","ca_file":"/mine.pem",)"
        R"("allow_origins":["http://a:1","http://b:2"],"locale":"en"})");
}

TEST_CASE("the language follows the first variable that is set") {
  const auto language = [](std::map<std::string, std::string, std::less<>> variables) {
    Environment environment;
    environment.variables = std::move(variables);
    return taskhost::LanguageOf(environment);
  };
  CHECK(language({}) == Language::kEnglish);
  CHECK(language({{"LANG", "fr_FR.UTF-8"}}) == Language::kFrench);
  CHECK(language({{"LANG", "fr"}}) == Language::kFrench);
  CHECK(language({{"LANG", "fr_CA.UTF-8"}, {"LC_MESSAGES", "en_US.UTF-8"}}) == Language::kEnglish);
  CHECK(language({{"LANG", "en_US.UTF-8"}, {"LC_ALL", "fr_FR"}}) == Language::kFrench);
  CHECK(language({{"LANG", "fr"}, {"LC_ALL", ""}}) == Language::kFrench);
  CHECK(language({{"LANG", "fry_NL"}}) == Language::kEnglish);
  CHECK(language({{"LANG", "C.UTF-8"}}) == Language::kEnglish);
}

TEST_CASE("the command line's language is known before the command line is read") {
  const auto language = [](std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "taskhost");
    return taskhost::WantedLanguage(static_cast<int>(arguments.size()), arguments.data());
  };
  CHECK_FALSE(language({"list"}).has_value());
  CHECK_FALSE(language({"list", "--locale"}).has_value());
  CHECK_FALSE(language({"list", "--locale", "de"}).has_value());
  CHECK(language({"--locale", "fr", "list"}) == Language::kFrench);
  CHECK(language({"list", "--nonsense", "--locale=en"}) == Language::kEnglish);
  CHECK(language({"list", "--locale", "fr", "--locale", "en"}) == Language::kEnglish);
}

TEST_CASE("both languages have every text, with the same places for values") {
  const auto places = [](std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = text.find("{}"); at != text.npos; at = text.find("{}", at + 2)) ++count;
    return count;
  };
  for (int i = 0; i < static_cast<int>(Text::kEnd); ++i) {
    const auto text = static_cast<Text>(i);
    const std::string_view english = taskhost::TextOf(text, Language::kEnglish);
    const std::string_view french = taskhost::TextOf(text, Language::kFrench);
    CAPTURE(english);
    CHECK_FALSE(english.empty());
    CHECK_FALSE(french.empty());
    CHECK(places(english) == places(french));
  }
}

TEST_CASE("documents hold the plugin's bytes and all that is known of an error") {
  Result result;
  result.status = TP_OK;
  result.output_json = "{ \"id\": 1.50 }";
  CHECK(taskhost::JsonDocument(result) ==
        "{\"status\":\"ok\",\"output\":{ \"id\": 1.50 },\"warnings\":[]}\n");
  result.warnings_json = "[{\"code\":\"w\"}]";
  CHECK(taskhost::JsonDocument(result) ==
        "{\"status\":\"ok\",\"output\":{ \"id\": 1.50 },\"warnings\":[{\"code\":\"w\"}]}\n");
  Result error;
  error.status = TP_E_RATE_LIMITED;
  error.retry = TP_RETRY_SAFE;
  error.retry_after_ms = 1500;
  error.http_status = 429;
  error.error_code = "c";
  error.error_message = "m";
  error.error_details_json = R"({"fields":[{"pointer":"/a"},{"pointer":"/b"}],"requestId":"r"})";
  CHECK(taskhost::JsonDocument(error) ==
        R"({"status":"rate_limited","error":{"code":"c","message":"m","pointer":"/a",)"
        R"("fields":[{"pointer":"/a"},{"pointer":"/b"}],"retry":"safe","retry_after_ms":1500,)"
        R"("http_status":429,"request_id":"r"}})"
        "\n");
}

TEST_CASE("what a second attempt does depends on the task") {
  Result error;
  error.status = TP_E_UNAVAILABLE;
  error.retry = TP_RETRY_IF_IDEMPOTENT;
  error.error_message = "m";
  CHECK(taskhost::DiagnosticText(error, Language::kEnglish) ==
        "Error: m\nIt may have happened; try again only with the same idempotency key.\n");
  CHECK(
      taskhost::DiagnosticText(error, Language::kEnglish, "", taskhost::Repetition::kIsHarmless) ==
      "Error: m\nIt may have happened; try again all the same: done twice, it makes no "
      "difference.\n");
}

TEST_CASE("the manifest's help follows the message, unless the fields have remedies") {
  Result error;
  error.status = TP_E_UNAUTHENTICATED;
  error.error_code = "c";
  error.error_message = "m";
  const std::string end = "Trying again would fail in the same way.\n";
  CHECK(taskhost::DiagnosticText(error, Language::kEnglish, "Sign in.") ==
        "Error: m (c)\n  remedy: Sign in.\n" + end);
  CHECK(taskhost::DiagnosticText(error, Language::kEnglish) == "Error: m (c)\n" + end);
  error.error_details_json = R"({"fields":[{"pointer":"/a","message":"x"}]})";
  CHECK(taskhost::DiagnosticText(error, Language::kEnglish, "Sign in.") ==
        "Error: m (c)\n  remedy: Sign in.\n  /a: x\n" + end);
  error.error_details_json = R"({"fields":[{"pointer":"/a","message":"x","remedy":"Do y."}]})";
  CHECK(taskhost::DiagnosticText(error, Language::kEnglish, "Sign in.") ==
        "Error: m (c)\n  /a: x\n    remedy: Do y.\n" + end);
  error.error_message = "x Do y.";
  CHECK(taskhost::DiagnosticText(error, Language::kEnglish) == "Error: x Do y. (c)\n  /a\n" + end);
  error.error_message = "m";
  const Json document = Json::Parse(taskhost::JsonDocument(error, "Sign in."));
  CHECK(document.At("/error")->Text("help") == "Sign in.");
  CHECK(Json::Parse(taskhost::JsonDocument(error)).At("/error/help") == nullptr);
}

TEST_CASE("what the service says stands beside what the plugin says") {
  Result error;
  error.status = TP_E_REJECTED;
  error.error_message = "m";
  error.error_details_json =
      R"({"fields":[{"pointer":"/a","message":"x","said":"No!"}],"said":"Not so."})";
  CHECK(taskhost::DiagnosticText(error, Language::kEnglish) ==
        "Error: m\n  in the words of the service: Not so.\n  /a: x\n"
        "    in the words of the service: No!\nTrying again would fail in the same way.\n");
  const Json document = Json::Parse(taskhost::JsonDocument(error));
  CHECK(document.At("/error")->Text("said") == "Not so.");
}

TEST_CASE("tables align characters, and control characters are shown, not obeyed") {
  CHECK(taskhost::Table({{"é", "1"}, {"abc", "2\n3"}}, 1) == " é    1\n abc  2\n      3\n");
  CHECK(taskhost::Printable("a\x1B[2Jb\n\tc\x7F\xC2\x9B!é") ==
        "a\xEF\xBF\xBD[2Jb\n\tc\xEF\xBF\xBD\xEF\xBF\xBD!é");
}
