// SPDX-License-Identifier: Apache-2.0
// Tickets and comments as JSON.
#pragma once

#include <string>

#include "account.h"
#include "json.h"

namespace sandbox {

void write_ticket(JsonWriter& json, const Account& account, const Ticket& ticket);
/// As the list of comments shows it.
void write_comment(JsonWriter& json, const Account& account, const Ticket& ticket,
                   const Comment& comment);
/// As an event of an audit.
void write_comment_event(JsonWriter& json, const Account& account, const Comment& comment);
void write_attachment(JsonWriter& json, const Account& account, const Attachment& attachment);
void write_via(JsonWriter& json, const Ticket& ticket);

/// `Ana Agent <ana@acme.example>, …`: followers, then copies.
std::string collaborator_names(const Account& account, const TicketProperties& ticket);

}  // namespace sandbox
