// SPDX-License-Identifier: Apache-2.0
// Subject, kind, status, dates, links to settings and to other tickets; the comment.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ticket_draft.h"

namespace sandbox {
namespace {

constexpr std::array<std::string_view, 4> kTypes{"problem", "incident", "question", "task"};
constexpr std::array<std::string_view, 4> kPriorities{"urgent", "high", "normal", "low"};
constexpr std::array<std::string_view, 6> kStatuses{"new",  "open",   "pending",
                                                    "hold", "solved", "closed"};
constexpr std::size_t kMaximumComments = 5000;

template <std::size_t N>
void read_choice(TicketDraft& draft, PropertyReader& reader, const char* name,
                 const std::array<std::string_view, N>& choices, std::optional<std::string>& out) {
  std::optional<std::string> value;
  if (!reader.text(name, value)) return;
  if (value && value->empty()) value.reset();
  if (value && std::find(choices.begin(), choices.end(), *value) == choices.end()) {
    draft.errors.add(name,
                     fmt::format("{0}: {1} is not a valid {2}", title_of(name), *value, name));
    return;
  }
  out = value;
}

// A custom status says more than a status and wins over it.
void read_status(TicketDraft& draft, PropertyReader& reader) {
  TicketProperties& next = draft.next;
  std::optional<Id> custom;
  std::optional<std::string> status;
  if (draft.account.plan.has(Feature::kCustomStatuses) &&
      reader.id("custom_status_id", "custom_status", custom) && custom) {
    const auto found = draft.account.custom_statuses.find(*custom);
    if (found == draft.account.custom_statuses.end() ||
        (!found->second.active && *custom != next.custom_status_id)) {
      draft.errors.add("custom_status", "Custom status: is invalid");
      return;
    }
    next.custom_status_id = *custom;
    next.status = found->second.status_category;
    return;
  }
  read_choice(draft, reader, "status", kStatuses, status);
  const bool is_assigned_now = next.status == "new" && next.assignee_id;
  if (!status && is_assigned_now) status = "open";
  if (!status || *status == next.status) return;
  next.status = *status;
  // A closed ticket keeps the custom status that it was solved with.
  const Id id = draft.account.default_status(*status == "closed" ? "solved" : *status);
  next.custom_status_id = id;
}

void read_problem(TicketDraft& draft, PropertyReader& reader) {
  std::optional<Id> id;
  if (reader.id("problem_id", "problem", id)) draft.next.problem_id = id;
  if (draft.next.type != "incident") draft.next.problem_id.reset();
  if (!draft.next.problem_id ||
      (draft.before && draft.before->problem_id == draft.next.problem_id)) {
    return;
  }
  const Ticket* problem = draft.account.find_ticket(*draft.next.problem_id);
  if (!problem || problem->type != "problem") {
    draft.errors.add("problem", "Problem: is not a ticket of type problem");
  }
}

void read_due_at(TicketDraft& draft, PropertyReader& reader) {
  std::optional<std::string> text;
  if (reader.text("due_at", text)) {
    draft.next.due_at = text ? parse_time(*text) : std::nullopt;
    if (text && !text->empty() && !draft.next.due_at) reader.wrong_type("due_at");
  }
  if (draft.next.type != "task") draft.next.due_at.reset();
}

// What is switched off may stay, and is not taken anew.
template <typename Map>
void read_setting(TicketDraft& draft, PropertyReader& reader, const char* name, const char* field,
                  const Map& known, std::optional<Id>& out) {
  std::optional<Id> id;
  if (!reader.id(name, field, id) || !id) return;
  const auto found = known.find(*id);
  if (found != known.end() && (found->second.active || out == id)) {
    out = id;
  } else {
    draft.errors.add(field, fmt::format("{}: is invalid", title_of(field)));
  }
}

void read_metadata(TicketDraft& draft, PropertyReader& reader) {
  const Json* metadata = reader.get("metadata");
  if (!metadata || metadata->IsNull()) return;
  if (metadata->IsObject()) {
    draft.custom_metadata = to_text(*metadata);
  } else {
    reader.wrong_type("metadata");
  }
}

// A token that is unknown, was taken by another comment or has expired spoils the write.
void read_uploads(TicketDraft& draft, PropertyReader& reader, CommentDraft& comment) {
  const Json* tokens = reader.get("uploads");
  if (!tokens || tokens->IsNull()) return;
  if (!tokens->IsArray()) return reader.wrong_type("uploads");
  auto& taken = comment.upload_tokens;
  for (const Json& token : tokens->GetArray()) {
    std::string text = token.IsString() ? std::string(text_of(token)) : std::string();
    if (!draft.account.uploads.find(text, draft.account.now())) {
      draft.errors.add("uploads", "Uploads: unknown token");
    } else if (std::find(taken.begin(), taken.end(), text) == taken.end()) {
      taken.push_back(std::move(text));
    }
  }
}

}  // namespace

void read_properties(TicketDraft& draft, const Json& ticket) {
  PropertyReader reader(ticket, draft.errors);
  TicketProperties& next = draft.next;
  if (!reader.text("raw_subject", next.subject)) reader.text("subject", next.subject);
  reader.text("external_id", next.external_id);
  if (!draft.before) reader.text("recipient", next.recipient);
  read_choice(draft, reader, "type", kTypes, next.type);
  read_choice(draft, reader, "priority", kPriorities, next.priority);
  read_status(draft, reader);
  read_problem(draft, reader);
  read_due_at(draft, reader);
  read_setting(draft, reader, "brand_id", "brand", draft.account.brands, next.brand_id);
  if (draft.account.plan.has(Feature::kTicketForms)) {
    read_setting(draft, reader, "ticket_form_id", "ticket_form", draft.account.ticket_forms,
                 next.ticket_form_id);
  }
  read_metadata(draft, reader);
}

void read_comment(TicketDraft& draft, const Json& ticket) {
  PropertyReader reader(ticket, draft.errors);
  const Json* value = reader.get("comment");
  std::optional<std::string> body, html;
  CommentDraft comment;
  comment.author_id = draft.before ? draft.caller.id : draft.next.submitter_id;
  comment.is_public = !draft.before || draft.before->comments_public_by_default;

  if (value && value->IsObject()) {
    PropertyReader parts(*value, draft.errors);
    if (!parts.text("body", body)) parts.text("value", body);
    parts.text("html_body", html);
    parts.flag("public", comment.is_public);
    std::optional<Id> author;
    if (parts.id("author_id", "author", author) && author) {
      comment.author_id = *author;
      if (!draft.find_user(*author)) draft.errors.add("author", "Author: is invalid");
    }
    read_uploads(draft, parts, comment);
  } else if (value && value->IsString()) {
    body = std::string(text_of(*value));
  } else if (value && !value->IsNull()) {
    reader.wrong_type("comment");
    return;
  } else if (!draft.before) {
    reader.text("description", body);
  } else {
    return;  // an update needs no comment
  }

  comment.text =
      html && !is_blank(*html) ? comment_from_html(*html) : comment_from_text(body.value_or(""));
  if (comment.text.plain.empty() && !(html && html->find("<img") != std::string::npos)) {
    draft.errors.add("base",
                     draft.before ? "Comment: cannot be blank" : "Description: cannot be blank",
                     "BlankValue");
  } else if (draft.before && draft.before->comments.size() >= kMaximumComments) {
    draft.errors.add("base", fmt::format("Ticket: has {} comments already", kMaximumComments));
  } else {
    draft.comment = std::move(comment);
  }
}

}  // namespace sandbox
