// SPDX-License-Identifier: Apache-2.0
// What the shipped locales say: words that people may type instead of JSON's own, titles,
// sentences.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "author/json.h"
#include "author/texts.h"

namespace task_plugin {

/// One accepted text for a value of an enum.
struct Choice {
  std::string folded;  ///< see Fold()
  std::string value;   ///< the schema's own spelling
};

/// Words count in all shipped locales together: a form may be French while the workflow was written
/// in English. Titles and sentences are those of one language. Immutable.
class Locales {
 public:
  Locales() = default;
  /// From the texts of the plugin's locales/*.json; `locale` is a policy's. Throws Error when a
  /// file is broken.
  explicit Locales(const std::vector<std::string_view>& documents, std::string_view locale = "en");

  /// The sentences in the language of the locale.
  const Texts& texts() const { return texts_; }

  /// The title of a property in that language; empty where its file has none. `owner` is a task or
  /// a connection type, `path` as in Choices().
  std::string_view Title(std::string_view owner, std::string_view path) const;

  /// true or false for a yes/no word of any locale ("oui", "No"), nothing for any other text.
  std::optional<bool> Boolean(std::string_view text) const;

  /// Labels and aliases of a property's enum values in every locale. `path` is the property's name,
  /// with the names of the objects around it in front, joined by dots.
  std::vector<Choice> Choices(std::string_view task, std::string_view path) const;

 private:
  std::vector<json::Document> documents_;
  std::optional<size_t> chosen_;  // the place of the language's document
  Texts texts_;
};

}  // namespace task_plugin
