// SPDX-License-Identifier: Apache-2.0
// Scanning and replacing, in one pass: what is inserted is never scanned.
#include "taskhost/template.h"

#include <algorithm>
#include <array>

#include "taskhost/format.h"
#include "taskhost/html.h"

namespace taskhost {
namespace {

using task_host::Json;

constexpr std::string_view kEscape = "$${";
constexpr std::string_view kOpen = "${";

// A text between references, or the pointer of one reference.
struct Piece {
  bool is_reference;
  std::string text;
};

// The length of the unit at the start: a whole reference, an escape, or one byte. Nothing when a
// reference is not closed.
std::optional<std::size_t> UnitLength(std::string_view text) {
  if (text.starts_with(kEscape)) return kEscape.size();
  if (!text.starts_with(kOpen)) return 1;
  const std::size_t close = text.find('}');
  if (close == std::string_view::npos) return std::nullopt;
  return close + 1;
}

// The pointer inside ${...}: %7D is the one character that cannot stand there itself.
std::string Pointer(std::string_view unit) {
  std::string pointer;
  std::string_view rest = unit.substr(kOpen.size(), unit.size() - kOpen.size() - 1);
  while (!rest.empty()) {
    if (rest.starts_with("%7D") || rest.starts_with("%7d")) {
      pointer += '}';
      rest.remove_prefix(3);
    } else {
      pointer += rest[0];
      rest.remove_prefix(1);
    }
  }
  return pointer;
}

bool IsPointer(std::string_view text) {
  if (!text.empty() && text[0] != '/') return false;
  for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
    if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
  }
  return true;
}

// Nothing when a reference is not closed.
std::optional<std::vector<Piece>> Scan(std::string_view text) {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    const std::optional<std::size_t> length = UnitLength(text);
    if (!length) return std::nullopt;
    const std::string_view unit = text.substr(0, *length);
    text.remove_prefix(*length);
    if (unit.starts_with(kOpen)) {
      pieces.push_back({true, Pointer(unit)});
      continue;
    }
    if (pieces.empty() || pieces.back().is_reference) pieces.push_back({false, ""});
    pieces.back().text += unit == kEscape ? kOpen : unit;
  }
  return pieces;
}

bool HoldsHtml(const Json* schema) {
  const Json* hints = schema == nullptr ? nullptr : schema->Find("x-tp");
  return hints != nullptr &&
         (hints->Text("widget") == "richText" || hints->Text("language") == "html");
}

bool HoldsTexts(const Json* schema) {
  return AllowsType(schema, "array") && AllowsType(ItemSchema(schema), "string");
}

class Renderer {
 public:
  Renderer(const Json* event, Language language) : event_(event), language_(language) {}

  Json Value(const Json& value, const Json* schema, const std::string& pointer) {
    if (value.string() != nullptr) return TextValue(*value.string(), schema, pointer);
    if (const Json::Array* items = value.array()) {
      Json::Array rendered;
      for (const Json& item : *items) {
        rendered.push_back(
            Value(item, ItemSchema(schema), pointer + "/" + std::to_string(rendered.size())));
      }
      return Json(std::move(rendered));
    }
    if (const Json::Object* members = value.object()) {
      Json::Object rendered;
      for (const auto& [name, member] : *members) {
        rendered.emplace_back(name, Value(member, MemberSchema(schema, name),
                                          pointer + task_host::PointerStep(name)));
      }
      return Json(std::move(rendered));
    }
    return value;
  }

  std::vector<FieldFault>& faults() { return faults_; }

 private:
  Json TextValue(const std::string& text, const Json* schema, const std::string& pointer) {
    const std::optional<std::vector<Piece>> pieces = Scan(text);
    if (!pieces) {
      Fault(pointer, "template_unclosed", Say(language_, Text::kTemplateUnclosed));
      return Json();
    }
    const bool has_reference = std::any_of(pieces->begin(), pieces->end(),
                                           [](const Piece& piece) { return piece.is_reference; });
    const bool html = HoldsHtml(schema);
    if (has_reference && HoldsTexts(schema)) {
      if (const auto items = SplitQuotedList(text)) {
        Json::Array list;
        for (const std::string& item : *items) {
          const std::string at = pointer + "/" + std::to_string(list.size());
          list.push_back(Json(Join(*Scan(item), HoldsHtml(ItemSchema(schema)), at)));
        }
        return Json(std::move(list));
      }
    }
    if (has_reference && pieces->size() == 1) return Whole(pieces->front().text, html, pointer);
    return Json(Join(*pieces, html, pointer));
  }

  // A value that is nothing but one reference: it keeps its JSON type.
  Json Whole(const std::string& reference, bool html, const std::string& pointer) {
    const Json* value = Resolve(reference, pointer);
    if (value == nullptr) return Json();
    if (html && value->string() != nullptr) {
      std::string escaped = EscapeHtml(*value->string());
      return Fits(escaped.size(), pointer) ? Json(std::move(escaped)) : Json();
    }
    return Fits(value->Serialize().size(), pointer) ? *value : Json();
  }

  std::string Join(const std::vector<Piece>& pieces, bool html, const std::string& pointer) {
    std::string joined;
    for (const Piece& piece : pieces) {
      if (!piece.is_reference) {
        joined += piece.text;
        continue;
      }
      const Json* value = Resolve(piece.text, pointer);
      if (value == nullptr) continue;
      std::string inserted;
      if (value->string() != nullptr) {
        inserted = html ? EscapeHtml(*value->string()) : *value->string();
      } else if (value->number() != nullptr || value->boolean() != nullptr) {
        inserted = value->Serialize();
      } else {
        Fault(pointer, "template_structure", Say(language_, Text::kTemplateStructure, piece.text));
      }
      if (Fits(inserted.size(), pointer)) joined += inserted;
    }
    return joined;
  }

