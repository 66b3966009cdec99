// SPDX-License-Identifier: Apache-2.0
// One pass over the lines of a request's head.
#include "http.h"

#include <strings.h>

#include <charconv>
#include <cstddef>

namespace bench {
namespace {

bool SameText(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view Trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// False when the header asks for something that this server does not do.
bool TakeHeader(std::string_view line, std::size_t& length, bool& closes) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = Trim(line.substr(colon + 1));
  if (SameText(name, "connection")) closes = SameText(value, "close");
  if (SameText(name, "transfer-encoding") || SameText(name, "expect")) return false;
  if (!SameText(name, "content-length")) return true;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
  return error == std::errc() && end == value.data() + value.size();
}

}  // namespace

Reading TakeRequest(std::string_view& bytes, Request& request) {
  constexpr std::string_view kLine = "\r\n";
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return Reading::kPartial;
  std::string_view head = bytes.substr(0, end + kLine.size());

  const std::string_view first = head.substr(0, head.find(kLine));
  const std::size_t space = first.find(' ');
  const std::size_t version = first.rfind(' ');
  if (space >= version || !first.ends_with("HTTP/1.1")) return Reading::kBad;
  request.method = first.substr(0, space);
  request.target = first.substr(space + 1, version - space - 1);
  request.closes = false;

  std::size_t length = 0;
  for (head.remove_prefix(first.size() + kLine.size()); !head.empty();) {
    const std::string_view line = head.substr(0, head.find(kLine));
    if (!TakeHeader(line, length, request.closes)) return Reading::kBad;
    head.remove_prefix(line.size() + kLine.size());
  }
  const std::size_t begin = end + 2 * kLine.size();
  if (bytes.size() - begin < length) return Reading::kPartial;
  request.body = bytes.substr(begin, length);
  bytes.remove_prefix(begin + length);
  return Reading::kWhole;
}

}  // namespace bench
