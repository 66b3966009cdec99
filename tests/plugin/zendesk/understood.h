// SPDX-License-Identifier: Apache-2.0
// The readers of Zendesk's answers, each with an example and what it has understood as text.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin/auth/token_reply.h"
#include "plugin/zendesk/catalog.h"
#include "plugin/zendesk/error_body.h"
#include "plugin/zendesk/job.h"
#include "plugin/zendesk/json_tree.h"
#include "plugin/zendesk/list_page.h"
#include "plugin/zendesk/reply.h"

namespace zendesk {

// What the reader has understood, as text; "no" when it has refused the answer.
using Reader = std::string (*)(std::string_view body);

template <typename T>
std::string Shown(const std::optional<T>& value) {
  return value ? fmt::format("{}", *value) : std::string("-");
}

template <typename Reply>
std::optional<Reply> ReplyIn(std::string_view body) {
  Reply reply;
  std::optional<Message> complaint;
  const bool is_read = ReadReply(body, reply, complaint);
  CHECK(is_read == !complaint);
  return is_read ? std::optional<Reply>(std::move(reply)) : std::nullopt;
}

inline std::string Ticket(std::string_view body) {
  const auto reply = ReplyIn<TicketReply>(body);
  if (!reply) return "no";
  return fmt::format("{} {} {} {} {} {} {}", reply->id, Shown(reply->url), Shown(reply->status),
                     Shown(reply->requester_id), reply->updated_at, fmt::join(reply->tags, ","),
                     reply->has_tags);
}

inline std::string Profile(std::string_view body) {
  const auto reply = ReplyIn<ProfileReply>(body);
  return reply ? fmt::format("{} {}", reply->id, Shown(reply->user_id)) : "no";
}

inline std::string OneUser(std::string_view body) {
  const auto reply = ReplyIn<UserReply>(body);
  return reply ? fmt::format("{} {}", reply->id, reply->suspended) : "no";
}

inline std::string Caller(std::string_view body) {
  const auto reply = ReplyIn<CallerReply>(body);
  if (!reply) return "no";
  return fmt::format("{} {} {} {}", Shown(reply->id), reply->name, reply->role, reply->suspended);
}

inline std::string CurrentToken(std::string_view body) {
  const auto reply = ReplyIn<CurrentTokenReply>(body);
  if (!reply) return "no";
  return fmt::format("{} {} {} {}", fmt::join(reply->scopes, ","), reply->has_scopes,
                     Shown(reply->expires_at_unix_ms), Shown(reply->refresh_expires_at_unix_ms));
}

inline std::string Record(std::string_view body) {
  const auto reply = ReplyIn<RecordReply>(body);
  if (!reply) return "no";
  return fmt::format("{} {} {} {} {} {}", reply->id, Shown(reply->url), Shown(reply->external_id),
                     Shown(reply->name), Shown(reply->made_at_unix_ms),
                     Shown(reply->changed_at_unix_ms));
}

inline std::string Records(std::string_view body) {
  std::vector<FoundRecord> records;
  std::optional<Message> complaint;
  const bool is_read = ReadRecordList(body, records, complaint);
  CHECK(is_read == !complaint);
  if (!is_read) return "no";
  std::string all;
  for (const FoundRecord& record : records)
    all += fmt::format("{} {} {};", record.id, record.external_id, Shown(record.made_at_unix_ms));
  return all;
}

inline std::string Tickets(std::string_view body) {
  std::vector<int64_t> ids;
  std::optional<Message> complaint;
  const bool is_read = ReadTicketList(body, "4711", 0, ids, complaint);
  CHECK(is_read == !complaint);
  return is_read ? fmt::format("{}", fmt::join(ids, ",")) : "no";
}

inline std::string Audits(std::string_view body) {
  AuditSearch search;
  std::optional<Message> complaint;
  const bool is_read = ReadAuditList(body, "op", 0, search, complaint);
  CHECK(is_read == !complaint);
  return is_read ? fmt::format("{} {} {}", search.found, search.made, search.is_all) : "no";
}

inline std::string OneJob(std::string_view body) {
  Job job;
  std::optional<Message> complaint;
  const bool is_read = ReadJob(body, job, complaint);
  CHECK(is_read == !complaint);
  if (!is_read) return "no";
  std::string all =
      fmt::format("{} {} {} {}:", job.id, static_cast<int>(job.state), job.total, job.progress);
  for (const JobResult& result : job.results) {
    all += fmt::format("{} {} {} {} {};", Shown(result.index), result.id, result.has_failed,
                       result.error, result.details);
    if (result.has_failed) CHECK_FALSE(ProblemOfJobResult(result).code.empty());
  }
  return all;
}

inline std::string Jobs(std::string_view body) {
  std::vector<OpenJob> open;
  std::optional<Message> complaint;
  const bool is_read = ReadOpenJobs(body, open, complaint);
  CHECK(is_read == !complaint);
  if (!is_read) return "no";
  std::string all;
  for (const OpenJob& job : open) all += job.type + ";";
  return all;
}

inline std::string Page(std::string_view body) {
  std::optional<Message> complaint;
  const auto page = ReadListPage(body, "groups", complaint);
  CHECK(page.has_value() == !complaint);
  return page ? fmt::format("{} {} {}", page->items.size(), page->has_more, page->after_cursor)
              : "no";
}

inline std::string Errors(std::string_view body) {
  const ErrorBody read = ReadErrorBody(body);
  std::string all = fmt::format("{}|{}:", read.name, read.text);
  for (const FieldProblem& field : read.fields)
    all += fmt::format("{} {} {} {} {};", field.field, field.code, field.description,
                       field.ticket_field_id, field.ticket_field_type);
  return all;
}

inline std::string Token(std::string_view body) {
  transport::WipedText copy(body.begin(), body.end());
  const auto reply = auth::ReadTokenReply(copy);
  if (!reply) return "no";
  return fmt::format("{} {} {} {}", reply->access_token.view(), reply->refresh_token.view(),
                     reply->scope, reply->expires_in ? reply->expires_in->count() : -1);
}

template <typename Item>
std::optional<Item> ItemIn(std::string_view body) {
  rapidjson::Document document;
  Item item;
  if (!ParseTree(body, document) || !ReadItem(document, item)) return std::nullopt;
  return item;
}

inline std::string OfField(const Field& field) {
  std::string all = fmt::format("{} {} {} {} {} {}:", field.title, field.type, field.active,
                                field.required, field.regexp, field.relationship_target_type);
  for (const FieldOption& option : field.options) all += option.name + "=" + option.value + ";";
  return all;
}

inline std::string OneTicketField(std::string_view body) {
  const auto item = ItemIn<TicketField>(body);
  if (!item) return "no";
  return fmt::format("{} {} {} {}", item->id, OfField(*item), item->is_custom, item->tag);
}

inline std::string OneObjectField(std::string_view body) {
  const auto item = ItemIn<ObjectField>(body);
  return item ? fmt::format("{} {}", item->id, OfField(*item)) : "no";
}

inline std::string OneForm(std::string_view body) {
  const auto item = ItemIn<TicketForm>(body);
  if (!item) return "no";
  std::string all = fmt::format("{} {} {} {} {}:", item->id, item->name, item->active,
                                item->is_default, fmt::join(item->field_ids, ","));
  for (const FormCondition& condition : item->agent_conditions) {
    all += fmt::format("{}={}", condition.parent_field_id, condition.value);
    for (const FormChild& child : condition.children)
      all += fmt::format("({} {} {})", child.field_id, static_cast<int>(child.required_on.when),
                         fmt::join(child.required_on.statuses, ","));
  }
  return all;
}

// A group, an organization, a brand.
template <typename Item>
std::string OneNamed(std::string_view body) {
  const auto item = ItemIn<Item>(body);
  return item ? fmt::format("{} {}", item->id, item->name) : "no";
}

inline std::string OnePerson(std::string_view body) {
  const auto item = ItemIn<User>(body);
  if (!item) return "no";
  return fmt::format("{} {} {} {} {} {}", item->id, item->name, item->email, item->role,
                     item->created_at, item->suspended);
}

inline std::string OneMembership(std::string_view body) {
  const auto item = ItemIn<Membership>(body);
  return item ? fmt::format("{} {} {}", item->id, item->user_id, item->group_id) : "no";
}

inline std::string OneStatus(std::string_view body) {
  const auto item = ItemIn<CustomStatus>(body);
  if (!item) return "no";
  return fmt::format("{} {} {} {}", item->id, item->agent_label, item->category, item->active);
}

inline std::string OneObject(std::string_view body) {
  const auto item = ItemIn<CustomObject>(body);
  return item ? fmt::format("{} {} {}", item->id, item->title, item->title_pluralized) : "no";
}

struct Row {
  const char* name;
  Reader read;
  const char* example;
};
inline const Row kRows[] = {
    {"ticket", Ticket,
     R"({"ticket":{"id":12,"url":"u","status":"open","requester_id":9007199254740993,
         "updated_at":"2026-11-22T10:00:00Z","tags":["a","b"],"custom_fields":[{"id":1,"value":"x"}],
         "via":{"channel":"api","source":{"rel":"x"}}},"audit":{"id":3}})"},
    {"profile", Profile,
     R"({"profile":{"id":"4711","user_id":"12","identifiers":[{"type":"email","value":"a@b.c"}]}})"},
    {"user", OneUser, R"({"user":{"id":12,"suspended":true,"name":"Ada"}})"},
    {"caller", Caller,
     R"({"user":{"id":12,"name":"Ada","role":"agent","suspended":false,"photo":{"id":3}}})"},
    {"current token", CurrentToken,
     R"({"token":{"id":3,"scopes":["read","write"],"expires_at":"2026-11-22T10:00:00Z",
         "refresh_token_expires_at":"2026-12-22T10:00:00Z"}})"},
    {"record", Record,
     R"({"custom_object_record":{"id":"4711","url":"u","external_id":"815","name":"7",
         "created_at":"2026-11-22T10:00:00Z","updated_at":"2026-11-22T10:00:01Z",
         "custom_object_fields":{"a":1,"b":["c"]}}})"},
    {"records", Records,
     R"({"custom_object_records":[{"id":"4711","external_id":"815",
         "created_at":"2026-11-22T10:00:00Z"},{"id":"4712","external_id":"x"}],
         "meta":{"has_more":false}})"},
    {"tickets", Tickets,
     R"({"tickets":[{"id":12,"external_id":"4711","created_at":"2026-11-22T10:00:00Z"},
         {"id":13,"external_id":"x"}],"count":2})"},
    {"audits", Audits,
     R"({"audits":[{"id":3,"created_at":"2026-11-22T10:00:00Z","metadata":{"system":{},"custom":
         {"zendesk_tasks_operation":"op"}},"events":[{"id":1,"type":"Create"}]}],
         "meta":{"has_more":false}})"},
    {"job", OneJob,
     R"({"job_status":{"id":"815","status":"completed","total":3,"progress":3,"message":"m",
         "results":[{"index":0,"id":12,"account_id":5},{"index":1,"id":13,"action":"update",
         "success":true,"status":"Updated"},{"index":2,"success":false,"error":"RecordInvalid",
         "details":"Group: is invalid"}]}})"},
    {"jobs", Jobs,
     R"({"job_statuses":[{"id":"V3-1","status":"queued","job_type":"Bulk Create Ticket"},
         {"id":"V3-2","status":"completed","job_type":"x"}],"count":2})"},
    {"page", Page,
     R"({"groups":[{"id":1},{"id":2}],"meta":{"has_more":true,"after_cursor":"815"},
         "links":{"next":"https://x"},"next_page":"https://y","count":2})"},
    {"refusal", Errors,
     R"({"error":"RecordInvalid","description":"Record validation errors","details":{"base":[
         {"description":"Order number: is not a number","error":"InvalidValue",
         "ticket_field_id":815,"ticket_field_type":"FieldInteger"}],"group":["Group: is invalid"]}})"},
    {"refusal of a newer endpoint", Errors,
     R"({"errors":[{"code":"InvalidValue","title":"t","detail":"d"},{"code":"c","title":"t2"}]})"},
    {"refusal with a title", Errors, R"({"error":{"title":"Forbidden","message":"m"}})"},
    {"token", Token,
     R"({"access_token":"abc","refresh_token":"def","token_type":"bearer","scope":"read write",
         "expires_in":1800,"refresh_token_expires_in":2592000})"},
    {"ticket field", OneTicketField,
     R"({"id":12,"title":"2024","type":"tagger","active":true,"required":false,"removable":true,
         "tag":"5","regexp_for_validation":"1","relationship_target_type":"zen:user",
         "custom_field_options":[{"id":1,"name":"1","value":"2"},{"id":2,"name":"b","value":"c"}],
         "system_field_options":[{"name":"d","value":"e"}]})"},
    {"object field", OneObjectField,
     R"({"key":"815","title":"2024","type":"dropdown","active":true,"required":true,
         "custom_field_options":[{"id":1,"name":"1","value":"2"}]})"},
    {"form", OneForm,
     R"({"id":12,"name":"7","active":true,"default":false,"ticket_field_ids":[1,2],
         "agent_conditions":[{"parent_field_id":1,"value":"3","child_fields":[{"id":2,
         "is_required":true,"required_on_statuses":{"type":"SOME_STATUSES","statuses":["new"]}}]},
         {"parent_field_id":1,"value":true,"child_fields":[]}]})"},
    {"group", OneNamed<Group>, R"({"id":12,"name":"7","default":false})"},
    {"organization", OneNamed<Organization>, R"({"id":12,"name":"7","domain_names":["x"]})"},
    {"brand", OneNamed<Brand>, R"({"id":12,"name":"7","active":true})"},
    {"person", OnePerson,
     R"({"id":12,"name":"7","email":"a@b.c","role":"agent","created_at":"x","suspended":true})"},
    {"membership", OneMembership, R"({"id":1,"user_id":2,"group_id":3})"},
    {"status", OneStatus, R"({"id":12,"agent_label":"7","status_category":"open","active":false})"},
    {"object", OneObject, R"({"key":"815","title":"7","title_pluralized":"8"})"},
};

}  // namespace zendesk
