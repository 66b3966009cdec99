// SPDX-License-Identifier: Apache-2.0
// Tickets that an attempt may have created whose outcome nobody knows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "author/input.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// What a look for a ticket has shown.
struct TicketSighting {
  std::vector<int64_t> ids;  ///< one: that is it; several: any of them may be
  bool is_certain = false;   ///< with no ids: it was not created
};

/// Looks for the ticket with this external id, which others may have too, that was created since
/// then, see Client::FindTickets(). One that a job has created is known by `operation`, unless that
/// is empty, in the history of the ticket; where that cannot be read the time alone decides.
Task<TicketSighting> LookForTicket(Client& client, std::string external_id, int64_t since_unix_ms,
                                   std::string operation);

/// The ticket that an earlier run of the client's work has created; nothing when there is none, or
/// when Zendesk itself would notice by the work's key. Throws Problem, also when it cannot be told.
Task<std::optional<TicketAnswer>> FindEarlierTicket(Client& client, const task_plugin::Input& input,
                                                    std::string external_id);

}  // namespace zendesk::tasks
