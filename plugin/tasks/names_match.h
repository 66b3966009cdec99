// SPDX-License-Identifier: Apache-2.0
// One name in one list, and the fault when that is not one thing.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "plugin/tasks/nearest.h"
#include "plugin/zendesk/catalog.h"

namespace zendesk::tasks {

/// A name in the input.
struct NamePlace {
  std::string_view name;
  std::string pointer;
  std::string title;  ///< of the property that it stands in
};

/// Null, with a fault, unless exactly one thing of the list has this name.
template <typename Item>
const Item* Match(const NamedList<Item>& list, const NamePlace& place,
                  const task_plugin::Input& input, std::vector<task_plugin::Fault>& faults) {
  const auto found = list.ByName(place.name);
  if (found.size() == 1) return found.front();
  std::vector<std::string> candidates;
  if (found.empty()) {
    for (const Item& item : list.items()) {
      for (const std::string_view name : item.Names()) candidates.emplace_back(name);
    }
    faults.push_back({place.pointer, "unknown_name",
                      input.Say("{}: your Zendesk account has no \"{}\".", place.title, place.name),
                      place.title, Nearest(place.name, std::move(candidates)),
                      input.Say("Choose one of the names that Zendesk shows, or give the ID.")});
  } else {
    for (const Item* item : found)
      candidates.push_back(fmt::format("{} ({})", item->Names().front(), item->id));
    faults.push_back(
        {place.pointer, "ambiguous_name",
         input.Say("{}: your Zendesk account has several called \"{}\".", place.title, place.name),
         place.title, Nearest(place.name, std::move(candidates)),
         input.Say("Give the ID of the one that you mean.")});
  }
  return nullptr;
}

}  // namespace zendesk::tasks
