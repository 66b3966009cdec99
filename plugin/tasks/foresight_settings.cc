// SPDX-License-Identifier: Apache-2.0
// In the order in which Zendesk looks at them.
#include "plugin/tasks/foresight_settings.h"

#include <string>
#include <string_view>

#include "plugin/tasks/names_list.h"
#include "plugin/tasks/refusal.h"

namespace zendesk::tasks {
namespace {

struct Setting {
  std::string_view key;    // in the ticket
  std::string_view field;  // in Zendesk's complaint
};

// What is switched off may stay, and is not taken anew.
template <typename Item>
Task<void> ForeseeSetting(Client& client, const NextTicket& ticket, Setting setting,
                          std::vector<FieldProblem>& complaints) {
  const auto id = ticket.AskedId(setting.key);
  if (!id) co_return;
  const auto sighting = co_await LookUpId<Item>(client, *id);
  if (sighting.list == nullptr || sighting.list->items().empty()) co_return;
  const bool is_as_before = ticket.Before(setting.key) == ticket.Next(setting.key);
  if (sighting.item != nullptr && (sighting.item->active || is_as_before)) co_return;
  complaints.push_back(Complaint(std::string(setting.field), "not_allowed"));
}

Task<bool> IsProblem(Client& client, int64_t id) {
  try {
    const TicketAnswer answer = co_await BeforeWriting(client.ShowTicket(id));
    const FlatObject ticket = ReadFlatObject(answer.json());
    const FlatMember* type = FindMember(ticket, "type", "");
    co_return type != nullptr && type->value.text == "problem";
  } catch (const Problem& problem) {
    if (problem.kind != Problem::Kind::kNotFound) throw;
  }
  co_return false;
}

// Zendesk drops it from tickets of other types.
Task<void> ForeseeProblem(Client& client, const NextTicket& ticket,
                          std::vector<FieldProblem>& complaints) {
  const auto id = ticket.AskedId("problem_id");
  if (!id || ticket.Next("type") != "incident") co_return;
  if (ticket.Before("problem_id") == ticket.Next("problem_id")) co_return;
  const bool is_problem = co_await IsProblem(client, *id);
  if (is_problem) co_return;
  complaints.push_back(Complaint("problem", "no_problem"));
}

}  // namespace

Task<void> ForeseeSettings(Client& client, const NextTicket& ticket,
                           std::vector<FieldProblem>& complaints) {
  constexpr Setting kStatus{"custom_status_id", "custom_status"};
  constexpr Setting kBrand{"brand_id", "brand"};
  constexpr Setting kForm{"ticket_form_id", "ticket_form"};
  co_await ForeseeSetting<CustomStatus>(client, ticket, kStatus, complaints);
  co_await ForeseeProblem(client, ticket, complaints);
  co_await ForeseeSetting<Brand>(client, ticket, kBrand, complaints);
  co_await ForeseeSetting<TicketForm>(client, ticket, kForm, complaints);
}

}  // namespace zendesk::tasks
