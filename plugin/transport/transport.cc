// SPDX-License-Identifier: Apache-2.0
// What others see of the core.
#include "plugin/transport/transport.h"

#include <boost/asio/this_coro.hpp>

#include "plugin/transport/core.h"
#include "plugin/transport/fork_guard.h"

namespace zendesk::transport {

namespace asio = boost::asio;

std::int64_t Transport::connections_made() const noexcept {
  return core_->connections_made();
}

Transport::Transport(Options options) : core_(std::make_shared<Core>(std::move(options))) {
  ForkGuard::Install();
}

Transport::~Transport() {
  core_->Close();
}

void Transport::Ready() {
  core_->Ready();
}

Handle Transport::Start(Task<void> task, Done done) {
  return Handle(core_->Start(std::move(task), std::move(done)));
}

Handle Transport::StartInTurn(Lane& lane, Deadline latest, Begin begin, Done done) {
  return Handle(core_->StartInTurn(lane, latest, std::move(begin), std::move(done)));
}

Task<Response> Transport::Send(const Request& request) {
  return core_->Send(request);
}

Task<void> Transport::SleepUntil(Deadline when) {
  return core_->SleepUntil(when);
}

Task<std::unique_ptr<Vigil>> Transport::KeepVigil() {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_return std::make_unique<Vigil>(*core_);
}

Vigil::Vigil(Core& core) : core_(core) {
  core_.BeginVigil();
}

Vigil::~Vigil() {
  core_.EndVigil();
}

void Mailbox::Post(std::function<void()> work) const {
  if (const auto core = core_.lock()) core->Post(std::move(work));
}

void Handle::Cancel() noexcept {
  if (job_ == nullptr) return;
  if (const auto core = job_->core.lock()) core->Cancel(job_);
}

}  // namespace zendesk::transport
