// SPDX-License-Identifier: Apache-2.0
// A list of the account's, as new as it has to be.
#pragma once

#include "plugin/tasks/before_writing.h"
#include "plugin/zendesk/catalog.h"

namespace zendesk::tasks {

/// The list, and a newer one when `is_missing` something in it that somebody may just have made.
/// Throws Problem.
template <typename Item, typename IsMissing>
Task<Listed<Item>> ListWith(Client& client, IsMissing is_missing) {
  Listed<Item> list = co_await BeforeWriting(client.catalog().Get<Item>(client));
  if (is_missing(*list))
    list = co_await BeforeWriting(client.catalog().Refresh<Item>(client, list));
  co_return list;
}

/// The same for one who can do without: null when Zendesk does not let the caller read it.
template <typename Item>
Task<Listed<Item>> ListIfAllowed(Client& client) {
  return BeforeWriting(client.catalog().GetIfAllowed<Item>(client));
}

template <typename Item>
struct Sighting {
  Listed<Item> list;           ///< null: the caller may not read it
  const Item* item = nullptr;  ///< null: there is none
};

/// What of the list has this ID; the list is read anew when nothing has.
template <typename Item>
Task<Sighting<Item>> LookUpId(Client& client, int64_t id) {
  Sighting<Item> sighting;
  sighting.list = co_await ListIfAllowed<Item>(client);
  if (sighting.list == nullptr) co_return sighting;
  if (sighting.list->ById(id) == nullptr)
    sighting.list = co_await BeforeWriting(client.catalog().Refresh<Item>(client, sighting.list));
  sighting.item = sighting.list->ById(id);
  co_return sighting;
}

}  // namespace zendesk::tasks
