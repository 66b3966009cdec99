// SPDX-License-Identifier: Apache-2.0
// One name in one list, and the fault when that is not one thing.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "author/nearest.h"
#include "author/text.h"
#include "plugin/tasks/names_number.h"
#include "plugin/zendesk/catalog.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// A name in the input.
struct NamePlace {
  std::string_view name;
  std::string pointer;
  std::string title;  ///< of the property that it stands in
};

/// Has an administrator switched it off? Then Zendesk takes it from nobody.
template <typename Item>
bool IsSwitchedOff(const Item& item) {
  if constexpr (requires { item.active; }) return !item.active;
  return false;
}

/// Those whom a text in a name's place means: the one with this ID, else those with this name. What
/// forms offer where a name is not one thing's alone is an ID, so that it has to count first.
template <typename Item>
std::vector<const Item*> ByIdOrName(const NamedList<Item>& list, std::string_view text) {
  if constexpr (std::is_same_v<decltype(Item::id), int64_t>) {
    const auto id = IdIn(text);
    if (const Item* item = id ? list.ById(*id) : nullptr) return {item};
  }
  return list.ByName(text);
}

/// The same without what is switched off.
template <typename Item>
std::vector<const Item*> ActiveByName(const NamedList<Item>& list, std::string_view name) {
  auto found = ByIdOrName(list, name);
  std::erase_if(found, [](const Item* item) { return IsSwitchedOff(*item); });
  return found;
}

/// The first of its names by which a task would find this very item, else its ID.
template <typename Item>
std::string NameOrId(const NamedList<Item>& list, const Item& item) {
  for (const std::string_view name : item.Names()) {
    const auto found = ActiveByName(list, name);
    const bool is_one = found.size() == 1 && found.front() == &item;
    if (is_one && !name.empty() && !IdIn(name)) return std::string(name);
  }
  return fmt::format("{}", item.id);
}

/// What somebody may have meant by a name or an ID that the list does not have.
template <typename Item>
std::vector<std::string> NearestOf(const NamedList<Item>& list, std::string_view name) {
  std::vector<std::string> candidates;
  for (const Item& item : list.items()) {
    if (IsSwitchedOff(item)) continue;
    // One of an object that has a name for one thing and another for many: the nearer.
    const auto names = item.Names();
    const auto nearer = task_plugin::Nearest(name, {names.begin(), names.end()}, 1);
    candidates.insert(candidates.end(), nearer.begin(), nearer.end());
  }
  return task_plugin::Nearest(name, std::move(candidates));
}

inline task_plugin::Fault SwitchedOff(const NamePlace& place, const task_plugin::Input& input) {
  return {place.pointer,
          "switched_off",
          input.Say("{}: \"{}\" is switched off in Zendesk.", place.title, place.name),
          place.title,
          {},
          input.Say("Choose another one, or have it switched on in Zendesk's Admin Center.")};
}

template <typename Item>
task_plugin::Fault Unknown(const NamedList<Item>& list, const NamePlace& place,
                           const task_plugin::Input& input) {
  return {place.pointer,
          "unknown_name",
          input.Say("{}: your Zendesk account has no \"{}\".", place.title, place.name),
          place.title,
          NearestOf(list, place.name),
          input.Say("Choose one of the names that Zendesk shows, or give the ID.")};
}

template <typename Item>
task_plugin::Fault Ambiguous(const std::vector<const Item*>& found, const NamePlace& place,
                             const task_plugin::Input& input) {
  std::vector<std::string> candidates;
  for (const Item* item : found)
    candidates.push_back(fmt::format("{} ({})", item->Names().front(), item->id));
  return {place.pointer,
          "ambiguous_name",
          input.Say("{}: your Zendesk account has several called \"{}\".", place.title, place.name),
          place.title,
          task_plugin::Nearest(place.name, std::move(candidates)),
          input.Say("Give the ID of the one that you mean.")};
}

/// Does the name mean one of those fields alone, which have no names since they are properties of
/// the task by themselves?
template <typename Item, typename IsOfTheTask>
bool NamesOneOf(const NamedList<Item>& list, std::string_view name, IsOfTheTask is_of_the_task) {
  if (!ByIdOrName(list, name).empty()) return false;
  const std::string folded = task_plugin::Fold(name);
  return std::any_of(list.items().begin(), list.items().end(), [&](const Item& field) {
    return is_of_the_task(field) && task_plugin::Fold(field.title) == folded;
  });
}

/// The fault for such a name.
inline task_plugin::Fault OfTheTask(const NamePlace& place, const task_plugin::Input& input) {
  return {place.pointer,
          "of_the_task",
          input.Say("{}: \"{}\" is a field of the task itself, and none of these.", place.title,
                    place.name),
          place.title,
          {},
          input.Say("Give it in its own field.")};
}

/// Null, with a fault, unless exactly one thing of the list is meant and is not switched off.
template <typename Item>
const Item* Match(const NamedList<Item>& list, const NamePlace& place,
                  const task_plugin::Input& input, std::vector<task_plugin::Fault>& faults) {
  const auto found = ActiveByName(list, place.name);
  if (found.size() == 1) return found.front();
  if (!found.empty()) {
    faults.push_back(Ambiguous(found, place, input));
  } else if (!ByIdOrName(list, place.name).empty()) {
    faults.push_back(SwitchedOff(place, input));
  } else {
    faults.push_back(Unknown(list, place, input));
  }
  return nullptr;
}

/// For a name that so many things hold that not all were read.
template <typename Item>
task_plugin::Fault TooMany(const NamedList<Item>& list, const NamePlace& place,
                           const task_plugin::Input& input) {
  return {place.pointer,
          "ambiguous_name",
          input.Say("{}: more than {} names in your Zendesk account hold \"{}\", too many to tell "
                    "which one is meant.",
                    place.title, Client::kMostFound, place.name),
          place.title,
          NearestOf(list, place.name),
          input.Say("Give the ID of the one that you mean.")};
}

/// The same as Match() for what a search has found. An e-mail address belongs to one; of a name
/// there may be more than Zendesk has told.
template <typename Item>
const Item* MatchFound(const Found<Item>& found, const NamePlace& place,
                       const task_plugin::Input& input, std::vector<task_plugin::Fault>& faults) {
  const bool is_address = place.name.find('@') != place.name.npos;
  const bool is_certain = found.is_all || is_address || found.list.ByName(place.name).size() > 1;
  if (is_certain) return Match(found.list, place, input, faults);
  faults.push_back(TooMany(found.list, place, input));
  return nullptr;
}

}  // namespace zendesk::tasks
