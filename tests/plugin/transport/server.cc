// SPDX-License-Identifier: Apache-2.0
// Blocking sockets, one thread for each connection.
#include "server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>
#include <utility>

namespace test {
namespace {

// Only for heads whose names the client writes as the tests do.
std::size_t ContentLength(const ServerRequest& request) {
  const std::string text = request.Header("Content-Length");
  return text == "(none)" ? 0 : std::stoul(text);
}

}  // namespace

std::string ServerRequest::Header(const std::string& name) const {
  const std::string key = "\r\n" + name + ": ";
  const std::size_t start = head.find(key);
  if (start == std::string::npos) return "(none)";
  const std::size_t value = start + key.size();
  return head.substr(value, head.find("\r\n", value) - value);
}

bool Connection::Fill() {
  char bytes[16384];
  const ssize_t count = tls_ != nullptr ? SSL_read(tls_, bytes, sizeof bytes)
                                        : ::recv(socket_, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

std::optional<ServerRequest> Connection::Read() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!Fill()) return std::nullopt;
  }
  ServerRequest request;
  request.head = buffer_.substr(0, end + 4);
  buffer_.erase(0, end + 4);
  const std::size_t space = request.head.find(' ');
  request.method = request.head.substr(0, space);
  request.target = request.head.substr(space + 1, request.head.find(' ', space + 1) - space - 1);
  const std::size_t length = ContentLength(request);
  while (buffer_.size() < length) {
    if (!Fill()) return std::nullopt;
  }
  request.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  server_.Record(request);
  return request;
}

std::string Connection::ReadSome() {
  if (buffer_.empty()) Fill();
  return std::exchange(buffer_, {});
}

void Connection::Relay(int other) {
  const auto pump = [](int from, int to) {
    char bytes[16384];
    for (;;) {
      const ssize_t count = ::recv(from, bytes, sizeof bytes, 0);
      if (count <= 0 || ::send(to, bytes, static_cast<std::size_t>(count), MSG_NOSIGNAL) != count) {
        break;
      }
    }
    ::shutdown(from, SHUT_RDWR);
    ::shutdown(to, SHUT_RDWR);
  };
  std::thread back(pump, other, socket_);
  pump(socket_, other);
  back.join();
}

int ConnectLoopback(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return socket;
  ::close(socket);
  return -1;
}

void Connection::ReadToEnd() {
  while (Fill()) buffer_.clear();
}

bool Connection::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = tls_ != nullptr
                              ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                              : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Connection::Answer(int status, std::string_view body, std::string_view headers) {
  return Write("HTTP/1.1 " + std::to_string(status) +
               " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
               std::string(headers) + "\r\n" + std::string(body));
}

void Connection::Reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void Connection::Close() {
  ::shutdown(socket_, SHUT_RDWR);
}

int BindLoopback(bool listening, int* port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  // With this, another process may listen where a test only holds the port.
  const int share = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &share, sizeof share);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (socket < 0 || ::bind(socket, generic, size) != 0 ||
      (listening && ::listen(socket, 512) != 0) || ::getsockname(socket, generic, &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "test server");
  }
  *port = ntohs(address.sin_port);
  return socket;
}

Server::Server(Script script, SSL_CTX* tls)
    : script_(std::move(script)), tls_(tls), listener_(BindLoopback(true, &port_)) {
  acceptor_ = std::thread([this] { Accept(); });
}

Server::~Server() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    for (const Served& served : served_) ::shutdown(served.socket, SHUT_RDWR);
  }
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (Served& served : served_) {
    served.thread.join();
    ::close(served.socket);
  }
  ::close(listener_);
}

std::string Server::Url(std::string_view path) const {
  const char* scheme = tls_ != nullptr ? "https" : "http";
  return std::string(scheme) + "://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

void Server::Record(const ServerRequest& request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(request);
}

std::vector<ServerRequest> Server::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void Server::Accept() {
  for (;;) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    if (socket < 0 || closing_) {
      if (socket >= 0) ::close(socket);
      return;
    }
    const int number = accepted_++;
    Served& served = served_.emplace_back(Served{socket, {}});
    served.thread = std::thread([this, socket, number] { Serve(socket, number); });
  }
}

void Server::Serve(int socket, int number) {
  // OpenSSL writes to sockets whose other end is gone.
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  SSL* tls = nullptr;
  if (tls_ != nullptr) {
    tls = SSL_new(tls_);
    SSL_set_fd(tls, socket);
    if (SSL_accept(tls) != 1) {
      SSL_free(tls);
      ::shutdown(socket, SHUT_RDWR);
      return;
    }
  }
  Connection connection(*this, socket, tls, number);
  script_(connection);
  if (tls != nullptr) {
    SSL_shutdown(tls);
    SSL_free(tls);
  }
  linger end{};
  socklen_t size = sizeof end;
  ::getsockopt(socket, SOL_SOCKET, SO_LINGER, &end, &size);
  if (end.l_onoff == 0) {
    ::shutdown(socket, SHUT_RDWR);  // the destructor closes it
    return;
  }
  // A reset goes out only when the socket is closed: put the listener's in its place, so that the
  // number stays ours until the destructor closes it.
  ::dup3(listener_, socket, O_CLOEXEC);
}

void AnswerAll(Connection& connection) {
  while (connection.Read()) {
    if (!connection.Answer(200, "ok")) return;
  }
}

}  // namespace test
