// SPDX-License-Identifier: Apache-2.0
// One task after the other, for tasks that would get into each other's way.
//
//   Turn turn(turns, "what both of them change");
//   co_await turn.Await(deadline);   // throws Failure
//   …                                // here it is this task's turn, until `turn` is destroyed
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <map>
#include <optional>
#include <string>

#include "plugin/transport/http.h"
#include "plugin/transport/task.h"

namespace zendesk::transport {

class Turns;

// A place in the line before one key, and the turn itself once nobody stands in front. Lives in the
// frame of the coroutine that awaits it. [I/O thread] for all.
class Turn : public boost::intrusive::list_base_hook<> {
 public:
  // Joins the end of the line.
  Turn(Turns& turns, std::string key);
  // Leaves the line; the next one goes on if this one stood first.
  ~Turn();
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  // Waits until nobody stands in front. Throws Failure of kind kTimeout at the deadline, or
  // kCancelled; nothing was sent in either case.
  Task<void> Await(Deadline deadline);

  // Await() would not wait.
  bool IsFirst() const noexcept { return &line_->second.front() == this; }

 private:
  friend class Turns;
  using Line = boost::intrusive::list<Turn>;
  using Lines = std::map<std::string, Line>;

  Lines& lines_;
  Lines::iterator line_;
  std::optional<boost::asio::steady_timer> alarm_;  // once it had to wait
};

// The lines that there are: as many as keys in use.
class Turns {
 private:
  friend class Turn;
  Turn::Lines lines_;
};

}  // namespace zendesk::transport
