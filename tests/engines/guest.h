/* SPDX-License-Identifier: Apache-2.0
 * The plugin as a guest in a test's process: one plugin object, one connection, and all that it
 * logs. For the Node.js binding and for the program under jemalloc. */
#pragma once

#include <stdio.h>

#include "task_plugin.h"

/* A result, copied. The texts end with NUL and belong to the outcome. */
typedef struct outcome {
  tp_status status;
  char* output;
  char* error_code;
  char* error_message;
} outcome;

void OutcomeTake(outcome* to, const tp_result* result);
void OutcomeFree(outcome* gone);

/* What an account's connection is opened with: JSON texts. */
typedef struct account {
  const char* type;
  const char* settings;
  const char* credentials;
} account;

/* Lives as long as the process: threads of the plugin may be in its log until destroy() returns. */
typedef struct guest {
  const tp_plugin_api* api;
  tp_plugin* plugin;
  tp_conn* conn;
  FILE* log; /* writes to log_text, under the lock that every FILE has */
  char* log_text;
  size_t log_size;
} guest;

/* Loads the library (bound at once, local), registers its tasks, makes a plugin object under the
 * policy and opens a connection. NULL when something fails; diag then says what, and is to be freed
 * in either case. */
guest* GuestOpen(const char* library, const char* policy_json, const account* who, outcome* diag);

/* disconnect() and destroy(); afterwards only GuestLog() may be called. */
void GuestClose(guest* self);

/* Every line so far, each "LEVEL MESSAGE FIELDS" and a line end; to be freed with free(). */
char* GuestLog(guest* self);

tp_str Text(const char* value);
tp_task_request TaskRequest(const char* task, const char* input_json);
