// SPDX-License-Identifier: Apache-2.0
// A tolerant reader: nothing in an error body can make it fail.
#include "plugin/zendesk/error_body.h"

#include <rapidjson/document.h>

#include <algorithm>

#include "plugin/transport/wiping_memory.h"
#include "plugin/zendesk/half_surrogate.h"
#include "plugin/zendesk/time_text.h"

namespace zendesk {
namespace {

// What a server sends back of secrets goes with the tree.
using Pool = rapidjson::MemoryPoolAllocator<transport::WipingJsonMemory>;
using Document = rapidjson::GenericDocument<rapidjson::UTF8<>, Pool, transport::WipingJsonMemory>;
using Value = Document::ValueType;

// Long enough for any sentence of Zendesk's, short enough for a log line's reader.
constexpr size_t kLongestText = 500;
constexpr size_t kMostFields = 100;
// A tree of it takes sixteen times as much at worst, and Zendesk's error bodies have some
// kilobytes.
constexpr size_t kLongestBody = size_t{1} << 20;

std::string_view View(const Value& text) {
  return {text.GetString(), text.GetStringLength()};
}

const Value* Find(const Value& object, std::string_view key) {
  if (!object.IsObject()) return nullptr;
  for (const auto& member : object.GetObject()) {
    if (View(member.name) == key) return &member.value;
  }
  return nullptr;
}

// Cut at a character's beginning; control characters and halves of surrogate pairs become blanks.
std::string Clean(std::string_view text) {
  size_t size = std::min(text.size(), kLongestText);
  while (size < text.size() && size > 0 && (static_cast<uint8_t>(text[size]) & 0xC0) == 0x80)
    --size;
  std::string clean(text.substr(0, size));
  std::replace_if(
      clean.begin(), clean.end(), [](char c) { return static_cast<uint8_t>(c) < ' '; }, ' ');
  for (size_t at = 0; (at = FindHalfSurrogate(clean, at)) != std::string::npos;) {
    clean.replace(at, 3, " ");
  }
  return clean;
}

std::string Text(const Value& object, std::string_view key) {
  const Value* text = Find(object, key);
  return text != nullptr && text->IsString() ? Clean(View(*text)) : std::string();
}

int64_t FieldId(const Value& entry) {
  const Value* id = Find(entry, "ticket_field_id");
  if (id == nullptr) return 0;
  if (id->IsInt64()) return id->GetInt64();
  return id->IsString() ? ReadDigits(View(*id)).value_or(0) : 0;
}

// A sentence, an object with one, or a list of these.
void ReadDetail(const std::string& field, const Value& value, std::vector<FieldProblem>& fields) {
  if (fields.size() >= kMostFields) return;
  if (value.IsString()) fields.push_back({field, "", Clean(View(value)), 0, ""});
  if (value.IsArray()) {
    for (const Value& entry : value.GetArray()) {
      if (!entry.IsArray()) ReadDetail(field, entry, fields);
    }
  }
  FieldProblem problem{field, Text(value, "error"), Text(value, "description"), FieldId(value),
                       Text(value, "ticket_field_type")};
  const bool says_something = !problem.code.empty() || !problem.description.empty();
  if (says_something || problem.ticket_field_id != 0) fields.push_back(std::move(problem));
}

void ReadDetails(const Value& details, std::vector<FieldProblem>& fields) {
  if (!details.IsObject()) return ReadDetail("base", details, fields);
  for (const auto& member : details.GetObject())
    ReadDetail(Clean(View(member.name)), member.value, fields);
}

void ReadErrorList(const Value& errors, ErrorBody& body) {
  for (const Value& error : errors.GetArray()) {
    if (body.text.size() >= kLongestText) return;
    std::string text = error.IsString() ? Clean(View(error)) : Text(error, "detail");
    if (text.empty()) text = Text(error, "title");
    if (body.name.empty()) body.name = Text(error, "code");
    if (body.text.empty()) {
      body.text = text;
    } else if (!text.empty()) {
      body.text += " " + text;
    }
  }
}

// The visible words of a page, roughly: enough to tell a proxy's page from a maintenance page. The
// encoding of such a page is anybody's guess, so only ASCII is kept.
std::string PlainText(std::string_view body) {
  std::string text;
  bool in_tag = false;
  for (const char c : body.substr(0, 8 * kLongestText)) {
    if (c == '<') in_tag = true;
    const bool blank = in_tag || static_cast<uint8_t>(c) <= ' ';
    if (!blank) text += static_cast<uint8_t>(c) < 0x7F ? c : '?';
    if (blank && !text.empty() && text.back() != ' ') text += ' ';
    if (c == '>') in_tag = false;
  }
  return Clean(text);
}

}  // namespace

ErrorBody ReadErrorBody(std::string_view body) {
  ErrorBody result;
  if (body.size() > kLongestBody) return result;
  Document document;
  constexpr unsigned kFlags =
      rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
  document.Parse<kFlags>(body.data(), body.size());
  if (document.HasParseError() || !document.IsObject()) {
    result.text = PlainText(body);
    return result;
  }
  const Value* errors = Find(document, "errors");
  const Value* error = Find(document, "error");
  if (errors != nullptr && errors->IsArray()) {
    ReadErrorList(*errors, result);
  } else if (error != nullptr && error->IsObject()) {
    result.name = Text(*error, "title");
    result.text = Text(*error, "message");
  } else {
    result.name = Text(document, "error");
    result.text = Text(document, "description");
    if (result.text.empty()) result.text = Text(document, "error_description");
  }
  if (const Value* details = Find(document, "details")) ReadDetails(*details, result.fields);
  return result;
}

}  // namespace zendesk
