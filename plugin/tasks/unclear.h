// SPDX-License-Identifier: Apache-2.0
// Writes of which nobody knows whether they were done.
#pragma once

#include <utility>

#include "plugin/zendesk/problem.h"

namespace zendesk::tasks {

/// Nobody knows, and Zendesk has no key by which it would notice a second attempt.
inline bool IsUnclear(const Problem& problem) {
  return problem.retry == Problem::Retry::kUnknownOutcome;
}

/// May it still be done later? Then not to find its effect proves nothing.
inline bool MayComeLater(const Problem& problem) {
  constexpr int kGatewayTimeout = 504;
  return problem.kind == Problem::Kind::kTimeout || problem.kind == Problem::Kind::kCancelled ||
         problem.http_status == kGatewayTimeout;
}

/// May it still be on its way? An answer of Zendesk's own, and no gateway's, comes when it has
/// ended; a connection that ends stops nothing.
inline bool MayShowLate(const Problem& problem) {
  constexpr int kRequestTimeout = 408;
  constexpr int kBadGateway = 502;
  return problem.http_status == 0 || problem.http_status == kRequestTimeout ||
         problem.http_status >= kBadGateway;
}

/// What an earlier run of the work may have done cannot be found out, so nothing is done this time.
inline Problem OutcomeUnknown(Message message) {
  Problem problem(Problem::Kind::kConflict, "zendesk.outcome_unknown", std::move(message));
  problem.retry = Problem::Retry::kUnknownOutcome;
  return problem;
}

/// How often one is made anew after its effect was looked for and not found.
inline constexpr int kMostWrites = 5;

}  // namespace zendesk::tasks
