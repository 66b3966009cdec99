// SPDX-License-Identifier: Apache-2.0
// Where the browser comes back to after a sign-in.
#pragma once

#include <cstdint>
#include <string>

#include "host/json.h"
#include "taskhost/texts.h"

namespace taskhost {

struct Redirect {
  std::string uri;   // as it is registered with the service
  std::string host;  // with the port, as a browser's Host header has it
  std::uint16_t port = 0;
  std::string path;  // begins with a slash

  // The redirect_uri of the credentials, else http://127.0.0.1:8976/callback.
  static std::string UriOf(const task_host::Json& credentials);
  // The same in parts. Throws Stop with the exit code for connections when it is not http:// on
  // 127.0.0.1 or localhost with a port: nowhere else can this program listen.
  static Redirect Of(const task_host::Json& credentials, Language language);
};

}  // namespace taskhost
