// SPDX-License-Identifier: Apache-2.0
// Type by type. A regular expression is only told: Zendesk's are Ruby's, which validators of
// schemas read in other ways.
#include "plugin/tasks/form_field.h"

#include <fmt/format.h>

#include <set>

#include "author/json.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Texts;

struct Kind {
  std::string_view type;    ///< Zendesk's word
  std::string_view schema;  ///< of "type"
  std::string_view widget;
  std::string_view format;
};

// What is not here is a text.
constexpr Kind kKinds[] = {
    {"textarea", R"(["string","null"])", "textarea", ""},
    {"checkbox", R"(["boolean","null"])", "switch", ""},
    {"integer", R"(["integer","null"])", "number", ""},
    {"decimal", R"(["number","null"])", "number", ""},
    {"date", R"(["string","null"])", "date", "date"},
    {"tagger", R"(["string","null"])", "select", ""},
    {"dropdown", R"(["string","null"])", "select", ""},
    {"multiselect", R"(["array","null"])", "multiselect", ""},
};
constexpr Kind kText{"", R"(["string","null"])", "text", ""};

const Kind& KindOf(const Field& field) {
  for (const Kind& kind : kKinds) {
    if (kind.type == field.type) return kind;
  }
  return kText;
}

// The choices, each once, as a JSON list.
std::string Values(const Field& field, bool with_null) {
  json::Buffer buffer;
  json::Writer writer(buffer);
  std::set<std::string_view> written;
  writer.StartArray();
  for (const FieldOption& option : field.options) {
    if (written.insert(option.value).second) json::WriteText(writer, option.value);
  }
  if (with_null) writer.Null();
  writer.EndArray();
  return buffer.Take();
}

void WriteLabels(ObjectWriter& writer, const Field& field) {
  std::set<std::string_view> written;
  writer.Begin("labels");
  for (const FieldOption& option : field.options) {
    if (written.insert(option.value).second) writer.Text(option.value, option.name);
  }
  writer.End();
}

// More than a form can show at once, and a schema should hold, are offered in pages.
bool IsListed(const Field& field) {
  constexpr size_t kMost = 100;
  return field.is_choice() && field.options.size() <= kMost;
}

std::string ChoicesOf(const Field& field, const FormField& form) {
  const std::string_view target = field.relationship_target_type;
  if (target == "zen:user") return "zendesk.users";
  if (target == "zen:organization") return "zendesk.organizations";
  if (target == "zen:ticket") return "zendesk.tickets";
  if (!field.target_object().empty())
    return fmt::format("zendesk.records:{}", field.target_object());
  return field.is_choice() && !IsListed(field) ? form.options_source : std::string();
}

void WriteCondition(ObjectWriter& writer, const FieldCondition& condition) {
  writer.Text("pointer", condition.pointer);
  writer.Object("schema", condition.schema);
  writer.End();
}

void WriteConditions(ObjectWriter& writer, const FormField& form) {
  if (!form.visible.pointer.empty()) {
    writer.Begin("visibleWhen");
    WriteCondition(writer, form.visible);
  }
  if (form.required.empty()) return;
  writer.BeginList("requiredWhen");
  for (const FieldCondition& condition : form.required) {
    writer.BeginItem();
    WriteCondition(writer, condition);
  }
  writer.EndList();
}

void WriteHints(ObjectWriter& writer, const Field& field, const Kind& kind, const FormField& form) {
  writer.Begin("x-tp");
  writer.Integer("order", form.order);
  // A list without choices has nothing to select from.
  writer.Text("widget", kind.widget == "multiselect" && !field.is_choice() ? "tags" : kind.widget);
  if (IsListed(field) && kind.widget == "select") WriteLabels(writer, field);
  if (const std::string source = ChoicesOf(field, form); !source.empty()) {
    writer.Begin("optionsFrom");
    writer.Text("source", source);
    writer.Boolean("search", true);
    writer.Boolean("paginated", true);
    writer.End();
  }
  WriteConditions(writer, form);
  writer.Text("expressions", "allowed");
  writer.End();
}

void WriteItems(ObjectWriter& writer, const Field& field) {
  writer.Begin("items");
  writer.Text("type", "string");
  if (IsListed(field)) {
    writer.List("enum", Values(field, false));
    writer.Begin("x-tp");
    WriteLabels(writer, field);
    writer.End();
  }
  writer.End();
}

std::string Description(const Field& field, const FormField& form, const Texts& texts) {
  std::string text = form.description;
  const auto add = [&text](const std::string& sentence) {
    text += (text.empty() ? "" : " ") + sentence;
  };
  if (!field.regexp.empty()) add(texts.Say("Must match {}.", field.regexp));
  if (field.required) add(texts.Say("Required to solve the ticket."));
  return text;
}

}  // namespace

void WriteFormField(ObjectWriter& writer, const Field& field, const FormField& form,
                    const Texts& texts) {
  const Kind& kind = KindOf(field);
  writer.Begin(form.key);
  writer.Text("title", field.title.empty() ? form.key : field.title);
  const std::string description = Description(field, form, texts);
  if (!description.empty()) writer.Text("description", description);
  writer.List("type", kind.schema);
  if (!kind.format.empty()) writer.Text("format", kind.format);
  if (kind.widget == "multiselect") {
    WriteItems(writer, field);
  } else if (kind.widget == "select" && IsListed(field)) {
    writer.List("enum", Values(field, true));
  }
  WriteHints(writer, field, kind, form);
  writer.End();
}

}  // namespace zendesk::tasks
