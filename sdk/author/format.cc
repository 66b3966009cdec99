// SPDX-License-Identifier: Apache-2.0
// Format checks by hand: std::regex depends on the locale and std::chrono::parse is missing in this
// compiler.
#include "author/format.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace task_plugin {
namespace {

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsHexDigit(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// In a picture '9' stands for a digit and everything else for itself.
bool Matches(std::string_view picture, std::string_view text) {
  return picture.size() == text.size() &&
         std::equal(picture.begin(), picture.end(), text.begin(), [](char expected, char c) {
           return expected == '9' ? IsDigit(c) : expected == c;
         });
}

int Number(std::string_view text, size_t at, size_t digits) {
  int number = 0;
  for (const char c : text.substr(at, digits)) number = number * 10 + (c - '0');
  return number;
}

bool IsDate(std::string_view text) {
  if (!Matches("9999-99-99", text)) return false;
  const int year = Number(text, 0, 4);
  const int month = Number(text, 5, 2);
  const int day = Number(text, 8, 2);
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day >= 1 && day <= kDays[static_cast<size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool IsOffset(std::string_view text) {
  if (text == "Z" || text == "z") return true;
  return (Matches("+99:99", text) || Matches("-99:99", text)) && Number(text, 1, 2) < 24 &&
         Number(text, 4, 2) < 60;
}

bool IsDateTime(std::string_view text) {
  constexpr size_t kTimeAt = 11;
  if (text.size() < kTimeAt + 9 || !IsDate(text.substr(0, 10))) return false;
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return false;
  if (!Matches("99:99:99", text.substr(kTimeAt, 8))) return false;
  if (Number(text, kTimeAt, 2) > 23 || Number(text, kTimeAt + 3, 2) > 59 ||
      Number(text, kTimeAt + 6, 2) > 60)
    return false;
  text.remove_prefix(kTimeAt + 8);
  if (text.starts_with('.')) {
    const auto digits =
        static_cast<size_t>(std::find_if_not(text.begin() + 1, text.end(), IsDigit) - text.begin());
    if (digits == 1) return false;
    text.remove_prefix(digits);
  }
  return IsOffset(text);
}

// Not the whole of RFC 5322: it catches what people mistype and leaves the rest to the service.
bool IsEmail(std::string_view text) {
  const size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || text.size() > 254) return false;
  const std::string_view domain = text.substr(at + 1);
  const auto is_bad = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == ',' || c == ';' || c == '<' || c == '>' ||
           c == 0x7F;
  };
  if (std::any_of(text.begin(), text.end(), is_bad) ||
      text.substr(0, at).find('@') != std::string_view::npos)
    return false;
  return !domain.empty() && domain.front() != '.' && domain.back() != '.' &&
         domain.find("..") == std::string_view::npos;
}

bool IsUri(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size() ||
      !IsLetter(text[0]))
    return false;
  const auto in_scheme = [](char c) {
    return IsLetter(c) || IsDigit(c) || c == '+' || c == '-' || c == '.';
  };
  return std::all_of(text.begin(), text.begin() + static_cast<ptrdiff_t>(colon), in_scheme) &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

bool IsUuid(std::string_view text) {
  constexpr std::string_view kPicture = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return text.size() == kPicture.size() &&
         std::equal(kPicture.begin(), kPicture.end(), text.begin(), [](char expected, char c) {
           return expected == 'x' ? IsHexDigit(c) : expected == c;
         });
}

struct Format {
  std::string_view name;
  bool (*accepts)(std::string_view);
  std::string_view example;
};

constexpr std::array kFormats = {
    Format{"date", IsDate, "2026-11-22"},
    Format{"date-time", IsDateTime, "2026-11-22T09:30:00Z"},
    Format{"email", IsEmail, "ada@example.com"},
    Format{"uri", IsUri, "https://example.com/"},
    Format{"uuid", IsUuid, "01234567-89ab-cdef-0123-456789abcdef"},
};

const Format* Lookup(std::string_view name) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(),
                                   [&](const Format& f) { return f.name == name; });
  return found == kFormats.end() ? nullptr : found;
}

}  // namespace

bool HasFormat(std::string_view format, std::string_view text) {
  const Format* known = Lookup(format);
  return known == nullptr || known->accepts(text);
}

std::string_view FormatExample(std::string_view format) {
  const Format* known = Lookup(format);
  return known == nullptr ? std::string_view() : known->example;
}

}  // namespace task_plugin
