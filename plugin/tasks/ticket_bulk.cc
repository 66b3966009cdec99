// SPDX-License-Identifier: Apache-2.0
// The same bodies as one by one, and the same outputs.
#include "plugin/tasks/ticket_bulk.h"

#include <fmt/format.h>

#include "plugin/tasks/attachments.h"
#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/earlier_ticket.h"
#include "plugin/tasks/external_id.h"
#include "plugin/tasks/job_refusal.h"
#include "plugin/tasks/names.h"
#include "plugin/tasks/names_copies.h"
#include "plugin/tasks/names_fields.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/shown.h"
#include "plugin/tasks/ticket_body.h"
#include "plugin/tasks/ticket_match.h"
#include "plugin/tasks/ticket_output.h"
#include "plugin/tasks/ticket_plan.h"
#include "plugin/zendesk/time_text.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;

// Zendesk's job has told it, or the input.
int64_t Number(const std::string& id) {
  return ReadDigits(id).value_or(0);
}

bool IsNew(const BatchItem& item) {
  return !item.input().Knows("ticket_id");
}

void TakeCreation(BatchItem& item, ResolvedNames names) {
  item.places = PlacesOf(item.input(), names);
  item.people = CopiesOf(item.input(), names);
  TicketExtras extras;
  extras.names = std::move(names);
  extras.operation = item.name();
  extras.external_id = item.external_id;
  TicketBody body = BuildTicketBody(item.input(), TicketWrite::kCreate, extras);
  item.json = WithoutName(body.json);
  item.warnings = std::move(body.warnings);
}

void TakeUpdate(BatchItem& item, ResolvedNames names) {
  item.places = PlacesOf(item.input(), names);
  item.people = CopiesOf(item.input(), names);
  TicketExtras extras;
  extras.names = std::move(names);
  if (AddsComment(item.input())) extras.operation = item.name();
  TicketBody body = BuildTicketBody(item.input(), TicketWrite::kUpdate, extras);
  item.json = WithoutName(body.json);
  item.warnings = std::move(body.warnings);
}

// Before anything is looked up: for the length of the body, by which items are put together.
ResolvedNames Unresolved(const Input& input) {
  ResolvedNames names;
  if (HasFields(input)) names.custom_fields.resize(input.Find("custom_fields")->Size());
  return names;
}

// A repeated creation has to be looked for first, and files have to be sent first, which a job
// cannot.
std::optional<std::string> PlanCreation(BatchItem& item, const std::string& mark) {
  if (HasAttachments(item.input())) return std::nullopt;
  item.external_id = ExternalIdFor(item.input(), mark);
  if (item.external_id.empty() || item.work().is_repeated) return std::nullopt;
  // Jobs have no keys, by which Zendesk would see that two of them make the same ticket.
  if (MatchesExternalId(item.input())) return std::nullopt;
  TakeCreation(item, Unresolved(item.input()));
  return std::string();
}

std::optional<std::string> PlanUpdate(BatchItem& item, const std::string&) {
  const Input& input = item.input();
  if (RestsOnReading(input) || HasAttachments(input)) return std::nullopt;
  const bool adds_comment = AddsComment(input);
  if (adds_comment && item.work().is_repeated) return std::nullopt;
  item.id = fmt::format("{}", *input.Integer("ticket_id"));
  item.effect = adds_comment ? Effect::kWrite : Effect::kIdempotentWrite;
  TakeUpdate(item, Unresolved(input));
  return std::string();
}

// An item whose names are at fault, or which names what the caller may not read, ends by itself.
Task<void> ResolveItems(Client& client, BatchItems items,
                        void (*take)(BatchItem& item, ResolvedNames names)) {
  for (BatchItem* item : items) {
    if (!item->is_open() || !HasNames(item->input())) continue;
    try {
      ResolvedNames names = co_await ResolveNames(client, item->input());
      take(*item, std::move(names));
    } catch (const task_plugin::Error&) {
      item->Fail(std::current_exception(), client.cost());
    } catch (const Problem& problem) {
      if (problem.kind != Problem::Kind::kPermissionDenied) throw;
      item->Fail(problem, client.cost());
    }
  }
}

