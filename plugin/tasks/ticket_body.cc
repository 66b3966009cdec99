// SPDX-License-Identifier: Apache-2.0
// Field by field, in Zendesk's names, which are the input's names too wherever that was possible.
#include "plugin/tasks/ticket_body.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "author/json.h"
#include "plugin/tasks/html.h"
#include "plugin/tasks/names_copies.h"
#include "plugin/tasks/names_number.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/ticket_tags.h"
#include "plugin/zendesk/reply.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Input;
using task_plugin::Warning;

// Go out as they came in; an explicit null clears.
constexpr std::array kPlainFields = {
    "type",     "priority", "status",     "custom_status_id", "ticket_form_id",
    "brand_id", "due_at",   "problem_id", "group_id",         "organization_id",
};

// Of an update that names nothing.
constexpr std::string_view kEmpty = R"({"ticket":{}})";

// Of a body; longer ones grow.
constexpr size_t kUsualBytes = 1000;

class BodyWriter {
 public:
  BodyWriter(const Input& input, TicketWrite write) : input_(input), write_(write) {}

  TicketBody Build(const TicketExtras& extras) {
    writer_.Begin("ticket");
    WriteComment(extras.upload_token);
    warnings_.insert(warnings_.end(), extras.names.warnings.begin(), extras.names.warnings.end());
    if (!extras.names.leaves_requester_out) WriteRequester();
    if (extras.predecessor) WritePredecessor(*extras.predecessor, extras.names);
    WriteAssignee();
    WriteNames(extras.names);
    Copy("subject");
    WriteExternalId(extras.external_id);
    for (const char* name : kPlainFields) {
      if (std::string_view(name) == "due_at") {
        WriteDueAt();
      } else {
        Copy(name);
      }
    }
    WriteMetadata(extras.operation);
    WriteSubmitter();
    WriteTags(extras.tags);
    WriteStamp(extras.updated_stamp);
    WritePeople("email_ccs", extras.names);
    WritePeople("followers", extras.names);
    WriteCustomFields(extras.names);
    WarnOfType("due_at", "task");
    WarnOfType("problem_id", "incident");
    writer_.End();
    std::string body = writer_.Finish();
    const bool is_empty = body == kEmpty;
    if (write_ == TicketWrite::kUpdate && !ChangesTags(input_))
      WarnIfEmpty(input_, body, warnings_);
    return {std::move(body), std::move(warnings_), is_empty};
  }

 private:
  void Copy(const char* name) { writer_.Copy(input_, name); }

  // `place` is a JSON Pointer without its first slash.
  void Warn(std::string code, std::string message, std::string_view place) {
    warnings_.push_back({std::move(code), std::move(message), fmt::format("/{}", place)});
  }

  // The description is the text of a ticket's first comment, and nothing else: Zendesk ignores it
  // beside a comment and on an update. It is joined to the comment, in front, so that no text is
  // lost.
  void WriteComment(std::string_view upload_token) {
    const auto description = input_.Text("description");
    const auto body = input_.Text("comment_body");
    const auto html = input_.Text("comment_html_body");
    if (!description && !body && !html) return;
    std::string text;
    if (html) {
      text = description ? fmt::format("{}{}", HtmlParagraphs(*description), *html)
                         : std::string(*html);
    } else if (body) {
      text = description ? fmt::format("{}\n\n{}", *description, *body) : std::string(*body);
    } else {
      text = *description;
    }
    if (description && (body || html)) {
      Warn("description_joined",
           input_.Say("The description stands in front of the comment, in the same comment."),
           "description");
    } else if (description && write_ == TicketWrite::kUpdate) {
      Warn("description_is_comment",
           input_.Say("Zendesk never changes a description, so the text was added as a comment."),
           "description");
    }
    if (text.size() > kLongestComment) {
      Warn("comment_cut",
           input_.Say("The comment has {} bytes; Zendesk keeps the first 64 kB.", text.size()),
           html   ? "comment_html_body"
           : body ? "comment_body"
                  : "description");
    }
    writer_.Begin("comment");
    writer_.Text(html ? "html_body" : "body", text);
    // Always said: an unsaid visibility depends on what the ticket was created with. A new ticket's
    // first comment is public as in Zendesk; that of an update is private, even where a new ticket
    // takes the place of a closed one, since a leaked note cannot be unread.
    const bool is_new = write_ == TicketWrite::kCreate && !input_.Knows("ticket_id");
    writer_.Boolean("public", input_.Boolean("public").value_or(is_new));
    if (!upload_token.empty()) {
      writer_.BeginList("uploads");
      writer_.Item(upload_token);
      writer_.EndList();
    }
    writer_.End();
  }

