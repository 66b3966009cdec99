// SPDX-License-Identifier: Apache-2.0
// What the schema of a ticket task cannot say.
#include <fmt/format.h>

#include <algorithm>

#include "author/format.h"
#include "author/json.h"
#include "author/text.h"
#include "plugin/tasks/attachments.h"
#include "plugin/tasks/check.h"
#include "plugin/tasks/html.h"
#include "plugin/tasks/names_copies.h"
#include "plugin/tasks/names_number.h"
#include "plugin/tasks/ticket_body.h"
#include "plugin/tasks/ticket_match.h"
#include "plugin/tasks/ticket_tags.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Input;

void CheckPeople(Input& input, const char* name) {
  const json::Value* people = input.Find(name);
  if (people == nullptr) return;
  for (rapidjson::SizeType i = 0; i < people->Size(); ++i) {
    const std::string text = PersonIn((*people)[i]);
    if (IdIn(text) || IsPersonsName(text) || task_plugin::HasFormat("email", text)) continue;
    ReportInside(input, name, fmt::format("/{}/{}", name, i), "bad_format",
                 input.Say("{}: an entry is no e-mail address, no name and no ID of a user.",
                           input.Title(name)),
                 input.Say("Write ada@example.com, the name or the number of the user."));
  }
}

// "Custom fields, entry 1 (Order number)"
std::string NameOfEntry(const Input& input, const json::Value& entry, rapidjson::SizeType place) {
  const std::string name = input.Say("{}, entry {}", input.Title("custom_fields"), place + 1);
  const json::Value* field = json::Find(entry, "field");
  return field == nullptr ? name : fmt::format("{} ({})", name, json::Text(*field));
}

void CheckCustomFields(Input& input) {
  const json::Value* fields = input.Find("custom_fields");
  if (fields == nullptr) return;
  std::vector<int64_t> ids;
  for (rapidjson::SizeType i = 0; i < fields->Size(); ++i) {
    const json::Value* id = json::Find((*fields)[i], "id");
    if ((id == nullptr) == (json::Find((*fields)[i], "field") == nullptr)) {
      ReportInside(input, "custom_fields", fmt::format("/custom_fields/{}", i), "incomplete",
                   input.Say("{} needs the title of its field, or its ID, and not both.",
                             NameOfEntry(input, (*fields)[i], i)),
                   input.Say("Give one of the two."));
    }
    if (id != nullptr) {
      if (std::find(ids.begin(), ids.end(), id->GetInt64()) != ids.end()) {
        ReportInside(input, "custom_fields", fmt::format("/custom_fields/{}/id", i), "not_unique",
                     input.Say("The custom field {} stands there twice.", id->GetInt64()),
                     input.Say("Give each field once."));
      }
      ids.push_back(id->GetInt64());
    }
    if (IsFieldValue(*json::Find((*fields)[i], "value"))) continue;
    ReportInside(
        input, "custom_fields", fmt::format("/custom_fields/{}/value", i), "wrong_type",
        input.Say("{}: the value must be a text, a number, true or false, a list of texts, "
                  "or null.",
                  NameOfEntry(input, (*fields)[i], i)),
        input.Say("Correct the value, or leave the field out."));
  }
}

// One tag in both lists: nobody can tell what is meant.
void RefuseAddedAndRemoved(Input& input) {
  const json::Value* added = input.Find("additional_tags");
  const json::Value* removed = input.Find("remove_tags");
  if (added == nullptr || removed == nullptr) return;
  std::vector<std::string> to_add;
  for (const json::Value& tag : added->GetArray()) AppendTags(json::Text(tag), to_add);
  for (rapidjson::SizeType i = 0; i < removed->Size(); ++i) {
    std::vector<std::string> to_remove;
    AppendTags(json::Text((*removed)[i]), to_remove);
    for (const std::string& tag : to_remove) {
      if (std::find(to_add.begin(), to_add.end(), tag) == to_add.end()) continue;
      ReportInside(input, "remove_tags", fmt::format("/remove_tags/{}", i), "excluded",
                   input.Say("{}: the tag \"{}\" stands in \"{}\" too.", input.Title("remove_tags"),
                             tag, input.Title("additional_tags")),
                   input.Say("Leave it in one of the two lists."));
    }
  }
}

// Zendesk takes no comment that shows nothing. An empty property is one that a form left empty.
void RefuseBlankComment(Input& input) {
  std::string_view last;
  for (const char* name : {"description", "comment_body", "comment_html_body"}) {
    const std::string_view text = input.Text(name).value_or("");
    if (text.empty()) continue;
    const bool is_html = std::string_view(name) == "comment_html_body";
    if (is_html ? !IsBlankHtml(text) : !IsBlankText(text)) return;
    last = name;
  }
  if (last.empty()) return;
  Report(input, last, "required",
         input.Say("{}: there is nothing but blanks in it, and Zendesk takes no empty comment.",
                   input.Title(last)),
         input.Say("Write what the comment is to say, or leave it out of an update."));
}

