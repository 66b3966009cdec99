// SPDX-License-Identifier: Apache-2.0
// The table of permitted keys.
#include "ticket_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "warnings.h"

namespace sandbox {
namespace {

constexpr std::string_view kBoth[] = {
    "subject",          "raw_subject",
    "comment",          "description",
    "requester",        "requester_id",
    "assignee_id",      "assignee_email",
    "group_id",         "organization_id",
    "collaborator_ids", "email_ccs",
    "followers",        "tags",
    "external_id",      "type",
    "priority",         "status",
    "custom_status_id", "due_at",
    "problem_id",       "brand_id",
    "ticket_form_id",   "custom_fields",
    "fields",           "metadata",
};
constexpr std::string_view kCreateOnly[] = {"submitter_id", "collaborators", "recipient",
                                            "via_followup_source_id"};
constexpr std::string_view kUpdateOnly[] = {"additional_collaborators", "safe_update",
                                            "updated_stamp"};
constexpr std::string_view kComment[] = {"body",   "value",     "html_body",
                                         "public", "author_id", "uploads"};
constexpr std::string_view kRequester[] = {
    "name", "email", "locale", "locale_id", "organization_id", "role", "verified"};

bool holds(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void check_nested(const Json& ticket, const char* name, std::span<const std::string_view> allowed,
                  std::vector<std::string>& out) {
  const Json* nested = member(ticket, name);
  if (!nested || !nested->IsObject()) return;
  for (const auto& entry : nested->GetObject()) {
    if (!holds(allowed, text_of(entry.name))) {
      out.push_back(fmt::format("ticket.{}.{}", name, text_of(entry.name)));
    }
  }
}

}  // namespace

std::vector<std::string> unpermitted_keys(TicketAction action, const Json& ticket) {
  std::span<const std::string_view> own = kUpdateOnly;
  if (action == TicketAction::kCreate) own = kCreateOnly;
  std::vector<std::string> result;
  for (const auto& entry : ticket.GetObject()) {
    const std::string_view name = text_of(entry.name);
    if (!holds(kBoth, name) && !holds(own, name)) result.push_back(fmt::format("ticket.{}", name));
  }
  check_nested(ticket, "comment", kComment, result);
  check_nested(ticket, "requester", kRequester, result);
  return result;
}

std::string warning_text(TicketAction action, const std::vector<std::string>& keys) {
  return unpermitted_keys_warning("tickets", action == TicketAction::kCreate ? "create" : "update",
                                  keys);
}

}  // namespace sandbox
