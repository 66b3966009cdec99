// SPDX-License-Identifier: Apache-2.0
// The network side: HTTP/1.1, with or without TLS, on a loopback address.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "certificate.h"
#include "service.h"

namespace sandbox {

/// Longer request bodies are answered with 413; uploads have a limit of their own below it.
constexpr std::size_t kBodyLimit = 64 * 1024 * 1024;

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< an IPv4 or IPv6 loopback literal
  std::uint16_t port = 0;             ///< 0: the kernel chooses
  int threads = 1;
  std::optional<Certificate> certificate;  ///< with one, the server speaks TLS only
};

/// Listens from the constructor on, serves between start() and stop().
class Server {
 public:
  /// `service` must outlive the server. Throws std::invalid_argument for an address that is not
  /// loopback and std::system_error when the port cannot be had.
  Server(Service& service, ServerOptions options);
  ~Server();  ///< stops, and drops all connections
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start();
  /// Serves nobody any more and joins the threads. May be called twice.
  void stop();

  std::uint16_t port() const;
  /// `http://127.0.0.1:40123`
  std::string url() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace sandbox
