// SPDX-License-Identifier: Apache-2.0
// How many connections the process may hold.
#pragma once

namespace sandbox {

/// Lifts the soft limit of open files to the hard one: each connection needs one.
void raise_open_file_limit();

}  // namespace sandbox
