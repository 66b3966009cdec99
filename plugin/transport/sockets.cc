// SPDX-License-Identifier: Apache-2.0
// The epoll set of libcurl's sockets.
#include "plugin/transport/sockets.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace zendesk::transport {

// The events fit into an Entry's byte.
static_assert(EPOLLIN < 256 && EPOLLOUT < 256);

Sockets::Sockets() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

Sockets::~Sockets() {
  ::close(epoll_);
}

void Sockets::Reserve(int socket) {
  const auto size = static_cast<std::size_t>(socket) + 1;
  if (size > entries_.size()) entries_.resize(size);
  // So that nothing below needs memory in a place where it could not say so.
  resolvers_.reserve(entries_.size());
}

void Sockets::Arm(int socket) noexcept {
  Entry& entry = At(socket);
  epoll_event event{};
  event.events = entry.wanted | EPOLLONESHOT;
  event.data.fd = socket;
  entry.armed = true;
  if (entry.in_set && ::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket, &event) == 0) return;
  if (entry.in_set && entry.connection) {
    // Another socket by the same number, and not one of libcurl's connections.
    entry.connection = false;
    resolvers_.push_back(socket);
  }
  entry.in_set = true;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) != 0 && errno == EEXIST) {
    ::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket, &event);
  }
  // Whatever else fails: the socket is closed, and libcurl will say so next.
}

void Sockets::Opened(int socket) {
  Reserve(socket);
  std::erase(resolvers_, socket);
  // What libcurl waits for on a resolver's socket that had this number, it will believe to be
  // waiting for on the new one; if that is what it wants, it will not say so again.
  Entry& entry = At(socket);
  entry = Entry{.wanted = entry.wanted, .connection = true};
  if (entry.wanted != 0) Arm(socket);
}

void Sockets::Closing(int socket) noexcept {
  // The set forgets a socket when it is closed.
  At(socket) = Entry{};
}

void Sockets::Want(int socket, std::uint32_t events) {
  Reserve(socket);
  Entry& entry = At(socket);
  entry.wanted = static_cast<std::uint8_t>(events);
  if (!entry.connection) {
    std::erase(resolvers_, socket);
    if (events != 0) resolvers_.push_back(socket);
  }
  // A watch that nobody wants any more fires once at most, into Fired().
  if (events != 0) Arm(socket);
}

std::span<epoll_event> Sockets::Poll(std::span<epoll_event> events) const noexcept {
  const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 0);
  return events.first(count > 0 ? static_cast<std::size_t>(count) : 0);
}

bool Sockets::Fired(int socket) noexcept {
  Entry& entry = At(socket);
  entry.armed = false;
  return entry.wanted != 0;
}

void Sockets::Served(int socket) noexcept {
  const Entry& entry = At(socket);
  if (!entry.connection) return RefreshResolvers();
  if (entry.wanted != 0 && !entry.armed) Arm(socket);
}

void Sockets::RefreshResolvers() noexcept {
  for (const int socket : resolvers_) Arm(socket);
}

}  // namespace zendesk::transport
