// SPDX-License-Identifier: Apache-2.0
// The body of one exchange on its way to libcurl, from memory or piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "plugin/transport/http.h"

namespace zendesk::transport {

// [I/O thread] for all. The request must outlive it.
class OutgoingBody {
 public:
  explicit OutgoingBody(const Request& request) : request_(request) {}

  std::uint64_t size() const noexcept {
    return request_.body_source != nullptr ? request_.body_source->size() : request_.body.size();
  }
  bool is_in_memory() const noexcept { return request_.body_source == nullptr; }

  // How many bytes libcurl has got.
  std::uint64_t given() const noexcept { return given_; }
  void GiveAll() noexcept { given_ = size(); }

  // The next bytes, 0 at the end; nothing when Fetch() has to bring them first.
  std::optional<std::size_t> Give(char* buffer, std::size_t capacity) noexcept;

  // Give() would give nothing.
  bool needs_fetch() const noexcept { return !is_in_memory() && given_ < size() && given_ == end_; }

  // Reads the next piece from the source; throws what that throws. Never inside a ForkGuard.
  void Fetch();

 private:
  const Request& request_;
  std::uint64_t given_ = 0;
  std::vector<char> piece_;  // of a source: the bytes up to end_
  std::uint64_t end_ = 0;
};

}  // namespace zendesk::transport
