// SPDX-License-Identifier: Apache-2.0
// Perl's patterns are Ruby's in all that people write into such a field. Both are judged letter by
// letter, and not byte by byte.
#include "plugin/tasks/names_pattern.h"

#include <boost/regex.hpp>
#include <boost/regex/pending/unicode_iterator.hpp>
#include <locale>
#include <stdexcept>

namespace zendesk::tasks {
namespace {

// Code points. Throws for what is no UTF-8.
std::wstring Letters(const std::string& text) {
  using Iterator = boost::u8_to_u32_iterator<std::string::const_iterator, wchar_t>;
  return {Iterator(text.begin(), text.begin(), text.end()),
          Iterator(text.end(), text.begin(), text.end())};
}

}  // namespace

std::optional<bool> FitsPattern(const std::string& pattern, const std::string& text) {
  try {
    boost::wregex regex;
    regex.imbue(std::locale::classic());  // whose \w and \d are ASCII's, as Ruby's are
    regex.assign(Letters(pattern), boost::regex::perl);
    return boost::regex_search(Letters(text), regex, boost::match_not_dot_newline);
  } catch (const std::runtime_error&) {  // also of a search that would not end
    return std::nullopt;
  } catch (const std::out_of_range&) {
    return std::nullopt;
  }
}

}  // namespace zendesk::tasks
