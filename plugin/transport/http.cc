// SPDX-License-Identifier: Apache-2.0
// Method names and the search in a header block.
#include "plugin/transport/http.h"

#include <algorithm>

namespace zendesk::transport {
namespace {

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

// Takes the first line off the front of them, without its end.
std::string_view TakeLine(std::string_view& lines) {
  const std::string_view line = lines.substr(0, lines.find('\n'));
  lines.remove_prefix(std::min(line.size() + 1, lines.size()));
  return line;
}

}  // namespace

bool SameLetters(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(),
                    [](char x, char y) { return x == y || Lower(x) == Lower(y); });
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
  constexpr std::size_t kUsualBytes = 1024;  // growing would wipe each smaller block
  if (lines_.empty()) lines_.reserve(kUsualBytes);
  lines_.append(Trim(line)).push_back('\n');
}

std::optional<std::string_view> Headers::Find(std::string_view name) const noexcept {
  for (std::string_view lines = lines_; !lines.empty();) {
    const std::string_view line = TakeLine(lines);
    // Where the colon stands tells most fields apart.
    if (line.size() <= name.size() || line[name.size()] != ':') continue;
    if (SameName(line.substr(0, name.size()), name)) return Trim(line.substr(name.size() + 1));
  }
  return std::nullopt;
}

void Headers::ForEach(
    const std::function<void(std::string_view name, std::string_view value)>& visit) const {
  for (std::string_view lines = lines_; !lines.empty();) {
    const std::string_view line = TakeLine(lines);
    const std::size_t colon = line.find(':');
    if (colon != line.npos) visit(line.substr(0, colon), Trim(line.substr(colon + 1)));
  }
}

}  // namespace zendesk::transport
