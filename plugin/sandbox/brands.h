// SPDX-License-Identifier: Apache-2.0
// The endpoint /api/v2/brands.
#pragma once

#include "call.h"

namespace sandbox {

/// Sorted by name.
Response list_brands(const Call& call);

}  // namespace sandbox
