// SPDX-License-Identifier: Apache-2.0
// The rules of tp.token-store/1, kept by a store in files, as one process sees them.
#include <doctest/doctest.h>

#include <list>

#include "host/file_token_store.h"
#include "host/timer.h"
#include "token_bench.h"
#include "toy_folder.h"

using task_host::FileTokenStore;
using task_host::HostServices;
using tokens::Call;
using tokens::LeaseAnswer;
using tokens::ReadAnswer;
using tokens::Set;

namespace {

constexpr std::chrono::milliseconds kShort(50);

// One host with a store. Several on one folder exclude each other as processes do.
struct Host {
  explicit Host(const toy::fs::path& folder,
                std::chrono::milliseconds lease_time = std::chrono::seconds(60))
      : store(std::make_shared<FileTokenStore>(folder, lease_time)),
        services(
            std::make_unique<HostServices>("test", "1", TP_LOG_TRACE, task_host::LogSink(), store)),
        client(*services) {}
  // The store ends with the services, as it does when a program ends.
  void End() {
    store.reset();
    services.reset();
  }

  std::shared_ptr<FileTokenStore> store;
  std::unique_ptr<HostServices> services;
  tokens::Client client;
};

// Stores the first generation.
void SignIn(tokens::Client& client, const std::string& id = "c") {
  const LeaseAnswer lease = client.Begin(id, 0);
  REQUIRE(lease.status == TP_OK);
  REQUIRE(client.Commit(lease.lease, Set("access-1", "refresh-1", 1000)) == TP_OK);
}

void WaitUntilPassed(std::chrono::nanoseconds time) {
  const std::int64_t end = task_host::TimerQueue::NowNs() + time.count();
  while (task_host::TimerQueue::NowNs() < end) {
  }
}

}  // namespace

TEST_CASE("nothing is generation 0, and each commit is one more") {
  const toy::TempDir dir;
  Host host(dir.path() / "deep" / "tokens");
  const ReadAnswer none = host.client.Read("c");
  CHECK(none.status == TP_E_NOT_FOUND);
  CHECK(none.generation == 0);
  CHECK_FALSE(none.has_tokens);
  CHECK(host.client.Begin("c", 1).status == TP_E_CONFLICT);
  SignIn(host.client);
  const ReadAnswer first = host.client.Read("c");
  CHECK(first.status == TP_OK);
  CHECK(first.generation == 1);
  CHECK(first.access == "access-1");
  CHECK(first.refresh == "refresh-1");
  CHECK(first.scope == "read write");
  CHECK(first.expires == 1000);
  const LeaseAnswer lease = host.client.Begin("c", 1);
  CHECK(lease.status == TP_OK);
  CHECK(host.client.Commit(lease.lease, Set("access-2", "refresh-2")) == TP_OK);
  CHECK(host.client.Read("c").generation == 2);
  CHECK(host.client.Read("c").access == "access-2");
  for (const std::uint64_t other : {0, 1, 3}) {
    CHECK(host.client.Begin("c", other).status == TP_E_CONFLICT);
  }
  CHECK(host.client.Read("other").status == TP_E_NOT_FOUND);
}

TEST_CASE("a commit without a refresh token keeps the stored one") {
  const toy::TempDir dir;
  Host host(dir.path() / "tokens");
  SignIn(host.client);
  CHECK(host.client.Commit(host.client.Begin("c", 1).lease, Set("access-2", "")) == TP_OK);
  CHECK(host.client.Read("c").refresh == "refresh-1");
  CHECK(host.client.Read("c").access == "access-2");
}

TEST_CASE("a lease ends once, and only a lease can end") {
  const toy::TempDir dir;
  Host host(dir.path() / "tokens");
  SignIn(host.client);
  const std::uint64_t lease = host.client.Begin("c", 1).lease;
  CHECK(host.client.Abandon(lease, false) == TP_OK);
  CHECK(host.client.Commit(lease, Set("late", "late")) == TP_E_CONFLICT);
  CHECK(host.client.Abandon(lease, true) == TP_E_CONFLICT);
  CHECK(host.client.Commit(lease + 100, Set("guess", "guess")) == TP_E_CONFLICT);
  const std::uint64_t next = host.client.Begin("c", 1).lease;
  CHECK(next != lease);
  CHECK(host.client.Commit(next, Set("access-2", "refresh-2")) == TP_OK);
  CHECK(host.client.Commit(next, Set("again", "again")) == TP_E_CONFLICT);
  CHECK(host.client.Read("c").access == "access-2");
}

