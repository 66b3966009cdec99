// SPDX-License-Identifier: Apache-2.0
// One walk over document and schema together: at each place first coerce, then check, then go
// deeper.
#include "author/check.h"

#include <fmt/format.h>
#include <rapidjson/schema.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "author/fault_texts.h"
#include "author/format.h"
#include "author/text.h"

namespace task_plugin {
namespace {

using Type = SchemaNode::Type;

unsigned TypesOf(const json::Value& value) {
  if (value.IsNull()) return Type::kNull;
  if (value.IsBool()) return Type::kBoolean;
  if (json::IsWideInteger(value) || value.IsInt64() || value.IsUint64())
    return Type::kInteger | Type::kNumber;
  if (value.IsNumber() || json::IsNumberText(value)) return Type::kNumber;
  if (value.IsString()) return Type::kString;
  return value.IsArray() ? Type::kArray : Type::kObject;
}

// Where the walk is; made to text for a fault alone.
class Place {
 public:
  Place() = default;
  Place(const Place& around, std::string_view key) : around_(&around), key_(key) {}
  Place(const Place& around, size_t index) : around_(&around), index_(index) {}

  std::string Pointer() const {
    if (around_ == nullptr) return {};
    return index_ ? fmt::format("{}/{}", around_->Pointer(), *index_)
                  : json::Join(around_->Pointer(), key_);
  }

 private:
  const Place* around_ = nullptr;
  std::string_view key_;
  std::optional<size_t> index_;
};

class Walker {
 public:
  Walker(json::Allocator& allocator, const Locales& locales)
      : allocator_(allocator), locales_(locales), texts_(locales.texts()) {}

  void Visit(const SchemaNode& node, json::Value& value, const Place& place) {
    if (faults_.size() == kMostFaults) return;
    RoundFractions(node, value);
    if (!Coerce(node, value, place)) return;
    if (node.types != 0 && (node.types & TypesOf(value)) == 0)
      return Report(faults::WrongType(texts_, node, place.Pointer(), value));
    if (value.IsNull()) return;
    // A typed integer is read as int64_t; only places without a type may hold more.
    const bool wide = json::IsWideInteger(value) || (value.IsUint64() && !value.IsInt64());
    if (wide && node.types != 0) return Report(faults::TooWide(texts_, node, place.Pointer()));
    if (!WithinLimits(node, value, place)) return;
    if (value.IsString() && !HasFormat(node.format, json::Text(value)))
      return Report(faults::BadFormat(texts_, node, place.Pointer()));
    if (value.IsObject()) VisitObject(node, value, place);
    if (value.IsArray() && node.items) {
      for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
        Visit(*node.items, value[i], Place(place, i));
      }
    }
  }

  std::vector<Fault> TakeFaults() { return std::move(faults_); }

 private:
  void Report(Fault fault) {
    if (faults_.size() < kMostFaults) faults_.push_back(std::move(fault));
  }

  void VisitObject(const SchemaNode& node, json::Value& object, const Place& place) {
    const size_t known = faults_.size();
    VisitMembers(node, object, place);
    if (!node.is_item || faults_.size() == known) return;
    const std::string pointer = place.Pointer();
    const std::string called(FirstText(object));
    for (size_t i = known; i < faults_.size(); ++i)
      faults::NameEntry(texts_, node, pointer, called, faults_[i]);
  }

  void VisitMembers(const SchemaNode& node, json::Value& object, const Place& place) {
    for (rapidjson::SizeType i = 0; i < object.MemberCount() && faults_.size() < kMostFaults;) {
      const auto member = object.MemberBegin() + i;
      const std::string_view key = json::Text(member->name);
      const SchemaNode* property = node.properties.Find(key);
      if (property != nullptr && !property->required && member->value.IsString() &&
          member->value.GetStringLength() == 0) {
        object.EraseMember(member);  // left empty in the form
        continue;
      }
      ++i;
      const SchemaNode* inside = property != nullptr ? property : node.additional.get();
      if (inside != nullptr) {
        Visit(*inside, member->value, Place(place, key));
      } else if (node.closed) {
        Report(faults::UnknownProperty(texts_, node, Place(place, key).Pointer(), key));
      }
    }
    for (const auto& property : node.properties) {
      if (property->required && json::Find(object, property->name) == nullptr) {
        Report(faults::Required(texts_, *property, Place(place, property->name).Pointer()));
      }
    }
    RequireOne(node, object, place);
  }

  // What people know an entry of a list by.
  static std::string_view FirstText(const json::Value& object) {
    constexpr size_t kLongest = 100;
    for (const auto& member : object.GetObject()) {
      if (!member.value.IsString() || json::IsNumberText(member.value)) continue;
      const std::string_view text = json::Text(member.value);
      return text.size() <= kLongest ? text : std::string_view();
    }
    return {};
  }

  void RequireOne(const SchemaNode& node, const json::Value& object, const Place& place) {
    if (node.one_required.empty()) return;
    for (const std::string& name : node.one_required) {
      const json::Value* given = json::Find(object, name);
      if (given != nullptr && !given->IsNull()) return;
    }
    Report(faults::OneRequired(texts_, node, place.Pointer()));
  }

  // Only what the schema says nothing about passes on as it was written; RapidJSON's validator, to
  // which a oneOf is left as a whole, knows doubles alone.
  static void RoundFractions(const SchemaNode& node, json::Value& value) {
    const bool holds_others = value.IsObject() || value.IsArray();
    const bool is_judged = holds_others
                               ? node.limits && json::Find(*node.source, "oneOf") != nullptr
                               : node.limits || node.types != 0;
    if (is_judged) json::RoundFractions(value);
  }

