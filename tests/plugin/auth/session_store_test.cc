// SPDX-License-Identifier: Apache-2.0
// Renewals among several who share a store: who asks, what is stored when, and what a store that
// breaks down costs.
#include <doctest/doctest.h>

#include "session_bench.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers
using namespace std::chrono_literals;
using Kind = Grant::Kind;
using Host = Bench::Host;
using Why = NoToken::Kind;
using Call = FakeStore::Call;
using List = std::vector<std::string>;

namespace {

constexpr const char* kInvalidGrant = R"({"error":"invalid_grant"})";

}  // namespace

TEST_SUITE_BEGIN("store");

TEST_CASE("the first tokens come from the refresh token of the credentials") {
  Bench bench;
  CHECK(bench.Ask().Get().Token() == "access-1");
  CHECK(bench.server.requests().at(0).body.find(R"("refresh_token":"refresh-0")") !=
        std::string::npos);
  CHECK(bench.store->refresh() == "refresh-1");
  bench.clock->Pass(1'800'000);
  CHECK(bench.Ask().Get().Token() == "access-2");
  CHECK(bench.server.requests().at(1).body.find(R"("refresh_token":"refresh-1")") !=
        std::string::npos);
}

TEST_CASE("new tokens are in the store before the first request that uses them") {
  Bench bench;
  bench.store->holds_commits = true;
  Asking use = bench.Use();
  bench.events.Await("commit");
  CHECK(bench.Fresh() == "none");
  bench.events.Add("answered");
  bench.store->LetCommitsGo();
  CHECK(use.Get().Token() == "access-1");
  CHECK(bench.events.All() == List{"asked", "commit", "answered", "used access-1"});
}

TEST_CASE("a refused token is not renewed when the store holds a newer one") {
  Bench bench;
  bench.Seed();
  const Got old = bench.Ask().Get();
  CHECK(old.Token() == "stored");
  bench.store->Put("newer", "refresh-9", bench.clock->UnixMs(), bench.clock->UnixMs() + 1'800'000);
  const Got newer = bench.Replace(old).Get();
  CHECK(newer.Token() == "newer");
  CHECK(bench.asked() == 0);
  // Whoever was refused the old one later on takes what is there.
  CHECK(bench.Replace(old).Get().Token() == "newer");
  CHECK(bench.Replace(newer).Get().Token() == "access-1");
  CHECK(bench.asked() == 1);
}

TEST_CASE("invalid_grant ends the connection only for the generation that was seen") {
  Bench bench;
  bench.answer = [&](Connection& connection, const ServerRequest&, int) {
    connection.Answer(400, kInvalidGrant);
  };
  CHECK(bench.Ask().Get().Kind() == Why::kSignInAgain);
  CHECK(bench.store->dead);
  CHECK(bench.Ask().Get().Kind() == Why::kSignInAgain);
  CHECK(bench.asked() == 1);  // a dead grant is not tried again

  Bench other;
  other.answer = [&](Connection& connection, const ServerRequest&, int) {
    other.store->Put("newer", "refresh-9", other.clock->UnixMs(),
                     other.clock->UnixMs() + 1'800'000);
    connection.Answer(400, kInvalidGrant);
  };
  CHECK(other.Ask().Get().Token() == "newer");
  CHECK(!other.store->dead);
}

TEST_CASE("a lease that has ended is borrowed anew, for the same tokens") {
  Bench bench;
  bench.store->lost_leases = 2;
  CHECK(bench.Ask().Get().Token() == "access-1");
  CHECK(bench.asked() == 1);
  CHECK(bench.events.All() == List{"asked", "commit", "commit", "commit", "stored access-1"});
  CHECK(bench.store->open_leases() == 0);
}

TEST_CASE("tokens that somebody else has stored meanwhile count more than those in hand") {
  Bench bench;
  bench.answer = [&](Connection& connection, const ServerRequest&, int n) {
    bench.store->Put("newer", "refresh-9", bench.clock->UnixMs(),
                     bench.clock->UnixMs() + 1'800'000);
    connection.Answer(201, TokensOf(n));
  };
  CHECK(bench.Ask().Get().Token() == "newer");
  CHECK(bench.store->access() == "newer");
  bench.clock->Pass(1'800'000);
  bench.answer = [](Connection& connection, const ServerRequest&, int n) {
    connection.Answer(201, TokensOf(n));
  };
  CHECK(bench.Ask().Get().Token() == "access-2");
}

TEST_CASE("what could not be stored is stored by the next renewal, and not asked for again") {
  for (const bool is_silent : {false, true}) {
    CAPTURE(is_silent);
    Bench bench(Kind::kAuthorizationCode, Host::kWithStore, is_silent ? 50ms : 15s);
    (is_silent ? bench.store->silent : bench.store->failing) = Call::kCommit;
    CHECK(bench.Ask().Get().Kind() == Why::kStore);
    CHECK(bench.Ask().Get().Kind() == Why::kStore);
    CHECK(bench.Fresh() == "none");
    bench.store->silent = bench.store->failing = Call::kNone;
    // Another process may even have found the old pair dead.
    bench.store->MarkDead();
    CHECK(bench.Ask().Get().Token() == "access-1");
    CHECK(bench.store->refresh() == "refresh-1");
    CHECK(!bench.store->dead);
    CHECK(bench.asked() == 1);
  }
}

