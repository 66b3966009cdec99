// SPDX-License-Identifier: Apache-2.0
// The filter between RapidJSON's reader and its tree that keeps the rules of json.h.
#include "author/json.h"

#include <fmt/format.h>
#include <rapidjson/reader.h>
#include <string.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <unordered_set>
#include <vector>

#include "author/error.h"
#include "author/text.h"
#include "author/texts.h"

namespace task_plugin::json {
namespace {

// U+FFFF is no character, so no text that people exchange begins with it; a text that does is
// refused.
constexpr std::string_view kNumberMark = "\xEF\xBF\xBF";

bool HasFraction(std::string_view number) {
  return number.find_first_of(".eE") != number.npos;
}

// Whether Write() would give a double back as it came.
bool IsWrittenAs(double number, std::string_view text) {
  Buffer buffer;
  Writer(buffer).Double(number);
  return buffer.text() == text;
}

constexpr std::string_view kTrailing = "Something stands behind its end.";
constexpr std::string_view kHalfPair = "A text has half of a surrogate pair.";
constexpr std::string_view kOutOfRange = "A number is out of range.";

// Passes the reader's events on to the tree; returning false stops the reader with
// kParseErrorTermination.
class StrictHandler {
 public:
  // The document's text is UTF-8; `has_escapes` is false when no backslash stands in it.
  StrictHandler(rapidjson::Document& tree, Fractions fractions, bool has_escapes)
      : tree_(tree), fractions_(fractions), has_escapes_(has_escapes) {}

  std::string_view complaint() const { return complaint_; }

  bool Null() { return tree_.Null(); }
  bool Bool(bool value) { return tree_.Bool(value); }
  bool StartArray() { return Deeper() && tree_.StartArray(); }
  bool EndArray(rapidjson::SizeType count) { return --depth_, tree_.EndArray(count); }
  bool StartObject() { return Deeper() && tree_.StartObject(); }
  bool EndObject(rapidjson::SizeType count) { return --depth_, tree_.EndObject(count); }
  bool Key(const char* text, rapidjson::SizeType size, bool copy) {
    return IsWhole({text, size}) && tree_.Key(text, size, copy);
  }

  bool String(const char* text, rapidjson::SizeType size, bool copy) {
    if (std::string_view(text, size).starts_with(kNumberMark))
      return Refuse("A text begins with U+FFFF.");
    return IsWhole({text, size}) && tree_.String(text, size, copy);
  }

  bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    const char* end = text + size;
    const std::string_view number(text, size);
    if (HasFraction(number)) {
      double value = 0;
      if (std::from_chars(text, end, value).ec != std::errc()) return Refuse(kOutOfRange);
      if (fractions_ == Fractions::kDoubles || IsWrittenAs(value, number))
        return tree_.Double(value);
      return KeepText(number);
    }
    int64_t whole = 0;
    if (std::from_chars(text, end, whole).ec == std::errc()) return tree_.Int64(whole);
    uint64_t large = 0;
    if (*text != '-' && std::from_chars(text, end, large).ec == std::errc())
      return tree_.Uint64(large);
    return KeepText(number);
  }

  // The reader never calls these, since it hands numbers over as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  bool KeepText(std::string_view number) {
    const std::string marked = std::string(kNumberMark) + std::string(number);
    return tree_.String(marked.data(), static_cast<rapidjson::SizeType>(marked.size()), true);
  }
  bool Refuse(std::string_view complaint) {
    complaint_ = complaint;
    return false;
  }
  // The reader itself lets the escape of a lone low surrogate pass, and writes bytes that are no
  // UTF-8.
  bool IsWhole(std::string_view text) {
    constexpr char kLeadOfSurrogates = '\xED';
    return !has_escapes_ || text.find(kLeadOfSurrogates) == std::string_view::npos ||
           IsUtf8(text) || Refuse(kHalfPair);
  }
  bool Deeper() {
    return ++depth_ <= kMaxDepth || Refuse("It is nested more than 64 levels deep.");
  }

