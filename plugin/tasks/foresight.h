// SPDX-License-Identifier: Apache-2.0
// What Zendesk would refuse, found out without sending it.
#pragma once

#include <optional>
#include <vector>

#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Zendesk's refusal with these complaints; nothing without any.
std::optional<Problem> RefusalOf(int status, std::vector<FieldProblem> complaints);

/// Zendesk's refusal of a write, as it would come; nothing when none of the
/// rules that can be read stands in the way. Throws Problem.
Task<std::optional<Problem>> ForeseeRefusal(Client& client, const PlannedWrite& write);

}  // namespace zendesk::tasks
