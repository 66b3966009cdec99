// SPDX-License-Identifier: Apache-2.0
// Those who wait for a limit: their order, and the ways to leave the line.
#include "plugin/transport/bucket.h"

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using zendesk::transport::Bucket;
using zendesk::transport::Closed;
using zendesk::transport::Deadline;
using zendesk::transport::kNoDeadline;
using zendesk::transport::Passage;
using Notes = std::vector<std::string>;

namespace {

Bucket::Shape OneAtOnce() {
  Bucket::Shape shape;
  shape.at_once = 1;
  return shape;
}

Bucket::Shape OneUntold() {
  Bucket::Shape shape;
  shape.untold = 1;
  return shape;
}

// Tasks that draw from one bucket, which lets one go at a time. What they noted may be read when
// all have ended.
class Line {
 public:
  explicit Line(const Bucket::Shape& shape = OneAtOnce()) : bucket_(shape) {}

  // A task that passes and notes its name.
  Started Join(const std::string& name, Deadline deadline = kNoDeadline,
               milliseconds longest = 1h) {
    return Begin(transport_, Pass(name, deadline, longest));
  }

  // A task that has passed, and stays until it is cancelled.
  Started Occupy() {
    Started started = Begin(transport_, Stay());
    Settle();
    return started;
  }

  // The same, but then its answer comes, and says nothing about the limit. The number of those that
  // still stand in line at that very moment.
  Started OccupyAndLearn(std::int64_t& waiting) {
    Started started = Begin(transport_, StayAndLearn(waiting));
    Settle();
    return started;
  }

  // The server refuses everything.
  void Close(milliseconds time) { Begin(transport_, CloseFor(time)).AwaitEnd(); }

  // All tasks that were started before have come as far as they can.
  void Settle() { Begin(transport_, Nothing()).AwaitEnd(); }

  // The I/O thread looks at nothing of this before it is complete.
  void Together(const std::function<void()>& work) {
    std::promise<void> done;
    transport_.mailbox().Post([over = done.get_future().share()] { over.wait(); });
    work();
    done.set_value();
  }

  std::int64_t waiting() const { return bucket_.waiting(); }
  const Notes& notes() const { return notes_; }

 private:
  Task<void> Pass(std::string name, Deadline deadline, milliseconds longest) {
    try {
      std::optional<Passage> passage = bucket_.TryPass();
      if (!passage) {
        Passage later = co_await bucket_.Pass(deadline, longest, steady_clock::now());
        passage.emplace(std::move(later));
      }
      notes_.push_back(name);
    } catch (const Closed& closed) {
      CHECK(closed.until > steady_clock::now());
      notes_.push_back(name + " comes back later");
    } catch (const Failure& failure) {
      CHECK_FALSE(failure.sent());
      notes_.push_back(name + (failure.kind() == Kind::kTimeout ? " is late" : " is cancelled"));
    }
  }

  Task<void> Stay() {
    const std::optional<Passage> passage = bucket_.TryPass();
    CHECK(passage);
    try {
      co_await transport_.SleepUntil(steady_clock::now() + 1h);
    } catch (const Failure&) {
    }
  }

  Task<void> StayAndLearn(std::int64_t& waiting) {
    const std::optional<Passage> passage = bucket_.TryPass();
    try {
      co_await transport_.SleepUntil(steady_clock::now() + 1h);
    } catch (const Failure&) {
    }
    bucket_.Learn(*passage, std::nullopt);
    waiting = bucket_.waiting();
    CHECK(bucket_.TryPass());
  }

  Task<void> CloseFor(milliseconds time) {
    bucket_.CloseUntil(steady_clock::now() + time);
    co_return;
  }

  static Task<void> Nothing() { co_return; }

  Bucket bucket_;
  Notes notes_;
  Transport transport_{Options{}};  // ends first
};

}  // namespace

TEST_SUITE_BEGIN("bucket");

TEST_CASE("those who wait go in the order in which they came") {
  Line line;
  Started first = line.Occupy();
  Started second = line.Join("second");
  Started third = line.Join("third");
  line.Settle();
  CHECK(line.waiting() == 2);
  first.Cancel();
  second.AwaitEnd();
  third.AwaitEnd();
  CHECK(line.notes() == Notes{"second", "third"});
  CHECK(line.waiting() == 0);
}

TEST_CASE("cancelled and late ones leave, and the next one goes on") {
  Line line;
  Started first = line.Occupy();
  Started second = line.Join("second");
  Started third = line.Join("third", steady_clock::now() + 50ms);
  Started fourth = line.Join("fourth");
  third.AwaitEnd();
  second.Cancel();
  second.AwaitEnd();
  first.Cancel();
  fourth.AwaitEnd();
  CHECK(line.notes() == Notes{"third is late", "second is cancelled", "fourth"});
}

TEST_CASE("a closure that is longer than one may wait is told at once, to everybody") {
  Line line;
  Started first = line.Occupy();
  Started second = line.Join("second", kNoDeadline, 1s);
  Started third = line.Join("third", steady_clock::now() + 1min);
  line.Settle();
  line.Close(10min);
  second.AwaitEnd();
  third.AwaitEnd();
  Started fourth = line.Join("fourth", kNoDeadline, 9min);
  fourth.AwaitEnd();
  CHECK(line.notes() ==
        Notes{"second comes back later", "third comes back later", "fourth comes back later"});
  first.Cancel();
  first.AwaitEnd();
}

TEST_CASE("a shorter one is waited for") {
  Line line;
  line.Close(50ms);
  Started first = line.Join("first", kNoDeadline, 1s);
  Started second = line.Join("second", kNoDeadline, 1s);
  first.AwaitEnd();
  second.AwaitEnd();
  CHECK(line.notes() == Notes{"first", "second"});
}

TEST_CASE("what lets one go lets all go who may, and nobody who comes then finds a line") {
  Line line(OneUntold());
  std::int64_t waiting = -1;
  Started first = line.OccupyAndLearn(waiting);
  std::vector<Started> others;
  for (int i = 0; i < 100; ++i) others.push_back(line.Join("x"));
  line.Settle();
  CHECK(line.waiting() == 100);
  first.Cancel();
  first.AwaitEnd();
  CHECK(waiting == 0);
  for (Started& other : others) other.AwaitEnd();
  CHECK(line.notes().size() == 100);
}

TEST_CASE("one that is cancelled when it was let go already gives its passage to the next one") {
  Line line;
  Started first = line.Occupy();
  Started second = line.Join("second");
  Started third = line.Join("third");
  line.Settle();
  line.Together([&] {
    first.Cancel();
    second.Cancel();
  });
  second.AwaitEnd();
  third.AwaitEnd();
  CHECK(line.notes() == Notes{"second is cancelled", "third"});
}

TEST_CASE("ten thousand wait, and each goes once") {
  constexpr int kMany = 10'000;
  Line line;
  Started first = line.Occupy();
  std::vector<Started> others;
  others.reserve(kMany);
  for (int i = 0; i < kMany; ++i) others.push_back(line.Join("x"));
  line.Settle();
  CHECK(line.waiting() == kMany);
  for (int i = 0; i < kMany; i += 2) others[static_cast<std::size_t>(i)].Cancel();
  first.Cancel();
  for (Started& other : others) other.AwaitEnd();
  CHECK(line.notes().size() == kMany);
}

TEST_SUITE_END();
