// SPDX-License-Identifier: Apache-2.0
// A SAX handler that notes values as they pass by, and where the object begins and ends.
// RapidJSON's iterative reader, which no nesting can overflow, announces a brace before it takes it
// from the stream.
#include "plugin/zendesk/object_scan.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <functional>

#include "plugin/transport/wiping_memory.h"
#include "plugin/zendesk/half_surrogate.h"

namespace zendesk {
namespace {

class Scanner : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Scanner> {
 public:
  Scanner(const rapidjson::MemoryStream& stream, std::string_view name,
          std::span<WantedMember> members)
      : stream_(stream), name_(name), members_(members) {}

  bool found() const { return end_ != 0; }
  ObjectPlace place() const { return {begin_, end_ - begin_, repeats_key_}; }
  bool too_deep() const { return depth_ > kMaxDepth; }
  bool half_surrogate() const { return half_surrogate_; }

  bool Null() {
    NoteOddItem();
    return true;
  }

  bool Bool(bool value) {
    NoteOddItem();
    if (WantedMember* member = Given()) member->flag = value;
    return true;
  }

  bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    const std::string_view key(text, size);
    if (Inside()) keys_.push_back(std::hash<std::string_view>()(key));
    if (depth_ == 1) object_follows_ = key == name_;
    if (Inside() && depth_ == kMemberDepth) {
      const auto found = std::find_if(members_.begin(), members_.end(),
                                      [&](const WantedMember& m) { return m.name == key; });
      member_ = found == members_.end() ? nullptr : &*found;
    }
    return true;
  }

  bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    if (!Inside() || member_ == nullptr) return true;
    std::string value(text, size);
    half_surrogate_ = FindHalfSurrogate(value) != value.npos;
    if (half_surrogate_) return false;
    if (WantedMember* member = Given()) {
      member->text = std::move(value);
    } else if (depth_ == kItemDepth) {
      NoteItem(std::move(value));
    }
    return true;
  }

  bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    NoteOddItem();
    if (WantedMember* member = Given()) member->number = std::string(text, size);
    return true;
  }

  bool StartObject() {
    if (depth_ == 1 && object_follows_ && !found()) begin_ = stream_.Tell();
    NoteOddItem();
    Given();
    return ++depth_ <= kMaxDepth;
  }
  bool EndObject(rapidjson::SizeType count) {
    if (Inside()) NoteRepeatedKey(count);
    if (Inside() && depth_ == kMemberDepth) end_ = stream_.Tell() + 1;
    --depth_;
    return true;
  }
  bool StartArray() {
    NoteOddItem();
    if (WantedMember* member = Given()) {
      member->texts.clear();
      member->all_texts = true;
    }
    return ++depth_ <= kMaxDepth;
  }
  bool EndArray(rapidjson::SizeType /*count*/) {
    --depth_;
    return true;
  }

 private:
  static constexpr int kMaxDepth = 64;
  static constexpr int kMemberDepth = 2;
  static constexpr int kItemDepth = 3;

  // The member that the value which begins here belongs to, if somebody wants it.
  WantedMember* Given() {
    if (!Inside() || depth_ != kMemberDepth || member_ == nullptr) return nullptr;
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

  void NoteOddItem() {
    if (Inside() && depth_ == kItemDepth && member_ != nullptr) member_->all_texts = false;
  }

  // Two keys with the same hash count as one: at worst an object is left out that need not be.
  void NoteRepeatedKey(size_t count) {
    const auto own = keys_.end() - static_cast<std::ptrdiff_t>(count);
    std::sort(own, keys_.end());
    if (std::adjacent_find(own, keys_.end()) != keys_.end()) repeats_key_ = true;
    keys_.erase(own, keys_.end());
  }

  bool Inside() const { return begin_ != 0 && end_ == 0; }

  const rapidjson::MemoryStream& stream_;
  const std::string_view name_;
  const std::span<WantedMember> members_;
  int depth_ = 0;
  bool object_follows_ = false;
  WantedMember* member_ = nullptr;  // whose value is being read
  bool half_surrogate_ = false;
  std::vector<size_t> keys_;  // hashes of the keys of all objects that are open
  bool repeats_key_ = false;
  size_t begin_ = 0;  // never 0 once found: a brace stands before it
  size_t end_ = 0;
};

}  // namespace

std::optional<ObjectPlace> ScanObject(std::string_view body, std::string_view name,
                                      std::span<WantedMember> members,
                                      std::optional<Message>& complaint) {
  rapidjson::MemoryStream stream(body.data(), body.size());
  Scanner scanner(stream, name, members);
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, transport::WipingJsonMemory>
      reader;
  constexpr unsigned kFlags = rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseIterativeFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  if (reader.Parse<kFlags>(stream, scanner).IsError()) {
    complaint = scanner.too_deep() ? Message("It is nested too deeply.")
                : scanner.half_surrogate()
                    ? Message("A text of its \"{}\" has half of a surrogate pair.", name)
                    : Message("It is not JSON, or is cut off.");
  } else if (stream.Tell() != body.size()) {
    complaint = Message("Something stands behind its end.");  // the reader stops at a NUL
  } else if (!scanner.found()) {
    complaint = Message("It holds no \"{}\".", name);
  } else {
    return scanner.place();
  }
  return std::nullopt;
}

}  // namespace zendesk
