// SPDX-License-Identifier: Apache-2.0
// Ticket forms as JSON, with their conditions.
#include "ticket_forms.h"

#include <fmt/format.h>

#include "errors.h"
#include "json.h"
#include "pagination.h"
#include "seed.h"

namespace sandbox {
namespace {

void write_child(JsonWriter& json, const ChildField& child) {
  const char* type = !child.is_required                   ? "NO_STATUSES"
                     : child.required_on_statuses.empty() ? "ALL_STATUSES"
                                                          : "SOME_STATUSES";
  json.begin_object().field("id", child.id).field("is_required", child.is_required);
  json.key("required_on_statuses").begin_object().field("type", type);
  if (!child.required_on_statuses.empty()) json.field("statuses", child.required_on_statuses);
  json.end_object().end_object();
}

// Boxes have true and false, in place of the text that conditions hold.
void write_condition(JsonWriter& json, const Account& account, const FormCondition& condition) {
  const TicketField* parent = account.find_field(condition.parent_field_id);
  json.begin_object().field("parent_field_id", condition.parent_field_id).key("value");
  if (parent && parent->type == "checkbox") {
    json.value(condition.value == "true");
  } else {
    json.value(condition.value);
  }
  json.key("child_fields").begin_array();
  for (const ChildField& child : condition.child_fields) write_child(json, child);
  json.end_array().end_object();
}

void write_form(JsonWriter& json, const Account& account, const TicketForm& form,
                std::size_t position) {
  const std::string time = format_time(seed::kOpened);
  json.begin_object().field("url", account.url(fmt::format("ticket_forms/{}", form.id)));
  json.field("id", form.id).field("name", form.name).field("raw_name", form.name);
  json.field("display_name", form.name).field("raw_display_name", form.name);
  json.field("end_user_visible", form.active).field("position", position);
  json.field("ticket_field_ids", form.ticket_field_ids).field("active", form.active);
  json.field("default", form.id == account.default_ticket_form_id);
  json.field("in_all_brands", form.restricted_brand_ids.empty());
  json.field("restricted_brand_ids", form.restricted_brand_ids);
  json.raw_field("end_user_conditions", "[]").key("agent_conditions").begin_array();
  for (const FormCondition& condition : form.agent_conditions) {
    write_condition(json, account, condition);
  }
  json.end_array().field("created_at", time).field("updated_at", time).end_object();
}

}  // namespace

Response list_ticket_forms(const Call& call) {
  const std::string* active = call.request.parameter("active");
  const std::string* of_brand = call.request.parameter("associated_to_brand");
  std::vector<const TicketForm*> forms;
  for (const auto& [id, form] : call.account.ticket_forms) {
    if (!call.caller.is_agent() && !form.active) continue;
    if (active && (*active == "true") != form.active) continue;
    if (of_brand && *of_brand == "true" && !form.is_in_brand(call.account.default_brand_id)) {
      continue;
    }
    forms.push_back(&form);
  }
  return whole_list_response(
      call.request, "ticket_forms", call.account.url("ticket_forms"), forms.size(),
      [&](JsonWriter& json, std::size_t i) { write_form(json, call.account, *forms[i], i + 1); });
}

Response show_ticket_form(const Call& call) {
  const TicketForm* form = call.account.find_form(parse_integer(call.id));
  if (!form) return record_not_found();
  JsonWriter json;
  json.begin_object();
  write_form(json.key("ticket_form"), call.account, *form, 1);
  json.end_object();
  return json_response(200, json.text());
}

}  // namespace sandbox
