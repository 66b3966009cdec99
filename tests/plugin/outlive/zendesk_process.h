// SPDX-License-Identifier: Apache-2.0
// The sandbox as a process of its own, and what a test asks it past the plugin.
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <memory>
#include <string>

#include "host/json.h"
#include "tests/host/toy_folder.h"
#include "tests/host/worker_process.h"
#include "tests/sandbox/tcp_client.h"
#include "work.h"

namespace outlive {

class ZendeskProcess {
 public:
  explicit ZendeskProcess(const std::string& lifetime)
      : process_(ZENDESK_SANDBOX, {"--auto-consent", "--token-lifetime", lifetime, "--threads", "2",
                                   "--journal", journal_file()}) {
    const std::string line = process_.ReadLine();
    REQUIRE(line.starts_with("listening on http://127.0.0.1:"));
    url_ = line.substr(line.find("http://"));
    port_ = static_cast<std::uint16_t>(std::stoi(url_.substr(url_.rfind(':') + 1)));
  }

  const std::string& url() const { return url_; }

  // What a connection of this type needs; a refresh token, if it is one, is fresh.
  Access AccessOf(const std::string& type) {
    Access access;
    access.url = url_;
    access.type = type;
    access.credentials =
        type == kByCode
            ? R"({"client_id":"sandbox_app","client_secret":"sandbox-app-secret","refresh_token":")" +
                  SignIn("refresh_token") + "\"}"
            : R"({"client_id":"sandbox_service","client_secret":"sandbox-service-secret"})";
    return access;
  }

  // One of the tokens that a person's consent brings.
  std::string SignIn(const std::string& name) {
    const auto redirect =
        Call("GET",
             "/oauth/authorizations/new?response_type=code&client_id=sandbox_app&scope=read%20write"
             "&redirect_uri=http%3A%2F%2F127.0.0.1%3A8976%2Fcallback");
    const auto begin = redirect.head.find("?code=") + 6;
    const std::string code =
        redirect.head.substr(begin, redirect.head.find_first_of("&\r", begin) - begin);
    const auto tokens = Call(
        "POST", "/oauth/tokens",
        R"({"grant_type":"authorization_code","client_id":"sandbox_app","code":")" + code +
            R"(","client_secret":"sandbox-app-secret","redirect_uri":"http://127.0.0.1:8976/callback"})");
    return task_host::Json::Parse(tokens.body).Text(name);
  }

  // Does Zendesk still renew with it? Uses it up if so.
  bool Renews(const std::string& refresh_token) {
    const auto answer = Call(
        "POST", "/oauth/tokens",
        R"({"grant_type":"refresh_token","client_id":"sandbox_app","client_secret":"sandbox-app-secret",)"
        R"("refresh_token":")" +
            refresh_token + "\"}");
    return answer.status == 201;
  }

  void Fault(const std::string& json) {
    REQUIRE(Call("POST", "/sandbox/faults", json).status == 201);
  }

  // A count of GET /sandbox/state.
  std::int64_t State(const std::string& pointer) {
    const auto state = task_host::Json::Parse(Call("GET", "/sandbox/state").body);
    const task_host::Json* value = state.At(pointer);
    REQUIRE(value != nullptr);
    return value->Integer().value();
  }

  // Requests for tokens, sign-ins and renewals alike.
  int TokenRequests() const {
    std::ifstream journal(journal_file());
    int count = 0;
    for (std::string line; std::getline(journal, line);) {
      if (line.find("/oauth/tokens") != std::string::npos) ++count;
    }
    return count;
  }

 private:
  std::string journal_file() const { return (dir_.path() / "journal").string(); }

  sandbox::RawResponse Call(std::string_view method, std::string_view target,
                            std::string_view body = "") {
    sandbox::TcpClient client(port_);
    client.send(sandbox::request_text(method, target, body));
    return client.receive();
  }

  toy::TempDir dir_;
  tokens::WorkerProcess process_;
  std::string url_;
  std::uint16_t port_ = 0;
};

}  // namespace outlive