  bool WithinLimits(const SchemaNode& node, const json::Value& value, const Place& place) {
    if (!node.limits || IsPlainlyWithin(node, value)) return true;
    rapidjson::SchemaValidator validator(*node.limits);
    if (value.Accept(validator)) return true;
    Report(
        faults::OutsideLimits(texts_, node, place.Pointer(), validator.GetInvalidSchemaKeyword()));
    return false;
  }

  // False does not mean that it is outside.
  static bool IsPlainlyWithin(const SchemaNode& node, const json::Value& value) {
    if (!node.plain_limits || json::IsNumberText(value)) return false;
    if (value.IsInt64()) return !node.has_enum && value.GetInt64() >= node.minimum;
    return value.IsString() && (!node.has_enum || IsAllowed(node, value)) &&
           CountCharacters(json::Text(value)) >= node.min_length;
  }

  static bool IsAllowed(const SchemaNode& node, const json::Value& text) {
    return std::find(node.allowed.begin(), node.allowed.end(), json::Text(text)) !=
           node.allowed.end();
  }

  // False: a fault has been reported and the value is not worth checking further.
  bool Coerce(const SchemaNode& node, json::Value& value, const Place& place) {
    if (node.types == 0 && node.allowed.empty()) return true;
    if (value.IsDouble() && !node.Accepts(Type::kNumber) && node.Accepts(Type::kInteger))
      CoerceWholeDouble(value);
    if (!value.IsString() || json::IsNumberText(value)) return true;
    const std::string_view text = json::Text(value);
    if (!node.allowed.empty()) return CoerceLabel(node, value, place);
    if (node.Accepts(Type::kString)) return true;
    if (node.Accepts(Type::kInteger)) {
      CoerceDigits(value);
    } else if (node.Accepts(Type::kBoolean)) {
      if (const auto word = locales_.Boolean(text)) value.SetBool(*word);
    } else if (node.Accepts(Type::kArray) && node.items && node.items->Accepts(Type::kString)) {
      const auto items = SplitQuotedList(text);
      if (!items) return Report(faults::NotAQuotedList(texts_, node, place.Pointer())), false;
      value.SetArray();
      for (const std::string& item : *items)
        value.PushBack(json::Value(item, allocator_), allocator_);
    }
    return true;
  }

  static void CoerceWholeDouble(json::Value& value) {
    constexpr double kExact =
        9007199254740992.0;  // 2^53: beyond it a double no longer names one integer
    const double number = value.GetDouble();
    if (std::abs(number) <= kExact && std::trunc(number) == number)
      value.SetInt64(static_cast<int64_t>(number));
  }

  static void CoerceDigits(json::Value& value) {
    std::string_view digits = Trim(json::Text(value));
    if (digits.starts_with('+') && !digits.starts_with("+-")) digits.remove_prefix(1);
    int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc() && end == digits.data() + digits.size()) value.SetInt64(number);
  }

  bool CoerceLabel(const SchemaNode& node, json::Value& value, const Place& place) {
    const std::string_view text = json::Text(value);
    if (IsAllowed(node, value)) return true;
    std::vector<std::string> fits;
    const std::string folded = Fold(text);
    for (const std::string& allowed : node.allowed) {
      if (Fold(allowed) == folded) fits.push_back(allowed);
    }
    for (const Choice& choice : node.choices) {
      const bool known = std::find(fits.begin(), fits.end(), choice.value) != fits.end();
      if (choice.folded == folded && !known) fits.push_back(choice.value);
    }
    if (fits.size() > 1)
      return Report(faults::Ambiguous(texts_, node, place.Pointer(), text, std::move(fits))), false;
    if (fits.size() == 1) value.SetString(fits.front(), allocator_);
    return true;
  }

  json::Allocator& allocator_;
  const Locales& locales_;
  const Texts& texts_;
  std::vector<Fault> faults_;
};

struct Quotes {
  std::string_view open;
  std::string_view close;
};
constexpr std::array kQuotes = {Quotes{"\"", "\""}, Quotes{"“", "”"}, Quotes{"«", "»"}};

}  // namespace

std::vector<Fault> CoerceAndCheck(json::Document& document, const Schema& schema,
                                  const Locales& locales) {
  Walker walker(document.allocator(), locales);
  walker.Visit(schema.root(), document.root(), Place());
  return walker.TakeFaults();
}

std::optional<std::vector<std::string>> SplitQuotedList(std::string_view text) {
  std::vector<std::string> items;
  for (text = Trim(text); !text.empty();) {
    const auto* quotes = std::find_if(kQuotes.begin(), kQuotes.end(),
                                      [&](const Quotes& q) { return text.starts_with(q.open); });
    if (quotes == kQuotes.end()) return std::nullopt;
    text.remove_prefix(quotes->open.size());
    const size_t end = text.find(quotes->close);
    if (end == std::string_view::npos) return std::nullopt;
    items.emplace_back(Trim(text.substr(0, end)));
    text = Trim(text.substr(end + quotes->close.size()));
    if (text.empty()) break;
    if (!text.starts_with(',')) return std::nullopt;
    text = Trim(text.substr(1));
    if (text.empty()) return std::nullopt;  // a comma promises one more item
  }
  if (items.empty()) return std::nullopt;
  return items;
}

}  // namespace task_plugin
