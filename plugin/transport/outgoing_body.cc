// SPDX-License-Identifier: Apache-2.0
// Pieces are fetched outside of libcurl's callbacks, since those run inside a ForkGuard.
#include "plugin/transport/outgoing_body.h"

#include <algorithm>
#include <cstring>

namespace zendesk::transport {
namespace {

// So much of a long body is in memory at a time.
constexpr std::uint64_t kPiece = std::uint64_t{64} << 10;

}  // namespace

std::optional<std::size_t> OutgoingBody::Give(char* buffer, std::size_t capacity) noexcept {
  if (needs_fetch()) return std::nullopt;
  const std::uint64_t end = is_in_memory() ? size() : end_;
  const std::size_t length =
      static_cast<std::size_t>(std::min<std::uint64_t>(capacity, end - given_));
  const char* const from = is_in_memory() ? request_.body.data() + given_
                                          : piece_.data() + (piece_.size() - (end_ - given_));
  if (length > 0) std::memcpy(buffer, from, length);
  given_ += length;
  return length;
}

void OutgoingBody::Fetch() {
  if (!needs_fetch()) return;
  piece_.resize(static_cast<std::size_t>(std::min(kPiece, size() - end_)));
  request_.body_source->Read(end_, piece_);
  end_ += piece_.size();
}

}  // namespace zendesk::transport
