// SPDX-License-Identifier: Apache-2.0
// Zendesk's API for tasks: one call, one coroutine, and every failure a Problem.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/transport/transport.h"
#include "plugin/zendesk/account.h"
#include "plugin/zendesk/problem.h"
#include "plugin/zendesk/reply.h"

namespace zendesk {

template <typename T>
using Task = transport::Task<T>;

/// A ticket as Zendesk answered, with the bytes it came in.
struct TicketAnswer {
  TicketAnswer() = default;

  /// The ticket object, byte for byte.
  std::string_view ticket_json() const {
    return std::string_view(body).substr(ticket.begin, ticket.size);
  }

  TicketReply ticket;
  std::string body;
  std::vector<std::string> dropped_keys;  ///< parameters that Zendesk says it did not take
};

/// One task's way to one account: it holds the credentials and the deadline with which the task
/// began. [I/O thread]
class Client {
 public:
  Client(transport::Transport& transport, const Account& account, transport::Deadline deadline)
      : transport_(transport),
        account_(account),
        credentials_(account.credentials()),
        deadline_(deadline) {}

  const Address& address() const { return account_.address(); }

  /// POST /api/v2/tickets. `body` is the whole document, {"ticket":{...}}. Throws Problem.
  /// developer.zendesk.com/api-reference/ticketing/tickets/tickets/#create-ticket
  Task<TicketAnswer> CreateTicket(std::string body);

  /// PUT /api/v2/tickets/{id}. Throws Problem; of kind kConflict when the body asks for a safe
  /// update and the ticket has changed meanwhile.
  /// developer.zendesk.com/api-reference/ticketing/tickets/tickets/#update-ticket
  Task<TicketAnswer> UpdateTicket(int64_t id, std::string body);

  /// GET /api/v2/tickets/{id}. Throws Problem.
  /// developer.zendesk.com/api-reference/ticketing/tickets/tickets/#show-ticket
  Task<TicketAnswer> ShowTicket(int64_t id);

 private:
  Task<TicketAnswer> CallForTicket(transport::Method method, std::string path, std::string body);

  transport::Transport& transport_;
  const Account& account_;
  const std::shared_ptr<const auth::Credentials> credentials_;
  const transport::Deadline deadline_;
};

}  // namespace zendesk
