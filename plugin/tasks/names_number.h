// SPDX-License-Identifier: Apache-2.0
// Numbers that people have written as texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zendesk::tasks {

/// As JSON writes it, with every digit: "+007" is 7, and so is "7.00"; nothing for what is no whole
/// number of 64 bits. Only digits count, no exponents.
std::optional<std::string> WholeNumber(std::string_view text);

/// The same with a fraction: "07.50" is 7.50.
std::optional<std::string> DecimalNumber(std::string_view text);

/// The digits of one of Zendesk's IDs: nothing but them, and no zero in front.
std::optional<int64_t> IdIn(std::string_view text);

}  // namespace zendesk::tasks
