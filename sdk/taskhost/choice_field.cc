// SPDX-License-Identifier: Apache-2.0
// Walking a schema along a path.
#include "taskhost/choice_field.h"

#include "taskhost/format.h"
#include "taskhost/labels.h"
#include "taskhost/schema_text.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::Json;

std::string SourceIn(const Json& field) {
  for (const Json* place : {&field, &ObjectInside(field)}) {
    const Json* from = place->At("/x-tp/optionsFrom");
    if (from != nullptr) return from->Text("source");
  }
  return {};
}

// The dotted paths of all fields with choices.
void AddNames(const Json& schema, const std::string& prefix, std::string& list) {
  const Json* properties = schema.Find("properties");
  if (properties == nullptr || properties->object() == nullptr) return;
  for (const auto& [name, property] : *properties->object()) {
    const std::string path = prefix + name;
    if (!SourceIn(property).empty()) list.append(list.empty() ? "" : ", ").append(path);
    AddNames(ObjectInside(property), path + ".", list);
  }
}

std::string WithNames(const Json& schema, const std::string& why, Language language) {
  std::string list;
  AddNames(schema, "", list);
  if (list.empty()) return why + " " + Say(language, Text::kNoFieldHasChoices);
  return why + " " + Say(language, Text::kFieldsWithChoices, list);
}

}  // namespace

const Json* FindField(const Json& schema, const std::string& path) {
  const Json* properties = schema.Find("properties");
  if (properties == nullptr) return nullptr;
  // A name may itself hold dots, so that the whole is tried first.
  if (const Json* field = properties->Find(path)) return field;
  for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1)) {
    const Json* outer = properties->Find(path.substr(0, dot));
    if (outer == nullptr) continue;
    if (const Json* field = FindField(ObjectInside(*outer), path.substr(dot + 1))) return field;
  }
  return nullptr;
}

std::string SourceOf(const Json& schema, const std::string& path, Language language) {
  const Json* field = FindField(schema, path);
  if (field == nullptr) throw Stop::Usage(NoSuchField(schema, path, language));
  std::string source = SourceIn(*field);
  if (!source.empty()) return source;
  throw Stop::Usage(WithNames(schema, Say(language, Text::kFieldHasNoChoices, path), language));
}

std::string NoSuchField(const Json& schema, const std::string& path, Language language) {
  return WithNames(schema, Say(language, Text::kTaskHasNoField, path), language);
}

std::string FieldName(const Json& schema, const std::string& pointer) {
  std::string path = pointer.substr(pointer.find('/') == 0 ? 1 : 0);
  for (char& c : path) c = c == '/' ? '.' : c;
  const Json* field = FindField(schema, path);
  const std::string title = TitleOf(field, path);
  return title == path ? path : title + " (" + path + ")";
}

}  // namespace taskhost
