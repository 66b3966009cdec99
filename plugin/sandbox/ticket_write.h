// SPDX-License-Identifier: Apache-2.0
// Making and changing tickets. Either the whole write is stored, or nothing of it.
#pragma once

#include <optional>
#include <string>

#include "account.h"
#include "http.h"
#include "json.h"

namespace sandbox {

/// Who wrote, as the audit tells it.
struct ClientInfo {
  std::string user_agent;
  std::string ip_address;
};

struct TicketOutcome {
  const Ticket* ticket = nullptr;   ///< as stored
  std::string audit;                ///< JSON; empty when an update changed nothing
  std::optional<Response> refusal;  ///< then nothing was stored
};

/// `ticket` must be a JSON object.
TicketOutcome create_ticket(Account& account, const User& caller, const Json& ticket,
                            const ClientInfo& client);
TicketOutcome update_ticket(Account& account, const User& caller, Ticket& before,
                            const Json& ticket, const ClientInfo& client);

}  // namespace sandbox
