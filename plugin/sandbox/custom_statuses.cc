// SPDX-License-Identifier: Apache-2.0
// Custom statuses as JSON.
#include "custom_statuses.h"

#include <fmt/format.h>

#include "errors.h"
#include "seed.h"

namespace sandbox {
namespace {

// True when the query does not ask for the other value.
bool fits_flag(const Request& request, const char* name, bool value) {
  const std::string* wanted = request.parameter(name);
  return !wanted || (*wanted == "true") == value;
}

bool fits_categories(const Request& request, const CustomStatus& status) {
  const std::string* wanted = request.parameter("status_categories");
  return !wanted ||
         (',' + *wanted + ',').find(',' + status.status_category + ',') != std::string::npos;
}

}  // namespace

void write_custom_status(JsonWriter& json, const Account& account, const CustomStatus& status) {
  const std::string time = format_time(seed::kOpened);
  json.begin_object().field("url", account.url(fmt::format("custom_statuses/{}", status.id)));
  json.field("id", status.id).field("status_category", status.status_category);
  json.field("agent_label", status.agent_label).field("raw_agent_label", status.agent_label);
  json.field("end_user_label", status.end_user_label);
  json.field("raw_end_user_label", status.end_user_label);
  json.field("description", "").field("end_user_description", "");
  json.field("active", status.active).field("default", status.is_default);
  json.field("created_at", time).field("updated_at", time).end_object();
}

Response list_custom_statuses(const Call& call) {
  JsonWriter json;
  json.begin_object().key("custom_statuses").begin_array();
  for (const auto& [id, status] : call.account.custom_statuses) {
    if (fits_flag(call.request, "active", status.active) &&
        fits_flag(call.request, "default", status.is_default) &&
        fits_categories(call.request, status)) {
      write_custom_status(json, call.account, status);
    }
  }
  json.end_array().end_object();
  return json_response(200, json.text());
}

Response show_custom_status(const Call& call) {
  const auto found = call.account.custom_statuses.find(parse_integer(call.id).value_or(0));
  if (found == call.account.custom_statuses.end()) return record_not_found();
  JsonWriter json;
  json.begin_object();
  write_custom_status(json.key("custom_status"), call.account, found->second);
  json.end_object();
  return json_response(200, json.text());
}

}  // namespace sandbox
