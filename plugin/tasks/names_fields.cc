// SPDX-License-Identifier: Apache-2.0
// Entry by entry, so that all faults are told at once.
#include "plugin/tasks/names_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "plugin/tasks/names_list.h"
#include "plugin/tasks/names_lookup.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/names_number.h"
#include "plugin/tasks/names_refused.h"
#include "plugin/tasks/names_value.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

// A field of Zendesk's own is a property of the ticket by itself.
const TicketField* FieldOfId(const NamedList<TicketField>& list, int64_t id) {
  const TicketField* field = list.ById(id);
  return field != nullptr && field->is_custom ? field : nullptr;
}

// By Zendesk's types.
bool IsTicketsOwn(const TicketField& field) {
  constexpr std::array<std::string_view, 8> kTypes = {
      "subject",    "description", "status", "custom_status",
      "tickettype", "priority",    "group",  "assignee",
  };
  return !field.is_custom && std::find(kTypes.begin(), kTypes.end(), field.type) != kTypes.end();
}

bool IsMissing(const NamedList<TicketField>& list, const json::Value& entries) {
  const auto fields = entries.GetArray();
  return std::any_of(fields.begin(), fields.end(), [&list](const json::Value& entry) {
    const auto id = FieldIdOf(entry);
    return id ? FieldOfId(list, *id) == nullptr
              : ActiveByName(list, json::Text(*json::Find(entry, "field"))).empty();
  });
}

bool NamesFields(const json::Value& entries) {
  const auto fields = entries.GetArray();
  return std::any_of(fields.begin(), fields.end(),
                     [](const json::Value& entry) { return !FieldIdOf(entry); });
}

// Null when Zendesk does not let the caller read it, and every field is given by its ID.
Task<Listed<TicketField>> FieldsFor(Client& client, const json::Value& entries) {
  const auto is_missing = [&entries](const NamedList<TicketField>& list) {
    return IsMissing(list, entries);
  };
  if (!NamesFields(entries)) {
    const Listed<TicketField> list =
        co_await BeforeWriting(client.catalog().GetIfAllowed<TicketField>(client));
    if (list == nullptr || !is_missing(*list)) co_return list;
  }
  co_return co_await ListWith<TicketField>(client, is_missing);
}

class FieldResolver {
 public:
  FieldResolver(Client& client, const NamedList<TicketField>& list, const Input& input,
                ResolvedNames& names, std::vector<Fault>& faults)
      : client_(client), list_(list), input_(input), names_(names), faults_(faults) {}

  Task<void> Resolve(const json::Value& entry, rapidjson::SizeType place) {
    const TicketField* field = FindField(entry, place);
    ResolvedField resolved;
    if (field != nullptr) {
      RefuseTwice(*field, entry, PointerOf(entry, place));
      resolved.id = field->id;
      resolved.title = field->title;
      std::string pointer = fmt::format("/custom_fields/{}/value", place);
      if (IsLookup(*field)) {
        TicketField called = *field;
        called.title = TitleOf(*field, entry);
        const json::Value& value = *json::Find(entry, "value");
        resolved.value = co_await LookUpFor(
            input_, "custom_fields", ReadList::kTargets,
            ResolveLookup(client_, called, value, std::move(pointer), input_, faults_));
      } else {
        resolved.value = Convert(*field, entry, pointer);
      }
    }
    names_.custom_fields.push_back(std::move(resolved));
  }

 private:
  static std::string PointerOf(const json::Value& entry, rapidjson::SizeType place) {
    return fmt::format("/custom_fields/{}/{}", place,
                       json::Find(entry, "field") != nullptr ? "field" : "id");
  }

  // As the person finds it again in the input.
  static std::string TitleOf(const TicketField& field, const json::Value& entry) {
    return FieldIdOf(entry) ? TitleWithId(field.title, field.id) : field.title;
  }

  std::string Convert(const TicketField& field, const json::Value& entry,
                      const std::string& pointer) {
    const json::Value& value = *json::Find(entry, "value");
    std::vector<Fault> found;
    std::string converted = ConvertValue(field, value, pointer, input_, found);
    if (!found.empty()) {
      TicketField called = field;
      called.title = TitleOf(field, entry);
      ConvertValue(called, value, pointer, input_, faults_);
    }
    return converted;
  }

