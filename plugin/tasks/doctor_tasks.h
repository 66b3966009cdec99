// SPDX-License-Identifier: Apache-2.0
// Which tasks would work, by what the token covers and what Zendesk opens to the user.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/tasks/doctor_report.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// What the access token covers; nothing when that is unknown, or there is no token.
using Scopes = std::optional<std::vector<std::string>>;

/// The scopes that the tasks need and the token does not have. Empty when they are unknown.
std::vector<std::string> MissingScopes(const Scopes& scopes);

void ReportScopes(bool is_token, const Scopes& scopes, Report& report);

/// Why a kind of task is closed to the user; nothing: it is open.
struct Closed {
  std::optional<Problem> tickets;
  std::optional<Problem> profiles;
  std::optional<Problem> records;
};

/// Tries one read of each kind; profiles are tried with the user's own, and not at all when it is
/// unknown. Reports whether Support is there: users are known in accounts where it has ended, too,
/// so only tickets show that. Throws what tells nothing of rights, such as a lost connection.
Task<Closed> TryTasks(Client& client, std::optional<int64_t> user_id, Report& report);

struct Verdict {
  std::string_view task;
  std::string code;    ///< empty: the task may be run
  std::string reason;  ///< for people
};
std::vector<Verdict> JudgeTasks(const Scopes& scopes, const Closed& closed,
                                const task_plugin::Texts& texts);

void ReportTasks(std::span<const Verdict> verdicts, Report& report);

}  // namespace zendesk::tasks
