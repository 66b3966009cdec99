// SPDX-License-Identifier: Apache-2.0
// Perl's patterns are Ruby's in all that people write into such a field.
#include "plugin/tasks/names_pattern.h"

#include <algorithm>
#include <boost/regex.hpp>
#include <locale>
#include <stdexcept>

namespace zendesk::tasks {
namespace {

bool IsAscii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

}  // namespace

std::optional<bool> FitsPattern(const std::string& pattern, const std::string& text) {
  if (!IsAscii(pattern) || !IsAscii(text)) return std::nullopt;
  try {
    boost::regex regex;
    regex.imbue(std::locale::classic());
    regex.assign(pattern, boost::regex::perl);
    return boost::regex_search(text, regex);
  } catch (const std::runtime_error&) {  // also of a search that would not end
    return std::nullopt;
  }
}

}  // namespace zendesk::tasks
