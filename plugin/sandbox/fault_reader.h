// SPDX-License-Identifier: Apache-2.0
// Faults as people write them, in POST /sandbox/faults and in plan files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "faults.h"

namespace sandbox {

/// One fault, or an array of them. Otherwise false and a sentence in `problem`, which names the
/// place in an array. `rates` is what a rate_limit without numbers of its own starts from.
bool read_faults(std::string_view text, const RateSettings& rates, std::vector<Fault>& out,
                 std::string& problem);

}  // namespace sandbox
