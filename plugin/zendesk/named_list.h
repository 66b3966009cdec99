// SPDX-License-Identifier: Apache-2.0
// A list of an account's things, to be found by ID and by the names that people know.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zendesk {

/// Makes names equal that a person would take for the same.
using NameFold = std::string (*)(std::string_view name);

/// An Item has `id` and `Names()`, the names by which people may call it. What stands in it twice,
/// as it does when the pages of a list have moved while they were read, is one thing. Immutable.
template <typename Item>
class NamedList {
 public:
  using Items = std::vector<const Item*>;

  NamedList(std::vector<Item> items, NameFold fold)
      : items_(OneOfEach(std::move(items))), fold_(fold) {
    for (const Item& item : items_) {
      by_id_.try_emplace(item.id, &item);
      for (const std::string_view name : item.Names()) {
        Add(by_name_[std::string(name)], item);
        Add(by_folded_name_[fold_(name)], item);
      }
    }
  }
  NamedList(const NamedList&) = delete;
  NamedList& operator=(const NamedList&) = delete;

  const std::vector<Item>& items() const { return items_; }

  /// Null when there is none.
  template <typename Id>
  const Item* ById(const Id& id) const {
    const auto found = by_id_.find(id);
    return found != by_id_.end() ? found->second : nullptr;
  }

  /// Those with exactly this name, or, without such, those whose name differs only in case and
  /// blanks. More than one: the name is ambiguous.
  Items ByName(std::string_view name) const {
    const auto exact = by_name_.find(name);
    if (exact != by_name_.end()) return exact->second;
    const auto folded = by_folded_name_.find(fold_(name));
    return folded != by_folded_name_.end() ? folded->second : Items();
  }

 private:
  static std::vector<Item> OneOfEach(std::vector<Item> items) {
    std::set<decltype(Item::id)> ids;
    std::erase_if(items, [&ids](const Item& item) { return !ids.insert(item.id).second; });
    return items;
  }
  static void Add(Items& items, const Item& item) {
    if (std::find(items.begin(), items.end(), &item) == items.end()) items.push_back(&item);
  }

  const std::vector<Item> items_;
  const NameFold fold_;
  std::map<decltype(Item::id), const Item*, std::less<>> by_id_;
  std::map<std::string, Items, std::less<>> by_name_;
  std::map<std::string, Items, std::less<>> by_folded_name_;
};

}  // namespace zendesk
