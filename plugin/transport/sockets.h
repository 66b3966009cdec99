// SPDX-License-Identifier: Apache-2.0
// Which of libcurl's sockets have something to do: one epoll set, itself watched by Asio.
//
// Why not one Asio descriptor for each socket: c-ares, and libcurl after a failed handshake, close
// sockets without a word, and a new socket often gets the same number before libcurl reports the
// change, or libcurl then sees no change to report. A set of our own can be corrected in place.
//
// Every watch fires once and is then set again if still wanted. A forked child that keeps a closed
// socket open could otherwise make the set report it for ever.
#pragma once

#include <sys/epoll.h>

#include <cstdint>
#include <span>
#include <vector>

namespace zendesk::transport {

// [I/O thread] for all but the constructor.
class Sockets {
 public:
  Sockets();  // throws std::system_error
  ~Sockets();
  Sockets(const Sockets&) = delete;
  Sockets& operator=(const Sockets&) = delete;

  // The epoll set's own descriptor; readable while a socket has something to do.
  int descriptor() const noexcept { return epoll_; }

  // libcurl opened a connection's socket, or is about to close it. Throws std::bad_alloc.
  void Opened(int socket);
  void Closing(int socket) noexcept;

  // libcurl waits for these events (EPOLLIN, EPOLLOUT); 0: for none. Throws std::bad_alloc.
  void Want(int socket, std::uint32_t events);

  // The sockets with something to do now; fills and returns a part of `events`.
  std::span<epoll_event> Poll(std::span<epoll_event> events) const noexcept;

  // To be called before an event is served: whether anybody still wants it.
  bool Fired(int socket) noexcept;

  // To be called after: watches again what is still wanted.
  void Served(int socket) noexcept;

  // Watches the resolvers' sockets anew, as any of them may have been replaced unseen. To be called
  // whenever libcurl may have served a resolver.
  void RefreshResolvers() noexcept;

 private:
  struct Entry {
    std::uint8_t wanted = 0;
    bool armed = false;       // the watch has not fired yet
    bool in_set = false;      // as far as we know
    bool connection = false;  // opened by libcurl; else by a resolver, whose end nobody announces
  };

  Entry& At(int socket) noexcept { return entries_[static_cast<std::size_t>(socket)]; }
  void Reserve(int socket);
  void Arm(int socket) noexcept;

  int epoll_;
  std::vector<Entry> entries_;  // by descriptor
  std::vector<int> resolvers_;  // few, and only while names are being resolved
};

}  // namespace zendesk::transport
