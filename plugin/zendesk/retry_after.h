// SPDX-License-Identifier: Apache-2.0
// How long Zendesk asks to wait.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "plugin/transport/http.h"

namespace zendesk {

/// The wait that the answer's Retry-After asks for, in milliseconds; nothing when it has none that
/// makes sense. A date is compared with the answer's own Date, so that this machine's clock does
/// not matter.
std::optional<int64_t> ReadRetryAfter(const transport::Response& response);

}  // namespace zendesk
