// SPDX-License-Identifier: Apache-2.0
// The task itself has made the requests; here they are only told, and compared with what is there.
#include "plugin/tasks/dry_run.h"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "author/json.h"
#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/comparison.h"
#include "plugin/tasks/foresight.h"
#include "plugin/tasks/foresight_record.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/profile_change.h"
#include "plugin/tasks/ticket_changes.h"
#include "plugin/zendesk/object_scan.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Input;

void WriteRequest(json::Writer& writer, const PlannedWrite& write) {
  writer.StartObject();
  json::WriteText(writer, "method");
  json::WriteText(writer, transport::MethodName(write.method));
  json::WriteText(writer, "path");
  json::WriteText(writer, write.path);
  if (!write.body.empty()) {
    json::WriteText(writer, "body");
    writer.RawValue(write.body.data(), write.body.size(), rapidjson::kObjectType);
  }
  if (write.upload) {
    json::WriteText(writer, "upload");
    writer.StartObject();
    for (const auto& [key, text] :
         {std::pair("pointer", &write.upload->pointer), std::pair("name", &write.upload->name),
          std::pair("contentType", &write.upload->content_type)}) {
      json::WriteText(writer, key);
      json::WriteText(writer, *text);
    }
    json::WriteText(writer, "size");
    writer.Uint64(write.upload->size);
    writer.EndObject();
  }
  writer.EndObject();
}

void WriteValue(json::Writer& writer, const FlatValue& value) {
  using Kind = FlatValue::Kind;
  if (value.kind == Kind::kList && !value.texts.empty()) {
    writer.StartArray();
    for (const std::string& text : value.texts) json::WriteText(writer, text);
    writer.EndArray();
  } else if (value.kind == Kind::kBool) {
    writer.Bool(value.text == "true");
  } else if (value.is_empty()) {
    writer.Null();
  } else if (value.kind == Kind::kNumber) {
    writer.RawValue(value.text.data(), value.text.size(), rapidjson::kNumberType);
  } else {
    json::WriteText(writer, value.text);
  }
}

void WriteChange(json::Writer& writer, const Change& change) {
  writer.StartObject();
  json::WriteText(writer, "field");
  json::WriteText(writer, change.field);
  if (!change.label.empty()) {
    json::WriteText(writer, "label");
    json::WriteText(writer, change.label);
  }
  json::WriteText(writer, "from");
  WriteValue(writer, change.from);
  json::WriteText(writer, "to");
  WriteValue(writer, change.to);
  writer.EndObject();
}

// What the account calls the fields, as far as the caller may know.
Task<std::vector<AskedPlace>> FieldTitles(Client& client, const PlannedWrite& write) {
  std::vector<AskedPlace> titles;
  if (const std::string object = ObjectOf(write); !object.empty()) {
    const auto fields = co_await TryRead(client.catalog().ObjectFieldsIfAllowed(client, object));
    if (!fields || *fields == nullptr) co_return titles;
    for (const ObjectField& field : (*fields)->items())
      titles.push_back({field.id, "", field.title});
    co_return titles;
  }
  if (write.body.find("\"custom_fields\"") == std::string::npos) co_return titles;
  const auto fields = co_await TryRead(client.catalog().GetIfAllowed<TicketField>(client));
  if (!fields || *fields == nullptr) co_return titles;
  for (const TicketField& field : (*fields)->items())
    titles.push_back({fmt::format("{}", field.id), "", field.title});
  co_return titles;
}

constexpr std::string_view kTags = "tags";

// An object that asks for the tags which a ticket has after some are added or removed.
std::string TagsAfter(const PlannedWrite& write, std::string_view ticket) {
  const FlatObject before = ReadFlatObject(ticket);
  const FlatObject change = ReadFlatObject(write.body);
  const FlatMember* now = FindMember(before, kTags, "");
  const FlatMember* named = FindMember(change, kTags, "");
  std::set<std::string> tags;
  if (now != nullptr) tags.insert(now->value.texts.begin(), now->value.texts.end());
  if (named != nullptr) {
    for (const std::string& tag : named->value.texts) {
      if (write.method == transport::Method::kDelete)
        tags.erase(tag);
      else
        tags.insert(tag);
    }
  }
  ObjectWriter writer;
  writer.BeginList(kTags);
  for (const std::string& tag : tags) writer.Item(tag);
  writer.EndList();
  return writer.Finish();
}

bool IsOfPerson(const PlannedWrite& write) {
  const std::string_view name = NameOf(write.body);
  return name == "profile" || name == "user";
}

}  // namespace

Task<std::string> DescribeDryRun(Client client, const Input& input, const DryRun& writes) {
  std::vector<Change> changes;
  for (const PlannedWrite& write : writes) {
    if (write.upload) continue;
    if (auto refusal = co_await ForeseeRefusal(client, write)) throw *std::move(refusal);
    if (IsOfPerson(write)) {
      changes = ChangesOfPerson(input, write);
      continue;
    }
    const bool is_of_tags = NameOf(write.body) == kTags;
    const std::string_view now =
        FindObject(write.before, is_of_tags ? "ticket" : NameOf(write.body));
    if (now.empty()) continue;
    const std::string tags = is_of_tags ? TagsAfter(write, now) : std::string();
    const Asked asked(is_of_tags ? tags : WithoutName(write.body),
                      co_await FieldTitles(client, write));
    changes = asked.Changes(input, now);
    if (NameOf(write.body) == "ticket")
      changes = co_await ChangesByName(client, input, write, std::move(changes));
  }
  json::Buffer buffer;
  json::Writer writer(buffer);
  writer.StartObject();
  json::WriteText(writer, "requests");
  writer.StartArray();
  for (const PlannedWrite& write : writes) WriteRequest(writer, write);
  writer.EndArray();
  if (!changes.empty()) {
    json::WriteText(writer, "changes");
    writer.StartArray();
    for (const Change& change : changes) WriteChange(writer, change);
    writer.EndArray();
  }
  writer.EndObject();
  co_return buffer.Take();
}

}  // namespace zendesk::tasks
