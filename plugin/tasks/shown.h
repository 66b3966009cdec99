// SPDX-License-Identifier: Apache-2.0
// What a job has done, read in one request and told to each item.
#pragma once

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/tasks/batch_item.h"

namespace zendesk::tasks {

inline std::vector<std::string> IdsOf(const BatchItems& items) {
  std::vector<std::string> ids;
  for (const BatchItem* item : items) ids.push_back(item->id);
  return ids;
}

/// Completes each item by `make` with the answer that has its id, else by `make_bare` with what is
/// known without one. An item for which these throw Error fails.
template <typename Answer, typename Make, typename MakeBare>
void CompleteShown(const BatchItems& items, const std::optional<std::vector<Answer>>& shown,
                   const Cost& cost, Make make, MakeBare make_bare) {
  std::map<std::string, const Answer*> by_id;
  if (shown) {
    for (const Answer& answer : *shown) by_id[fmt::format("{}", answer.reply.id)] = &answer;
  }
  for (BatchItem* item : items) {
    const auto answer = by_id.find(item->id);
    try {
      item->Complete(answer != by_id.end() ? make(*item, *answer->second) : make_bare(*item));
    } catch (const task_plugin::Error&) {
      item->Fail(std::current_exception(), cost);
    }
  }
}

}  // namespace zendesk::tasks
