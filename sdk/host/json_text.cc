// SPDX-License-Identifier: Apache-2.0
// JSON as text: parsing and writing. The only file of the host library that includes RapidJSON.
#include <rapidjson/error/error.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>

#include "host/json.h"
#include "host/wipe.h"

namespace task_host {
namespace {

// What RapidJSON complains about, and the byte there. Errors of numbers as numbers cannot happen,
// since they stay text.
Sentence ReasonOf(rapidjson::ParseErrorCode code, char at_fault) {
  switch (code) {
    case rapidjson::kParseErrorDocumentEmpty:
      return Sentence("the document is empty");
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return Sentence("something follows the end of the value");
    case rapidjson::kParseErrorValueInvalid:
      return Sentence("this is no value");
    case rapidjson::kParseErrorObjectMissName:
      return at_fault == '}' ? Sentence("a comma stands before a closing }}")
                             : Sentence("the name of a member is missing");
    case rapidjson::kParseErrorObjectMissColon:
      return Sentence("a colon is missing after the name of a member");
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return Sentence("a comma or }} is missing after a member of an object");
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return Sentence("a comma or ] is missing after an item of a list");
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
      return Sentence("\\u is not followed by four hexadecimal digits");
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
      return Sentence("half of a surrogate pair");
    case rapidjson::kParseErrorStringEscapeInvalid:
      return at_fault == '\\' ? Sentence("a text has an unknown escape")
                              : Sentence(
                                    "a text holds a line break or another control character "
                                    "as it is; write \\n or \\u and its number");
    case rapidjson::kParseErrorStringMissQuotationMark:
      return Sentence("a text has no closing quotation mark");
    case rapidjson::kParseErrorStringInvalidEncoding:
      return Sentence("a text is not UTF-8");
    case rapidjson::kParseErrorNumberMissFraction:
      return Sentence("a number has no digits after its point");
    case rapidjson::kParseErrorNumberMissExponent:
      return Sentence("a number has no digits in its exponent");
    default:
      return Sentence("this is no JSON");
  }
}

Sentence AtByte(const Sentence& what, std::size_t offset) {
  return Sentence("{} (at byte {})", what, offset);
}

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
    return Add(Json(std::string_view(text, size))) != nullptr;
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
      problem_ = Sentence("the key \"{}\" stands twice in one object", *twice);
      return false;
    }
    open_.pop_back();
    return true;
  }

  const Sentence& problem() const { return problem_; }
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
      problem_ = Sentence("more than {} levels", kMaxJsonDepth);
      return false;
    }
    open_.push_back(Add(std::move(container)));
    return true;
  }

  Json root_;
  std::vector<Json*> open_;
  Sentence problem_;
};

// The number that a \uXXXX at this place writes, or -1 when there is none.
int EscapedUnit(std::string_view text, std::size_t at) {
  if (text.size() < at + 6 || text[at] != '\\' || text[at + 1] != 'u') return -1;
  int unit = 0;
  const char* last = text.data() + at + 6;
  const auto [end, error] = std::from_chars(last - 4, last, unit, 16);
  return error == std::errc() && end == last ? unit : -1;
}

// Where the escape of half of a surrogate pair stands, from this place on; npos: nowhere.
std::size_t FindHalfSurrogate(std::string_view text, std::size_t at = 0) {
  const auto is_high = [](int unit) { return unit >= 0xD800 && unit <= 0xDBFF; };
  const auto is_low = [](int unit) { return unit >= 0xDC00 && unit <= 0xDFFF; };
  while ((at = text.find('\\', at)) != std::string_view::npos) {
    const int unit = EscapedUnit(text, at);
    const bool is_pair = is_high(unit) && is_low(EscapedUnit(text, at + 6));
    if ((is_high(unit) || is_low(unit)) && !is_pair) return at;
    at += is_pair ? 12 : 2;
  }
  return at;
}

// Takes the text apart where it stands, so that RapidJSON keeps no copy of it.
Json ParseInPlace(WipedBytes& text) {
  rapidjson::InsituStringStream stream(text.data());
  rapidjson::Reader reader;
  Builder builder;
  constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag |
                              rapidjson::kParseValidateEncodingFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  if (result.IsError()) {
    const char at_fault = text.data()[std::min(result.Offset(), text.size())];
    const Sentence why =
        builder.problem().empty() ? ReasonOf(result.Code(), at_fault) : builder.problem();
    throw JsonError(AtByte(why, result.Offset()));
  }
  return builder.Take();
}

// A copy to take apart.
WipedBytes Copy(std::string_view text) {
  if (text.size() > kMaxJsonBytes) throw JsonError(Sentence("more than 16 MiB"));
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    throw JsonError(Sentence("a NUL byte at byte {}", nul));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  WipedBytes copy;
  copy.reserve(std::max<std::size_t>(text.size(), 64));
  copy.append(text);
  return copy;
}

// Where RapidJSON's writers put their bytes.
class Sink {
 public:
  using Ch = char;
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  void Put(char c) {
    if (at_ == end_) Grow();
    *at_++ = c;
  }
  void Flush() {}
  std::string Text() const { return std::string(bytes_.data(), Size()); }

 private:
  std::size_t Size() const { return static_cast<std::size_t>(at_ - bytes_.data()); }
  void Grow() {
    const std::size_t size = Size();
    bytes_.resize(2 * size + 256);
    at_ = bytes_.data() + size;
    end_ = bytes_.data() + bytes_.size();
  }

  WipedBytes bytes_;
  char* at_ = bytes_.data();
  char* end_ = at_;
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
  WipedBytes copy = Copy(text);
  const std::size_t half = FindHalfSurrogate(copy);
  if (half != std::string_view::npos) {
    throw JsonError(AtByte(Sentence("half of a surrogate pair"), half));
  }
  return ParseInPlace(copy);
}

Json Json::ParseReported(std::string_view text) {
  WipedBytes copy = Copy(text);
  const std::string_view whole = copy;
  constexpr std::string_view kReplacement = "\\uFFFD";
  for (std::size_t at = 0; (at = FindHalfSurrogate(whole, at)) != std::string_view::npos;) {
    std::copy(kReplacement.begin(), kReplacement.end(), copy.data() + at);
  }
  return ParseInPlace(copy);
}

std::string Json::Serialize() const {
  Sink sink;
  rapidjson::Writer<Sink> writer(sink);
  Write(*this, writer);
  return sink.Text();
}

std::string Json::SerializePretty() const {
  Sink sink;
  rapidjson::PrettyWriter<Sink> writer(sink);
  writer.SetIndent(' ', 2);
  Write(*this, writer);
  return sink.Text();
}

}  // namespace task_host
