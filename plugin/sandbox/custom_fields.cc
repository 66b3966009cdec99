// SPDX-License-Identifier: Apache-2.0
// Custom fields of a ticket, and the tags that come with checkboxes and options.
#include "custom_fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "field_values.h"
#include "tags.h"
#include "ticket_draft.h"

namespace sandbox {
namespace {

std::vector<std::string> tags_of(const TicketField& field, const FieldValue& value) {
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return *list;
  if (const auto* flag = std::get_if<bool>(&value)) {
    return *flag && field.tag ? std::vector{*field.tag} : std::vector<std::string>{};
  }
  const auto* text = std::get_if<std::string>(&value);
  return text && field.type == "tagger" ? std::vector{*text} : std::vector<std::string>{};
}

bool has_tag(const TicketProperties& ticket, const std::string& tag) {
  return std::binary_search(ticket.tags.begin(), ticket.tags.end(), tag);
}

// Fields whose values are tags follow when the tags are set.
void follow_tags(const TicketField& field, TicketProperties& ticket) {
  if (field.type == "checkbox" && field.tag) {
    ticket.custom_fields[field.id] = has_tag(ticket, *field.tag);
  } else if (field.type == "tagger" || field.type == "multiselect") {
    std::vector<std::string> chosen;
    for (const FieldOption& option : field.options) {
      if (has_tag(ticket, option.value)) chosen.push_back(option.value);
    }
    FieldValue value;
    if (field.type == "multiselect") value = chosen;
    if (field.type == "tagger" && !chosen.empty()) value = chosen.front();
    ticket.custom_fields[field.id] = value;
  }
}

void set_field(TicketProperties& ticket, const TicketField& field, FieldValue value) {
  Tags tags(ticket.tags.begin(), ticket.tags.end());
  FieldValue& stored = ticket.custom_fields[field.id];
  for (const std::string& tag : tags_of(field, stored)) tags.erase(tag);
  stored = std::move(value);
  for (const std::string& tag : tags_of(field, stored)) tags.insert(tag);
  ticket.tags.assign(tags.begin(), tags.end());
}

// Ids that are no custom field of the account, or one that is switched off, are passed over without
// a word.
void read_field(TicketDraft& draft, const Json& entry) {
  const Json* id = member(entry, "id");
  const auto number = id ? as_id(*id) : std::nullopt;
  const TicketField* field = number ? draft.account.find_field(*number) : nullptr;
  if (!field || field->is_system() || !field->active) return;
  std::string problem;
  const Json null;
  const Json* value = member(entry, "value");
  FieldValue parsed = parse_field_value(draft.account, *field, value ? *value : null, problem);
  if (problem.empty()) {
    set_field(draft.next, *field, std::move(parsed));
  } else {
    draft.errors.add_for_ticket_field(fmt::format("{}: {}", field->title, problem), "InvalidValue",
                                      field->id, field_class(*field));
  }
}

}  // namespace

std::string field_class(const TicketField& field) {
  if (field.type == "partialcreditcard") return "FieldPartialCreditCard";
  return "Field" + title_of(field.type);
}

void read_tags_and_fields(TicketDraft& draft, const Json& ticket) {
  if (const Json* tags = member(ticket, "tags")) {
    Tags given;
    if (!read_tags(*tags, given)) draft.errors.add("tags", "Tags: is invalid");
    draft.next.tags.assign(given.begin(), given.end());
    for (const TicketField& field : draft.account.ticket_fields) follow_tags(field, draft.next);
  }
  const Json* fields = member(ticket, "custom_fields");
  if (!fields) fields = member(ticket, "fields");
  if (!fields || fields->IsNull()) return;
  if (!fields->IsArray()) return draft.errors.add("custom_fields", "Custom fields: is invalid");
  for (const Json& entry : fields->GetArray()) read_field(draft, entry);
}

}  // namespace sandbox
