// SPDX-License-Identifier: Apache-2.0
// Texts that nobody can guess.
#pragma once

#include <string>

namespace sandbox {

/// 64 hexadecimal digits from the kernel's random numbers. Throws std::system_error when it gives
/// none.
std::string random_text();

}  // namespace sandbox
