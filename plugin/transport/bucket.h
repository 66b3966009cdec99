// SPDX-License-Identifier: Apache-2.0
// One of a server's limits on requests, as far as its answers tell it, and the line of those who
// wait for it.
//
//   Bucket bucket(shape);
//   std::optional<Passage> passage = bucket.TryPass();
//   if (!passage) passage = co_await bucket.Pass(…);   // throws Failure and Closed
//   …                                // the request; its place is free when `passage` ends
//   bucket.Learn(*passage, level);   // what the answer says of the limit
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "plugin/transport/gauge.h"
#include "plugin/transport/http.h"
#include "plugin/transport/meter.h"
#include "plugin/transport/task.h"

namespace zendesk::transport {

class Bucket;

// The right to one request, from the moment when it may go until its answer has come. [I/O thread]
class Passage {
 public:
  Passage(Passage&& other) noexcept
      : bucket_(std::exchange(other.bucket_, nullptr)), number_(other.number_) {}
  Passage& operator=(Passage&&) = delete;
  ~Passage();

 private:
  friend class Bucket;
  Passage(Bucket& bucket, std::uint64_t number) : bucket_(&bucket), number_(number) {}

  Bucket* bucket_;
  std::uint64_t number_;  // see Meter::Take()
};

// The limit is used up for longer than one may wait. Nothing was sent.
struct Closed {
  Deadline until;
};

// [I/O thread] for all but the levels. Outlives its passages and those who wait.
class Bucket {
 public:
  using Shape = Meter::Shape;
  using Level = Meter::Level;

  Bucket() : Bucket(Shape()) {}
  explicit Bucket(const Shape& shape) : meter_(shape) {}
  Bucket(const Bucket&) = delete;
  Bucket& operator=(const Bucket&) = delete;

  // Passes if that takes no waiting.
  std::optional<Passage> TryPass();

  // Passes in its turn. Throws Closed when the limit is used up until the deadline, or the wait,
  // counted from `since`, would be, or was, longer than `longest`; Failure of kind kTimeout or
  // kCancelled.
  Task<Passage> Pass(Deadline deadline, std::chrono::milliseconds longest,
                     std::chrono::steady_clock::time_point since);

  // An answer has come, with what it says about this limit, if it does.
  void Learn(const Passage& passage, const std::optional<Level>& level);

  // The server refuses all requests until then.
  void CloseUntil(Deadline when);

  // Nothing would be lost with it.
  bool IsIdle(Deadline now) const;

  // [any thread] 0 while unknown.
  std::int64_t limit() const { return meter_.limit(); }
  std::int64_t remaining() const { return meter_.remaining(); }
  std::int64_t waiting() const { return waiting_.value(); }

 private:
  friend class Passage;

  // A place in the line, in the frame of the coroutine that waits there, until it gets its passage.
  class Waiter : public boost::intrusive::list_base_hook<> {
   public:
    Waiter(Bucket& bucket, const boost::asio::any_io_executor& executor);
    ~Waiter();
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    bool IsFirst() const noexcept { return is_linked() && &bucket_.line_.front() == this; }
    // Goes off when it has its passage; of the first one, too, when something has changed.
    boost::asio::steady_timer& alarm() noexcept { return alarm_; }

    void Let(Passage passage);
    std::optional<Passage>& passage() noexcept { return passage_; }

   private:
    void LeaveLine();

    Bucket& bucket_;
    boost::asio::steady_timer alarm_;
    std::optional<Passage> passage_;
  };

  Passage Take(Deadline now) { return {*this, meter_.Take(now)}; }
  void Rouse();

  Meter meter_;
  Gauge waiting_;
  boost::intrusive::list<Waiter, boost::intrusive::constant_time_size<false>> line_;
};

}  // namespace zendesk::transport
