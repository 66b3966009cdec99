// SPDX-License-Identifier: Apache-2.0
// Whoever leaves the head of a line rouses the next one.
#include "plugin/transport/turns.h"

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace zendesk::transport {

namespace asio = boost::asio;

Turn::Turn(Turns& turns, std::string key)
    : lines_(turns.lines_), line_(lines_.try_emplace(std::move(key)).first) {
  line_->second.push_back(*this);
}

Turn::~Turn() {
  const bool was_first = IsFirst();
  Line& line = line_->second;
  line.erase(line.iterator_to(*this));
  if (line.empty()) {
    lines_.erase(line_);
  } else if (was_first && line.front().alarm_) {
    line.front().alarm_->cancel();
  }
}

Task<void> Turn::Await(Deadline deadline) {
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  const auto executor = co_await asio::this_coro::executor;
  if (IsFirst()) co_return;
  alarm_.emplace(executor, deadline);
  boost::system::error_code woken = asio::error::operation_aborted;
  if (cancellation.cancelled() == asio::cancellation_type::none)
    co_await alarm_->async_wait(asio::redirect_error(asio::use_awaitable, woken));
  if (IsFirst()) co_return;
  if (woken)
    throw Failure(Failure::Kind::kCancelled, false,
                  Message("The task was cancelled while it waited for another one."));
  throw Failure(Failure::Kind::kTimeout, false,
                Message("The time for the task was over before another one, which writes the "
                        "same, had ended."));
}

}  // namespace zendesk::transport
