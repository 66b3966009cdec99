// SPDX-License-Identifier: Apache-2.0
// Errors and warnings as JSON.
#include "author/error.h"

#include <fmt/format.h>

#include <string_view>

#include "author/check.h"
#include "author/json.h"

namespace task_plugin {
namespace {

void WriteMember(json::Writer& writer, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  json::WriteText(writer, key);
  json::WriteText(writer, text);
}

void WriteFault(json::Writer& writer, const Fault& fault) {
  writer.StartObject();
  json::WriteText(writer, "pointer");  // always there, even as "", which is the whole document
  json::WriteText(writer, fault.pointer);
  WriteMember(writer, "code", fault.code);
  WriteMember(writer, "message", fault.message);
  WriteMember(writer, "title", fault.title);
  if (!fault.allowed.empty()) {
    json::WriteText(writer, "allowed");
    writer.StartArray();
    for (const std::string& value : fault.allowed) json::WriteText(writer, value);
    writer.EndArray();
  }
  WriteMember(writer, "remedy", fault.remedy);
  WriteMember(writer, "said", fault.said);
  writer.EndObject();
}

void WriteHandles(json::Writer& writer, const std::vector<Handle>& handles) {
  json::WriteText(writer, "handles");
  writer.StartObject();
  for (const Handle& handle : handles) WriteMember(writer, handle.name, handle.value);
  writer.EndObject();
}

void WriteExpense(json::Writer& writer, const Expense& expense) {
  const auto write = [&writer](std::string_view key, int64_t value) {
    json::WriteText(writer, key);
    writer.Int64(value);
  };
  write("attempts", expense.attempts);
  write("apiCalls", expense.api_calls);
  write("waitedMs", expense.waited_ms);
  if (!expense.bulk) return;
  json::WriteText(writer, "bulk");
  writer.Bool(true);
}

}  // namespace

std::string Error::DetailsJson() const {
  const bool is_plain = faults.empty() && request_id.empty() && said.empty() && http_status == 0;
  if (is_plain && handles.empty() && !expense && report_json.empty()) return {};
  json::Buffer buffer;
  json::Writer writer(buffer);
  writer.StartObject();
  json::WriteText(writer, "fields");
  writer.StartArray();
  for (const Fault& fault : faults) WriteFault(writer, fault);
  writer.EndArray();
  WriteMember(writer, "requestId", request_id);
  WriteMember(writer, "said", said);
  if (http_status != 0) {
    json::WriteText(writer, "status");
    writer.Int(http_status);
  }
  if (!handles.empty()) WriteHandles(writer, handles);
  if (expense) WriteExpense(writer, *expense);
  if (!report_json.empty()) {
    json::WriteText(writer, "report");
    writer.RawValue(report_json.data(), report_json.size(), rapidjson::kArrayType);
  }
  writer.EndObject();
  return buffer.Take();
}

Error InvalidArgument(std::string code, std::string_view what, std::vector<Fault> faults,
                      const Texts& texts) {
  const std::string whose = texts.Say(fmt::runtime(what));
  std::string message = faults.size() == 1 ? faults.front().message
                        : faults.size() >= kMostFaults
                            ? texts.Say("{} has {} faults or more.", whose, kMostFaults)
                            : texts.Say("{} has {} faults.", whose, faults.size());
  if (faults.size() > 1) {
    for (const Fault& fault : faults) message += " " + fault.message;
  } else if (!faults.front().remedy.empty()) {
    message += " " + faults.front().remedy;
  }
  Error error(Status::kInvalidArgument, std::move(code), std::move(message));
  error.faults = std::move(faults);
  return error;
}

std::string WarningsJson(const std::vector<Warning>& warnings) {
  if (warnings.empty()) return {};
  json::Buffer buffer;
  json::Writer writer(buffer);
  writer.StartArray();
  for (const Warning& warning : warnings) {
    writer.StartObject();
    WriteMember(writer, "code", warning.code);
    WriteMember(writer, "message", warning.message);
    WriteMember(writer, "pointer", warning.pointer);
    writer.EndObject();
  }
  writer.EndArray();
  return buffer.Take();
}

}  // namespace task_plugin
