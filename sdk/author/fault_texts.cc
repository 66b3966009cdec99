// SPDX-License-Identifier: Apache-2.0
// Fault texts. Each names the field by its title, since that is what the form shows.
#include "author/fault_texts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "author/format.h"
#include "author/nearest.h"

namespace task_plugin::faults {
namespace {

using Type = SchemaNode::Type;

struct TypeText {
  Type type;
  std::string_view text;
};
constexpr std::array kTypeTexts = {
    TypeText{Type::kString, "a text"},   TypeText{Type::kInteger, "a whole number"},
    TypeText{Type::kNumber, "a number"}, TypeText{Type::kBoolean, "true or false"},
    TypeText{Type::kArray, "a list"},    TypeText{Type::kObject, "an object with named values"},
};

std::string Expected(const Texts& texts, const SchemaNode& node) {
  std::string expected;
  for (const TypeText& known : kTypeTexts) {
    const bool covered = known.type == Type::kNumber && (node.types & Type::kInteger) != 0;
    if ((node.types & known.type) == 0 || covered) continue;
    const std::string text = texts.Say(fmt::runtime(known.text));
    expected = expected.empty() ? text : texts.Say("{} or {}", expected, text);
  }
  return expected;
}

// "Give a list, each entry an object with these values: id, value."
std::string HowToGive(const Texts& texts, const SchemaNode& node, const std::string& expected) {
  if (node.items == nullptr || node.items->properties.size() == 0)
    return texts.Say("Give {}.", expected);
  std::vector<std::string_view> names;
  for (const auto& property : node.items->properties) names.push_back(property->name);
  return texts.Say("Give {}, each entry an object with these values: {}.", expected,
                   fmt::join(names, ", "));
}

std::string_view Found(const json::Value& value) {
  if (value.IsNull()) return "null";
  if (value.IsString() && !json::IsNumberText(value)) return "a text";
  if (value.IsBool()) return "true or false";
  if (value.IsArray()) return "a list";
  return value.IsObject() ? "an object" : "a number";
}

// The place in its list, from 1, of what stands at the pointer; nothing for what stands in none.
std::optional<size_t> EntryOf(std::string_view pointer) {
  const std::string_view step = pointer.substr(pointer.rfind('/') + 1);
  size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc() || end != step.data() + step.size()) return std::nullopt;
  return index + 1;
}

// Only the root and what it takes without naming it have no title; the entries of a list have that
// of the list.
std::string NameOf(const Texts& texts, const SchemaNode& node, std::string_view pointer) {
  if (node.title.empty()) return texts.Say("The input");
  const auto entry = node.is_item ? EntryOf(pointer) : std::nullopt;
  return entry ? texts.Say("{}, entry {}", node.title, *entry) : node.title;
}

Fault Make(const SchemaNode& node, const std::string& pointer, std::string code,
           std::string message, std::string remedy = {}) {
  return Fault{pointer,    std::move(code), std::move(message),
               node.title, node.allowed,    std::move(remedy)};
}

std::string LimitOf(const SchemaNode& node, const char* keyword) {
  json::Buffer buffer;
  json::Writer writer(buffer);
  if (const json::Value* limit = json::Find(*node.source, keyword)) json::Write(writer, *limit);
  return buffer.Take();
}

// All values of the enum as one would write them: texts as they are, the rest as JSON. Null is none
// of them: it clears a field.
std::vector<std::string> EnumTexts(const SchemaNode& node) {
  std::vector<std::string> texts;
  for (const json::Value& value : json::Find(*node.source, "enum")->GetArray()) {
    if (value.IsNull()) continue;
    json::Buffer buffer;
    json::Writer writer(buffer);
    json::Write(writer, value);
    texts.emplace_back(value.IsString() ? json::Text(value) : buffer.text());
  }
  return texts;
}

struct LimitText {
  const char* keyword;
  std::string_view code;
  std::string_view text;  // {0}: the field's title, {1}: the limit
  std::string_view remedy;
};
constexpr std::array kLimitTexts = {
    LimitText{"minimum", "too_small", "{0} must be at least {1}.", "Give a larger number."},
    LimitText{"maximum", "too_big", "{0} must be at most {1}.", "Give a smaller number."},
    LimitText{"minLength", "too_short", "{0} must have at least {1} character(s).",
              "Write more, or leave it out."},
    LimitText{"maxLength", "too_long", "{0} must have at most {1} characters.", "Shorten it."},
    LimitText{"minItems", "too_few", "{0} must have at least {1} item(s).",
              "Add to the list, or leave it out."},
    LimitText{"maxItems", "too_many", "{0} must have at most {1} items.",
              "Leave some of them out."},
    LimitText{"pattern", "bad_format", "{0} does not have the expected form {1}.",
              "Write it in this form."},
};

// What a text has to be, as people call it.
struct FormatText {
  std::string_view format;
  std::string_view text;
};
constexpr std::array kFormatTexts = {
    FormatText{"email", "{} is not an e-mail address."},
    FormatText{"date", "{} is not a date."},
    FormatText{"date-time", "{} is not a date with a time and a time zone."},
    FormatText{"uri", "{} is not a web address."},
    FormatText{"uuid", "{} is not a UUID."},
};

}  // namespace

