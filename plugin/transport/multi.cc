// SPDX-License-Identifier: Apache-2.0
// The loop between libcurl, its sockets and its timer.
#include "plugin/transport/multi.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/post.hpp>
#include <new>
#include <utility>

#include "plugin/transport/fork_guard.h"

namespace zendesk::transport {

using boost::system::error_code;

Multi::Multi(boost::asio::io_context& io, Settings settings, std::size_t limit)
    : settings_(std::move(settings)), limit_(limit) {
  const ForkGuard guard;
  multi_ = curl_multi_init();
  if (multi_ == nullptr) throw std::bad_alloc();
  idle_.reserve(limit_);
  hook_ = std::make_unique<Hook>(
      Hook{io, boost::asio::posix::stream_descriptor(io), boost::asio::steady_timer(io)});
  hook_->sockets.assign(sockets_.descriptor());

  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &OnSocket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &OnTimer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_PIPELINING, long{CURLPIPE_MULTIPLEX});
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(limit_));
  AwaitSockets();
}

Multi::~Multi() {
  const ForkGuard guard;
  for (CURL* easy : idle_) curl_easy_cleanup(easy);
  curl_multi_cleanup(multi_);
}

void Multi::Unhook() noexcept {
  hook_->sockets.release();
  hook_.reset();
}

void Multi::Add(Exchange& exchange) {
  const ForkGuard guard;
  if (under_way_ < limit_) {
    Begin(exchange);
  } else {
    queue_.push_back(exchange);
  }
}

void Multi::Begin(Exchange& exchange) {
  CURL* easy = nullptr;
  if (idle_.empty()) {
    easy = NewEasyHandle(settings_);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &OnOpen);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &OnClose);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
  } else {
    easy = idle_.back();
    idle_.pop_back();
  }
  exchange.Attach(easy, settings_);
  ++under_way_;
  if (curl_multi_add_handle(multi_, easy) != CURLM_OK) {
    Release(exchange, false);
    throw std::bad_alloc();
  }
}

void Multi::Resume(Exchange& exchange) noexcept {
  const ForkGuard guard;
  curl_easy_pause(exchange.easy(), CURLPAUSE_CONT);
}

void Multi::Remove(Exchange& exchange) noexcept {
  if (exchange.is_linked()) exchange.unlink();
  if (exchange.easy() == nullptr) return;
  const ForkGuard guard;
  curl_multi_remove_handle(multi_, exchange.easy());
  Release(exchange, false);
  BeginQueued();
}

void Multi::Release(Exchange& exchange, bool keep) noexcept {
  CURL* easy = exchange.Detach();
  --under_way_;
  // After a failure a fresh handle is safer: it also reads the machine's list of name servers anew.
  if (keep) {
    idle_.push_back(easy);
  } else {
    curl_easy_cleanup(easy);
  }
}

void Multi::BeginQueued() noexcept {
  while (under_way_ < limit_ && !queue_.empty()) {
    Exchange& next = queue_.front();
    queue_.pop_front();
    try {
      Begin(next);
    } catch (const std::bad_alloc&) {
      next.Complete(CURLE_OUT_OF_MEMORY);
    }
  }
}

void Multi::Finish() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* easy = message->easy_handle;
    const CURLcode code = message->data.result;  // the message dies with remove_handle
    Exchange* exchange = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &exchange);
    exchange->Complete(code);
    curl_multi_remove_handle(multi_, easy);
    Release(*exchange, code == CURLE_OK);
  }
  BeginQueued();
}

int Multi::OnSocket(CURL*, curl_socket_t socket, int what, void* self, void*) {
  std::uint32_t events = 0;
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) events |= EPOLLIN;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) events |= EPOLLOUT;
  try {
    static_cast<Multi*>(self)->sockets_.Want(socket, events);
  } catch (const std::bad_alloc&) {
    return -1;
  }
  return 0;
}

curl_socket_t Multi::OnOpen(void* self, curlsocktype, struct curl_sockaddr* address) {
  const int socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (socket < 0) return CURL_SOCKET_BAD;
  try {
    static_cast<Multi*>(self)->sockets_.Opened(socket);
  } catch (const std::bad_alloc&) {
    ::close(socket);
    return CURL_SOCKET_BAD;
  }
  return socket;
}

int Multi::OnClose(void* self, curl_socket_t socket) {
  static_cast<Multi*>(self)->sockets_.Closing(socket);
  return ::close(socket);
}

int Multi::OnTimer(CURLM*, long milliseconds, void* self) {
  auto& multi = *static_cast<Multi*>(self);
  if (milliseconds < 0) {
    multi.due_ = Clock::time_point::max();
  } else {
    multi.due_ = Clock::now() + std::chrono::milliseconds(milliseconds);
    multi.AwaitTimer();
  }
  return 0;
}

void Multi::AwaitTimer() {
  if (hook_ == nullptr || posted_ || due_ >= armed_) return;
  if (due_ <= Clock::now()) {
    posted_ = true;
    boost::asio::post(hook_->io, [this] {
      posted_ = false;
      ServeTimer();
    });
    return;
  }
  armed_ = due_;
  hook_->timer.expires_at(armed_);
  hook_->timer.async_wait([this](error_code error) {
    if (error) return;  // set anew
    armed_ = Clock::time_point::max();
    ServeTimer();
  });
}

void Multi::ServeTimer() {
  if (due_ <= Clock::now()) {
    const ForkGuard guard;
    due_ = Clock::time_point::max();
    int running = 0;
    curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
    sockets_.RefreshResolvers();
    Finish();
  }
  AwaitTimer();
}

void Multi::AwaitSockets() {
  hook_->sockets.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                            [this](error_code error) {
                              if (error) return;
                              ServeSockets();
                              AwaitSockets();
                            });
}

void Multi::ServeSockets() {
  const ForkGuard guard;
  // Not all at once, so that those that begin next use the memory of those that have just ended,
  // while it is still in the caches and before the allocator gives it back to the system.
  std::array<epoll_event, 32> space;
  for (const epoll_event& event : sockets_.Poll(space)) {
    const int socket = event.data.fd;
    if (!sockets_.Fired(socket)) continue;
    int what = 0;
    if ((event.events & EPOLLIN) != 0) what |= CURL_CSELECT_IN;
    if ((event.events & EPOLLOUT) != 0) what |= CURL_CSELECT_OUT;
    if ((event.events & (EPOLLERR | EPOLLHUP)) != 0) what |= CURL_CSELECT_ERR;
    int running = 0;
    curl_multi_socket_action(multi_, socket, what, &running);
    sockets_.Served(socket);
  }
  Finish();
}

}  // namespace zendesk::transport
