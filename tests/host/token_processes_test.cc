// SPDX-License-Identifier: Apache-2.0
// A token store in the hands of several processes, some of which are killed or stopped.
#include <doctest/doctest.h>

#include <list>
#include <random>

#include "host/file_token_store.h"
#include "token_bench.h"
#include "toy_folder.h"
#include "worker_process.h"

using tokens::Client;
using tokens::LeaseAnswer;
using tokens::ReadAnswer;
using tokens::WorkerProcess;
using Clock = std::chrono::steady_clock;

namespace {

// Sanitizers look at memory, and make everything slow; what is on the disk is the same without
// them.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kKills = 25;
constexpr int kStops = 10;
constexpr std::uint64_t kGenerations = 50;
#else
constexpr int kKills = 200;
constexpr int kStops = 40;
constexpr std::uint64_t kGenerations = 300;
#endif

// This process, beside the others.
struct Own {
  Own(const std::string& folder, std::chrono::milliseconds lease_time)
      : store(std::make_shared<task_host::FileTokenStore>(folder, lease_time)),
        services("test", "1", TP_LOG_TRACE, task_host::LogSink(), store),
        client(services) {}
  std::shared_ptr<task_host::FileTokenStore> store;
  task_host::HostServices services;
  Client client;
};

// What is stored is whole; its generation.
std::uint64_t WholeGeneration(Client& client) {
  const ReadAnswer answer = client.Read("c");
  if (answer.status == TP_E_NOT_FOUND) return 0;
  CHECK(answer.status == TP_OK);
  CHECK(answer.access == "access-" + std::to_string(answer.generation));
  CHECK(answer.refresh == "refresh-" + std::to_string(answer.generation));
  return answer.generation;
}

// Takes the lease, whoever had it, and gives how long that took.
LeaseAnswer TakeLease(Client& client, Clock::duration& took) {
  const Clock::time_point begin = Clock::now();
  while (true) {
    const LeaseAnswer answer = client.Begin("c", WholeGeneration(client));
    took = Clock::now() - begin;
    if (answer.status != TP_E_CONFLICT) return answer;
  }
}

// A time for the process to run, of up to 30 ms, the short ones more often.
std::chrono::microseconds SomeTime(std::mt19937& random) {
  return std::chrono::microseconds(1 << std::uniform_int_distribution<int>(0, 14)(random)) +
         std::chrono::microseconds(random() % 16384);
}

}  // namespace

TEST_CASE("many threads of many processes renew each generation once, and never two at a time") {
  const toy::TempDir dir;
  const std::string folder = (dir.path() / "tokens").string();
  const std::string marker = (dir.path() / "marker").string();
  std::list<WorkerProcess> workers;
  for (int i = 0; i < 4; ++i) {
    workers.emplace_back(std::vector<std::string>{"renew", folder, "60000", "8",
                                                  std::to_string(kGenerations), marker});
  }
  std::vector<int> stored(kGenerations + 1);
  for (WorkerProcess& worker : workers) {
    for (std::string line; !(line = worker.ReadLine()).empty();) ++stored.at(std::stoul(line));
    CHECK(worker.Wait() == 0);
  }
  for (std::uint64_t i = 1; i <= kGenerations; ++i) {
    CAPTURE(i);
    CHECK(stored[i] == 1);
  }
  Own own(folder, std::chrono::seconds(60));
  CHECK(WholeGeneration(own.client) == kGenerations);
}

TEST_CASE("whenever a process is killed, what is stored is whole, and the lease is free") {
  constexpr std::uint64_t kThreads = 4;
  std::mt19937 random(20260427);
  const toy::TempDir dir;
  const std::string folder = (dir.path() / "tokens").string();
  Own own(folder, std::chrono::seconds(60));
  std::uint64_t last = 0;
  int killed = 0;
  while (killed < kKills) {
    WorkerProcess worker({"renew", folder, "60000", std::to_string(kThreads), "1000000000"});
    // From its first renewal on, so that the time is one of renewals and not of its start.
    std::string line = worker.ReadLine();
    worker.ReadFor(SomeTime(random));
    worker.Signal(SIGKILL);
    CHECK(worker.Wait() == 1000 + SIGKILL);
    ++killed;
    const std::uint64_t generation = WholeGeneration(own.client);
    std::uint64_t told = 0;
    for (; !line.empty(); line = worker.ReadLine()) told = std::max(told, std::stoul(line));
    // Each thread may have stored one more than it had time to tell.
    CHECK(told > last);
    CHECK(generation >= told);
    CHECK(generation <= told + kThreads);
    Clock::duration took{};
    const LeaseAnswer lease = TakeLease(own.client, took);
    CHECK(lease.status == TP_OK);
    CHECK(took < std::chrono::seconds(30));  // half of the lease
    CHECK(own.client.Abandon(lease.lease, false) == TP_OK);
    last = generation;
  }
  // What the killed ones left behind is gone with the next renewal: the tokens and the lease stay.
  CHECK(std::distance(toy::fs::directory_iterator(folder), {}) == 2);
}

TEST_CASE("a holder that hangs loses its lease, and finds out when it runs on") {
  const toy::TempDir dir;
  const std::string folder = (dir.path() / "tokens").string();
  Own own(folder, std::chrono::milliseconds(200));
  WorkerProcess worker({"hold", folder, "200"});
  CHECK(worker.ReadLine() == "began 0");
  worker.Signal(SIGSTOP);
  worker.WaitUntilStopped();
  const LeaseAnswer lease = own.client.Begin("c", 0);
  CHECK(lease.status == TP_OK);
  worker.Signal(SIGCONT);
  worker.Say("commit");
  CHECK(worker.ReadLine() == "committed " + std::to_string(TP_E_CONFLICT));
  CHECK(worker.Wait() == 0);
  CHECK(own.client.Read("c").status == TP_E_NOT_FOUND);
  CHECK(own.client.Commit(lease.lease, tokens::Set("access-1", "refresh-1")) == TP_OK);
  CHECK(WholeGeneration(own.client) == 1);
}

TEST_CASE("a process that is stopped at any moment stops nobody else for long") {
  constexpr std::chrono::milliseconds kLease(150);
  std::mt19937 random(4);
  const toy::TempDir dir;
  const std::string folder = (dir.path() / "tokens").string();
  Own own(folder, kLease);
  WorkerProcess worker({"renew", folder, std::to_string(kLease.count()), "4", "1000000000"});
  // It has begun; which of its threads is the first to tell is left to them.
  CHECK_FALSE(worker.ReadLine().empty());
  for (int i = 0; i < kStops; ++i) {
    worker.ReadFor(SomeTime(random));
    worker.Signal(SIGSTOP);
    worker.WaitUntilStopped();
    Clock::duration took{};
    const LeaseAnswer lease = TakeLease(own.client, took);
    CHECK(lease.status == TP_OK);
    CHECK(took < std::chrono::seconds(10));  // of which two leases are the store's
    const std::uint64_t next = WholeGeneration(own.client) + 1;
    // While the other is stopped: this process may be slow, too, and lose its lease otherwise.
    CHECK(own.client.Commit(lease.lease, tokens::Set("access-" + std::to_string(next),
                                                     "refresh-" + std::to_string(next))) == TP_OK);
    worker.Signal(SIGCONT);
    // What the other was doing does not harm what is stored.
    CHECK(WholeGeneration(own.client) >= next);
  }
  worker.Signal(SIGKILL);
  CHECK(worker.Wait() == 1000 + SIGKILL);
}
