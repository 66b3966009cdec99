// SPDX-License-Identifier: Apache-2.0
// A document with one thing in it changed, for all of its things.
#pragma once

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zendesk {

/// One member or entry, and the document in its variants.
struct Variants {
  std::string place;                     ///< for messages, such as ".ticket.tags[0]"
  std::optional<std::string> without;    ///< a member is missing; nothing for an entry
  std::string null;                      ///< it is null
  std::optional<std::string> respelled;  ///< the digits of a number as text, or of a text as number
  std::vector<std::string> odd;          ///< it is of other kinds
};

class Varied {
 public:
  explicit Varied(std::string_view example) {
    document_.Parse(example.data(), example.size());
    Visit(document_, Path(), "");
  }

  const std::vector<Variants>& variants() const { return variants_; }
  /// With a member in every object that nobody knows.
  std::string WithMore() {
    rapidjson::Document copy = Copy();
    AddMembers(copy, copy.GetAllocator());
    return Text(copy);
  }

 private:
  using Value = rapidjson::Value;
  using Path = std::vector<rapidjson::SizeType>;

  static std::string Text(const Value& value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
  }

  rapidjson::Document Copy() const {
    rapidjson::Document copy;
    copy.CopyFrom(document_, copy.GetAllocator());
    return copy;
  }

  static Value& At(Value& root, const Path& path) {
    Value* at = &root;
    for (const rapidjson::SizeType step : path)
      at = at->IsObject() ? &(at->MemberBegin() + step)->value : &(*at)[step];
    return *at;
  }

  template <typename Change>
  std::string With(const Path& path, Change change) const {
    rapidjson::Document copy = Copy();
    change(At(copy, path), copy.GetAllocator());
    return Text(copy);
  }

  std::string WithJson(const Path& path, const std::string& json) const {
    return With(path, [&json](Value& value, auto& allocator) {
      rapidjson::Document other(&allocator);
      other.Parse(json.c_str());
      value.CopyFrom(other, allocator);
    });
  }

  static bool IsDigits(std::string_view text) {
    return !text.empty() && text.size() < 19 && text.front() != '0' &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  }

  std::optional<std::string> Respelled(const Value& value, const Path& path) const {
    if (value.IsInt64()) return WithJson(path, '"' + Text(value) + '"');
    if (!value.IsString() || !IsDigits({value.GetString(), value.GetStringLength()}))
      return std::nullopt;
    return WithJson(path, value.GetString());
  }

  std::optional<std::string> Without(Path path) const {
    const rapidjson::SizeType last = path.back();
    path.pop_back();
    rapidjson::Document copy = Copy();
    Value& outer = At(copy, path);
    if (!outer.IsObject()) return std::nullopt;
    outer.EraseMember(outer.MemberBegin() + last);
    return Text(copy);
  }

  void Visit(const Value& value, const Path& path, const std::string& place) {
    if (!path.empty()) {
      Variants made{place, Without(path), WithJson(path, "null"), Respelled(value, path), {}};
      for (const char* odd :
           {"[]", "{}", "[null]", R"({"x":null})", "true", "false", "1.5", "-1", "7", R"("")",
            R"("x")", R"("7")", R"("\ud800")", "18446744073709551615", "[[[[[[[[[[]]]]]]]]]]"})
        made.odd.push_back(WithJson(path, odd));
      variants_.push_back(std::move(made));
    }
    Path inner = path;
    inner.push_back(0);
    if (value.IsObject()) {
      for (const auto& [name, member] : value.GetObject()) {
        Visit(member, inner, place + "." + name.GetString());
        ++inner.back();
      }
    } else if (value.IsArray()) {
      for (const Value& entry : value.GetArray()) {
        Visit(entry, inner, place + "[]");
        ++inner.back();
      }
    }
  }

  static void AddMembers(Value& value, rapidjson::Document::AllocatorType& allocator) {
    if (value.IsArray()) {
      for (Value& entry : value.GetArray()) AddMembers(entry, allocator);
    } else if (value.IsObject()) {
      for (auto& member : value.GetObject()) AddMembers(member.value, allocator);
      Value more(rapidjson::kObjectType);
      more.AddMember("id", Value().SetNull(), allocator);
      value.AddMember("new_in_2027", more, allocator);
    }
  }

  rapidjson::Document document_;
  std::vector<Variants> variants_;
};

}  // namespace zendesk
