// SPDX-License-Identifier: Apache-2.0
// Choices for the fields of forms: tp.options/1.
#pragma once

#include <span>
#include <string_view>

#include "author/operation.h"
#include "plugin/tasks/choice.h"

namespace zendesk::tasks {

/// Where choices come from.
struct ChoiceSource {
  /// x-tp.optionsFrom.source in the manifests and in what ResolveSchema() tells, which may go on
  /// with a colon and whose choices they are.
  std::string_view name;
  Task<ChoicePage> (*offer)(const Question& question);
  ValueOf value;
  int64_t ttl_seconds;
};

std::span<const ChoiceSource> AllChoiceSources();

/// Output: see TP_EXT_OPTIONS in task_plugin.h. Throws Error ("invalid_input") for an unknown
/// source and a token that no page has given, and Problem when Zendesk refuses.
Task<task_plugin::Output> LoadChoices(Client client, const task_plugin::Input& no_input,
                                      OptionsRequest request);

}  // namespace zendesk::tasks
