// SPDX-License-Identifier: Apache-2.0
// A server that takes requests and keeps its answers to itself.
#pragma once

#include <atomic>
#include <future>

#include "client.h"
#include "server.h"

namespace test {

class Silent {
 public:
  Silent()
      : server_([this](Connection& connection) {
          connection.Read();
          if (++arrived_ == 1) first_.set_value();
          connection.ReadToEnd();
        }) {}

  // A request that would change something.
  Request Write() {
    Request request(Method::kPost, server_.Url("/silent"));
    request.body = "x";
    return request;
  }

  // Waits until the first request is here, whole. Once.
  void AwaitFirst() { first_.get_future().get(); }

 private:
  std::atomic<int> arrived_{0};
  std::promise<void> first_;
  Server server_;
};

}  // namespace test
