// SPDX-License-Identifier: Apache-2.0
// Letters and their marks that some programs write as two characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace task_plugin {

/// Bytes of a mark: all are of U+0300..U+036F.
inline constexpr size_t kMarkSize = 2;

/// The one character of Latin-1 or Latin Extended-A for a small letter of ASCII and the mark at the
/// start of the text, é for e and U+0301; 0 when there is none.
uint32_t WithMark(char letter, std::string_view text);

}  // namespace task_plugin
