// SPDX-License-Identifier: Apache-2.0
// Who begins when, and what becomes of those who never do.
#include "plugin/transport/lane.h"

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "client.h"

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using test::Failure;
using test::Handle;
using test::Kind;
using test::Options;
using test::Task;
using test::Transport;
using zendesk::transport::Deadline;
using zendesk::transport::Entrant;
using zendesk::transport::kNoDeadline;
using zendesk::transport::Lane;
using zendesk::transport::Rest;

// How a task ended: what it threw, or null.
using End = std::future<std::exception_ptr>;

struct Entered {
  Handle handle;
  End end;

  std::exception_ptr Await() {
    REQUIRE(end.wait_for(60s) == std::future_status::ready);
    return end.get();
  }
  Failure AwaitFailure() {
    const std::exception_ptr thrown = Await();
    REQUIRE(thrown != nullptr);
    try {
      std::rethrow_exception(thrown);
    } catch (const Failure& failure) {
      return failure;
    }
  }
};

// A transport with one lane. [I/O thread] for begun(), after Settle() or once all has ended.
class Road {
 public:
  explicit Road(std::size_t most) : lane_(most) { transport_->Ready(); }

  using Work = std::function<Task<void>(std::size_t number)>;

  Entered Enter(Work work, Deadline latest = kNoDeadline) {
    const std::size_t number = entered_;
    return EnterAt([number, work = std::move(work)](Entrant&) { return work(number); }, latest);
  }

  Entered EnterAt(std::function<Task<void>(Entrant&)> work, Deadline latest = kNoDeadline) {
    auto ended = std::make_shared<std::promise<std::exception_ptr>>();
    End end = ended->get_future();
    const std::size_t number = entered_++;
    Handle handle = transport_->StartInTurn(
        lane_, latest,
        [this, number, work = std::move(work)](Entrant& place) {
          begun_.push_back(number);
          lined_up_ = place.lined_up;
          return work(place);
        },
        [ended](std::exception_ptr thrown) { ended->set_value(std::move(thrown)); });
    return {std::move(handle), std::move(end)};
  }

  // Until it is cancelled.
  Entered Stay(Deadline latest = kNoDeadline) {
    return Enter([this](std::size_t) { return SleepLong(); }, latest);
  }

  Task<void> SleepLong() { return transport_->SleepUntil(steady_clock::now() + 1h); }

  void Post(std::function<void()> work) { transport_->mailbox().Post(std::move(work)); }

  // All that was posted before has been looked at.
  void Settle() {
    std::promise<void> done;
    Post([&done] { done.set_value(); });
    done.get_future().get();
  }

  void EndTransport() { transport_.reset(); }

  const std::vector<std::size_t>& begun() const { return begun_; }
  steady_clock::duration lined_up() const { return lined_up_; }

 private:
  Lane lane_;
  std::size_t entered_ = 0;
  std::vector<std::size_t> begun_;
  steady_clock::duration lined_up_{};
  std::unique_ptr<Transport> transport_ = std::make_unique<Transport>(Options{});
};

Task<void> Nothing(std::size_t) {
  co_return;
}

Task<void> RestLong(Road& road, Entrant& place) {
  const Rest rest(&place);
  co_await road.SleepLong();
}

using Numbers = std::vector<std::size_t>;

}  // namespace

TEST_SUITE_BEGIN("lane");

TEST_CASE("as many begin as the lane takes, and the others in their turn") {
  Road road(2);
  std::vector<Entered> all;
  for (int i = 0; i < 5; ++i) all.push_back(road.Stay());
  road.Settle();
  CHECK(road.begun() == Numbers{0, 1});
  all[1].handle.Cancel();
  all[1].Await();
  road.Settle();
  CHECK(road.begun() == Numbers{0, 1, 2});
  CHECK(road.lined_up() > 0ns);
  all[0].handle.Cancel();
  all[2].handle.Cancel();
  all[0].Await();
  all[2].Await();
  road.Settle();
  CHECK(road.begun() == Numbers{0, 1, 2, 3, 4});
}

TEST_CASE("one that is cancelled in line ends at once and never begins") {
  Road road(1);
  Entered first = road.Stay();
  Entered second = road.Stay();
  Entered third = road.Stay();
  second.handle.Cancel();
  second.handle.Cancel();
  const Failure failure = second.AwaitFailure();
  CHECK(failure.kind() == Kind::kCancelled);
  CHECK_FALSE(failure.sent());
  first.handle.Cancel();
  first.Await();
  road.Settle();
  CHECK(road.begun() == Numbers{0, 2});
}

