// SPDX-License-Identifier: Apache-2.0
// Look-ups that Zendesk refuses: what was to be read, and for which field of the form.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "author/input.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// What a look-up reads.
enum class ReadList {
  kUsers,
  kAgents,
  kOrganizations,
  kGroups,
  kBrands,
  kTicketForms,
  kCustomStatuses,
  kTicketFields,
  kObjectFields,
  kTargets,  ///< of a field that leads to other things
};

/// Such as "the groups", in the person's language.
std::string NameOf(ReadList list, const task_plugin::Input& input);

/// Adds what was to be read, and the property that wanted it, when Zendesk has refused that.
void TellList(Problem& problem, const task_plugin::Input& input, std::string_view property,
              ReadList list);

/// The result of a look-up. Throws Problem.
template <typename T>
Task<T> LookUpFor(const task_plugin::Input& input, std::string_view property, ReadList list,
                  Task<T> look_up) {
  try {
    co_return co_await std::move(look_up);
  } catch (Problem& problem) {
    TellList(problem, input, property, list);
    throw;
  }
}

}  // namespace zendesk::tasks
