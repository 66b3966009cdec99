// SPDX-License-Identifier: Apache-2.0
// The header in which Zendesk admits that it dropped something.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zendesk {

/// What X-Zendesk-API-Warn tells. Zendesk writes the header as Ruby prints a hash, or as a sentence
/// with one list. Seen in recorded answers of 2023.
struct Dropped {
  std::vector<std::string> keys;  ///< not permitted, or with a value that is none: "ticket.colour"
  std::string other;              ///< the header itself, when nothing of that was found in it
};
Dropped ReadWarnHeader(std::string_view header);

}  // namespace zendesk
