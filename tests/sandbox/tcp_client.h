// SPDX-License-Identifier: Apache-2.0
// A blocking HTTP client on a plain socket, so that the tests see the very bytes of the server.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sandbox {

struct RawResponse {
  int status = 0;  ///< 0: the connection ended before a whole head came
  std::string head;
  std::string body;
  bool complete = false;  ///< the body has the announced length
};

class TcpClient {
 public:
  /// Throws std::system_error when there is nobody.
  explicit TcpClient(std::uint16_t port);
  ~TcpClient();
  TcpClient(const TcpClient&) = delete;
  TcpClient& operator=(const TcpClient&) = delete;

  void send(std::string_view bytes);
  RawResponse receive();
  /// Up to the next end of a line, without it; what came until the end of the connection otherwise.
  std::string receive_line();
  /// True when the server closes the connection and sends nothing before.
  bool is_closed_without_a_byte();
  /// True when the server resets the connection and sends nothing before.
  bool is_reset_without_a_byte();
  /// True when something comes, or the connection ends, within that time.
  bool stirs_within(int milliseconds);

 private:
  bool fill();  ///< reads what is there; false at the end of the connection, and errno if it broke

  int socket_;
  std::string buffer_;
};

/// A request of the admin with a JSON body.
std::string request_text(std::string_view method, std::string_view target,
                         std::string_view body = "", std::string_view more_headers = "");

}  // namespace sandbox
