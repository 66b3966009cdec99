// SPDX-License-Identifier: Apache-2.0
// The endpoints under /api/v2/uploads.
#pragma once

#include "call.h"

namespace sandbox {

/// `filename` names the file; with `token` it joins those of an upload.
Response create_upload(const Call& call);
/// `{id}` is the token.
Response delete_upload(const Call& call);

}  // namespace sandbox
