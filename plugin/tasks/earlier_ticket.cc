// SPDX-License-Identifier: Apache-2.0
// External ids need not be unique, so a ticket's history is asked as well where it can tell.
#include "plugin/tasks/earlier_ticket.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/open_job.h"
#include "plugin/tasks/refusal.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {
namespace {

// More are not read one by one.
constexpr size_t kMostHistories = 5;

// Of those, the tickets that carry the operation; nothing when some cannot tell.
Task<std::optional<std::vector<int64_t>>> Identify(Client& client, std::vector<int64_t> ids,
                                                   std::string operation, int64_t since_unix_ms) {
  std::vector<int64_t> ours;
  if (operation.empty() || ids.size() > kMostHistories) co_return std::nullopt;
  for (const int64_t id : ids) {
    const auto search = co_await TryRead(client.FindOperation(id, operation, since_unix_ms));
    if (!search || !(search->found || search->is_all)) co_return std::nullopt;
    if (search->found) ours.push_back(id);
  }
  co_return ours;
}

Problem Ambiguous(const std::vector<int64_t>& ids, const task_plugin::Input& input) {
  const std::string list = fmt::format("{}", fmt::join(ids, ", "));
  Problem problem = OutcomeUnknown(
      ids.size() == 1 ? Message("There is a ticket with this external ID, and nobody can tell "
                                "whether an earlier attempt has created it: {}. Nothing was "
                                "written.",
                                list)
                      : Message("Several tickets have this external ID, so nobody can tell whether "
                                "an earlier attempt has created one: {}. Nothing was written.",
                                list));
  problem.fields.push_back(Complaint("external_id", "DuplicateValue",
                                     input.Say("A ticket with this external ID exists already.")));
  return problem;
}

}  // namespace

Task<TicketSighting> LookForTicket(Client& client, std::string external_id, int64_t since_unix_ms,
                                   std::string operation) {
  TicketSighting sighting;
  sighting.ids = co_await client.FindTickets(external_id, since_unix_ms);
  if (!sighting.ids.empty()) {
    auto ours = co_await Identify(client, sighting.ids, std::move(operation), since_unix_ms);
    if (!ours) co_return sighting;
    sighting.ids = *std::move(ours);
  }
  sighting.is_certain = true;
  co_return sighting;
}

Task<std::optional<TicketAnswer>> FindEarlierTicket(Client& client, const task_plugin::Input& input,
                                                    std::string external_id) {
  const Work& work = client.work();
  const bool is_forgotten = work.key_may_be_forgotten();
  if (external_id.empty()) {
    if (!is_forgotten) co_return std::nullopt;
    throw OutcomeUnknown(
        Message("This ticket was first tried to be created nearly two hours ago or more. Zendesk "
                "may have forgotten that, and without an external ID nobody can tell whether the "
                "ticket exists. Nothing was sent."));
  }
  co_await RequireNoOpenJob(client, "Ticket");
  // While Zendesk knows the key, only a job can have created the ticket without Zendesk's noticing
  // now, and a job leaves the operation.
  const bool has_key = !is_forgotten && !work.key.empty();
  std::string operation = has_key ? work.key : std::string();
  const auto look = [&client, &external_id, &work, &operation] {
    return BeforeWriting(LookForTicket(client, external_id, work.since_unix_ms, operation));
  };
  const auto is_absent = [](const TicketSighting& seen) { return seen.ids.empty(); };
  const auto sighting =
      co_await LookAgain<TicketSighting>(client, !has_key && work.may_show_late(), look, is_absent);
  const std::vector<int64_t>& ids = sighting.ids;
  if (ids.empty() && sighting.is_certain) co_return std::nullopt;
  if (ids.empty())
    throw OutcomeUnknown(
        Message("An earlier attempt, a moment ago, may have created this ticket, and there was no "
                "time to see whether it did. Nothing was sent this time."));
  const bool is_told_by_time = !has_key && work.since_unix_ms != 0;
  const bool is_mark = IsExternalIdOf(external_id, work.key);
  if (ids.size() == 1 && (sighting.is_certain || is_told_by_time || is_mark))
    co_return co_await BeforeWriting(client.ShowTicket(ids.front()));
  throw Ambiguous(ids, input);
}

}  // namespace zendesk::tasks
