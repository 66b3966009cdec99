// SPDX-License-Identifier: Apache-2.0
// The I/O thread, the tasks on it, and one exchange from a task's point of view.
#include "plugin/transport/core.h"

#include <pthread.h>
#include <signal.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "plugin/transport/tls.h"

namespace zendesk::transport {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Kind = Failure::Kind;
using std::chrono::steady_clock;

// How long the destructor waits for tasks that were told to end, and for those that keep vigil.
constexpr std::chrono::milliseconds kFarewell{500};
constexpr std::chrono::milliseconds kLongFarewell{4000};

Failure Cancelled(bool sent) {
  return Failure(Kind::kCancelled, sent, Message("The task was cancelled."));
}

Settings MakeSettings(const Options& options) {
  return Settings{options.user_agent, "User-Agent: " + options.user_agent, options.proxy,
                  options.no_proxy, FindCaFile(options.ca_file)};
}

std::size_t Limit(const Options& options) {
  const int limit =
      options.max_connections > 0 ? options.max_connections : Options::kDefaultMaxConnections;
  return static_cast<std::size_t>(limit);
}

// All signals stay with the host's threads; a thread inherits the mask of the one that starts it.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

// Takes the exchange from libcurl when its coroutine goes on, or is destroyed where it waits.
class Departure {
 public:
  Departure(Multi& multi, Exchange& exchange) : multi_(multi), exchange_(exchange) {}
  ~Departure() { multi_.Remove(exchange_); }
  Departure(const Departure&) = delete;
  Departure& operator=(const Departure&) = delete;

 private:
  Multi& multi_;
  Exchange& exchange_;
};

}  // namespace

// With mutex_ held.
void Core::EnsureStarted() {
  if (closed_) throw std::logic_error("the transport is being destroyed");
  if (thread_.joinable()) return;
  InitLibraries();
  try {
    io_ = std::make_unique<asio::io_context>(1);
    work_.emplace(io_->get_executor());
    multi_.emplace(*io_, MakeSettings(options_), Limit(options_));
    lines_.emplace(*io_, [this](Entrant& entrant) {
      // A pointer of its own, since End() lets go of the one in jobs_.
      const std::shared_ptr<Job> job = *static_cast<Job&>(entrant).place;
      BeginInTurn(job);
    });
    const SignalsBlocked blocked;
    thread_ = std::thread([this] { RunThread(); });
  } catch (...) {
    Dismantle(std::move(io_));
    throw;
  }
}

void Core::RunThread() {
  ::pthread_setname_np(::pthread_self(), "zendesk-io");
  if (options_.log != nullptr && options_.log->Enabled(Level::kTrace)) {
    options_.log->Write(Level::kTrace, "HTTP starts", TlsLibraryFields());
  }
  io_->run();
  std::unique_ptr<asio::io_context> io;
  {
    const std::lock_guard lock(mutex_);
    io = std::move(io_);
  }
  Dismantle(std::move(io));
  // What is left did not end in time, or never began; closed_ keeps others from joining it. One
  // that began may have sent something before its frame was destroyed.
  for (const auto& job : jobs_) job->Finish(std::make_exception_ptr(Cancelled(job->begun)));
  jobs_.clear();
}

// Without mutex_ on the I/O thread, as the frames of tasks that did not end are destroyed here.
void Core::Dismantle(std::unique_ptr<asio::io_context> io) {
  if (multi_) multi_->Unhook();
  farewell_.reset();
  lines_.reset();
  work_.reset();
  io.reset();  // the frames' exchanges leave multi_
  multi_.reset();
}

void Core::Close() {
  {
    const std::lock_guard lock(mutex_);
    if (!thread_.joinable()) return;
    closed_ = true;
    asio::post(*io_, [this] { CancelAll(); });
  }
  thread_.join();
}

void Core::CancelAll() {
  farewell_.emplace(*io_, kFarewell);
  farewell_->async_wait([this](error_code error) {
    if (error) return;
    if (vigils_ == 0) return io_->stop();
    farewell_->expires_after(kLongFarewell - kFarewell);
    farewell_->async_wait([this](error_code) { io_->stop(); });
  });
  std::vector<std::shared_ptr<Job>> not_begun;
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.empty()) io_->stop();
    for (const auto& job : jobs_) {
      if (lines_->Withdraw(*job)) {
        not_begun.push_back(job);
      } else {
        job->cancel.emit(asio::cancellation_type::terminal);
      }
    }
  }
  for (const auto& job : not_begun) EndUnbegun(job);
}

void Core::Ready() {
  const std::lock_guard lock(mutex_);
  EnsureStarted();
}

std::shared_ptr<Job> Core::NewJob(Transport::Done done) {
  auto job = std::make_shared<Job>();
  job->core = weak_from_this();
  job->done = std::move(done);
  return job;
}

