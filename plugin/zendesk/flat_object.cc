// SPDX-License-Identifier: Apache-2.0
// One pass, as for all answers: see JsonReader.
#include "plugin/zendesk/flat_object.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "plugin/zendesk/json_reader.h"
#include "plugin/zendesk/time_text.h"

namespace zendesk {
namespace {

using Kind = FlatValue::Kind;

class Flattener {
 public:
  explicit Flattener(const FlatObject* wanted) : wanted_(wanted) {}

  FlatObject Take() { return std::move(members_); }

  void Key(std::string_view key) {
    if (depth_ == kObject) {
      key_ = key;
      is_wanted_ = IsWanted(key);
    } else {
      inner_ = key;
    }
  }
  bool WantsText() const { return is_wanted_ && depth_ <= kInnerList; }
  bool Text(std::string_view text) {
    Note(Kind::kText, text);
    return true;
  }
  void Number(std::string_view number) { Note(Kind::kNumber, number); }
  void Bool(bool value) { Note(Kind::kBool, value ? "true" : "false"); }
  void Null() { Note(Kind::kNull, {}); }

  void StartObject(size_t) {
    ++depth_;
    if (depth_ == kInner) in_list_ = false;
    if (depth_ == kEntry && in_list_) entry_ = FlatMember{key_, {}, {}};
  }
  void EndObject(size_t, size_t) {
    if (depth_ == kEntry && in_list_ && is_wanted_ && !entry_.inner.empty())
      members_.push_back(std::move(entry_));
    --depth_;
  }
  void StartArray() {
    Note(Kind::kList, {});
    ++depth_;
    if (depth_ == kInner) in_list_ = true;
  }
  void EndArray() {
    if (depth_ == list_depth_) list_depth_ = 0;
    --depth_;
  }

 private:
  // How many objects and lists are open.
  static constexpr int kObject = 1;     // the object itself
  static constexpr int kInner = 2;      // an object or a list in it
  static constexpr int kEntry = 3;      // an entry of such a list, a list in such an object
  static constexpr int kInnerList = 4;  // a list in such an entry

  bool IsWanted(std::string_view key) const {
    return wanted_ == nullptr ||
           std::any_of(wanted_->begin(), wanted_->end(),
                       [key](const FlatMember& member) { return member.key == key; });
  }

  // A value begins here.
  void Note(Kind kind, std::string_view text) {
    if (!is_wanted_) return;
    if (depth_ == list_depth_) {
      FlatValue& list = depth_ == kInnerList ? entry_.value : members_[list_].value;
      if (kind != Kind::kList && kind != Kind::kNull) list.texts.emplace_back(text);
      return;
    }
    FlatValue value{kind, std::string(text), {}};
    if (depth_ == kObject || (depth_ == kInner && !in_list_)) {
      members_.push_back({key_, depth_ == kInner ? inner_ : std::string(), std::move(value)});
    } else if (depth_ == kEntry && in_list_ && inner_ == "value") {
      entry_.value = std::move(value);
    } else {
      if (depth_ == kEntry && in_list_ && inner_ == "id") entry_.inner = text;
      return;
    }
    if (kind != Kind::kList) return;
    list_depth_ = depth_ + 1;
    list_ = members_.size() - 1;
  }

  const FlatObject* const wanted_;
  FlatObject members_;
  int depth_ = 0;
  std::string key_;
  std::string inner_;
  bool is_wanted_ = false;
  bool in_list_ = false;  // what is open in the object is a list
  FlatMember entry_;
  size_t list_ = 0;     // the place of the list whose texts are being read, when it is no entry's
  int list_depth_ = 0;  // what is open in the list whose texts are being read; 0: none is
};

FlatObject Read(std::string_view json, const FlatObject* wanted) {
  Flattener flattener(wanted);
  if (JsonReader(json, flattener).Read() != JsonEnd::kWhole) return {};
  return flattener.Take();
}

std::string InLowerCase(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::vector<std::string> SetOf(const FlatValue& list) {
  std::vector<std::string> set;
  for (const std::string& text : list.texts) set.push_back(InLowerCase(text));
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
  return set;
}

std::string_view TakeDigits(std::string_view& text) {
  const std::string_view digits = text.substr(0, text.find_first_not_of("0123456789"));
  text.remove_prefix(digits.size());
  return digits;
}

// The one spelling of a number, with every digit: 120.50, 1.205e2 and 120.5 are the same. Nothing
// for what is no number.
std::optional<std::string> NumberIn(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  std::string digits(TakeDigits(text));
  int exponent = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const std::string_view fraction = TakeDigits(text);
    digits += fraction;
    exponent = -static_cast<int>(fraction.size());
  }
  if (digits.empty()) return std::nullopt;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(text.substr(1).starts_with('+') ? 2 : 1);
    int more = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), more);
    constexpr int kMost = 1000;  // a double holds a third of it
    if (error != std::errc() || std::abs(more) > kMost) return std::nullopt;
    exponent += more;
    text.remove_prefix(static_cast<size_t>(stop - text.data()));
  }
  if (!text.empty()) return std::nullopt;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  const size_t kept = digits.find_last_not_of('0') + 1;  // 0 when there is none
  exponent += static_cast<int>(digits.size() - kept);
  digits.resize(kept);
  if (digits.empty()) return "0";
  return fmt::format("{}{}e{}", is_negative ? "-" : "", digits, exponent);
}

