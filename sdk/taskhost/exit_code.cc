// SPDX-License-Identifier: Apache-2.0
// From the status of a result to an exit code.
#include "taskhost/exit_code.h"

namespace taskhost {

int ExitCode(const task_host::Result& result) {
  if (result.ok()) return kExitOk;
  // What may have happened matters more than why its answer is missing.
  if (result.retry == TP_RETRY_UNKNOWN_OUTCOME) return kExitUnknownOutcome;
  switch (result.status) {
    case TP_E_INVALID_ARGUMENT:
      return kExitInvalidInput;
    case TP_E_NOT_FOUND:
    case TP_E_REJECTED:
    case TP_E_CONFLICT:
      return kExitRefused;
    case TP_E_UNAUTHENTICATED:
    case TP_E_PERMISSION_DENIED:
      return kExitPermission;
    case TP_E_RATE_LIMITED:
      return kExitTryLater;
    case TP_E_UNAVAILABLE:
      return result.retry_after_ms >= 0 ? kExitTryLater : kExitUnavailable;
    case TP_E_TIMEOUT:
      return kExitUnavailable;
    case TP_E_CANCELLED:
      return kExitCancelled;
    case TP_E_ABI:
    case TP_E_NOT_IMPLEMENTED:
      return kExitConfiguration;
    default:
      return kExitInternal;
  }
}

}  // namespace taskhost
