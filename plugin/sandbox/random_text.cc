// SPDX-License-Identifier: Apache-2.0
// The kernel's random bytes as text.
#include "random_text.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace sandbox {

std::string random_text() {
  std::array<unsigned char, 32> bytes{};
  // So few bytes come whole, if they come.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "no random numbers");
  }
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

}  // namespace sandbox
