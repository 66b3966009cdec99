// SPDX-License-Identifier: Apache-2.0
// Ticket fields as JSON, with the extras of the types that have any.
#include "ticket_fields.h"

#include <fmt/format.h>

#include "errors.h"
#include "json.h"
#include "pagination.h"
#include "seed.h"

namespace sandbox {
namespace {

void write_options(JsonWriter& json, const TicketField& field) {
  json.key(field.is_system() ? "system_field_options" : "custom_field_options").begin_array();
  for (const FieldOption& option : field.options) {
    json.begin_object();
    if (!field.is_system()) json.field("id", option.id);
    json.field("name", option.name);
    if (!field.is_system()) json.field("raw_name", option.name);
    json.field("value", option.value);
    if (!field.is_system()) json.field("default", false);
    json.end_object();
  }
  json.end_array();
}

void write_statuses(JsonWriter& json, const Account& account) {
  const std::string time = format_time(seed::kOpened);
  json.key("custom_statuses").begin_array();
  for (const auto& [id, status] : account.custom_statuses) {
    json.begin_object().field("url", account.url(fmt::format("custom_statuses/{}", id)));
    json.field("id", id).field("status_category", status.status_category);
    json.field("agent_label", status.agent_label).field("end_user_label", status.end_user_label);
    json.field("description", "").field("end_user_description", "").field("active", true);
    json.field("default", status.is_default);
    json.field("created_at", time).field("updated_at", time).end_object();
  }
  json.end_array();
}

// Fields that Zendesk does not let anyone take away.
bool is_removable(const TicketField& field) {
  return !field.is_system() || field.type == "tickettype" || field.type == "priority";
}

void write_field(JsonWriter& json, const Account& account, std::size_t index) {
  const TicketField& field = account.ticket_fields[index];
  const std::string time = format_time(seed::kOpened);
  const bool is_for_customers = field.type == "subject" || field.type == "description";
  json.begin_object();
  json.field("url", account.url(fmt::format("ticket_fields/{}", field.id)));
  json.field("id", field.id).field("type", field.type);
  json.field("title", field.title).field("raw_title", field.title);
  json.field("description", field.description).field("raw_description", field.description);
  json.field("position", field.is_system() ? index + 1 : 9999).field("active", true);
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

}  // namespace

Response list_ticket_fields(const Call& call) {
  return list_response(call.request, "ticket_fields", call.account.url("ticket_fields"),
                       call.account.ticket_fields.size(), [&](JsonWriter& json, std::size_t i) {
                         write_field(json, call.account, i);
                       });
}

}  // namespace sandbox
