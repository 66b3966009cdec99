// SPDX-License-Identifier: Apache-2.0
// The JSON value: members, pointers and equality.
#include "host/json.h"

#include <algorithm>
#include <charconv>

#include "host/wipe.h"

namespace task_host {
namespace {

// The number as sign, digits without zeros at either end, and the power of ten behind them.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
  bool operator==(const Decimal&) const = default;
};

Decimal Canonical(std::string_view text) {
  Decimal number;
  if (text.starts_with('-')) {
    number.negative = true;
    text.remove_prefix(1);
  }
  const std::size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    std::string_view exponent = text.substr(e + 1);
    const bool below = exponent.starts_with('-');
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    const auto [end, error] =
        std::from_chars(exponent.data(), exponent.data() + exponent.size(), number.exponent);
    // Beyond anything that can be told apart; half of the range leaves room for the digits.
    if (error != std::errc()) number.exponent = below ? INT64_MIN / 2 : INT64_MAX / 2;
    text = text.substr(0, e);
  }
  const std::size_t point = text.find('.');
  number.digits = text.substr(0, point);
  if (point != std::string_view::npos) {
    number.digits += text.substr(point + 1);
    number.exponent -= static_cast<std::int64_t>(text.size() - point - 1);
  }
  number.digits.erase(0, std::min(number.digits.find_first_not_of('0'), number.digits.size()));
  while (number.digits.ends_with('0')) {
    number.digits.pop_back();
    ++number.exponent;
  }
  if (number.digits.empty()) return Decimal{};
  return number;
}

bool SameMembers(const Json::Object& a, const Json::Object& b) {
  if (a.size() != b.size()) return false;
  const auto sorted = [](const Json::Object& object) {
    std::vector<const Json::Member*> members;
    for (const auto& member : object) members.push_back(&member);
    std::sort(members.begin(), members.end(),
              [](const auto* x, const auto* y) { return x->first < y->first; });
    return members;
  };
  const auto left = sorted(a);
  const auto right = sorted(b);
  return std::equal(left.begin(), left.end(), right.begin(), [](const auto* x, const auto* y) {
    return x->first == y->first && x->second == y->second;
  });
}

// One step of a pointer as it is meant, or nothing when a ~ stands before anything but 0 and 1.
std::optional<std::string> Unescape(std::string_view step) {
  std::string name;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] != '~') {
      name += step[i];
      continue;
    }
    if (++i == step.size() || (step[i] != '0' && step[i] != '1')) return std::nullopt;
    name += step[i] == '0' ? '~' : '/';
  }
  return name;
}

const Json* Item(const Json::Array& items, std::string_view step) {
  if (step.empty() || (step.size() > 1 && step[0] == '0')) return nullptr;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc() || end != step.data() + step.size()) return nullptr;
  return index < items.size() ? &items[index] : nullptr;
}

}  // namespace

// Here and not in the header: g++ 12 warns of uninitialized members wherever it inlines the move
// of a variant.
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() {
  if (std::string* text = std::get_if<std::string>(&value_)) Wipe(*text);
}

std::optional<std::int64_t> Json::Integer() const {
  const Number* value = number();
  if (value == nullptr) return std::nullopt;
  std::int64_t integer = 0;
  const char* last = value->text.data() + value->text.size();
  const auto [end, error] = std::from_chars(value->text.data(), last, integer);
  if (error != std::errc() || end != last) return std::nullopt;
  return integer;
}

const Json* Json::Find(std::string_view name) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  const auto found = std::find_if(members->begin(), members->end(),
                                  [&](const Member& member) { return member.first == name; });
  return found == members->end() ? nullptr : &found->second;
}

Json* Json::Find(std::string_view name) {
  return const_cast<Json*>(std::as_const(*this).Find(name));  // it is not a const object
}

std::string Json::Text(std::string_view name) const {
  const Json* member = Find(name);
  return member != nullptr && member->string() != nullptr ? *member->string() : std::string();
}

const Json* Json::At(std::string_view pointer) const {
  const Json* at = this;
  while (!pointer.empty() && at != nullptr) {
    if (pointer[0] != '/') return nullptr;
    pointer.remove_prefix(1);
    const std::size_t size = std::min(pointer.find('/'), pointer.size());
    const std::optional<std::string> step = Unescape(pointer.substr(0, size));
    if (!step) return nullptr;
    pointer.remove_prefix(size);
    at = at->array() != nullptr ? Item(*at->array(), *step) : at->Find(*step);
  }
  return at;
}

void Json::Set(std::string_view name, Json value) {
  if (object() == nullptr) value_ = Object();
  for (auto& [key, member] : *object()) {
    if (key == name) {
      member = std::move(value);
      return;
    }
  }
  object()->emplace_back(std::string(name), std::move(value));
}

bool operator==(const Json& a, const Json& b) {
  if (a.value_.index() != b.value_.index()) return false;
  if (a.number() != nullptr) return Canonical(a.number()->text) == Canonical(b.number()->text);
  if (a.string() != nullptr) return *a.string() == *b.string();
  if (a.boolean() != nullptr) return *a.boolean() == *b.boolean();
  if (a.array() != nullptr) return *a.array() == *b.array();
  if (a.object() != nullptr) return SameMembers(*a.object(), *b.object());
  return true;
}

std::string PointerStep(std::string_view name) {
  std::string step = "/";
  for (const char c : name) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

}  // namespace task_host
