// SPDX-License-Identifier: Apache-2.0
// What administrators set up: groups, organizations, brands, statuses, ticket fields and forms.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "field.h"

namespace sandbox {

struct Organization {
  Id id = 0;
  std::string name;
  std::optional<std::string> external_id{};
};

struct Group {
  Id id = 0;
  std::string name;
};

struct Brand {
  Id id = 0;
  std::string name;
  std::string subdomain;
  bool active = true;
};

struct CustomStatus {
  Id id = 0;
  std::string status_category;
  std::string agent_label;
  std::string end_user_label;
  bool is_default = false;
  bool active = true;
};

struct TicketField : CustomField {
  bool is_system() const;
};

/// A field that a condition shows.
struct ChildField {
  Id id = 0;
  bool is_required = false;
  /// Categories in which an empty value is refused; empty: in all, if it is required.
  std::vector<std::string> required_on_statuses{};

  bool is_required_on(std::string_view status) const;
};

/// The children are on the form while the parent has the value: an option, or true or false.
struct FormCondition {
  Id parent_field_id = 0;
  std::string value;
  std::vector<ChildField> child_fields;
};

struct TicketForm {
  Id id = 0;
  std::string name;
  std::vector<Id> ticket_field_ids;
  bool active = true;
  std::vector<Id> restricted_brand_ids{};  ///< empty: in all brands
  std::vector<FormCondition> agent_conditions{};

  bool is_in_brand(Id brand_id) const;
};

}  // namespace sandbox
