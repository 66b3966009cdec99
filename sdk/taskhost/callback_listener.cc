// SPDX-License-Identifier: Apache-2.0
// A few connections at once in one poll() loop.
#include "taskhost/callback_listener.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string_view>
#include <system_error>

#include "taskhost/callback_page.h"

namespace taskhost {
namespace {

using task_host::Descriptor;
using Clock = std::chrono::steady_clock;

// Browsers open a handful of connections ahead of need.
constexpr std::size_t kMaxClients = 32;
constexpr std::size_t kMaxHeadBytes = 16384;
constexpr std::chrono::seconds kMaxClientTime{20};
constexpr std::chrono::seconds kMaxAnswerTime{5};
constexpr std::chrono::seconds kMaxGoodbyeTime{1};

int MillisecondsUntil(Clock::time_point until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 3600000));
}

[[noreturn]] void ThrowSystem() {
  throw std::system_error(errno, std::generic_category());
}

// As much as the other side takes at once: a refusal fits into any socket's buffer.
void Refuse(const Descriptor& socket, int status) {
  const std::string answer = CallbackRefusal(status);
  send(socket.number(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace

CallbackListener::CallbackListener(Redirect redirect)
    : redirect_(std::move(redirect)),
      socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
  if (!socket_.is_open()) ThrowSystem();
  // Connections of a sign-in just before do not hold the port.
  const int on = 1;
  setsockopt(socket_.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(redirect_.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      listen(socket_.number(), static_cast<int>(kMaxClients)) != 0) {
    ThrowSystem();
  }
}

CallbackListener::End CallbackListener::Wait(Clock::time_point until, int stop,
                                             CallbackRequest& callback) {
  while (true) {
    std::vector<pollfd> events = {{stop, POLLIN, 0}, {socket_.number(), POLLIN, 0}};
    Clock::time_point next = until;
    for (const Client& client : clients_) {
      events.push_back({client.socket.number(), POLLIN, 0});
      next = std::min(next, client.until);
    }
    if (poll(events.data(), events.size(), MillisecondsUntil(next)) < 0 && errno != EINTR) {
      ThrowSystem();
    }
    if (events[0].revents != 0) return End::kStopped;
    const Clock::time_point now = Clock::now();
    if (now >= until) return End::kTimeout;
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      Client& client = clients_[i];
      if (events[i + 2].revents != 0 && Read(client, callback)) {
        browser_ = std::move(client.socket);
        clients_.clear();
        return End::kCallback;
      }
      if (now >= client.until) client.socket = Descriptor(-1);
    }
    std::erase_if(clients_, [](const Client& client) { return !client.socket.is_open(); });
    if (events[1].revents != 0) Accept();
  }
}

void CallbackListener::Accept() {
  Client client;
  client.socket =
      Descriptor(accept4(socket_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!client.socket.is_open()) return;
  // The oldest gives way, so that nobody can keep the browser out by holding connections open.
  if (clients_.size() == kMaxClients) clients_.erase(clients_.begin());
  client.until = Clock::now() + kMaxClientTime;
  clients_.push_back(std::move(client));
}

bool CallbackListener::Read(Client& client, CallbackRequest& callback) {
  char buffer[4096];
  const ssize_t got = recv(client.socket.number(), buffer, sizeof(buffer), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  if (got > 0) client.head.append(buffer, static_cast<std::size_t>(got));
  const std::size_t end = client.head.find("\r\n\r\n");
  if (got > 0 && end == std::string::npos && client.head.size() <= kMaxHeadBytes) return false;
  Descriptor socket = std::move(client.socket);
  if (end == std::string::npos) return false;
  std::optional<CallbackRequest> request =
      ParseCallback(std::string_view(client.head).substr(0, end + 2));
  const bool is_for_us =
      request && request->host == redirect_.host && request->path == redirect_.path;
  if (!request || (is_for_us && !request->code && !request->error)) {
    Refuse(socket, 400);
  } else if (request->host != redirect_.host) {
    Refuse(socket, 421);
  } else if (!is_for_us) {
    Refuse(socket, 404);
  } else {
    callback = std::move(*request);
    client.socket = std::move(socket);
    return true;
  }
  return false;
}

void CallbackListener::Answer(const std::string& answer) {
  const Clock::time_point until = Clock::now() + kMaxAnswerTime;
  std::string_view left = answer;
  while (!left.empty()) {
    const ssize_t sent = send(browser_.number(), left.data(), left.size(), MSG_NOSIGNAL);
    if (sent > 0) left.remove_prefix(static_cast<std::size_t>(sent));
    if (sent < 0 && errno != EAGAIN && errno != EINTR) break;
    pollfd writable = {browser_.number(), POLLOUT, 0};
    if (!left.empty() && poll(&writable, 1, MillisecondsUntil(until)) == 0) break;
  }
  // What the browser has sent meanwhile is read before the end: a socket that is closed with
  // something unread takes the answer back.
  shutdown(browser_.number(), SHUT_WR);
  const Clock::time_point end = Clock::now() + kMaxGoodbyeTime;
  char buffer[4096];
  pollfd readable = {browser_.number(), POLLIN, 0};
  while (Clock::now() < end && poll(&readable, 1, MillisecondsUntil(end)) > 0 &&
         recv(browser_.number(), buffer, sizeof(buffer), 0) > 0) {
  }
  browser_ = Descriptor(-1);
}

}  // namespace taskhost
