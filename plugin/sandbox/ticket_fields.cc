// SPDX-License-Identifier: Apache-2.0
// Ticket fields as JSON, with the extras of the types that have any.
#include "ticket_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "custom_statuses.h"
#include "errors.h"
#include "json.h"
#include "pagination.h"
#include "seed.h"

namespace sandbox {
namespace {

void write_option(JsonWriter& json, const TicketField& field, const FieldOption& option) {
  json.begin_object();
  if (!field.is_system()) json.field("id", option.id);
  json.field("name", option.name);
  if (!field.is_system()) json.field("raw_name", option.name);
  json.field("value", option.value);
  if (!field.is_system()) json.field("default", false);
  json.end_object();
}

void write_options(JsonWriter& json, const TicketField& field) {
  json.key(field.is_system() ? "system_field_options" : "custom_field_options").begin_array();
  for (const FieldOption& option : field.options) write_option(json, field, option);
  json.end_array();
}

void write_statuses(JsonWriter& json, const Account& account) {
  json.key("custom_statuses").begin_array();
  for (const auto& [id, status] : account.custom_statuses) {
    write_custom_status(json, account, status);
  }
  json.end_array();
}

// Fields that Zendesk does not let anyone take away.
bool is_removable(const TicketField& field) {
  return !field.is_system() || field.type == "tickettype" || field.type == "priority";
}

void write_field(JsonWriter& json, const Account& account, const TicketField& field,
                 std::size_t position) {
  const std::string time = format_time(seed::kOpened);
  const bool is_for_customers = field.type == "subject" || field.type == "description";
  json.begin_object();
  json.field("url", account.url(fmt::format("ticket_fields/{}", field.id)));
  json.field("id", field.id).field("type", field.type);
  json.field("title", field.title).field("raw_title", field.title);
  json.field("description", field.description).field("raw_description", field.description);
  json.field("position", field.is_system() ? position : 9999).field("active", field.active);
  json.field("required", field.required).field("collapsed_for_agents", false);
  json.field("regexp_for_validation", field.regexp);
  json.field("title_in_portal", field.title).field("raw_title_in_portal", field.title);
  json.field("visible_in_portal", is_for_customers);
  json.field("editable_in_portal", is_for_customers);
  json.field("required_in_portal", is_for_customers).field("tag", field.tag);
  json.field("created_at", time).field("updated_at", time);
  json.field("removable", is_removable(field)).field("key", nullptr);
  json.field("agent_description", nullptr);
  if (!field.options.empty()) write_options(json, field);
  if (field.type == "status" || field.type == "priority") json.field("sub_type_id", 0);
  if (field.type == "custom_status") write_statuses(json, account);
  if (field.target) {
    json.field("relationship_target_type", *field.target);
    json.raw_field("relationship_filter", R"({"all":[],"any":[]})");
  }
  json.end_object();
}

// By position; customers see only what they may fill in.
std::vector<const TicketField*> visible_fields(const Call& call) {
  std::vector<const TicketField*> fields;
  for (const TicketField& field : call.account.ticket_fields) {
    const bool is_missing =
        field.type == "custom_status" && !call.account.plan.has(Feature::kCustomStatuses);
    const bool is_hidden =
        !call.caller.is_agent() && field.type != "subject" && field.type != "description";
    if (!is_missing && !is_hidden) fields.push_back(&field);
  }
  return fields;
}

const TicketField* find_visible_field(const Call& call) {
  const auto id = parse_integer(call.id);
  for (const TicketField* field : visible_fields(call)) {
    if (field->id == id) return field;
  }
  return nullptr;
}

}  // namespace

Response list_ticket_fields(const Call& call) {
  auto fields = visible_fields(call);
  std::map<const TicketField*, std::size_t> positions;
  for (const TicketField* field : fields) positions.emplace(field, positions.size() + 1);
  // As Zendesk says of its cursors.
  if (asks_for_cursor(call.request)) {
    std::sort(fields.begin(), fields.end(),
              [](const TicketField* a, const TicketField* b) { return a->id < b->id; });
  }
  return whole_list_response(call.request, "ticket_fields", call.account.url("ticket_fields"),
                             fields.size(), [&](JsonWriter& json, std::size_t i) {
                               write_field(json, call.account, *fields[i], positions.at(fields[i]));
                             });
}

Response show_ticket_field(const Call& call) {
  const TicketField* field = find_visible_field(call);
  if (!field) return record_not_found();
  JsonWriter json;
  json.begin_object();
  write_field(json.key("ticket_field"), call.account, *field, 1);
  json.end_object();
  return json_response(200, json.text());
}

Response list_field_options(const Call& call) {
  const TicketField* field = find_visible_field(call);
  if (!field || field->is_system()) return record_not_found();
  return list_response(
      call.request, "custom_field_options",
      call.account.url(fmt::format("ticket_fields/{}/options", field->id)), field->options.size(),
      [&](JsonWriter& json, std::size_t i) { write_option(json, *field, field->options[i]); });
}

}  // namespace sandbox