  const TicketField* FindField(const json::Value& entry, rapidjson::SizeType place) {
    const auto id = FieldIdOf(entry);
    const std::string digits = fmt::format("{}", id.value_or(0));
    NamePlace named;
    named.name = id ? std::string_view(digits) : json::Text(*json::Find(entry, "field"));
    named.pointer = PointerOf(entry, place);
    named.title = input_.Title("custom_fields");
    if (!id && NamesOneOf(list_, named.name, IsTicketsOwn)) {
      faults_.push_back(OfTheTask(named, input_));
      return nullptr;
    }
    if (!id) return Match(list_, named, input_, faults_);
    const TicketField* field = FieldOfId(list_, *id);
    if (field == nullptr) {
      faults_.push_back(Unknown(list_, named, input_));
    } else if (!field->active) {
      const std::string title = TitleOf(*field, entry);
      named.name = title;
      faults_.push_back(SwitchedOff(named, input_));
      return nullptr;
    }
    return field;
  }

  void RefuseTwice(const TicketField& field, const json::Value& entry, std::string pointer) {
    const auto& others = names_.custom_fields;
    const bool is_first = std::none_of(
        others.begin(), others.end(), [&field](const auto& other) { return other.id == field.id; });
    if (is_first) return;
    faults_.push_back({std::move(pointer),
                       "not_unique",
                       input_.Say("The custom field {} stands there twice.", TitleOf(field, entry)),
                       field.title,
                       {},
                       input_.Say("Give each field once.")});
  }

  Client& client_;
  const NamedList<TicketField>& list_;
  const Input& input_;
  ResolvedNames& names_;
  std::vector<Fault>& faults_;
};

}  // namespace

std::string TitleWithId(std::string_view title, int64_t id) {
  return fmt::format("{} ({})", title, id);
}

std::optional<int64_t> FieldIdOf(const json::Value& entry) {
  const json::Value* id = json::Find(entry, "id");
  if (id != nullptr) return id->GetInt64();
  return IdIn(json::Text(*json::Find(entry, "field")));
}

bool HasFields(const Input& input) {
  const json::Value* entries = input.Find("custom_fields");
  return entries != nullptr && !entries->Empty();
}

std::vector<AskedPlace> PlacesOf(const Input& input, const ResolvedNames& names) {
  std::vector<AskedPlace> places;
  for (size_t i = 0; i < names.custom_fields.size(); ++i) {
    const ResolvedField& field = names.custom_fields[i];
    const json::Value& entry = (*input.Find("custom_fields"))[static_cast<unsigned>(i)];
    const std::string_view title = field.title.empty() ? input.Title("custom_fields") : field.title;
    places.push_back({fmt::format("{}", field.id), fmt::format("/custom_fields/{}/value", i),
                      FieldIdOf(entry) ? TitleWithId(title, field.id) : std::string(title)});
  }
  return places;
}

Task<void> ResolveFields(Client& client, const Input& input, ResolvedNames& names,
                         std::vector<Fault>& faults) {
  if (!HasFields(input)) co_return;
  const json::Value& entries = *input.Find("custom_fields");
  const Listed<TicketField> list = co_await LookUpFor(
      input, "custom_fields", ReadList::kTicketFields, FieldsFor(client, entries));
  if (list == nullptr) {
    for (const json::Value& entry : entries.GetArray())
      names.custom_fields.push_back({*FieldIdOf(entry), std::string()});
    names.warnings.push_back(
        {"not_checked",
         input.Say("Zendesk does not let the user of the connection read the ticket fields, so the "
                   "custom fields go out as they are."),
         "/custom_fields"});
    co_return;
  }
  FieldResolver resolver(client, *list, input, names, faults);
  for (rapidjson::SizeType i = 0; i < entries.Size(); ++i) co_await resolver.Resolve(entries[i], i);
}

}  // namespace zendesk::tasks
