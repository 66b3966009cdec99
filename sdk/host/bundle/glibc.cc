// SPDX-License-Identifier: Apache-2.0
#include "host/bundle/glibc.h"

#include <gnu/libc-version.h>

#include <charconv>
#include <optional>
#include <utility>

namespace task_host {
namespace {

// Of "2.34" and, as some systems tell it, "2.34.9000".
std::optional<std::pair<unsigned, unsigned>> Parse(std::string_view text) {
  const char* end = text.data() + text.size();
  std::pair<unsigned, unsigned> version;
  const auto major = std::from_chars(text.data(), end, version.first);
  if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') return std::nullopt;
  const auto minor = std::from_chars(major.ptr + 1, end, version.second);
  if (minor.ec != std::errc() || (minor.ptr != end && *minor.ptr != '.')) return std::nullopt;
  return version;
}

}  // namespace

std::string_view GlibcVersion() {
  return gnu_get_libc_version();
}

bool IsGlibcEnough(std::string_view needed, std::string_view there) {
  const auto least = Parse(needed);
  return least && least <= Parse(there);
}

}  // namespace task_host
