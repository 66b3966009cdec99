// SPDX-License-Identifier: Apache-2.0
// Overwriting memory in a way that the compiler must keep.
#include "plugin/auth/secret.h"

#include <algorithm>
#include <utility>

namespace zendesk::auth {

Secret::Secret(std::string_view head, std::string_view tail)
    : bytes_(std::make_unique<char[]>(head.size() + tail.size())),
      size_(head.size() + tail.size()) {
  std::copy(tail.begin(), tail.end(), std::copy(head.begin(), head.end(), bytes_.get()));
}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    Wipe();
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

Secret::~Secret() {
  Wipe();
}

void Secret::Wipe() noexcept {
  // Through volatile, as the memory is freed next and plain stores would be dropped.
  volatile char* byte = bytes_.get();
  for (std::size_t i = 0; i < size_; ++i) byte[i] = 0;
}

}  // namespace zendesk::auth
