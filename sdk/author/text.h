// SPDX-License-Identifier: Apache-2.0
// Small helpers for UTF-8 text and for crossing the border with it. Nothing here depends on a
// locale.
#pragma once

#include <string>
#include <string_view>

#include "task_plugin.h"

namespace task_plugin {

inline std::string_view View(tp_str text) {
  return text.size == 0 ? std::string_view() : std::string_view(text.data, text.size);
}

inline tp_str Str(std::string_view text) {
  return tp_str{text.data(), text.size()};
}

/// Where a text stops being well-formed UTF-8, which has no overlong forms, surrogates or values
/// above U+10FFFF; npos when it is well-formed as a whole.
size_t FindNotUtf8(std::string_view text);
inline bool IsUtf8(std::string_view text) {
  return FindNotUtf8(text) == text.npos;
}

/// How many characters (code points) a well-formed text has.
size_t CountCharacters(std::string_view text);

/// Without blanks at either end; a no-break space is a blank too, since French puts it inside « ».
std::string_view Trim(std::string_view text);

/// For comparing words that people type: trimmed, inner blanks made plain, and lower case for the
/// letters of ASCII and of Latin-1 and Latin Extended-A (é, œ, ž ...), be they written with their
/// marks as one character or as two. Other scripts are compared as they stand.
std::string Fold(std::string_view text);

}  // namespace task_plugin
