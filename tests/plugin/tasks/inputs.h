// SPDX-License-Identifier: Apache-2.0
// Inputs of the real tasks: their schemas as the manifest has them, and their own checks.
#pragma once

#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "author/input.h"
#include "plugin/tasks/task_list.h"

namespace zendesk::tasks {

inline std::string ManifestFile(std::string_view name) {
  std::ifstream file(std::string(MANIFEST "/") + std::string(name), std::ios::binary);
  if (!file) throw std::runtime_error("there is no " + std::string(name));
  return {std::istreambuf_iterator<char>(file), {}};
}

inline const task_plugin::Locales& TheLocales() {
  static const std::string english = ManifestFile("locales/en.json");
  static const std::string french = ManifestFile("locales/fr.json");
  static const task_plugin::Locales locales({english, french});
  return locales;
}

/// The same for a host that speaks French.
inline const task_plugin::Locales& French() {
  static const std::string french = ManifestFile("locales/fr.json");
  static const task_plugin::Locales locales({french}, "fr");
  return locales;
}

inline const TaskEntry& TaskOf(std::string_view id) {
  for (const TaskEntry& task : AllTasks()) {
    if (task.id == id) return task;
  }
  throw std::logic_error("there is no task " + std::string(id));
}

inline const task_plugin::Schema& SchemaOf(std::string_view id) {
  static const auto schemas = [] {
    std::map<std::string_view, std::unique_ptr<const task_plugin::Schema>> all;
    for (const TaskEntry& task : AllTasks()) {
      all[task.id] = std::make_unique<const task_plugin::Schema>(
          task.id, ManifestFile(task.input_file), TheLocales());
    }
    return all;
  }();
  return *schemas.at(id);
}

/// Coerced, and checked by schema and task.
inline task_plugin::Input MakeInput(std::string_view id, std::string_view json) {
  task_plugin::Input input(SchemaOf(id), TheLocales(), std::string(json));
  TaskOf(id).check(input);
  return input;
}

/// Code and pointer of each fault, with blanks between.
inline std::string FaultsOf(const task_plugin::Input& input) {
  std::string text;
  for (const auto& fault : input.faults()) {
    text += (text.empty() ? "" : " ") + fault.code + " " + fault.pointer;
  }
  return text;
}

/// Code and pointer of each warning, with blanks between.
inline std::string WarningsOf(const std::vector<task_plugin::Warning>& warnings) {
  std::string text;
  for (const auto& warning : warnings) {
    text += (text.empty() ? "" : " ") + warning.code + " " + warning.pointer;
  }
  return text;
}

inline task_plugin::Input Create(std::string_view json) {
  return MakeInput("zendesk.create_ticket", json);
}

inline task_plugin::Input Update(std::string_view json) {
  return MakeInput("zendesk.update_ticket", json);
}

}  // namespace zendesk::tasks
