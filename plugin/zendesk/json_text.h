// SPDX-License-Identifier: Apache-2.0
// Texts and numbers of a JSON document (RFC 8259), where they stand in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace zendesk {

/// A part of a document that is still to be read.
struct JsonCursor {
  const char* at;
  const char* end;
};

/// Takes a text, whose opening quotation mark was taken already: a view into the document or, when
/// it has escapes, into `decoded`. Without `decoded` it is only checked, and the view is good for
/// nothing. No value when it is cut off, no UTF-8, or holds what may not stand in a text. The
/// escape of a low surrogate alone passes; see half_surrogate.h.
std::optional<std::string_view> TakeText(JsonCursor& cursor, std::string* decoded);

/// Takes a number. No value when it is none, or beyond what a double can hold.
std::optional<std::string_view> TakeNumber(JsonCursor& cursor);

}  // namespace zendesk
