// SPDX-License-Identifier: Apache-2.0
// People and organizations, of which an account has too many to list: by name or e-mail address.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "plugin/tasks/names_match.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// The user whom the property names, or whose ID it is; nothing when it is not given, or with a
/// fault. Of several requesters the input may say which one is meant. By an ID nothing else of a
/// user is known.
Task<std::optional<User>> FindUser(Client& client, const task_plugin::Input& input,
                                   const char* property, std::vector<task_plugin::Fault>& faults);

/// The same, by ID alone.
Task<std::optional<int64_t>> ResolveUser(Client& client, const task_plugin::Input& input,
                                         const char* property,
                                         std::vector<task_plugin::Fault>& faults);

/// The same for an organization.
Task<std::optional<int64_t>> ResolveOrganization(Client& client, const task_plugin::Input& input,
                                                 const char* property,
                                                 std::vector<task_plugin::Fault>& faults);

/// The same for texts that stand elsewhere: a user's may be the ID.
Task<std::optional<int64_t>> MatchUser(Client& client, const task_plugin::Input& input,
                                       const NamePlace& place,
                                       std::vector<task_plugin::Fault>& faults);
Task<std::optional<int64_t>> MatchOrganization(Client& client, const task_plugin::Input& input,
                                               const NamePlace& place,
                                               std::vector<task_plugin::Fault>& faults);

/// The one user with this e-mail address, if Zendesk knows one. Throws Problem.
Task<std::optional<User>> FindByAddress(Client& client, std::string address);

}  // namespace zendesk::tasks
