// SPDX-License-Identifier: Apache-2.0
// Versions as Semantic Versioning 2.0.0 writes and orders them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace task_host {

class SemVer {
 public:
  // Nothing when the text is no version of the form 1.2.3, 1.2.3-rc.1 or 1.2.3+build.
  static std::optional<SemVer> Parse(std::string_view text);

  bool is_prerelease() const { return !prerelease_.empty(); }
  // Precedence; build metadata does not count.
  std::strong_ordering operator<=>(const SemVer& other) const;
  bool operator==(const SemVer& other) const { return (*this <=> other) == 0; }

 private:
  std::uint64_t numbers_[3] = {};
  std::vector<std::string> prerelease_;
};

}  // namespace task_host