Task<std::string> ResolveCreations(Client& client, std::string group, BatchItems items) {
  co_await ResolveItems(client, std::move(items), TakeCreation);
  co_return group;
}

Task<std::string> ResolveUpdates(Client& client, std::string group, BatchItems items) {
  co_await ResolveItems(client, std::move(items), TakeUpdate);
  co_return group;
}

Task<Job> StartCreation(Client& client, const std::string&, const std::string& list, Effect) {
  return client.CreateTickets(fmt::format(R"({{"tickets":{}}})", list));
}

Task<Job> StartUpdate(Client& client, const std::string&, const std::string& list, Effect effect) {
  return client.UpdateTickets(fmt::format(R"({{"tickets":{}}})", list), effect);
}

Task<Finding> LookForCreation(Client& client, std::string, BatchItem& item) {
  const auto sighting = co_await TryRead(
      LookForTicket(client, item.external_id, item.work().since_unix_ms, std::string(item.name())));
  if (!sighting) co_return Finding::kUnknown;
  if (sighting->ids.empty()) co_return Finding::kAbsent;
  // Without its history a ticket with this external id may be anybody's, unless nobody else makes
  // it.
  const bool is_mark = IsExternalIdOf(item.external_id, item.work().key);
  if (sighting->ids.size() > 1 || !(sighting->is_certain || is_mark)) co_return Finding::kUnknown;
  item.id = fmt::format("{}", sighting->ids.front());
  item.warnings.push_back({"ticket_found",
                           item.input().Say("The ticket was created, though Zendesk's answer "
                                            "about that was lost; it was found by its external "
                                            "ID."),
                           "/external_id"});
  co_return Finding::kDone;
}

Task<Finding> LookForUpdate(Client& client, std::string, BatchItem& item) {
  if (item.effect == Effect::kIdempotentWrite) co_return Finding::kAbsent;
  const auto search = co_await TryRead(
      client.FindOperation(Number(item.id), item.name(), item.work().since_unix_ms));
  if (!search) co_return Finding::kUnknown;
  if (!search->found) co_return search->is_all ? Finding::kAbsent : Finding::kUnknown;
  item.warnings.push_back(UpdateFound(item.input()));
  co_return Finding::kDone;
}

Task<void> Show(Client& client, std::string, BatchItems items) {
  const auto shown = co_await TryRead(client.ShowTickets(IdsOf(items)));
  CompleteShown(
      items, shown, client.cost(),
      [&client](const BatchItem& item, const TicketAnswer& answer) {
        Asked asked(item.json, item.places);
        asked.AskFor(item.people);
        return MakeTicketOutput(item.input(), client, answer, IsNew(item), item.warnings, asked);
      },
      [&client](const BatchItem& item) {
        return MakeBareTicketOutput(item.input(), client, Number(item.id), IsNew(item),
                                    item.warnings);
      });
}

Task<void> FindFields(Client client, const std::string&, const BatchItem& item, Problem& refusal) {
  return FindTicketFields(std::move(client), item, refusal);
}

void ExplainCreation(Problem&, const BatchItem&) {}

void ExplainUpdate(Problem& problem, const BatchItem& item) {
  ExplainMissingTicket(problem, item.input());
  if (problem.retry != Problem::Retry::kUnknownOutcome) return;
  problem.handles.push_back({"ticket_id", item.id});
  problem.handles.push_back({"operation", item.name()});
}

}  // namespace

constinit const BulkForm kCreateTickets = {
    .plan = PlanCreation,
    .prepare = ResolveCreations,
    .start = StartCreation,
    .look = LookForCreation,
    .show = Show,
    .find_fields = FindFields,
    .explain = ExplainCreation,
    .ids_are_numbers = true,
};

constinit const BulkForm kUpdateTickets = {
    .plan = PlanUpdate,
    .prepare = ResolveUpdates,
    .start = StartUpdate,
    .look = LookForUpdate,
    .show = Show,
    .find_fields = FindFields,
    .explain = ExplainUpdate,
    .ids_are_numbers = true,
};

}  // namespace zendesk::tasks