  // Fields that Zendesk takes of one type of ticket alone, and drops without a word else. The type
  // of a ticket that exists is not known here.
  void WarnOfType(const char* name, std::string_view type) {
    if (!input_.Has(name) || input_.IsNull(name)) return;
    const bool is_known = write_ == TicketWrite::kCreate || input_.Has("type");
    if (!is_known || input_.Text("type") == type) return;
    Warn("field_ignored",
         input_.Say("\"{}\" is only for tickets of type {}, so Zendesk drops it.",
                    input_.Title(name), type),
         name);
  }

  void WriteRequester() {
    const auto id = input_.Integer("requester_id");
    const auto email = input_.Text("requester_email");
    const auto name = input_.Text("requester_name");
    if (id) {
      Copy("requester_id");
      if (email)
        Warn("field_ignored",
             input_.Say("The requester's ID counts, so the e-mail address was not used."),
             "requester_email");
      if (name)
        Warn("field_ignored", input_.Say("The requester's ID counts, so the name was not used."),
             "requester_name");
    } else if (email) {
      writer_.Begin("requester");
      writer_.Text("email", *email);
      if (name) writer_.Text("name", *name);
      writer_.End();
    }
  }

  void WriteSubmitter() {
    if (!input_.Knows("submitter_id")) return;
    if (write_ == TicketWrite::kCreate) return Copy("submitter_id");
    for (const char* name : {"submitter_id", "submitter"}) {
      if (input_.Has(name))
        Warn("field_ignored",
             input_.Say("The ticket exists already, and only a new one gets a submitter."), name);
    }
  }

  void WritePredecessor(const Predecessor& closed, const ResolvedNames& names) {
    const bool has_requester = names.requester_id || names.leaves_requester_out ||
                               input_.Has("requester_id") || input_.Has("requester_email");
    if (closed.followup_source_id != 0)
      writer_.Integer("via_followup_source_id", closed.followup_source_id);
    if (!has_requester && closed.requester_id)
      writer_.Integer("requester_id", *closed.requester_id);
    if (!input_.Has("subject") && closed.subject) writer_.Text("subject", *closed.subject);
  }

  // As Zendesk reads times, whatever else RFC 3339 allows between the day and the hour.
  void WriteDueAt() {
    const auto given = input_.Text("due_at");
    constexpr size_t kDaySize = 10;
    if (!given || given->size() <= kDaySize) return Copy("due_at");
    std::string time(*given);
    time[kDaySize] = 'T';
    if (time.back() == 'z') time.back() = 'Z';
    writer_.Text("due_at", time);
  }

  void WriteExternalId(std::string_view instead) {
    if (instead.empty()) return Copy("external_id");
    writer_.Text("external_id", instead);
  }

  void WriteMetadata(std::string_view operation) {
    if (operation.empty()) return Copy("metadata");
    writer_.Begin("metadata");
    const json::Value* given = input_.Find("metadata");
    if (given != nullptr && given->IsObject()) {
      for (const auto& member : given->GetObject()) {
        if (json::Text(member.name) != kOperationKey)
          writer_.Value(json::Text(member.name), member.value);
      }
    }
    writer_.Text(kOperationKey, operation);
    writer_.End();
  }

  void WriteAssignee() {
    const bool by_id = input_.Has("assignee_id");
    const bool by_email = input_.Has("assignee_email");
    Copy("assignee_id");
    if (by_id && by_email) {
      Warn("field_ignored",
           input_.Say("The assignee's ID counts, so the e-mail address was not used."),
           "assignee_email");
    } else {
      Copy("assignee_email");
    }
  }

  void WriteNames(const ResolvedNames& names) {
    const auto write = [this](const char* key, const std::optional<int64_t>& id) {
      if (id) writer_.Integer(key, *id);
    };
    write("requester_id", names.requester_id);
    if (write_ == TicketWrite::kCreate) write("submitter_id", names.submitter_id);
    write("organization_id", names.organization_id);
    write("assignee_id", names.assignee_id);
    write("group_id", names.group_id);
    write("brand_id", names.brand_id);
    write("ticket_form_id", names.ticket_form_id);
    write("custom_status_id", names.custom_status_id);
  }

