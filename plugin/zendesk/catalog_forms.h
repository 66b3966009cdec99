// SPDX-License-Identifier: Apache-2.0
// The forms of an account's tickets, and what they demand.
#pragma once

#include "plugin/zendesk/catalog_item.h"

namespace zendesk {

/// On which of a ticket's statuses a field is required.
struct RequiredOn {
  enum class When { kNever, kAlways, kSome };

  When when = When::kNever;
  std::vector<std::string> statuses;  ///< of kSome
};

/// A field that shows when another has some value.
struct FormChild {
  int64_t field_id = 0;
  RequiredOn required_on;
};

struct FormCondition {
  int64_t parent_field_id = 0;
  std::string value;  ///< "true" and "false" of a checkbox
  std::vector<FormChild> children;
};

/// developer.zendesk.com/api-reference/ticketing/tickets/ticket_forms/
struct TicketForm {
  static constexpr ListSource kSource{"/api/v2/ticket_forms", "ticket_forms", true};

  std::vector<std::string_view> Names() const { return {name}; }

  int64_t id = 0;
  std::string name;
  bool active = true;
  bool is_default = false;
  std::vector<int64_t> field_ids;  ///< in the form's order
  std::vector<FormCondition> agent_conditions;
};

/// False when it has no ID.
bool ReadItem(const rapidjson::Value& object, TicketForm& form);

}  // namespace zendesk
