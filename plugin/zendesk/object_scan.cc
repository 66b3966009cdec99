// SPDX-License-Identifier: Apache-2.0
// A handler that notes values as they pass by, and where the object begins and ends.
#include "plugin/zendesk/object_scan.h"

#include <algorithm>
#include <functional>

#include "plugin/zendesk/eight_chars.h"
#include "plugin/zendesk/half_surrogate.h"
#include "plugin/zendesk/json_reader.h"

namespace zendesk {
namespace {

// Stands for a key among others of its object. Up to seven characters stand for themselves; two
// longer keys may have the same print, but not by chance.
uint64_t Fingerprint(std::string_view key) {
  uint64_t print = key.size() << 56;
  if (key.size() < 8) return print | LoadFew(key.data(), key.size());
  const auto mix = [&print](uint64_t eight) {
    constexpr uint64_t kOdd = 0x9E3779B97F4A7C15;  // so that nothing is lost
    print = (print ^ eight) * kOdd;
    print ^= print >> 32;
  };
  const char* const last = key.data() + key.size() - 8;
  for (const char* at = key.data(); at < last; at += 8) mix(LoadChars(at));
  mix(LoadChars(last));
  return print;
}

// May change their order. Few are compared with each other sooner than sorted.
bool HasRepetition(std::span<uint64_t> prints) {
  constexpr size_t kFew = 64;
  if (prints.size() > kFew) {
    std::sort(prints.begin(), prints.end());
    return std::adjacent_find(prints.begin(), prints.end()) != prints.end();
  }
  for (size_t i = 1; i < prints.size(); ++i) {
    const auto before = prints.first(i);
    if (std::find(before.begin(), before.end(), prints[i]) != before.end()) return true;
  }
  return false;
}

class Scanner {
 public:
  Scanner(std::string_view body, std::string_view name, std::span<WantedMember> members)
      : body_(body), name_(name), members_(members) {
    constexpr size_t kUsualKeys = 64;
    keys_.reserve(kUsualKeys);
    places_.reserve(kUsualKeys);
  }

  bool found() const { return end_ != 0; }
  ObjectPlace TakePlace() { return {begin_, end_ - begin_, std::move(places_), repeats_key_}; }

  void Null() {}  // in a list it is no item

  void Bool(bool value) {
    NoteOddItem();
    if (WantedMember* member = Given()) member->flag = value;
  }

  void Key(std::string_view key) {
    if (depth_ == 1) object_follows_ = key == name_;
    if (!is_inside_) return;
    keys_.push_back(Fingerprint(key));
    if (depth_ != kMemberDepth) return;
    if (const auto place = PlaceIn(body_, key)) places_.push_back(*place);
    member_ = nullptr;
    for (WantedMember& member : members_) {
      if (member.name == key) member_ = &member;
    }
  }

  bool WantsText() const { return is_inside_ && member_ != nullptr; }

  bool Text(std::string_view text) {
    if (FindHalfSurrogate(text) != text.npos) return false;
    if (WantedMember* member = Given()) {
      member->text = text;
    } else if (depth_ == kItemDepth) {
      NoteItem(std::string(text));
    }
    return true;
  }

  void Number(std::string_view number) {
    if (WantedMember* member = Given()) {
      member->number = number;
    } else if (IsItem()) {
      NoteItem(std::string(number));
    }
  }

  void StartObject(size_t at) {
    if (depth_ == 1 && object_follows_ && !found()) {
      begin_ = at;
      is_inside_ = true;
    }
    NoteOddItem();
    Given();
    ++depth_;
  }
  void EndObject(size_t members, size_t at) {
    if (is_inside_) {
      NoteRepeatedKey(members);
      if (depth_ == kMemberDepth) {
        end_ = at;
        is_inside_ = false;
      }
    }
    --depth_;
  }
  void StartArray() {
    NoteOddItem();
    if (WantedMember* member = Given()) {
      member->texts.clear();
      member->all_texts = true;
    }
    ++depth_;
  }
  void EndArray() { --depth_; }

 private:
  static constexpr int kMemberDepth = 2;
  static constexpr int kItemDepth = 3;

  // The member that the value which begins here belongs to, if somebody wants it.
  WantedMember* Given() {
    if (!is_inside_ || depth_ != kMemberDepth || member_ == nullptr) return nullptr;
    member_->given = true;
    return member_;
  }

  void NoteItem(std::string text) {
    if (member_->texts.size() < WantedMember::kMostTexts) {
      member_->texts.push_back(std::move(text));
    } else {
      member_->all_texts = false;
    }
  }

