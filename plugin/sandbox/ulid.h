// SPDX-License-Identifier: Apache-2.0
// ULIDs: ids as text of 26 characters that sort by the time of their making.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "time_text.h"

namespace sandbox {

/// Spreads a counter over 64 bits, so that made-up ids look like what they stand for.
std::uint64_t scramble(std::uint64_t x);

class UlidMaker {
 public:
  /// Later than every one before, even within one second.
  std::string next(Seconds now);

 private:
  std::uint64_t last_milliseconds_ = 0;
  std::uint64_t count_ = 0;
};

bool is_ulid(std::string_view text);

}  // namespace sandbox
