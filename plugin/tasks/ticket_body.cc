// SPDX-License-Identifier: Apache-2.0
// Field by field, in Zendesk's names, which are the input's names too wherever that was possible.
#include "plugin/tasks/ticket_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "author/json.h"
#include "author/text.h"
#include "plugin/tasks/html.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Input;
using task_plugin::Warning;

// Go out as they came in; an explicit null clears.
constexpr std::array kPlainFields = {
    "subject",          "external_id",     "type",     "priority", "status",
    "custom_status_id", "ticket_form_id",  "brand_id", "due_at",   "problem_id",
    "group_id",         "organization_id", "metadata",
};

// Zendesk cuts longer comments without a word:
// developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/
constexpr size_t kLongestComment = size_t{64} * 1024;

class BodyWriter {
 public:
  BodyWriter(const Input& input, TicketWrite write)
      : input_(input), write_(write), writer_(buffer_) {}

  TicketBody Build(const std::optional<TagUpdate>& tag_update) {
    writer_.StartObject();
    Key("ticket");
    writer_.StartObject();
    WriteComment();
    WriteRequester();
    WriteAssignee();
    for (const char* name : kPlainFields) Copy(name);
    if (write_ == TicketWrite::kCreate) Copy("submitter_id");
    WriteTags(tag_update);
    WritePeople("email_ccs");
    WritePeople("followers");
    WriteCustomFields();
    writer_.EndObject();
    writer_.EndObject();
    return {std::string(json::View(buffer_)), std::move(warnings_)};
  }

 private:
  void Key(std::string_view key) { json::WriteText(writer_, key); }

  void Write(std::string_view key, std::string_view text) {
    Key(key);
    json::WriteText(writer_, text);
  }

  void Copy(const char* name) {
    const json::Value* value = input_.Find(name);
    if (value == nullptr) return;
    Key(name);
    json::Write(writer_, *value);
  }

  // `place` is a JSON Pointer without its first slash.
  void Warn(std::string code, std::string message, std::string_view place) {
    warnings_.push_back({std::move(code), std::move(message), fmt::format("/{}", place)});
  }

  // The description is the text of a ticket's first comment, and nothing else: Zendesk ignores it
  // beside a comment and on an update. It is joined to the comment, in front, so that no text is
  // lost.
  void WriteComment() {
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
           "The description stands in front of the comment, in the same comment.", "description");
    } else if (description && write_ == TicketWrite::kUpdate) {
      Warn("description_is_comment",
           "Zendesk never changes a description, so the text was added as a comment.",
           "description");
    }
    if (text.size() > kLongestComment) {
      Warn("comment_cut",
           fmt::format("The comment has {} bytes; Zendesk keeps the first 64 kB.", text.size()),
           html   ? "comment_html_body"
           : body ? "comment_body"
                  : "description");
    }
    Key("comment");
    writer_.StartObject();
    Write(html ? "html_body" : "body", text);
    Key("public");
    // Always said: an unsaid visibility depends on what the ticket was created with. A new ticket's
    // first comment is public as in Zendesk; a later one is private, since a leaked note cannot be
    // unread.
    writer_.Bool(input_.Boolean("public").value_or(write_ == TicketWrite::kCreate));
    writer_.EndObject();
  }

  void WriteRequester() {
    const auto id = input_.Integer("requester_id");
    const auto email = input_.Text("requester_email");
    const auto name = input_.Text("requester_name");
    if (id) {
      Copy("requester_id");
      if (email)
        Warn("field_ignored", "The requester's ID counts, so the e-mail address was not used.",
             "requester_email");
      if (name)
        Warn("field_ignored", "The requester's ID counts, so the name was not used.",
             "requester_name");
    } else if (email) {
      Key("requester");
      writer_.StartObject();
      Write("email", *email);
      if (name) Write("name", *name);
      writer_.EndObject();
    }
  }

  void WriteAssignee() {
    const bool by_id = input_.Has("assignee_id");
    const bool by_email = input_.Has("assignee_email");
    Copy("assignee_id");
    if (by_id && by_email) {
      Warn("field_ignored", "The assignee's ID counts, so the e-mail address was not used.",
           "assignee_email");
    } else {
      Copy("assignee_email");
    }
  }

  void WriteTags(const std::optional<TagUpdate>& tag_update) {
    if (!tag_update) return Copy("tags");
    Key("tags");
    writer_.StartArray();
    for (const std::string& tag : tag_update->tags) json::WriteText(writer_, tag);
    writer_.EndArray();
    Key("safe_update");
    writer_.Bool(true);
    Write("updated_stamp", tag_update->updated_stamp);
  }

  // email_ccs and followers: each entry an e-mail address or the id of a user.
  void WritePeople(const char* name) {
    const json::Value* people = input_.Find(name);
    if (people == nullptr) return;
    Key(name);
    writer_.StartArray();
    for (const json::Value& person : people->GetArray()) {
      const std::string_view text = json::Text(person);
      writer_.StartObject();
      if (text.find('@') == std::string_view::npos) {
        Key("user_id");
        writer_.RawValue(text.data(), text.size(),
                         rapidjson::kNumberType);  // CheckTicket() has seen the digits
      } else {
        Write("user_email", text);
      }
      Write("action", "put");
      writer_.EndObject();
    }
    writer_.EndArray();
  }

  void WriteCustomFields() {
    const json::Value* fields = input_.Find("custom_fields");
    if (fields == nullptr) return;
    Key("custom_fields");
    writer_.StartArray();
    for (rapidjson::SizeType i = 0; i < fields->Size(); ++i) {
      const json::Value& field = (*fields)[i];
      const json::Value& id = *json::Find(field, "id");
      const json::Value& value = *json::Find(field, "value");
      if (value.IsString() && value.GetStringLength() == 0) {
        Warn("field_ignored",
             "The custom field stays as it is, since its value is empty. Null clears a field.",
             fmt::format("custom_fields/{}/value", i));
        continue;
      }
      writer_.StartObject();
      Key("id");
      json::Write(writer_, id);
      Key("value");
      json::Write(writer_, value);
      writer_.EndObject();
    }
    writer_.EndArray();
  }

  const Input& input_;
  const TicketWrite write_;
  json::Buffer buffer_;
  json::Writer writer_;
  std::vector<Warning> warnings_;
};

}  // namespace

TicketBody BuildTicketBody(const Input& input, TicketWrite write,
                           const std::optional<TagUpdate>& tag_update) {
  return BodyWriter(input, write).Build(tag_update);
}

std::vector<std::string> ApplyTagChanges(const Input& input, std::vector<std::string> tags) {
  // Zendesk keeps tags in lower case, whatever the case in which they were given.
  const auto same_as = [](const json::Value& tag) {
    return [folded = task_plugin::Fold(json::Text(tag))](const std::string& other) {
      return task_plugin::Fold(other) == folded;
    };
  };
  if (const json::Value* added = input.Find("additional_tags")) {
    for (const json::Value& tag : added->GetArray()) {
      if (std::none_of(tags.begin(), tags.end(), same_as(tag))) tags.emplace_back(json::Text(tag));
    }
  }
  if (const json::Value* removed = input.Find("remove_tags")) {
    for (const json::Value& tag : removed->GetArray()) std::erase_if(tags, same_as(tag));
  }
  return tags;
}

}  // namespace zendesk::tasks
