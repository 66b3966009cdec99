// SPDX-License-Identifier: Apache-2.0
// Opens the person's browser.
#pragma once

#include <string>

#include "host/search_path.h"

namespace taskhost {

// Does nothing where nobody sits in front of a display, or no program opens addresses: the address
// has been printed. Only for http:// and https://.
void OpenBrowser(const std::string& address, const task_host::Environment& environment);

}  // namespace taskhost
