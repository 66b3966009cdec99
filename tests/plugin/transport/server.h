// SPDX-License-Identifier: Apache-2.0
// A server on loopback that does exactly what a test tells it, byte by byte, over TCP or TLS. It
// shares no code with the transport.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace test {

class Server;

struct ServerRequest {
  std::string method;
  std::string target;
  std::string head;  // request line and headers
  std::string body;

  // The header's value, or "(none)".
  std::string Header(const std::string& name) const;
};

// One accepted connection. Used by the thread that serves it.
class Connection {
 public:
  Connection(Server& server, int socket, SSL* tls, int number)
      : server_(server), socket_(socket), tls_(tls), number_(number) {}

  // The next whole request, or nothing at the end of the connection.
  std::optional<ServerRequest> Read();
  // Whatever comes next; nothing at the end of the connection.
  std::string ReadSome();
  // Reads on until the client closes.
  void ReadToEnd();
  // False when the client is gone.
  bool Write(std::string_view bytes);
  // A whole answer with Content-Length.
  bool Answer(int status, std::string_view body, std::string_view headers = {});
  // Makes the connection's end a reset.
  void Reset();
  // Ends the connection now, where the client can see it before the script goes on.
  void Close();

  // Carries all bytes between the client and this socket until one of them ends.
  void Relay(int other);

  // Counts from 0 in the order of accepting.
  int number() const { return number_; }

 private:
  bool Fill();

  Server& server_;
  int socket_;
  SSL* tls_;
  int number_;
  std::string buffer_;
};

class Server {
 public:
  using Script = std::function<void(Connection&)>;

  // Runs `script` for each connection, each on a thread of its own; then closes the connection.
  // With `tls`, after the handshake.
  explicit Server(Script script, SSL_CTX* tls = nullptr);
  // Breaks off all connections and joins.
  ~Server();

  int port() const { return port_; }
  std::string Url(std::string_view path = "/") const;
  int accepted() const { return accepted_; }
  // All requests that Connection::Read() has returned, from all connections.
  std::vector<ServerRequest> requests() const;

 private:
  friend class Connection;
  struct Served {
    int socket;
    std::thread thread;
  };

  void Record(const ServerRequest& request);
  void Accept();
  void Serve(int socket, int number);

  Script script_;
  SSL_CTX* tls_;
  int port_ = 0;
  int listener_;  // after port_, which it fills in
  std::atomic<int> accepted_{0};
  mutable std::mutex mutex_;
  bool closing_ = false;
  std::list<Served> served_;
  std::vector<ServerRequest> requests_;
  std::thread acceptor_;
};

// A connection of the server's own to a port on loopback; -1 when refused.
int ConnectLoopback(int port);

// Answers every request with 200 and "ok" for as long as the client likes.
void AnswerAll(Connection& connection);

// A socket bound to loopback on a port of the kernel's choice; `listening` or refusing connections.
int BindLoopback(bool listening, int* port);

}  // namespace test
