// SPDX-License-Identifier: Apache-2.0
// Brands as JSON, with the forms that they offer.
#include "brands.h"

#include <fmt/format.h>

#include <algorithm>

#include "json.h"
#include "pagination.h"
#include "seed.h"

namespace sandbox {
namespace {

std::vector<Id> forms_in(const Account& account, const Brand& brand) {
  std::vector<Id> ids;
  for (const auto& [id, form] : account.ticket_forms) {
    if (form.active && form.is_in_brand(brand.id)) ids.push_back(id);
  }
  return ids;
}

void write_brand(JsonWriter& json, const Account& account, const Brand& brand) {
  const std::string time = format_time(seed::kOpened);
  json.begin_object().field("url", account.url(fmt::format("brands/{}", brand.id)));
  json.field("id", brand.id).field("name", brand.name);
  json.field("brand_url", fmt::format("https://{}.zendesk.com", brand.subdomain));
  json.field("subdomain", brand.subdomain).field("host_mapping", nullptr);
  json.field("has_help_center", false).field("help_center_state", "disabled");
  json.field("active", brand.active).field("default", brand.id == account.default_brand_id);
  json.field("is_deleted", false).field("logo", nullptr);
  json.field("ticket_form_ids", forms_in(account, brand)).field("signature_template", nullptr);
  json.field("created_at", time).field("updated_at", time).end_object();
}

}  // namespace

Response list_brands(const Call& call) {
  std::vector<const Brand*> brands;
  for (const auto& [id, brand] : call.account.brands) brands.push_back(&brand);
  std::sort(brands.begin(), brands.end(),
            [](const Brand* a, const Brand* b) { return a->name < b->name; });
  return list_response(
      call.request, "brands", call.account.url("brands"), brands.size(),
      [&](JsonWriter& json, std::size_t i) { write_brand(json, call.account, *brands[i]); });
}

}  // namespace sandbox
