// SPDX-License-Identifier: Apache-2.0
// The header in which Zendesk admits that it dropped something.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zendesk {

/// The keys that X-Zendesk-API-Warn names as not permitted, such as "ticket.colour". Zendesk writes
/// the header as Ruby prints a hash, in one of two wordings; an unknown wording gives no keys. Seen
/// in recorded answers of 2023.
std::vector<std::string> ReadWarnHeader(std::string_view header);

}  // namespace zendesk