TEST_CASE("one renewal, however many wait for it") {
  const toy::TempDir dir;
  Host host(dir.path() / "tokens");
  SignIn(host.client);
  const std::uint64_t lease = host.client.Begin("c", 1).lease;
  std::list<Call<LeaseAnswer>> waiting(100);
  for (auto& call : waiting) host.client.Begin("c", 1, call);
  CHECK(host.client.Read("c").status == TP_OK);  // asked later, answered before
  for (const auto& call : waiting) CHECK_FALSE(call.IsAnswered());
  // Another connection has a lease of its own.
  CHECK(host.client.Abandon(host.client.Begin("d", 0).lease, false) == TP_OK);
  CHECK(host.client.Commit(lease, Set("access-2", "refresh-2")) == TP_OK);
  for (auto& call : waiting) CHECK(call.Wait().status == TP_E_CONFLICT);
}

TEST_CASE("a lease that is given back goes to those who wait, in their order") {
  const toy::TempDir dir;
  Host host(dir.path() / "tokens");
  std::uint64_t lease = host.client.Begin("c", 0).lease;
  std::list<Call<LeaseAnswer>> waiting(5);
  for (auto& call : waiting) host.client.Begin("c", 0, call);
  while (!waiting.empty()) {
    CHECK(host.client.Abandon(lease, false) == TP_OK);
    const LeaseAnswer next = waiting.front().Wait();
    CHECK(next.status == TP_OK);
    lease = next.lease;
    waiting.pop_front();
    for (const auto& call : waiting) CHECK_FALSE(call.IsAnswered());
  }
}

TEST_CASE("a dead grant is told, and a sign-in revives it") {
  const toy::TempDir dir;
  Host host(dir.path() / "tokens");
  CHECK(host.client.Abandon(host.client.Begin("c", 0).lease, true) == TP_OK);
  CHECK(host.client.Read("c").status == TP_E_UNAUTHENTICATED);
  CHECK(host.client.Read("c").generation == 0);
  SignIn(host.client);
  const std::uint64_t lease = host.client.Begin("c", 1).lease;
  Call<LeaseAnswer> waiting;
  host.client.Begin("c", 1, waiting);
  CHECK(host.client.Abandon(lease, true) == TP_OK);
  const ReadAnswer dead = host.client.Read("c");
  CHECK(dead.status == TP_E_UNAUTHENTICATED);
  CHECK(dead.generation == 1);
  CHECK_FALSE(dead.has_tokens);
  const LeaseAnswer revival = waiting.Wait();
  CHECK(revival.status == TP_OK);
  CHECK(host.client.Commit(revival.lease, Set("access-2", "")) == TP_OK);
  const ReadAnswer alive = host.client.Read("c");
  CHECK(alive.status == TP_OK);
  CHECK(alive.generation == 2);
  CHECK(alive.refresh == "refresh-1");
}

TEST_CASE("stores on one folder are one store") {
  const toy::TempDir dir;
  Host one(dir.path() / "tokens");
  Host two(dir.path() / "tokens");
  const std::uint64_t lease = one.client.Begin("c", 0).lease;
  Call<LeaseAnswer> same;
  Call<LeaseAnswer> newer;
  two.client.Begin("c", 0, same);
  CHECK(two.client.Begin("c", 7).status == TP_E_CONFLICT);
  CHECK_FALSE(same.IsAnswered());
  CHECK(one.client.Commit(lease, Set("access-1", "refresh-1")) == TP_OK);
  CHECK(same.Wait().status == TP_E_CONFLICT);
  CHECK(two.client.Read("c").access == "access-1");
  const std::uint64_t next = two.client.Begin("c", 1).lease;
  one.client.Begin("c", 1, newer);
  CHECK(two.client.Abandon(next, false) == TP_OK);
  CHECK(newer.Wait().status == TP_OK);
}

TEST_CASE("a lease that nobody gives back is lent again after its time") {
  const toy::TempDir dir;
  Host one(dir.path() / "tokens", kShort);
  Host two(dir.path() / "tokens", kShort);
  SignIn(one.client);
  for (Host* taker : {&one, &two}) {
    const std::uint64_t lost = one.client.Begin("c", 1).lease;
    const LeaseAnswer taken = taker->client.Begin("c", 1);
    CHECK(taken.status == TP_OK);
    CHECK(one.client.Commit(lost, Set("late", "late")) == TP_E_CONFLICT);
    CHECK(taker->client.Abandon(taken.lease, false) == TP_OK);
    const std::uint64_t dead = one.client.Begin("c", 1).lease;
    const LeaseAnswer renewed = taker->client.Begin("c", 1);
    CHECK(one.client.Abandon(dead, true) == TP_E_CONFLICT);
    CHECK(one.client.Read("c").status == TP_OK);
    CHECK(taker->client.Abandon(renewed.lease, false) == TP_OK);
  }
  CHECK(one.client.Read("c").access == "access-1");
}

