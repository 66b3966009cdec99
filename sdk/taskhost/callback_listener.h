// SPDX-License-Identifier: Apache-2.0
// Waits on this machine for the browser that comes back from a sign-in, once.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "host/descriptor.h"
#include "taskhost/callback_request.h"
#include "taskhost/redirect.h"

namespace taskhost {

class CallbackListener {
 public:
  // Listens at 127.0.0.1 and the port of the address. Throws std::system_error.
  explicit CallbackListener(Redirect redirect);

  enum class End { kCallback, kTimeout, kStopped };
  // Returns with the first request for the path of the address that names it in its Host header and
  // brings a state. All others are refused: a page of somewhere else that asks under a name of its
  // own, the browser's search for an icon, clients that are slow or speak no HTTP. stop is a
  // descriptor that ends the waiting when it can be read.
  End Wait(std::chrono::steady_clock::time_point until, int stop, CallbackRequest& callback);

  // The answer to the request that Wait() returned with; gives up on a browser that does not read.
  void Answer(const std::string& answer);

 private:
  struct Client {
    task_host::Descriptor socket{-1};
    std::string head;
    std::chrono::steady_clock::time_point until;
  };
  void Accept();
  // True when it has brought the callback; closed clients have no socket afterwards.
  bool Read(Client& client, CallbackRequest& callback);

  Redirect redirect_;
  task_host::Descriptor socket_;
  std::vector<Client> clients_;
  task_host::Descriptor browser_{-1};
};

}  // namespace taskhost