template <typename Work>
void Core::Enter(const std::shared_ptr<Job>& job, Work begin) {
  const std::lock_guard lock(mutex_);
  EnsureStarted();
  job->place = jobs_.insert(jobs_.end(), job);
  asio::post(*io_, [this, job, begin = std::move(begin)]() mutable {
    if (job->cancelled) return EndUnbegun(job);
    begin();
  });
}

std::shared_ptr<Job> Core::Start(Task<void> task, Transport::Done done) {
  auto job = NewJob(std::move(done));
  Enter(job, [this, job, task = std::move(task)]() mutable { Begin(job, std::move(task)); });
  return job;
}

std::shared_ptr<Job> Core::StartInTurn(Lane& lane, Deadline latest, Transport::Begin begin,
                                       Transport::Done done) {
  auto job = NewJob(std::move(done));
  job->lane = &lane;
  job->latest = latest;
  job->begin = std::move(begin);
  Enter(job, [this, &entrant = *job] { lines_->Join(entrant); });
  return job;
}

void Core::Begin(std::shared_ptr<Job> job, Task<void> task) {
  job->begun = true;
  const auto slot = job->cancel.slot();
  // A cancelled task is told so by Send() and SleepUntil(), and by nothing else, so that it can
  // still await its own parts.
  auto patient = [](Task<void> inner) -> Task<void> {
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await std::move(inner);
  };
  auto ended = [this, job = std::move(job)](std::exception_ptr error) {
    End(job, std::move(error));
  };
  asio::co_spawn(*io_, patient(std::move(task)),
                 asio::bind_cancellation_slot(slot, std::move(ended)));
}

void Core::BeginInTurn(const std::shared_ptr<Job>& job) {
  job->begun = true;
  try {
    Begin(job, std::exchange(job->begin, nullptr)(*job));
  } catch (...) {
    End(job, std::current_exception());
  }
}

void Core::EndUnbegun(const std::shared_ptr<Job>& job) {
  End(job, std::make_exception_ptr(Cancelled(false)));
}

void Core::End(const std::shared_ptr<Job>& job, std::exception_ptr error) {
  job->Finish(std::move(error));
  {
    const std::lock_guard lock(mutex_);
    jobs_.erase(job->place);
    if (farewell_ && jobs_.empty()) io_->stop();
  }
  if (job->lane != nullptr && job->begun) lines_->Leave(*job);
}

void Core::Cancel(std::shared_ptr<Job> job) {
  const std::lock_guard lock(mutex_);
  if (io_ == nullptr || closed_) return;
  // What the I/O thread has started itself may be behind this in its queue.
  asio::post(*io_, [this, job = std::move(job)] {
    job->cancelled = true;
    if (lines_->Withdraw(*job)) return EndUnbegun(job);
    job->cancel.emit(asio::cancellation_type::terminal);
  });
}

void Core::Post(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (io_ != nullptr) asio::post(*io_, std::move(work));
}

Task<Response> Core::Send(const Request& request) {
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  const auto executor = co_await asio::this_coro::executor;
  Exchange exchange(request, executor);
  if (farewell_ || cancellation.cancelled() != asio::cancellation_type::none) {
    throw exchange.Cancelled();
  }
  if (exchange.timer().expiry() <= steady_clock::now()) throw exchange.TimedOut();

  exchange.body().Fetch();
  multi_->Add(exchange);
  const Departure departure(*multi_, exchange);
  try {
    error_code woken;
    do {
      co_await exchange.timer().async_wait(asio::redirect_error(asio::use_awaitable, woken));
    } while (woken && cancellation.cancelled() == asio::cancellation_type::none && Feed(exchange));
    if (exchange.done()) {
      Response response = exchange.TakeResponse();
      if (!exchange.reused()) connections_made_.Add(1);
      LogExchange(exchange, nullptr);
      co_return response;
    }
    throw woken ? exchange.Cancelled() : exchange.TimedOut();
  } catch (const Failure& failure) {
    LogExchange(exchange, &failure);
    throw;
  } catch (...) {
    const Failure failure = exchange.Cancelled();  // by the source of its body
    LogExchange(exchange, &failure);
    throw;
  }
}

// Fetches what the exchange waits for of its body; false when it waits for nothing of that.
bool Core::Feed(Exchange& exchange) {
  if (exchange.done() || !exchange.body().needs_fetch()) return false;
  exchange.body().Fetch();
  multi_->Resume(exchange);
  return true;
}

void Core::LogExchange(const Exchange& exchange, const Failure* failure) {
  if (options_.log == nullptr || !options_.log->Enabled(Level::kDebug)) return;
  options_.log->Write(Level::kDebug, "HTTP exchange", exchange.LogFields(failure));
}

Task<void> Core::SleepUntil(Deadline when) {
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, when);
  error_code woken;
  if (!farewell_ && cancellation.cancelled() == asio::cancellation_type::none) {
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    if (!woken) co_return;
  }
  throw Cancelled(false);
}

}  // namespace zendesk::transport
