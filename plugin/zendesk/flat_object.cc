// SPDX-License-Identifier: Apache-2.0
// One pass, as for all answers: see JsonReader.
#include "plugin/zendesk/flat_object.h"

#include <algorithm>
#include <charconv>
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
      if (kind != Kind::kList) list.texts.emplace_back(text);
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

// Nothing for what is no number, or a number that a double might not hold.
std::optional<double> NumberIn(const std::string& text) {
  constexpr size_t kSafeDigits = 15;
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (text.size() > kSafeDigits || error != std::errc() || stop != end) return std::nullopt;
  return number;
}

// 2026-11-28T09:30:00+01:00, and not in UTC.
bool IsTimeElsewhere(const std::string& text) {
  constexpr size_t kDateSize = 10;
  return text.size() > kDateSize && text[kDateSize] == 'T' && !ReadUtcTime(text);
}

bool IsSameText(const std::string& one, const std::string& other) {
  if (one == other) return true;
  if (const auto number = NumberIn(one)) return number == NumberIn(other);
  const auto time = ReadUtcTime(one);
  if (time) return IsTimeElsewhere(other) || time == ReadUtcTime(other);
  return IsTimeElsewhere(one) && (ReadUtcTime(other) || IsTimeElsewhere(other));
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
  if (one.is_empty() || other.is_empty()) return one.is_empty() == other.is_empty();
  if (one.kind == Kind::kList || other.kind == Kind::kList)
    return one.kind == other.kind && SetOf(one) == SetOf(other);
  return IsSameText(one.text, other.text);
}

}  // namespace zendesk
