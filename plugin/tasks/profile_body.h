// SPDX-License-Identifier: Apache-2.0
// From a task's input to the profile, or the user, that Zendesk gets. Pure: the same input always
// gives the same bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

struct PersonBody {
  std::string json;
  std::vector<task_plugin::Warning> warnings;
};

// Precondition of all: the input has passed CheckProfile().

/// The profile that the input is about.
ProfileKey KeyOf(const task_plugin::Input& input);

/// {"profile":{...}} with what a merge takes: the name, and what to add of the rest.
PersonBody BuildMerge(const task_plugin::Input& input);

/// {"profile":{...}}, the whole of it.
PersonBody BuildProfile(const task_plugin::Input& input);

/// {"user":{...}}: the same person where there are no profiles, with another name if the input has
/// none; an empty one says nothing. A warning names what a user has no place for.
PersonBody BuildUser(const task_plugin::Input& input, std::string_view name_if_none);

/// Faults of a profile's input that its schema cannot express.
void CheckProfile(task_plugin::Input& input);

}  // namespace zendesk::tasks
