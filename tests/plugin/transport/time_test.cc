// SPDX-License-Identifier: Apache-2.0
// Time limits, cancellation and the end of everything.
#include <doctest/doctest.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "client.h"
#include "server.h"
#include "silent.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

double SecondsSince(steady_clock::time_point start) {
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}

}  // namespace

TEST_SUITE_BEGIN("time");

TEST_CASE("a server that never answers ends in a timeout that says the request was sent") {
  Silent silent;
  Transport transport(Options{});
  Request request = silent.Write();
  request.timeouts.total = 300ms;
  const auto start = steady_clock::now();
  const Outcome outcome = Send(transport, std::move(request));
  CHECK(outcome.Failed().kind() == Kind::kTimeout);
  CHECK(outcome.Failed().sent());
  CHECK(std::string(outcome.Failed().what()).find(" did not answer in 0.3 s.") !=
        std::string::npos);
  CHECK(SecondsSince(start) >= 0.3);
  CHECK(SecondsSince(start) < 10);
}

TEST_CASE("an answer that drips is limited as a whole") {
  std::atomic<bool> over{false};
  Server server([&over](Connection& connection) {
    connection.Read();
    connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    while (!over && connection.Write("x")) std::this_thread::sleep_for(5ms);
  });
  Transport transport(Options{});
  Request request(Method::kGet, server.Url());
  request.timeouts.total = 300ms;
  const Outcome outcome = Send(transport, std::move(request));
  over = true;
  CHECK(outcome.Failed().kind() == Kind::kTimeout);
  CHECK(outcome.Failed().sent());
}

TEST_CASE("the deadline cuts the total time short") {
  Silent silent;
  Transport transport(Options{});
  Request request = silent.Write();
  const auto start = steady_clock::now();
  request.deadline = start + 200ms;
  const Outcome outcome = Send(transport, std::move(request));
  CHECK(outcome.Failed().kind() == Kind::kTimeout);
  CHECK(SecondsSince(start) < 10);
}

TEST_CASE("past its deadline a request causes no traffic") {
  Server server(AnswerAll);
  Transport transport(Options{});
  Request request(Method::kPost, server.Url());
  request.deadline = steady_clock::now() - 1ms;
  const Outcome outcome = Send(transport, std::move(request));
  CHECK(outcome.Failed().kind() == Kind::kTimeout);
  CHECK_FALSE(outcome.Failed().sent());
  CHECK(server.accepted() == 0);
}

TEST_CASE("a connection that is not accepted ends in a timeout with nothing sent") {
  // One connection fills the listener's queue; the kernel drops the next ones.
  int port = 0;
  const int listener = BindLoopback(false, &port);
  REQUIRE(::listen(listener, 0) == 0);
  const std::string url = "http://127.0.0.1:" + std::to_string(port) + "/";
  Transport transport(Options{});
  std::vector<Running> running;
  for (int i = 0; i < 4; ++i) {
    Request request(Method::kPost, url);
    request.body = "x";
    request.timeouts.connect = 300ms;
    request.timeouts.total = 1s;
    running.emplace_back(transport, std::move(request));
  }
  int unsent = 0;
  for (Running& one : running) {
    const Outcome outcome = one.Get();
    CHECK(outcome.Failed().kind() == Kind::kTimeout);
    unsent += !outcome.Failed().sent();
  }
  ::close(listener);
  CHECK(unsent >= 1);
}

TEST_CASE("waiting for a free connection counts") {
  Silent silent;
  Options options;
  options.max_connections = 1;
  Transport transport(options);
  Running first(transport, silent.Write());
  silent.AwaitFirst();
  Request request = silent.Write();
  request.timeouts.total = 200ms;
  const Outcome outcome = Send(transport, std::move(request));
  CHECK(outcome.Failed().kind() == Kind::kTimeout);
  CHECK_FALSE(outcome.Failed().sent());
  first.handle().Cancel();
  CHECK(first.Get().Failed().kind() == Kind::kCancelled);
}

