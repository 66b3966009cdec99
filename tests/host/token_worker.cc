// SPDX-License-Identifier: Apache-2.0
// A process that uses a token store, for tests that start, stop and kill several.
//
//   token_worker renew FOLDER LEASE_MS THREADS GENERATIONS [MARKER]   renews until there are so
//   many token_worker hold FOLDER LEASE_MS   takes a lease and commits when told to
//
// renew writes a line for each generation that it stored, and ends with 1 when a rule was broken.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "host/file_token_store.h"

namespace {

using task_host::FileTokenStore;
using task_host::TokenSet;

std::atomic<bool> rules_hold = true;

void Broken(const std::string& rule) {
  rules_hold = false;
  std::cerr << rule + "\n";
}

// In one write, so that lines of several threads and of a killed process are whole.
void Tell(const std::string& line) {
  const std::string text = line + "\n";
  if (write(STDOUT_FILENO, text.data(), text.size()) < 0) Broken("standard output is closed");
}

TokenSet TokensOf(std::uint64_t generation) {
  TokenSet set;
  set.access_token = "access-" + std::to_string(generation);
  set.refresh_token = "refresh-" + std::to_string(generation);
  return set;
}

std::uint64_t Generation(FileTokenStore& store) {
  std::promise<std::uint64_t> answer;
  store.Read("c", [&](tp_status status, const TokenSet* tokens, std::uint64_t generation) {
    const TokenSet expected = TokensOf(generation);
    if (status != (generation == 0 ? TP_E_NOT_FOUND : TP_OK)) Broken("read: wrong status");
    if (tokens != nullptr && (tokens->access_token != expected.access_token ||
                              tokens->refresh_token != expected.refresh_token)) {
      Broken("read: tokens of another generation");
    }
    answer.set_value(generation);
  });
  return answer.get_future().get();
}

std::pair<tp_status, std::uint64_t> Begin(FileTokenStore& store, std::uint64_t seen) {
  std::promise<std::pair<tp_status, std::uint64_t>> answer;
  store.BeginRefresh("c", seen, [&](tp_status status, std::uint64_t lease) {
    answer.set_value({status, lease});
  });
  return answer.get_future().get();
}

tp_status Commit(FileTokenStore& store, std::uint64_t lease, std::uint64_t generation) {
  std::promise<tp_status> answer;
  store.Commit(lease, TokensOf(generation), [&](tp_status status) { answer.set_value(status); });
  return answer.get_future().get();
}

// While one lives, no other may, in any process; a killed one leaves its file behind.
class OnlyOne {
 public:
  explicit OnlyOne(std::string path) : path_(std::move(path)) {
    const int file = open(path_.c_str(), O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) Broken("two have the lease at once");
    close(file);
  }
  ~OnlyOne() { unlink(path_.c_str()); }
  OnlyOne(const OnlyOne&) = delete;
  OnlyOne& operator=(const OnlyOne&) = delete;

 private:
  std::string path_;
};

// marker is a file that proves that nobody else renews; empty when holders are stopped or killed.
void Renew(FileTokenStore& store, std::uint64_t generations, const std::string& marker) {
  while (rules_hold) {
    const std::uint64_t seen = Generation(store);
    if (seen >= generations) return;
    const auto [status, lease] = Begin(store, seen);
    if (status == TP_E_CONFLICT) continue;
    if (status != TP_OK) return Broken("begin: wrong status");
    if (!marker.empty()) {
      const OnlyOne only(marker);
      if (Generation(store) != seen) Broken("a lease for a generation that has passed");
    }
    const tp_status end = Commit(store, lease, seen + 1);
    if (end == TP_OK) {
      Tell(std::to_string(seen + 1));
    } else if (end != TP_E_CONFLICT || !marker.empty()) {
      Broken("commit: wrong status");
    }
  }
}

int Hold(FileTokenStore& store) {
  const std::uint64_t seen = Generation(store);
  const auto [status, lease] = Begin(store, seen);
  Tell("began " + std::to_string(status));
  std::string line;
  std::getline(std::cin, line);
  Tell("committed " + std::to_string(Commit(store, lease, seen + 1)));
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return 64;
  const std::string mode = arguments[1];
  const std::string folder = arguments[2];
  FileTokenStore store(folder, std::chrono::milliseconds(std::atoi(arguments[3])));
  if (mode == "hold") return Hold(store);
  if (count < 6) return 64;
  const std::uint64_t generations = std::strtoull(arguments[5], nullptr, 10);
  const std::string marker = count > 6 ? arguments[6] : "";
  std::vector<std::thread> threads;
  for (int i = std::atoi(arguments[4]); i > 0; --i) {
    threads.emplace_back([&] { Renew(store, generations, marker); });
  }
  for (std::thread& thread : threads) thread.join();
  return rules_hold ? 0 : 1;
}
