// SPDX-License-Identifier: Apache-2.0
// The part of Zendesk's search language that speaks of tickets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "account.h"

namespace sandbox {

/// Words parted by spaces; quotation marks hold some together. A ticket fits when all of them do.
///   fire "on fire" 12          in subject, description or comments; a number is also the ticket's
///   type:ticket                anything but ticket finds nothing
///   status<solved              also `:`, `>`, `<=`, `>=`; by the order of the categories
///   ticket_type: priority: tags: external_id: subject: form: brand:
///   assignee: requester: group:   an id, a name, an e-mail, `me`, or `none`
///   -word                      the opposite
class TicketQuery {
 public:
  /// The account must outlive the query.
  TicketQuery(const Account& account, const User& caller, std::string_view text);
  bool fits(const Ticket& ticket) const;

 private:
  struct Term {
    bool is_negated = false;
    std::string field;     ///< empty: a word
    std::string relation;  ///< `:`, `<`, `>`, `<=`, `>=`
    std::string value;     ///< in lower case
  };
  static Term parse(std::string_view word);
  bool fits(const Ticket& ticket, const Term& term) const;
  bool is_user(const Term& term, std::optional<Id> id) const;

  const Account& account_;
  Id caller_id_;
  std::vector<Term> terms_;
};

}  // namespace sandbox
