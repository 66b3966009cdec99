// SPDX-License-Identifier: Apache-2.0
// A ticket write on its way: what would be stored, and what speaks against it. Nothing of it
// reaches the account before everything is found to be right.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "account.h"
#include "comment_text.h"
#include "errors.h"
#include "json.h"
#include "property_reader.h"

namespace sandbox {

struct CommentDraft {
  CommentText text;
  bool is_public = true;
  Id author_id = 0;
  std::vector<std::string> upload_tokens;  ///< each once, and good
};

struct TicketDraft {
  Account& account;
  const User& caller;
  const Ticket* before;  ///< nullptr: the ticket is new
  TicketProperties next;
  std::optional<CommentDraft> comment;
  std::optional<Id> followup_source_id;
  std::vector<User> new_users;
  std::string custom_metadata = "{}";
  ValidationErrors errors;
  std::optional<Response> refusal;  ///< for what is not a matter of validation

  /// Among the account's users and those that this write would add.
  const User* find_user(Id id) const;
  const User* find_user(std::string_view email) const;
};

/// The parts of a draft. Later ones rely on earlier ones, in this order.
void read_people(TicketDraft& draft, const Json& ticket);
void read_properties(TicketDraft& draft, const Json& ticket);
void read_tags_and_fields(TicketDraft& draft, const Json& ticket);
void read_comment(TicketDraft& draft, const Json& ticket);
void check_required_fields(TicketDraft& draft);

}  // namespace sandbox
