// SPDX-License-Identifier: Apache-2.0
// Writing and reading the records. What a reader needs of a result stands in front of its document.
#include "taskhost/each_record.h"

#include <algorithm>

#include "host/json.h"

namespace taskhost {
namespace {

using task_host::Json;

constexpr std::int64_t kVersion = 1;
constexpr std::string_view kStatus = ",\"status\":";

Json Number(std::uint64_t number) {
  return Json(static_cast<std::int64_t>(number));
}

std::optional<std::uint64_t> Natural(const Json& object, std::string_view name) {
  const Json* member = object.Find(name);
  const std::optional<std::int64_t> number = member == nullptr ? std::nullopt : member->Integer();
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

bool IsTrue(const Json& object, std::string_view name) {
  const Json* member = object.Find(name);
  return member != nullptr && member->boolean() != nullptr && *member->boolean();
}

std::optional<EachRecord> ParseRun(const Json& object) {
  RunRecord record;
  record.run = object.Text("run");
  record.key = object.Text("key");
  record.identity = {object.Text("plugin"), object.Text("task"), object.Text("connection"),
                     object.Text("input"), IsTrue(object, "dry_run")};
  if (Natural(object, "version") != kVersion || record.run.empty() || record.key.empty()) {
    return std::nullopt;
  }
  return record;
}

std::optional<EachRecord> ParseIntent(const Json& object) {
  const auto first = Natural(object, "first");
  const auto last = Natural(object, "last");
  const auto at = Natural(object, "at");
  IntentRecord record;
  record.digest = object.Text("digest");
  if (!first || !last || !at || *first == 0 || *last < *first || record.digest.empty()) {
    return std::nullopt;
  }
  record.first = *first;
  record.last = *last;
  record.at_unix_ms = static_cast<std::int64_t>(*at);
  return record;
}

std::optional<EachRecord> ParseRepeat(const Json& object) {
  const Json* lines = object.Find("lines");
  if (lines == nullptr || lines->array() == nullptr) return std::nullopt;
  RepeatRecord record;
  for (const Json& line : *lines->array()) {
    const std::optional<std::int64_t> number = line.Integer();
    if (!number || *number <= 0) return std::nullopt;
    record.lines.push_back(static_cast<std::uint64_t>(*number));
  }
  return record;
}

std::optional<EachRecord> ParseResult(const Json& object) {
  const auto line = Natural(object, "line");
  const auto attempts = Natural(object, "attempts");
  const auto exit_code = Natural(object, "exit");
  if (!line || *line == 0 || !attempts || !exit_code || *exit_code > 255) return std::nullopt;
  ResultRecord record;
  record.line = *line;
  record.attempts = static_cast<std::uint32_t>(*attempts);
  record.final = IsTrue(object, "final");
  record.exit_code = static_cast<int>(*exit_code);
  return record;
}

}  // namespace

std::string TextOf(const RunRecord& record) {
  Json object;
  object.Set("record", Json("run"));
  object.Set("version", Json(kVersion));
  object.Set("run", Json(record.run));
  object.Set("key", Json(record.key));
  object.Set("plugin", Json(record.identity.plugin));
  object.Set("task", Json(record.identity.task));
  object.Set("connection", Json(record.identity.connection));
  object.Set("input", Json(record.identity.input));
  object.Set("dry_run", Json(record.identity.dry_run));
  return object.Serialize() + "\n";
}

std::string TextOf(const IntentRecord& record) {
  Json object;
  object.Set("record", Json("intent"));
  object.Set("first", Number(record.first));
  object.Set("last", Number(record.last));
  object.Set("at", Json(record.at_unix_ms));
  object.Set("digest", Json(record.digest));
  return object.Serialize() + "\n";
}

std::string TextOf(const RepeatRecord& record, std::int64_t at_unix_ms) {
  Json::Array lines;
  for (const std::uint64_t line : record.lines) lines.push_back(Number(line));
  Json object;
  object.Set("record", Json("repeat"));
  object.Set("lines", Json(std::move(lines)));
  object.Set("at", Json(at_unix_ms));
  return object.Serialize() + "\n";
}

std::string TextOf(const ResultRecord& record, std::string_view document) {
  Json head;
  head.Set("record", Json("result"));
  head.Set("line", Number(record.line));
  head.Set("attempts", Json(std::int64_t{record.attempts}));
  head.Set("final", Json(record.final));
  head.Set("exit", Json(std::int64_t{record.exit_code}));
  std::string text = head.Serialize();
  text.back() = ',';
  text += document.substr(1);
  // An output holds the plugin's own bytes. A line break in JSON is a blank between two values.
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  text.back() = '\n';
  return text;
}

std::optional<EachRecord> ParseRecord(std::string_view line) {
  if (!line.ends_with('}')) return std::nullopt;
  std::string head(line.substr(0, line.find(kStatus)));
  if (head.size() < line.size()) head += '}';
  try {
    const Json object = Json::Parse(head);
    const std::string kind = object.Text("record");
    if (kind == "run") return ParseRun(object);
    if (kind == "intent") return ParseIntent(object);
    if (kind == "repeat") return ParseRepeat(object);
    if (kind == "result" && head.size() < line.size()) return ParseResult(object);
  } catch (const task_host::JsonError&) {
    // None of ours.
  }
  return std::nullopt;
}

bool IsFinal(const task_host::Result& result) {
  if (result.ok()) return true;
  if (result.retry != TP_RETRY_NEVER) return false;
  switch (result.status) {
    case TP_E_UNAUTHENTICATED:
    case TP_E_PERMISSION_DENIED:
    case TP_E_RATE_LIMITED:
    case TP_E_UNAVAILABLE:
    case TP_E_TIMEOUT:
    case TP_E_CANCELLED:
      return false;
    default:
      return true;
  }
}

}  // namespace taskhost
