/* SPDX-License-Identifier: Apache-2.0
 * One ticket, created by a program in C that in_sandbox.py runs. */
#pragma once

#include "guest.h"

/* Ends the program, and says what is not as it should be. */
void Check(int good, const char* what);

typedef void(TP_CALL* complete_function)(void* user, const tp_result* result);

/* A guest with a connection to the sandbox, after it has executed one task, whose result went to
 * complete(user, result). */
guest* CreateTicket(const char* library, const char* url, const char* policy,
                    complete_function complete, void* user);

/* Prints the lines that in_sandbox.py judges: the ticket, and all that the plugin has logged. */
void Report(guest* self, const outcome* created);
