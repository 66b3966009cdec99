// SPDX-License-Identifier: Apache-2.0
// Questions to the person at the terminal.
#pragma once

#include <string>

#include "taskhost/texts.h"

namespace taskhost {

// Are standard input and standard error a terminal, so that somebody can be asked?
bool CanAsk();

// Asks on standard error and reads one line of standard input. Ctrl-C and the end of the input
// throw Stop with the exit code for what was cancelled.
enum class Echo { kOn, kOff };
std::string Ask(const std::string& question, Echo echo, Language language);

// "yes" or "no", where an empty answer is no.
bool AskYesNo(const std::string& question, Language language);

}  // namespace taskhost
