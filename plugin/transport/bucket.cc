// SPDX-License-Identifier: Apache-2.0
// Who stands first looks after its own alarm. Whatever changes lets all go who may, at once: those
// who come after them find no line.
#include "plugin/transport/bucket.h"

#include <algorithm>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace zendesk::transport {

namespace asio = boost::asio;
using std::chrono::steady_clock;

Bucket::Waiter::Waiter(Bucket& bucket, const asio::any_io_executor& executor)
    : bucket_(bucket), alarm_(executor) {
  bucket_.line_.push_back(*this);
  bucket_.waiting_.Add(1);
}

Bucket::Waiter::~Waiter() {
  if (!is_linked()) return;
  LeaveLine();
  bucket_.Rouse();
}

void Bucket::Waiter::Let(Passage passage) {
  LeaveLine();
  passage_.emplace(std::move(passage));
  alarm_.cancel();
}

void Bucket::Waiter::LeaveLine() {
  bucket_.line_.erase(bucket_.line_.iterator_to(*this));
  bucket_.waiting_.Add(-1);
}

Passage::~Passage() {
  if (bucket_ == nullptr) return;
  bucket_->meter_.Leave();
  bucket_->Rouse();
}

std::optional<Passage> Bucket::TryPass() {
  if (!line_.empty()) return std::nullopt;
  const Deadline now = steady_clock::now();
  if (meter_.NextOpening(now).at > now) return std::nullopt;
  return Take(now);
}

Task<Passage> Bucket::Pass(Deadline deadline, std::chrono::milliseconds longest,
                           steady_clock::time_point since) {
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  const auto executor = co_await asio::this_coro::executor;
  Waiter waiter(*this, executor);
  const Deadline patience = since + longest;
  for (;;) {
    const Deadline now = steady_clock::now();
    const Meter::Opening opening =
        waiter.IsFirst() ? meter_.NextOpening(now) : Meter::Opening{kNoDeadline};
    if (cancellation.cancelled() != asio::cancellation_type::none) {
      throw Failure(Failure::Kind::kCancelled, false,
                    Message("The task was cancelled while it waited for a request's turn."));
    }
    if (waiter.passage()) co_return *std::move(waiter.passage());
    if (opening.at <= now) co_return Take(now);
    if (now >= deadline) {
      throw Failure(Failure::Kind::kTimeout, false,
                    Message("The time for the task was over before it was a request's turn."));
    }
    if (opening.is_closure && (opening.at >= deadline || opening.at > patience))
      throw Closed{opening.at};
    // How long the others in the line take is not known; a little more than as long again, which is
    // beyond anybody's patience too, is a fair guess.
    if (now >= patience) throw Closed{now + longest + std::chrono::seconds(1)};
    waiter.alarm().expires_at(std::min({opening.at, deadline, patience}));
    boost::system::error_code woken;
    co_await waiter.alarm().async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
}

void Bucket::Learn(const Passage& passage, const std::optional<Level>& level) {
  meter_.Learn(passage.number_, level, steady_clock::now());
  Rouse();
}

void Bucket::CloseUntil(Deadline when) {
  meter_.CloseUntil(when);
  Rouse();
}

bool Bucket::IsIdle(Deadline now) const {
  return line_.empty() && meter_.IsIdle(now);
}

void Bucket::Rouse() {
  if (line_.empty()) return;
  const Deadline now = steady_clock::now();
  while (!line_.empty() && meter_.NextOpening(now).at <= now) line_.front().Let(Take(now));
  if (!line_.empty()) line_.front().alarm().cancel();
}

}  // namespace zendesk::transport
