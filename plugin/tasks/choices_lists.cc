// SPDX-License-Identifier: Apache-2.0
// List by list, each item in its own words.
#include "plugin/tasks/choices_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "plugin/tasks/check.h"
#include "plugin/tasks/choices_page.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/partial_input.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;

template <typename Item>
Choice MakeChoice(const Question& question, const NamedList<Item>& list, const Item& item,
                  const std::string& label) {
  Choice choice;
  choice.value = question.value == ValueOf::kId ? fmt::format("{}", item.id) : NameOrId(list, item);
  choice.label = label;
  return choice;
}

Choice ToChoice(const Question& question, const NamedList<Group>& list, const Group& group) {
  return MakeChoice(question, list, group, group.name);
}

Choice ToChoice(const Question& question, const NamedList<Agent>& list, const Agent& agent) {
  Choice choice = MakeChoice(question, list, agent, agent.name);
  if (question.value == ValueOf::kEmail) choice.value = agent.email;
  choice.description = agent.email;
  return choice;
}

Choice ToChoice(const Question& question, const NamedList<Brand>& list, const Brand& brand) {
  Choice choice = MakeChoice(question, list, brand, brand.name);
  choice.disabled = !brand.active;
  return choice;
}

Choice ToChoice(const Question& question, const NamedList<TicketForm>& list,
                const TicketForm& form) {
  Choice choice = MakeChoice(question, list, form, form.name);
  choice.disabled = !form.active;
  return choice;
}

Choice ToChoice(const Question& question, const NamedList<CustomStatus>& list,
                const CustomStatus& status) {
  Choice choice = MakeChoice(question, list, status, status.agent_label);
  choice.group = status.category;
  choice.disabled = !status.active;
  return choice;
}

Choice ToChoice(const Question& question, const NamedList<TicketField>& list,
                const TicketField& field) {
  Choice choice = MakeChoice(question, list, field, field.title);
  choice.description = field.type;
  choice.disabled = !field.active;
  return choice;
}

// Keys are what developers give, the same in every account.
Choice ToChoice(const Question&, const NamedList<CustomObject>&, const CustomObject& object) {
  return {object.id, object.title, object.id, {}, false};
}

Choice ToChoice(const Question&, const NamedList<ObjectField>&, const ObjectField& field) {
  return {field.id, field.title, field.type, {}, !field.active};
}

template <typename Item, typename IsOffered>
ChoicePage Offer(const Question& question, const NamedList<Item>& list, IsOffered is_offered) {
  std::vector<Choice> choices;
  for (const Item& item : list.items()) {
    if (is_offered(item)) choices.push_back(ToChoice(question, list, item));
  }
  return PageOf(std::move(choices), question.request, question.no_input.texts());
}

template <typename Item>
Task<ChoicePage> OfferAll(const Question& question) {
  const Listed<Item> list = co_await question.client.catalog().Get<Item>(question.client);
  co_return Offer(question, *list, [](const Item&) { return true; });
}

ChoicePage Needs(const char* pointer) {
  ChoicePage page;
  page.needs.emplace_back(pointer);
  return page;
}

// Nothing when the form holds no group.
Task<std::optional<std::set<int64_t>>> AssignableAgents(const Question& question) {
  const json::Value& partial = question.request.partial_input.root();
  if (PartialText(partial, "group").empty() && PartialText(partial, "group_id").empty())
    co_return std::nullopt;
  Client& client = question.client;
  const Listed<Group> groups = co_await client.catalog().Get<Group>(client);
  const Group* group = Required(*groups, partial, "group", "group_id",
                                question.no_input.Say("Group"), question.no_input);
  if (group == nullptr) co_return std::nullopt;
  const Listed<Membership> memberships = co_await client.catalog().Get<Membership>(client);
  std::set<int64_t> agents;
  for (const Membership& membership : memberships->items()) {
    if (membership.group_id == group->id) agents.insert(membership.user_id);
  }
  co_return agents;
}

bool HasValue(const Question& question, const Agent& agent) {
  return question.value != ValueOf::kEmail || !agent.email.empty();
}

std::string NameIn(const json::Value& entry) {
  std::string name = PartialText(entry, "field");
  return name.empty() ? PartialText(entry, "id") : name;
}

// The last entry that names a field and has no value, else the last that names one; what an
// expression will name nobody knows yet. Nothing when there is none.
std::optional<rapidjson::SizeType> EntryInHand(const json::Value& entries) {
  std::optional<rapidjson::SizeType> last;
  std::optional<rapidjson::SizeType> without_value;
  for (rapidjson::SizeType i = 0; i < entries.Size(); ++i) {
    const json::Value& entry = entries[i];
    const std::string name = entry.IsObject() ? NameIn(entry) : std::string();
    if (name.empty() || IsExpression(name)) continue;
    last = i;
    if (json::Find(entry, "value") == nullptr) without_value = i;
  }
  return without_value ? without_value : last;
}

