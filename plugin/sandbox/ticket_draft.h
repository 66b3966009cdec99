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

namespace sandbox {

struct CommentDraft {
  CommentText text;
  bool is_public = true;
  Id author_id = 0;
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

/// Reads properties of one JSON object. Each function is true when the property was given and can
/// be read; a value of the wrong type becomes a validation error.
class PropertyReader {
 public:
  PropertyReader(const Json& object, ValidationErrors& errors) : object_(object), errors_(errors) {}

  const Json* get(std::string_view name) const { return member(object_, name); }
  /// null gives nullopt; numbers are taken as their text.
  bool text(std::string_view name, std::optional<std::string>& out);
  /// null and "" give nullopt; text of digits is taken as a number. `field` names it in errors.
  bool id(std::string_view name, std::string_view field, std::optional<Id>& out);
  bool flag(std::string_view name, bool& out);
  void wrong_type(std::string_view field);

 private:
  const Json& object_;
  ValidationErrors& errors_;
};

/// An id as a number or as text of digits.
std::optional<Id> as_id(const Json& value);

/// `custom_status` as people read it: `Custom status`.
std::string title_of(std::string_view field);

/// The parts of a draft. Later ones rely on earlier ones, in this order.
void read_people(TicketDraft& draft, const Json& ticket);
void read_properties(TicketDraft& draft, const Json& ticket);
void read_tags_and_fields(TicketDraft& draft, const Json& ticket);
void read_comment(TicketDraft& draft, const Json& ticket);
void check_required_on_solve(TicketDraft& draft);

}  // namespace sandbox
