// SPDX-License-Identifier: Apache-2.0
// What a Transport is made of: the I/O thread, and the tasks on it and in line.
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "plugin/transport/gauge.h"
#include "plugin/transport/lane.h"
#include "plugin/transport/multi.h"
#include "plugin/transport/transport.h"

namespace zendesk::transport {

// A started task.
struct Job : Entrant {
  std::weak_ptr<Core> core;
  Transport::Begin begin;                   // [I/O thread] of one that begins in its turn
  Transport::Done done;                     // [I/O thread] empty once it was called
  boost::asio::cancellation_signal cancel;  // [I/O thread]
  bool begun = false;                       // [I/O thread]
  bool cancelled = false;                   // [I/O thread] perhaps before it was to begin
  std::list<std::shared_ptr<Job>>::iterator place;

  void Finish(std::exception_ptr error) {
    begin = nullptr;
    if (done) std::exchange(done, nullptr)(std::move(error));
  }
};

class Core : public std::enable_shared_from_this<Core> {
 public:
  explicit Core(Options options) : options_(std::move(options)) {}

  void Close();
  void Ready();
  std::shared_ptr<Job> Start(Task<void> task, Transport::Done done);
  std::shared_ptr<Job> StartInTurn(Lane& lane, Deadline latest, Transport::Begin begin,
                                   Transport::Done done);
  void Cancel(std::shared_ptr<Job> job);
  void Post(std::function<void()> work);
  Task<Response> Send(const Request& request);
  Task<void> SleepUntil(Deadline when);
  void BeginVigil() noexcept { ++vigils_; }
  void EndVigil() noexcept { --vigils_; }
  std::int64_t connections_made() const noexcept { return connections_made_.value(); }

 private:
  void EnsureStarted();
  void RunThread();
  void Dismantle(std::unique_ptr<boost::asio::io_context> io);
  std::shared_ptr<Job> NewJob(Transport::Done done);
  template <typename Work>
  void Enter(const std::shared_ptr<Job>& job, Work begin);
  void EndUnbegun(const std::shared_ptr<Job>& job);
  void Begin(std::shared_ptr<Job> job, Task<void> task);
  void BeginInTurn(const std::shared_ptr<Job>& job);
  void End(const std::shared_ptr<Job>& job, std::exception_ptr error);
  void CancelAll();
  bool Feed(Exchange& exchange);
  void LogExchange(const Exchange& exchange, const Failure* failure);

  const Options options_;

  // Guards what other threads touch: the start and the end of everything, jobs_, and every post.
  std::mutex mutex_;
  std::unique_ptr<boost::asio::io_context> io_;
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work_;
  std::thread thread_;
  std::list<std::shared_ptr<Job>> jobs_;
  bool closed_ = false;

  // [I/O thread]
  std::optional<Multi> multi_;
  std::optional<Lines> lines_;
  std::optional<boost::asio::steady_timer> farewell_;  // set when the end has begun
  int vigils_ = 0;
  Gauge connections_made_;
};

}  // namespace zendesk::transport
