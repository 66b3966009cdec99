// SPDX-License-Identifier: Apache-2.0
// Under which external id something is made.
#pragma once

#include <string>
#include <utility>

#include "author/input.h"

namespace zendesk::tasks {

/// The input's, else `mark`, which may be empty; see Client::MarkOf().
inline std::string ExternalIdFor(const task_plugin::Input& input, std::string mark) {
  const auto given = input.Text("external_id");
  return given && !given->empty() ? std::string(*given) : std::move(mark);
}

}  // namespace zendesk::tasks