  bool IsItem() const { return is_inside_ && depth_ == kItemDepth && member_ != nullptr; }

  void NoteOddItem() {
    if (IsItem()) member_->all_texts = false;
  }

  // Two keys with the same print count as one: at worst an object is left out that need not be.
  void NoteRepeatedKey(size_t count) {
    const auto own = keys_.end() - static_cast<std::ptrdiff_t>(count);
    repeats_key_ = repeats_key_ || HasRepetition(std::span(own, keys_.end()));
    keys_.erase(own, keys_.end());
  }

  const std::string_view body_;
  const std::string_view name_;
  const std::span<WantedMember> members_;
  int depth_ = 0;
  bool object_follows_ = false;
  WantedMember* member_ = nullptr;  // whose value is being read
  std::vector<uint64_t> keys_;      // prints of the keys of all objects that are open
  std::vector<KeyPlace> places_;    // of the object's own keys
  bool repeats_key_ = false;
  bool is_inside_ = false;
  size_t begin_ = 0;
  size_t end_ = 0;  // never 0 once found
};

// Notes where the objects of a list stand.
class ListScanner {
 public:
  ListScanner(std::string_view body, std::string_view name) : body_(body), name_(name) {}

  bool found() const { return found_; }
  std::vector<std::string_view> TakeItems() { return std::move(items_); }

  void Key(std::string_view key) {
    if (depth_ == 1) list_follows_ = key == name_;
  }
  bool WantsText() const { return false; }
  bool Text(std::string_view) { return true; }
  void Number(std::string_view) {}
  void Bool(bool) {}
  void Null() {}
  void StartObject(size_t at) {
    if (inside_ && depth_ == kItemDepth) begin_ = at;
    ++depth_;
  }
  void EndObject(size_t, size_t at) {
    --depth_;
    if (inside_ && depth_ == kItemDepth) items_.push_back(body_.substr(begin_, at - begin_));
  }
  void StartArray() {
    if (depth_ == 1 && list_follows_ && !found_) inside_ = found_ = true;
    ++depth_;
  }
  void EndArray() {
    --depth_;
    if (depth_ == 1) inside_ = false;
  }

 private:
  static constexpr int kItemDepth = 2;

  const std::string_view body_;
  const std::string_view name_;
  int depth_ = 0;
  bool list_follows_ = false;
  bool inside_ = false;
  bool found_ = false;
  size_t begin_ = 0;
  std::vector<std::string_view> items_;
};

template <typename Handler>
bool Scan(std::string_view body, std::string_view name, Handler& scanner,
          std::optional<Message>& complaint) {
  switch (JsonReader(body, scanner).Read()) {
    case JsonEnd::kWhole:
      if (scanner.found()) return true;
      complaint = Message("It holds no \"{}\".", name);
      break;
    case JsonEnd::kNotJson:
      complaint = Message("It is not JSON, or is cut off.");
      break;
    case JsonEnd::kTooDeep:
      complaint = Message("It is nested too deeply.");
      break;
    case JsonEnd::kMoreBehind:
      complaint = Message("Something stands behind its end.");
      break;
    case JsonEnd::kStopped:
      complaint = Message("A text of its \"{}\" has half of a surrogate pair.", name);
      break;
  }
  return false;
}

}  // namespace

std::optional<KeyPlace> PlaceIn(std::string_view body, std::string_view key) {
  const std::less<> is_before;
  const char* const end = body.data() + body.size();
  if (is_before(key.data(), body.data()) || !is_before(key.data(), end)) return std::nullopt;
  return KeyPlace{static_cast<size_t>(key.data() - body.data()), key.size()};
}

std::optional<ObjectPlace> ScanObject(std::string_view body, std::string_view name,
                                      std::span<WantedMember> members,
                                      std::optional<Message>& complaint) {
  Scanner scanner(body, name, members);
  if (!Scan(body, name, scanner, complaint)) return std::nullopt;
  return scanner.TakePlace();
}

std::string_view FindObject(std::string_view body, std::string_view name) {
  std::optional<Message> complaint;
  const auto place = ScanObject(body, name, {}, complaint);
  return place ? body.substr(place->begin, place->size) : std::string_view();
}

std::optional<std::vector<std::string_view>> ScanList(std::string_view body, std::string_view name,
                                                      std::optional<Message>& complaint) {
  ListScanner scanner(body, name);
  if (!Scan(body, name, scanner, complaint)) return std::nullopt;
  return scanner.TakeItems();
}

}  // namespace zendesk