  rapidjson::Document& tree_;
  const Fractions fractions_;
  const bool has_escapes_;
  std::string_view complaint_;
  int depth_ = 0;
};

// Whether a text must not stand between quotation marks as it is: it holds one, a backslash, or a
// character below the blank.
bool NeedsEscapes(std::string_view text) {
  constexpr uint64_t kEach = 0x0101010101010101;
  const auto zeros = [](uint64_t bytes) { return (bytes - kEach) & ~bytes; };
  size_t at = 0;
  uint64_t found = 0;
  for (uint64_t eight = 0; text.size() - at >= sizeof eight; at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    found |= ((eight - ' ' * kEach) & ~eight) | zeros(eight ^ ('"' * kEach)) |
             zeros(eight ^ ('\\' * kEach));
  }
  if ((found & (0x80 * kEach)) != 0) return true;
  return std::any_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                     [](char c) { return static_cast<uint8_t>(c) < ' ' || c == '"' || c == '\\'; });
}

// The first key that stands twice in one object of the tree.
std::optional<std::string_view> FindDuplicate(const Value& value) {
  if (value.IsArray()) {
    for (const Value& item : value.GetArray()) {
      if (auto found = FindDuplicate(item)) return found;
    }
  } else if (value.IsObject()) {
    constexpr rapidjson::SizeType kFew = 16;  // below it, comparing all pairs beats hashing
    std::unordered_set<std::string_view> seen;
    for (auto member = value.MemberBegin(); member != value.MemberEnd(); ++member) {
      const std::string_view key = Text(member->name);
      const bool repeated =
          value.MemberCount() <= kFew
              ? std::any_of(value.MemberBegin(), member,
                            [&](const auto& other) { return Text(other.name) == key; })
              : !seen.insert(key).second;
      if (repeated) return key;
      if (auto found = FindDuplicate(member->value)) return found;
    }
  }
  return std::nullopt;
}

std::string_view ComplaintOf(rapidjson::ParseErrorCode code) {
  switch (code) {
    case rapidjson::kParseErrorDocumentEmpty:
      return "It is empty.";
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return kTrailing;
    case rapidjson::kParseErrorObjectMissName:
      return "A name in quotes is missing.";
    case rapidjson::kParseErrorObjectMissColon:
      return "A colon is missing behind a name.";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return "A comma or a closing brace is missing.";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return "A comma or a closing bracket is missing.";
    case rapidjson::kParseErrorStringMissQuotationMark:
      return "A text has no closing quotation mark.";
    case rapidjson::kParseErrorStringEscapeInvalid:
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
      return "A text holds a control character, or an escape sequence that is not valid.";
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
      return kHalfPair;
    case rapidjson::kParseErrorNumberTooBig:
      return kOutOfRange;
    case rapidjson::kParseErrorNumberMissFraction:
    case rapidjson::kParseErrorNumberMissExponent:
      return "A number is cut off.";
    default:
      return "A value is not valid.";
  }
}

}  // namespace

void Document::Wipe::operator()(std::string* text) const noexcept {
  explicit_bzero(text->data(), text->size());
  delete text;
}

// Left to itself RapidJSON takes 64 KiB at once, which every waiting operation would keep. A tree
// takes about as much as its text, and more blocks where that does not do.
Document::Document(std::string text)
    : text_(new std::string(std::move(text))),
      allocator_(std::make_unique<Allocator>(std::clamp<size_t>(text_->size(), 512, 64 << 10))),
      tree_(allocator_.get()) {}

Document Document::Parse(std::string text, std::string_view what, Fractions fractions) {
  return Parse(std::move(text), what, fractions, Texts::English());
}

