// SPDX-License-Identifier: Apache-2.0
// An object's members as they are written, for those who only ask whether two are the same.
#pragma once

#include <string_view>
#include <vector>

namespace zendesk {

struct RawMember {
  std::string_view key;
  std::string_view value;  ///< JSON
};

/// Views into `object`, in its order; empty for what is no object, or has escapes in a key.
std::vector<RawMember> ReadRawMembers(std::string_view object);

}  // namespace zendesk
