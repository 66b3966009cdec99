// SPDX-License-Identifier: Apache-2.0
// The texts of a plugin in the language of the person: its locale file, else its manifest.
#pragma once

#include <string>
#include <string_view>

#include "host/json.h"
#include "host/manifest.h"
#include "taskhost/texts.h"

namespace taskhost {

class Labels {
 public:
  enum class Part { kInput, kOutput };

  // A plugin without a readable file for the language speaks through its manifest.
  Labels(const task_host::Manifest& manifest, Language language);

  std::string PluginName() const;
  std::string TaskTitle(const task_host::TaskEntry& task) const;
  std::string TaskDescription(const task_host::TaskEntry& task) const;
  std::string ConnectionTitle(const task_host::ConnectionType& type) const;
  // The title or description of a property of the task's input or output schema; the title falls
  // back to the property's name.
  std::string PropertyTitle(const task_host::TaskEntry& task, Part part,
                            const task_host::Json& property, std::string_view name) const;
  std::string PropertyDescription(const task_host::TaskEntry& task, Part part,
                                  const task_host::Json& property, std::string_view name) const;

 private:
  // The text at a pointer of the locale file, or the other one.
  std::string Local(const std::string& pointer, const std::string& otherwise) const;

  const task_host::Manifest& manifest_;
  task_host::Json locale_;
};

}  // namespace taskhost
