// SPDX-License-Identifier: Apache-2.0
// Accepting connections; what happens on each is in session.h, which only this file includes.
#include "server.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "loopback.h"
#include "session.h"
#include "tls_context.h"

namespace sandbox {

class Server::Loop {
 public:
  Loop(Service& service, ServerOptions options)
      : service_(service), options_(std::move(options)), acceptor_(context_), pause_(context_) {
    endpoint_ = loopback_endpoint(options_.address, options_.port);
    if (options_.certificate) tls_.emplace(make_tls_context(*options_.certificate));
    try {
      acceptor_.open(endpoint_.protocol());
      acceptor_.set_option(tcp::acceptor::reuse_address(true));
      acceptor_.bind(endpoint_);
      acceptor_.listen(4096);
      endpoint_ = acceptor_.local_endpoint();
    } catch (const boost::system::system_error& error) {
      throw std::system_error(error.code(), fmt::format("cannot listen on {} port {}",
                                                        options_.address, options_.port));
    }
  }

  ~Loop() { stop(); }

  void start() {
    accept();
    for (int i = 0; i < options_.threads; ++i) {
      threads_.emplace_back([this] { context_.run(); });
    }
  }

  void stop() {
    context_.stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  std::uint16_t port() const { return endpoint_.port(); }

  std::string url() const {
    const std::string host = endpoint_.address().to_string();
    const char* scheme = tls_ ? "https" : "http";
    return endpoint_.address().is_v6() ? fmt::format("{}://[{}]:{}", scheme, host, port())
                                       : fmt::format("{}://{}:{}", scheme, host, port());
  }

 private:
  void accept() {
    acceptor_.async_accept(asio::make_strand(context_), [this](const Error& error, auto socket) {
      if (error) return retry_accept();
      begin(tcp::socket(std::move(socket)));
      accept();
    });
  }

  // Out of file descriptors, mostly: connections that end will free some.
  void retry_accept() {
    pause_.expires_after(std::chrono::milliseconds(50));
    pause_.async_wait([this](const Error& error) {
      if (!error) accept();
    });
  }

  void begin(tcp::socket socket) {
    Error ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    ++connections_;
    if (tls_) {
      std::make_shared<Session<Secure>>(service_, connections_, std::move(socket), *tls_)->start();
    } else {
      std::make_shared<Session<Plain>>(service_, connections_, std::move(socket))->start();
    }
  }

  Service& service_;
  ServerOptions options_;
  std::optional<asio::ssl::context> tls_;
  asio::io_context context_;
  tcp::acceptor acceptor_;
  tcp::endpoint endpoint_;
  asio::steady_timer pause_;
  std::uint64_t connections_ = 0;  // touched by the one accept chain only
  std::vector<std::thread> threads_;
};

Server::Server(Service& service, ServerOptions options)
    : loop_(std::make_unique<Loop>(service, std::move(options))) {}
Server::~Server() = default;
void Server::start() {
  loop_->start();
}
void Server::stop() {
  loop_->stop();
}
std::uint16_t Server::port() const {
  return loop_->port();
}
std::string Server::url() const {
  return loop_->url();
}

}  // namespace sandbox
