// SPDX-License-Identifier: Apache-2.0
// Times as results carry them.
#pragma once

#include <cstdint>
#include <string>

namespace zendesk::tasks {

/// Milliseconds since 1970 UTC as RFC 3339, to the second: "2026-11-28T09:30:00Z".
std::string TimeText(int64_t unix_ms);

}  // namespace zendesk::tasks
