// SPDX-License-Identifier: Apache-2.0
// The table of endpoints; the first line that fits counts.
#include "router.h"

#include "brands.h"
#include "custom_objects.h"
#include "custom_statuses.h"
#include "groups.h"
#include "job_routes.h"
#include "oauth_current.h"
#include "organizations.h"
#include "profiles.h"
#include "record_jobs.h"
#include "records.h"
#include "ticket_fields.h"
#include "ticket_forms.h"
#include "ticket_jobs.h"
#include "ticket_search.h"
#include "ticket_tags.h"
#include "tickets.h"
#include "upload_routes.h"
#include "user_lists.h"
#include "users.h"

namespace sandbox {
namespace {

struct Line {
  std::string_view method;
  std::string_view pattern;
  Endpoint endpoint;
  bool agents_only;
};

constexpr Line kLines[] = {
    {"GET", "/api/v2/tickets", list_tickets, true},
    {"POST", "/api/v2/tickets", create_ticket, true},
    {"GET", "/api/v2/tickets/count", count_tickets, true},
    {"GET", "/api/v2/tickets/show_many", show_many_tickets, true},
    {"POST", "/api/v2/tickets/create_many", create_many_tickets, true},
    {"PUT", "/api/v2/tickets/update_many", update_many_tickets, true},
    {"GET", "/api/v2/tickets/{id}", show_ticket, true},
    {"PUT", "/api/v2/tickets/{id}", update_ticket, true},
    {"DELETE", "/api/v2/tickets/{id}", delete_ticket, true},
    {"GET", "/api/v2/tickets/{id}/comments", list_comments, true},
    {"GET", "/api/v2/tickets/{id}/audits", list_audits, true},
    {"GET", "/api/v2/tickets/{id}/tags", list_ticket_tags, true},
    {"POST", "/api/v2/tickets/{id}/tags", set_ticket_tags, true},
    {"PUT", "/api/v2/tickets/{id}/tags", add_ticket_tags, true},
    {"DELETE", "/api/v2/tickets/{id}/tags", remove_ticket_tags, true},
    {"GET", "/api/v2/search", search, true},
    {"GET", "/api/v2/problems", list_problems, true},
    {"GET", "/api/v2/problems/autocomplete", autocomplete_problems, true},
    {"POST", "/api/v2/problems/autocomplete", autocomplete_problems, true},
    {"POST", "/api/v2/uploads", create_upload, false},
    {"DELETE", "/api/v2/uploads/{id}", delete_upload, false},
    {"GET", "/api/v2/job_statuses", list_jobs, true},
    {"GET", "/api/v2/job_statuses/show_many", show_many_jobs, true},
    {"GET", "/api/v2/job_statuses/{id}", show_job, true},
    {"GET", "/api/v2/users/me", show_me, false},
    {"GET", "/api/v2/users", list_users, true},
    {"POST", "/api/v2/users", create_user, true},
    {"GET", "/api/v2/users/search", search_users, true},
    {"GET", "/api/v2/users/autocomplete", autocomplete_users, true},
    {"GET", "/api/v2/users/show_many", show_many_users, true},
    {"POST", "/api/v2/users/create_or_update", create_or_update_user, true},
    {"GET", "/api/v2/users/{id}", show_user, true},
    {"PUT", "/api/v2/users/{id}", update_user, true},
    {"DELETE", "/api/v2/users/{id}", delete_user, true},
    {"GET", "/api/v2/users/{id}/identities", list_identities, true},
    {"GET", "/api/v2/users/{id}/group_memberships", list_memberships_of_user, true},
    {"GET", "/api/v2/users/{id}/organizations", list_organizations_of_user, true},
    {"GET", "/api/v2/users/{id}/profiles", list_profiles_of_user, true},
    {"PUT", "/api/v2/users/{id}/profiles", put_profile_of_user, true},
    {"GET", "/api/v2/user_profiles", show_profile_by_identifier, true},
    {"PUT", "/api/v2/user_profiles", put_profile, true},
    {"PATCH", "/api/v2/user_profiles", patch_profile_by_identifier, true},
    {"GET", "/api/v2/user_profiles/{id}", show_profile, true},
    {"PUT", "/api/v2/user_profiles/{id}", replace_profile, true},
    {"PATCH", "/api/v2/user_profiles/{id}", patch_profile, true},
    {"DELETE", "/api/v2/user_profiles/{id}", delete_profile, true},
    {"GET", "/api/v2/oauth/tokens/current", show_current_token, false},
    {"DELETE", "/api/v2/oauth/tokens/current", revoke_current_token, false},
    {"GET", "/api/v2/ticket_fields", list_ticket_fields, false},
    {"GET", "/api/v2/ticket_fields/{id}", show_ticket_field, true},
    {"GET", "/api/v2/ticket_fields/{id}/options", list_field_options, true},
    {"GET", "/api/v2/ticket_forms", list_ticket_forms, false},
    {"GET", "/api/v2/ticket_forms/{id}", show_ticket_form, true},
    {"GET", "/api/v2/custom_statuses", list_custom_statuses, false},
    {"GET", "/api/v2/custom_statuses/{id}", show_custom_status, false},
    {"GET", "/api/v2/brands", list_brands, true},
    {"GET", "/api/v2/groups", list_groups, true},
    {"GET", "/api/v2/groups/assignable", list_assignable_groups, true},
    {"GET", "/api/v2/groups/{id}", show_group, true},
    {"GET", "/api/v2/groups/{id}/memberships", list_memberships_of_group, true},
    {"GET", "/api/v2/groups/{id}/users", list_users_of_group, true},
    {"GET", "/api/v2/group_memberships", list_memberships, true},
    {"GET", "/api/v2/group_memberships/assignable", list_assignable_memberships, true},
    {"GET", "/api/v2/organizations", list_organizations, true},
    {"GET", "/api/v2/organizations/autocomplete", autocomplete_organizations, true},
    {"GET", "/api/v2/organizations/search", search_organizations, true},
    {"GET", "/api/v2/organizations/{id}", show_organization, true},
    {"GET", "/api/v2/custom_objects", list_custom_objects, true},
    {"GET", "/api/v2/custom_objects/limits/object_limit", show_object_limit, true},
    {"GET", "/api/v2/custom_objects/limits/record_limit", show_record_limit, true},
    {"GET", "/api/v2/custom_objects/{key}", show_custom_object, true},
    {"GET", "/api/v2/custom_objects/{key}/limits/field_limit", show_field_limit, true},
    {"GET", "/api/v2/custom_objects/{key}/fields", list_custom_object_fields, true},
    {"GET", "/api/v2/custom_objects/{key}/fields/{id}", show_custom_object_field, true},
    {"POST", "/api/v2/custom_objects/{key}/jobs", run_record_job, true},
    {"GET", "/api/v2/custom_objects/{key}/records", list_records, true},
    {"POST", "/api/v2/custom_objects/{key}/records", create_record, true},
    {"PATCH", "/api/v2/custom_objects/{key}/records", create_or_update_record, true},
    {"DELETE", "/api/v2/custom_objects/{key}/records", delete_record_by_key, true},
    {"GET", "/api/v2/custom_objects/{key}/records/count", count_records, true},
    {"GET", "/api/v2/custom_objects/{key}/records/search", search_records, true},
    {"POST", "/api/v2/custom_objects/{key}/records/search", filter_records, true},
    {"GET", "/api/v2/custom_objects/{key}/records/autocomplete", autocomplete_records, true},
    {"GET", "/api/v2/custom_objects/{key}/records/{id}", show_record, true},
    {"PATCH", "/api/v2/custom_objects/{key}/records/{id}", update_record, true},
    {"DELETE", "/api/v2/custom_objects/{key}/records/{id}", delete_record, true},
};

// Takes the part up to the next slash away from the front.
std::string_view next_part(std::string_view& path) {
  const auto slash = path.find('/');
  const std::string_view part = path.substr(0, slash);
  path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  return part;
}

bool matches(std::string_view pattern, std::string_view path, Route& route) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = next_part(pattern);
    const std::string_view given = next_part(path);
    if (wanted == "{id}") {
      route.id = given;
    } else if (wanted == "{key}") {
      route.key = given;
    } else if (wanted != given) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace

std::optional<Route> find_route(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  for (const Line& line : kLines) {
    Route route{line.method, line.pattern, line.endpoint, line.agents_only, {}, {}};
    if (method == line.method && matches(line.pattern, path, route)) return route;
  }
  return std::nullopt;
}

}  // namespace sandbox
