// SPDX-License-Identifier: Apache-2.0
// A stub of Zendesk on 127.0.0.1 that costs as little as it can: one thread, one epoll set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "answers.h"

namespace bench {

struct Behaviour {
  std::int64_t latency_ns = 0;  // added to every answer of the API
  bool holds = false;           // no answer of the API at all
};

// Besides the API it answers GET /counts, which tells in JSON what has happened since the start or
// the last POST /reset, and GET /last, the body of the API's last POST. Throws std::system_error.
class Server {
 public:
  Server(Answers answers, Behaviour behaviour);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const noexcept { return port_; }

  // Serves until the process ends.
  [[noreturn]] void Run();

 private:
  struct Connection {
    bool is_open = false;
    bool is_counted = false;       // has sent a request of the API
    bool closes = false;           // after what is still to be sent
    std::uint64_t generation = 0;  // tells connections with the same descriptor apart
    std::string in;
    std::string out;
  };
  struct Late {
    std::int64_t due = 0;
    int socket = 0;
    std::uint64_t generation = 0;
    bool closes = false;
    std::string text;
  };

  void Accept();
  void Receive(int socket);
  void Serve(int socket, const Request& request);
  void ServeApi(int socket, const Request& request);
  void Send(int socket, std::string_view text, bool closes);
  void Flush(int socket);
  void Close(int socket);
  void SendLate();
  void SetAlarm();
  std::string CountsJson() const;
  void Watch(int descriptor, std::uint32_t events);

  Answers answers_;
  const Behaviour behaviour_;
  int epoll_ = -1;
  int listener_ = -1;
  int alarm_ = -1;
  int port_ = 0;
  std::vector<Connection> connections_;  // by descriptor
  std::uint64_t generation_ = 0;
  std::deque<Late> late_;  // in the order in which they are due

  std::uint64_t opened_ = 0;
  std::uint64_t requests_ = 0;
  std::uint64_t tickets_before_ = 0;
  std::int64_t first_request_ns_ = 0;
  std::string last_;
};

}  // namespace bench
