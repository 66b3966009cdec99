// SPDX-License-Identifier: Apache-2.0
// A task that shows what it would send, and sends nothing that writes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "plugin/transport/http.h"

namespace zendesk {

/// A write that was not sent.
struct PlannedWrite {
  PlannedWrite(transport::Method method, std::string path, std::string body)
      : method(method), path(std::move(path)), body(std::move(body)) {}

  transport::Method method;
  std::string path;    ///< with its query
  std::string body;    ///< a JSON document; empty when it has none
  std::string before;  ///< Zendesk's document of what it would change; empty when there is none
};

/// The writes of one task, in their order. To the task they seem done, with answers that hold
/// nothing.
using DryRun = std::vector<PlannedWrite>;

}  // namespace zendesk