  const Json* Resolve(const std::string& reference, const std::string& pointer) {
    if (!IsPointer(reference)) {
      Fault(pointer, "template_pointer", Say(language_, Text::kTemplateBadPointer, reference));
      return nullptr;
    }
    if (event_ == nullptr) {
      Fault(pointer, "template_no_event", Say(language_, Text::kTemplateNoEvent, reference));
      return nullptr;
    }
    const Json* value = event_->At(reference);
    if (value == nullptr) {
      Fault(pointer, "template_unknown", Say(language_, Text::kTemplateUnknown, reference));
    }
    return value;
  }

  // Counts what is inserted: a small input with many references to a large value must not fill
  // the memory before anybody looks at the size of the whole.
  bool Fits(std::size_t bytes, const std::string& pointer) {
    const bool fitted = inserted_ <= task_host::kMaxJsonBytes;
    inserted_ += bytes;
    if (inserted_ <= task_host::kMaxJsonBytes) return true;
    if (fitted) Fault(pointer, "template_too_large", Say(language_, Text::kTemplateTooLarge));
    return false;
  }

  void Fault(const std::string& pointer, std::string code, std::string message) {
    faults_.push_back({pointer, std::move(code), std::move(message)});
  }

  const Json* event_;
  Language language_;
  std::size_t inserted_ = 0;
  std::vector<FieldFault> faults_;
};

struct Quotes {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<Quotes, 3> kQuotes = {Quotes{"\"", "\""}, Quotes{"“", "”"}, Quotes{"«", "»"}};

// Blanks around items, and the no-break spaces that French puts inside its quotation marks.
constexpr std::array<std::string_view, 6> kBlanks = {" ", "\t", "\n", "\r", "\u00A0", "\u202F"};

void TrimLeft(std::string_view& text) {
  for (std::size_t i = 0; i < kBlanks.size();) {
    if (text.starts_with(kBlanks[i])) {
      text.remove_prefix(kBlanks[i].size());
      i = 0;
    } else {
      ++i;
    }
  }
}

void TrimRight(std::string_view& text) {
  for (std::size_t i = 0; i < kBlanks.size();) {
    if (text.ends_with(kBlanks[i])) {
      text.remove_suffix(kBlanks[i].size());
      i = 0;
    } else {
      ++i;
    }
  }
}

// Takes one quoted item off the front of the text.
std::optional<std::string> TakeItem(std::string_view& text) {
  const auto quotes = std::find_if(kQuotes.begin(), kQuotes.end(),
                                   [&](const Quotes& q) { return text.starts_with(q.open); });
  if (quotes == kQuotes.end()) return std::nullopt;
  text.remove_prefix(quotes->open.size());
  std::size_t size = 0;
  while (size < text.size() && !text.substr(size).starts_with(quotes->close)) {
    const std::optional<std::size_t> unit = UnitLength(text.substr(size));
    if (!unit) return std::nullopt;
    size += *unit;
  }
  if (size >= text.size()) return std::nullopt;
  std::string_view item = text.substr(0, size);
  text.remove_prefix(size + quotes->close.size());
  if (quotes->open == "«") {
    TrimLeft(item);
    TrimRight(item);
  }
  return std::string(item);
}

}  // namespace

std::optional<std::vector<std::string>> SplitQuotedList(std::string_view text) {
  std::vector<std::string> items;
  while (true) {
    TrimLeft(text);
    std::optional<std::string> item = TakeItem(text);
    if (!item) return std::nullopt;
    items.push_back(std::move(*item));
    TrimLeft(text);
    if (text.empty()) return items;
    if (text[0] != ',') return std::nullopt;
    text.remove_prefix(1);
  }
}

const Json* MemberSchema(const Json* schema, std::string_view name) {
  if (schema == nullptr) return nullptr;
  const Json* properties = schema->Find("properties");
  if (properties != nullptr && properties->Find(name) != nullptr) return properties->Find(name);
  const Json* branches = schema->Find("oneOf");
  if (branches != nullptr && branches->array() != nullptr) {
    for (const Json& branch : *branches->array()) {
      if (const Json* found = MemberSchema(&branch, name)) return found;
    }
  }
  const Json* others = schema->Find("additionalProperties");
  return others != nullptr && others->object() != nullptr ? others : nullptr;
}

const Json* ItemSchema(const Json* schema) {
  return schema == nullptr ? nullptr : schema->Find("items");
}

bool AllowsType(const Json* schema, std::string_view type) {
  const Json* types = schema == nullptr ? nullptr : schema->Find("type");
  if (types == nullptr) return false;
  if (types->string() != nullptr) return *types->string() == type;
  if (types->array() == nullptr) return false;
  return std::any_of(types->array()->begin(), types->array()->end(), [&](const Json& entry) {
    return entry.string() != nullptr && *entry.string() == type;
  });
}

Rendered Render(const Json& input, const Json* schema, const Json* event, Language language) {
  Renderer renderer(event, language);
  Rendered rendered;
  rendered.value = renderer.Value(input, schema, "");
  rendered.faults = std::move(renderer.faults());
  return rendered;
}

}  // namespace taskhost
