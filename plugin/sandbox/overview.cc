// SPDX-License-Identifier: Apache-2.0
// A few lines about everything, for people: names in place of ids.
#include "overview.h"

#include <fmt/format.h>

#include <algorithm>

#include "json.h"
#include "record_view.h"

namespace sandbox {
namespace {

constexpr std::size_t kShown = 50;
constexpr std::size_t kRequestsShown = 100;
constexpr std::size_t kTextShown = 200;  // bytes

template <typename T>
void keep_last_changed(std::vector<const T*>& items) {
  const auto middle = items.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, items.size()));
  std::partial_sort(items.begin(), middle, items.end(), [](const T* a, const T* b) {
    return a->updated_at != b->updated_at ? a->updated_at > b->updated_at : a->id > b->id;
  });
  items.erase(middle, items.end());
}

std::optional<std::string> user_name(const Account& account, std::optional<Id> id) {
  const User* user = id ? account.find_user(*id) : nullptr;
  return user ? std::optional(user->name) : std::nullopt;
}

// The beginning of a text, not cut within a character.
std::string beginning(const std::string& text) {
  if (text.size() <= kTextShown) return text;
  std::size_t size = kTextShown;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  return text.substr(0, size) + "…";
}

void write_tickets(JsonWriter& json, const Account& account) {
  std::vector<const Ticket*> tickets;
  for (const auto& [id, ticket] : account.tickets) tickets.push_back(&ticket);
  keep_last_changed(tickets);
  json.key("tickets").begin_array();
  for (const Ticket* ticket : tickets) {
    // As text: a browser's numbers are not exact for every id.
    json.begin_object().field("id", fmt::format("{}", ticket->id));
    json.field("subject", ticket->subject).field("status", ticket->status);
    json.field("priority", ticket->priority).field("type", ticket->type);
    json.field("requester", user_name(account, ticket->requester_id));
    json.field("assignee", user_name(account, ticket->assignee_id)).field("tags", ticket->tags);
    json.field("comments", ticket->comments.size());
    json.field("last_comment", beginning(ticket->comments.back().plain_body));
    json.field("last_comment_public", ticket->comments.back().is_public);
    json.field("updated_at", format_time(ticket->updated_at)).end_object();
  }
  json.end_array();
}

void write_profiles(JsonWriter& json, const Account& account) {
  std::vector<const Profile*> profiles;
  for (const auto& [id, profile] : account.profiles.all()) profiles.push_back(&profile);
  keep_last_changed(profiles);
  json.key("profiles").begin_array();
  for (const Profile* profile : profiles) {
    json.begin_object().field("id", profile->id).field("name", profile->name);
    json.field("source", profile->source).field("type", profile->type);
    json.field("user", user_name(account, profile->user_id)).key("identifiers").begin_array();
    for (const auto& [type, value] : profile->identifiers) {
      json.value(fmt::format("{}: {}", type, value));
    }
    json.end_array().field("attributes", beginning(profile->attributes));
    json.field("updated_at", format_time(profile->updated_at)).end_object();
  }
  json.end_array();
}

// Only what is filled in, under the titles that people know.
void write_record_values(JsonWriter& json, const CustomObject& object,
                         const CustomObjectRecord& record) {
  JsonDocument values;
  parse_json(record_fields_json(object, record), values);
  json.key("fields").begin_array();
  for (const CustomObjectField& field : object.fields) {
    const Json* value = member(values, field.key);
    if (!value || value->IsNull() || value->IsFalse()) continue;
    const std::string text = value->IsString() ? std::string(text_of(*value)) : to_text(*value);
    json.begin_object().field("title", field.title).field("value", beginning(text)).end_object();
  }
  json.end_array();
}

void write_records(JsonWriter& json, const Account& account) {
  std::vector<const CustomObjectRecord*> records;
  for (const auto& [key, object] : account.custom_objects) {
    for (const auto& [id, record] : object.records) records.push_back(&record);
  }
  keep_last_changed(records);
  json.key("records").begin_array();
  for (const CustomObjectRecord* record : records) {
    for (const auto& [key, object] : account.custom_objects) {
      if (!object.records.contains(record->id)) continue;
      json.begin_object().field("id", record->id).field("object", object.title);
      json.field("name", record->name).field("external_id", record->external_id);
      write_record_values(json, object, *record);
      json.field("updated_at", format_time(record->updated_at)).end_object();
    }
  }
  json.end_array();
}

}  // namespace

std::string overview_json(const Account& account, const Journal& journal, std::size_t faults) {
  JsonWriter json;
  json.begin_object().field("subdomain", account.subdomain).key("counts").begin_object();
  json.field("tickets", account.tickets.size()).field("profiles", account.profiles.all().size());
  json.field("records", account.record_count()).field("requests", journal.total());
  json.field("commits", account.commits).field("faults", faults).end_object();
  write_tickets(json, account);
  write_profiles(json, account);
  write_records(json, account);
  json.key("requests").begin_array();
  for (const std::string& summary : journal.last_summaries(kRequestsShown)) json.raw(summary);
  json.end_array().end_object();
  return json.text();
}

}  // namespace sandbox
