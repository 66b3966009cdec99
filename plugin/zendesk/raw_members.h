// SPDX-License-Identifier: Apache-2.0
// An object's members as they are written, for those who only ask whether two are the same.
#pragma once

#include <string_view>
#include <vector>

#include "plugin/zendesk/object_scan.h"

namespace zendesk {

struct RawMember {
  std::string_view key;
  std::string_view value;  ///< JSON
};

/// Views into `object`, in its order; empty for what is no object, or has escapes in a key.
std::vector<RawMember> ReadRawMembers(std::string_view object);

/// The value of a member of the object that was found in `body`; empty when there is none. A key
/// with escapes counts to the value before it.
std::string_view RawValue(std::string_view body, const ObjectPlace& place, std::string_view key);

}  // namespace zendesk
