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

}  // namespace zendesk::tasks
