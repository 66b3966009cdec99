// SPDX-License-Identifier: Apache-2.0
// Headers by their names; OAuth's parameters by a list of those that are no secret.
#include "secret_mask.h"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "oauth_parameters.h"

namespace sandbox {
namespace {

constexpr std::string_view kMask = "***";

constexpr std::array<std::string_view, 11> kOpen{"grant_type",
                                                 "client_id",
                                                 "redirect_uri",
                                                 "scope",
                                                 "scope[]",
                                                 "expires_in",
                                                 "refresh_token_expires_in",
                                                 "response_type",
                                                 "code_challenge",
                                                 "code_challenge_method",
                                                 "decision"};
constexpr std::array<std::string_view, 5> kSecret{"code", "code_verifier", "client_secret",
                                                  "refresh_token", "state"};

template <typename Names>
bool is_one_of(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A name that is neither may be a whole body that was sent as what it is not.
std::string masked(const std::map<std::string, std::string>& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    const bool is_open = is_one_of(kOpen, name);
    if (!text.empty()) text += '&';
    text += is_open || is_one_of(kSecret, name) ? name : kMask;
    text += '=';
    text += is_open ? encode(value) : kMask;
  }
  return text;
}

bool is_of_oauth(const Request& request) {
  return request.path.find("oauth") != std::string::npos;
}

// A file as its size and SHA-256.
std::string summary(const std::string& file) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(file.data()), file.size(), digest.data());
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return fmt::format("{} bytes, SHA-256 {}", file.size(), hex);
}

}  // namespace

std::string masked_header(std::string_view name, const std::string& value) {
  if (same_name(name, "cookie")) return std::string(kMask);
  if (!same_name(name, "authorization") && !same_name(name, "proxy-authorization")) return value;
  const auto space = value.find(' ');
  return space == std::string::npos ? std::string(kMask) : value.substr(0, space) + " ***";
}

std::string masked_target(const Request& request) {
  if (!is_of_oauth(request) || request.query.empty()) return request.target;
  return request.target.substr(0, request.target.find('?') + 1) + masked(request.query);
}

std::string masked_body(const Request& request) {
  if (request.path == "/api/v2/uploads") return summary(request.body);
  if (!is_of_oauth(request) || request.body.empty()) return request.body;
  const auto parameters = read_oauth_parameters(request);
  return parameters ? masked(parameters->values) : std::string(kMask);
}

}  // namespace sandbox
