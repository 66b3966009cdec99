// SPDX-License-Identifier: Apache-2.0
// Tasks that wait for each other: their order, and the ways to leave the line.
#include "plugin/transport/turns.h"

#include <doctest/doctest.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "client.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers
using namespace std::chrono_literals;
using std::chrono::steady_clock;
using zendesk::transport::Deadline;
using zendesk::transport::kNoDeadline;
using zendesk::transport::Turn;
using zendesk::transport::Turns;
using Notes = std::vector<std::string>;

namespace {

// Tasks on one transport that take turns. What they noted may be read when all have ended.
class Line {
 public:
  enum class Then { kGoOn, kStay };

  // A task that waits for its turn, notes its name, and passes the turn on, or stays until it is
  // cancelled.
  Started Join(const std::string& key, const std::string& name, Then then,
               Deadline deadline = kNoDeadline) {
    return Begin(transport_, TakeTurn(key, name, then, deadline));
  }

  // All tasks that were started before have come as far as they can.
  void Settle() { Begin(transport_, Nothing()).AwaitEnd(); }

  const Notes& notes() const { return notes_; }

 private:
  Task<void> TakeTurn(std::string key, std::string name, Then then, Deadline deadline) {
    Turn turn(turns_, key);
    try {
      co_await turn.Await(deadline);
      notes_.push_back(name);
      if (then == Then::kStay) co_await transport_.SleepUntil(steady_clock::now() + 1h);
    } catch (const Failure& failure) {
      CHECK_FALSE(failure.sent());
      notes_.push_back(name + (failure.kind() == Kind::kTimeout ? " is late" : " is cancelled"));
    }
  }

  static Task<void> Nothing() { co_return; }

  Turns turns_;
  Notes notes_;
  Transport transport_{Options{}};  // ends first
};

constexpr auto kGoOn = Line::Then::kGoOn;
constexpr auto kStay = Line::Then::kStay;

}  // namespace

TEST_SUITE_BEGIN("turns");

TEST_CASE("those with the same key go in the order in which they came") {
  Line line;
  Started first = line.Join("a", "1", kStay);
  line.Join("a", "2", kGoOn);
  line.Join("a", "3", kGoOn);
  Started last = line.Join("a", "4", kGoOn);
  line.Settle();
  first.Cancel();
  last.AwaitEnd();
  CHECK(line.notes() == Notes{"1", "1 is cancelled", "2", "3", "4"});
}

TEST_CASE("another key is another line") {
  Line line;
  Started first = line.Join("a", "1", kStay);
  Started second = line.Join("a", "2", kGoOn);
  line.Join("b", "other", kGoOn).AwaitEnd();
  first.Cancel();
  second.AwaitEnd();
  CHECK(line.notes() == Notes{"1", "other", "1 is cancelled", "2"});
}

TEST_CASE("a line that was empty can be joined again") {
  Line line;
  line.Join("a", "1", kGoOn).AwaitEnd();
  line.Join("a", "2", kGoOn).AwaitEnd();
  CHECK(line.notes() == Notes{"1", "2"});
}

TEST_CASE("who is cancelled while waiting leaves the line, and the others move up") {
  Line line;
  Started first = line.Join("a", "1", kStay);
  Started second = line.Join("a", "2", kStay);
  Started third = line.Join("a", "3", kGoOn);
  line.Settle();
  second.Cancel();
  second.AwaitEnd();
  first.Cancel();
  third.AwaitEnd();
  CHECK(line.notes() == Notes{"1", "2 is cancelled", "1 is cancelled", "3"});
}

TEST_CASE("nobody waits beyond the deadline, and who need not wait has none") {
  Line line;
  Started first = line.Join("a", "1", kStay);
  line.Join("a", "2", kGoOn, steady_clock::now() + 20ms).AwaitEnd();
  line.Join("a", "3", kGoOn, steady_clock::now() - 1ms).AwaitEnd();
  line.Join("b", "alone", kGoOn, steady_clock::now() - 1ms).AwaitEnd();
  first.Cancel();
  first.AwaitEnd();
  CHECK(line.notes() == Notes{"1", "2 is late", "3 is late", "alone", "1 is cancelled"});
}

TEST_CASE("a task that was cancelled before does not wait at all") {
  Line line;
  Started first = line.Join("a", "1", kStay);
  Started second = line.Join("a", "2", kStay);
  Started third = line.Join("a", "3", kStay);
  second.Cancel();
  third.Cancel();
  second.AwaitEnd();
  third.AwaitEnd();
  first.Cancel();
  first.AwaitEnd();
  CHECK(line.notes() == Notes{"1", "2 is cancelled", "3 is cancelled", "1 is cancelled"});
}

TEST_CASE("the end of the transport ends all that wait") {
  std::vector<Started> started;
  {
    Line line;
    for (const char* name : {"1", "2", "3"}) started.push_back(line.Join("a", name, kStay));
    line.Settle();
  }
  for (Started& one : started) one.AwaitEnd();
}

TEST_SUITE_END();
