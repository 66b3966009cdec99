// SPDX-License-Identifier: Apache-2.0
// The times in Zendesk's answers, of headers and of bodies.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace zendesk {

/// A number of nothing but digits; nothing when it is none, or more than 64 bits hold.
std::optional<int64_t> ReadDigits(std::string_view digits);

/// Milliseconds since 1970 UTC of a date as HTTP writes it ("Sun, 06 Nov 1994 08:49:37 GMT");
/// nothing for any other text.
std::optional<int64_t> ReadHttpDate(std::string_view text);

/// The same of a time as Zendesk's bodies have it ("2026-11-28T09:30:00Z").
std::optional<int64_t> ReadUtcTime(std::string_view text);

}  // namespace zendesk
