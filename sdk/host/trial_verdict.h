// SPDX-License-Identifier: Apache-2.0
// What task-plugin-trial tells the one who has started it.
#pragma once

#include <string_view>

namespace task_host {

// Not standard output, on which a library may write.
inline constexpr int kVerdictDescriptor = 3;
// The whole verdict, or the beginning of one that goes on with the reason.
inline constexpr std::string_view kPassed = "passed";
inline constexpr std::string_view kFault = "fault ";

}  // namespace task_host
