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

/// In bytes. Zendesk cuts longer comments without a word:
/// developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/
inline constexpr size_t kLongestComment = size_t{64} * 1024;

enum class TicketWrite { kCreate, kUpdate };

/// The closed ticket in whose place a new one is made.
struct Predecessor {
  int64_t followup_source_id = 0;       ///< its number, when the new one is a follow-up
  std::optional<int64_t> requester_id;  ///< for a ticket whose input names none
  std::optional<std::string> subject;   ///< the same
};

/// What a ticket gets beside the input's fields.
struct TicketExtras {
  std::optional<std::vector<std::string>> tags;  ///< all that it will have
  /// The time of the ticket's last change, if it has been read: Zendesk refuses the write when the
  /// ticket has changed since.
  std::string updated_stamp;
  std::optional<Predecessor> predecessor;
  ResolvedNames names;      ///< what the input calls by names
  std::string operation;    ///< for its metadata, by which it can be found in its history; or empty
  std::string external_id;  ///< for a new ticket whose input has none; or empty
  std::string upload_token;  ///< for its comment, see UploadAttachments(); or empty
};

struct TicketBody {
  std::string json;  ///< {"ticket":{...}}
  std::vector<task_plugin::Warning>
      warnings;           ///< what was done differently from what the input says
  bool is_empty = false;  ///< an update that names nothing to change, but perhaps single tags
};

/// Does the input add a comment to the ticket?
bool AddsComment(const task_plugin::Input& input);

/// Precondition: the input has passed CheckTicket().
TicketBody BuildTicketBody(const task_plugin::Input& input, TicketWrite write,
                           const TicketExtras& extras);

/// Faults of a ticket's input that its schema cannot express.
void CheckTicket(task_plugin::Input& input, TicketWrite write);

}  // namespace zendesk::tasks
