// SPDX-License-Identifier: Apache-2.0
// Percent-encoding and the parts of a request target, with its optional .json suffix.
#include "http.h"

#include <optional>

namespace sandbox {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string decode(std::string_view text, bool plus_is_space) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
        hex_digit(text[i + 2]) >= 0) {
      result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      result += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return result;
}

// Cuts scheme and host off a target that is a whole URL; nullopt when it is none.
std::optional<std::string_view> take_host(std::string_view& target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!same_name(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    const std::string_view host = target.substr(0, target.find_first_of("/?"));
    target.remove_prefix(host.size());
    return host;
  }
  return std::nullopt;
}

}  // namespace

Pairs parse_pairs(std::string_view text) {
  Pairs pairs;
  while (!text.empty()) {
    const auto end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const auto equals = pair.find('=');
    if (pair.empty()) continue;
    std::string value =
        equals == std::string_view::npos ? std::string() : decode(pair.substr(equals + 1), true);
    pairs.emplace_back(decode(pair.substr(0, equals), true), std::move(value));
  }
  return pairs;
}

std::map<std::string, std::string> parse_form(std::string_view text) {
  std::map<std::string, std::string> result;
  for (auto& [name, value] : parse_pairs(text)) result[name] = std::move(value);
  return result;
}

void split_target(Request& request) {
  std::string_view target = request.target;
  const auto host_of_target = take_host(target);
  const std::string* host_header = request.header("host");
  if (host_of_target) {
    request.host = *host_of_target;
  } else if (host_header) {
    request.host = *host_header;
  }
  const auto question = target.find('?');
  request.path = decode(target.substr(0, question), false);
  if (request.path.empty()) request.path = "/";
  if (request.path.ends_with(".json")) request.path.resize(request.path.size() - 5);
  if (question == std::string_view::npos) return;
  request.query_pairs = parse_pairs(target.substr(question + 1));
  for (const auto& [name, value] : request.query_pairs) request.query[name] = value;
}

std::string encode(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return result;
}

}  // namespace sandbox
