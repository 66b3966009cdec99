// SPDX-License-Identifier: Apache-2.0
// From the members that were found to what they mean.
#include "plugin/zendesk/reply.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "plugin/zendesk/json_tree.h"
#include "plugin/zendesk/time_text.h"

namespace zendesk {
namespace {

// Zendesk's ids of users come as numbers or, from its newer endpoints, as texts.
std::optional<int64_t> ToId(const std::optional<std::string>& digits) {
  int64_t id = 0;
  if (!digits) return std::nullopt;
  const auto [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), id);
  if (error != std::errc() || end != digits->data() + digits->size()) return std::nullopt;
  return id;
}

std::optional<int64_t> ToId(const WantedMember& member) {
  return ToId(member.text ? member.text : member.number);
}

// Of what is a text where Zendesk keeps to its own description.
std::string Spelled(WantedMember& member) {
  return std::move(member.text ? member.text : member.number).value_or("");
}

std::vector<std::string> WordsIn(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

bool Flag(const WantedMember& member) {
  return member.flag.value_or(member.text == "true");
}

bool Complain(std::string_view name, std::optional<Message>& complaint) {
  complaint = Message("Its \"{}\" has no ID.", name);
  return false;
}

bool Scan(std::string_view body, std::string_view name, std::span<WantedMember> members,
          ObjectPlace& place, std::optional<Message>& complaint) {
  auto found = ScanObject(body, name, members, complaint);
  if (!found) return false;
  place = *std::move(found);
  return true;
}

// Does an audit tell how its ticket was created?
bool IsOfCreation(const rapidjson::Value& audit) {
  const rapidjson::Value* events = ListOf(audit, "events");
  if (events == nullptr) return false;
  return std::any_of(events->Begin(), events->End(), [](const rapidjson::Value& event) {
    return event.IsObject() && TextOf(event, "type") == "Create";
  });
}

// Was it made before then for certain? Two clocks are compared.
bool IsBefore(const rapidjson::Value& object, int64_t unix_ms) {
  constexpr int64_t kLargestSkew = 5 * 60 * 1000;
  const auto text = TextOf(object, "created_at");
  const auto made_at = text ? ReadUtcTime(*text) : std::nullopt;
  return made_at && *made_at < unix_ms - kLargestSkew;
}

}  // namespace

bool ReadReply(std::string_view body, TicketReply& reply, std::optional<Message>& complaint) {
  std::array members = {WantedMember("id"),     WantedMember("url"),
                        WantedMember("status"), WantedMember("updated_at"),
                        WantedMember("tags"),   WantedMember("requester_id")};
  auto& [id, url, status, updated_at, tags, requester_id] = members;
  if (!Scan(body, "ticket", members, reply, complaint)) return false;
  const auto number = ToId(id);
  if (!number) return Complain("ticket", complaint);
  reply.id = *number;
  reply.url = std::move(url.text);
  reply.status = std::move(status.text);
  reply.updated_at = std::move(updated_at.text).value_or("");
  reply.requester_id = ToId(requester_id);
  reply.tags = std::move(tags.texts);
  reply.has_tags = tags.all_texts;
  return true;
}

bool ReadReply(std::string_view body, ProfileReply& reply, std::optional<Message>& complaint) {
  std::array members = {WantedMember("id"), WantedMember("user_id")};
  auto& [id, user_id] = members;
  if (!Scan(body, "profile", members, reply, complaint)) return false;
  reply.id = Spelled(id);
  if (reply.id.empty()) return Complain("profile", complaint);
  reply.user_id = ToId(user_id);
  return true;
}

bool ReadReply(std::string_view body, UserReply& reply, std::optional<Message>& complaint) {
  std::array members = {WantedMember("id"), WantedMember("suspended")};
  auto& [id, suspended] = members;
  if (!Scan(body, "user", members, reply, complaint)) return false;
  const auto number = ToId(id);
  if (!number) return Complain("user", complaint);
  reply.id = *number;
  reply.suspended = Flag(suspended);
  return true;
}

bool ReadReply(std::string_view body, CallerReply& reply, std::optional<Message>& complaint) {
  std::array members = {WantedMember("id"), WantedMember("name"), WantedMember("role"),
                        WantedMember("suspended")};
  auto& [id, name, role, suspended] = members;
  if (!Scan(body, "user", members, reply, complaint)) return false;
  reply.id = ToId(id);
  // An anonymous visitor has no ID; another kind of ID would tell nothing of anybody.
  if ((id.given && !reply.id) || (role.given && !role.text)) {
    complaint = Message("The ID or the role of its user makes no sense.");
    return false;
  }
  reply.name = std::move(name.text).value_or("");
  reply.role = std::move(role.text).value_or("");
  reply.suspended = Flag(suspended);
  return true;
}

bool ReadReply(std::string_view body, CurrentTokenReply& reply, std::optional<Message>& complaint) {
  std::array members = {WantedMember("scopes"), WantedMember("expires_at"),
                        WantedMember("refresh_token_expires_at")};
  auto& [scopes, expires_at, refresh_expires_at] = members;
  if (!Scan(body, "token", members, reply, complaint)) return false;
  reply.scopes = scopes.text ? WordsIn(*scopes.text) : std::move(scopes.texts);
  reply.has_scopes = scopes.text || scopes.all_texts;
  if (expires_at.text) reply.expires_at_unix_ms = ReadUtcTime(*expires_at.text);
  if (refresh_expires_at.text)
    reply.refresh_expires_at_unix_ms = ReadUtcTime(*refresh_expires_at.text);
  return true;
}

bool ReadReply(std::string_view body, RecordReply& reply, std::optional<Message>& complaint) {
  std::array members = {WantedMember("id"),          WantedMember("url"),
                        WantedMember("external_id"), WantedMember("name"),
                        WantedMember("created_at"),  WantedMember("updated_at")};
  auto& [id, url, external_id, name, created_at, updated_at] = members;
  constexpr std::string_view kName = "custom_object_record";
  if (!Scan(body, kName, members, reply, complaint)) return false;
  reply.id = Spelled(id);
  if (reply.id.empty()) return Complain(kName, complaint);
  reply.url = std::move(url.text);
  reply.external_id = std::move(external_id.text ? external_id.text : external_id.number);
  reply.name = std::move(name.text ? name.text : name.number);
  if (created_at.text) reply.made_at_unix_ms = ReadUtcTime(*created_at.text);
  if (updated_at.text) reply.changed_at_unix_ms = ReadUtcTime(*updated_at.text);
  return true;
}

bool ReadRecordList(std::string_view body, std::vector<FoundRecord>& records,
                    std::optional<Message>& complaint) {
  complaint = Message("It holds no list of records.");
  rapidjson::Document document;
  const rapidjson::Value* list =
      ParseTree(body, document) ? ListOf(document, "custom_object_records") : nullptr;
  if (list == nullptr) return false;
  for (const rapidjson::Value& record : list->GetArray()) {
    const auto external_id = record.IsObject() ? SpellingOf(record, "external_id") : std::nullopt;
    if (!external_id) continue;
    const auto id = SpellingOf(record, "id");
    complaint = Message("A record of its list has no ID.");
    if (!id || id->empty()) return false;
    FoundRecord found;
    found.id = *id;
    found.external_id = *external_id;
    if (const auto made_at = TextOf(record, "created_at"))
      found.made_at_unix_ms = ReadUtcTime(*made_at);
    records.push_back(std::move(found));
  }
  complaint.reset();
  return true;
}

bool ReadTicketList(std::string_view body, std::string_view external_id, int64_t since_unix_ms,
                    std::vector<int64_t>& ids, std::optional<Message>& complaint) {
  complaint = Message("It holds no list of tickets.");
  rapidjson::Document document;
  const rapidjson::Value* list = ParseTree(body, document) ? ListOf(document, "tickets") : nullptr;
  if (list == nullptr) return false;
  for (const rapidjson::Value& ticket : list->GetArray()) {
    if (!ticket.IsObject() || SpellingOf(ticket, "external_id") != external_id) continue;
    if (IsBefore(ticket, since_unix_ms)) continue;
    const auto id = IdOf(ticket, "id");
    complaint = Message("A ticket of its list has no number.");
    if (!id) return false;
    if (std::find(ids.begin(), ids.end(), *id) == ids.end()) ids.push_back(*id);
  }
  complaint.reset();
  return true;
}

bool ReadAuditList(std::string_view body, std::string_view operation, int64_t since_unix_ms,
                   AuditSearch& search, std::optional<Message>& complaint) {
  complaint = Message("It holds no list of audits.");
  rapidjson::Document document;
  const rapidjson::Value* list = ParseTree(body, document) ? ListOf(document, "audits") : nullptr;
  if (list == nullptr) return false;
  std::optional<int64_t> before;
  bool newest_first = true;
  bool reaches_back = false;
  for (const rapidjson::Value& audit : list->GetArray()) {
    const auto id = audit.IsObject() ? IdOf(audit, "id") : std::nullopt;
    if (!id) return false;
    newest_first = newest_first && (!before || *id < *before);
    before = id;
    reaches_back = IsBefore(audit, since_unix_ms);
    const rapidjson::Value* custom = ObjectOf(ObjectOf(&audit, "metadata"), "custom");
    if (custom == nullptr || TextOf(*custom, kOperationKey.data()) != operation) continue;
    search.found = true;
    search.made = search.made || IsOfCreation(audit);
  }
  complaint.reset();
  const rapidjson::Value* meta = ObjectOf(&document, "meta");
  const bool is_last = meta != nullptr && IsFalse(*meta, "has_more");
  search.is_all = is_last || (newest_first && reaches_back);
  return true;
}

}  // namespace zendesk