TEST_CASE("no more connections than allowed, and all get their turn") {
  std::atomic<int> open{0};
  std::atomic<int> most{0};
  Server server([&](Connection& connection) {
    const int now = ++open;
    int seen = most;
    while (seen < now && !most.compare_exchange_weak(seen, now)) {
    }
    AnswerAll(connection);
    --open;
  });
  Options options;
  options.max_connections = 3;
  Transport transport(options);
  std::vector<Running> running;
  for (int i = 0; i < 100; ++i) {
    running.emplace_back(transport, Request(Method::kGet, server.Url()));
  }
  for (Running& one : running) CHECK(one.Get().Answer().status == 200);
  CHECK(most <= 3);
  CHECK(server.accepted() <= 3);
}

TEST_CASE("cancelling") {
  Silent silent;
  SUBCASE("at once") {
    Transport transport(Options{});
    Running running(transport, silent.Write());
    running.handle().Cancel();
    CHECK(running.Get().Failed().kind() == Kind::kCancelled);
  }
  SUBCASE("while the server is silent") {
    Transport transport(Options{});
    Running running(transport, silent.Write());
    silent.AwaitFirst();
    running.handle().Cancel();
    running.handle().Cancel();
    const Outcome outcome = running.Get();
    CHECK(outcome.Failed().kind() == Kind::kCancelled);
    CHECK(outcome.Failed().sent());
    running.handle().Cancel();
  }
  SUBCASE("after the end, and after the Transport's") {
    Server server(AnswerAll);
    auto transport = std::make_unique<Transport>(Options{});
    Running running(*transport, Request(Method::kGet, server.Url()));
    CHECK(running.Get().Answer().status == 200);
    running.handle().Cancel();
    transport.reset();
    running.handle().Cancel();
    Handle().Cancel();
  }
}

TEST_CASE("a cancelled task can still await its parts, but not the network") {
  Silent silent;
  Server server(AnswerAll);
  Transport transport(Options{});
  std::vector<std::string> seen;
  std::promise<void> ended;
  auto part = [](std::vector<std::string>& log) -> Task<void> {
    log.emplace_back("part");
    co_return;
  };
  auto task = [&]() -> Task<void> {
    const Request requests[] = {silent.Write(), Request(Method::kGet, server.Url())};
    for (const Request& request : requests) {
      try {
        co_await transport.Send(request);
      } catch (const Failure& failure) {
        seen.emplace_back(failure.kind() == Kind::kCancelled ? "cancelled" : failure.what());
      }
      co_await part(seen);
    }
    try {
      co_await transport.SleepUntil(steady_clock::now() + 10s);
    } catch (const Failure& failure) {
      seen.emplace_back(failure.kind() == Kind::kCancelled ? "cancelled" : failure.what());
    }
  };
  Handle handle = transport.Start(task(), [&ended](std::exception_ptr error) {
    error ? ended.set_exception(error) : ended.set_value();
  });
  silent.AwaitFirst();
  handle.Cancel();
  ended.get_future().get();
  CHECK(seen == std::vector<std::string>{"cancelled", "part", "cancelled", "part", "cancelled"});
  CHECK(server.accepted() == 0);
}

TEST_CASE("sleeping ends in time, and at once when cancelled") {
  Transport transport(Options{});
  const auto sleep = [&transport](steady_clock::duration time) {
    return transport.SleepUntil(steady_clock::now() + time);
  };
  std::promise<std::exception_ptr> slept;
  const auto start = steady_clock::now();
  transport.Start(sleep(50ms), [&slept](std::exception_ptr error) { slept.set_value(error); });
  CHECK(slept.get_future().get() == nullptr);
  CHECK(SecondsSince(start) >= 0.05);

  std::promise<std::exception_ptr> woken;
  Handle handle =
      transport.Start(sleep(1h), [&woken](std::exception_ptr error) { woken.set_value(error); });
  handle.Cancel();
  CHECK_THROWS_AS(std::rethrow_exception(woken.get_future().get()), Failure);
}

