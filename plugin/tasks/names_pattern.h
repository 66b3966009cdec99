// SPDX-License-Identifier: Apache-2.0
// The patterns that an administrator sets for fields of type "regexp".
#pragma once

#include <optional>
#include <string>

namespace zendesk::tasks {

/// Does the pattern, in Ruby's spelling, fit somewhere in the text? Nothing when that cannot be
/// told here: a pattern that is no pattern, or takes too long. Depends on no locale.
/// support.zendesk.com/hc/en-us/articles/4408838965914
std::optional<bool> FitsPattern(const std::string& pattern, const std::string& text);

}  // namespace zendesk::tasks
