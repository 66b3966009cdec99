// SPDX-License-Identifier: Apache-2.0
// How the record tasks travel in Zendesk's jobs.
#pragma once

#include "plugin/tasks/batch.h"

namespace zendesk::tasks {

/// Records with an external id, by which they can be found should the job's outcome be unclear.
extern const BulkForm kCreateRecords;

extern const BulkForm kUpdateRecords;

}  // namespace zendesk::tasks
