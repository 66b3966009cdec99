// SPDX-License-Identifier: Apache-2.0
// What may differ between one fresh account and another.
#pragma once

#include "field.h"

namespace sandbox {

struct SeedOptions {
  /// Added to every id of people and settings, so that two sandboxes play two accounts with the
  /// same names. Even, so that odd ids beyond 2^53 stay inexact as floating point numbers.
  Id id_offset = 0;
  bool is_large = false;  ///< many fields, options, groups and agents, to page through
};

}  // namespace sandbox
