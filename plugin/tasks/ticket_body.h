// SPDX-License-Identifier: Apache-2.0
// From a task's input to the document that Zendesk gets. Pure: the same input always gives the same
// bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/tasks/resolved_names.h"

namespace zendesk::tasks {

enum class TicketWrite { kCreate, kUpdate };

/// Tags computed from the ticket as it was read, together with the stamp that makes Zendesk refuse
/// the write if the ticket has changed since.
struct TagUpdate {
  std::vector<std::string> tags;
  std::string updated_stamp;
};

/// What a ticket gets beside the input's fields.
struct TicketExtras {
  std::optional<TagUpdate> tag_update;
  ResolvedNames names;      ///< what the input calls by names
  std::string operation;    ///< for its metadata, by which it can be found in its history; or empty
  std::string external_id;  ///< for a new ticket whose input has none; or empty
  std::string upload_token;  ///< for its comment, see UploadAttachments(); or empty
};

struct TicketBody {
  std::string json;  ///< {"ticket":{...}}
  std::vector<task_plugin::Warning>
      warnings;  ///< what was done differently from what the input says
};

/// Does the input add a comment to the ticket?
bool AddsComment(const task_plugin::Input& input);

/// Precondition: the input has passed CheckTicket().
TicketBody BuildTicketBody(const task_plugin::Input& input, TicketWrite write,
                           const TicketExtras& extras);

/// Faults of a ticket's input that its schema cannot express.
void CheckTicket(task_plugin::Input& input, TicketWrite write);

/// The tags in a text, as Zendesk keeps them: it separates them at blanks and commas and writes
/// them in lower case, whatever the case in which they were given.
void AppendTags(std::string_view text, std::vector<std::string>& tags);

/// The ticket's tags after the input's additional_tags and remove_tags; the same tags when it has
/// neither.
std::vector<std::string> ApplyTagChanges(const task_plugin::Input& input,
                                         std::vector<std::string> tags);

}  // namespace zendesk::tasks
