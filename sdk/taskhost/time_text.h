// SPDX-License-Identifier: Apache-2.0
// A moment as people and programs read it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace taskhost {

// In RFC 3339 and UTC, to the second: 2026-11-28T12:00:00Z.
std::string UtcText(std::chrono::system_clock::time_point time);

// The time of day in milliseconds since 1970.
std::int64_t NowUnixMs();

}  // namespace taskhost
