// SPDX-License-Identifier: Apache-2.0
// What each type of connection lives on, and how long that lasts.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "plugin/tasks/doctor_report.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Milliseconds since 1970 UTC.
struct CredentialLife {
  std::optional<int64_t> expires_at;  ///< of an access token that is renewed
  std::optional<int64_t> ends_at;     ///< a person has to act by then
};

/// Throws Error for credentials of which it is certain that Zendesk does not take them; there is no
/// point in sending them. `type` is a connection type of the manifest, here and below.
void RefuseDeadCredential(std::string_view type, const task_plugin::Texts& texts);

/// Says more of a refusal, where the type of the credentials explains it.
void ExplainRefusal(Problem& problem, std::string_view type);

/// `token` is null when Zendesk did not tell.
CredentialLife LifeOf(std::string_view type, const Client& client, const CurrentTokenReply* token);

/// The line about credentials that Zendesk has accepted.
void ReportCredential(std::string_view type, const CredentialLife& life, bool is_told,
                      int64_t now_unix_ms, Report& report);

}  // namespace zendesk::tasks