TEST_CASE("tokens that were stored too late for a worker never end up over newer ones") {
  Bench bench(Kind::kAuthorizationCode, Host::kWithStore, 50ms);
  bench.store->holds_commits = true;
  CHECK(bench.Ask().Get().Kind() == Why::kStore);
  CHECK(bench.store->access() == "access-1");
  // Another process renews them, and again.
  const std::int64_t now = bench.clock->UnixMs();
  bench.store->Put("newer", "refresh-9", now, now + 1'800'000);
  bench.store->LetCommitsGo();
  CHECK(bench.Ask().Get().Token() == "newer");
  bench.clock->Pass(1'800'000);
  CHECK(bench.Ask().Get().Token() == "access-2");
  CHECK(bench.server.requests().back().body.find(R"("refresh_token":"refresh-9")") !=
        std::string::npos);
}

TEST_CASE("tokens that were left over, and have ended since, are stored and renewed") {
  Bench bench;
  bench.store->failing = Call::kCommit;
  CHECK(bench.Ask().Get().Kind() == Why::kStore);
  bench.store->failing = Call::kNone;
  bench.clock->Pass(1'800'000);
  CHECK(bench.Ask().Get().Token() == "access-2");
  CHECK(bench.server.requests().back().body.find(R"("refresh_token":"refresh-1")") !=
        std::string::npos);
}

TEST_CASE("a store that fails or never answers is told so within its time, and nothing is asked") {
  for (const Kind kind : {Kind::kAuthorizationCode, Kind::kClientCredentials}) {
    for (const Call call : {Call::kRead, Call::kBegin}) {
      Bench bench(kind, Host::kWithStore, 50ms);
      bench.store->failing = call;
      CHECK(bench.Ask().Get().Token() ==
            "no token: The workflow engine's store of OAuth tokens does not work.");
      bench.store->failing = Call::kNone;
      bench.store->silent = call;
      CHECK(bench.Ask().Get().Token() ==
            "no token: The workflow engine's store of OAuth tokens does not answer.");
      CHECK(bench.asked() == 0);
      bench.store->silent = Call::kNone;
      CHECK(bench.Ask().Get().Token() == "access-1");
    }
  }
}

TEST_CASE("a sign-in stores the tokens of its code, and revives a dead grant") {
  Bench bench;
  bench.store->MarkDead();
  CHECK(bench.Ask().Get().Kind() == Why::kSignInAgain);
  CHECK(bench.SignIn().Get().Token() == "none");
  CHECK(bench.store->access() == "access-1");
  CHECK(bench.Fresh() == "access-1");
  const std::string body = bench.server.requests().at(0).body;
  CHECK(body.find(R"("code":"the-code")") != std::string::npos);
  CHECK(body.find(R"("code_verifier":"the-verifier")") != std::string::npos);
}

TEST_CASE("a sign-in counts more than a renewal of the old tokens at the same time") {
  Bench bench;
  bench.Seed();
  bench.answer = [&](Connection& connection, const ServerRequest&, int n) {
    bench.store->Put("old grant", "refresh-9", 0, 0);
    connection.Answer(201, TokensOf(n));
  };
  CHECK(bench.SignIn().Get().Token() == "none");
  CHECK(bench.store->access() == "access-1");
  CHECK(bench.asked() == 1);
}

TEST_CASE("a code that is refused ends the sign-in, and what is stored stays in use") {
  Bench bench;
  bench.Seed();
  bench.answer = [&](Connection& connection, const ServerRequest&, int) {
    connection.Answer(400, kInvalidGrant);
  };
  CHECK(bench.SignIn().Get().Kind() == Why::kSignInAgain);
  CHECK(bench.Ask().Get().Token() == "stored");
}

TEST_CASE("what a server echoes is masked, with all that was sent") {
  Bench bench;
  bench.answer = [&](Connection& connection, const ServerRequest& request, int) {
    connection.Answer(500, request.body);
  };
  const Got got = bench.Ask().Get();
  REQUIRE(got.failure->response().has_value());
  std::string text(got.failure->response()->body);
  text += " cmVmcmVzaC0w";
  for (const char* secret : {"refresh-0", "cmVmcmVzaC0w", "s3cret"})
    REQUIRE(text.find(secret) != std::string::npos);
  bench.session->Mask(text);
  for (const char* secret : {"refresh-0", "cmVmcmVzaC0w", "s3cret"})
    CHECK(text.find(secret) == std::string::npos);
}

TEST_SUITE_END();
