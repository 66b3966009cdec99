// SPDX-License-Identifier: Apache-2.0
// Writing up to 100 records of a custom object in one job.
#pragma once

#include "call.h"

namespace sandbox {

/// `{"job":{"action":A,"items":[…]}}`
Response run_record_job(const Call& call);

}  // namespace sandbox
