// SPDX-License-Identifier: Apache-2.0
// Plain HTTP messages. Everything but server.cc works on these, so that only one file needs Beast's
// templates.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sandbox {

using Pairs = std::vector<std::pair<std::string, std::string>>;
using Headers = Pairs;

/// ASCII only, independent of the locale.
inline char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower(c);
  return result;
}

inline bool same_name(std::string_view a, std::string_view b) {
  return lower(a) == lower(b);
}

/// The first header of that name, in any case; nullptr when there is none.
inline const std::string* find_header(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (same_name(key, name)) return &value;
  }
  return nullptr;
}

struct Request {
  std::string method;
  std::string target;  ///< as sent: path and query, or a whole URL
  Headers headers;
  std::string body;
  std::string client_address;
  std::uint64_t connection = 0;  ///< number of the connection, from 1
  bool reused = false;           ///< true from the second request of a connection on

  // See split_target.
  std::string host;                          ///< of a whole URL in target, or else of Host
  std::string path;                          ///< decoded, without `.json`
  std::map<std::string, std::string> query;  ///< decoded; the last of equal names counts
  Pairs query_pairs;                         ///< the same with equal names, in their order

  const std::string* header(std::string_view name) const { return find_header(headers, name); }
  /// nullptr when the query has no such name.
  const std::string* parameter(const std::string& name) const {
    const auto found = query.find(name);
    return found == query.end() ? nullptr : &found->second;
  }
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};

/// The decoded pairs of `a=1&b=2`.
Pairs parse_pairs(std::string_view text);

/// The same by name; the last of equal names counts.
std::map<std::string, std::string> parse_form(std::string_view text);

/// Fills host, path, query and query_pairs.
void split_target(Request& request);

/// Percent-encodes everything but letters, digits and `-._~`.
std::string encode(std::string_view text);

}  // namespace sandbox
