// SPDX-License-Identifier: Apache-2.0
// Who waits for a token, when it is renewed, and what ends without one.
#include <doctest/doctest.h>

#include <atomic>

#include <thread>
#include <vector>

#include "session_bench.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers
using namespace std::chrono_literals;
using Kind = Grant::Kind;
using Host = Bench::Host;
using Why = NoToken::Kind;

namespace {

constexpr std::int64_t kDay = 24 * 60 * 60 * 1000;

Bench::Answer WithLifetime(const std::string& text) {
  return [text](Connection& connection, const ServerRequest&, int n) {
    connection.Answer(200, TokensOf(n, text));
  };
}

Bench::Answer Always(int status, const std::string& body) {
  return [status, body](Connection& connection, const ServerRequest&, int) {
    connection.Answer(status, body);
  };
}

}  // namespace

TEST_SUITE_BEGIN("session");

TEST_CASE("of many tasks that wait, without a store, one asks") {
  Gate gate;
  Bench bench(Kind::kClientCredentials, Host::kWithoutStore);
  bench.answer = [&](Connection& connection, const ServerRequest&, int n) {
    gate.Await();
    connection.Answer(201, TokensOf(n));
  };
  std::vector<Asking> all;
  for (int i = 0; i < 50; ++i) all.push_back(bench.Ask());
  CHECK(bench.Fresh() == "none");  // after all the others, so that they wait by now
  gate.Open();
  for (Asking& one : all) CHECK(one.Get().Token() == "access-1");
  CHECK(bench.asked() == 1);
  CHECK(bench.session->renewals() == 1);
  const std::vector<std::string> redacted = bench.redacted.All();
  for (const char* form : {"access-1", "YWNjZXNzLTE="})
    CHECK(std::count(redacted.begin(), redacted.end(), form) == 1);
}

