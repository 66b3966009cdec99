// SPDX-License-Identifier: Apache-2.0
// The end of a sign-in's secrets.
#include "author/sign_in_request.h"

#include <string.h>

namespace task_plugin {

SignInRequest::~SignInRequest() {
  for (std::string* text : {&state, &code_verifier, &code})
    explicit_bzero(text->data(), text->size());
}

}  // namespace task_plugin
