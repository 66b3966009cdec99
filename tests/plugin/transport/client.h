// SPDX-License-Identifier: Apache-2.0
// Tasks and their results, from a test's point of view.
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "plugin/transport/transport.h"

namespace test {

using zendesk::transport::Failure;
using zendesk::transport::Handle;
using zendesk::transport::Method;
using zendesk::transport::Options;
using zendesk::transport::Request;
using zendesk::transport::Response;
using zendesk::transport::Task;
using zendesk::transport::Transport;
using Kind = Failure::Kind;

// Either an answer or a failure.
struct Outcome {
  std::optional<Response> response;
  std::optional<Failure> failure;

  // Fails the test when there is none.
  const Response& Answer() const {
    REQUIRE_MESSAGE(response.has_value(), std::string(failure ? failure->what() : "no result"));
    return *response;
  }
  const Failure& Failed() const {
    REQUIRE_MESSAGE(failure.has_value(), "an answer came");
    return *failure;
  }
};

// A task of which nothing is wanted but that it ends well.
struct Started {
  void Cancel() { handle.Cancel(); }
  // Waits for the end, at most a minute; throws what the task threw.
  void AwaitEnd() {
    REQUIRE(end.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    end.get();
  }

  Handle handle;
  std::future<void> end;
};

inline Started Begin(Transport& transport, Task<void> task) {
  auto end = std::make_shared<std::promise<void>>();
  std::future<void> future = end->get_future();
  Handle handle = transport.Start(std::move(task), [end](const std::exception_ptr& error) {
    error ? end->set_exception(error) : end->set_value();
  });
  return {std::move(handle), std::move(future)};
}

// One request in a task of its own.
class Running {
 public:
  Running(Transport& transport, Request request) : state_(std::make_shared<State>()) {
    future_ = state_->promise.get_future();
    handle_ = transport.Start(
        SendOne(transport, std::move(request), state_),
        [state = state_](std::exception_ptr error) { Finish(*state, std::move(error)); });
  }

  Handle& handle() { return handle_; }

  // Waits for the end, at most 20 s.
  Outcome Get() {
    REQUIRE(future_.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    return future_.get();
  }

  bool Ready() const {
    return future_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }

 private:
  struct State {
    std::optional<Response> response;
    std::promise<Outcome> promise;  // a second end would throw
  };

  static Task<void> SendOne(Transport& transport, Request request, std::shared_ptr<State> state) {
    state->response = co_await transport.Send(std::move(request));
  }

  static void Finish(State& state, std::exception_ptr error) {
    Outcome outcome;
    outcome.response = std::move(state.response);
    try {
      if (error) std::rethrow_exception(error);
    } catch (const Failure& failure) {
      outcome.failure = failure;
    }
    state.promise.set_value(std::move(outcome));
  }

  std::shared_ptr<State> state_;
  std::future<Outcome> future_;
  Handle handle_;
};

inline Outcome Send(Transport& transport, Request request) {
  return Running(transport, std::move(request)).Get();
}

}  // namespace test
