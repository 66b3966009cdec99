// SPDX-License-Identifier: Apache-2.0
// Reading typed properties with Zendesk's leniency: ids may be text, text may be a number.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "errors.h"
#include "field.h"
#include "json.h"

namespace sandbox {

/// Reads properties of one JSON object. Each function is true when the property was given and can
/// be read; a value of the wrong type becomes a validation error.
class PropertyReader {
 public:
  PropertyReader(const Json& object, ValidationErrors& errors) : object_(object), errors_(errors) {}

  const Json* get(std::string_view name) const { return member(object_, name); }
  /// null gives nullopt; numbers are taken as their text.
  bool text(std::string_view name, std::optional<std::string>& out);
  /// null and "" give nullopt; text of digits is taken as a number. `field` names it in errors.
  bool id(std::string_view name, std::string_view field, std::optional<Id>& out);
  bool flag(std::string_view name, bool& out);
  void wrong_type(std::string_view field);

 private:
  const Json& object_;
  ValidationErrors& errors_;
};

/// An id as a number or as text of digits.
std::optional<Id> as_id(const Json& value);

/// `custom_status` as people read it: `Custom status`.
std::string title_of(std::string_view field);

}  // namespace sandbox
