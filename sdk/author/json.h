// SPDX-License-Identifier: Apache-2.0
// JSON by the rules of task_plugin.h: at most 16 MiB and 64 levels, UTF-8 checked, no duplicate
// keys, and integers that keep every digit (of up to 308; a number beyond a double is refused).
//
// RapidJSON alone accepts duplicate keys and turns an integer beyond 64 bits into a double.
// Document therefore reads numbers as text and decides itself; an integer that fits no 64-bit type
// stays in the tree as its text, marked so that Write() gives the same digits back and
// IsNumberText() tells it from a string. So does, where that is asked for, a fraction that a double
// would write in another way: 1.50, or one of twenty digits.
#pragma once

#include <rapidjson/document.h>
#include <rapidjson/writer.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace task_plugin {
class Texts;
}

namespace task_plugin::json {

using Value = rapidjson::Value;
using Allocator = rapidjson::Document::AllocatorType;

/// Takes what a Writer writes, and gives it away without a copy, which RapidJSON's own cannot.
class Buffer {
 public:
  using Ch = char;  // for RapidJSON

  Buffer() = default;
  /// The size is a guess that saves growing.
  explicit Buffer(size_t expected_size) { text_.reserve(expected_size); }

  void Put(char c) { text_ += c; }
  void Append(std::string_view text) { text_ += text; }
  void Flush() {}

  std::string_view text() const { return text_; }
  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

/// RapidJSON's, which looks at each character alone, but for texts that need no escapes: they go
/// out as they are.
class Writer : public rapidjson::Writer<Buffer> {
 public:
  using rapidjson::Writer<Buffer>::Writer;
  bool String(const char* text, rapidjson::SizeType size, bool copy = false);
  bool Key(const char* text, rapidjson::SizeType size, bool copy = false) {
    return String(text, size, copy);
  }
};

inline constexpr size_t kMaxBytes = size_t{16} << 20;
inline constexpr int kMaxDepth = 64;

/// What becomes of numbers with a point or an exponent.
enum class Fractions {
  kDoubles,    ///< doubles
  kAsWritten,  ///< the same; those that would be written differently stay text
};

/// A parsed document together with the text that it points into, which is overwritten in the end:
/// it may hold credentials. Movable, not copyable.
class Document {
 public:
  /// Throws Error (kInvalidArgument; codes "invalid_json", "too_large") that calls the document
  /// `what`, for example "The input".
  static Document Parse(std::string text, std::string_view what,
                        Fractions fractions = Fractions::kDoubles);
  /// The same in another language than English, if `texts` has a translation of `what`.
  static Document Parse(std::string text, std::string_view what, Fractions fractions,
                        const Texts& texts);

  Value& root() { return tree_; }
  const Value& root() const { return tree_; }
  Allocator& allocator() { return tree_.GetAllocator(); }

 private:
  explicit Document(std::string text);

  struct Wipe {
    void operator()(std::string* text) const noexcept;
  };

  // Both on the heap, so that a move leaves the pointers into them alone.
  std::unique_ptr<std::string, Wipe> text_;
  std::unique_ptr<Allocator> allocator_;
  rapidjson::Document tree_;
};

/// The text of a string value; also of a number's marked form, so ask IsNumberText first where it
/// matters.
inline std::string_view Text(const Value& value) {
  return {value.GetString(), value.GetStringLength()};
}

/// The member's value, or null when the object has no such member.
const Value* Find(const Value& object, std::string_view key);

/// A number that is kept as its text.
bool IsNumberText(const Value& value);
/// One of them that is an integer.
bool IsWideInteger(const Value& value);

/// Makes the fractions in a value that are kept as their text doubles.
void RoundFractions(Value& value);

/// Writes a value that came from Document: numbers keep their digits.
void Write(Writer& writer, const Value& value);

inline void WriteText(Writer& writer, std::string_view text) {
  writer.String(text.data() == nullptr ? "" : text.data(),
                static_cast<rapidjson::SizeType>(text.size()));
}

/// A JSON Pointer one step longer: "/a" and "b/c" make "/a/b~1c".
std::string Join(std::string_view pointer, std::string_view key);

}  // namespace task_plugin::json
