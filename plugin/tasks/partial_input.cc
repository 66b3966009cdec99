// SPDX-License-Identifier: Apache-2.0
// Names first, as tasks read them.
#include "plugin/tasks/partial_input.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "plugin/tasks/check.h"
#include "plugin/tasks/names_match.h"

namespace zendesk::tasks {

namespace json = task_plugin::json;

namespace {

constexpr std::string_view kObjectType = "object_type";

}  // namespace

bool IsExpression(std::string_view text) {
  return text.find("${") != text.npos || text.find("{{") != text.npos;
}

std::string PartialText(const json::Value& object, std::string_view name) {
  const json::Value* value = json::Find(object, name);
  if (value == nullptr) return {};
  if (value->IsString()) return std::string(json::Text(*value));
  if (value->IsInt64()) return fmt::format("{}", value->GetInt64());
  return {};
}

template <typename Item>
const Item* Chosen(const NamedList<Item>& list, const json::Value& partial, std::string_view name,
                   std::string_view id) {
  const auto found = ActiveByName(list, PartialText(partial, name));
  if (found.size() == 1) return found.front();
  const auto number = IdIn(PartialText(partial, id));
  return number ? list.ById(*number) : nullptr;
}

template const TicketField* Chosen(const NamedList<TicketField>&, const json::Value&,
                                   std::string_view, std::string_view);

template <typename Item>
const Item* Required(const NamedList<Item>& list, const json::Value& partial, std::string_view name,
                     std::string_view id, std::string title, const task_plugin::Input& no_input) {
  const Item* chosen = Chosen(list, partial, name, id);
  std::string text = PartialText(partial, name);
  const bool is_named = !text.empty();
  if (!is_named) text = PartialText(partial, id);
  // An account without such things drops what is said of them, and what an expression will be,
  // nobody knows yet.
  const bool is_open = IsExpression(text) || (!is_named && !IdIn(text));
  if (chosen != nullptr || text.empty() || is_open || list.items().empty()) return chosen;
  NamePlace place;
  place.name = text;
  place.pointer = json::Join("", is_named ? name : id);
  place.title = std::move(title);
  std::vector<task_plugin::Fault> faults;
  chosen = Match(list, place, no_input, faults);
  ThrowIfAny(std::move(faults), no_input);
  return chosen;
}

template const Group* Required(const NamedList<Group>&, const json::Value&, std::string_view,
                               std::string_view, std::string, const task_plugin::Input&);
template const TicketForm* Required(const NamedList<TicketForm>&, const json::Value&,
                                    std::string_view, std::string_view, std::string,
                                    const task_plugin::Input&);

Task<std::optional<std::string>> RequireObject(Client& client, const json::Value& partial,
                                               const task_plugin::Input& no_input) {
  const std::string text = PartialText(partial, kObjectType);
  if (text.empty()) co_return std::nullopt;
  const Listed<CustomObject> list = co_await client.catalog().Get<CustomObject>(client);
  if (list->ById(text) != nullptr) co_return text;
  const auto found = list->ByName(text);
  if (found.size() == 1) co_return found.front()->id;
  if (IsExpression(text)) co_return std::nullopt;
  NamePlace place;
  place.name = text;
  place.pointer = json::Join("", kObjectType);
  place.title = no_input.Say("Object type");
  std::vector<task_plugin::Fault> faults;
  const CustomObject* object = Match(*list, place, no_input, faults);
  ThrowIfAny(std::move(faults), no_input);
  co_return object->id;
}

}  // namespace zendesk::tasks
