// SPDX-License-Identifier: Apache-2.0
// The names of a ticket's input as Zendesk's IDs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace zendesk::tasks {

/// An entry of custom_fields that names its field.
struct ResolvedField {
  int64_t id = 0;
  /// In place of the labels that the input's value gives: one, or those of a list.
  std::optional<std::vector<std::string>> tags;
};

struct ResolvedNames {
  std::optional<int64_t> assignee_id;
  std::optional<int64_t> group_id;
  std::optional<int64_t> brand_id;
  std::optional<int64_t> ticket_form_id;
  std::optional<int64_t> custom_status_id;
  /// By their places in the input; nothing for one that gives its field's ID.
  std::vector<std::optional<ResolvedField>> custom_fields;
};

}  // namespace zendesk::tasks
