// SPDX-License-Identifier: Apache-2.0
// Text that leaves no trace in memory when it is no longer needed.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace zendesk::auth {

// Owns its bytes in one block, which is overwritten before it is freed. Moved, never copied; a
// moved-from Secret is empty.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text) : Secret(text, {}) {}

  // Both texts in one, without an intermediate copy.
  Secret(std::string_view head, std::string_view tail);

  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  std::string_view view() const noexcept { return {bytes_.get(), size_}; }
  bool empty() const noexcept { return size_ == 0; }

 private:
  void Wipe() noexcept;

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

}  // namespace zendesk::auth
