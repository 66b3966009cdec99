// SPDX-License-Identifier: Apache-2.0
// What an endpoint gets to see of a request.
#pragma once

#include <string>

#include "account.h"
#include "faults.h"
#include "http.h"
#include "idempotency.h"

namespace sandbox {

struct Call {
  Account& account;
  IdempotencyStore& idempotency;
  Faults& faults;
  const Request& request;
  const User& caller;
  std::string id;                     ///< the part of the path in place of `{id}`, as text
  std::string key;                    ///< the part of the path in place of `{key}`: a custom object
  const OauthToken* token = nullptr;  ///< of a request with a bearer token
};

}  // namespace sandbox
