/* SPDX-License-Identifier: Apache-2.0
 * A binding for the tests: the plugin inside Node.js, with results as promises. One binary for
 * every Node.js that has Node-API 8.
 *
 *   open(library, policy, type, settings, credentials) -> guest
 *   execute(guest, task, input) -> {status, output, errorCode, errorMessage}, on this thread
 *   submit(guest, task, input) -> {operation, result}; result is a promise of the same
 *   cancel(guest, operation) -> status
 *   log(guest) -> text
 *   close(guest)
 *
 * Arguments are text, JSON where the C interface says so; operation is a number. */
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

#include "../guest.h"

enum { kMostArguments = 5 };

/* Node-API fails here only after a mistake in this file or its caller, which ends the test. */
static void Must(int good, const char* what) {
  if (!good) napi_fatal_error(what, NAPI_AUTO_LENGTH, "is not so", NAPI_AUTO_LENGTH);
}
#define MUST(call) Must((call) == napi_ok, #call " == napi_ok")

static void Arguments(napi_env env, napi_callback_info info, size_t wanted, napi_value* values) {
  size_t count = wanted;
  MUST(napi_get_cb_info(env, info, &count, values, NULL, NULL));
  Must(count == wanted, "the number of arguments");
}

/* To be freed. */
static char* StringOf(napi_env env, napi_value value) {
  size_t size = 0;
  MUST(napi_get_value_string_utf8(env, value, NULL, 0, &size));
  char* text = malloc(size + 1);
  MUST(napi_get_value_string_utf8(env, value, text, size + 1, &size));
  return text;
}

static guest* GuestOf(napi_env env, napi_value value) {
  void* self = NULL;
  MUST(napi_get_value_external(env, value, &self));
  return self;
}

static napi_value Number(napi_env env, int64_t number) {
  napi_value value = NULL;
  MUST(napi_create_int64(env, number, &value));
  return value;
}

static napi_value String(napi_env env, const char* text) {
  napi_value value = NULL;
  MUST(napi_create_string_utf8(env, text == NULL ? "" : text, NAPI_AUTO_LENGTH, &value));
  return value;
}

/* Takes the outcome: its texts are freed. */
static napi_value Result(napi_env env, outcome* from) {
  napi_value object = NULL;
  MUST(napi_create_object(env, &object));
  MUST(napi_set_named_property(env, object, "status", Number(env, from->status)));
  MUST(napi_set_named_property(env, object, "output", String(env, from->output)));
  MUST(napi_set_named_property(env, object, "errorCode", String(env, from->error_code)));
  MUST(napi_set_named_property(env, object, "errorMessage", String(env, from->error_message)));
  OutcomeFree(from);
  return object;
}

static napi_value Open(napi_env env, napi_callback_info info) {
  napi_value values[kMostArguments];
  char* texts[kMostArguments];
  Arguments(env, info, kMostArguments, values);
  for (int i = 0; i < kMostArguments; ++i) texts[i] = StringOf(env, values[i]);
  const account who = {texts[2], texts[3], texts[4]};
  outcome diag;
  guest* self = GuestOpen(texts[0], texts[1], &who, &diag);
  for (int i = 0; i < kMostArguments; ++i) free(texts[i]);
  napi_value handle = NULL;
  if (self == NULL) {
    MUST(napi_throw_error(env, diag.error_code, diag.error_message));
  } else {
    MUST(napi_create_external(env, self, NULL, NULL, &handle));
  }
  OutcomeFree(&diag);
  return handle;
}

static void TP_CALL Keep(void* user, const tp_result* result) {
  OutcomeTake(user, result);
}

static napi_value Execute(napi_env env, napi_callback_info info) {
  napi_value values[3];
  Arguments(env, info, 3, values);
  guest* self = GuestOf(env, values[0]);
  char* task = StringOf(env, values[1]);
  char* input = StringOf(env, values[2]);
  outcome kept;
  const tp_task_request request = TaskRequest(task, input);
  const tp_sink sink = {sizeof sink, 0, 1, &kept, Keep, NULL};
  self->api->execute(self->plugin, self->conn, &request, &sink);
  free(task);
  free(input);
  return Result(env, &kept);
}

