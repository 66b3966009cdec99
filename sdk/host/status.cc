// SPDX-License-Identifier: Apache-2.0
// The two tables of names; their index is the value in task_plugin.h.
#include "host/status.h"

#include <array>

namespace task_host {
namespace {

constexpr std::array<std::string_view, 16> kStatusNames = {
    "ok",          "unknown",  "not_implemented", "invalid_argument",  "invalid_state",
    "not_found",   "conflict", "unauthenticated", "permission_denied", "rate_limited",
    "unavailable", "timeout",  "cancelled",       "rejected",          "internal",
    "abi"};
static_assert(kStatusNames.size() == TP_E_ABI + 1);

constexpr std::array<std::string_view, 4> kRetryNames = {"never", "safe", "if_idempotent",
                                                         "unknown_outcome"};
static_assert(kRetryNames.size() == TP_RETRY_UNKNOWN_OUTCOME + 1);

}  // namespace

tp_status KnownStatus(tp_status status) {
  return status >= 0 && status <= TP_E_ABI ? status : TP_E_UNKNOWN;
}

std::uint32_t KnownRetry(std::uint32_t retry) {
  return retry <= TP_RETRY_UNKNOWN_OUTCOME ? retry : TP_RETRY_NEVER;
}

std::string_view StatusName(tp_status status) {
  return kStatusNames[static_cast<std::size_t>(KnownStatus(status))];
}

std::string_view RetryName(std::uint32_t retry) {
  return kRetryNames[KnownRetry(retry)];
}

}  // namespace task_host
