// SPDX-License-Identifier: Apache-2.0
// Success, and refusals of every kind, in turn; all with the request inside.
#include "echo_server.h"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>
#include <string>

#include "canary.h"
#include "tests/plugin/transport/server.h"

namespace canary {
namespace {

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c >= ' ') quoted += c;
  }
  return quoted + '"';
}

std::string Tokens(int n) {
  Plain json;
  json << R"({"access_token":")";
  json.InJson(Kind::kAccessToken) << "-" << std::to_string(n) << R"(","refresh_token":")";
  json.InJson(Kind::kRefreshToken)
      << "-" << std::to_string(n) << R"(","token_type":"bearer","scope":"read write"})";
  return json.text();
}

class Echo {
 public:
  void Serve(test::Connection& connection) {
    while (const auto request = connection.Read()) {
      const std::string sent =
          request->body + " " + request->Header("Authorization") + " " + request->target;
      const std::string headers = "X-Request-Id: " + sent + "\r\nX-Zendesk-API-Warn: " + sent +
                                  "\r\nWWW-Authenticate: Bearer " + sent + "\r\n";
      if (request->target == "/oauth/tokens") {
        AnswerForToken(connection, sent, headers);
      } else {
        AnswerForTask(connection, sent, headers);
      }
    }
  }

 private:
  void AnswerForToken(test::Connection& connection, const std::string& sent,
                      const std::string& headers) {
    const int n = ++tokens_;
    const std::string quoted = Quoted(sent);
    if (n % 3 == 2) {
      connection.Answer(500, R"({"error":)" + quoted + R"(,"error_description":)" + quoted + "}",
                        headers);
    } else if (n % 7 == 6) {
      connection.Answer(400, R"({"error":"invalid_scope","error_description":)" + quoted + "}",
                        headers);
    } else {
      connection.Answer(201, Tokens(n), headers);
    }
  }

  void AnswerForTask(test::Connection& connection, const std::string& sent,
                     const std::string& headers) {
    const std::string quoted = Quoted(sent);
    const std::string error = R"({"error":)" + quoted + R"(,"description":)" + quoted +
                              R"(,"details":{"subject":[{"description":)" + quoted +
                              R"(,"error":)" + quoted + R"(,"field_key":)" + quoted + "}]}}";
    switch (++tasks_ % 6) {
      case 1:
        connection.Answer(201,
                          R"({"ticket":{"id":7,"url":"http://127.0.0.1/api/v2/tickets/7.json",)"
                          R"("status":"new","created_at":"2027-01-01T00:00:00Z","subject":)" +
                              quoted + "},\"audit\":{\"id\":1,\"x\":" + quoted + "}}",
                          headers);
        break;
      case 2:
        connection.Answer(422, error, headers);
        break;
      case 3:
        connection.Answer(401, R"({"error":"invalid_token","error_description":)" + quoted + "}",
                          headers);
        break;
      case 4:
        connection.Answer(500, sent, headers);
        break;
      case 5:
        connection.Answer(403, R"({"error":{"title":)" + quoted + R"(,"message":)" + quoted + "}}",
                          headers);
        break;
      default:
        connection.Answer(400, error, headers);
    }
  }

  std::atomic<int> tokens_{0};
  std::atomic<int> tasks_{0};
};

}  // namespace

EchoServer::EchoServer() {
  int to_server[2];
  int from_server[2];
  if (pipe(to_server) != 0 || pipe(from_server) != 0) throw std::runtime_error("no pipe");
  process_ = fork();
  if (process_ == 0) {
    close(to_server[1]);
    Echo echo;
    const test::Server server([&echo](test::Connection& connection) { echo.Serve(connection); });
    const int port = server.port();
    char byte = 0;
    if (write(from_server[1], &port, sizeof port) == sizeof port &&
        read(to_server[0], &byte, 1) < 0)
      _exit(1);
    _exit(0);
  }
  close(to_server[0]);
  close(from_server[1]);
  lifeline_ = to_server[1];
  if (read(from_server[0], &port_, sizeof port_) != sizeof port_)
    throw std::runtime_error("no server");
  close(from_server[0]);
}

EchoServer::~EchoServer() {
  close(lifeline_);
  waitpid(process_, nullptr, 0);
}

}  // namespace canary
