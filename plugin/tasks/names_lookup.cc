// SPDX-License-Identifier: Apache-2.0
// Target by target. developer.zendesk.com/api-reference/ticketing/lookup_relationships/
#include "plugin/tasks/names_lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "author/text.h"
#include "plugin/tasks/names_list.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/names_number.h"
#include "plugin/tasks/names_people.h"
#include "plugin/tasks/names_value.h"
#include "plugin/tasks/object_writer.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

constexpr std::string_view kExternalId = "external_id:";
constexpr std::string_view kName = "name:";

std::string QuotedId(const std::optional<int64_t>& id) {
  return id ? Quoted(fmt::format("{}", *id)) : std::string();
}

Task<std::optional<int64_t>> MatchBrand(Client& client, const Input& input, const NamePlace& place,
                                        std::vector<Fault>& faults) {
  const auto is_missing = [&place](const NamedList<Brand>& list) {
    return ActiveByName(list, place.name).empty();
  };
  const Listed<Brand> list = co_await ListWith<Brand>(client, is_missing);
  const Brand* brand = Match(*list, place, input, faults);
  co_return brand != nullptr ? std::optional<int64_t>(brand->id) : std::nullopt;
}

// Those of which this member is the text; without such, those of which it is but for case and
// blanks.
std::vector<const ObjectRecord*> RecordsWith(const NamedList<ObjectRecord>& list,
                                             std::string ObjectRecord::*member,
                                             std::string_view text) {
  const std::string folded = task_plugin::Fold(text);
  std::vector<const ObjectRecord*> same;
  std::vector<const ObjectRecord*> similar;
  for (const ObjectRecord& record : list.items()) {
    if (record.*member == text) same.push_back(&record);
    if (task_plugin::Fold(record.*member) == folded) similar.push_back(&record);
  }
  return same.empty() ? similar : same;
}

// As Zendesk itself takes parents: which of the two the text is, may stand in front.
RecordText KindOf(std::string_view& text) {
  if (text.starts_with(kExternalId)) {
    text.remove_prefix(kExternalId.size());
    return RecordText::kExternalId;
  }
  if (!text.starts_with(kName)) return RecordText::kEither;
  text.remove_prefix(kName.size());
  return RecordText::kName;
}

const ObjectRecord* MatchRecord(const Found<ObjectRecord>& found, RecordText kind,
                                const NamePlace& place, const Input& input,
                                std::vector<Fault>& faults) {
  if (kind == RecordText::kEither) return MatchFound(found, place, input, faults);
  const bool is_name = kind == RecordText::kName;
  const auto records = RecordsWith(
      found.list, is_name ? &ObjectRecord::name : &ObjectRecord::external_id, place.name);
  if (is_name && !found.is_all && records.size() < 2) {
    faults.push_back(TooMany(found.list, place, input));
    return nullptr;
  }
  if (records.size() == 1) return records.front();
  faults.push_back(records.empty() ? Unknown(found.list, place, input)
                                   : Ambiguous(records, place, input));
  return nullptr;
}

Fault WrongType(const Field& field, std::string pointer, std::string message, const Input& input) {
  return {
      std::move(pointer), "wrong_type", std::move(message),
      field.title,        {},           input.Say("Correct the value, or leave the field out.")};
}

}  // namespace

// Zendesk's are ULIDs.
bool IsRecordId(std::string_view text) {
  constexpr size_t kLength = 26;
  constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  return text.size() == kLength && text.find_first_not_of(kLetters) == text.npos;
}

Task<std::string> ResolveRecord(Client& client, std::string object, const NamePlace& given,
                                const Input& input, std::vector<Fault>& faults) {
  if (IsRecordId(given.name)) co_return std::string(given.name);
  NamePlace place = given;
  const RecordText kind = KindOf(place.name);
  const std::string text(place.name);
  Catalog& catalog = client.catalog();
  auto found = co_await BeforeWriting(catalog.FindRecords(client, object, kind, text));
  if (found->is_all && found->list.ByName(text).empty())
    found = co_await BeforeWriting(catalog.FindRecordsAgain(client, object, kind, text, found));
  const ObjectRecord* record = MatchRecord(*found, kind, place, input, faults);
  co_return record != nullptr ? record->id : std::string();
}

bool IsLookup(const Field& field) {
  return field.type == "lookup" || field.type == "parent";
}

Task<std::string> ResolveLookup(Client& client, const Field& field, const json::Value& value,
                                std::string pointer, const Input& input,
                                std::vector<Fault>& faults) {
  if (value.IsNull() || (value.IsString() && value.GetStringLength() == 0)) co_return std::string();
  const std::string text = Written(value).value_or(std::string());
  if (text.empty()) {
    faults.push_back(WrongType(
        field, std::move(pointer),
        input.Say("{} takes the name or the ID of what it leads to.", field.title), input));
    co_return std::string();
  }
  NamePlace place;
  place.name = text;
  place.pointer = std::move(pointer);
  place.title = field.title;
  const std::string_view target = field.relationship_target_type;
  if (std::string object(field.target_object()); !object.empty()) {
    const std::string record =
        co_await ResolveRecord(client, std::move(object), place, input, faults);
    co_return record.empty() ? std::string() : Quoted(record);
  }
  if (IdIn(text)) co_return Quoted(text);
  std::optional<int64_t> id;
  if (target == "zen:user") {
    id = co_await MatchUser(client, input, place, faults);
  } else if (target == "zen:organization") {
    id = co_await MatchOrganization(client, input, place, faults);
  } else if (target == "zen:brand") {
    id = co_await MatchBrand(client, input, place, faults);
  } else {
    faults.push_back(WrongType(field, std::move(place.pointer),
                               input.Say("{} takes the ID of what it leads to.", field.title),
                               input));
  }
  co_return QuotedId(id);
}

}  // namespace zendesk::tasks
