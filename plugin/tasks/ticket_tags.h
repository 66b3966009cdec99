// SPDX-License-Identifier: Apache-2.0
// Tags of tickets that are added and removed one by one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "author/input.h"

namespace zendesk::tasks {

/// The tags in a text, as Zendesk keeps them: it separates them at blanks and commas and writes
/// them in lower case, whatever the case in which they were given.
void AppendTags(std::string_view text, std::vector<std::string>& tags);

/// What the input adds to the tags of a ticket that exists, and what it takes from them. The tags
/// for a new ticket are added when it turns out that the ticket exists.
std::vector<std::string> AddedTags(const task_plugin::Input& input);
std::vector<std::string> RemovedTags(const task_plugin::Input& input);

/// Does it do either?
bool ChangesTags(const task_plugin::Input& input);

/// The ticket's tags after that; the same tags when it does neither.
std::vector<std::string> ApplyTagChanges(const task_plugin::Input& input,
                                         std::vector<std::string> tags);

/// {"tags":[...]} with the stamp that makes Zendesk refuse the change if the ticket has changed
/// since.
std::string BuildTagBody(const std::vector<std::string>& tags, std::string_view updated_stamp);

}  // namespace zendesk::tasks
