// SPDX-License-Identifier: Apache-2.0
// What the host library says, in the language of the person.
#pragma once

#include <string>

#include "host/result.h"
#include "host/sentence.h"
#include "taskhost/texts.h"

namespace taskhost {

std::string Say(Language language, const task_host::Sentence& sentence);

// The result, whose message is translated where it is the host library's. What the plugin says is
// in the right language already.
task_host::Result InLanguage(Language language, task_host::Result result);

}  // namespace taskhost