/* One submitted task, from submit() until its promise is settled. */
typedef struct operation {
  napi_deferred deferred;
  napi_threadsafe_function to_js;
  outcome kept;
} operation;

/* On the thread of JavaScript; env is NULL when the environment is going away. */
static void Settle(napi_env env, napi_value function, void* context, void* data) {
  (void)function, (void)data;
  operation* self = context;
  if (env == NULL) {
    OutcomeFree(&self->kept);
  } else {
    MUST(napi_resolve_deferred(env, self->deferred, Result(env, &self->kept)));
  }
  free(self);
}

/* On a thread of the plugin. Once Settle() may run, nothing of the operation is touched. */
static void TP_CALL HandOver(void* user, const tp_result* result) {
  operation* self = user;
  OutcomeTake(&self->kept, result);
  napi_threadsafe_function to_js = self->to_js;
  if (napi_call_threadsafe_function(to_js, NULL, napi_tsfn_nonblocking) == napi_ok) {
    napi_release_threadsafe_function(to_js, napi_tsfn_release);
  } /* else the environment is closing, and has taken this thread off the function's users */
}

static napi_value Submit(napi_env env, napi_callback_info info) {
  static uint64_t last = 1; /* 1 is for execute(); only the thread of JavaScript comes here */
  napi_value values[3];
  Arguments(env, info, 3, values);
  guest* self = GuestOf(env, values[0]);
  char* task = StringOf(env, values[1]);
  char* input = StringOf(env, values[2]);
  napi_value promise = NULL;
  operation* started = calloc(1, sizeof *started);
  MUST(napi_create_promise(env, &started->deferred, &promise));
  MUST(napi_create_threadsafe_function(env, NULL, NULL, String(env, "task"), 0, 1, NULL, NULL,
                                       started, Settle, &started->to_js));
  const tp_task_request request = TaskRequest(task, input);
  const tp_sink sink = {sizeof sink, 0, ++last, started, HandOver, NULL};
  const tp_task_request* const requests[] = {&request};
  const tp_sink* const sinks[] = {&sink};
  Must(self->api->submit(self->plugin, self->conn, requests, sinks, 1) == TP_OK,
       "submit() == TP_OK");
  free(task);
  free(input);
  napi_value object = NULL;
  MUST(napi_create_object(env, &object));
  MUST(napi_set_named_property(env, object, "operation", Number(env, (int64_t)last)));
  MUST(napi_set_named_property(env, object, "result", promise));
  return object;
}

static napi_value Cancel(napi_env env, napi_callback_info info) {
  napi_value values[2];
  Arguments(env, info, 2, values);
  guest* self = GuestOf(env, values[0]);
  int64_t number = 0;
  MUST(napi_get_value_int64(env, values[1], &number));
  return Number(env, self->api->cancel(self->plugin, (uint64_t)number));
}

static napi_value Log(napi_env env, napi_callback_info info) {
  napi_value handle = NULL;
  Arguments(env, info, 1, &handle);
  char* text = GuestLog(GuestOf(env, handle));
  napi_value value = String(env, text);
  free(text);
  return value;
}

static napi_value Close(napi_env env, napi_callback_info info) {
  napi_value handle = NULL;
  Arguments(env, info, 1, &handle);
  GuestClose(GuestOf(env, handle));
  return NULL;
}

NAPI_MODULE_INIT() {
  const struct {
    const char* name;
    napi_callback function;
  } kFunctions[] = {{"open", Open},     {"execute", Execute}, {"submit", Submit},
                    {"cancel", Cancel}, {"log", Log},         {"close", Close}};
  for (size_t i = 0; i < sizeof kFunctions / sizeof kFunctions[0]; ++i) {
    napi_value function = NULL;
    MUST(napi_create_function(env, kFunctions[i].name, NAPI_AUTO_LENGTH, kFunctions[i].function,
                              NULL, &function));
    MUST(napi_set_named_property(env, exports, kFunctions[i].name, function));
  }
  return exports;
}
