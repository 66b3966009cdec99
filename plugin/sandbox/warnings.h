// SPDX-License-Identifier: Apache-2.0
// What Zendesk says about keys that it has dropped from a write.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// The text of X-Zendesk-API-Warn, written as Ruby shows a hash.
std::string unpermitted_keys_warning(std::string_view controller, std::string_view action,
                                     const std::vector<std::string>& keys);

}  // namespace sandbox
