// SPDX-License-Identifier: Apache-2.0
// Codes live for 120 seconds and for one use.
#include "oauth_codes.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "random_text.h"

namespace sandbox {
namespace {

constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
constexpr std::size_t kChallengeLength = 43;

std::string challenge_of(const std::string& verifier) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size(), digest.data());
  std::array<char, 45> base64{};
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()), digest.data(), digest.size());
  std::string text(base64.data(), kChallengeLength);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

}  // namespace

std::string OauthCodes::issue(OauthCode code, Seconds now) {
  std::erase_if(codes_, [now](const auto& entry) { return entry.second.expires_at <= now; });
  code.expires_at = now + kLifetime;
  std::string text = random_text();
  codes_[text] = std::move(code);
  return text;
}

const OauthCode* OauthCodes::find(const std::string& text, Seconds now) const {
  const auto found = codes_.find(text);
  return found == codes_.end() || found->second.expires_at <= now ? nullptr : &found->second;
}

bool is_code_challenge(const std::string& text) {
  return text.size() == kChallengeLength &&
         text.find_first_not_of(kUnreserved.substr(0, 64)) == std::string::npos;
}

bool fits_challenge(const std::string& verifier, const std::string& challenge) {
  if (challenge.empty()) return verifier.empty();
  const bool is_verifier = verifier.size() >= 43 && verifier.size() <= 128 &&
                           verifier.find_first_not_of(kUnreserved) == std::string::npos;
  return is_verifier && challenge_of(verifier) == challenge;
}

}  // namespace sandbox
