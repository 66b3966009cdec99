// SPDX-License-Identifier: Apache-2.0
// What a task reads: the request's input, coerced and checked by the task's schema.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "author/check.h"
#include "author/error.h"
#include "author/json.h"
#include "author/locales.h"
#include "author/schema.h"

namespace task_plugin {

/// One task's input. The plugin is its judge: a host passes on what the workflow holds, and every
/// fault is found here, all at once, before anything is sent. Not thread-safe; owned by one
/// operation.
///
/// Faulty fields read as "not given", so that a plugin can look for faults of its own (two fields
/// that exclude each other, say) before ThrowIfFaulty() reports all of them together.
class Input {
 public:
  /// Parses, coerces and checks. Throws Error when the text is not JSON; other faults are
  /// collected. Schema and locales must outlive the input.
  Input(const Schema& schema, const Locales& locales, std::string input_json);

  const std::vector<Fault>& faults() const { return faults_; }
  void AddFault(Fault fault) { faults_.push_back(std::move(fault)); }
  /// More to do about the faults that have been found at this pointer.
  void AddRemedy(std::string_view pointer, std::string_view remedy);
  /// Throws Error (kInvalidArgument, "invalid_input") with all faults, if there is any.
  void ThrowIfFaulty() const;

  /// The property's value, null pointer when it is not given. Throws std::logic_error for a name
  /// that the schema does not have: the schema is the one list of what a task reads.
  const json::Value* Find(std::string_view name) const;

  /// Does the schema have this property?
  bool Knows(std::string_view name) const {
    return schema_.root().properties.Find(name) != nullptr;
  }

  bool Has(std::string_view name) const { return Find(name) != nullptr; }
  /// Given, if only with a value that is at fault: enough for another field that needs this one.
  bool IsGiven(std::string_view name) const;
  /// Given as an explicit null, which asks to clear the field.
  bool IsNull(std::string_view name) const;
  /// The value, or nothing when it is not given or null. Precondition: the schema declares that
  /// type.
  std::optional<std::string_view> Text(std::string_view name) const;
  std::optional<int64_t> Integer(std::string_view name) const;
  std::optional<bool> Boolean(std::string_view name) const;

  /// true or false for a word that a boolean property would take ("oui", "No"), nothing for any
  /// other: for values whose type the schema cannot say.
  std::optional<bool> Word(std::string_view text) const { return locales_.Boolean(text); }

  /// The sentences in the host's language.
  const Texts& texts() const { return texts_; }
  /// See Texts::Say().
  template <typename... Args>
  std::string Say(fmt::format_string<Args...> english, Args&&... args) const {
    return texts_.Say(english, std::forward<Args>(args)...);
  }

  /// The field as the form shows it.
  std::string_view Title(std::string_view name) const { return Property(name).title; }

  /// Properties of the schema that nobody has asked for yet: what a test wants empty at the end.
  std::vector<std::string_view> Unread() const;

 private:
  const SchemaNode& Property(std::string_view name) const;

  const Schema& schema_;
  const Locales& locales_;
  const Texts& texts_;
  json::Document document_;
  std::vector<Fault> faults_;

  // By the property's place in the schema: the member's number among those of the document, from 1;
  // 0 when it is not given. And whether anybody has asked for it.
  std::vector<uint32_t> given_;
  mutable std::vector<bool> read_;
};

}  // namespace task_plugin
