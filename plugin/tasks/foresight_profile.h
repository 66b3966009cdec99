// SPDX-License-Identifier: Apache-2.0
// What Zendesk would refuse of a profile, or of the user in its place.
#pragma once

#include <string>
#include <vector>

#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Zendesk's complaint of the planned write of a profile: of an identifier that another profile
/// has, of identifiers of several people, or of a person with all profiles that one can have. The
/// first alone, as Zendesk tells it. Throws Problem.
Task<std::vector<FieldProblem>> ForeseeProfile(Client& client, const PlannedWrite& write);

/// In place of Client::CreateOrUpdateUser() in a dry run: it looks for the user. Throws Problem,
/// also for what Zendesk would refuse.
Task<UserAnswer> PlanUser(Client& client, std::string body);

}  // namespace zendesk::tasks
