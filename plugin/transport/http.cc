// SPDX-License-Identifier: Apache-2.0
// Method names and the search in a header block.
#include "plugin/transport/http.h"

#include <algorithm>

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

// Until `visit` answers false.
template <typename Visit>
void EachField(std::string_view lines, Visit visit) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    if (!visit(line.substr(0, colon), Trim(line.substr(colon + 1)))) return;
  }
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
  std::optional<std::string_view> found;
  EachField(lines_, [&](std::string_view field, std::string_view value) {
    if (SameName(field, name)) found = value;
    return !found;
  });
  return found;
}

void Headers::ForEach(
    const std::function<void(std::string_view name, std::string_view value)>& visit) const {
  EachField(lines_, [&visit](std::string_view name, std::string_view value) {
    visit(name, value);
    return true;
  });
}

}  // namespace zendesk::transport
