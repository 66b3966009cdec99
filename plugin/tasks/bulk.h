// SPDX-License-Identifier: Apache-2.0
// Which of several tasks travel together.
#pragma once

#include <memory>
#include <vector>

#include "plugin/tasks/batch.h"

namespace zendesk::tasks {

/// What many tasks of one kind are split into.
struct BulkPlan {
  std::vector<std::shared_ptr<Batch>> batches;  ///< of two items or more
  std::vector<std::unique_ptr<BatchItem>> alone;
};

/// Splits them by what Zendesk takes in one job. An item whose deadline is not that of a batch goes
/// into another one, and so does one that would make its request large; two that change the same
/// thing never share a job.
BulkPlan PlanBulk(const BulkForm& form, const Account& account,
                  std::vector<std::unique_ptr<BatchItem>> items);

}  // namespace zendesk::tasks
