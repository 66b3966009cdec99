// SPDX-License-Identifier: Apache-2.0
// The texts of a plugin in the language of the person: its locale file, else its manifest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/json.h"
#include "host/manifest.h"
#include "taskhost/texts.h"

namespace taskhost {

// What a form calls a property: its title, else its name. The property may be NULL.
std::string TitleOf(const task_host::Json* property, const std::string& name);

class Labels {
 public:
  enum class Part { kInput, kOutput };

  // A plugin without a readable file for the language speaks through its manifest.
  Labels(const task_host::Manifest& manifest, Language language);

  std::string PluginName() const;
  std::string TaskTitle(const task_host::TaskEntry& task) const;
  std::string TaskDescription(const task_host::TaskEntry& task) const;
  std::string ConnectionTitle(const task_host::ConnectionType& type) const;
  std::string ConnectionDescription(const task_host::ConnectionType& type) const;
  std::vector<std::string> ConnectionGuide(const task_host::ConnectionType& type) const;
  // What helps after an error with this code; "" when the manifest does not know it.
  std::string ErrorHelp(const std::string& code) const;
  // The schemas with all texts for people translated.
  task_host::Json Schema(const task_host::TaskEntry& task, Part part) const;
  task_host::Json Settings(const task_host::ConnectionType& type) const;
  task_host::Json Credentials(const task_host::ConnectionType& type) const;

 private:
  // The text at a pointer of the locale file, or the other one.
  std::string Local(const std::string& pointer, const std::string& otherwise) const;
  // Replaces a member, if it is there and the locale file has a text for it.
  void Translate(task_host::Json& object, std::string_view member,
                 const std::string& pointer) const;
  void TranslateProperties(task_host::Json& schema, const std::string& place,
                           const std::string& prefix) const;
  void TranslateHints(task_host::Json& hints, const std::string& place) const;

  const task_host::Manifest& manifest_;
  task_host::Json locale_;
};

}  // namespace taskhost