TEST_CASE("a late commit counts while nobody else has asked") {
  const toy::TempDir dir;
  Host host(dir.path() / "tokens", std::chrono::milliseconds(1));
  const std::uint64_t lease = host.client.Begin("c", 0).lease;
  WaitUntilPassed(std::chrono::milliseconds(2));
  CHECK(host.client.Commit(lease, Set("access-1", "refresh-1")) == TP_OK);
}

TEST_CASE("the end of a store answers those who wait and gives its leases back") {
  const toy::TempDir dir;
  Host ending(dir.path() / "tokens");
  Host other(dir.path() / "tokens");
  CHECK(ending.client.Begin("c", 0).status == TP_OK);
  std::list<Call<LeaseAnswer>> waiting(50);
  for (auto& call : waiting) ending.client.Begin("c", 0, call);
  Call<LeaseAnswer> heir;
  other.client.Begin("c", 0, heir);
  ending.End();
  for (auto& call : waiting) {
    CHECK(call.IsAnswered());
    CHECK(call.Wait().status == TP_E_CANCELLED);
  }
  CHECK(heir.Wait().status == TP_OK);
}

TEST_CASE("what was asked before the end is done, a commit above all") {
  const toy::TempDir dir;
  Host host(dir.path() / "tokens");
  const std::uint64_t lease = host.client.Begin("c", 0).lease;
  tp_status end = TP_E_UNKNOWN;
  host.store->Commit(lease, Set("access-1", "refresh-1"), [&](tp_status status) { end = status; });
  host.End();
  CHECK(end == TP_OK);
  CHECK(Host(dir.path() / "tokens").client.Read("c").access == "access-1");
}

TEST_CASE("a store that ends in an answer ends as well") {
  const toy::TempDir dir;
  Host holder(dir.path() / "tokens");
  CHECK(holder.client.Begin("c", 0).status == TP_OK);
  auto store = std::make_shared<FileTokenStore>(dir.path() / "tokens");
  FileTokenStore& alive = *store;
  std::promise<tp_status> waiting;
  alive.BeginRefresh("c", 0, [&](tp_status status, std::uint64_t) { waiting.set_value(status); });
  alive.Read("c", [last = std::move(store)](tp_status, const task_host::TokenSet*,
                                            std::uint64_t) mutable { last.reset(); });
  CHECK(waiting.get_future().get() == TP_E_CANCELLED);
}

TEST_CASE("waiting needs one thread, however many wait") {
  const auto threads = [] {
    const auto all = toy::fs::directory_iterator("/proc/self/task");
    return std::distance(begin(all), end(all));
  };
  const toy::TempDir dir;
  Host holder(dir.path() / "tokens");
  Host host(dir.path() / "tokens");
  const std::uint64_t lease = holder.client.Begin("c", 0).lease;
  Call<LeaseAnswer> first;
  host.client.Begin("c", 0, first);
  CHECK(host.client.Read("c").status == TP_E_NOT_FOUND);
  const auto with_one = threads();
  std::list<Call<LeaseAnswer>> others(999);
  for (auto& call : others) host.client.Begin("c", 0, call);
  CHECK(host.client.Read("c").status == TP_E_NOT_FOUND);
  // Fewer, where a thread that an earlier case has joined was still on its way out.
  CHECK(threads() <= with_one);
  CHECK(holder.client.Commit(lease, Set("access-1", "refresh-1")) == TP_OK);
  CHECK(first.Wait().status == TP_E_CONFLICT);
  for (auto& call : others) CHECK(call.Wait().status == TP_E_CONFLICT);
}

TEST_CASE("remove deletes what is stored and ends whoever renews it") {
  const toy::TempDir dir;
  Host host(dir.path() / "tokens");
  CHECK_FALSE(host.store->Remove("c"));
  SignIn(host.client);
  const std::uint64_t lease = host.client.Begin("c", 1).lease;
  CHECK(host.store->Remove("c"));
  CHECK(host.client.Commit(lease, Set("late", "late")) == TP_E_CONFLICT);
  CHECK(host.client.Read("c").status == TP_E_NOT_FOUND);
  CHECK_FALSE(host.store->Snapshot("c").has_value());
  CHECK(toy::fs::is_empty(dir.path() / "tokens"));
  SignIn(host.client);
  CHECK(host.client.Read("c").generation == 1);
}

TEST_CASE("a snapshot tells everything but the tokens") {
  const toy::TempDir dir;
  Host host(dir.path() / "tokens");
  CHECK_FALSE(host.store->Snapshot("c").has_value());
  SignIn(host.client);
  CHECK(host.client.Abandon(host.client.Begin("c", 1).lease, true) == TP_OK);
  const auto snapshot = host.store->Snapshot("c");
  REQUIRE(snapshot.has_value());
  CHECK(snapshot->generation == 1);
  CHECK(snapshot->grant_is_dead);
  CHECK(snapshot->has_refresh_token);
  CHECK(snapshot->scope == "read write");
  CHECK(snapshot->expires_at_unix_ms == 1000);
}
