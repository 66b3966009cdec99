// SPDX-License-Identifier: Apache-2.0
// Thin: RapidJSON's writer with std::string_view and optional values.
#include "plugin/tasks/object_writer.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace zendesk::tasks {

namespace json = task_plugin::json;

ObjectWriter::ObjectWriter(size_t expected_size) : buffer_(expected_size), writer_(buffer_) {
  writer_.StartObject();
}

void ObjectWriter::Begin(std::string_view key) {
  Key(key);
  writer_.StartObject();
}

void ObjectWriter::BeginList(std::string_view key) {
  Key(key);
  writer_.StartArray();
}

void ObjectWriter::Text(std::string_view key, std::string_view text) {
  Key(key);
  json::WriteText(writer_, text);
}

void ObjectWriter::TextOrNull(std::string_view key, const std::optional<std::string>& text) {
  if (text) return Text(key, *text);
  Key(key);
  writer_.Null();
}

void ObjectWriter::Integer(std::string_view key, int64_t number) {
  Key(key);
  writer_.Int64(number);
}

void ObjectWriter::IntegerOrNull(std::string_view key, std::optional<int64_t> number) {
  Key(key);
  if (number) {
    writer_.Int64(*number);
  } else {
    writer_.Null();
  }
}

void ObjectWriter::Boolean(std::string_view key, bool value) {
  Key(key);
  writer_.Bool(value);
}

void ObjectWriter::Value(std::string_view key, const json::Value& value) {
  Key(key);
  json::Write(writer_, value);
}

void ObjectWriter::Object(std::string_view key, std::string_view json) {
  if (!json.empty()) return Raw(key, json, rapidjson::kObjectType);
  Key(key);
  writer_.Null();
}

void ObjectWriter::List(std::string_view key, std::string_view json) {
  Raw(key, json, rapidjson::kArrayType);
}

void ObjectWriter::Json(std::string_view key, std::string_view json) {
  Raw(key, json, rapidjson::kObjectType);  // RapidJSON looks at the type of a key alone
}

void ObjectWriter::Digits(std::string_view key, std::string_view digits) {
  Raw(key, digits, rapidjson::kNumberType);
}

// RapidJSON would copy the bytes one by one, so it gets an empty value and the buffer gets them.
void ObjectWriter::Raw(std::string_view key, std::string_view json, rapidjson::Type type) {
  Key(key);
  writer_.RawValue("", 0, type);
  buffer_.Append(json);
}

void ObjectWriter::Item(std::string_view text) {
  json::WriteText(writer_, text);
}

void ObjectWriter::Copy(const task_plugin::Input& input, std::string_view name,
                        std::string_view key) {
  if (const json::Value* value = input.Find(name)) Value(key, *value);
}

std::string ObjectWriter::Finish() {
  writer_.EndObject();
  return buffer_.Take();
}

std::string Quoted(std::string_view text) {
  json::Buffer buffer;
  json::Writer writer(buffer);
  json::WriteText(writer, text);
  return buffer.Take();
}

std::string_view NameOf(std::string_view document) {
  constexpr size_t kBegin = 2;  // {"
  return document.substr(kBegin, document.find(':') - kBegin - 1);
}

std::string_view WithoutName(std::string_view document) {
  const size_t begin = document.find(':') + 1;
  return document.substr(begin, document.size() - begin - 1);
}

void WriteAnswer(const task_plugin::Input& input, ObjectWriter& writer, std::string_view key,
                 std::string_view json, const ObjectPlace& place,
                 std::vector<task_plugin::Warning>& warnings) {
  // What else the output holds is a part of the answer, so both together stay below a host's limit.
  constexpr size_t kMostBytes = json::kMaxBytes / 2 - 4096;
  if (!place.repeats_key && json.size() <= kMostBytes) return writer.Object(key, json);
  writer.Object(key, {});
  warnings.push_back(
      {"zendesk_answer_left_out",
       input.Say("The task was done, but Zendesk's answer about it is too long or has a key twice, "
                 "so it is left out here."),
       ""});
}

bool NamesNothing(std::string_view body) {
  return body.ends_with(":{}}");
}

void WarnIfEmpty(const task_plugin::Input& input, std::string_view body,
                 std::vector<task_plugin::Warning>& warnings) {
  if (!NamesNothing(body)) return;
  warnings.push_back(
      {"nothing_to_change", input.Say("The task names nothing that would change."), ""});
}

task_plugin::Output FinishOutput(const task_plugin::Input& input, ObjectWriter& writer,
                                 std::vector<task_plugin::Warning> warnings, const Dropped& dropped,
                                 const Cost& cost) {
  writer.Integer("attempts", cost.attempts);
  writer.Integer("api_calls", cost.api_calls);
  writer.Integer("waited_ms", cost.waited.count());
  writer.Boolean("bulk", cost.in_job);
  if (!dropped.keys.empty()) {
    warnings.push_back(
        {"zendesk_ignored_fields",
         input.Say("Zendesk did not take these fields: {}.", fmt::join(dropped.keys, ", ")), ""});
  } else if (!dropped.other.empty()) {
    warnings.push_back({"zendesk_warning", input.Say("Zendesk warns: {}", dropped.other), ""});
  }
  return {writer.Finish(), std::move(warnings)};
}

}  // namespace zendesk::tasks
