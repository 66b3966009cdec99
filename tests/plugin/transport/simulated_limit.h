// SPDX-License-Identifier: Apache-2.0
// A server that counts in windows of a minute, and processes that obey a meter, in their own time.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <stdexcept>
#include <vector>

#include "plugin/transport/meter.h"

namespace simulation {

using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace)
using zendesk::transport::Deadline;
using zendesk::transport::Meter;

inline constexpr Deadline kStart = Deadline(std::chrono::hours(1000));

// Counts requests as Zendesk does, and says what is left, or refuses.
class Server {
 public:
  Server(std::int64_t limit, bool tells_reset) : limit_(limit), tells_reset_(tells_reset) {}

  // Nothing: 429.
  std::optional<Meter::Level> Serve(Deadline now) {
    if (now >= ends_) {
      ends_ = now + 60s;
      used_ = 0;
    }
    if (used_ == limit_) {
      ++refused_;
      return std::nullopt;
    }
    ++used_;
    ++served_;
    Meter::Level level{limit_, limit_ - used_, std::nullopt};
    if (tells_reset_)
      level.resets_in = std::chrono::duration_cast<std::chrono::seconds>(ends_ - now);
    return level;
  }

  int served() const { return served_; }
  int refused() const { return refused_; }

 private:
  const std::int64_t limit_;
  const bool tells_reset_;
  Deadline ends_ = kStart;
  std::int64_t used_ = 0;
  int served_ = 0;
  int refused_ = 0;
};

// A process that sends as many requests as its meter lets, `width` at once, each of which takes
// 100 ms and is counted half way.
class Process {
 public:
  Process(Server& server, int requests, int width)
      : server_(server), left_(requests), width_(width), meter_(Meter::Shape()) {}

  void Step(Deadline now) {
    for (Flight& flight : flights_) {
      if (!flight.is_counted && now >= flight.sent + 50ms) {
        flight.is_counted = true;
        flight.level = server_.Serve(now);
      }
    }
    while (!flights_.empty() && now >= flights_.front().sent + 100ms) {
      const Flight flight = flights_.front();
      flights_.pop_front();
      meter_.Leave();
      if (flight.level) {
        meter_.Learn(flight.number, flight.level, now);
      } else {
        ++left_;
        meter_.CloseUntil(now + 60s);
      }
    }
    while (left_ > 0 && static_cast<int>(flights_.size()) < width_ &&
           meter_.NextOpening(now).at <= now) {
      flights_.push_back({meter_.Take(now), now, false, std::nullopt});
      --left_;
    }
  }

  bool IsDone() const { return left_ == 0 && flights_.empty(); }

 private:
  struct Flight {
    std::uint64_t number;
    Deadline sent;
    bool is_counted;
    std::optional<Meter::Level> level;
  };

  Server& server_;
  int left_;
  const int width_;
  Meter meter_;
  std::deque<Flight> flights_;
};

// In steps of 10 ms; how long it took.
inline std::chrono::seconds Run(std::vector<Process*> processes) {
  Deadline now = kStart;
  const auto is_done = [](const Process* process) { return process->IsDone(); };
  while (!std::all_of(processes.begin(), processes.end(), is_done)) {
    for (Process* process : processes) process->Step(now);
    now += 10ms;
    if (now > kStart + 2h) throw std::runtime_error("they never end");
  }
  return std::chrono::duration_cast<std::chrono::seconds>(now - kStart);
}

}  // namespace simulation
