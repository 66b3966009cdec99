// SPDX-License-Identifier: Apache-2.0
// OpenSSL does the work.
#include "signature.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace webhook {
namespace {

constexpr std::size_t kFewestKeyBytes = 16;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), Bytes(bytes),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::optional<std::string> FromBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), Bytes(text),
                                   static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  // It counts the bytes that fill the last group up.
  const std::size_t filling = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  bytes.resize(static_cast<std::size_t>(size) - filling);
  return bytes;
}

}  // namespace

std::optional<std::string> KeyOf(std::string_view secret) {
  constexpr std::string_view kPrefix = "whsec_";
  std::optional<std::string> key = std::string(secret);
  if (secret.starts_with(kPrefix)) key = FromBase64(secret.substr(kPrefix.size()));
  if (key && key->size() < kFewestKeyBytes) return std::nullopt;
  return key;
}

std::string Sign(std::string_view key, std::string_view id, std::int64_t unix_seconds,
                 std::string_view body) {
  const std::string content = fmt::format("{}.{}.{}", id, unix_seconds, body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(content), content.size(),
           digest.data(), &size) == nullptr) {
    throw std::runtime_error("HMAC()");
  }
  return "v1," + Base64({reinterpret_cast<const char*>(digest.data()), size});
}

std::string NewMessageId() {
  std::array<unsigned char, 16> bytes;
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("RAND_bytes()");
  }
  std::string id = "msg_";
  for (const unsigned char byte : bytes) id += fmt::format("{:02x}", byte);
  return id;
}

}  // namespace webhook
