// SPDX-License-Identifier: Apache-2.0
// A member lasts from its key to the next one.
#include "plugin/zendesk/raw_members.h"

#include "plugin/zendesk/json_reader.h"

namespace zendesk {
namespace {

bool IsBetween(char c) {
  return c == ':' || c == ',' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::string_view WithoutEnds(std::string_view text) {
  while (!text.empty() && IsBetween(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBetween(text.back())) text.remove_suffix(1);
  return text;
}

// Of the member whose key is `i`th; `end` is where its object ends.
std::string_view ValueOf(std::string_view body, const std::vector<KeyPlace>& keys, size_t i,
                         size_t end) {
  const size_t begin = keys[i].begin + keys[i].size + 1;
  if (i + 1 < keys.size()) end = keys[i + 1].begin;
  return WithoutEnds(body.substr(begin, end - 1 - begin));
}

class KeyReader {
 public:
  explicit KeyReader(std::string_view object) : object_(object) {}

  const std::vector<KeyPlace>& keys() const { return keys_; }
  bool has_escapes() const { return has_escapes_; }
  size_t end() const { return end_; }

  void Key(std::string_view key) {
    if (depth_ != 1) return;
    if (const auto place = PlaceIn(object_, key)) {
      keys_.push_back(*place);
    } else {
      has_escapes_ = true;
    }
  }
  bool WantsText() const { return false; }
  bool Text(std::string_view) { return true; }
  void Number(std::string_view) {}
  void Bool(bool) {}
  void Null() {}
  void StartObject(size_t) { ++depth_; }
  void EndObject(size_t, size_t at) {
    --depth_;
    end_ = at;
  }
  void StartArray() { ++depth_; }
  void EndArray() { --depth_; }

 private:
  const std::string_view object_;
  std::vector<KeyPlace> keys_;
  int depth_ = 0;
  size_t end_ = 0;  // of the object that ended last
  bool has_escapes_ = false;
};

}  // namespace

std::vector<RawMember> ReadRawMembers(std::string_view object) {
  std::vector<RawMember> members;
  KeyReader reader(object);
  if (JsonReader(object, reader).Read() != JsonEnd::kWhole || reader.has_escapes()) return members;
  const std::vector<KeyPlace>& keys = reader.keys();
  for (size_t i = 0; i < keys.size(); ++i) {
    members.push_back(
        {object.substr(keys[i].begin, keys[i].size), ValueOf(object, keys, i, reader.end())});
  }
  return members;
}

std::string_view RawValue(std::string_view body, const ObjectPlace& place, std::string_view key) {
  for (size_t i = 0; i < place.keys.size(); ++i) {
    const KeyPlace& at = place.keys[i];
    if (body.substr(at.begin, at.size) == key)
      return ValueOf(body, place.keys, i, place.begin + place.size);
  }
  return {};
}

}  // namespace zendesk
