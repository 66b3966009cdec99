// SPDX-License-Identifier: Apache-2.0
// How jobs are begun and shown, and what is told of their items.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "call.h"
#include "jobs.h"
#include "json.h"

namespace sandbox {

/// The list `name` of `json`: 1 to 100 items. Otherwise nullptr and `problem`.
const Json* job_items(const Json& json, std::string_view name, Response& problem);

Response too_many_values();

/// Begins the job, unless 30 are on their way. `status` goes with the answer.
Response start_job(const Call& call, int status, JobOrder order);

void write_job(JsonWriter& json, const Account& account, const Job& job);

/// Of one item of a job.
struct JobResult {
  std::size_t index = 0;
  std::string_view action;  ///< `update`
  std::string id;           ///< as JSON; empty: the item has none

  /// What went wrong, from the answer that a single request would get.
  std::string failure(const Response& refusal) const;
};

}  // namespace sandbox
