// SPDX-License-Identifier: Apache-2.0
// Organizations as JSON, found by name or by external id.
#include "organizations.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "errors.h"
#include "name_match.h"
#include "pagination.h"
#include "seed.h"

namespace sandbox {
namespace {

using Organizations = std::vector<const Organization*>;

Organizations organizations_that(const Account& account,
                                 const std::function<bool(const Organization&)>& fit) {
  Organizations result;
  for (const auto& [id, item] : account.organizations) {
    if (fit(item)) result.push_back(&item);
  }
  return result;
}

WriteItem writer_of(const Account& account, const Organizations& items) {
  return [&account, &items](JsonWriter& json, std::size_t i) {
    write_organization(json, account, *items[i]);
  };
}

}  // namespace

void write_organization(JsonWriter& json, const Account& account, const Organization& item) {
  const std::string time = format_time(seed::kOpened);
  json.begin_object().field("url", account.url(fmt::format("organizations/{}", item.id)));
  json.field("id", item.id).field("name", item.name).field("shared_tickets", false);
  json.field("shared_comments", false).field("external_id", item.external_id);
  json.field("created_at", time).field("updated_at", time).raw_field("domain_names", "[]");
  json.field("details", nullptr).field("notes", nullptr).field("group_id", nullptr);
  json.raw_field("tags", "[]").raw_field("organization_fields", "{}").end_object();
}

Response list_organizations(const Call& call) {
  const Organizations items =
      organizations_that(call.account, [](const Organization&) { return true; });
  return list_response(call.request, "organizations", call.account.url("organizations"),
                       items.size(), writer_of(call.account, items));
}

Response list_organizations_of_user(const Call& call) {
  const User* user = call.account.find_user(parse_integer(call.id).value_or(0));
  if (!user) return record_not_found();
  const auto& ids = user->organization_ids;
  const Organizations items = organizations_that(call.account, [&ids](const Organization& item) {
    return std::find(ids.begin(), ids.end(), item.id) != ids.end();
  });
  return list_response(call.request, "organizations",
                       call.account.url(fmt::format("users/{}/organizations", user->id)),
                       items.size(), writer_of(call.account, items));
}

Response show_organization(const Call& call) {
  const auto found = call.account.organizations.find(parse_integer(call.id).value_or(0));
  if (found == call.account.organizations.end()) return record_not_found();
  JsonWriter json;
  json.begin_object();
  write_organization(json.key("organization"), call.account, found->second);
  json.end_object();
  return json_response(200, json.text());
}

Response autocomplete_organizations(const Call& call) {
  const std::string* name = call.request.parameter("name");
  if (!name) return parameter_missing("name");
  const Organizations items = organizations_that(
      call.account, [&](const Organization& item) { return begins_a_word(item.name, *name); });
  return offset_list_response(call.request, "organizations",
                              call.account.url("organizations/autocomplete"), items.size(),
                              writer_of(call.account, items));
}

Response search_organizations(const Call& call) {
  const std::string* external_id = call.request.parameter("external_id");
  const std::string* name = call.request.parameter("name");
  if (!external_id && !name) return parameter_missing("external_id");
  const Organizations items = organizations_that(call.account, [&](const Organization& item) {
    return external_id ? same_name(item.external_id.value_or(""), *external_id)
                       : same_name(item.name, *name);
  });
  return offset_list_response(call.request, "organizations",
                              call.account.url("organizations/search"), items.size(),
                              writer_of(call.account, items));
}

}  // namespace sandbox
