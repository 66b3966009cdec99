// SPDX-License-Identifier: Apache-2.0
// What the page at `/` shows, as one JSON text without any credentials.
#pragma once

#include <cstdint>
#include <string>

#include "account.h"
#include "journal.h"

namespace sandbox {

/// The last changed tickets, profiles and records, the last requests, newest first, and how many
/// there are of each.
std::string overview_json(const Account& account, const Journal& journal, std::size_t faults);

}  // namespace sandbox
