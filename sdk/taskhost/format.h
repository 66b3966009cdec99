// SPDX-License-Identifier: Apache-2.0
// Puts values into a text of the table.
#pragma once

#include <fmt/core.h>

#include <string>

#include "taskhost/texts.h"

namespace taskhost {

template <typename... Values>
std::string Say(Language language, Text text, const Values&... values) {
  const std::string_view pattern = TextOf(text, language);
  return fmt::vformat(fmt::string_view(pattern.data(), pattern.size()),
                      fmt::make_format_args(values...));
}

// The text with a colon behind it, as the language writes colons.
inline std::string Label(Text text, Language language) {
  return Say(language, text) + Say(language, Text::kColon);
}

}  // namespace taskhost
