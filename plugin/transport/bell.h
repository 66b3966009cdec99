// SPDX-License-Identifier: Apache-2.0
// Wakes all tasks that wait for the same thing.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include "plugin/transport/http.h"
#include "plugin/transport/task.h"

namespace zendesk::transport {

// [I/O thread] for all. Must outlive those who wait.
class Bell {
 public:
  Bell() = default;
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  // Whoever waits at this moment goes on, after this has returned.
  void Ring();

  // Waits for the next Ring(). Throws Failure of kind kTimeout at the deadline, or kCancelled;
  // nothing was sent in either case.
  Task<void> Await(Deadline deadline);

 private:
  struct Listener : boost::intrusive::list_base_hook<
                        boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
    Listener(const boost::asio::any_io_executor& executor, Deadline deadline)
        : alarm(executor, deadline) {}

    boost::asio::steady_timer alarm;
    bool rung = false;
  };

  boost::intrusive::list<Listener, boost::intrusive::constant_time_size<false>> listeners_;
};

}  // namespace zendesk::transport