Fault WrongType(const Texts& texts, const SchemaNode& node, const std::string& pointer,
                const json::Value& value) {
  const std::string expected = Expected(texts, node);
  const bool has_fraction = expected == texts.Say("a whole number") && value.IsNumber();
  const std::string found =
      has_fraction ? texts.Say("a number with a fraction") : texts.Say(fmt::runtime(Found(value)));
  if (node.title.empty()) {
    return Make(node, pointer, "wrong_type",
                texts.Say("The input must be {}, not {}.", expected, found),
                texts.Say("Give {}.", expected));
  }
  if (value.IsNull()) {
    return Make(node, pointer, "wrong_type",
                texts.Say("{} cannot be cleared with null.", NameOf(texts, node, pointer)),
                texts.Say("Leave the field out, or give it a value."));
  }
  return Make(node, pointer, "wrong_type",
              texts.Say("{} must be {}, not {}.", NameOf(texts, node, pointer), expected, found),
              HowToGive(texts, node, expected));
}

Fault TooWide(const Texts& texts, const SchemaNode& node, const std::string& pointer) {
  return Make(node, pointer, "too_big",
              texts.Say("{} is a number that does not fit 64 bits.", NameOf(texts, node, pointer)),
              texts.Say("Give a smaller number."));
}

Fault BadFormat(const Texts& texts, const SchemaNode& node, const std::string& pointer) {
  const auto* const known =
      std::find_if(kFormatTexts.begin(), kFormatTexts.end(),
                   [&node](const FormatText& text) { return text.format == node.format; });
  return Make(node, pointer, "bad_format",
              texts.Say(fmt::runtime(known->text), NameOf(texts, node, pointer)),
              texts.Say("Write it like {}.", FormatExample(node.format)));
}

Fault UnknownProperty(const Texts& texts, const SchemaNode& object, const std::string& pointer,
                      std::string_view key) {
  Fault fault{pointer, "unknown_property", texts.Say("There is no field \"{}\".", key), {}, {}, {}};
  for (const auto& property : object.properties) fault.allowed.push_back(property->name);
  constexpr size_t kMost = 3;
  fault.remedy = texts.Say("Write the name of a field that there is, such as: {}.",
                           fmt::join(Nearest(key, fault.allowed, kMost), ", "));
  return fault;
}

Fault Required(const Texts& texts, const SchemaNode& node, const std::string& pointer) {
  return Make(node, pointer, "required", texts.Say("{} is required.", NameOf(texts, node, pointer)),
              texts.Say("Fill it in."));
}

void NameEntry(const Texts& texts, const SchemaNode& entry, std::string_view pointer,
               std::string_view called, Fault& fault) {
  if (entry.title.empty()) return;
  const std::string name = NameOf(texts, entry, pointer);
  fault.message = called.empty() ? texts.Say("{}: {}", name, fault.message)
                                 : texts.Say("{} ({}): {}", name, called, fault.message);
}

Fault OneRequired(const Texts& texts, const SchemaNode& object, const std::string& pointer) {
  std::vector<std::string_view> titles;
  for (const std::string& name : object.one_required) {
    const SchemaNode* property = object.properties.Find(name);
    titles.push_back(property == nullptr ? std::string_view(name) : property->title);
  }
  Fault fault{pointer,
              "one_required",
              texts.Say("One of these fields is required: {}.", fmt::join(titles, ", ")),
              {},
              object.one_required,
              texts.Say("Fill in one of them.")};
  return fault;
}

Fault NotAQuotedList(const Texts& texts, const SchemaNode& node, const std::string& pointer) {
  return Make(
      node, pointer, "wrong_type",
      texts.Say("{} must be a list of texts.", NameOf(texts, node, pointer)),
      texts.Say("Write each item in quotes, with commas between them: \"first\", \"second\"; or "
                "as a JSON list: [\"first\"]."));
}

Fault Ambiguous(const Texts& texts, const SchemaNode& node, const std::string& pointer,
                std::string_view text, std::vector<std::string> fits) {
  Fault fault = Make(node, pointer, "ambiguous",
                     texts.Say("{}: \"{}\" fits more than one value: {}.",
                               NameOf(texts, node, pointer), text, fmt::join(fits, ", ")),
                     texts.Say("Use one of these values instead."));
  fault.allowed = std::move(fits);
  return fault;
}

Fault OutsideLimits(const Texts& texts, const SchemaNode& node, const std::string& pointer,
                    std::string_view keyword) {
  if (keyword == "enum") {
    Fault fault = Make(node, pointer, "not_allowed", {}, texts.Say("Choose one of these values."));
    fault.allowed = EnumTexts(node);
    fault.message = texts.Say("{} must be one of: {}.", NameOf(texts, node, pointer),
                              fmt::join(fault.allowed, ", "));
    return fault;
  }
  if (keyword == "uniqueItems") {
    return Make(node, pointer, "not_unique",
                texts.Say("{} holds the same item twice.", NameOf(texts, node, pointer)),
                texts.Say("Give each item once."));
  }
  const std::string name = NameOf(texts, node, pointer);
  for (const LimitText& limit : kLimitTexts) {
    if (keyword != limit.keyword) continue;
    const std::string bound = LimitOf(node, limit.keyword);
    const bool is_empty = keyword == "minLength" && bound == "1";
    return Make(node, pointer, std::string(limit.code),
                is_empty ? texts.Say("{} is empty.", name)
                         : texts.Say(fmt::runtime(limit.text), name, bound),
                texts.Say(fmt::runtime(limit.remedy)));
  }
  return Make(node, pointer, "invalid",
              texts.Say("{} does not have any of the accepted forms.", name),
              texts.Say("Write it in one of the forms that its description shows."));
}

}  // namespace task_plugin::faults
