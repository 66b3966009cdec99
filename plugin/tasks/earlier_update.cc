// SPDX-License-Identifier: Apache-2.0
// An update that adds a comment leaves the name of its work in the ticket's history.
#include "plugin/tasks/earlier_update.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/open_job.h"
#include "plugin/tasks/ticket_output.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

Task<std::optional<AuditSearch>> FindUpdate(Client& client, const TicketWork& work,
                                            bool may_show_late) {
  const auto look = [&client, &work] {
    return TryRead(
        client.FindOperation(work.ticket_id, work.operation, client.work().since_unix_ms));
  };
  return LookAgain<std::optional<AuditSearch>>(client, may_show_late, look, [](const auto& search) {
    return search && !search->found && search->is_all;
  });
}

Task<Output> ShowUpdated(Client& client, const Input& input, const TicketWork& work) {
  std::vector<Warning> warnings;
  warnings.push_back(UpdateFound(input));
  co_return co_await ShowWritten(client, input, work.ticket_id, false, std::move(warnings));
}

void AddOperation(Problem& problem, const TicketWork& work) {
  if (!IsUnclear(problem)) return;
  problem.handles.push_back({"ticket_id", fmt::format("{}", work.ticket_id)});
  problem.handles.push_back({"operation", work.operation});
}

Task<std::optional<Output>> FindEarlierUpdate(Client& client, const Input& input,
                                              const TicketWork& work) {
  const bool has_name = !client.work().key.empty();
  if (!work.adds_comment || !client.work().is_repeated || !has_name) co_return std::nullopt;
  co_await RequireNoOpenJob(client, "Ticket");
  const bool may_show_late = client.work().may_show_late();
  const auto search = co_await FindUpdate(client, work, may_show_late);
  if (search && search->found) co_return co_await ShowUpdated(client, input, work);
  if (search && search->is_all) co_return std::nullopt;
  Problem problem =
      OutcomeUnknown(Message("An earlier attempt may have made this update, and the ticket's "
                             "history does not tell. Nothing was sent this time."));
  AddOperation(problem, work);
  throw problem;
}

}  // namespace zendesk::tasks
