// SPDX-License-Identifier: Apache-2.0
// A member lasts from its key to the next one.
#include "plugin/zendesk/raw_members.h"

#include "plugin/zendesk/json_reader.h"

namespace zendesk {
namespace {

class Splitter {
 public:
  explicit Splitter(std::string_view object) : object_(object) {
    constexpr size_t kUsualMembers = 48;
    members_.reserve(kUsualMembers);
  }

  std::vector<RawMember> Take() {
    if (has_escapes_) members_.clear();
    return std::move(members_);
  }

  void Key(std::string_view key) {
    if (depth_ != 1) return;
    const char* const end = object_.data() + object_.size();
    if (key.data() < object_.data() || key.data() >= end) {
      has_escapes_ = true;
      return;
    }
    EndMember(key.data() - 1);
    members_.push_back({key, {}});
  }
  bool WantsText() const { return false; }
  bool Text(std::string_view) { return true; }
  void Number(std::string_view) {}
  void Bool(bool) {}
  void Null() {}
  void StartObject(size_t) { ++depth_; }
  void EndObject(size_t, size_t at) {
    if (--depth_ == 0) EndMember(object_.data() + at - 1);
  }
  void StartArray() { ++depth_; }
  void EndArray() { --depth_; }

 private:
  // `end` is where something else begins, with a comma before it or none.
  void EndMember(const char* end) {
    if (members_.empty()) return;
    RawMember& member = members_.back();
    const char* begin = member.key.data() + member.key.size() + 1;
    while (IsBetween(*begin)) ++begin;
    while (IsBetween(end[-1])) --end;
    member.value = {begin, static_cast<size_t>(end - begin)};
  }

  static bool IsBetween(char c) {
    return c == ':' || c == ',' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  const std::string_view object_;
  std::vector<RawMember> members_;
  int depth_ = 0;
  bool has_escapes_ = false;
};

}  // namespace

std::vector<RawMember> ReadRawMembers(std::string_view object) {
  Splitter splitter(object);
  if (JsonReader(object, splitter).Read() != JsonEnd::kWhole) return {};
  return splitter.Take();
}

}  // namespace zendesk