TEST_CASE("a thousand tasks with random cancels complete once each") {
  Server server(AnswerAll);
  Transport transport(Options{});
  std::vector<Running> running;
  std::vector<std::thread> cancellers;
  std::mt19937 random(7);
  for (int i = 0; i < 1000; ++i) {
    Request request(i % 2 == 0 ? Method::kGet : Method::kPost, server.Url());
    if (i % 2 != 0) request.body = std::string(random() % 100'000, 'x');
    running.emplace_back(transport, std::move(request));
  }
  for (unsigned part = 0; part < 4; ++part) {
    cancellers.emplace_back([&running, part] {
      std::mt19937 mine(part);
      for (std::size_t i = part; i < running.size(); i += 4) {
        if (mine() % 2 == 0) running[i].handle().Cancel();
      }
    });
  }
  for (std::thread& canceller : cancellers) canceller.join();
  int answered = 0;
  int cancelled = 0;
  for (Running& one : running) {
    const Outcome outcome = one.Get();
    answered += outcome.response.has_value();
    cancelled += outcome.failure && outcome.failure->kind() == Kind::kCancelled;
  }
  CHECK(answered + cancelled == 1000);
  CHECK(answered >= 400);
  CHECK(Send(transport, Request(Method::kGet, server.Url())).Answer().status == 200);
}

TEST_CASE("tasks started from many threads at once all run") {
  Server server(AnswerAll);
  Transport transport(Options{});
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        if (Send(transport, Request(Method::kGet, server.Url())).response) ++answered;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(answered == 200);
}

TEST_CASE("the destructor completes what is open, and quickly") {
  Silent silent;
  std::vector<Running> running;
  steady_clock::time_point start;
  {
    Transport transport(Options{});
    for (int i = 0; i < 200; ++i) running.emplace_back(transport, silent.Write());
    silent.AwaitFirst();
    start = steady_clock::now();
  }
  CHECK(SecondsSince(start) < 3);
  for (Running& one : running) {
    REQUIRE(one.Ready());
    CHECK(one.Get().Failed().kind() == Kind::kCancelled);
  }
}

TEST_CASE("a task that will not end is destroyed where it waits") {
  std::promise<std::exception_ptr> ended;
  std::promise<std::exception_ptr> broken_off;
  auto destroyed = std::make_shared<int>(1);
  std::weak_ptr<int> watch = destroyed;
  Silent silent;
  const auto start = steady_clock::now();
  {
    Transport transport(Options{});
    std::promise<void> waits;
    auto stubborn = [](std::shared_ptr<int>, std::promise<void>& ready) -> Task<void> {
      co_await boost::asio::this_coro::reset_cancellation_state(
          boost::asio::disable_cancellation());
      boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, 1h);
      ready.set_value();
      co_await timer.async_wait(boost::asio::use_awaitable);
    };
    // Deaf to cancellation, too, but with a request under way.
    auto sends = [](Transport& t, Request request) -> Task<void> {
      co_await boost::asio::this_coro::reset_cancellation_state(
          boost::asio::disable_cancellation());
      co_await t.Send(std::move(request));
    };
    transport.Start(stubborn(std::move(destroyed), waits),
                    [&ended](std::exception_ptr error) { ended.set_value(error); });
    transport.Start(sends(transport, silent.Write()),
                    [&broken_off](std::exception_ptr error) { broken_off.set_value(error); });
    waits.get_future().get();
    silent.AwaitFirst();
  }
  CHECK(SecondsSince(start) < 5);
  CHECK(watch.expired());
  CHECK_THROWS_AS(std::rethrow_exception(ended.get_future().get()), Failure);
  try {
    std::rethrow_exception(broken_off.get_future().get());
  } catch (const Failure& failure) {
    CHECK(failure.kind() == Kind::kCancelled);
    CHECK(failure.sent());  // the server has it
  }
}

TEST_CASE("a Transport that was never used costs nothing to destroy") {
  const auto start = steady_clock::now();
  { Transport transport(Options{}); }
  CHECK(SecondsSince(start) < 1);
}

TEST_CASE("a small stack is enough for the caller") {
  Server server(AnswerAll);
  struct Shared {
    std::string url;
    bool passed;
  } shared{server.Url(), false};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  REQUIRE(pthread_attr_setstacksize(&attributes, 256 << 10) == 0);
  pthread_t thread;
  const auto body = [](void* argument) -> void* {
    auto& mine = *static_cast<Shared*>(argument);
    Transport transport(Options{});
    mine.passed = Send(transport, Request(Method::kGet, mine.url)).response.has_value();
    return nullptr;
  };
  REQUIRE(pthread_create(&thread, &attributes, body, &shared) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  CHECK(shared.passed);
}

TEST_SUITE_END();
