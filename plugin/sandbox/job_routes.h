// SPDX-License-Identifier: Apache-2.0
// The endpoints under /api/v2/job_statuses.
#pragma once

#include "call.h"

namespace sandbox {

Response list_jobs(const Call& call);
Response show_job(const Call& call);
/// By `ids` in the query; those that are not there are left out.
Response show_many_jobs(const Call& call);

}  // namespace sandbox
