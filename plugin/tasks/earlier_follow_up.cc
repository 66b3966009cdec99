// SPDX-License-Identifier: Apache-2.0
// Zendesk makes another follow-up whenever it is asked to, so the ones that there are count first.
#include "plugin/tasks/earlier_follow_up.h"

#include <fmt/format.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <string>
#include <utility>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/earlier_update.h"
#include "plugin/tasks/ticket_output.h"
#include "plugin/tasks/unclear.h"
#include "plugin/zendesk/catalog_item.h"
#include "plugin/zendesk/json_tree.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

std::vector<int64_t> NewestOf(std::vector<int64_t> ids, size_t most) {
  std::sort(ids.rbegin(), ids.rend());
  if (ids.size() > most) ids.resize(most);
  return ids;
}

}  // namespace

std::vector<int64_t> FollowUpsOf(const TicketAnswer& closed) {
  rapidjson::Document document;
  if (!ParseTree(closed.json(), document)) return {};
  return IdsOf(document, "followup_ids");
}

Task<int64_t> FindOpenFollowUp(Client& client, const std::vector<int64_t>& follow_ups) {
  constexpr size_t kMostShown = 100;
  if (follow_ups.empty()) co_return 0;
  std::vector<std::string> ids;
  for (const int64_t id : NewestOf(follow_ups, kMostShown)) ids.push_back(fmt::format("{}", id));
  const auto tickets = co_await BeforeWriting(client.ShowTickets(std::move(ids)));
  int64_t newest = 0;
  for (const TicketAnswer& ticket : tickets) {
    if (ticket.reply.status != "closed") newest = std::max(newest, ticket.reply.id);
  }
  co_return newest;
}

Task<std::optional<Output>> FindEarlierFollowUp(Client& client, const Input& input,
                                                const TicketWork& work,
                                                const std::vector<int64_t>& follow_ups) {
  constexpr size_t kMostHistories = 5;
  constexpr int64_t kWhenever = 0;
  const bool has_name = !client.work().key.empty() && !work.operation.empty();
  if (!has_name) co_return std::nullopt;
  const bool is_repeated = client.work().is_repeated;
  const int64_t since = is_repeated ? client.work().since_unix_ms : kWhenever;
  bool is_certain = true;
  for (const int64_t id : NewestOf(follow_ups, kMostHistories)) {
    const auto search = co_await TryRead(client.FindOperation(id, work.operation, since));
    if (search && search->found) {
      std::vector<Warning> warnings;
      warnings.push_back(UpdateFound(input));
      co_return co_await ShowWritten(client, input, id, search->made, std::move(warnings));
    }
    is_certain = is_certain && search && search->is_all;
  }
  if (is_certain || !is_repeated) co_return std::nullopt;
  Problem problem = OutcomeUnknown(
      Message("An earlier attempt may have done this, and the history of the ticket's follow-ups "
              "does not tell. Nothing was sent this time."));
  AddOperation(problem, work);
  throw problem;
}

}  // namespace zendesk::tasks
