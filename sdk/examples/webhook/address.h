// SPDX-License-Identifier: Apache-2.0
// Where messages go.
#pragma once

#include <string>

namespace webhook {

enum class AddressFault {
  kNone,
  kNoAddress,   // no absolute http or https address
  kHasSecrets,  // a user name or password in it, which logs would show
  kNotSecure,   // plain http to another machine
};

// https, to anywhere; http, to this machine alone.
AddressFault CheckAddress(const std::string& url);

}  // namespace webhook