  void WarnOfOddTags(const char* name) {
    const json::Value* list = input_.Knows(name) ? input_.Find(name) : nullptr;
    if (list == nullptr) return;
    for (rapidjson::SizeType i = 0; i < list->Size(); ++i) {
      const std::string_view text = json::Text((*list)[i]);
      std::vector<std::string> tags;
      AppendTags(text, tags);
      if (tags.empty()) {
        Warn("tag_blank",
             input_.Say("\"{}\": entry {} holds nothing but blanks, and Zendesk drops it.",
                        input_.Title(name), i + 1),
             fmt::format("{}/{}", name, i));
      }
      if (tags.size() < 2) continue;
      Warn("tag_split",
           input_.Say("Zendesk separates tags at blanks and commas, so this one counts as {} tags.",
                      tags.size()),
           fmt::format("{}/{}", name, i));
    }
  }

  void WriteTags(const std::optional<std::vector<std::string>>& all) {
    for (const char* name : {"tags", "additional_tags", "remove_tags"}) WarnOfOddTags(name);
    // What a new ticket gets is added to what one has that exists.
    const bool is_match = write_ == TicketWrite::kUpdate && !input_.Knows("ticket_id");
    if (!all && !is_match) return Copy("tags");
    if (!all) return;
    writer_.BeginList("tags");
    for (const std::string& tag : *all) writer_.Item(tag);
    writer_.EndList();
  }

  void WriteStamp(std::string_view updated_stamp) {
    if (updated_stamp.empty()) return;
    writer_.Boolean("safe_update", true);
    writer_.Text("updated_stamp", updated_stamp);
  }

  // email_ccs and followers: each entry an e-mail address, or the ID of a user, or a name.
  void WritePeople(const char* name, const ResolvedNames& names) {
    const json::Value* people = input_.Find(name);
    if (people == nullptr) return;
    writer_.BeginList(name);
    for (rapidjson::SizeType i = 0; i < people->Size(); ++i) {
      const std::string text = PersonIn((*people)[i]);
      const auto found = names.copies.find(fmt::format("/{}/{}", name, i));
      writer_.BeginItem();
      if (found != names.copies.end()) {
        writer_.Integer("user_id", found->second);
      } else if (IdIn(text)) {
        writer_.Digits("user_id", text);
      } else {
        writer_.Text("user_email", text);
      }
      writer_.Text("action", "put");
      writer_.End();
    }
    writer_.EndList();
  }

  void WriteCustomFields(const ResolvedNames& names) {
    const json::Value* fields = input_.Find("custom_fields");
    if (fields == nullptr) return;
    bool has_begun = false;
    for (rapidjson::SizeType i = 0; i < fields->Size(); ++i) {
      const json::Value& field = (*fields)[i];
      const json::Value& value = *json::Find(field, "value");
      if (value.IsString() && value.GetStringLength() == 0) {
        Warn("field_ignored",
             input_.Say("The custom field stays as it is, since its value is empty. Null clears a "
                        "field."),
             fmt::format("custom_fields/{}/value", i));
        continue;
      }
      if (!std::exchange(has_begun, true)) writer_.BeginList("custom_fields");
      writer_.BeginItem();
      WriteCustomField(field, i < names.custom_fields.size() ? &names.custom_fields[i] : nullptr);
      writer_.End();
    }
    if (has_begun) writer_.EndList();
  }

  // `resolved` is null only where nothing was looked up, for entries that give an ID.
  void WriteCustomField(const json::Value& entry, const ResolvedField* resolved) {
    if (resolved != nullptr) {
      writer_.Integer("id", resolved->id);
    } else {
      writer_.Value("id", *json::Find(entry, "id"));
    }
    if (resolved != nullptr && !resolved->value.empty()) {
      writer_.Json("value", resolved->value);
    } else {
      writer_.Value("value", *json::Find(entry, "value"));
    }
  }

  const Input& input_;
  const TicketWrite write_;
  ObjectWriter writer_{kUsualBytes};
  std::vector<Warning> warnings_;
};

}  // namespace

bool AddsComment(const Input& input) {
  return input.Text("comment_body") || input.Text("comment_html_body") || input.Text("description");
}

TicketBody BuildTicketBody(const Input& input, TicketWrite write, const TicketExtras& extras) {
  return BodyWriter(input, write).Build(extras);
}

}  // namespace zendesk::tasks
