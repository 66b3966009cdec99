// SPDX-License-Identifier: Apache-2.0
// Exit codes: part of the interface of the program, for scripts.
#pragma once

#include "host/result.h"

namespace taskhost {

inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 64;           // the command line is at fault
inline constexpr int kExitInvalidInput = 65;    // the task's input is at fault
inline constexpr int kExitNotFound = 66;        // no such plugin, task or file
inline constexpr int kExitUnavailable = 69;     // not reached, or too slow; nothing was done
inline constexpr int kExitInternal = 70;        // a defect of the plugin or the host
inline constexpr int kExitTryLater = 75;        // the service said when to come back
inline constexpr int kExitRefused = 76;         // the service refused the request
inline constexpr int kExitPermission = 77;      // credentials, signature or key refused
inline constexpr int kExitConfiguration = 78;   // connection, manifest or library at fault
inline constexpr int kExitUnknownOutcome = 80;  // it may have happened; look before repeating
inline constexpr int kExitCancelled = 130;

// The code for the end of a task.
int ExitCode(const task_host::Result& result);

}  // namespace taskhost
