// SPDX-License-Identifier: Apache-2.0
// Texts and numbers of a JSON document (RFC 8259), where they stand in it.
#pragma once

#include <string>
#include <string_view>

#include "plugin/zendesk/eight_chars.h"

namespace zendesk {

/// A part of a document that is still to be read.
struct JsonCursor {
  const char* at;
  const char* end;
};

/// The rest of TakeText(), from the first character of the text that is not plain.
bool TakeOddText(const char* begin, JsonCursor& cursor, std::string* decoded,
                 std::string_view& text);

/// Takes a text, whose opening quotation mark was taken already. `text` is the text itself: a view
/// into the document or, when it has escapes, into `decoded`. Without `decoded` it is only checked,
/// and `text` means nothing. False when it is cut off, no UTF-8, or holds what may not stand in a
/// text. The escape of a low surrogate alone passes; see half_surrogate.h.
inline bool TakeText(JsonCursor& cursor, std::string* decoded, std::string_view& text) {
  const char* const begin = cursor.at;
  cursor.at = SkipChars<PlainChars>(begin, cursor.end);
  if (cursor.at == cursor.end || *cursor.at != '"')
    return TakeOddText(begin, cursor, decoded, text);
  text = std::string_view(begin, cursor.at);
  ++cursor.at;
  return true;
}

/// Takes a number. False when it is none, or beyond what a double can hold.
bool TakeNumber(JsonCursor& cursor, std::string_view& number);

}  // namespace zendesk
