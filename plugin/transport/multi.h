// SPDX-License-Identifier: Apache-2.0
// libcurl's multi interface on Boost.Asio: sockets, timer, and the turn of each exchange.
#pragma once

#include <curl/curl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

#include "plugin/transport/exchange.h"
#include "plugin/transport/sockets.h"

namespace zendesk::transport {

// [I/O thread] for all but the constructor, which runs before there is one.
class Multi {
 public:
  // `limit` exchanges at once. Throws std::system_error and std::bad_alloc.
  Multi(boost::asio::io_context& io, Settings settings, std::size_t limit);

  // Closes all connections. No exchange may be left.
  ~Multi();

  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;

  // Starts the exchange, or queues it while `limit` are under way. Later, and never inside this
  // call, it is Complete(), unless it is removed first.
  void Add(Exchange& exchange);

  // Goes on with one whose body was fetched.
  void Resume(Exchange& exchange) noexcept;

  // Ends the exchange wherever it stands; nothing touches it afterwards.
  void Remove(Exchange& exchange) noexcept;

  // Lets go of the io_context, so that it can be destroyed first, and the frames in it.
  void Unhook() noexcept;

 private:
  using Clock = std::chrono::steady_clock;

  static int OnSocket(CURL*, curl_socket_t socket, int what, void* self, void*);
  static int OnTimer(CURLM*, long milliseconds, void* self);
  static curl_socket_t OnOpen(void* self, curlsocktype, struct curl_sockaddr* address);
  static int OnClose(void* self, curl_socket_t socket);

  void Begin(Exchange& exchange);
  // Takes the handle back from the exchange, and gives its place to the next in the queue.
  void Release(Exchange& exchange, bool keep) noexcept;
  void BeginQueued() noexcept;
  void AwaitSockets();
  void ServeSockets();
  void AwaitTimer();
  void ServeTimer();
  void Finish();

  const Settings settings_;
  const std::size_t limit_;
  Sockets sockets_;
  CURLM* multi_ = nullptr;
  std::vector<CURL*> idle_;  // handles ready for use
  std::size_t under_way_ = 0;
  boost::intrusive::list<Exchange, boost::intrusive::constant_time_size<false>> queue_;

  struct Hook {
    boost::asio::io_context& io;
    boost::asio::posix::stream_descriptor sockets;
    boost::asio::steady_timer timer;
  };
  std::unique_ptr<Hook> hook_;
  // When libcurl wants to be called; max() for never. The timer may be set earlier, never later: to
  // move it for each exchange would cost more than a needless wake-up now and then.
  Clock::time_point due_ = Clock::time_point::max();
  Clock::time_point armed_ = Clock::time_point::max();
  bool posted_ = false;  // a call that is due at once is on its way
};

}  // namespace zendesk::transport