// A text that Zendesk would cut, where nothing may be lost.
void RefuseCutComment(Input& input) {
  if (input.Text("on_difference") != "fail") return;
  std::string_view last;
  size_t size = 0;
  for (const char* name : {"description", "comment_body", "comment_html_body"}) {
    if (!input.Text(name)) continue;
    last = name;
    constexpr size_t kBetween = 2;  // stands between a description and the comment, at least
    size += input.Text(name)->size() + (size == 0 ? 0 : kBetween);
  }
  if (size <= kLongestComment) return;
  Report(input, last, "too_long",
         input.Say("{}: the comment has {} bytes; Zendesk keeps the first 64 kB.",
                   input.Title(last), size),
         input.Say("Shorten it, or attach it as a file."));
}

// What people see in its place in Zendesk may be a status of the account's own.
void TellOfCustomStatus(Input& input) {
  if (!input.IsGiven("status") || input.Has("status")) return;
  input.AddRemedy("/status", input.Say("A status of your account's own goes into \"{}\".",
                                       input.Title("custom_status")));
}

// What Zendesk would drop, where nothing may be lost.
void RefuseDropped(Input& input, TicketWrite write) {
  if (input.Text("on_difference") != "fail") return;
  const bool is_new = write == TicketWrite::kCreate && !MatchesExternalId(input);
  if (input.IsGiven("type") ? !input.Has("type") : !is_new) return;
  const auto refuse = [&input](const char* name, std::string_view type) {
    if (!input.Has(name) || input.IsNull(name) || input.Text("type") == type) return;
    Report(input, name, "excluded",
           input.Say("\"{}\" is only for tickets of type {}, so Zendesk drops it.",
                     input.Title(name), type),
           input.Say("Leave it out, or choose another \"{}\".", input.Title("type")));
  };
  refuse("problem_id", "incident");
  refuse("due_at", "task");
}

void CheckCreation(Input& input) {
  Exclude(input, "submitter_id", "submitter");
  if (ReplacesClosed(input) && !MatchesExternalId(input)) {
    Report(input, "if_closed", "incomplete",
           input.Say("{}: a new ticket is made in any case, so no closed one is met.",
                     input.Title("if_closed")),
           input.Say("Choose \"{}\" too, or leave it out.", input.Title("match_on")));
  }
  const bool is_faulty = input.IsGiven("external_id") && !input.Has("external_id");
  const bool has_one = !input.Text("external_id").value_or("").empty();
  if (!MatchesExternalId(input) || has_one || is_faulty) return;
  Report(input, "external_id", "required",
         input.Say("{}: without one no ticket can be found by it.", input.Title("external_id")),
         input.Say("Give the external ID, or leave \"{}\" out.", input.Title("match_on")));
}

}  // namespace

void CheckTicket(Input& input, TicketWrite write) {
  Exclude(input, "comment_body", "comment_html_body");
  Exclude(input, "status", "custom_status_id");
  Exclude(input, "status", "custom_status");
  Exclude(input, "custom_status_id", "custom_status");
  Exclude(input, "assignee_id", "assignee");
  Exclude(input, "assignee_email", "assignee");
  Exclude(input, "group_id", "group");
  Exclude(input, "brand_id", "brand");
  Exclude(input, "requester_id", "requester");
  Exclude(input, "requester_email", "requester");
  Exclude(input, "organization_id", "organization");
  Exclude(input, "ticket_form_id", "ticket_form");
  if (input.Has("requester_name") && input.IsGiven("requester")) {
    Report(input, "requester_name", "excluded",
           input.Say("{}: \"{}\" is somebody whom Zendesk knows, and a name is for somebody new.",
                     input.Title("requester_name"), input.Title("requester")),
           input.Say("Leave the name out, or give somebody new by \"{}\" instead.",
                     input.Title("requester_email")));
  } else if (input.Has("requester_name") && !input.IsGiven("requester_email")) {
    Report(input, "requester_name", "incomplete",
           input.Say("{}: a name alone finds nobody.", input.Title("requester_name")),
           input.Say("Give the requester's e-mail address too."));
  }
  TellOfCustomStatus(input);
  RefuseBlankComment(input);
  RefuseCutComment(input);
  RefuseDropped(input, write);
  CheckPeople(input, "email_ccs");
  CheckPeople(input, "followers");
  CheckCustomFields(input);
  CheckAttachments(input);
  if (write == TicketWrite::kCreate) return CheckCreation(input);
  Exclude(input, "tags", "additional_tags");
  Exclude(input, "tags", "remove_tags");
  RefuseAddedAndRemoved(input);
  const bool comments = input.IsGiven("comment_body") || input.IsGiven("comment_html_body") ||
                        input.IsGiven("description");
  if (input.Has("public") && !comments) {
    Report(input, "public", "incomplete",
           input.Say("Public says who sees the comment, but there is no comment."),
           input.Say("Add a comment, or leave Public out."));
  }
  if (HasAttachments(input) && !comments) {
    Report(input, "attachments", "incomplete",
           input.Say("Files go with a comment, but there is no comment."),
           input.Say("Add a comment that says what the files are, or leave them out."));
  }
}

}  // namespace zendesk::tasks
