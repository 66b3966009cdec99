// SPDX-License-Identifier: Apache-2.0
// The C interface's status and retry values as C++ types, one to one.
#pragma once

#include "task_plugin.h"

namespace task_plugin {

/// How an operation ended; the values are those of TP_OK and TP_E_... in task_plugin.h, which
/// explains each.
enum class Status : tp_status {
  kOk = TP_OK,
  kUnknown = TP_E_UNKNOWN,
  kNotImplemented = TP_E_NOT_IMPLEMENTED,
  kInvalidArgument = TP_E_INVALID_ARGUMENT,
  kInvalidState = TP_E_INVALID_STATE,
  kNotFound = TP_E_NOT_FOUND,
  kConflict = TP_E_CONFLICT,
  kUnauthenticated = TP_E_UNAUTHENTICATED,
  kPermissionDenied = TP_E_PERMISSION_DENIED,
  kRateLimited = TP_E_RATE_LIMITED,
  kUnavailable = TP_E_UNAVAILABLE,
  kTimeout = TP_E_TIMEOUT,
  kCancelled = TP_E_CANCELLED,
  kRejected = TP_E_REJECTED,
  kInternal = TP_E_INTERNAL,
  kAbi = TP_E_ABI,
};

/// May the host run the same request again? See TP_RETRY_... in task_plugin.h.
enum class Retry : uint32_t {
  kNever = TP_RETRY_NEVER,
  kSafe = TP_RETRY_SAFE,
  kIfIdempotent = TP_RETRY_IF_IDEMPOTENT,
  kUnknownOutcome = TP_RETRY_UNKNOWN_OUTCOME,
};

}  // namespace task_plugin
