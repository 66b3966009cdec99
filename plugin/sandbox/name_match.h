// SPDX-License-Identifier: Apache-2.0
// How autocompletion finds names.
#pragma once

#include <string>
#include <string_view>

#include "http.h"

namespace sandbox {

/// True when the name, or a word in it, begins with `start`; case does not matter.
inline bool begins_a_word(std::string_view name, std::string_view start) {
  return (' ' + lower(name)).find(' ' + lower(start)) != std::string::npos;
}

}  // namespace sandbox
