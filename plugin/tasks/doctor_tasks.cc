// SPDX-License-Identifier: Apache-2.0
// Every task writes; what one of them reads before depends on its input.
#include "plugin/tasks/doctor_tasks.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "plugin/tasks/errors.h"
#include "plugin/tasks/task_list.h"

namespace zendesk::tasks {
namespace {

using State = Report::State;

constexpr std::string_view kMissingScope = "zendesk.missing_scope";

bool Holds(const Scopes& scopes, std::string_view scope) {
  return std::find(scopes->begin(), scopes->end(), scope) != scopes->end();
}

bool IsOfTickets(std::string_view task) {
  return task.ends_with("_ticket");
}

// Zendesk has scopes of their own for tickets, but none for profiles and records.
bool Covers(const Scopes& scopes, std::string_view task) {
  return !scopes || Holds(scopes, "write") || (IsOfTickets(task) && Holds(scopes, "tickets:write"));
}

const std::optional<Problem>& WhyClosed(const Closed& closed, std::string_view task) {
  if (IsOfTickets(task)) return closed.tickets;
  return task.ends_with("_profile") ? closed.profiles : closed.records;
}

Task<std::optional<Problem>> Refusal(Task<void> attempt) {
  try {
    co_await std::move(attempt);
  } catch (const Problem& problem) {
    const bool refused = problem.kind == Problem::Kind::kPermissionDenied ||
                         problem.kind == Problem::Kind::kNotFound;
    if (!refused) throw;
    co_return problem;
  }
  co_return std::nullopt;
}

void ReportProduct(const std::optional<Problem>& refusal, Report& report) {
  if (!refusal) {
    report.Add(Check::kProduct, State::kOk, Message("Zendesk Support is active."));
  } else if (refusal->code == kMissingScope) {
    report.Add(Check::kProduct, State::kSkipped,
               Message("The access token's scopes do not let see whether Zendesk Support is "
                       "active."));
  } else if (refusal->kind == Problem::Kind::kNotFound) {
    report.Add(Check::kProduct, State::kWarning,
               Message("Zendesk knows the user but has no tickets here: the account has no Zendesk "
                       "Support, or it has ended."));
  } else {
    report.Add(Check::kProduct, State::kWarning,
               Message("Zendesk knows the user but opens no tickets to it: Zendesk Support has "
                       "ended, or the user's role has no access to tickets."));
  }
}

}  // namespace

std::vector<std::string> MissingScopes(const Scopes& scopes) {
  std::vector<std::string> missing;
  for (const char* scope : {"read", "write"}) {
    if (scopes && !Holds(scopes, scope)) missing.emplace_back(scope);
  }
  return missing;
}

void ReportScopes(bool is_token, const Scopes& scopes, Report& report) {
  if (!is_token) {
    report.Add(Check::kScopes, State::kSkipped,
               Message("These credentials have no scopes: they cover whatever their user may do."));
  } else if (!scopes) {
    report.Add(Check::kScopes, State::kSkipped,
               Message("Zendesk does not tell the scopes of the access token."));
  } else if (const auto missing = MissingScopes(scopes); missing.empty()) {
    report.Add(Check::kScopes, State::kOk,
               Message("The access token has the scopes that the tasks need: {}.",
                       fmt::to_string(fmt::join(*scopes, ", "))));
  } else {
    report.Add(Check::kScopes, State::kWarning,
               Message("The access token lacks these scopes: {}. It has: {}.",
                       fmt::to_string(fmt::join(missing, ", ")),
                       fmt::to_string(fmt::join(*scopes, ", "))));
  }
}

Task<Closed> TryTasks(Client& client, std::optional<int64_t> user_id, Report& report) {
  Closed closed;
  closed.tickets = co_await Refusal(client.TryTickets());
  ReportProduct(closed.tickets, report);
  if (user_id) closed.profiles = co_await Refusal(client.TryProfiles(*user_id));
  closed.records = co_await Refusal(client.TryCustomObjects());
  co_return closed;
}

std::vector<Verdict> JudgeTasks(const Scopes& scopes, const Closed& closed,
                                const task_plugin::Texts& texts) {
  std::vector<Verdict> verdicts;
  for (const TaskEntry& task : AllTasks()) {
    Verdict verdict{task.id, "", ""};
    const std::optional<Problem>& why = WhyClosed(closed, task.id);
    if (!Covers(scopes, task.id)) {
      verdict.code = kMissingScope;
      verdict.reason = texts.Say("The access token does not have the scope write.");
    } else if (why && (!scopes || why->code != kMissingScope)) {
      // A read that the token does not cover tells nothing of writes that it does cover.
      verdict.code = why->code;
      verdict.reason = Say(texts, *why);
    }
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

void ReportTasks(std::span<const Verdict> verdicts, Report& report) {
  const task_plugin::Texts& texts = report.texts();
  for (const TaskEntry& task : AllTasks()) {
    const auto verdict = std::find_if(verdicts.begin(), verdicts.end(),
                                      [&](const Verdict& v) { return v.task == task.id; });
    const std::string title = texts.Say(fmt::runtime(task.title));
    if (verdict->code.empty()) {
      report.Add(Check::kTasks, State::kOk, texts.Say("{}: may be run.", title));
    } else {
      report.Add(Check::kTasks, State::kWarning,
                 texts.Say("{}: cannot be run. {}", title, verdict->reason));
    }
  }
}

}  // namespace zendesk::tasks
