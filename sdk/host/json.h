// SPDX-License-Identifier: Apache-2.0
// A JSON value that keeps what it read: numbers hold their text, objects their order.
//
// task_plugin.h wants documents of at most 16 MiB and 64 levels, without duplicate keys, in UTF-8;
// Parse() refuses all others. Numbers are never turned into double, so every digit survives. Any
// text may be a credential, so that a value wipes its text when it ends, and parsing and writing
// leave no copy behind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "host/sentence.h"

namespace task_host {

inline constexpr std::size_t kMaxJsonBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxJsonDepth = 64;

// Text that is no acceptable JSON; what() says why and at which byte.
class JsonError : public std::runtime_error {
 public:
  explicit JsonError(Sentence reason)
      : std::runtime_error(reason.InEnglish()), sentence_(std::move(reason)) {}
  // what() for programs that speak other languages.
  const Sentence& sentence() const noexcept { return sentence_; }

 private:
  Sentence sentence_;
};

class Json {
 public:
  struct Number {
    std::string text;
  };
  using Member = std::pair<std::string, Json>;
  using Array = std::vector<Json>;
  using Object = std::vector<Member>;

  Json() : value_(nullptr) {}
  explicit Json(bool value) : value_(value) {}
  explicit Json(Number value) : value_(std::move(value)) {}
  explicit Json(std::int64_t value) : value_(Number{std::to_string(value)}) {}
  explicit Json(std::string value) : value_(std::move(value)) {}
  explicit Json(std::string_view value) : value_(std::in_place_type<std::string>, value) {}
  explicit Json(const char* value) : value_(std::string(value)) {}
  explicit Json(Array value) : value_(std::move(value)) {}
  explicit Json(Object value) : value_(std::move(value)) {}

  Json(const Json& other) = default;
  Json& operator=(const Json& other) = default;
  Json(Json&& other) noexcept;
  Json& operator=(Json&& other) noexcept;
  ~Json();

  // Throws JsonError. JSON can escape half of a surrogate pair, which UTF-8 cannot hold: an error
  // too.
  static Json Parse(std::string_view text);
  // For what a plugin reports of a service's texts: such a half becomes U+FFFD.
  static Json ParseReported(std::string_view text);

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
  // Each answers NULL when the value is of another kind.
  const bool* boolean() const { return std::get_if<bool>(&value_); }
  const Number* number() const { return std::get_if<Number>(&value_); }
  const std::string* string() const { return std::get_if<std::string>(&value_); }
  const Array* array() const { return std::get_if<Array>(&value_); }
  const Object* object() const { return std::get_if<Object>(&value_); }
  Array* array() { return std::get_if<Array>(&value_); }
  Object* object() { return std::get_if<Object>(&value_); }

  // The number as an integer; nothing when it is no number, has a fraction or exceeds 64 bits.
  std::optional<std::int64_t> Integer() const;
  // The member of an object, or NULL.
  const Json* Find(std::string_view name) const;
  Json* Find(std::string_view name);
  // The text of a member, or "" when it is missing or no text.
  std::string Text(std::string_view name) const;
  // The value at a JSON Pointer (RFC 6901), or NULL when it leads nowhere or is malformed.
  const Json* At(std::string_view pointer) const;
  // Adds a member or replaces its value; a value that is no object becomes one.
  void Set(std::string_view name, Json value);

  // Compact, on one line.
  std::string Serialize() const;
  // Indented by two blanks.
  std::string SerializePretty() const;

  // Equal as JSON values: the order of members does not count, 1 equals 1.0 and 10e-1.
  friend bool operator==(const Json& a, const Json& b);

 private:
  std::variant<std::nullptr_t, bool, Number, std::string, Array, Object> value_;
};

// One step of a JSON Pointer: "/" and the name with ~ and / written as ~0 and ~1.
std::string PointerStep(std::string_view name);

}  // namespace task_host
