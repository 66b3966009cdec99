// SPDX-License-Identifier: Apache-2.0
// The two profile tasks.
#pragma once

#include "author/input.h"
#include "author/operation.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Makes a profile; with one that exists it does what the input's if_exists says, and merges into
/// it unless told otherwise. Throws Problem.
Task<task_plugin::Output> CreateProfile(Client client, const task_plugin::Input& input);

/// Merges into a profile, and never makes one. Throws Problem.
Task<task_plugin::Output> UpdateProfile(Client client, const task_plugin::Input& input);

}  // namespace zendesk::tasks
