// SPDX-License-Identifier: Apache-2.0
// What the browser shows after a sign-in.
#pragma once

#include <string>

#include "taskhost/texts.h"

namespace taskhost {

// The whole answer, head and page. The page loads nothing, and texts from elsewhere are escaped.
std::string CallbackPage(const std::string& heading, const std::string& text, Language language);

// An answer of this HTTP status without a page, for whoever asks for something else.
std::string CallbackRefusal(int status);

}  // namespace taskhost
