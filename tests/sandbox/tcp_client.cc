// SPDX-License-Identifier: Apache-2.0
// POSIX sockets; every wait has an end, so that a mistake cannot hang the tests.
#include "tcp_client.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "http.h"
#include "json.h"

namespace sandbox {
namespace {

constexpr int kPatience = 20000;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

std::size_t content_length(const std::string& head) {
  const std::string name = "\r\ncontent-length: ";
  const auto at = lower(head).find(name);
  if (at == std::string::npos) return 0;
  const auto begin = at + name.size();
  return static_cast<std::size_t>(
      parse_integer(head.substr(begin, head.find("\r\n", begin) - begin)).value_or(0));
}

}  // namespace

TcpClient::TcpClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (socket_ < 0) fail("socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    fail("connect");
  }
}

TcpClient::~TcpClient() {
  ::close(socket_);
}

void TcpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) fail("send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool TcpClient::stirs_within(int milliseconds) {
  pollfd entry{socket_, POLLIN, 0};
  return !buffer_.empty() || poll(&entry, 1, milliseconds) > 0;
}

bool TcpClient::fill() {
  pollfd entry{socket_, POLLIN, 0};
  if (poll(&entry, 1, kPatience) <= 0) throw std::runtime_error("the server says nothing");
  char bytes[16384];
  errno = 0;
  const auto size = recv(socket_, bytes, sizeof bytes, 0);
  if (size > 0) buffer_.append(bytes, static_cast<std::size_t>(size));
  return size > 0;
}

RawResponse TcpClient::receive() {
  RawResponse response;
  std::size_t end;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return response;
  }
  response.head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  response.status = static_cast<int>(parse_integer(response.head.substr(9, 3)).value_or(0));
  const std::size_t length = response.status == 100 ? 0 : content_length(response.head);
  while (buffer_.size() < length && fill()) {
  }
  response.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  response.complete = response.body.size() == length;
  return response;
}

std::string TcpClient::receive_line() {
  std::size_t end;
  while ((end = buffer_.find('\n')) == std::string::npos) {
    if (!fill()) return std::exchange(buffer_, {});
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 1);
  return line;
}

bool TcpClient::is_closed_without_a_byte() {
  return buffer_.empty() && !fill();
}

bool TcpClient::is_reset_without_a_byte() {
  return is_closed_without_a_byte() && errno == ECONNRESET;
}

std::string request_text(std::string_view method, std::string_view target, std::string_view body,
                         std::string_view more_headers) {
  return fmt::format(
      "{} {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sandbox-access-token\r\n"
      "Content-Type: application/json\r\n{}Content-Length: {}\r\n\r\n{}",
      method, target, more_headers, body.size(), body);
}

}  // namespace sandbox
