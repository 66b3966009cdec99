// SPDX-License-Identifier: Apache-2.0
// What a dry run gives back in place of a task's output.
#pragma once

#include <string>

#include "author/input.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// The output of a dry run as TP_REQ_DRY_RUN describes it: the writes, and what an update would
/// change of the thing that is there. Throws Problem for a write that Zendesk would refuse.
Task<std::string> DescribeDryRun(Client client, const task_plugin::Input& input,
                                 const DryRun& writes);

}  // namespace zendesk::tasks
