// SPDX-License-Identifier: Apache-2.0
// The plugin's counters after a run, as --stats shows them.
#pragma once

#include <string>

#include "taskhost/texts.h"

namespace taskhost {

// A table with a row for each number or text, named by the way to it: "governor.account.remaining".
// stats is a JSON object, or "" when the plugin has none, which it says.
std::string StatsText(const std::string& stats, Language language);

// The document, a JSON object on one line, with the member "stats"; null when the plugin has none.
std::string WithStats(const std::string& document, const std::string& stats);

}  // namespace taskhost
