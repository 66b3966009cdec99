// SPDX-License-Identifier: Apache-2.0
// Looking texts up in a plugin's locale file.
#include "taskhost/labels.h"

#include "host/error.h"
#include "host/file.h"

namespace taskhost {

using task_host::ConnectionType;
using task_host::Json;
using task_host::PointerStep;
using task_host::TaskEntry;

std::string TitleOf(const Json* property, const std::string& name) {
  const std::string title = property == nullptr ? std::string() : property->Text("title");
  return title.empty() ? name : title;
}

Labels::Labels(const task_host::Manifest& manifest, Language language) : manifest_(manifest) {
  for (const auto& [name, path] : manifest.locales) {
    if (name != LocaleName(language)) continue;
    try {
      locale_ = task_host::ReadJsonFile(task_host::ConfinedPath(manifest.folder, path));
    } catch (const task_host::Error&) {
      // A broken locale file costs translations, nothing else.
    }
  }
}

std::string Labels::Local(const std::string& pointer, const std::string& otherwise) const {
  const Json* text = locale_.At(pointer);
  return text != nullptr && text->string() != nullptr ? *text->string() : otherwise;
}

std::string Labels::PluginName() const {
  return Local("/plugin/name", manifest_.name);
}

std::string Labels::TaskTitle(const TaskEntry& task) const {
  return Local("/tasks" + PointerStep(task.id) + "/title", task.title);
}

std::string Labels::TaskDescription(const TaskEntry& task) const {
  return Local("/tasks" + PointerStep(task.id) + "/description", task.description);
}

std::string Labels::ConnectionTitle(const ConnectionType& type) const {
  return Local("/connections" + PointerStep(type.id) + "/title", type.title);
}

std::string Labels::ConnectionDescription(const ConnectionType& type) const {
  return Local("/connections" + PointerStep(type.id) + "/description", type.description);
}

std::vector<std::string> Labels::ConnectionGuide(const ConnectionType& type) const {
  const std::string place = "/connections" + PointerStep(type.id) + "/guide/";
  std::vector<std::string> steps;
  for (const std::string& step : type.guide) {
    steps.push_back(Local(place + std::to_string(steps.size()), step));
  }
  return steps;
}

std::string Labels::ErrorHelp(const std::string& code) const {
  const std::string place = "/errors" + PointerStep(code);
  const Json* entry = manifest_.document.At(place);
  return Local(place + "/help", entry == nullptr ? std::string() : entry->Text("help"));
}

Json Labels::Schema(const TaskEntry& task, Part part) const {
  const std::string place = "/tasks" + PointerStep(task.id);
  const bool input = part == Part::kInput;
  Json schema = input ? task.input_schema : task.output_schema;
  if (input) {
    Translate(schema, "title", place + "/title");
    Translate(schema, "description", place + "/description");
  }
  TranslateProperties(schema, place + (input ? "/properties" : "/output"), "");
  return schema;
}

Json Labels::Settings(const ConnectionType& type) const {
  Json schema = type.settings;
  TranslateProperties(schema, "/connections" + PointerStep(type.id) + "/properties", "");
  return schema;
}

Json Labels::Credentials(const ConnectionType& type) const {
  Json schema = type.credentials;
  TranslateProperties(schema, "/connections" + PointerStep(type.id) + "/properties", "");
  return schema;
}

void Labels::Translate(Json& object, std::string_view member, const std::string& pointer) const {
  const Json* text = object.Find(member);
  if (text != nullptr && text->string() != nullptr) {
    object.Set(member, Json(Local(pointer, *text->string())));
  }
}

// A locale file names a property by its dotted path; items of a list go by the list's name.
void Labels::TranslateProperties(Json& schema, const std::string& place,
                                 const std::string& prefix) const {
  if (Json* items = schema.Find("items")) return TranslateProperties(*items, place, prefix);
  Json* properties = schema.Find("properties");
  if (properties == nullptr || properties->object() == nullptr) return;
  for (auto& [name, property] : *properties->object()) {
    const std::string path = prefix + name;
    const std::string own = place + PointerStep(path);
    Translate(property, "title", own + "/title");
    Translate(property, "description", own + "/description");
    if (Json* hints = property.Find("x-tp")) TranslateHints(*hints, own);
    TranslateProperties(property, place, path + ".");
  }
}

void Labels::TranslateHints(Json& hints, const std::string& place) const {
  Translate(hints, "placeholder", place + "/placeholder");
  Translate(hints, "group", "/groups" + PointerStep(hints.Text("group")));
  Json* labels = hints.Find("labels");
  if (labels == nullptr || labels->object() == nullptr) return;
  for (auto& [value, label] : *labels->object()) {
    if (label.string() != nullptr) {
      label = Json(Local(place + "/labels" + PointerStep(value), *label.string()));
    }
  }
}

}  // namespace taskhost
