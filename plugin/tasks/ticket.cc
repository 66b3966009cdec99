// SPDX-License-Identifier: Apache-2.0
// Straight-line code: plan, send, read, and plan again where that is right.
#include "plugin/tasks/ticket.h"

#include <utility>

#include "plugin/tasks/earlier_ticket.h"
#include "plugin/tasks/earlier_update.h"
#include "plugin/tasks/ticket_output.h"
#include "plugin/tasks/ticket_plan.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

// By which a ticket that may have been created can be found.
void AddExternalId(Problem& problem, const std::string& external_id) {
  if (IsUnclear(problem) && !external_id.empty())
    problem.handles.push_back({"external_id", external_id});
}

Task<Output> SendPlan(Client& client, const Input& input, TicketPlan plan) {
  TicketAnswer answer;
  if (plan.write == TicketWrite::kCreate) {
    answer = co_await client.CreateTicket(std::move(plan.body));
  } else {
    answer = co_await client.UpdateTicket(plan.ticket_id, std::move(plan.body), plan.effect,
                                          plan.is_safe_update);
  }
  co_return MakeTicketOutput(input, client, answer, std::move(plan.warnings), plan.asked);
}

// It was looked for, and not made.
void MarkAbsent(Problem& problem) {
  problem.retry = Problem::Retry::kSafe;
  problem.sentences.push_back(Message("The ticket's history shows that it was not done."));
}

}  // namespace

Task<Output> CreateTicket(Client client, const Input& input) {
  TicketWork work(input, client, TicketWrite::kCreate);
  if (client.work().is_repeated) {
    if (auto earlier = co_await FindEarlierTicket(client, input, work.external_id)) {
      std::vector<Warning> warnings;
      warnings.push_back({"ticket_found",
                          input.Say("An earlier attempt had created the ticket; it is told by its "
                                    "external ID. Nothing was written this time."),
                          "/external_id"});
      co_return MakeTicketOutput(input, client, *earlier, std::move(warnings));
    }
  }
  TicketPlan plan = co_await PlanTicket(client, input, work);
  try {
    co_return co_await SendPlan(client, input, std::move(plan));
  } catch (Problem& problem) {
    AddExternalId(problem, work.external_id);
    throw;
  }
}

Task<Output> UpdateTicket(Client client, const Input& input) {
  TicketWork work(input, client, TicketWrite::kUpdate);
  if (auto earlier = co_await FindEarlierUpdate(client, input, work)) co_return *std::move(earlier);
  // With safe updates a conflict means that nothing was written, so reading again and writing again
  // is right; three times in a row somebody else was faster by seconds each time, and the host
  // should decide.
  constexpr int kMostConflicts = 3;
  int conflicts = 0;
  bool may_be_done = false;
  bool was_unclear = false;
  for (int writes = 1;; ++writes) {
    TicketPlan plan;
    std::optional<Problem> problem;
    try {
      plan = co_await PlanTicket(client, input, work);
      co_return co_await SendPlan(client, input, plan);
    } catch (Problem& thrown) {
      problem.emplace(std::move(thrown));
    }
    const bool is_conflict = plan.is_safe_update && problem->kind == Problem::Kind::kConflict;
    // It may have met itself: this was not its first attempt.
    if (is_conflict) may_be_done = may_be_done || problem->retry != Problem::Retry::kSafe;
    if (work.adds_comment && (IsUnclear(*problem) || (is_conflict && was_unclear))) {
      was_unclear = true;
      const auto search = co_await FindUpdate(client, work, MayShowLate(*problem));
      if (search && search->found) co_return co_await ShowUpdated(client, input, work);
      const bool is_absent = search && search->is_all && !MayComeLater(*problem);
      if (is_absent && writes < kMostWrites && co_await client.AwaitAnother(*problem)) continue;
      if (is_absent) {
        MarkAbsent(*problem);
        may_be_done = false;
      }
    } else if (is_conflict && ++conflicts < kMostConflicts) {
      continue;
    }
    if (may_be_done && problem->retry != Problem::Retry::kIfIdempotent)
      AddUnclearAttempt(*problem, work.update_effect());
    if (work.names) ExplainMissingTicket(*problem, input);
    AddOperation(*problem, work);
    throw *std::move(problem);
  }
}

}  // namespace zendesk::tasks
