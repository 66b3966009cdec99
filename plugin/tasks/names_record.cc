// SPDX-License-Identifier: Apache-2.0
// The key counts before the title.
#include "plugin/tasks/names_record.h"

#include <algorithm>
#include <utility>

#include "author/error.h"
#include "author/json.h"
#include "plugin/tasks/check.h"
#include "plugin/tasks/names_list.h"
#include "plugin/tasks/names_lookup.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/names_refused.h"
#include "plugin/tasks/names_value.h"
#include "plugin/tasks/record_body.h"
#include "plugin/tasks/record_output.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;
using task_plugin::Warning;

// The name and the external ID stand outside of the attributes.
bool IsRecordsOwn(const ObjectField& field) {
  return field.id == "standard::name" || field.id == "standard::external_id";
}

// Null when it has none, with a fault.
const ObjectField* FindField(const NamedList<ObjectField>& list, const NamePlace& place,
                             const Input& input, std::vector<Fault>& faults) {
  const ObjectField* field = list.ById(place.name);
  if (field == nullptr && NamesOneOf(list, place.name, IsRecordsOwn)) {
    faults.push_back(OfTheTask(place, input));
    return nullptr;
  }
  if (field == nullptr || field->is_standard()) return Match(list, place, input, faults);
  if (field->active) return field;
  faults.push_back(SwitchedOff(place, input));
  return nullptr;
}

bool IsMissing(const NamedList<ObjectField>& list, const json::Value& attributes) {
  return std::any_of(attributes.MemberBegin(), attributes.MemberEnd(), [&list](const auto& member) {
    const std::string_view name = json::Text(member.name);
    return list.ById(name) == nullptr && ActiveByName(list, name).empty();
  });
}

// A title seldom has the form of a key.
// developer.zendesk.com/api-reference/custom-data/custom-objects/custom_object_fields/
bool IsKey(std::string_view name) {
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == name.npos;
}

bool AreKeys(const json::Value& attributes) {
  return std::all_of(attributes.MemberBegin(), attributes.MemberEnd(),
                     [](const auto& member) { return IsKey(json::Text(member.name)); });
}

// Null when Zendesk does not let the caller read them, and nothing but keys is given.
Task<Listed<ObjectField>> FieldsFor(Client& client, const Input& input, std::string object) {
  const json::Value* attributes = input.Find("attributes");
  if (attributes == nullptr || AreKeys(*attributes))
    co_return co_await client.catalog().ObjectFieldsIfAllowed(client, object);
  co_return co_await LookUpFor(input, "attributes", ReadList::kObjectFields,
                               client.catalog().ObjectFields(client, std::move(object)));
}

// See FieldsFor().
Task<Listed<ObjectField>> ReadFields(Client& client, const Input& input, std::string object) {
  const json::Value* attributes = input.Find("attributes");
  Catalog& catalog = client.catalog();
  try {
    Listed<ObjectField> list = co_await BeforeWriting(FieldsFor(client, input, object));
    if (list != nullptr && attributes != nullptr && IsMissing(*list, *attributes))
      list = co_await BeforeWriting(catalog.RefreshObjectFields(client, object, list));
    co_return list;
  } catch (Problem& problem) {
    ExplainMissingRecord(problem, Sought::kObject, input);
    throw;
  }
}

class AttributeResolver {
 public:
  AttributeResolver(Client& client, const NamedList<ObjectField>& list, const Input& input)
      : client_(client), list_(list), input_(input) {}

  Task<void> Resolve(std::string_view name, const json::Value& value) {
    NamePlace place;
    place.name = name;
    place.pointer = json::Join("/attributes", name);
    place.title = input_.Title("attributes");
    const ObjectField* field = FindField(list_, place, input_, faults_);
    ResolvedAttribute attribute;
    if (field != nullptr) {
      RefuseTwice(*field, place.pointer);
      attribute.key = field->id;
      attribute.title = field->title;
      if (IsLookup(*field)) {
        attribute.value = co_await LookUpFor(
            input_, "attributes", ReadList::kTargets,
            ResolveLookup(client_, *field, value, place.pointer, input_, faults_));
      } else {
        attribute.value = ConvertValue(*field, value, place.pointer, input_, faults_);
      }
    }
    attributes_.push_back(std::move(attribute));
  }

