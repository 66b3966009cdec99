// SPDX-License-Identifier: Apache-2.0
// One read for all who ask, whoever of them goes away.
#include "plugin/zendesk/cached_list.h"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "tests/plugin/transport/client.h"

using namespace std::chrono_literals;
using test::Begin;
using test::Started;
using zendesk::CachedList;
using zendesk::CacheTimes;
using zendesk::Problem;
using zendesk::transport::Bell;
using zendesk::transport::Deadline;
using zendesk::transport::kNoDeadline;
using zendesk::transport::Task;
using zendesk::transport::Transport;

namespace {

CacheTimes Times(std::chrono::steady_clock::duration time_to_live,
                 std::chrono::steady_clock::duration just_read) {
  CacheTimes times;
  times.time_to_live = time_to_live;
  times.just_read = just_read;
  return times;
}

Problem Refusal() {
  return {Problem::Kind::kPermissionDenied, "refused", zendesk::Message("No.")};
}

// What somebody makes in Zendesk and uses at once has to be found.
static_assert(CacheTimes().just_read <= std::chrono::seconds(1));

// A list whose content is the number of its read. Reads wait for Answer() while it is slow.
class Store {
 public:
  explicit Store(CacheTimes times = CacheTimes()) : list_(times) {}

  Started Get(int& seen, Deadline deadline = kNoDeadline) {
    return Begin(transport_, GetInto(seen, deadline));
  }
  Started Refresh(int& seen) { return Begin(transport_, RefreshInto(seen)); }
  void GetNow(int& seen) { Get(seen).AwaitEnd(); }

  // What was begun before has run until it waits.
  void Settle() { Begin(transport_, Nothing()).AwaitEnd(); }
  void Answer() { Begin(transport_, Ring()).AwaitEnd(); }

  bool is_slow = false;  // set while nothing runs
  bool refuses = false;
  int reads = 0;

 private:
  using List = CachedList<int>;

  Task<List::Snapshot> Read(Deadline deadline) {
    const int number = ++reads;
    if (is_slow) {
      try {
        co_await answer_.Await(deadline);
      } catch (const test::Failure& failure) {
        throw zendesk::ProblemOfFailure(failure, zendesk::Effect::kRead);
      }
    }
    if (refuses) throw Refusal();
    co_return std::make_shared<const int>(number);
  }
  List::Read Reader(Deadline deadline) {
    return [this, deadline] { return Read(deadline); };
  }
  Task<void> GetInto(int& seen, Deadline deadline) {
    const List::Read read = Reader(deadline);
    const List::Snapshot got = co_await list_.Get(deadline, read);
    seen = *got;
  }
  Task<void> RefreshInto(int& seen) {
    const List::Read read = Reader(kNoDeadline);
    const List::Snapshot before = co_await list_.Get(kNoDeadline, read);
    const List::Snapshot got = co_await list_.Refresh(before, kNoDeadline, read);
    seen = *got;
  }
  static Task<void> Nothing() { co_return; }
  Task<void> Ring() {
    answer_.Ring();
    co_return;
  }

  List list_;
  Bell answer_;
  Transport transport_{test::Options()};  // ends before what its tasks use
};

std::string CodeOf(Started& task) {
  try {
    task.AwaitEnd();
  } catch (const Problem& problem) {
    return problem.code;
  }
  return "none";
}

}  // namespace

TEST_SUITE_BEGIN("cached_list");

TEST_CASE("twenty who ask at once cause one read") {
  Store store;
  store.is_slow = true;
  std::vector<int> seen(20);
  std::vector<Started> tasks;
  for (int& one : seen) tasks.push_back(store.Get(one));
  store.Settle();
  store.Answer();
  for (Started& task : tasks) task.AwaitEnd();
  CHECK(seen == std::vector<int>(20, 1));
  CHECK(store.reads == 1);
}

TEST_CASE("what was read is good for its time, and no longer") {
  int seen = 0;
  Store lasting;
  lasting.GetNow(seen);
  lasting.GetNow(seen);
  CHECK(lasting.reads == 1);
  Store fleeting(Times(0s, 0s));
  fleeting.GetNow(seen);
  fleeting.GetNow(seen);
  CHECK(seen == 2);
}

TEST_CASE("when the reader is cancelled the next one reads") {
  Store store;
  store.is_slow = true;
  int first = 0;
  int second = 0;
  int third = 0;
  Started reader = store.Get(first);
  store.Settle();
  Started next = store.Get(second);
  Started last = store.Get(third);
  store.Settle();
  reader.Cancel();
  CHECK(CodeOf(reader) == "cancelled");
  store.Settle();
  store.Answer();
  next.AwaitEnd();
  last.AwaitEnd();
  CHECK(second == 2);
  CHECK(third == 2);
  CHECK(store.reads == 2);
}

TEST_CASE("one who waits may go, and nobody else notices") {
  Store store;
  store.is_slow = true;
  int first = 0;
  int second = 0;
  Started reader = store.Get(first);
  store.Settle();
  Started impatient = store.Get(second, std::chrono::steady_clock::now());
  CHECK(CodeOf(impatient) == "timeout");
  store.Answer();
  reader.AwaitEnd();
  CHECK(first == 1);
  CHECK(store.reads == 1);
}

TEST_CASE("a refusal is told to all who wait, and the next one asks again") {
  Store store;
  store.is_slow = store.refuses = true;
  int seen = 0;
  Started reader = store.Get(seen);
  store.Settle();
  Started waiting = store.Get(seen);
  store.Settle();
  store.Answer();
  CHECK(CodeOf(reader) == "refused");
  CHECK(CodeOf(waiting) == "refused");
  CHECK(store.reads == 1);
  store.is_slow = store.refuses = false;
  store.GetNow(seen);
  CHECK(seen == 2);
}

TEST_CASE("who misses something reads again, unless it was just read") {
  int seen = 0;
  Store young(Times(1h, 1h));
  young.GetNow(seen);
  young.Refresh(seen).AwaitEnd();
  CHECK(seen == 1);
  Store old(Times(1h, 0s));
  old.GetNow(seen);
  old.Refresh(seen).AwaitEnd();
  CHECK(seen == 2);
}

TEST_SUITE_END();
