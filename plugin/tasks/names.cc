// SPDX-License-Identifier: Apache-2.0
// List by list, so that all faults are told at once.
#include "plugin/tasks/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "author/json.h"
#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/names_value.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

constexpr std::array kNameProperties = {"assignee", "group", "brand", "ticket_form",
                                        "custom_status"};

bool NamesFields(const Input& input) {
  const json::Value* fields = input.Find("custom_fields");
  if (fields == nullptr) return false;
  for (const json::Value& field : fields->GetArray()) {
    if (json::Find(field, "field") != nullptr) return true;
  }
  return false;
}

// The list, and a newer one when `is_missing` something in it that somebody may just have made.
template <typename Item, typename IsMissing>
Task<Listed<Item>> ListWith(Client& client, IsMissing is_missing) {
  Listed<Item> list = co_await BeforeWriting(client.catalog().Get<Item>(client));
  if (is_missing(*list))
    list = co_await BeforeWriting(client.catalog().Refresh<Item>(client, list));
  co_return list;
}

template <typename Item>
Task<std::optional<int64_t>> ResolveOne(Client& client, const Input& input, const char* property,
                                        std::vector<Fault>& faults) {
  const auto name = input.Text(property);
  if (!name) co_return std::nullopt;
  const auto is_missing = [&name](const auto& list) { return list.ByName(*name).empty(); };
  const Listed<Item> list = co_await ListWith<Item>(client, is_missing);
  NamePlace place;
  place.name = *name;
  place.pointer = json::Join("", property);
  place.title = input.Title(property);
  const Item* item = Match(*list, place, input, faults);
  if (item == nullptr) co_return std::nullopt;
  co_return item->id;
}

void ResolveField(const NamedList<TicketField>& list, const Input& input, rapidjson::SizeType i,
                  ResolvedNames& names, std::vector<Fault>& faults) {
  const json::Value& entry = (*input.Find("custom_fields"))[i];
  auto& resolved = names.custom_fields.emplace_back();
  const json::Value* given = json::Find(entry, "field");
  if (given == nullptr) return;
  NamePlace place;
  place.name = json::Text(*given);
  place.pointer = fmt::format("/custom_fields/{}/field", i);
  place.title = input.Title("custom_fields");
  const TicketField* field = Match(list, place, input, faults);
  if (field == nullptr) return;
  const size_t earlier = static_cast<size_t>(
      std::count_if(names.custom_fields.begin(), names.custom_fields.end(),
                    [field](const auto& other) { return other && other->id == field->id; }));
  if (earlier != 0) {
    faults.push_back({place.pointer,
                      "not_unique",
                      input.Say("The custom field {} stands there twice.", field->title),
                      field->title,
                      {},
                      input.Say("Give each field once.")});
  }
  resolved.emplace();
  resolved->id = field->id;
  ResolveValue(*field, *json::Find(entry, "value"), fmt::format("/custom_fields/{}/value", i),
               input, *resolved, faults);
}

Task<void> ResolveFields(Client& client, const Input& input, ResolvedNames& names,
                         std::vector<Fault>& faults) {
  if (!NamesFields(input)) co_return;
  const json::Value& entries = *input.Find("custom_fields");
  const auto is_missing = [&entries](const NamedList<TicketField>& list) {
    for (const json::Value& entry : entries.GetArray()) {
      const json::Value* field = json::Find(entry, "field");
      if (field != nullptr && list.ByName(json::Text(*field)).empty()) return true;
    }
    return false;
  };
  const Listed<TicketField> list = co_await ListWith<TicketField>(client, is_missing);
  for (rapidjson::SizeType i = 0; i < entries.Size(); ++i)
    ResolveField(*list, input, i, names, faults);
}

}  // namespace

bool HasNames(const Input& input) {
  for (const char* property : kNameProperties) {
    if (input.Has(property)) return true;
  }
  return NamesFields(input);
}

Task<ResolvedNames> ResolveNames(Client& client, const Input& input) {
  ResolvedNames names;
  std::vector<Fault> faults;
  names.assignee_id = co_await ResolveOne<Agent>(client, input, "assignee", faults);
  names.group_id = co_await ResolveOne<Group>(client, input, "group", faults);
  names.brand_id = co_await ResolveOne<Brand>(client, input, "brand", faults);
  names.ticket_form_id = co_await ResolveOne<TicketForm>(client, input, "ticket_form", faults);
  names.custom_status_id =
      co_await ResolveOne<CustomStatus>(client, input, "custom_status", faults);
  co_await ResolveFields(client, input, names, faults);
  if (!faults.empty())
    throw task_plugin::InvalidArgument("invalid_input", "The input", std::move(faults),
                                       input.texts());
  co_return names;
}

}  // namespace zendesk::tasks
