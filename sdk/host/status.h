// SPDX-License-Identifier: Apache-2.0
// Names of statuses and retry classes, as programs and documents write them.
#pragma once

#include <cstdint>
#include <string_view>

#include "task_plugin.h"

namespace task_host {

// "ok", "invalid_argument", ...; "unknown" for a value that this version does not know.
std::string_view StatusName(tp_status status);

// "never", "safe", "if_idempotent", "unknown_outcome"; "never" for an unknown value.
std::string_view RetryName(std::uint32_t retry);

// The value itself, or TP_E_UNKNOWN and TP_RETRY_NEVER for one that this version does not know.
tp_status KnownStatus(tp_status status);
std::uint32_t KnownRetry(std::uint32_t retry);

}  // namespace task_host
