// SPDX-License-Identifier: Apache-2.0
// A session, the token endpoint that it asks over TCP, and tasks that wait for it.
#pragma once

#include <doctest/doctest.h>

#include <future>
#include <memory>
#include <optional>
#include <string>

#include "fake_host.h"
#include "plugin/auth/session.h"
#include "server.h"

namespace test {

using zendesk::auth::Credentials;
using zendesk::auth::Grant;
using zendesk::auth::NoToken;
using zendesk::auth::Session;
using zendesk::auth::SignedIn;
using zendesk::auth::TokenSource;
using zendesk::transport::Deadline;
using zendesk::transport::Handle;
using zendesk::transport::kNoDeadline;
using zendesk::transport::Task;
using zendesk::transport::Transport;

// What became of one who asked for a token.
struct Got {
  std::shared_ptr<const Credentials> credentials;
  std::optional<NoToken> failure;

  // The token, or why there is none.
  std::string Token() const {
    if (failure) return std::string("no token: ") + failure->what();
    if (credentials == nullptr) return "none";
    return std::string(credentials->AuthorizationHeader().substr(sizeof "Authorization: Bearer"));
  }
  NoToken::Kind Kind() const {
    REQUIRE(failure.has_value());
    return failure->kind();
  }
};

struct Asking {
  Got Get() {
    REQUIRE(end.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    return end.get();
  }
  Handle handle;
  std::future<Got> end;
};

// The n-th answer, from 1: tokens of that number.
inline std::string TokensOf(int n, const std::string& lifetime = R"(,"expires_in":1800)") {
  const std::string number = std::to_string(n);
  return R"({"access_token":"access-)" + number + R"(","refresh_token":"refresh-)" + number +
         R"(","token_type":"bearer","scope":"read write")" + lifetime + "}";
}

class Bench {
 public:
  using Answer = std::function<void(Connection&, const ServerRequest&, int n)>;
  enum class Host { kWithStore, kWithoutStore };

  explicit Bench(Grant::Kind kind = Grant::Kind::kAuthorizationCode, Host host = Host::kWithStore,
                 std::chrono::milliseconds patience = std::chrono::seconds(15))
      : answer([](Connection& connection, const ServerRequest&, int n) {
          connection.Answer(201, TokensOf(n));
        }),
        server([this](Connection& connection) { Serve(connection); }),
        transport(std::make_unique<Transport>(zendesk::transport::Options())) {
    TokenSource source;
    source.origin = "http://127.0.0.1:" + std::to_string(server.port());
    if (host == Host::kWithStore) source.store = store;
    source.clock = clock;
    source.redact = [this](std::string_view secret) { redacted.Add(std::string(secret)); };
    source.patience = patience;
    const bool by_code = kind == Grant::Kind::kAuthorizationCode;
    session = std::make_shared<Session>(
        Grant(kind, {"client", "s3cret", by_code ? "refresh-0" : "", ""}), std::move(source));
  }
  Asking Ask(Deadline deadline = kNoDeadline) { return Start(nullptr, deadline, false); }
  Asking Replace(const Got& refused) { return Start(refused.credentials, kNoDeadline, true); }
  // A task that sends a request with the token when it has it.
  Asking Use() {
    auto got = std::make_shared<Got>();
    return StartTask(UseIt(*transport, session, server.Url("/use"), got), got);
  }
  Asking SignIn() {
    auto got = std::make_shared<Got>();
    return StartTask(Redeem(*transport, session), got);
  }
  // What Fresh() says on the I/O thread.
  std::string Fresh() {
    auto got = std::make_shared<Got>();
    return StartTask(Look(*transport, session, got), got).Get().Token();
  }

  // Requests for tokens.
  int asked() const { return asked_; }
  void Seed(std::int64_t lifetime_ms = 1'800'000) {
    store->Put("stored", "refresh-0", clock->UnixMs(), clock->UnixMs() + lifetime_ms);
  }

  Events events;
  Events redacted;
  std::shared_ptr<FakeClock> clock = std::make_shared<FakeClock>();
  std::shared_ptr<FakeStore> store = std::make_shared<FakeStore>(events);
  Answer answer;  // to change before anybody asks
  Server server;
  std::unique_ptr<Transport> transport;
  std::shared_ptr<Session> session;

 private:
  void Serve(Connection& connection) {
    while (const auto request = connection.Read()) {
      if (request->target != "/oauth/tokens") {
        events.Add("used " + request->Header("Authorization").substr(sizeof "Bearer"));
        connection.Answer(200, "{}");
        continue;
      }
      const int n = ++asked_;
      events.Add("asked");
      answer(connection, *request, n);
    }
  }

  Asking Start(std::shared_ptr<const Credentials> refused, Deadline deadline, bool replace) {
    auto got = std::make_shared<Got>();
    return StartTask(Obtain(*transport, session, std::move(refused), deadline, replace, got), got);
  }
  Asking StartTask(Task<void> task, std::shared_ptr<Got> got) {
    auto promise = std::make_shared<std::promise<Got>>();
    Asking asking;
    asking.end = promise->get_future();
    asking.handle =
        transport->Start(std::move(task), [promise, got](const std::exception_ptr& error) {
          try {
            if (error) std::rethrow_exception(error);
          } catch (const NoToken& no_token) {
            got->failure = no_token;
          } catch (...) {
            promise->set_exception(std::current_exception());
            return;
          }
          promise->set_value(std::move(*got));
        });
    return asking;
  }

  static Task<void> Obtain(Transport& transport, std::shared_ptr<Session> session,
                           std::shared_ptr<const Credentials> refused, Deadline deadline,
                           bool replace, std::shared_ptr<Got> got) {
    if (replace) {
      got->credentials = co_await session->Replace(transport, refused, deadline);
      co_return;
    }
    got->credentials = session->Fresh(transport);
    if (got->credentials == nullptr)
      got->credentials = co_await session->Obtain(transport, deadline);
  }
  static Task<void> UseIt(Transport& transport, std::shared_ptr<Session> session, std::string url,
                          std::shared_ptr<Got> got) {
    co_await Obtain(transport, session, nullptr, kNoDeadline, false, got);
    zendesk::transport::Request request(zendesk::transport::Method::kGet, url);
    request.headers.emplace_back(got->credentials->AuthorizationHeader());
    co_await transport.Send(request);
  }
  static Task<void> Look(Transport& transport, std::shared_ptr<Session> session,
                         std::shared_ptr<Got> got) {
    got->credentials = session->Fresh(transport);
    co_return;
  }
  static Task<void> Redeem(Transport& transport, std::shared_ptr<Session> session) {
    SignedIn signed_in;
    signed_in.code = "the-code";
    signed_in.code_verifier = "the-verifier";
    signed_in.redirect_uri = "http://127.0.0.1:8976/callback";
    co_await session->SignIn(transport, signed_in);
  }

  std::atomic<int> asked_{0};
};

// Holds something back until it is opened.
class Gate {
 public:
  void Open() { promise_.set_value(); }
  void Await() const {
    REQUIRE(opened_.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
  }

 private:
  std::promise<void> promise_;
  std::shared_future<void> opened_ = promise_.get_future().share();
};

}  // namespace test
