// SPDX-License-Identifier: Apache-2.0
// Writes JSON objects member by member: what Zendesk gets, and what a task gives back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "author/input.h"
#include "author/json.h"
#include "author/operation.h"
#include "plugin/zendesk/cost.h"
#include "plugin/zendesk/object_scan.h"
#include "plugin/zendesk/warn_header.h"

namespace zendesk::tasks {

class ObjectWriter {
 public:
  /// Begins the outermost object. The size is a guess that saves growing.
  explicit ObjectWriter(size_t expected_size = 256);

  void Begin(std::string_view key);            ///< an object as a member
  void BeginList(std::string_view key);        ///< a list as a member
  void BeginItem() { writer_.StartObject(); }  ///< an object in a list
  void End() { writer_.EndObject(); }
  void EndList() { writer_.EndArray(); }

  void Text(std::string_view key, std::string_view text);
  void TextOrNull(std::string_view key, const std::optional<std::string>& text);
  void Integer(std::string_view key, int64_t number);
  void IntegerOrNull(std::string_view key, std::optional<int64_t> number);
  void Boolean(std::string_view key, bool value);
  void Value(std::string_view key, const task_plugin::json::Value& value);
  /// An object as the bytes that it came in; null when there are none.
  void Object(std::string_view key, std::string_view json);
  /// A list as JSON text.
  void List(std::string_view key, std::string_view json);
  /// Any value as JSON text.
  void Json(std::string_view key, std::string_view json);
  /// A number by its digits.
  void Digits(std::string_view key, std::string_view digits);
  void Item(std::string_view text);  ///< a text in a list

  /// The input's property under its own name or another: a null too, and nothing when it is not
  /// given.
  void Copy(const task_plugin::Input& input, std::string_view name) { Copy(input, name, name); }
  void Copy(const task_plugin::Input& input, std::string_view name, std::string_view key);

  /// Ends the outermost object. Once.
  std::string Finish();

 private:
  void Raw(std::string_view key, std::string_view json, rapidjson::Type type);
  void Key(std::string_view key) { task_plugin::json::WriteText(writer_, key); }

  task_plugin::json::Buffer buffer_;
  task_plugin::json::Writer writer_;
};

/// A text as JSON.
std::string Quoted(std::string_view text);

/// Of a document that is {"<name>":{...}}, as a writer that began one such wrote it.
std::string_view NameOf(std::string_view document);
/// The object in it.
std::string_view WithoutName(std::string_view document);

/// The object of Zendesk's answer, byte for byte; null, with a warning, when a host could not take
/// these bytes for JSON: what was done must not get lost over them.
void WriteAnswer(const task_plugin::Input& input, ObjectWriter& writer, std::string_view key,
                 std::string_view json, const ObjectPlace& place,
                 std::vector<task_plugin::Warning>& warnings);

/// Does the body of an update hold an object without members? Then nothing is sent: rules of the
/// account may run for a change of nothing, too.
bool NamesNothing(std::string_view body);

/// A warning of that.
void WarnIfEmpty(const task_plugin::Input& input, std::string_view body,
                 std::vector<task_plugin::Warning>& warnings);

/// The output, with what it has cost and a warning about what Zendesk says it did not take.
task_plugin::Output FinishOutput(const task_plugin::Input& input, ObjectWriter& writer,
                                 std::vector<task_plugin::Warning> warnings, const Dropped& dropped,
                                 const Cost& cost);

}  // namespace zendesk::tasks
