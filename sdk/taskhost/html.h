// SPDX-License-Identifier: Apache-2.0
// Text inside HTML.
#pragma once

#include <string>
#include <string_view>

namespace taskhost {

// The text with every character escaped that HTML gives a meaning, in an attribute too.
std::string EscapeHtml(std::string_view text);

}  // namespace taskhost
