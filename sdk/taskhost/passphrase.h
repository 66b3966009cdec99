// SPDX-License-Identifier: Apache-2.0
// The passphrase of a publisher's key.
#pragma once

#include <string>

#include "taskhost/texts.h"

namespace taskhost {

// Asks at a terminal, without echo, else takes the first line of standard input. Never empty:
// throws Stop. The caller wipes it.
std::string ReadPassphrase(Language language);
// The same for a new key: at a terminal, it has to be given twice.
std::string ReadNewPassphrase(Language language);

}  // namespace taskhost
