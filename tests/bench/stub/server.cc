// SPDX-License-Identifier: Apache-2.0
// The loop: accept, read, answer, and what comes late.
#include "server.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace bench {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

// The machine's monotonic clock, which other processes can read as well.
std::int64_t Now() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * kSecond + now.tv_nsec;
}

int Checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

}  // namespace

Server::Server(Answers answers, Behaviour behaviour)
    : answers_(std::move(answers)), behaviour_(behaviour) {
  epoll_ = Checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  alarm_ = Checked(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create");
  listener_ = Checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  Checked(::bind(listener_, generic, size), "bind");
  Checked(::listen(listener_, SOMAXCONN), "listen");
  Checked(::getsockname(listener_, generic, &size), "getsockname");
  port_ = ntohs(address.sin_port);
  Watch(listener_, EPOLLIN);
  Watch(alarm_, EPOLLIN);
}

Server::~Server() {
  for (std::size_t socket = 0; socket < connections_.size(); ++socket) {
    if (connections_[socket].is_open) ::close(static_cast<int>(socket));
  }
  for (const int descriptor : {epoll_, alarm_, listener_}) ::close(descriptor);
}

void Server::Watch(int descriptor, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = descriptor;
  Checked(::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
}

void Server::Run() {
  std::array<epoll_event, 128> events;
  for (;;) {
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      const std::uint32_t what = events[static_cast<std::size_t>(i)].events;
      if (descriptor == listener_) {
        Accept();
      } else if (descriptor == alarm_) {
        SendLate();
      } else {
        if ((what & EPOLLOUT) != 0) Flush(descriptor);
        if ((what & ~EPOLLOUT) != 0) Receive(descriptor);
      }
    }
  }
}

void Server::Accept() {
  for (;;) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) return;
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const auto place = static_cast<std::size_t>(socket);
    if (place >= connections_.size()) connections_.resize(place + 1);
    connections_[place] = Connection();
    connections_[place].is_open = true;
    connections_[place].generation = ++generation_;
    // By edges: both directions are asked for once, for as long as the connection lives.
    Watch(socket, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
  }
}

void Server::Receive(int socket) {
  Connection& connection = connections_[static_cast<std::size_t>(socket)];
  std::array<char, 64 << 10> buffer;
  while (connection.is_open) {
    const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return Close(socket);
    std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    if (!connection.in.empty()) bytes = connection.in.append(bytes);
    Request request;
    Reading reading = TakeRequest(bytes, request);
    for (; reading == Reading::kWhole; reading = TakeRequest(bytes, request)) {
      Serve(socket, request);
      if (!connection.is_open) return;
    }
    if (reading == Reading::kBad) return Close(socket);
    connection.in = std::string(bytes);
  }
}

void Server::Serve(int socket, const Request& request) {
  constexpr std::string_view kJson = "Content-Type: application/json\r\n";
  if (request.target == "/counts")
    return Send(socket, WholeAnswer("200 OK", kJson, CountsJson()), request.closes);
  if (request.target == "/last")
    return Send(socket, WholeAnswer("200 OK", kJson, last_), request.closes);
  if (request.method != "POST" || request.target != "/reset") return ServeApi(socket, request);
  for (Connection& connection : connections_) connection.is_counted = false;
  opened_ = requests_ = 0;
  tickets_before_ = answers_.tickets();
  first_request_ns_ = 0;
  Send(socket, WholeAnswer("200 OK", kJson, "{}"), request.closes);
}

void Server::ServeApi(int socket, const Request& request) {
  Connection& connection = connections_[static_cast<std::size_t>(socket)];
  if (requests_++ == 0) first_request_ns_ = Now();
  if (!std::exchange(connection.is_counted, true)) ++opened_;
  if (request.method == "POST") last_ = request.body;
  if (behaviour_.holds) return;
  const std::string_view text = answers_.For(request);
  if (behaviour_.latency_ns == 0) return Send(socket, text, request.closes);
  late_.push_back({Now() + behaviour_.latency_ns, socket, connection.generation, request.closes,
                   std::string(text)});
  if (late_.size() == 1) SetAlarm();
}

void Server::SetAlarm() {
  itimerspec when{};
  when.it_value.tv_sec = late_.front().due / kSecond;
  when.it_value.tv_nsec = late_.front().due % kSecond;
  ::timerfd_settime(alarm_, TFD_TIMER_ABSTIME, &when, nullptr);
}

void Server::SendLate() {
  std::uint64_t rings = 0;
  if (::read(alarm_, &rings, sizeof rings) < 0) return;
  const std::int64_t now = Now();
  while (!late_.empty() && late_.front().due <= now) {
    const Late answer = std::move(late_.front());
    late_.pop_front();
    const Connection& connection = connections_[static_cast<std::size_t>(answer.socket)];
    if (connection.is_open && connection.generation == answer.generation)
      Send(answer.socket, answer.text, answer.closes);
  }
  if (!late_.empty()) SetAlarm();
}

void Server::Send(int socket, std::string_view text, bool closes) {
  Connection& connection = connections_[static_cast<std::size_t>(socket)];
  connection.closes = closes;
  if (connection.out.empty()) {
    const ssize_t sent = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent > 0) text.remove_prefix(static_cast<std::size_t>(sent));
  }
  connection.out += text;
  Flush(socket);
}

void Server::Flush(int socket) {
  Connection& connection = connections_[static_cast<std::size_t>(socket)];
  while (connection.is_open && !connection.out.empty()) {
    const ssize_t sent = ::send(socket, connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) return;
    if (sent <= 0) return Close(socket);
    connection.out.erase(0, static_cast<std::size_t>(sent));
  }
  if (connection.is_open && connection.closes) {
    // The client closes next, or has done so.
    ::shutdown(socket, SHUT_WR);
    connection.closes = false;
  }
}

void Server::Close(int socket) {
  ::close(socket);
  connections_[static_cast<std::size_t>(socket)] = Connection();
}

std::string Server::CountsJson() const {
  return fmt::format(R"({{"connections":{},"requests":{},"tickets":{},"first_request_ns":{}}})",
                     opened_, requests_, answers_.tickets() - tickets_before_, first_request_ns_);
}

}  // namespace bench
