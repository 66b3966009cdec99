// SPDX-License-Identifier: Apache-2.0
// Parsing and precedence of versions.
#include "host/semver.h"

#include <algorithm>
#include <charconv>

namespace task_host {
namespace {

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Digits without a leading zero that fit 64 bits.
std::optional<std::uint64_t> Numeric(std::string_view text) {
  if (!IsDigits(text) || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  return value;
}

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t dot = text.find('.');
    parts.emplace_back(text.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

bool IsIdentifier(std::string_view text) {
  constexpr std::string_view kAllowed =
      "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return !text.empty() && text.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::strong_ordering CompareIdentifiers(const std::string& a, const std::string& b) {
  const bool a_digits = IsDigits(a);
  if (a_digits != IsDigits(b)) {
    return a_digits ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  // Without leading zeros the longer number is the greater one, however long it is.
  if (a_digits && a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

}  // namespace

std::optional<SemVer> SemVer::Parse(std::string_view text) {
  const std::size_t plus = text.find('+');
  if (plus != std::string_view::npos) {
    const auto build = Split(text.substr(plus + 1));
    if (!std::all_of(build.begin(), build.end(), IsIdentifier)) return std::nullopt;
    text = text.substr(0, plus);
  }
  SemVer version;
  const std::size_t dash = text.find('-');
  if (dash != std::string_view::npos) {
    version.prerelease_ = Split(text.substr(dash + 1));
    for (const std::string& part : version.prerelease_) {
      const bool leading_zero = part.size() > 1 && part[0] == '0' && IsDigits(part);
      if (!IsIdentifier(part) || leading_zero) return std::nullopt;
    }
    text = text.substr(0, dash);
  }
  const auto numbers = Split(text);
  if (numbers.size() != 3) return std::nullopt;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = Numeric(numbers[i]);
    if (!number) return std::nullopt;
    version.numbers_[i] = *number;
  }
  return version;
}

std::strong_ordering SemVer::operator<=>(const SemVer& other) const {
  for (std::size_t i = 0; i < 3; ++i) {
    if (const auto order = numbers_[i] <=> other.numbers_[i]; order != 0) return order;
  }
  if (is_prerelease() != other.is_prerelease()) {
    return is_prerelease() ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  const std::size_t common = std::min(prerelease_.size(), other.prerelease_.size());
  for (std::size_t i = 0; i < common; ++i) {
    const auto order = CompareIdentifiers(prerelease_[i], other.prerelease_[i]);
    if (order != 0) return order;
  }
  return prerelease_.size() <=> other.prerelease_.size();
}

}  // namespace task_host