// "Z", "+01:00" and "+0100": milliseconds that a clock there is ahead.
std::optional<int64_t> OffsetIn(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  constexpr size_t kSize = 5;  // without a colon
  if (zone.empty() || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
  std::string digits(zone);
  std::erase(digits, ':');
  const auto hours = ReadDigits(digits.substr(1, 2));
  const auto minutes = digits.size() == kSize ? ReadDigits(digits.substr(3)) : std::nullopt;
  if (!hours || !minutes) return std::nullopt;
  constexpr int64_t kMinuteMs = 60'000;
  const int64_t offset = (*hours * 60 + *minutes) * kMinuteMs;
  return zone[0] == '+' ? offset : -offset;
}

// Of a time with any offset, such as 2026-11-28T09:30:00.5+01:00; milliseconds since 1970 UTC. Of a
// second's fraction Zendesk keeps nothing.
std::optional<int64_t> TimeIn(const std::string& text) {
  constexpr size_t kDaySize = 10;
  constexpr size_t kLocalSize = 19;
  if (text.size() <= kLocalSize) return std::nullopt;
  const char between = text[kDaySize];
  if (between != 'T' && between != 't' && between != ' ') return std::nullopt;
  const auto local = ReadUtcTime(text.substr(0, kDaySize) + "T" +
                                 text.substr(kDaySize + 1, kLocalSize - kDaySize - 1) + "Z");
  std::string_view zone = std::string_view(text).substr(kLocalSize);
  if (zone.starts_with('.')) {
    const size_t end = zone.find_first_not_of("0123456789", 1);
    zone.remove_prefix(std::min(end, zone.size()));
  }
  const auto offset = OffsetIn(zone);
  if (!local || !offset) return std::nullopt;
  return *local - *offset;
}

// Zendesk keeps the last four digits of a card's number.
bool IsCard(const std::string& number, const std::string& kept) {
  constexpr size_t kKept = 4;
  const size_t hidden = kept.find_first_not_of('X');
  return kept.size() > kKept && hidden == kept.size() - kKept && number.size() > kKept &&
         number.ends_with(kept.substr(hidden));
}

// A day, and a time that begins with it.
bool IsDay(const std::string& day, const std::string& time) {
  constexpr size_t kDaySize = 10;
  return day.size() == kDaySize && time.size() > kDaySize && time[kDaySize] == 'T' &&
         time.starts_with(day) && day[4] == '-';
}

// Without blanks at its ends, and with one kind of line ends.
std::string Plain(std::string text) {
  std::erase(text, '\r');
  const size_t begin = text.find_first_not_of(" \t\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

// Zendesk has a box's state as a word or a digit in a text at times.
std::string_view BoxIn(const FlatValue& value) {
  if (value.kind != Kind::kText) return value.text;
  if (value.text == "1") return "true";
  return value.text == "0" ? std::string_view("false") : value.text;
}

bool IsSameText(const std::string& one, const std::string& other) {
  if (one == other || IsCard(one, other) || IsCard(other, one)) return true;
  if (IsDay(one, other) || IsDay(other, one)) return true;
  if (const auto time = TimeIn(one)) return time == TimeIn(other);
  return Plain(one) == Plain(other);
}

}  // namespace

FlatObject ReadFlatObject(std::string_view json) {
  return Read(json, nullptr);
}

FlatObject ReadFlatObject(std::string_view json, const FlatObject& wanted) {
  return Read(json, &wanted);
}

const FlatMember* FindMember(const FlatObject& object, std::string_view key,
                             std::string_view inner) {
  const auto found = std::find_if(object.begin(), object.end(), [&](const FlatMember& member) {
    return member.key == key && member.inner == inner;
  });
  return found != object.end() ? &*found : nullptr;
}

bool IsSame(const FlatValue& one, const FlatValue& other) {
  if (one.is_empty() || other.is_empty()) {
    const bool are_boxes = BoxIn(one) == "false" && BoxIn(other) == "false";
    return are_boxes || one.is_empty() == other.is_empty();
  }
  if (one.kind == Kind::kList || other.kind == Kind::kList)
    return one.kind == other.kind && SetOf(one) == SetOf(other);
  if (one.kind == Kind::kBool || other.kind == Kind::kBool) return BoxIn(one) == BoxIn(other);
  const bool has_number = one.kind == Kind::kNumber || other.kind == Kind::kNumber;
  if (const auto number = has_number ? NumberIn(one.text) : std::nullopt)
    return number == NumberIn(other.text);
  return IsSameText(one.text, other.text);
}

}  // namespace zendesk
