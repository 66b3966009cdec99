// SPDX-License-Identifier: Apache-2.0
// One value that another thread brings, for one task that waits for it.
//
//   Arrival<int> arrival;
//   ask_somebody([deliver = arrival.Deliverer(transport)](int answer) { deliver(answer); });
//   int answer = co_await arrival.Await(deadline);   // throws Failure
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "plugin/transport/bell.h"
#include "plugin/transport/transport.h"

namespace zendesk::transport {

template <typename T>
class Arrival {
 public:
  // Delivers from any thread, also while the task is not waiting yet, and at any time: what comes
  // when nobody waits any more, or the Transport is gone, is dropped. Only the first value counts.
  std::function<void(T)> Deliverer(Transport& transport) const {
    return [state = state_, mailbox = transport.mailbox()](T value) {
      // Shared, since a std::function must be copyable and a value need not be.
      auto parcel = std::make_shared<T>(std::move(value));
      mailbox.Post([state, parcel] {
        if (state->value) return;
        state->value.emplace(std::move(*parcel));
        state->bell.Ring();
      });
    };
  }

  // [I/O thread] Throws Failure of kind kTimeout at the deadline, or kCancelled.
  Task<T> Await(Deadline deadline) {
    if (!state_->value) co_await state_->bell.Await(deadline);
    co_return std::move(*state_->value);
  }

 private:
  struct State {
    std::optional<T> value;
    Bell bell;
  };

  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace zendesk::transport
