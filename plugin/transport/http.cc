// SPDX-License-Identifier: Apache-2.0
// Method names and the search in a header block.
#include "plugin/transport/http.h"

#include <algorithm>

#include "plugin/transport/wipe.h"

namespace zendesk::transport {
namespace {

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

bool SameName(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

Request::~Request() {
  for (std::string& header : headers) Wipe(header);
  if (has_secret_body) Wipe(body);
}

const char* MethodName(Method method) noexcept {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kPost:
      return "POST";
    case Method::kPut:
      return "PUT";
    case Method::kPatch:
      return "PATCH";
    case Method::kDelete:
      return "DELETE";
  }
  return "";
}

void Headers::Append(std::string_view line) {
  lines_.append(Trim(line)).push_back('\n');
}

std::optional<std::string_view> Headers::Find(std::string_view name) const noexcept {
  std::string_view rest = lines_;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');  // every line has one
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && SameName(line.substr(0, colon), name)) {
      return Trim(line.substr(colon + 1));
    }
  }
  return std::nullopt;
}

}  // namespace zendesk::transport