// Null when no entry names one. Throws Error for a name that is not one field's.
const TicketField* FieldInHand(const Question& question, const NamedList<TicketField>& list) {
  const json::Value* entries = json::Find(question.request.partial_input.root(), "custom_fields");
  if (entries == nullptr || !entries->IsArray()) return nullptr;
  const auto place = EntryInHand(*entries);
  if (!place) return nullptr;
  const json::Value& entry = (*entries)[*place];
  if (const TicketField* field = Chosen(list, entry, "field", "id")) return field;
  const std::string name = NameIn(entry);
  NamePlace wrong;
  wrong.name = name;
  wrong.pointer = fmt::format("/custom_fields/{}/{}", *place,
                              PartialText(entry, "field").empty() ? "id" : "field");
  wrong.title = question.no_input.Say("Custom fields");
  std::vector<task_plugin::Fault> faults;
  const TicketField* field = Match(list, wrong, question.no_input, faults);
  ThrowIfAny(std::move(faults), question.no_input);
  return field;
}

// Zendesk's menus are nested at "::".
std::string MenuOf(const std::string& name) {
  const size_t end = name.rfind("::");
  return end == std::string::npos ? std::string() : name.substr(0, end);
}

// The tag does wherever the label does, and where the field is given by its ID.
ChoicePage OfferOptions(const Question& question, const Field& field) {
  std::vector<Choice> choices;
  std::transform(field.options.begin(), field.options.end(), std::back_inserter(choices),
                 [](const FieldOption& option) {
                   return Choice{option.value, option.name, {}, MenuOf(option.name), false};
                 });
  return PageOf(std::move(choices), question.request, question.no_input.texts());
}

}  // namespace

Task<ChoicePage> OfferGroups(const Question& question) {
  return OfferAll<Group>(question);
}

Task<ChoicePage> OfferBrands(const Question& question) {
  return OfferAll<Brand>(question);
}

Task<ChoicePage> OfferTicketForms(const Question& question) {
  return OfferAll<TicketForm>(question);
}

Task<ChoicePage> OfferCustomStatuses(const Question& question) {
  return OfferAll<CustomStatus>(question);
}

Task<ChoicePage> OfferCustomObjects(const Question& question) {
  return OfferAll<CustomObject>(question);
}

Task<ChoicePage> OfferAgents(const Question& question) {
  const auto assignable = co_await AssignableAgents(question);
  const Listed<Agent> list = co_await question.client.catalog().Get<Agent>(question.client);
  co_return Offer(question, *list, [&](const Agent& agent) {
    return HasValue(question, agent) && (!assignable || assignable->contains(agent.id));
  });
}

Task<ChoicePage> OfferFollowers(const Question& question) {
  const Listed<Agent> list = co_await question.client.catalog().Get<Agent>(question.client);
  co_return Offer(question, *list,
                  [&question](const Agent& agent) { return HasValue(question, agent); });
}

Task<ChoicePage> OfferTicketFields(const Question& question) {
  const Listed<TicketField> list =
      co_await question.client.catalog().Get<TicketField>(question.client);
  co_return Offer(question, *list, [](const TicketField& field) { return field.is_custom; });
}

Task<ChoicePage> OfferFieldOptions(const Question& question) {
  const Listed<TicketField> list =
      co_await question.client.catalog().Get<TicketField>(question.client);
  const auto id = IdIn(question.detail);
  const TicketField* field = id ? list->ById(*id) : FieldInHand(question, *list);
  if (field == nullptr) co_return Needs("/custom_fields");
  co_return OfferOptions(question, *field);
}

Task<ChoicePage> OfferObjectFields(const Question& question) {
  const json::Value& partial = question.request.partial_input.root();
  const auto object = co_await RequireObject(question.client, partial, question.no_input);
  if (!object) co_return Needs("/object_type");
  const Listed<ObjectField> list =
      co_await question.client.catalog().ObjectFields(question.client, *object);
  co_return Offer(question, *list, [](const ObjectField& field) { return !field.is_standard(); });
}

Task<ChoicePage> OfferObjectFieldOptions(const Question& question) {
  const size_t slash = std::min(question.detail.find('/'), question.detail.size());
  const std::string object(question.detail.substr(0, slash));
  const std::string_view key = question.detail.substr(std::min(slash + 1, question.detail.size()));
  const Listed<CustomObject> objects =
      co_await question.client.catalog().Get<CustomObject>(question.client);
  if (objects->ById(object) == nullptr) co_return ChoicePage();
  const Listed<ObjectField> list =
      co_await question.client.catalog().ObjectFields(question.client, object);
  const ObjectField* field = list->ById(key);
  co_return field != nullptr ? OfferOptions(question, *field) : ChoicePage();
}

}  // namespace zendesk::tasks
