// SPDX-License-Identifier: Apache-2.0
// A person before and after a write, in a form in which the two can be compared.
#pragma once

#include <string>
#include <vector>

#include "author/input.h"
#include "plugin/tasks/comparison.h"
#include "plugin/zendesk/dry_run.h"

namespace zendesk::tasks {

/// What a planned write would change of the profile, or of the user in its place, that is there.
std::vector<Change> ChangesOfPerson(const task_plugin::Input& input, const PlannedWrite& write);

}  // namespace zendesk::tasks
