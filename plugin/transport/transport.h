// SPDX-License-Identifier: Apache-2.0
// HTTP for coroutines: one I/O thread that runs Boost.Asio and libcurl together.
//
//   Transport transport(options);
//   Handle handle = transport.Start(CreateTicket(transport), [](std::exception_ptr error) {…});
//
//   Task<void> CreateTicket(Transport& transport) {
//     Request request(Method::kPost, "https://acme.zendesk.com/api/v2/tickets");
//     request.body = …;
//     Response response = co_await transport.Send(request);   // throws Failure
//   }
//
// Nothing is ever repeated that could act twice: a request that is not a GET leaves at most once
// for each Send(). Retrying is the caller's decision, from Failure::sent().
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "plugin/transport/http.h"
#include "plugin/transport/options.h"
#include "plugin/transport/task.h"

namespace zendesk::transport {

class Core;
class Lane;
struct Entrant;
struct Job;

// A started task. Copies name the same task; destroying them does nothing to it.
class Handle {
 public:
  Handle() = default;

  // [any thread] Asks the task to end: what it waits for ends with Failure::Kind::kCancelled, and
  // so does every Send(), SleepUntil() and wait for a Turn after. Returns at once; may be repeated;
  // has no effect on a task that is over, even when the Transport is gone.
  void Cancel() noexcept;

 private:
  friend class Transport;
  explicit Handle(std::shared_ptr<Job> job) : job_(std::move(job)) {}

  std::shared_ptr<Job> job_;
};

// The way for other threads to the I/O thread. Copies name the same Transport.
class Mailbox {
 public:
  // [any thread] Runs `work`, which must not throw, on the I/O thread; drops it when the Transport
  // is gone or has no thread.
  void Post(std::function<void()> work) const;

 private:
  friend class Transport;
  explicit Mailbox(std::weak_ptr<Core> core) : core_(std::move(core)) {}

  std::weak_ptr<Core> core_;
};

// [I/O thread] While one lives, the end of the Transport waits for it, a few seconds at most: for
// an exchange whose answer must not be lost. Its task still has to shut out cancellation.
class Vigil {
 public:
  explicit Vigil(Core& core);
  ~Vigil();
  Vigil(const Vigil&) = delete;
  Vigil& operator=(const Vigil&) = delete;

 private:
  Core& core_;
};

class Transport {
 public:
  // Gets what the task threw, null when it ended well. Runs on the I/O thread, exactly once for
  // each task, must not throw nor block, and must not destroy the Transport.
  using Done = std::function<void(std::exception_ptr)>;

  // Makes a task when it is to begin, on the I/O thread; its place outlives the task. It may throw,
  // which `done` gets.
  using Begin = std::function<Task<void>(Entrant& place)>;

  // Cheap: thread and libcurl start with Ready() or the first task. Throws std::bad_alloc.
  explicit Transport(Options options);

  // [outside of tasks and callbacks] Cancels all tasks, lets each complete, joins the thread. Takes
  // less than a second, whatever servers and name servers do, or four with a Vigil. A task that
  // does not end in that time
  // is destroyed where it waits and reported as cancelled; what it did is not known, so
  // Failure::sent() is true then.
  //
  // After fork() the child must leak the parent's object, and can make and use one of its own.
  ~Transport();

  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  // [any thread] Starts the thread and libcurl, if they are not at work yet. Throws
  // std::system_error when the thread cannot be started, std::runtime_error when libcurl cannot,
  // std::logic_error once the destructor has begun.
  void Ready();

  // [any thread] Runs the task on the I/O thread. Throws what Ready() throws, and std::bad_alloc;
  // `done` is then not called.
  Handle Start(Task<void> task, Done done);

  // [any thread] The same, but the task begins in its turn, see Lane; at the moment `latest`
  // whosever turn it is.
  Handle StartInTurn(Lane& lane, Deadline latest, Begin begin, Done done);

  // [inside a task] One HTTP exchange. The request must live until its end. Throws Failure, or what
  // the source of its body throws.
  Task<Response> Send(const Request& request);

  // [inside a task] Waits until `when`. Throws Failure of kind kCancelled.
  Task<void> SleepUntil(Deadline when);

  // [any thread] How many connections answered requests came over.
  std::int64_t connections_made() const noexcept;

  // [any thread]
  Mailbox mailbox() const { return Mailbox(core_); }

  // [inside a task] From here on the task is not cancelled any more, and the end of the Transport
  // waits for it, as long as the result lives.
  Task<std::unique_ptr<Vigil>> KeepVigil();

 private:
  std::shared_ptr<Core> core_;
};

}  // namespace zendesk::transport
