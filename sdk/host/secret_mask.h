// SPDX-License-Identifier: Apache-2.0
// The secrets that the host knows of, and texts without them.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "host/wipe.h"

namespace task_host {

class SecretMask {
 public:
  SecretMask() = default;
  // Wipes the secrets.
  ~SecretMask();
  SecretMask(const SecretMask&) = delete;
  SecretMask& operator=(const SecretMask&) = delete;

  // From now on these bytes, also as a JSON string would escape them, are masked. [any thread]
  void Add(std::string_view secret);
  // The text with "***" in place of every secret. [any thread]
  std::string Mask(std::string_view text) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string, WipingAllocator<std::string>> secrets_;  // the longest first
};

}  // namespace task_host
