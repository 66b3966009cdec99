// SPDX-License-Identifier: Apache-2.0
// The seal at the end of a bundle is a hash of all before it, which chance never finds: it is put
// right here, so that what was changed is looked at.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "host/bundle/archive.h"
#include "host/bundle/crypto.h"

namespace fuzz {

// The archive with a new seal, where it has a stored one such as seeds.cc makes.
inline std::string Resealed(std::string_view archive) {
  constexpr std::size_t kLocalBytes = 30;  // before the name
  constexpr std::size_t kLocalCrc = 14;
  constexpr std::size_t kDirectoryBytes = 46;  // before the name
  constexpr std::size_t kDirectoryCrc = 16;
  constexpr std::size_t kSealBytes = 65;  // 64 digits and a line feed
  std::string text(archive);
  const std::size_t in_directory = text.rfind(task_host::kSealName);
  if (in_directory == std::string::npos || in_directory < kDirectoryBytes) return text;
  const std::size_t name = text.rfind(task_host::kSealName, in_directory - 1);
  if (name == std::string::npos || name < kLocalBytes) return text;
  const std::size_t content = name + task_host::kSealName.size();
  if (content + kSealBytes > in_directory - kDirectoryBytes) return text;

  task_host::RequireSodium();
  const std::string seal =
      task_host::Sha256(std::string_view(text).substr(0, name - kLocalBytes)) + "\n";
  text.replace(content, kSealBytes, seal);
  const auto crc =
      static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(seal.data()), kSealBytes));
  for (const std::size_t at :
       {name - kLocalBytes + kLocalCrc, in_directory - kDirectoryBytes + kDirectoryCrc}) {
    for (std::size_t byte = 0; byte < 4; ++byte) {
      text[at + byte] = static_cast<char>(crc >> (8 * byte) & 0xFF);
    }
  }
  return text;
}

}  // namespace fuzz
