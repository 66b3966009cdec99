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
      SkipSpace();
      if (!ReadValue()) return problem_;
      // Behind a value the objects and lists end that it was the last of.
      while (depth_ != 0 && !has_opened_) {
        const Level& level = levels_[depth_ - 1];
        SkipSpace();
        if (Skip(',')) {
          if (level.is_object && !ReadKey()) return problem_;
          break;
        }
        if (!Skip(level.is_object ? '}' : ']')) return problem_;
        Leave();
      }
    } while (depth_ != 0);
    SkipSpace();
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
    if (cursor_.at == cursor_.end) return false;
    switch (*cursor_.at) {
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
    levels_[depth_++] = {is_object, 0};
    if (is_object) {
      handler_.StartObject(at);
    } else {
      handler_.StartArray();
    }
    SkipSpace();
    if (Skip(is_object ? '}' : ']')) {
      Leave();
      return true;
    }
    has_opened_ = true;
    return !is_object || ReadKey();
  }

  void Leave() {
    const Level level = levels_[--depth_];
    if (level.is_object) {
      handler_.EndObject(level.members, Place());
    } else {
      handler_.EndArray();
    }
  }

  bool ReadKey() {
    SkipSpace();
    std::string_view key;
    if (!Skip('"') || !TakeText(cursor_, &decoded_, key)) return false;
    ++levels_[depth_ - 1].members;
    handler_.Key(key);
    SkipSpace();
    return Skip(':');
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

  void SkipSpace() {
    while (cursor_.at != cursor_.end && (*cursor_.at == ' ' || *cursor_.at == '\n' ||
                                         *cursor_.at == '\r' || *cursor_.at == '\t')) {
      ++cursor_.at;
    }
  }

  bool Skip(char c) {
    if (cursor_.at == cursor_.end || *cursor_.at != c) return false;
    ++cursor_.at;
    return true;
  }

  bool SkipWord(std::string_view word) {
    if (!std::string_view(cursor_.at, cursor_.end).starts_with(word)) return false;
    cursor_.at += word.size();
    return true;
  }

  const char* const begin_;
  JsonCursor cursor_;
  Handler& handler_;
  std::string decoded_;  // the last text with escapes
  std::array<Level, kMostLevels> levels_;
  size_t depth_ = 0;
  bool has_opened_ = false;  // the last value is an object or a list that is still open
  JsonEnd problem_ = JsonEnd::kNotJson;
};

}  // namespace zendesk
