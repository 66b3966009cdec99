// SPDX-License-Identifier: Apache-2.0
// Random text that nobody can guess.
#pragma once

#include <cstddef>
#include <string>

namespace taskhost {

// So many bytes of the system's generator, in base64url without padding: letters, digits, - and _.
// Throws std::system_error.
std::string RandomText(std::size_t bytes);

}  // namespace taskhost
