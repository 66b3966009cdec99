// SPDX-License-Identifier: Apache-2.0
// One pass over a JSON document (RFC 8259) in UTF-8, without a tree of it and without recursion.
//
// A handler has these members, called in the document's order; `at` is a place in the document.
//
//   void Key(std::string_view key);
//   bool WantsText();                        asked before each text that is no key
//   bool Text(std::string_view text);        a text that it wants; false ends the reading
//   void Number(std::string_view number);    as it was written
//   void Bool(bool value);
//   void Null();
//   void StartObject(size_t at);
//   void EndObject(size_t members, size_t at);    `at` is the place behind it
//   void StartArray();
//   void EndArray();
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/zendesk/eight_chars.h"
#include "plugin/zendesk/json_text.h"

namespace zendesk {

enum class JsonEnd { kWhole, kNotJson, kTooDeep, kMoreBehind, kStopped };

template <typename Handler>
class JsonReader {
 public:
  JsonReader(std::string_view document, Handler& handler)
      : begin_(document.data()), at_(begin_), end_(begin_ + document.size()), handler_(handler) {}

  // Once.
  JsonEnd Read() {
    std::string decoded;  // the last text with escapes; no member, as those stay in registers
    do {
      if (level_.is_object && !ReadKey(decoded)) return problem_;
      if (!ReadValue(decoded)) return problem_;
      // Behind a value the objects and lists end that it was the last of.
      while (depth_ != 0 && !has_opened_) {
        const char next = NextChar();
        if (next == ',') {
          ++at_;
          break;
        }
        if (next != (level_.is_object ? '}' : ']')) return problem_;
        ++at_;
        Leave();
      }
    } while (depth_ != 0);
    NextChar();
    return at_ == end_ ? JsonEnd::kWhole : JsonEnd::kMoreBehind;
  }

 private:
  static constexpr size_t kMostLevels = 64;

  struct Level {
    bool is_object = false;
    size_t members = 0;
  };

  // False: the reading ends with problem_.
  bool ReadValue(std::string& decoded) {
    has_opened_ = false;
    switch (NextChar()) {
      case '{':
        return ReadOpening(true);
      case '[':
        return ReadOpening(false);
      case '"':
        return ReadText(decoded);
      case 't':
        return SkipWord("true") && (handler_.Bool(true), true);
      case 'f':
        return SkipWord("false") && (handler_.Bool(false), true);
      case 'n':
        return SkipWord("null") && (handler_.Null(), true);
      default:
        return ReadNumber();
    }
  }

  bool ReadOpening(bool is_object) {
    if (depth_ == kMostLevels) return Fail(JsonEnd::kTooDeep);
    const size_t at = Place();
    ++at_;
    around_[depth_++] = level_;
    level_ = {is_object, 0};
    if (is_object) {
      handler_.StartObject(at);
    } else {
      handler_.StartArray();
    }
    has_opened_ = NextChar() != (is_object ? '}' : ']');
    if (has_opened_) return true;
    ++at_;
    Leave();
    return true;
  }

  void Leave() {
    const Level left = level_;
    level_ = around_[--depth_];
    if (left.is_object) {
      handler_.EndObject(left.members, Place());
    } else {
      handler_.EndArray();
    }
  }

  bool ReadKey(std::string& decoded) {
    if (NextChar() != '"') return false;
    const std::string_view key = TakeText(&decoded);
    if (key.data() == nullptr) return false;
    ++level_.members;
    handler_.Key(key);
    if (NextChar() != ':') return false;
    ++at_;
    return true;
  }

  bool ReadText(std::string& decoded) {
    const bool is_wanted = handler_.WantsText();
    const std::string_view text = TakeText(is_wanted ? &decoded : nullptr);
    if (text.data() == nullptr) return false;
    return !is_wanted || handler_.Text(text) || Fail(JsonEnd::kStopped);
  }

  bool ReadNumber() {
    const std::string_view number = TakeNumber();
    if (number.data() == nullptr) return false;
    handler_.Number(number);
    return true;
  }

  // Views without data() stand for none: unlike std::optional they travel in registers.

  // Most texts are plain throughout.
  std::string_view TakeText(std::string* decoded) {
    ++at_;
    const char* const end = SkipChars<PlainChars>(at_, end_);
    if (end == end_ || *end != '"')
      return TakeAny([decoded](JsonCursor& cursor) { return zendesk::TakeText(cursor, decoded); });
    const std::string_view text(at_, end);
    at_ = end + 1;
    return text;
  }

  // Most numbers are IDs.
  std::string_view TakeNumber() {
    constexpr std::ptrdiff_t kSafeDigits = 300;  // cannot be beyond a double
    const char* const end = SkipChars<Digits>(at_, end_);
    const bool is_id = end != at_ && *at_ != '0' && end - at_ <= kSafeDigits && end != end_ &&
                       (*end == ',' || *end == '}' || *end == ']');
    if (!is_id) return TakeAny(&zendesk::TakeNumber);
    const std::string_view number(at_, end);
    at_ = end;
    return number;
  }

  template <typename Taker>
  std::string_view TakeAny(Taker taker) {
    JsonCursor cursor{at_, end_};
    const auto taken = taker(cursor);
    at_ = cursor.at;
    return taken.value_or(std::string_view());
  }

  bool Fail(JsonEnd problem) {
    problem_ = problem;
    return false;
  }

  size_t Place() const { return static_cast<size_t>(at_ - begin_); }

  // The one behind any white space, which is skipped; at the end a zero, which is no part of JSON.
  char NextChar() {
    for (; at_ != end_; ++at_) {
      const char c = *at_;
      if (c > ' ' || !IsSpace(c)) return c;
    }
    return '\0';
  }

  static bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

  bool SkipWord(std::string_view word) {
    if (!std::string_view(at_, end_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  const char* const begin_;
  const char* at_;
  const char* const end_;
  Handler& handler_;
  Level level_;  // the object or the list that is being read
  size_t depth_ = 0;
  bool has_opened_ = false;  // the last value is an object or a list that is still open
  JsonEnd problem_ = JsonEnd::kNotJson;
  std::array<Level, kMostLevels> around_;  // the levels around it, the outermost of which is none
};

}  // namespace zendesk
