// SPDX-License-Identifier: Apache-2.0
// Each one who waits has an alarm, which a ring or the deadline sets off.
#include "plugin/transport/bell.h"

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace zendesk::transport {

namespace asio = boost::asio;

void Bell::Ring() {
  while (!listeners_.empty()) {
    Listener& listener = listeners_.front();
    listeners_.pop_front();
    listener.rung = true;
    listener.alarm.cancel();
  }
}

Task<void> Bell::Await(Deadline deadline) {
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  const auto executor = co_await asio::this_coro::executor;
  Listener listener(executor, deadline);
  boost::system::error_code woken = asio::error::operation_aborted;
  if (cancellation.cancelled() == asio::cancellation_type::none) {
    listeners_.push_back(listener);
    co_await listener.alarm.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  if (listener.rung) co_return;
  if (woken) throw Failure(Failure::Kind::kCancelled, false, Message("The task was cancelled."));
  throw Failure(Failure::Kind::kTimeout, false, Message("The time for the task is over."));
}

}  // namespace zendesk::transport
