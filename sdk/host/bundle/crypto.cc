// SPDX-License-Identifier: Apache-2.0
// Wraps the calls that want buffers.
#include "host/bundle/crypto.h"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace task_host {
void RequireSodium() {
  static const int result = sodium_init();
  if (result < 0) throw std::runtime_error("libsodium does not start");
}

std::string Sha256(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256(hash.data(), Bytes(bytes), bytes.size());
  std::string text(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  text.pop_back();
  return text;
}

std::string ToBase64(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), Bytes(bytes), bytes.size(), kVariant);
  text.pop_back();  // the NUL that ends it
  return text;
}

std::optional<std::string> FromBase64(std::string_view text, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t got = 0;
  const char* end = nullptr;
  const int result = sodium_base642bin(WritableBytes(bytes), size, text.data(), text.size(),
                                       nullptr, &got, &end, sodium_base64_VARIANT_ORIGINAL);
  if (result != 0 || got != size || end != text.data() + text.size()) return std::nullopt;
  return bytes;
}

}  // namespace task_host
