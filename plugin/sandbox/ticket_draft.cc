// SPDX-License-Identifier: Apache-2.0
// People in a draft: those of the account and those that the write would add.
#include "ticket_draft.h"

namespace sandbox {

const User* TicketDraft::find_user(Id id) const {
  for (const User& user : new_users) {
    if (user.id == id) return &user;
  }
  return account.find_user(id);
}

const User* TicketDraft::find_user(std::string_view email) const {
  for (const User& user : new_users) {
    if (user.email && same_name(*user.email, email)) return &user;
  }
  return account.find_user(email);
}

}  // namespace sandbox
