// SPDX-License-Identifier: Apache-2.0
// Copying a result across the C interface.
#include "host/result.h"

#include "host/json.h"
#include "host/status.h"
#include "host/text.h"

namespace task_host {
namespace {

std::string CopyText(tp_str text, const char* field, std::vector<Sentence>& bugs) {
  const std::string_view bytes = View(text);
  if (IsUtf8(bytes)) return std::string(bytes);
  bugs.push_back(Sentence("{} is not UTF-8", field));
  return ToUtf8(bytes);
}

// The document's own bytes when it is JSON of the wanted kind, else nothing.
std::string CopyJson(tp_str text, const char* field, bool (*is_wanted)(const Json&),
                     std::vector<Sentence>& bugs) {
  const std::string_view bytes = View(text);
  if (bytes.empty()) return std::string();
  try {
    if (is_wanted(Json::ParseReported(bytes))) return std::string(bytes);
    bugs.push_back(Sentence("{} is JSON of the wrong kind", field));
  } catch (const JsonError& error) {
    bugs.push_back(Sentence("{} is not acceptable JSON: {}", field, error.sentence()));
  }
  return std::string();
}

bool IsAny(const Json&) {
  return true;
}
bool IsArray(const Json& value) {
  return value.array() != nullptr;
}
bool IsObject(const Json& value) {
  return value.object() != nullptr;
}

// The end of a task that was done and whose output the host cannot take. Not a success, for there
// is nothing to go on with; and nothing to repeat, for it would be done twice.
void TurnIntoUnreadable(Result& result, const Sentence& why) {
  result.status = TP_E_INTERNAL;
  result.retry = TP_RETRY_UNKNOWN_OUTCOME;
  if (result.error_code.empty()) result.error_code = "host.unreadable_output";
  const Sentence done("The task was done, but its output cannot be read: {}.", why);
  const std::string& said = result.error_message;
  result.SetHostMessage(said.empty() ? done : Sentence("{} The plugin says: {}", done, said));
}

}  // namespace

void Result::SetHostMessage(const Sentence& message) {
  error_message = message.InEnglish();
  host_message = message;
}

Result BrokenPromise(const Sentence& message) {
  Result result;
  result.retry = TP_RETRY_UNKNOWN_OUTCOME;
  result.error_code = "host.plugin_bug";
  result.SetHostMessage(message);
  return result;
}

Result CopyResult(const tp_result* from, std::vector<Sentence>& bugs) {
  if (from == nullptr || !TP_HAS(from, tp_result, retry)) {
    bugs.push_back(Sentence("complete() was called without a result"));
    return BrokenPromise(Sentence("The plugin ended the operation without a result."));
  }
  const tp_result copy = CopySized(from);
  Result result;
  result.status = KnownStatus(copy.status);
  result.retry = KnownRetry(copy.retry);
  if (TP_HAS(from, tp_result, retry_after_ms)) result.retry_after_ms = copy.retry_after_ms;
  result.http_status = copy.http_status;
  result.warnings_json = CopyJson(copy.warnings_json, "warnings_json", IsArray, bugs);
  if (result.ok()) {
    result.output_json = CopyJson(copy.output_json, "output_json", IsAny, bugs);
    if (!result.output_json.empty()) return result;
    if (View(copy.output_json).empty()) bugs.push_back(Sentence("a success has no output_json"));
  }
  const Sentence why = result.ok() ? bugs.back() : Sentence();
  result.error_code = CopyText(copy.error_code, "error_code", bugs);
  result.error_message = CopyText(copy.error_message, "error_message", bugs);
  result.error_details_json =
      CopyJson(copy.error_details_json, "error_details_json", IsObject, bugs);
  if (result.ok()) TurnIntoUnreadable(result, why);
  return result;
}

}  // namespace task_host
