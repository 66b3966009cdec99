// SPDX-License-Identifier: Apache-2.0
// Tasks that begin in turn: one that stands in line takes a fraction of the memory of one that has
// begun and waits for something.
//
//   Lane lane(256);
//   transport.StartInTurn(lane, latest, [&](Entrant& place) { return CreateTicket(…); }, done);
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <boost/intrusive/set.hpp>
#include <cstddef>
#include <functional>

#include "plugin/transport/http.h"

namespace zendesk::transport {

class Lane;
class Lines;

// Has begun in a lane, or stands in its line. [I/O thread]
struct Entrant : boost::intrusive::list_base_hook<>, boost::intrusive::set_base_hook<> {
  Lane* lane = nullptr;
  Lines* lines = nullptr;                       // once it has joined
  std::chrono::steady_clock::time_point since;  // in line
  std::chrono::steady_clock::duration lined_up{};
  Deadline latest = kNoDeadline;  // when it begins, whosever turn it is
  bool stands_in_line = false;
};

// One line. Outlives its entrants. [I/O thread] for all but the constructor.
class Lane {
 public:
  // How many may have begun and not ended yet.
  explicit Lane(std::size_t most) : most_(most) {}
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

 private:
  friend class Lines;
  friend class Rest;

  // Those who rest have begun, so they take memory.
  static constexpr std::size_t kMostResting = 2048;

  const std::size_t most_;
  std::size_t begun_ = 0;  // and do not rest
  std::size_t resting_ = 0;
  bool advances_ = false;
  boost::intrusive::list<Entrant> line_;
};

// Those in all lanes of a transport. [I/O thread]
class Lines {
 public:
  // `begin`, which must not throw, may call Leave() for the same entrant.
  Lines(boost::asio::io_context& io, std::function<void(Entrant&)> begin);
  ~Lines();  // those in line never begin
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  // Begins it, now or in its turn.
  void Join(Entrant& entrant);

  // It has ended: another one may begin.
  void Leave(Entrant& entrant);

  // Takes it out of its line; false when it has begun.
  bool Withdraw(Entrant& entrant);

 private:
  friend class Rest;

  struct Sooner {
    bool operator()(const Entrant& a, const Entrant& b) const { return a.latest < b.latest; }
  };

  void Advance(Lane& lane);
  void Begin(Entrant& entrant);
  void SetAlarm();

  const std::function<void(Entrant&)> begin_;
  boost::asio::steady_timer alarm_;  // at the first one's `latest`
  boost::intrusive::multiset<Entrant, boost::intrusive::compare<Sooner>> by_latest_;
};

// While one lives, its task waits for what few others of the lane wait for, and another one may
// begin in its place. [I/O thread]
class Rest {
 public:
  // Null: the task stands in no lane.
  explicit Rest(Entrant* entrant);
  ~Rest();
  Rest(const Rest&) = delete;
  Rest& operator=(const Rest&) = delete;

 private:
  Lane* lane_ = nullptr;  // null: nothing to take back
};

}  // namespace zendesk::transport
