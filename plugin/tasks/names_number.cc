// SPDX-License-Identifier: Apache-2.0
// Sign, digits, a point and digits.
#include "plugin/tasks/names_number.h"

#include <algorithm>
#include <charconv>

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
  const auto parts = Split(text);
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
