// SPDX-License-Identifier: Apache-2.0
// fork() while another thread is anywhere inside libcurl and OpenSSL. A program of its own, since
// each trial needs a process in which neither has been used yet.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <thread>

#include "client.h"
#include "identity.h"
#include "server.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

bool Asks(const Options& options, const std::string& url) {
  // Never destroyed: what is tried here is the beginning.
  auto* const transport = new Transport(options);
  const Outcome outcome = Running(*transport, Request(Method::kGet, url)).Get();
  return outcome.response && outcome.response->status == 200;
}

// Waits for the child; true when it ended well.
bool Ended(pid_t child) {
  int status = -1;
  return ::waitpid(child, &status, 0) == child && status == 0;
}

// In a new process: one thread sends its first request, and `delay` later the process forks. True
// when the child can send one, too, and does not hang.
bool Trial(const Options& options, const std::string& url, microseconds delay) {
  const pid_t process = ::fork();
  if (process != 0) return Ended(process);
  ::alarm(120);
  std::atomic<bool> begins = false;
  std::thread first([&] {
    begins = true;
    Asks(options, url);
  });
  while (!begins) std::this_thread::yield();
  for (const auto start = steady_clock::now(); steady_clock::now() < start + delay;) continue;
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(60);  // a child that hangs dies of it
    ::_exit(Asks(options, url) ? 0 : 1);
  }
  const bool good = Ended(child);
  first.join();
  ::_exit(good ? 0 : 1);
}

// Gets the file of certificate authorities and the address, a line each. Returns how many failed.
int RunTrials(int orders) {
  char order[4096];
  std::size_t size = 0;
  for (ssize_t got = 1; got > 0; size += got > 0 ? static_cast<std::size_t>(got) : 0)
    got = ::read(orders, order + size, sizeof order - size);
  const std::string text(order, size);
  Options options;
  options.ca_file = text.substr(0, text.find('\n'));
  const std::string url = text.substr(text.find('\n') + 1);
  int failed = 0;
  for (int i = 0; i < 120; ++i) failed += Trial(options, url, microseconds(i * 100)) ? 0 : 1;
  return failed;
}

}  // namespace

TEST_CASE("a child of any moment can send") {
  // The trials' common parent is made first: it has no thread and has used neither library.
  int orders[2];
  REQUIRE(::pipe(orders) == 0);
  const pid_t trials = ::fork();
  REQUIRE(trials >= 0);
  if (trials == 0) {
    ::close(orders[1]);
    ::_exit(RunTrials(orders[0]));
  }
  ::close(orders[0]);
  const Identity identity;
  Server server(AnswerAll, identity.context());
  const std::string order = identity.ca_file() + "\n" + server.Url();
  CHECK(::write(orders[1], order.data(), order.size()) == static_cast<ssize_t>(order.size()));
  ::close(orders[1]);
  int status = -1;
  CHECK(::waitpid(trials, &status, 0) == trials);
  REQUIRE(WIFEXITED(status));
  CHECK_MESSAGE(WEXITSTATUS(status) == 0, "this many trials failed");
}
