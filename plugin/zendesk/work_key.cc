// SPDX-License-Identifier: Apache-2.0
// SHA-256 over the parts, each with its length in front, so that no two names run together.
#include "plugin/zendesk/work_key.h"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <array>
#include <random>

namespace zendesk {

std::string WorkKey(const WorkName& name) {
  if (name.host_key.empty() && name.execution_id.empty()) return {};
  std::string text;
  const auto add = [&text](std::string_view part) {
    fmt::format_to(std::back_inserter(text), "{}:{}\n", part.size(), part);
  };
  add(name.account);
  add(name.task);
  if (!name.host_key.empty()) {
    add("key");
    add(name.host_key);
  } else {
    add("step");
    add(name.execution_id);
    add(name.step_id);
    add(fmt::format("{}", name.item_index));
  }
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string key;
  for (const unsigned char byte : digest) fmt::format_to(std::back_inserter(key), "{:02x}", byte);
  return key;
}

NewKeys::NewKeys()
    : begin_([] {
        std::random_device random;
        std::string text;
        for (int i = 0; i < 4; ++i)
          fmt::format_to(std::back_inserter(text), "{:08x}", static_cast<uint32_t>(random()));
        return text;
      }()) {}

std::string NewKeys::Next() {
  return fmt::format("{}-{}", begin_, ++count_);
}

}  // namespace zendesk
