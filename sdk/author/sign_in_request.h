// SPDX-License-Identifier: Apache-2.0
// What tp.sign-in/1 hands over; see tp_sign_in_request.
#pragma once

#include <string>

namespace task_plugin {

/// Overwritten at its end: code and verifier are secrets until they are used up.
struct SignInRequest {
  SignInRequest() = default;
  SignInRequest(const SignInRequest&) = delete;
  SignInRequest& operator=(const SignInRequest&) = delete;
  ~SignInRequest();

  std::string redirect_uri;
  std::string state;
  std::string code_verifier;
  std::string code;  ///< empty in the first step
};

}  // namespace task_plugin
