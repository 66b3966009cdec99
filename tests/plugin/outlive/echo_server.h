// SPDX-License-Identifier: Apache-2.0
// A Zendesk in a process of its own that gives out secret tokens, and sends back all it was sent.
#pragma once

#include <sys/types.h>

namespace canary {

class EchoServer {
 public:
  // Before this process has another thread.
  EchoServer();
  ~EchoServer();
  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

  int port() const { return port_; }

 private:
  pid_t process_ = 0;
  int lifeline_ = -1;  // its end ends the server
  int port_ = 0;
};

}  // namespace canary