TEST_CASE("a token is renewed ahead of time, by a clock that does not jump") {
  struct Example {
    std::string seconds;
    std::int64_t lifetime;
    std::int64_t margin;
  };
  for (const auto& [seconds, lifetime, margin] :
       {Example{"1800", 1'800'000, 60'000}, Example{"301", 301'000, 60'000},
        Example{"100", 100'000, 20'000}, Example{"\"2\"", 2'000, 400}}) {
    for (const Host host : {Host::kWithStore, Host::kWithoutStore}) {
      for (const std::int64_t jump : {std::int64_t{0}, kDay, -kDay}) {
        CAPTURE(seconds);
        CAPTURE(jump);
        Bench bench(Kind::kClientCredentials, host);
        bench.answer = WithLifetime(",\"expires_in\":" + seconds);
        CHECK(bench.Ask().Get().Token() == "access-1");
        bench.clock->JumpWall(jump);
        bench.clock->Pass(lifetime - margin - 1);
        CHECK(bench.Ask().Get().Token() == "access-1");
        bench.clock->Pass(1);
        CHECK(bench.Fresh() == "none");
        CHECK(bench.Ask().Get().Token() == "access-2");
        bench.clock->JumpWall(-jump);
        bench.clock->Pass(lifetime - margin - 1);
        CHECK(bench.Ask().Get().Token() == "access-2");
        CHECK(bench.asked() == 2);
      }
    }
  }
}

TEST_CASE("the wall clock may jump while the answer is on its way") {
  for (const std::int64_t jump : {kDay, -kDay}) {
    Bench bench;
    bench.answer = [&](Connection& connection, const ServerRequest&, int n) {
      bench.clock->JumpWall(jump);
      bench.clock->Pass(1000);
      connection.Answer(201, TokensOf(n));
    };
    CHECK(bench.Ask().Get().Token() == "access-1");
    bench.clock->Pass(1'800'000 - 1000 - 60'000 - 1);
    CHECK(bench.Fresh() == "access-1");
    bench.clock->Pass(1);  // the lifetime counts from the question
    CHECK(bench.Fresh() == "none");
  }
}

TEST_CASE("what another process has stored is used, as long as it holds") {
  Bench bench;
  bench.Seed();
  bench.clock->Pass(600'000);
  CHECK(bench.Ask().Get().Token() == "stored");
  bench.clock->Pass(1'139'999);
  CHECK(bench.Fresh() == "stored");
  bench.clock->Pass(1);
  CHECK(bench.Ask().Get().Token() == "access-1");
  CHECK(bench.asked() == 1);
}

TEST_CASE("a wall clock that was set back makes no stored token live longer than its lifetime") {
  Bench bench;
  bench.Seed();
  bench.clock->JumpWall(-kDay);
  CHECK(bench.Ask().Get().Token() == "stored");
  bench.clock->Pass(1'739'999);
  CHECK(bench.Fresh() == "stored");
  bench.clock->Pass(1);
  CHECK(bench.Fresh() == "none");
}

TEST_CASE("absurd times in the store do no harm") {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  for (const auto& [issued, expires] : {std::pair{std::int64_t{0}, kMost},
                                        {std::int64_t{1}, kMost},
                                        {kMost, std::int64_t{1}},
                                        {-kMost, kMost},
                                        {kMost, -kMost}}) {
    Bench bench;
    bench.store->Put("stored", "refresh-0", issued, expires);
    const std::string token = bench.Ask().Get().Token();
    CHECK((token == "stored" || token == "access-1"));
  }
}

TEST_CASE("a token that says no end is used until it is refused") {
  for (const std::string none :
       {"", ",\"expires_in\":null", ",\"expires_in\":-5", ",\"expires_in\":0",
        ",\"expires_in\":1e300", ",\"expires_in\":\"soon\"",
        ",\"expires_in\":99999999999999999999"}) {
    CAPTURE(none);
    Bench bench;
    bench.answer = WithLifetime(none);
    const Got first = bench.Ask().Get();
    bench.clock->Pass(10 * kDay);
    CHECK(bench.Fresh() == "access-1");
    CHECK(bench.Replace(first).Get().Token() == "access-2");
    CHECK(bench.asked() == 2);
  }
}

TEST_CASE("while the old token lives, a failed renewal does no harm") {
  Bench bench(Kind::kClientCredentials, Host::kWithoutStore);
  std::atomic<bool> reachable = true;
  bench.answer = [&](Connection& connection, const ServerRequest&, int n) {
    if (reachable) connection.Answer(201, TokensOf(n));
    connection.Close();
  };
  CHECK(bench.Ask().Get().Token() == "access-1");
  reachable = false;
  bench.clock->Pass(1'740'000);
  CHECK(bench.Fresh() == "none");
  CHECK(bench.Ask().Get().Token() == "access-1");
  CHECK(bench.Fresh() == "access-1");  // the next try is not made for every task
  bench.clock->Pass(5'000);
  CHECK(bench.Fresh() == "none");
  bench.clock->Pass(55'000);
  CHECK(bench.Ask().Get().Kind() == Why::kUnreachable);
  reachable = true;
  CHECK(bench.Ask().Get().Token() == "access-4");
}

TEST_CASE("whoever stops waiting leaves the renewal going") {
  Gate gate;
  Bench bench;
  bench.answer = [&](Connection& connection, const ServerRequest&, int n) {
    gate.Await();
    connection.Answer(201, TokensOf(n));
  };
  Asking first = bench.Ask();
  bench.events.Await("asked");
  Asking late = bench.Ask(std::chrono::steady_clock::now() + 1ms);
  CHECK(late.Get().Kind() == Why::kTimeout);
  Asking patient = bench.Ask();
  first.handle.Cancel();
  CHECK(first.Get().Kind() == Why::kCancelled);
  gate.Open();
  CHECK(patient.Get().Token() == "access-1");
  CHECK(bench.store->access() == "access-1");
  CHECK(bench.asked() == 1);
}

TEST_CASE("the end of the transport waits for tokens that are on their way, and stores them") {
  Gate gate;
  Bench bench;
  bench.answer = [&](Connection& connection, const ServerRequest&, int n) {
    gate.Await();
    connection.Answer(201, TokensOf(n));
  };
  Asking waiting = bench.Ask();
  bench.events.Await("asked");
  std::thread end([&] { bench.transport.reset(); });
  CHECK(waiting.Get().Kind() == Why::kCancelled);  // the end has begun
  gate.Open();
  end.join();
  CHECK(bench.store->access() == "access-1");
  CHECK(bench.store->refresh() == "refresh-1");
  CHECK(bench.store->open_leases() == 0);
}

TEST_CASE("refusals of the token endpoint have their own kinds, and mark nothing dead") {
  const auto ask = [](Kind kind, const std::string& error, int status = 400) {
    Bench bench(kind);
    bench.answer = Always(status, R"({"error":")" + error + "\"}");
    const Why why = bench.Ask().Get().Kind();
    CHECK(bench.store->open_leases() == 0);
    CHECK(bench.store->dead == (why == Why::kSignInAgain));
    return why;
  };
  for (const Kind kind : {Kind::kAuthorizationCode, Kind::kClientCredentials}) {
    CHECK(ask(kind, "invalid_client", 401) == Why::kClientRefused);
    CHECK(ask(kind, "unauthorized_client") == Why::kClientRefused);
    CHECK(ask(kind, "invalid_scope") == Why::kScopeRefused);
    CHECK(ask(kind, "something", 500) == Why::kRefused);
  }
  CHECK(ask(Kind::kAuthorizationCode, "invalid_grant") == Why::kSignInAgain);
  CHECK(ask(Kind::kClientCredentials, "invalid_grant") == Why::kRefused);
}

TEST_CASE("an answer without a usable token is no success") {
  Bench bench(Kind::kClientCredentials);
  bench.answer = Always(200, R"({"access_token":"a b","token_type":"bearer"})");
  CHECK(bench.Ask().Get().Kind() == Why::kBadReply);
  CHECK(bench.store->generation() == 0);
}

TEST_CASE("fixed credentials are always at hand, and cannot be replaced") {
  Bench bench;
  bench.session = std::make_shared<Session>(Credentials::Bearer("fixed"));
  CHECK(bench.Fresh() == "fixed");
  CHECK(bench.Replace(bench.Ask().Get()).Get().Token() == "none");
  CHECK(bench.asked() == 0);
}

TEST_SUITE_END();
