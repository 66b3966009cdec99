// SPDX-License-Identifier: Apache-2.0
// Documents and texts out of results.
#include "taskhost/report.h"

#include <algorithm>
#include <array>
#include <utility>

#include "host/status.h"
#include "taskhost/format.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"
#include "taskhost/template.h"

namespace taskhost {
namespace {

using task_host::Json;
using task_host::Result;

// A part of a result that is JSON or empty: CopyResult has seen to that.
Json ParseOr(const std::string& text, Json otherwise) {
  return text.empty() ? std::move(otherwise) : Json::ParseReported(text);
}

Json Details(const Result& result) {
  return ParseOr(result.error_details_json, Json());
}

Json Fields(const Json& details) {
  const Json* fields = details.Find("fields");
  return fields != nullptr && fields->array() != nullptr ? *fields : Json(Json::Array());
}

// What the service says itself, what the run has cost, and what may have been done can be found by,
// under the names that outputs use.
void CopyDetails(const Json& details, Json& error) {
  constexpr std::array<std::pair<const char*, const char*>, 6> kNames = {{
      {"said", "said"},
      {"handles", "handles"},
      {"attempts", "attempts"},
      {"apiCalls", "api_calls"},
      {"waitedMs", "waited_ms"},
      {"bulk", "bulk"},
  }};
  for (const auto& [theirs, ours] : kNames) {
    if (const Json* value = details.Find(theirs)) error.Set(ours, *value);
  }
}

Json ErrorObject(const Result& result, const std::string& help) {
  const Json details = Details(result);
  Json error;
  error.Set("code", Json(result.error_code));
  error.Set("message", Json(result.error_message));
  if (!help.empty()) error.Set("help", Json(help));
  Json fields = Fields(details);
  if (!fields.array()->empty()) {
    const std::string pointer = fields.array()->front().Text("pointer");
    if (!pointer.empty()) error.Set("pointer", Json(pointer));
  }
  error.Set("fields", std::move(fields));
  error.Set("retry", Json(task_host::RetryName(result.retry)));
  if (result.retry_after_ms >= 0) error.Set("retry_after_ms", Json(result.retry_after_ms));
  if (result.http_status != 0) {
    error.Set("http_status", Json(std::int64_t{result.http_status}));
  }
  const std::string request = details.Text("requestId");
  if (!request.empty()) error.Set("request_id", Json(request));
  CopyDetails(details, error);
  // What was looked at before the failure, where the plugin tells.
  const Json* checks = details.Find("report");
  if (checks != nullptr && !checks->is_null()) error.Set("report", *checks);
  return error;
}

// For a cell of a table: text as it is, all else as JSON.
std::string Shown(const Json& value) {
  return Printable(value.string() != nullptr ? *value.string() : value.Serialize());
}

// The same, without what would fill the terminal.
std::string ShortlyShown(const Json& value, Language language) {
  constexpr std::size_t kLongest = 200;
  const std::string text = Shown(value);
  const bool is_long = value.string() == nullptr && text.size() > kLongest;
  return is_long ? Say(language, Text::kLongValue) : text;
}

std::string RetryText(const Result& result, Language language, Repetition repetition) {
  std::string text;
  switch (result.retry) {
    case TP_RETRY_SAFE:
      text = Say(language, Text::kRetrySafe);
      break;
    case TP_RETRY_IF_IDEMPOTENT:
      text = Say(language, repetition == Repetition::kIsHarmless ? Text::kRetryHarmless
                                                                 : Text::kRetryIfIdempotent);
      break;
    case TP_RETRY_UNKNOWN_OUTCOME:
      text = Say(language, Text::kRetryUnknownOutcome);
      break;
    default:
      text = Say(language, Text::kRetryNever);
  }
  if (result.retry_after_ms >= 0) {
    const std::int64_t seconds = result.retry_after_ms / 1000 + (result.retry_after_ms % 1000 != 0);
    text += " " + Say(language, Text::kRetryAfter, seconds);
  }
  return text;
}

// The service's own words.
std::string SaidText(const Json& place, const char* indent, Language language) {
  const std::string said = place.Text("said");
  return said.empty() ? said : indent + Label(Text::kSaid, language) + said + "\n";
}

// "  Priority (/priority): message", then what helps to mend it; without what the error's own
// message has said already.
std::string FieldText(const Json& field, std::string_view told, Language language) {
  const auto is_new = [told](const std::string& text) {
    return !text.empty() && told.find(text) == told.npos;
  };
  const std::string pointer = field.Text("pointer");
  const std::string title = field.Text("title");
  const std::string message = is_new(field.Text("message")) ? field.Text("message") : "";
  const bool is_named = !title.empty() && message.starts_with(title);
  std::string name = title.empty() || is_named ? pointer : title;
  if (!title.empty() && !is_named && !pointer.empty()) name += " (" + pointer + ")";
  // A fault of the whole input has neither.
  if (!name.empty() && !message.empty()) name += Say(language, Text::kColon);
  const std::string line = name + message;
  std::string text = line.empty() ? line : "  " + line + "\n";
  const Json* allowed = field.Find("allowed");
  if (allowed != nullptr && allowed->array() != nullptr) {
    std::string list;
    for (const Json& value : *allowed->array()) list += (list.empty() ? "" : ", ") + Shown(value);
    text += "    " + Label(Text::kAllowed, language) + list + "\n";
  }
  const std::string remedy = field.Text("remedy");
  if (is_new(remedy)) text += "    " + Label(Text::kRemedy, language) + remedy + "\n";
  return text + SaidText(field, "    ", language);
}

bool HasRemedy(const Json& fields) {
  return std::any_of(fields.array()->begin(), fields.array()->end(),
                     [](const Json& field) { return !field.Text("remedy").empty(); });
}

std::string WarningsText(const Result& result, Language language) {
  std::string text;
  const Json warnings = ParseOr(result.warnings_json, Json(Json::Array()));
  for (const Json& warning : *warnings.array()) {
    const std::string pointer = warning.Text("pointer");
    text += Label(Text::kWarning, language) +
            (pointer.empty() ? "" : pointer + Say(language, Text::kColon)) +
            warning.Text("message") + "\n";
  }
  return text;
}

}  // namespace

std::string JsonDocument(const Result& result, const std::string& help) {
  const std::string status = Json(task_host::StatusName(result.status)).Serialize();
  const std::string warnings = result.warnings_json.empty() ? "[]" : result.warnings_json;
  if (result.ok()) {
    return "{\"status\":" + status + ",\"output\":" + result.output_json +
           ",\"warnings\":" + warnings + "}\n";
  }
  std::string document =
      "{\"status\":" + status + ",\"error\":" + ErrorObject(result, help).Serialize();
  if (!result.warnings_json.empty()) document += ",\"warnings\":" + warnings;
  return document + "}\n";
}

std::string OutputText(const Result& result, const task_host::Manifest* manifest,
                       const task_host::TaskEntry* task, Language language) {
  const Json output = Json::ParseReported(result.output_json);
  if (output.object() == nullptr || manifest == nullptr || task == nullptr) {
    return Shown(output) + "\n";
  }
  if (output.object()->empty()) return Say(language, Text::kDone) + "\n";
  const Json schema = Labels(*manifest, language).Schema(*task, Labels::Part::kOutput);
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, value] : *output.object()) {
    rows.push_back({TitleOf(MemberSchema(&schema, name), name), ShortlyShown(value, language)});
  }
  return Table(rows, 0);
}

std::string DiagnosticText(const Result& result, Language language, const std::string& help,
                           Repetition repetition) {
  std::string text = WarningsText(result, language);
  if (!result.ok()) {
    text += Label(Text::kError, language) + result.error_message;
    if (!result.error_code.empty()) text += " (" + result.error_code + ")";
    text += "\n";
    const Json details = Details(result);
    const Json fields = Fields(details);
    if (!help.empty() && !HasRemedy(fields)) {
      text += "  " + Label(Text::kRemedy, language) + help + "\n";
    }
    text += SaidText(details, "  ", language);
    // Of several, the message tells all in one sentence after the other; the list is easier to
    // read.
    std::string_view told;
    if (fields.array()->size() == 1) told = result.error_message;
    for (const Json& field : *fields.array()) text += FieldText(field, told, language);
    text += RetryText(result, language, repetition) + "\n";
    const std::string request = details.Text("requestId");
    if (!request.empty()) text += Label(Text::kRequestId, language) + request + "\n";
  }
  return Printable(text);
}

}  // namespace taskhost
