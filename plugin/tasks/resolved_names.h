// SPDX-License-Identifier: Apache-2.0
// The names of a ticket's input as Zendesk's IDs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "author/error.h"

namespace zendesk::tasks {

/// An entry of custom_fields.
struct ResolvedField {
  int64_t id = 0;
  std::string value;    ///< as JSON, in place of the input's; empty: that goes as it is
  std::string title{};  ///< as the account shows it; empty when that is not known
};

struct ResolvedNames {
  std::optional<int64_t> requester_id;
  bool leaves_requester_out = false;  ///< whoever the input gives
  std::optional<int64_t> submitter_id;
  std::optional<int64_t> organization_id;
  std::optional<int64_t> assignee_id;
  std::optional<int64_t> group_id;
  std::optional<int64_t> brand_id;
  std::optional<int64_t> ticket_form_id;
  std::optional<int64_t> custom_status_id;
  /// By their places in the input; none when its fields need no looking up.
  std::vector<ResolvedField> custom_fields;
  std::vector<task_plugin::Warning> warnings;  ///< what could not be checked
};

}  // namespace zendesk::tasks
