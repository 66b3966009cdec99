// SPDX-License-Identifier: Apache-2.0
// JSON as text: parsing and writing. The only file of the host library that includes RapidJSON.
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "host/json.h"

namespace task_host {
namespace {

// Builds the value while RapidJSON reads. An open container is always the last element of its
// parent, and the parent does not grow meanwhile, so plain pointers to the open ones stay good.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
  bool Null() { return Add(Json()) != nullptr; }
  bool Bool(bool value) { return Add(Json(value)) != nullptr; }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return Add(Json(Json::Number{std::string(text, size)})) != nullptr;
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return Add(Json(std::string(text, size))) != nullptr;
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    open_.back()->object()->emplace_back(std::string(text, size), Json());
    return true;
  }
  bool StartObject() { return Open(Json(Json::Object())); }
  bool StartArray() { return Open(Json(Json::Array())); }
  bool EndArray(rapidjson::SizeType) {
    open_.pop_back();
    return true;
  }
  bool EndObject(rapidjson::SizeType) {
    std::vector<std::string_view> names;
    for (const auto& member : *open_.back()->object()) names.push_back(member.first);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) {
      problem_ = "the key \"" + std::string(*twice) + "\" stands twice in one object";
      return false;
    }
    open_.pop_back();
    return true;
  }

  const std::string& problem() const { return problem_; }
  Json Take() { return std::move(root_); }

 private:
  Json* Add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json* parent = open_.back();
    if (Json::Array* items = parent->array()) return &items->emplace_back(std::move(value));
    Json& slot = parent->object()->back().second;
    slot = std::move(value);
    return &slot;
  }
  bool Open(Json container) {
    if (open_.size() == kMaxJsonDepth) {
      problem_ = "more than " + std::to_string(kMaxJsonDepth) + " levels";
      return false;
    }
    open_.push_back(Add(std::move(container)));
    return true;
  }

  Json root_;
  std::vector<Json*> open_;
  std::string problem_;
};

template <typename Writer>
void Write(const Json& value, Writer& writer) {
  const auto size = [](const std::string& text) {
    return static_cast<rapidjson::SizeType>(text.size());
  };
  if (const bool* boolean = value.boolean()) {
    writer.Bool(*boolean);
  } else if (const Json::Number* number = value.number()) {
    writer.RawValue(number->text.data(), number->text.size(), rapidjson::kNumberType);
  } else if (const std::string* text = value.string()) {
    writer.String(text->data(), size(*text));
  } else if (const Json::Array* items = value.array()) {
    writer.StartArray();
    for (const Json& item : *items) Write(item, writer);
    writer.EndArray();
  } else if (const Json::Object* members = value.object()) {
    writer.StartObject();
    for (const auto& [name, member] : *members) {
      writer.Key(name.data(), size(name));
      Write(member, writer);
    }
    writer.EndObject();
  } else {
    writer.Null();
  }
}

}  // namespace

Json Json::Parse(std::string_view text) {
  if (text.size() > kMaxJsonBytes) throw JsonError("more than 16 MiB");
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    throw JsonError("a NUL byte at byte " + std::to_string(nul));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  Builder builder;
  constexpr unsigned kFlags =
      rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  if (result.IsError()) {
    const std::string why =
        builder.problem().empty() ? rapidjson::GetParseError_En(result.Code()) : builder.problem();
    throw JsonError(why + " (at byte " + std::to_string(result.Offset()) + ")");
  }
  return builder.Take();
}

std::string Json::Serialize() const {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  Write(*this, writer);
  return std::string(buffer.GetString(), buffer.GetSize());
}

std::string Json::SerializePretty() const {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
  writer.SetIndent(' ', 2);
  Write(*this, writer);
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace task_host
