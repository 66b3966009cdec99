// SPDX-License-Identifier: Apache-2.0
// The C library of this machine.
#pragma once

#include <string_view>

namespace task_host {

std::string_view GlibcVersion();

// Is a library that needs this version, such as "2.34", no newer than what is there? Nothing else
// than such a text is.
bool IsGlibcEnough(std::string_view needed, std::string_view there);

}  // namespace task_host
