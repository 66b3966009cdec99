// SPDX-License-Identifier: Apache-2.0
// A merge adds, and takes away what is null; whoever replaces a profile takes away all that they do
// not name.
#include "plugin/tasks/profile_change.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "plugin/tasks/object_writer.h"
#include "plugin/zendesk/catalog_item.h"
#include "plugin/zendesk/raw_members.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using ByType = std::map<std::string, std::set<std::string>>;

constexpr std::string_view kIdentifiers = "identifiers";
constexpr std::string_view kAttributes = "attributes";

std::string_view MemberOf(std::string_view object, std::string_view key) {
  for (const RawMember& member : ReadRawMembers(object)) {
    if (member.key == key) return member.value;
  }
  return {};
}

ByType IdentifiersIn(std::string_view profile) {
  ByType identifiers;
  rapidjson::Document document;
  if (!ParseTree(profile, document)) return identifiers;
  ForEachObject(document, kIdentifiers.data(), [&identifiers](const rapidjson::Value& item) {
    identifiers[TextOrNone(item, "type")].insert(TextOrNone(item, "value"));
  });
  return identifiers;
}

void WriteIdentifiers(ObjectWriter& writer, const ByType& identifiers) {
  writer.Begin(kIdentifiers);
  for (const auto& [type, values] : identifiers) {
    writer.BeginList(type);
    for (const std::string& value : values) writer.Item(value);
    writer.EndList();
  }
  writer.End();
}

std::string Before(std::string_view now) {
  ObjectWriter writer;
  for (const std::string_view key : {std::string_view("name"), kAttributes}) {
    const std::string_view value = MemberOf(now, key);
    if (!value.empty()) writer.Json(key, value);
  }
  WriteIdentifiers(writer, IdentifiersIn(now));
  return writer.Finish();
}

// Zendesk names who has no name by their address.
void WriteName(ObjectWriter& writer, std::string_view asked, const ByType& identifiers,
               bool replaces) {
  const std::string_view name = MemberOf(asked, "name");
  const auto address = identifiers.find("email");
  if (!name.empty() && name != "null") {
    writer.Json("name", name);
  } else if ((replaces || name == "null") && address != identifiers.end()) {
    writer.Text("name", *address->second.begin());
  }
}

void WriteAttributes(ObjectWriter& writer, std::string_view asked, std::string_view now,
                     bool replaces) {
  const std::string_view named = MemberOf(asked, kAttributes);
  writer.Begin(kAttributes);
  for (const RawMember& member : ReadRawMembers(named)) writer.Json(member.key, member.value);
  for (const RawMember& member : ReadRawMembers(MemberOf(now, kAttributes))) {
    if (replaces && MemberOf(named, member.key).empty()) writer.Json(member.key, "null");
  }
  writer.End();
}

std::string After(std::string_view asked, std::string_view now, bool replaces) {
  ByType identifiers = IdentifiersIn(asked);
  for (const auto& [type, values] : IdentifiersIn(now)) {
    ByType::mapped_type& kept = identifiers[type];
    if (!replaces) kept.insert(values.begin(), values.end());
  }
  ObjectWriter writer;
  WriteName(writer, asked, identifiers, replaces);
  WriteAttributes(writer, asked, now, replaces);
  WriteIdentifiers(writer, identifiers);
  return writer.Finish();
}

// What Zendesk shows of users; the rest of their identifiers stands elsewhere.
std::string AfterOfUser(std::string_view asked) {
  ObjectWriter writer;
  for (const std::string_view key : {"name", "phone", "external_id"}) {
    const std::string_view value = MemberOf(asked, key);
    if (!value.empty()) writer.Json(key, value);
  }
  return writer.Finish();
}

// Most people have one of a type.
void Simplify(FlatValue& value) {
  if (value.kind != FlatValue::Kind::kList || value.texts.size() != 1) return;
  value.kind = FlatValue::Kind::kText;
  value.text = std::move(value.texts.front());
  value.texts.clear();
}

}  // namespace

std::vector<Change> ChangesOfPerson(const Input& input, const PlannedWrite& write) {
  const std::string_view name = NameOf(write.body);
  const std::string_view asked = WithoutName(write.body);
  const std::string_view now = FindObject(write.before, name);
  if (now.empty()) return {};
  if (name == "user") return Asked(AfterOfUser(asked)).Changes(input, now);
  const bool replaces = write.method == transport::Method::kPut;
  std::vector<Change> changes = Asked(After(asked, now, replaces)).Changes(input, Before(now));
  for (Change& change : changes) {
    const size_t dot = change.field.find('.');
    if (change.field.substr(0, dot) != kIdentifiers) continue;
    const std::string type = change.field.substr(dot + 1);
    if (input.Knows(type)) change.label = input.Title(type);
    Simplify(change.from);
    Simplify(change.to);
  }
  return changes;
}

}  // namespace zendesk::tasks
