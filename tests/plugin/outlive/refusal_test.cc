// SPDX-License-Identifier: Apache-2.0
// Tokens that Zendesk refuses whatever happens, and credentials that change meanwhile.
#include <doctest/doctest.h>

#include <atomic>

#include "tests/host/toy_folder.h"
#include "tests/plugin/transport/server.h"
#include "work.h"

using outlive::Access;
using task_host::FileTokenStore;

namespace {

constexpr const char* kCredentials = R"({"client_id":"app","client_secret":"s3cret"})";

// Gives tokens to the client with this secret; refuses those with these words in them.
class Zendesk {
 public:
  explicit Zendesk(std::string refused)
      : refused_(std::move(refused)),
        server_([this](test::Connection& connection) { Serve(connection); }) {}

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
  int renewals() const { return renewals_; }
  int tasks() const { return tasks_; }

 private:
  void Serve(test::Connection& connection) {
    while (const auto request = connection.Read()) {
      if (request->target == "/oauth/tokens") {
        const int n = ++renewals_;
        const bool is_new = request->body.find("n3w") != std::string::npos;
        connection.Answer(201, R"({"access_token":")" + std::string(is_new ? "new-" : "old-") +
                                   std::to_string(n) +
                                   R"(","token_type":"bearer","expires_in":1800})");
        continue;
      }
      ++tasks_;
      if (request->Header("Authorization").find(refused_) != std::string::npos) {
        connection.Answer(401, R"({"error":"invalid_token","error_description":"No."})");
      } else {
        connection.Answer(201, R"({"ticket":{"id":7}})");
      }
    }
  }

  const std::string refused_;
  std::atomic<int> renewals_{0};
  std::atomic<int> tasks_{0};
  test::Server server_;
};

}  // namespace

TEST_SUITE_BEGIN("refusals");

TEST_CASE("a 401 that keeps coming ends a task after a few renewals") {
  for (const bool with_store : {true, false}) {
    CAPTURE(with_store);
    Zendesk zendesk("old-");
    const toy::TempDir dir;
    outlive::Host host(with_store ? std::make_shared<FileTokenStore>(dir.path() / "tokens")
                                  : nullptr);
    const auto connection = host.Open({zendesk.url(), outlive::kBySecret, kCredentials});
    const task_host::Result result = connection->Execute(outlive::CreateTicket());
    CHECK(result.status == TP_E_UNAUTHENTICATED);
    CHECK(zendesk.renewals() == 4);
    CHECK(zendesk.tasks() == 4);
  }
}

TEST_CASE("new credentials count from the next task on") {
  Zendesk zendesk("old-");
  outlive::Host host(nullptr);
  const auto connection = host.Open({zendesk.url(), outlive::kBySecret, kCredentials});
  CHECK(!connection->Execute(outlive::CreateTicket()).ok());
  CHECK(connection->UpdateCredentials(R"({"client_id":"","client_secret":"n3w"})") ==
        TP_E_INVALID_ARGUMENT);
  CHECK(!connection->Execute(outlive::CreateTicket()).ok());
  CHECK(connection->UpdateCredentials(R"({"client_id":"app","client_secret":"n3w"})") == TP_OK);
  const task_host::Result result = connection->Execute(outlive::CreateTicket());
  CHECK_MESSAGE(result.ok(), result.error_message);
}

TEST_CASE("new credentials replace what the old ones have left in the store, once it is refused") {
  Zendesk zendesk("old-");
  const toy::TempDir dir;
  outlive::Host host(std::make_shared<FileTokenStore>(dir.path() / "tokens"));
  const auto connection = host.Open({zendesk.url(), outlive::kBySecret, kCredentials});
  CHECK(!connection->Execute(outlive::CreateTicket()).ok());
  CHECK(connection->UpdateCredentials(R"({"client_id":"app","client_secret":"n3w"})") == TP_OK);
  const task_host::Result result = connection->Execute(outlive::CreateTicket());
  CHECK_MESSAGE(result.ok(), result.error_message);
}

TEST_SUITE_END();
