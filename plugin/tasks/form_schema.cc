// SPDX-License-Identifier: Apache-2.0
// The manifest's schema, and in its two places what the account adds.
//
// Records have their fields under their keys, so that a resolved schema simply lists them as
// properties. Tickets have a list of {field, value}. A schema of its items could tell each field's
// values only by as many branches as there are fields, of which a validator reports all when one
// value is wrong, and no condition can point into a list by a name. So the items stay as they are,
// for validators, and x-tp.entries says what the list stands for: an object with a property for
// each field, which a form draws and checks like any other object and writes down as entries, the
// property's name under "field" and its value under "value". Pointers of conditions walk through it
// as if it were in the list's place.
#include "plugin/tasks/form_schema.h"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <string>

#include "author/json.h"
#include "plugin/tasks/form_conditions.h"
#include "plugin/tasks/form_field.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/partial_input.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Error;
using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Status;
using task_plugin::Texts;

constexpr std::string_view kTicketFields = "zendesk.custom_fields";
constexpr std::string_view kRecordFields = "zendesk.attributes";

// What the account adds to the two places; null where it adds nothing.
struct Additions {
  Listed<TicketField> ticket_fields;
  const TicketForm* form = nullptr;
  Listed<TicketForm> forms;
  std::string object;  // the key of what has the fields below
  Listed<ObjectField> object_fields;
};

// Empty for a property that does not depend on the account.
std::string_view SourceOf(const json::Value& property) {
  const json::Value* hints = json::Find(property, "x-tp");
  const json::Value* from = hints != nullptr ? json::Find(*hints, "schemaFrom") : nullptr;
  const json::Value* source = from != nullptr ? json::Find(*from, "source") : nullptr;
  return source != nullptr ? json::Text(*source) : std::string_view();
}

void WriteTicketFields(ObjectWriter& writer, const Additions& additions, const Texts& texts) {
  const NamedList<TicketField>& list = *additions.ticket_fields;
  const KeyOf key_of = [&list](const TicketField& field) { return NameOrId(list, field); };
  writer.Begin("entries");
  writer.Text("name", "field");
  writer.Text("value", "value");
  writer.Begin("schema");
  writer.Text("type", "object");
  writer.Boolean("additionalProperties", true);
  writer.Begin("properties");
  int order = 0;
  const auto write = [&](const TicketField& field) {
    if (!field.is_custom || !field.active) return;
    FormField form;
    form.key = key_of(field);
    form.order = ++order;
    form.options_source = fmt::format("zendesk.field_options:{}", field.id);
    AddConditions(additions.form, list, field, key_of, texts, form);
    WriteFormField(writer, field, form, texts);
  };
  if (additions.form != nullptr) {
    for (const int64_t id : additions.form->field_ids) {
      if (const TicketField* field = list.ById(id)) write(*field);
    }
  } else {
    for (const TicketField& field : list.items()) write(field);
  }
  writer.End();
  writer.End();
  writer.End();
}

void WriteRecordFields(ObjectWriter& writer, const Additions& additions, const Texts& texts) {
  writer.Begin("properties");
  int order = 0;
  for (ObjectField field : additions.object_fields->items()) {
    if (field.is_standard() || !field.active) continue;
    FormField form;
    form.key = field.id;
    form.order = ++order;
    form.options_source =
        fmt::format("zendesk.object_field_options:{}/{}", additions.object, field.id);
    // Of a record it means what it says, not what it means for tickets.
    if (field.required) form.description = texts.Say("Zendesk demands a value.");
    field.required = false;
    WriteFormField(writer, field, form, texts);
  }
  writer.End();
}

