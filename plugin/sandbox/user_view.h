// SPDX-License-Identifier: Apache-2.0
// Users as JSON.
#pragma once

#include <string_view>
#include <vector>

#include "call.h"
#include "json.h"

namespace sandbox {

void write_user(JsonWriter& json, const Account& account, const User& user);

/// `{"users":[…]}` in pages; `path` is the list's, below /api/v2.
Response user_list_response(const Call& call, std::string_view path,
                            const std::vector<const User*>& users);

}  // namespace sandbox
