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
#include <cstring>
#include <string>
#include <string_view>

#include "plugin/zendesk/json_text.h"

namespace zendesk {

enum class JsonEnd { kWhole, kNotJson, kTooDeep, kMoreBehind, kStopped };

template <typename Handler>
class JsonReader {
 public:
  JsonReader(std::string_view document, Handler& handler)
      : begin_(document.data()),
        cursor_{document.data(), document.data() + document.size()},
        handler_(handler) {}

  // Once.
  JsonEnd Read() {
    do {
      if (level_.is_object && !ReadKey()) return problem_;
      if (!ReadValue()) return problem_;
      // Behind a value the objects and lists end that it was the last of.
      while (depth_ != 0 && !has_opened_) {
        const char next = NextChar();
        if (next == ',') {
          ++cursor_.at;
          break;
        }
        if (next != (level_.is_object ? '}' : ']')) return problem_;
        ++cursor_.at;
        Leave();
      }
    } while (depth_ != 0);
    NextChar();
    return cursor_.at == cursor_.end ? JsonEnd::kWhole : JsonEnd::kMoreBehind;
  }

 private:
  static constexpr size_t kMostLevels = 64;

  struct Level {
    bool is_object = false;
    size_t members = 0;
  };

  // False: the reading ends with problem_.
  bool ReadValue() {
    has_opened_ = false;
    switch (NextChar()) {
      case '{':
        return ReadOpening(true);
      case '[':
        return ReadOpening(false);
      case '"':
        return ReadText();
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
    ++cursor_.at;
    around_[depth_++] = level_;
    level_ = {is_object, 0};
    if (is_object) {
      handler_.StartObject(at);
    } else {
      handler_.StartArray();
    }
    has_opened_ = NextChar() != (is_object ? '}' : ']');
    if (has_opened_) return true;
    ++cursor_.at;
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

  bool ReadKey() {
    if (NextChar() != '"') return false;
    ++cursor_.at;
    std::string_view key;
    if (!TakeText(cursor_, &decoded_, key)) return false;
    ++level_.members;
    handler_.Key(key);
    if (NextChar() != ':') return false;
    ++cursor_.at;
    return true;
  }

  bool ReadText() {
    ++cursor_.at;
    const bool is_wanted = handler_.WantsText();
    std::string_view text;
    if (!TakeText(cursor_, is_wanted ? &decoded_ : nullptr, text)) return false;
    return !is_wanted || handler_.Text(text) || Fail(JsonEnd::kStopped);
  }

  bool ReadNumber() {
    std::string_view number;
    if (!TakeNumber(cursor_, number)) return false;
    handler_.Number(number);
    return true;
  }

  bool Fail(JsonEnd problem) {
    problem_ = problem;
    return false;
  }

  size_t Place() const { return static_cast<size_t>(cursor_.at - begin_); }

  // The one behind any white space, which is skipped; at the end a zero, which is no part of JSON.
  char NextChar() {
    for (; cursor_.at != cursor_.end; ++cursor_.at) {
      const char c = *cursor_.at;
      if (c > ' ' || !IsSpace(c)) return c;
    }
    return '\0';
  }

  static bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

  bool SkipWord(std::string_view word) {
    if (!std::string_view(cursor_.at, cursor_.end).starts_with(word)) return false;
    cursor_.at += word.size();
    return true;
  }

  const char* const begin_;
  JsonCursor cursor_;
  Handler& handler_;
  std::string decoded_;  // the last text with escapes
  Level level_;          // the object or the list that is being read
  std::array<Level, kMostLevels> around_;  // those around it, the outermost of which is none
  size_t depth_ = 0;
  bool has_opened_ = false;  // the last value is an object or a list that is still open
  JsonEnd problem_ = JsonEnd::kNotJson;
};

}  // namespace zendesk