// The members of one of the two places, inside its object. Its texts and the hints that do not
// change are left out of an answer for the place alone, since the host has them in its language.
void WritePlace(ObjectWriter& writer, const json::Value& property, const Additions& additions,
                bool is_alone, const Texts& texts) {
  const bool has_entries = additions.ticket_fields && SourceOf(property) == kTicketFields;
  for (const auto& member : property.GetObject()) {
    const std::string_view key = json::Text(member.name);
    if (is_alone && (key == "title" || key == "description" || key == "x-tp")) continue;
    if (key != "x-tp" || !has_entries) writer.Value(key, member.value);
  }
  if (has_entries) {
    writer.Begin("x-tp");
    if (!is_alone) {
      for (const auto& hint : json::Find(property, "x-tp")->GetObject())
        writer.Value(json::Text(hint.name), hint.value);
    }
    WriteTicketFields(writer, additions, texts);
    writer.End();
  }
  if (additions.object_fields && SourceOf(property) == kRecordFields)
    WriteRecordFields(writer, additions, texts);
}

std::string WholeSchema(const json::Value& schema, const Additions& additions, const Texts& texts) {
  ObjectWriter writer;
  for (const auto& member : schema.GetObject()) {
    if (json::Text(member.name) != "properties") {
      writer.Value(json::Text(member.name), member.value);
      continue;
    }
    writer.Begin("properties");
    for (const auto& property : member.value.GetObject()) {
      writer.Begin(json::Text(property.name));
      WritePlace(writer, property.value, additions, false, texts);
      writer.End();
    }
    writer.End();
  }
  return writer.Finish();
}

// The properties that depend on the account; all of them without a source.
std::vector<const json::Value*> PlacesOf(const json::Value& schema, std::string_view source) {
  std::vector<const json::Value*> places;
  for (const auto& property : json::Find(schema, "properties")->GetObject()) {
    const std::string_view known = SourceOf(property.value);
    if (!known.empty() && (source.empty() || known == source)) places.push_back(&property.value);
  }
  return places;
}

Error NoSuchPlace(const json::Value& schema, std::string_view source, const Input& no_input) {
  std::string known;
  for (const json::Value* place : PlacesOf(schema, ""))
    known.append(known.empty() ? "" : ", ").append(SourceOf(*place));
  return {Status::kInvalidArgument, "invalid_input",
          no_input.Say("The task has no schema called \"{}\". It has: {}.", source, known)};
}

Task<Additions> ReadAdditions(Client& client, const Input& no_input, const json::Value& partial,
                              const std::vector<const json::Value*>& places) {
  Additions additions;
  for (const json::Value* place : places) {
    if (SourceOf(*place) == kTicketFields) {
      additions.ticket_fields = co_await client.catalog().Get<TicketField>(client);
      additions.forms = co_await client.catalog().Get<TicketForm>(client);
      additions.form = Required(*additions.forms, partial, "ticket_form", "ticket_form_id",
                                no_input.Say("Ticket form"), no_input);
    } else if (SourceOf(*place) == kRecordFields) {
      const auto object = co_await RequireObject(client, partial, no_input);
      if (!object) continue;
      additions.object = *object;
      additions.object_fields = co_await client.catalog().ObjectFields(client, *object);
    }
  }
  co_return additions;
}

}  // namespace

// FNV-1a, 64 bits.
std::string EtagOf(std::string_view schema) {
  uint64_t hash = 14695981039346656037u;
  for (const char c : schema) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return fmt::format("{:016x}", hash);
}

Task<Output> ResolveSchema(Client client, const Input& no_input, SchemaRequest request,
                           std::string_view manifest_schema) {
  const auto document =
      json::Document::Parse(std::string(manifest_schema), "A schema", json::Fractions::kAsWritten);
  const json::Value& schema = document.root();
  const auto places = PlacesOf(schema, request->source);
  if (places.empty() && !request->source.empty())
    throw NoSuchPlace(schema, request->source, no_input);
  const json::Value& partial = request->partial_input.root();
  const Additions additions = co_await ReadAdditions(client, no_input, partial, places);
  std::string resolved;
  if (request->source.empty()) {
    resolved = WholeSchema(schema, additions, no_input.texts());
  } else {
    ObjectWriter place;
    WritePlace(place, *places.front(), additions, true, no_input.texts());
    resolved = place.Finish();
  }
  const std::string etag = EtagOf(resolved);
  ObjectWriter writer;
  if (etag != request->known_etag) writer.Object("schema", resolved);
  writer.Text("etag", etag);
  co_return Output{writer.Finish(), {}};
}

}  // namespace zendesk::tasks
