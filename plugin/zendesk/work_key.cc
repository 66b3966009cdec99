// SPDX-License-Identifier: Apache-2.0
// SHA-256 over the parts, each with its length in front, so that no two names run together.
#include "plugin/zendesk/work_key.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <atomic>
#include <new>
#include <random>

#include "plugin/transport/fork_guard.h"

namespace zendesk {
namespace {

// Kept for ever, since to look it up takes longer than the digest of a name, and a thread may still
// use it while the process ends. The guard keeps a fork from the library's locks.
const EVP_MD* Sha256() {
  static std::atomic<const EVP_MD*> kept = nullptr;
  const EVP_MD* algorithm = kept.load(std::memory_order_acquire);
  if (algorithm == nullptr) {
    const transport::ForkGuard guard;
    algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    kept.store(algorithm, std::memory_order_release);
  }
  return algorithm;
}

}  // namespace

std::string WorkKey(const WorkName& name) {
  if (name.host_key.empty() && name.execution_id.empty()) return {};
  std::string text;
  const auto add = [&text](std::string_view part) {
    const fmt::format_int size(part.size());
    text.append(size.data(), size.size()).append(1, ':').append(part).append(1, '\n');
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
    add(fmt::format_int(name.item_index).c_str());
  }
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, Sha256(), nullptr) != 1)
    throw std::bad_alloc();  // it has no other reason
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string key;
  key.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    key += kDigits[byte >> 4];
    key += kDigits[byte & 0xF];
  }
  return key;
}

std::string ExternalIdOf(std::string_view key) {
  // 128 bits of the key are enough to be its own, and short enough for people and Zendesk.
  constexpr size_t kDigits = 32;
  return fmt::format("zendesk-tasks-{}", key.substr(0, kDigits));
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
