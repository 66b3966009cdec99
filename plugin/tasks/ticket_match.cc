// SPDX-License-Identifier: Apache-2.0
// Whatever is made or changed here carries the name of its work in the ticket's history.
#include "plugin/tasks/ticket_match.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/refusal.h"
#include "plugin/tasks/ticket_output.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

constexpr int64_t kWhenever = 0;

Task<std::vector<int64_t>> FindTicketsOf(Client& client, std::string external_id,
                                         bool may_show_late) {
  const auto look = [&client, &external_id] {
    return BeforeWriting(client.FindTickets(external_id, kWhenever));
  };
  const auto is_absent = [](const std::vector<int64_t>& ids) { return ids.empty(); };
  co_return co_await LookAgain<std::vector<int64_t>>(client, may_show_late, look, is_absent);
}

// Of several the only one that is not closed, which its successor often is: the others nobody can
// change any more. 0 when it is not one alone; the newest when all are closed, and another ticket
// is to take the place of such a one.
Task<int64_t> OnlyOneOf(Client& client, const Input& input, const std::vector<int64_t>& ids) {
  std::vector<std::string> texts;
  for (const int64_t id : ids) texts.push_back(fmt::format("{}", id));
  const auto tickets = co_await BeforeWriting(client.ShowTickets(std::move(texts)));
  int64_t open = 0;
  size_t closed = 0;
  for (const TicketAnswer& ticket : tickets) {
    if (ticket.reply.status == "closed") {
      ++closed;
    } else {
      open = ticket.reply.id;
    }
  }
  if (closed == ids.size() && ReplacesClosed(input))
    co_return *std::max_element(ids.begin(), ids.end());
  co_return closed + 1 == ids.size() ? open : 0;
}

Task<Output> ShowMatch(Client& client, const Input& input, int64_t id, bool created) {
  std::vector<Warning> warnings;
  warnings.push_back(created ? TicketFound(input) : UpdateFound(input));
  co_return co_await ShowWritten(client, input, id, created, std::move(warnings));
}

}  // namespace

bool MatchesExternalId(const Input& input) {
  return input.Knows("match_on") && input.Text("match_on") == "external_id";
}

Task<int64_t> FindMatch(Client& client, const Input& input, std::string external_id) {
  const auto ids = co_await FindTicketsOf(client, std::move(external_id), false);
  if (ids.empty()) co_return 0;
  if (ids.size() == 1) co_return ids.front();
  if (const int64_t one = co_await OnlyOneOf(client, input, ids)) co_return one;
  const std::string list = fmt::format("{}", fmt::join(ids, ", "));
  Problem problem(Problem::Kind::kConflict, "zendesk.several_tickets",
                  Message("Several tickets have this external ID: {}. Nothing was written.", list));
  problem.fields.push_back(
      Complaint("external_id", "ambiguous",
                input.Say("Which of the tickets {} is meant, nobody can tell.", list)));
  throw problem;
}

Task<bool> AwaitMatch(Client& client, std::string external_id) {
  const auto ids = co_await FindTicketsOf(client, std::move(external_id), true);
  co_return !ids.empty();
}

Problem UnseenMatch() {
  Problem problem(Problem::Kind::kConflict, "zendesk.external_id_used",
                  Message("A ticket was created with this external ID in the last two hours, and "
                          "none has it now: that one was deleted, was given another external ID, "
                          "or is too new to show. Nothing was written, so that there are not "
                          "two."));
  problem.sentences.push_back(
      Message("From two hours after that ticket was created the same task makes a new one; until "
              "then give that ticket its external ID back, or choose another external ID."));
  problem.retry = Problem::Retry::kSafe;
  return problem;
}

Task<std::optional<Output>> FindEarlierMatch(Client& client, const Input& input,
                                             const TicketWork& work) {
  // More are not read one by one.
  constexpr size_t kMostHistories = 5;
  const bool has_name = !client.work().key.empty();
  if (!client.work().is_repeated || !has_name) co_return std::nullopt;
  const auto ids = co_await FindTicketsOf(client, work.external_id, client.work().may_show_late());
  bool is_certain = ids.size() <= kMostHistories;
  for (size_t i = 0; i < ids.size() && i < kMostHistories; ++i) {
    const auto search =
        co_await TryRead(client.FindOperation(ids[i], work.operation, client.work().since_unix_ms));
    if (search && search->found) co_return co_await ShowMatch(client, input, ids[i], search->made);
    is_certain = is_certain && search && search->is_all;
  }
  if (is_certain) co_return std::nullopt;
  Problem problem = OutcomeUnknown(
      Message("An earlier attempt may have done this, and the history of the tickets with this "
              "external ID does not tell. Nothing was sent this time."));
  problem.handles.push_back({"external_id", work.external_id});
  throw problem;
}

}  // namespace zendesk::tasks
