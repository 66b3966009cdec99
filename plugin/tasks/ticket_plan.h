// SPDX-License-Identifier: Apache-2.0
// What a ticket task will send, decided before anything is sent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/tasks/comparison.h"
#include "plugin/tasks/ticket_body.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// What is the same in all attempts of one ticket task, and what they have found out.
struct TicketWork {
  /// Precondition: the input has passed CheckTicket().
  TicketWork(const task_plugin::Input& input, const Client& client, TicketWrite task);

  /// All else of an update leaves the same when it is done twice.
  Effect update_effect() const { return adds_comment ? Effect::kWrite : Effect::kIdempotentWrite; }

  const TicketWrite task;
  /// The ticket with the input's external id is updated if there is one.
  const bool matches;
  const bool adds_comment;
  const bool has_files;
  const std::string operation;    ///< by which it is found in a ticket's history; empty: not needed
  const std::string external_id;  ///< for a new ticket; may be empty
  int64_t ticket_id;              ///< that is updated; 0: none that is known
  std::optional<ResolvedNames> names;  ///< once they are known
};

/// kNone: nothing is to change, and a request that says so would still set off rules of the
/// account.
enum class TicketRequest { kCreate, kUpdate, kAddTags, kRemoveTags, kNone };

/// One write. Nothing of it has been sent.
struct TicketPlan {
  TicketPlan() = default;  // no aggregate, so that it is safe inside co_await; see transport/task.h

  TicketRequest request = TicketRequest::kCreate;
  int64_t ticket_id = 0;        ///< that it changes; 0: it makes one
  std::string body;             ///< the whole document
  Asked asked;                  ///< the same, to compare it with what comes of it
  std::string idempotency_key;  ///< of a creation; empty: that of the work
  std::vector<task_plugin::Warning> warnings;
  Effect effect = Effect::kIdempotentWrite;
  /// Zendesk refuses it when the ticket has changed since it was read.
  bool is_safe_update = false;
  std::optional<TicketAnswer> before;  ///< the ticket as it was read, if it had to be
  std::vector<int64_t> follow_ups;  ///< of the closed ticket in whose place it changes or makes one
};

/// Has an update to read the ticket before it can be planned?
bool RestsOnReading(const task_plugin::Input& input);

/// Does the input of an update say that a closed ticket gets a successor?
bool ReplacesClosed(const task_plugin::Input& input);

/// Reads and checks all that the write needs, and writes nothing. Of a closed ticket that has a
/// follow-up, the work goes on with that one. Throws Error ("invalid_input")
/// for what the input alone does not show to be wrong, and Problem.
Task<TicketPlan> PlanTicket(Client& client, const task_plugin::Input& input, TicketWork& work);

}  // namespace zendesk::tasks