TEST_CASE(
    "a cancel counts that overtakes the beginning, which the I/O thread itself has asked for") {
  Road road(2);
  std::promise<void> entered;
  std::promise<void> cancelled;
  std::optional<Entered> one;
  road.Post([&] {
    one = road.Stay();
    entered.set_value();
    cancelled.get_future().wait();
  });
  entered.get_future().wait();
  one->handle.Cancel();
  cancelled.set_value();
  const Failure failure = one->AwaitFailure();
  CHECK(failure.kind() == Kind::kCancelled);
  CHECK_FALSE(failure.sent());
  road.Settle();
  CHECK(road.begun().empty());
}

TEST_CASE("one that cannot wait begins at its moment, whosever turn it is") {
  Road road(1);
  Entered first = road.Stay();
  Entered patient = road.Enter(Nothing);
  Entered later = road.Enter(Nothing, steady_clock::now() + 60ms);
  Entered sooner = road.Enter(Nothing, steady_clock::now() + 30ms);
  CHECK(sooner.Await() == nullptr);
  CHECK(later.Await() == nullptr);
  road.Settle();
  CHECK(road.begun() == Numbers{0, 3, 2});
  CHECK(road.lined_up() >= 50ms);
  first.handle.Cancel();
  CHECK(patient.Await() == nullptr);
}

TEST_CASE("one that rests makes room for another, and takes its place back from nobody") {
  Road road(1);
  Entered first = road.EnterAt([&road](Entrant& place) { return RestLong(road, place); });
  Entered second = road.Stay();
  Entered third = road.Enter(Nothing);
  road.Settle();
  CHECK(road.begun() == Numbers{0, 1});
  // Its place is in use, so the third has to wait for both.
  first.handle.Cancel();
  first.Await();
  road.Settle();
  CHECK(road.begun() == Numbers{0, 1});
  second.handle.Cancel();
  CHECK(third.Await() == nullptr);
}

TEST_CASE("thousands rest, but not any number of them") {
  constexpr std::size_t kMany = 3'000;
  constexpr std::size_t kMost = 2'048;
  Road road(1);
  std::vector<Entered> all;
  for (std::size_t i = 0; i < kMany; ++i) {
    all.push_back(road.EnterAt([&road](Entrant& place) { return RestLong(road, place); }));
  }
  road.Settle();
  CHECK(road.begun().size() == kMost + 1);
  for (Entered& one : all) one.handle.Cancel();
  for (Entered& one : all) one.Await();
}

TEST_CASE("what cannot be begun makes room for the next one") {
  Road road(1);
  const auto fail = [](std::size_t) -> Task<void> { throw std::runtime_error("no"); };
  std::vector<Entered> all;
  Entered first = road.Stay();
  for (int i = 0; i < 3; ++i) all.push_back(road.Enter(fail));
  Entered last = road.Enter(Nothing);
  first.handle.Cancel();
  // What was thrown is left alone: ThreadSanitizer does not see how two threads share it.
  for (Entered& one : all) CHECK(one.Await() != nullptr);
  CHECK(last.Await() == nullptr);
  CHECK(road.begun() == Numbers{0, 1, 2, 3, 4});
}

TEST_CASE("thousands that end at once begin one after the other, not one inside the other") {
  constexpr std::size_t kMany = 20'000;
  Road road(1);
  Entered first = road.Stay();
  std::vector<Entered> others;
  for (std::size_t i = 0; i < kMany; ++i) others.push_back(road.Enter(Nothing));
  first.handle.Cancel();
  for (Entered& other : others) REQUIRE(other.Await() == nullptr);
  CHECK(road.begun().size() == kMany + 1);
}

TEST_CASE("the end of the transport completes those in line, and begins none") {
  constexpr std::size_t kMany = 10'000;
  Road road(1);
  std::vector<Entered> all;
  for (std::size_t i = 0; i < kMany; ++i) all.push_back(road.Stay());
  const auto start = steady_clock::now();
  road.EndTransport();
  CHECK(steady_clock::now() - start < 5s);
  for (Entered& one : all) {
    REQUIRE(one.end.wait_for(0s) == std::future_status::ready);
    CHECK(one.AwaitFailure().kind() == Kind::kCancelled);
  }
  CHECK(road.begun() == Numbers{0});
}

TEST_SUITE_END();