  ResolvedAttributes Take() && {
    ThrowIfAny(std::move(faults_), input_);
    return std::move(attributes_);
  }

 private:
  void RefuseTwice(const ObjectField& field, const std::string& pointer) {
    const bool is_first =
        std::none_of(attributes_.begin(), attributes_.end(),
                     [&field](const auto& other) { return other.key == field.id; });
    if (is_first) return;
    faults_.push_back({pointer,
                       "not_unique",
                       input_.Say("The attribute {} stands there twice.", field.title),
                       field.title,
                       {},
                       input_.Say("Give each field once.")});
  }

  Client& client_;
  const NamedList<ObjectField>& list_;
  const Input& input_;
  ResolvedAttributes attributes_;
  std::vector<Fault> faults_;
};

}  // namespace

Task<std::string> ResolveObject(Client& client, const Input& input) {
  const std::string_view name = *input.Text("object_type");
  const auto is_missing = [name](const NamedList<CustomObject>& list) {
    return !list.items().empty() && list.ById(name) == nullptr && list.ByName(name).empty();
  };
  const Listed<CustomObject> list = co_await ListWith<CustomObject>(client, is_missing);
  const bool is_unseen = list->items().empty() && IsKey(name);
  if (is_unseen || list->ById(name) != nullptr) co_return std::string(name);
  NamePlace place;
  place.name = name;
  place.pointer = "/object_type";
  place.title = input.Title("object_type");
  std::vector<Fault> faults;
  const CustomObject* object = Match(*list, place, input, faults);
  ThrowIfAny(std::move(faults), input);
  co_return object->id;
}

Task<void> RequireNames(Client& client, const Input& input, std::string object) {
  const auto key = KeyOfUpsert(input);
  if (!key || key->by != "name") co_return;
  const Listed<ObjectField> list = co_await ReadFields(client, input, std::move(object));
  const ObjectField* rule = list != nullptr ? list->ById("standard::name") : nullptr;
  if (rule == nullptr || (rule->is_unique && !rule->is_generated)) co_return;
  Fault fault;
  fault.pointer = "/match_on";
  fault.code = rule->is_generated ? "generated" : "not_allowed";
  fault.title = input.Title("match_on");
  if (rule->is_generated) {
    fault.message =
        input.Say("{}: Zendesk makes the names of this object itself, so that none can be given.",
                  fault.title);
    fault.remedy = input.Say("Find the record by its external ID.");
  } else {
    fault.message =
        input.Say("{}: the names of this object are not unique, so that a name tells no record.",
                  fault.title);
    fault.remedy = input.Say(
        "Find the record by its external ID, or have an administrator make the names unique.");
  }
  std::vector<Fault> faults;
  faults.push_back(std::move(fault));
  ThrowIfAny(std::move(faults), input);
}

Task<ResolvedAttributes> ResolveAttributes(Client& client, const Input& input, std::string object,
                                           std::vector<Warning>& warnings) {
  const json::Value* attributes = input.Find("attributes");
  if (attributes == nullptr || attributes->ObjectEmpty()) co_return ResolvedAttributes();
  const Listed<ObjectField> list = co_await ReadFields(client, input, std::move(object));
  if (list == nullptr) {
    warnings.push_back(
        {"not_checked",
         input.Say("Zendesk does not let the user of the connection read the object's fields, so "
                   "the attributes go out as they are."),
         "/attributes"});
    co_return ResolvedAttributes();
  }
  AttributeResolver resolver(client, *list, input);
  for (const auto& member : attributes->GetObject())
    co_await resolver.Resolve(json::Text(member.name), member.value);
  co_return std::move(resolver).Take();
}

}  // namespace zendesk::tasks
