// SPDX-License-Identifier: Apache-2.0
// What --help says besides the options.
#pragma once

namespace sandbox {

extern const char* const kAbout;
extern const char* const kFooter;

}  // namespace sandbox
