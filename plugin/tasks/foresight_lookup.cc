// SPDX-License-Identifier: Apache-2.0
// By asking for the thing itself.
#include "plugin/tasks/foresight_lookup.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "plugin/tasks/names_list.h"
#include "plugin/tasks/names_lookup.h"
#include "plugin/tasks/refusal.h"
#include "plugin/zendesk/address.h"

namespace zendesk::tasks {
namespace {

// Where things of these kinds stand.
constexpr std::array kPlaces = {
    std::pair<std::string_view, std::string_view>("zen:user", "/api/v2/users"),
    std::pair<std::string_view, std::string_view>("zen:organization", "/api/v2/organizations"),
    std::pair<std::string_view, std::string_view>("zen:ticket", "/api/v2/tickets"),
};

// Empty for a kind that is not known here.
std::string PathOf(const Field& field, std::string_view id) {
  if (const auto object = field.target_object(); !object.empty()) {
    return fmt::format("/api/v2/custom_objects/{}/records/{}", EncodePathPart(object),
                       EncodePathPart(id));
  }
  for (const auto& [kind, path] : kPlaces) {
    if (kind == field.relationship_target_type)
      return fmt::format("{}/{}", path, EncodePathPart(id));
  }
  return {};
}

}  // namespace

Task<bool> LeadsNowhere(Client& client, const Field& field, std::string id) {
  if (!IsLookup(field) || id.empty()) co_return false;
  std::string path = PathOf(field, id);
  if (path.empty()) co_return false;
  const auto is_there = co_await TryRead(client.IsThere(std::move(path)));
  co_return is_there && !*is_there;
}

Task<void> ForeseeLookups(Client& client, const NextTicket& ticket,
                          std::vector<FieldProblem>& complaints) {
  if (!ticket.Asks("custom_fields")) co_return;
  const Listed<TicketField> fields = co_await ListIfAllowed<TicketField>(client);
  if (fields == nullptr) co_return;
  for (const TicketField& field : fields->items()) {
    std::string id = ticket.AskedText("custom_fields", fmt::format("{}", field.id));
    const bool leads_nowhere = co_await LeadsNowhere(client, field, std::move(id));
    if (!leads_nowhere) continue;
    FieldProblem complaint = Complaint("base", "no_target");
    complaint.ticket_field_id = field.id;
    complaint.title = field.title;
    complaints.push_back(std::move(complaint));
  }
}

}  // namespace zendesk::tasks
