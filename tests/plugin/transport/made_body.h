// SPDX-License-Identifier: Apache-2.0
// A long body that is made where it is read.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>

#include "plugin/transport/http.h"

namespace test {

class MadeBody : public zendesk::transport::BodySource {
 public:
  // `before` runs before each read, and may throw.
  explicit MadeBody(std::uint64_t size, std::function<void(std::uint64_t offset)> before = nullptr)
      : size_(size), before_(std::move(before)) {}

  std::uint64_t size() const override { return size_; }
  void Read(std::uint64_t offset, std::span<char> buffer) const override {
    if (before_) before_(offset);
    for (char& c : buffer) c = At(offset++);
    if (buffer.size() > longest_read_) longest_read_ = buffer.size();
  }

  // All of it.
  std::string Text() const {
    std::string text(size_, '\0');
    for (std::uint64_t i = 0; i < size_; ++i) text[i] = At(i);
    return text;
  }
  // The most bytes that were asked for at once.
  std::size_t longest_read() const { return longest_read_; }

 private:
  // A piece that comes twice, or in another's place, shows.
  static char At(std::uint64_t offset) { return static_cast<char>(offset * 31 + offset / 251); }

  const std::uint64_t size_;
  const std::function<void(std::uint64_t)> before_;
  mutable std::atomic<std::size_t> longest_read_ = 0;
};

}  // namespace test
