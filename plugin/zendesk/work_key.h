// SPDX-License-Identifier: Apache-2.0
// The name under which Zendesk remembers a creation, so that a second attempt makes no second one.
// developer.zendesk.com/api-reference/ticketing/introduction/#idempotency
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace zendesk {

/// What makes a piece of work the same one in every attempt. The content does not count: Zendesk
/// itself refuses a key that comes with another content.
struct WorkName {
  std::string_view account;  ///< the origin
  std::string_view task;
  std::string_view host_key;      ///< empty: the next three name it
  std::string_view execution_id;  ///< empty, and no host_key: it has no name
  std::string_view step_id;
  uint64_t item_index = 0;
};

/// 64 hexadecimal digits; empty for work without a name.
std::string WorkKey(const WorkName& name);

/// Keys for work without a name, which guard the attempts of one run of a task against each other.
class NewKeys {
 public:
  NewKeys();

  /// [any thread] Never the same twice, in whatever process.
  std::string Next();

 private:
  const std::string begin_;  // random
  std::atomic<uint64_t> count_ = 0;
};

/// An external id for what work of this key makes, by which it can be found.
std::string ExternalIdOf(std::string_view key);

/// Is that external id one, so that nobody else uses it? Work without a name has none.
inline bool IsExternalIdOf(std::string_view external_id, std::string_view key) {
  return !key.empty() && external_id == ExternalIdOf(key);
}

/// Zendesk forgets keys after two hours; beyond this age one may be forgotten before the request
/// arrives.
inline constexpr std::chrono::minutes kLongestKeyAge{110};

}  // namespace zendesk
