// SPDX-License-Identifier: Apache-2.0
// Percent-encoding, and FNV-1a for what it makes too long.
#include "host/connection_file_name.h"

#include <fmt/core.h>

#include <cstdint>

namespace task_host {
namespace {

constexpr std::size_t kMaxBytes = 180;
constexpr std::size_t kHashDigits = 16;

bool IsPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

std::uint64_t Fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return hash;
}

}  // namespace

std::string ConnectionFileName(std::string_view connection_id) {
  std::string name;
  for (const char c : connection_id) {
    if (IsPlain(c)) {
      name += c;
    } else {
      name += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  if (name.size() <= kMaxBytes) return name;
  name.resize(kMaxBytes - kHashDigits - 1);
  return name + fmt::format("~{:016x}", Fnv1a(connection_id));
}

}  // namespace task_host
