// SPDX-License-Identifier: Apache-2.0
// Tags as Zendesk keeps them: in lower case, each once and in order.
#pragma once

#include <set>
#include <string>

#include "json.h"

namespace sandbox {

using Tags = std::set<std::string>;

/// Text, or a list of texts; white space and commas part tags. null is no tags. False when `value`
/// is anything else.
bool read_tags(const Json& value, Tags& out);

}  // namespace sandbox