Document Document::Parse(std::string text, std::string_view what, Fractions fractions,
                         const Texts& texts) {
  if (text.size() > kMaxBytes) {
    throw Error(Status::kInvalidArgument, "too_large",
                texts.Say("{} has {} bytes; at most {} are accepted.",
                          texts.Say(fmt::runtime(what)), text.size(), kMaxBytes));
  }
  const auto refuse = [&](const std::string& why) {
    throw Error(Status::kInvalidArgument, "invalid_json",
                texts.Say("{} is not valid JSON. {}", texts.Say(fmt::runtime(what)), why));
  };
  const auto refuse_at = [&](std::string_view complaint, size_t at) {
    refuse(texts.Say("{} (at byte {})", texts.Say(fmt::runtime(complaint)), at));
  };
  // At once, which is faster than letting the reader look at each character.
  const size_t not_utf8 = FindNotUtf8(text);
  if (not_utf8 != text.npos) refuse_at("A text is not UTF-8.", not_utf8);
  const bool has_escapes = text.find('\\') != text.npos;
  Document document(std::move(text));
  constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;
  rapidjson::ParseResult result;
  std::string_view complaint;
  auto generator = [&](rapidjson::Document& tree) {
    StrictHandler handler(tree, fractions, has_escapes);
    rapidjson::Reader reader;
    rapidjson::InsituStringStream stream(document.text_->data());
    result = reader.Parse<kFlags>(stream, handler);
    complaint = handler.complaint();
    // The in-situ stream ends at a NUL, so what stands behind one was never read.
    if (!result.IsError() && stream.Tell() != document.text_->size()) complaint = kTrailing;
    return !result.IsError();
  };
  document.tree_.Populate(generator);
  if (!complaint.empty()) refuse(texts.Say(fmt::runtime(complaint)));
  if (result.IsError()) refuse_at(ComplaintOf(result.Code()), result.Offset());
  if (const auto key = FindDuplicate(document.tree_))
    refuse(texts.Say("The key \"{}\" stands twice in one object.", *key));
  return document;
}

bool Writer::String(const char* text, rapidjson::SizeType size, bool copy) {
  if (NeedsEscapes({text, size})) return rapidjson::Writer<Buffer>::String(text, size, copy);
  Prefix(rapidjson::kStringType);
  os_->Put('"');
  os_->Append({text, size});
  os_->Put('"');
  return EndValue(true);
}

const Value* Find(const Value& object, std::string_view key) {
  for (const auto& member : object.GetObject()) {
    if (Text(member.name) == key) return &member.value;
  }
  return nullptr;
}

bool IsNumberText(const Value& value) {
  return value.IsString() && Text(value).starts_with(kNumberMark);
}

bool IsWideInteger(const Value& value) {
  return IsNumberText(value) && !HasFraction(Text(value).substr(kNumberMark.size()));
}

void RoundFractions(Value& value) {
  if (value.IsObject()) {
    std::for_each(value.MemberBegin(), value.MemberEnd(),
                  [](auto& member) { RoundFractions(member.value); });
  } else if (value.IsArray()) {
    for (Value& item : value.GetArray()) RoundFractions(item);
  } else if (IsNumberText(value) && !IsWideInteger(value)) {
    const std::string_view text = Text(value).substr(kNumberMark.size());
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);  // worked when it was read
    value.SetDouble(number);
  }
}

void Write(Writer& writer, const Value& value) {
  if (value.IsObject()) {
    writer.StartObject();
    for (const auto& member : value.GetObject()) {
      WriteText(writer, Text(member.name));
      Write(writer, member.value);
    }
    writer.EndObject();
  } else if (value.IsArray()) {
    writer.StartArray();
    for (const Value& item : value.GetArray()) Write(writer, item);
    writer.EndArray();
  } else if (IsNumberText(value)) {
    const std::string_view digits = Text(value).substr(kNumberMark.size());
    writer.RawValue(digits.data(), digits.size(), rapidjson::kNumberType);
  } else {
    value.Accept(writer);
  }
}

std::string Join(std::string_view pointer, std::string_view key) {
  std::string joined(pointer);
  joined += '/';
  for (const char c : key) {
    if (c == '~') {
      joined += "~0";
    } else if (c == '/') {
      joined += "~1";
    } else {
      joined += c;
    }
  }
  return joined;
}

}  // namespace task_plugin::json
