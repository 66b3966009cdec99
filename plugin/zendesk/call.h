// SPDX-License-Identifier: Apache-2.0
// What is to be known of a call to Zendesk beside what is sent.
#pragma once

#include <string_view>

#include "plugin/zendesk/governor.h"
#include "plugin/zendesk/problem.h"

namespace zendesk {

struct Call {
  // No aggregate, so that it is safe inside co_await; see transport/task.h.
  explicit Call(Effect call_effect, Route call_route = Route())
      : effect(call_effect), route(call_route) {}
  Call(Effect call_effect, Endpoint endpoint) : Call(call_effect, Route(endpoint)) {}

  Effect effect;
  Route route;
  /// Under which Zendesk remembers what came of it; must outlive the call, empty: none.
  std::string_view idempotency_key;
  /// An attempt that may have been done is made again, which the effect allows.
  bool repeats_unclear = true;
  /// It rests on what was read before: the caller has to read again after a conflict.
  bool rereads_conflicts = false;
  /// The path ends with the ID of what the answer has to be about.
  bool names_one = false;
};

/// For a path of that kind.
inline Call OfOne(Effect effect, Route route = Route()) {
  Call call(effect, route);
  call.names_one = true;
  return call;
}

}  // namespace zendesk
