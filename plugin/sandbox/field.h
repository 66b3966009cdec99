// SPDX-License-Identifier: Apache-2.0
// What the definitions of ticket fields and of custom object fields have in common, and the values
// that both hold.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sandbox {

using Id = std::int64_t;

struct FieldOption {
  Id id = 0;
  std::string name;
  std::string value;
};

struct CustomField {
  Id id = 0;
  std::string type;
  std::string title;
  std::string description;
  bool required = false;                ///< on a ticket: for agents, when they solve it
  std::optional<std::string> tag{};     ///< checkbox
  std::optional<std::string> regexp{};  ///< regexp
  /// lookup, parent: zen:user, zen:organization, zen:ticket, zen:custom_object:KEY
  std::optional<std::string> target{};
  std::vector<FieldOption> options{};  ///< the types with a list
  bool active = true;                  ///< an inactive one takes no values and shows none
};

/// null, checkbox, text (numbers, dates and ids too), multiselect
using FieldValue = std::variant<std::monostate, bool, std::string, std::vector<std::string>>;

}  // namespace sandbox
