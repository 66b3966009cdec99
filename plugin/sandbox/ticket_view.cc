// SPDX-License-Identifier: Apache-2.0
// The JSON of tickets, with every key that Zendesk sends.
#include "ticket_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "field_values.h"
#include "http.h"

namespace sandbox {
namespace {

std::vector<Id> collaborators(const TicketProperties& ticket) {
  std::vector<Id> ids = ticket.follower_ids;
  for (const Id id : ticket.email_cc_ids) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

bool is_public(const Ticket& ticket) {
  return std::any_of(ticket.comments.begin(), ticket.comments.end(),
                     [](const Comment& comment) { return comment.is_public; });
}

std::string custom_fields(const Account& account, const Ticket& ticket) {
  JsonWriter json;
  json.begin_array();
  for (const TicketField& field : account.ticket_fields) {
    if (field.is_system() || !field.active) continue;
    const auto value = ticket.custom_fields.find(field.id);
    json.begin_object().field("id", field.id).key("value");
    write_field_value(json, field,
                      value == ticket.custom_fields.end() ? FieldValue() : value->second);
    json.end_object();
  }
  json.end_array();
  return json.text();
}

void write_bodies(JsonWriter& json, const Account& account, const Comment& comment) {
  json.field("author_id", comment.author_id).field("body", comment.plain_body);
  json.field("html_body", comment.html_body).field("plain_body", comment.plain_body);
  json.field("public", comment.is_public).key("attachments").begin_array();
  for (const Attachment& attachment : comment.attachments) {
    write_attachment(json, account, attachment);
  }
  json.end_array();
  json.field("audit_id", comment.audit_id);
}

}  // namespace

void write_via(JsonWriter& json, const Ticket& ticket) {
  json.begin_object().field("channel", "api").key("source").begin_object();
  json.key("from").begin_object();
  if (ticket.followup_source_id) json.field("ticket_id", *ticket.followup_source_id);
  json.end_object().key("to").begin_object().end_object().key("rel");
  if (ticket.followup_source_id) {
    json.value("follow_up");
  } else {
    json.value(nullptr);
  }
  json.end_object().end_object();
}

void write_ticket(JsonWriter& json, const Account& account, const Ticket& ticket) {
  const std::string fields = custom_fields(account, ticket);
  json.begin_object();
  json.field("url", account.url(fmt::format("tickets/{}", ticket.id))).field("id", ticket.id);
  json.field("external_id", ticket.external_id);
  write_via(json.key("via"), ticket);
  json.field("created_at", format_time(ticket.created_at));
  json.field("updated_at", format_time(ticket.updated_at));
  json.field("type", ticket.type).field("subject", ticket.subject);
  json.field("raw_subject", ticket.subject);
  json.field("description", ticket.comments.front().plain_body);
  json.field("priority", ticket.priority).field("status", ticket.status);
  json.field("recipient", ticket.recipient).field("requester_id", ticket.requester_id);
  json.field("submitter_id", ticket.submitter_id).field("assignee_id", ticket.assignee_id);
  json.field("organization_id", ticket.organization_id).field("group_id", ticket.group_id);
  json.field("collaborator_ids", collaborators(ticket));
  json.field("follower_ids", ticket.follower_ids).field("email_cc_ids", ticket.email_cc_ids);
  json.field("forum_topic_id", nullptr).field("problem_id", ticket.problem_id);
  json.field("has_incidents",
             ticket.type == "problem" && account.ticket_index.has_incidents(ticket.id));
  json.field("is_public", is_public(ticket));
  json.field("due_at", ticket.due_at ? std::optional(format_time(*ticket.due_at)) : std::nullopt);
  json.field("tags", ticket.tags).raw_field("custom_fields", fields);
  json.field("satisfaction_rating", nullptr).raw_field("sharing_agreement_ids", "[]");
  if (account.plan.has(Feature::kCustomStatuses)) {
    json.field("custom_status_id", ticket.custom_status_id);
  }
  json.raw_field("fields", fields).field("followup_ids", ticket.followup_ids);
  if (account.plan.has(Feature::kTicketForms)) json.field("ticket_form_id", ticket.ticket_form_id);
  json.field("brand_id", ticket.brand_id);
  json.field("allow_channelback", false).field("allow_attachments", true);
  json.field("from_messaging_channel", false);
  json.end_object();
}

void write_attachment(JsonWriter& json, const Account& account, const Attachment& attachment) {
  json.begin_object();
  json.field("url", account.url(fmt::format("attachments/{}", attachment.id)));
  json.field("id", attachment.id).field("file_name", attachment.file_name);
  json.field("content_url",
             fmt::format("https://{}.zendesk.com/attachments/{}?name={}", account.subdomain,
                         attachment.id, encode(attachment.file_name)));
  json.field("mapped_content_url", nullptr).field("content_type", attachment.content_type);
  json.field("size", attachment.size).field("width", nullptr).field("height", nullptr);
  json.field("inline", false).field("deleted", false).field("malware_access_override", false);
  json.field("malware_scan_result", "not_scanned").raw_field("thumbnails", "[]").end_object();
}

void write_comment_event(JsonWriter& json, const Account& account, const Comment& comment) {
  json.begin_object().field("id", comment.id).field("type", "Comment");
  write_bodies(json, account, comment);
  json.end_object();
}

void write_comment(JsonWriter& json, const Account& account, const Ticket& ticket,
                   const Comment& comment) {
  json.begin_object().field("id", comment.id).field("type", "Comment");
  write_bodies(json, account, comment);
  write_via(json.key("via"), ticket);
  json.field("created_at", format_time(comment.created_at));
  json.raw_field("metadata", R"({"system":{},"custom":{}})");
  json.end_object();
}

std::string collaborator_names(const Account& account, const TicketProperties& ticket) {
  std::vector<std::string> names;
  for (const Id id : collaborators(ticket)) {
    const User& user = *account.find_user(id);
    names.push_back(fmt::format("{} <{}>", user.name, user.email.value_or("")));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace sandbox
