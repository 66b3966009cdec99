// SPDX-License-Identifier: Apache-2.0
// Sign, digits, a point and digits; of decimals also an exponent, as programs write small ones.
#include "plugin/tasks/names_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace zendesk::tasks {
namespace {

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Parts {
  bool is_negative = false;
  std::string_view whole;     // without zeros in front
  std::string_view fraction;  // empty when there is no point
};

std::optional<Parts> Split(std::string_view text) {
  Parts parts;
  parts.is_negative = text.starts_with('-');
  if (parts.is_negative || text.starts_with('+')) text.remove_prefix(1);
  const size_t point = text.find('.');
  parts.whole = text.substr(0, point);
  if (!IsDigits(parts.whole)) return std::nullopt;
  if (point != text.npos) {
    parts.fraction = text.substr(point + 1);
    if (!IsDigits(parts.fraction)) return std::nullopt;
  }
  const size_t first = std::min(parts.whole.find_first_not_of('0'), parts.whole.size() - 1);
  parts.whole.remove_prefix(first);
  return parts;
}

// With zeros for the exponent; nothing when it is none, or has more than anybody needs.
std::optional<std::string> WithoutExponent(std::string_view text) {
  constexpr int kMostZeros = 40;
  const size_t at = text.find_first_of("eE");
  const auto parts = Split(text.substr(0, at));
  if (!parts || at == text.npos) return std::nullopt;
  std::string_view digits = text.substr(at + 1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int exponent = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  const bool is_read = error == std::errc() && end == digits.data() + digits.size();
  if (!is_read || std::abs(exponent) > kMostZeros) return std::nullopt;
  std::string all = fmt::format("{}{}", parts->whole, parts->fraction);
  const int point = static_cast<int>(parts->whole.size()) + exponent;
  if (point <= 0) all.insert(0, static_cast<size_t>(1 - point), '0');
  const auto whole = static_cast<size_t>(std::max(point, 1));
  if (whole > all.size()) all.append(whole - all.size(), '0');
  if (whole < all.size()) all.insert(whole, ".");
  return fmt::format("{}{}", parts->is_negative ? "-" : "", all);
}

std::string Join(const Parts& parts) {
  const bool is_zero =
      parts.whole == "0" && parts.fraction.find_first_not_of('0') == std::string_view::npos;
  std::string text = parts.is_negative && !is_zero ? "-" : "";
  text += parts.whole;
  if (!parts.fraction.empty()) text.append(".").append(parts.fraction);
  return text;
}

}  // namespace

std::optional<std::string> WholeNumber(std::string_view text) {
  auto parts = Split(text);
  if (!parts || parts->fraction.find_first_not_of('0') != std::string_view::npos)
    return std::nullopt;
  parts->fraction = {};
  std::string number = Join(*parts);
  int64_t fits = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), fits);
  return error == std::errc() ? std::optional(std::move(number)) : std::nullopt;
}

std::optional<std::string> DecimalNumber(std::string_view text) {
  const std::optional<std::string> plain = WithoutExponent(text);
  const auto parts = Split(plain ? std::string_view(*plain) : text);
  if (!parts) return std::nullopt;
  return Join(*parts);
}

std::optional<int64_t> IdIn(std::string_view text) {
  if (!IsDigits(text) || text.front() == '0') return std::nullopt;
  int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc() ? std::optional(id) : std::nullopt;
}

}  // namespace zendesk::tasks
