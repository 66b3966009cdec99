// SPDX-License-Identifier: Apache-2.0
// Drafts a write, stores it and writes the audit that says what has changed.
#include "ticket_write.h"

#include <fmt/format.h>

#include "field_values.h"
#include "ticket_draft.h"
#include "ticket_view.h"

namespace sandbox {
namespace {

// Name and JSON value of everything that an audit reports, in a fixed order; ids are text there.
using Tracked = std::vector<std::pair<std::string, std::string>>;

Tracked tracked(const Account& account, const TicketProperties& ticket) {
  const auto id_text = [](std::optional<Id> id) {
    return id ? json_text(fmt::to_string(*id)) : std::string("null");
  };
  Tracked result{
      {"subject", json_text(ticket.subject)},
      {"requester_id", id_text(ticket.requester_id)},
      {"status", json_text(ticket.status)},
      {"custom_status_id", id_text(ticket.custom_status_id)},
      {"type", json_text(ticket.type)},
      {"priority", json_text(ticket.priority)},
      {"assignee_id", id_text(ticket.assignee_id)},
      {"group_id", id_text(ticket.group_id)},
      {"organization_id", id_text(ticket.organization_id)},
      {"external_id", json_text(ticket.external_id)},
      {"problem_id", id_text(ticket.problem_id)},
      {"due_at", ticket.due_at ? json_text(format_time(*ticket.due_at)) : "null"},
      {"brand_id", id_text(ticket.brand_id)},
      {"ticket_form_id", id_text(ticket.ticket_form_id)},
      {"tags", json_text(ticket.tags)},
      {"current_collaborators", json_text(collaborator_names(account, ticket))},
  };
  for (const TicketField& field : account.ticket_fields) {
    const auto value = ticket.custom_fields.find(field.id);
    if (value == ticket.custom_fields.end()) continue;
    JsonWriter json;
    write_field_value(json, field, value->second);
    result.emplace_back(fmt::to_string(field.id), json.text());
  }
  return result;
}

bool says_nothing(const std::string& json) {
  return json == "null" || json == "[]" || json == "\"\"" || json == "false";
}

// True when there was anything to report.
bool write_changes(JsonWriter& json, Account& account, const Tracked& before, const Tracked& after,
                   bool is_new) {
  bool any = false;
  for (const auto& [name, value] : after) {
    std::string previous = "null";
    for (const auto& [old_name, old_value] : before) {
      if (old_name == name) previous = old_value;
    }
    if (value == previous || (says_nothing(value) && says_nothing(previous))) continue;
    any = true;
    json.begin_object().field("id", account.next_event_id());
    json.field("type", is_new ? "Create" : "Change");
    json.raw_field("value", value).field("field_name", name);
    if (!is_new) json.raw_field("previous_value", previous);
    json.end_object();
  }
  return any;
}

Comment make_comment(Account& account, const CommentDraft& draft, Id audit_id) {
  Comment comment;
  comment.id = account.next_event_id();
  comment.audit_id = audit_id;
  comment.author_id = draft.author_id;
  comment.is_public = draft.is_public;
  comment.plain_body = draft.text.plain;
  comment.html_body = draft.text.html;
  comment.created_at = account.now();
  for (const std::string& token : draft.upload_tokens) {
    for (Attachment& file : account.uploads.take(token)) {
      comment.attachments.push_back(std::move(file));
    }
  }
  return comment;
}

std::string audit_json(const TicketDraft& draft, const ClientInfo& client, Id id,
                       const Ticket& ticket, const std::string& events) {
  JsonWriter json;
  json.begin_object().field("id", id).field("ticket_id", ticket.id);
  json.field("created_at", format_time(ticket.updated_at)).field("author_id", draft.caller.id);
  json.key("metadata").begin_object().key("system").begin_object();
  json.field("client", client.user_agent).field("ip_address", client.ip_address);
  json.field("location", "Loopback").field("latitude", 0.0).field("longitude", 0.0);
  json.end_object().raw_field("custom", draft.custom_metadata).end_object();
  json.raw_field("events", events);
  write_via(json.key("via"), ticket);
  json.end_object();
  return json.text();
}

// From here on nothing can fail. Empty when there was nothing to store.
std::string store(TicketDraft& draft, Ticket& ticket, const ClientInfo& client) {
  Account& account = draft.account;
  for (User& user : draft.new_users) account.add_user(std::move(user));
  const Tracked before = draft.before ? tracked(account, *draft.before) : Tracked();
  const Tracked after = tracked(account, draft.next);
  const Id audit_id = account.next_event_id();
  JsonWriter events;
  events.begin_array();
  std::optional<Comment> comment;
  if (draft.comment) {
    comment = make_comment(account, *draft.comment, audit_id);
    write_comment_event(events, account, *comment);
  }
  const bool any_change = write_changes(events, account, before, after, !draft.before);
  events.end_array();
  if (!any_change && !comment) return {};

  account.ticket_index.remove(ticket.id, ticket);
  static_cast<TicketProperties&>(ticket) = draft.next;
  account.ticket_index.add(ticket.id, ticket);
  ticket.updated_at = account.now();
  if (comment) ticket.comments.push_back(std::move(*comment));
  ticket.audits.push_back(audit_json(draft, client, audit_id, ticket, events.text()));
  ++account.commits;
  return ticket.audits.back();
}

std::optional<Response> read_all(TicketDraft& draft, const Json& json) {
  read_people(draft, json);
  read_properties(draft, json);
  read_tags_and_fields(draft, json);
  read_comment(draft, json);
  check_required_fields(draft);
  if (draft.refusal) return draft.refusal;
  if (!draft.errors.empty()) return draft.errors.response();
  return std::nullopt;
}

void read_followup_source(TicketDraft& draft, const Json& json) {
  PropertyReader reader(json, draft.errors);
  std::optional<Id> id;
  if (!reader.id("via_followup_source_id", "via_followup_source_id", id) || !id) return;
  const Ticket* source = draft.account.find_ticket(*id);
  if (!source || source->status != "closed") {
    draft.errors.add("via_followup_source_id", "Follow-up source: is not a closed ticket");
  }
  draft.followup_source_id = id;
}

}  // namespace

TicketOutcome create_ticket(Account& account, const User& caller, const Json& json,
                            const ClientInfo& client) {
  TicketDraft draft{account, caller, nullptr, {}, {}, {}, {}, "{}", {}, {}};
  draft.next.requester_id = draft.next.submitter_id = caller.id;
  draft.next.custom_status_id = account.default_status("new");
  draft.next.brand_id = account.default_brand_id;
  draft.next.ticket_form_id = account.default_ticket_form_id;
  read_followup_source(draft, json);
  if (auto refusal = read_all(draft, json)) return {nullptr, {}, std::move(refusal)};

  const Id id = account.next_ticket_id();
  Ticket& ticket = account.tickets[id];
  ticket.id = id;
  ticket.created_at = account.now();
  ticket.comments_public_by_default = draft.comment->is_public;
  ticket.followup_source_id = draft.followup_source_id;
  if (ticket.followup_source_id) {
    account.tickets.at(*ticket.followup_source_id).followup_ids.push_back(id);
  }
  std::string audit = store(draft, ticket, client);
  return {&ticket, std::move(audit), {}};
}

TicketOutcome update_ticket(Account& account, const User& caller, Ticket& ticket, const Json& json,
                            const ClientInfo& client) {
  if (ticket.status == "closed") {
    ValidationErrors errors;
    errors.add("status", "Status: closed prevents ticket update", std::nullopt);
    return {nullptr, {}, errors.response()};
  }
  const Json* stamp = member(json, "updated_stamp");
  const Json* safe_update = member(json, "safe_update");
  if (stamp && stamp->IsString() && safe_update && !safe_update->IsNull() &&
      parse_time(text_of(*stamp)) != ticket.updated_at) {
    return {nullptr, {}, update_conflict()};
  }
  TicketDraft draft{account, caller, &ticket, ticket, {}, {}, {}, "{}", {}, {}};
  if (auto refusal = read_all(draft, json)) return {nullptr, {}, std::move(refusal)};
  std::string audit = store(draft, ticket, client);
  return {&ticket, std::move(audit), {}};
}

}  // namespace sandbox
