// SPDX-License-Identifier: Apache-2.0
// IDs in a ticket as what people call the things that have them.
#pragma once

#include <string>
#include <string_view>

#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Does this property of a ticket hold the ID of something that has a name?
bool HoldsId(std::string_view key);

/// What people call the one with this ID; the ID itself when nobody can tell. Empty for no ID.
Task<std::string> NameOfId(Client& client, std::string_view key, std::string id);

/// Of a user.
Task<std::string> NameOfUser(Client& client, int64_t id);

}  // namespace zendesk::tasks
