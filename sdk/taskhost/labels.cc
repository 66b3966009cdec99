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

namespace {

// Where a locale file has the texts of a property.
std::string Place(const TaskEntry& task, Labels::Part part, std::string_view name) {
  return "/tasks" + PointerStep(task.id) +
         (part == Labels::Part::kInput ? "/properties" : "/output") + PointerStep(name);
}

}  // namespace

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

std::string Labels::PropertyTitle(const TaskEntry& task, Part part, const Json& property,
                                  std::string_view name) const {
  const std::string title = property.Text("title");
  return Local(Place(task, part, name) + "/title", title.empty() ? std::string(name) : title);
}

std::string Labels::PropertyDescription(const TaskEntry& task, Part part, const Json& property,
                                        std::string_view name) const {
  return Local(Place(task, part, name) + "/description", property.Text("description"));
}

}  // namespace taskhost
