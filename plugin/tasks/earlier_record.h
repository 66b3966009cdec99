// SPDX-License-Identifier: Apache-2.0
// Records that an attempt may have created whose outcome nobody knows.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// A record with a certain external id, after an attempt to make one whose outcome nobody knows.
struct RecordSighting {
  std::optional<std::string> ours;  ///< made since that attempt, so by it: external ids are unique
  bool exists = false;              ///< there is one, whoever made it
  bool is_certain = false;          ///< there is none, or one from before
};

/// Looks for it. The attempt was made at `since` or later.
Task<RecordSighting> LookForRecord(Client& client, std::string object, std::string external_id,
                                   std::chrono::steady_clock::time_point since);

}  // namespace zendesk::tasks
