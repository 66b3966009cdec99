// SPDX-License-Identifier: Apache-2.0
// How results are shown: one JSON document, or text for people.
#pragma once

#include <string>

#include "host/json.h"
#include "host/manifest.h"
#include "host/result.h"
#include "taskhost/texts.h"

namespace taskhost {

// One line: {"status":"ok","output":...,"warnings":[...]} with the plugin's own bytes as output, or
// {"status":"...","error":{"code","message","help"?,"pointer"?,"fields","retry",...}}. help is what
// the plugin's manifest says of the error's code, here and below; "" when it says nothing.
std::string JsonDocument(const task_host::Result& result, const std::string& help = "");

// The output as a table with the titles of the task's output schema, for standard output. manifest
// and task may be NULL.
std::string OutputText(const task_host::Result& result, const task_host::Manifest* manifest,
                       const task_host::TaskEntry* task, Language language);

// What a second attempt does where the first may have done its work: the same again, or nothing
// more.
enum class Repetition { kRepeats, kIsHarmless };

// Warnings, and everything that helps after a failure, for standard error. Where the fields of the
// error have remedies of their own, the help would only repeat them in general.
std::string DiagnosticText(const task_host::Result& result, Language language,
                           const std::string& help = "",
                           Repetition repetition = Repetition::kRepeats);

}  // namespace taskhost
