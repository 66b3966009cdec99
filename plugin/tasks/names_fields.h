// SPDX-License-Identifier: Apache-2.0
// A ticket's custom fields: by title or ID, with values as the fields hold them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "author/json.h"
#include "plugin/tasks/comparison.h"
#include "plugin/tasks/resolved_names.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Does the input have any?
bool HasFields(const task_plugin::Input& input);

/// Where Zendesk does not let the caller read its fields, those that are given by their IDs go
/// unchecked, with a warning; a title then ends with Zendesk's Problem.
Task<void> ResolveFields(Client& client, const task_plugin::Input& input, ResolvedNames& names,
                         std::vector<task_plugin::Fault>& faults);

/// Where the custom fields stand that a write asks for.
std::vector<AskedPlace> PlacesOf(const task_plugin::Input& input, const ResolvedNames& names);

/// How a custom field is called by one who gave its ID, which alone tells nobody which it is.
std::string TitleWithId(std::string_view title, int64_t id);

/// The ID that an entry gives, as "id" or as the digits of "field"; nothing for a title.
std::optional<int64_t> FieldIdOf(const task_plugin::json::Value& entry);

}  // namespace zendesk::tasks
