// SPDX-License-Identifier: Apache-2.0
// libsodium, ready to be used, and what several files take from it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace task_host {

// The bytes of a text as libsodium takes them.
inline const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* WritableBytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// Call it before any function of libsodium. [any thread]
void RequireSodium();

// 64 digits in lower case.
std::string Sha256(std::string_view bytes);

std::string ToBase64(std::string_view bytes);
// Nothing for a text that ToBase64 does not write, or of another size than the one wanted.
std::optional<std::string> FromBase64(std::string_view text, std::size_t size);

}  // namespace task_host
