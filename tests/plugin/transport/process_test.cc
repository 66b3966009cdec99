// SPDX-License-Identifier: Apache-2.0
// The process around the transport: forks and signals.
#include <doctest/doctest.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <future>
#include <string>

#include "client.h"
#include "identity.h"
#include "server.h"
#include "silent.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers

TEST_SUITE_BEGIN("process");

TEST_CASE("after a fork both sides go on, the child with a Transport of its own") {
  const Identity identity;
  Server server(AnswerAll, identity.context());
  Options options;
  options.ca_file = identity.ca_file();
  Transport transport(options);
  CHECK(Send(transport, Request(Method::kGet, server.Url())).Answer().status == 200);

  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // The parent's objects are left as they are; _exit runs no destructor.
    auto* own = new Transport(options);
    const Outcome outcome = Send(*own, Request(Method::kGet, server.Url("/child")));
    delete own;
    ::_exit(outcome.response && outcome.response->status == 200 ? 0 : 1);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(server.accepted() == 2);
  for (int i = 0; i < 3; ++i) {
    CHECK(Send(transport, Request(Method::kGet, server.Url())).Answer().status == 200);
  }
  CHECK_MESSAGE(server.accepted() == 2, "the parent's connection did not survive");
}

TEST_CASE("a connection that a child still holds open does not keep the parent busy") {
  // The child's copy keeps the closed socket alive, so that the kernel goes on reporting it.
  std::promise<void> arrived;
  std::promise<void> speak;
  std::promise<void> spoken;
  Server server([&](Connection& connection) {
    connection.Read();
    arrived.set_value();
    speak.get_future().get();
    connection.Write("too late");
    spoken.set_value();
  });
  Transport transport(Options{});
  Running running(transport, Request(Method::kGet, server.Url()));
  arrived.get_future().get();
  int pipe_ends[2];
  REQUIRE(::pipe(pipe_ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(pipe_ends[1]);
    char byte = 0;
    ::_exit(::read(pipe_ends[0], &byte, 1) == 0 ? 0 : 1);
  }
  running.handle().Cancel();
  CHECK(running.Get().Failed().kind() == Kind::kCancelled);
  speak.set_value();
  spoken.get_future().get();

  const std::clock_t before = std::clock();
  std::promise<void> slept;
  transport.Start(transport.SleepUntil(std::chrono::steady_clock::now() + std::chrono::seconds(1)),
                  [&slept](std::exception_ptr) { slept.set_value(); });
  slept.get_future().get();
  CHECK(std::clock() - before < CLOCKS_PER_SEC / 2);
  ::close(pipe_ends[1]);
  ::close(pipe_ends[0]);
  int status = -1;
  CHECK(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("the I/O thread takes no signal of the host's") {
  Server server(AnswerAll);
  Transport transport(Options{});
  sigset_t inside;
  sigemptyset(&inside);
  std::promise<void> ended;
  auto look = [](sigset_t& mask) -> Task<void> {
    pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    co_return;
  };
  transport.Start(look(inside), [&ended](std::exception_ptr) { ended.set_value(); });
  ended.get_future().get();
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGCHLD, SIGUSR1, SIGALRM, SIGHUP}) {
    CHECK(sigismember(&inside, signal) == 1);
  }
  sigset_t outside;
  pthread_sigmask(SIG_SETMASK, nullptr, &outside);
  CHECK(sigismember(&outside, SIGINT) == 0);
}

TEST_SUITE_END();
