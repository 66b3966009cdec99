// SPDX-License-Identifier: Apache-2.0
// The words of the shipped locales that people may type instead of JSON's own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "author/json.h"

namespace task_plugin {

/// One accepted text for a value of an enum.
struct Choice {
  std::string folded;  ///< see Fold()
  std::string value;   ///< the schema's own spelling
};

/// All shipped locales together: a form may be French while the workflow was written in English.
/// Immutable.
class Locales {
 public:
  Locales() = default;
  /// From the texts of the plugin's locales/*.json. Throws Error when one is broken.
  explicit Locales(const std::vector<std::string_view>& documents);

  /// true or false for a yes/no word of any locale ("oui", "No"), nothing for any other text.
  std::optional<bool> Boolean(std::string_view text) const;

  /// Labels and aliases of a property's enum values in every locale. `path` is the property's name,
  /// with the names of the objects around it in front, joined by dots.
  std::vector<Choice> Choices(std::string_view task, std::string_view path) const;

 private:
  std::vector<json::Document> documents_;
};

}  // namespace task_plugin
