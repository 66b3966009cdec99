// SPDX-License-Identifier: Apache-2.0
// Questions about single settings.
#include "settings.h"

#include <algorithm>
#include <array>

namespace sandbox {
namespace {

template <typename Items, typename Item>
bool holds(const Items& items, const Item& item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

}  // namespace

bool TicketField::is_system() const {
  static constexpr std::array<std::string_view, 8> kTypes{"subject",    "description",  "status",
                                                          "tickettype", "priority",     "group",
                                                          "assignee",   "custom_status"};
  return holds(kTypes, type);
}

bool ChildField::is_required_on(std::string_view status) const {
  return is_required && (required_on_statuses.empty() || holds(required_on_statuses, status));
}

bool TicketForm::is_in_brand(Id brand_id) const {
  return restricted_brand_ids.empty() || holds(restricted_brand_ids, brand_id);
}

}  // namespace sandbox
