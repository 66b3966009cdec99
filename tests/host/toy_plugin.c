/* SPDX-License-Identifier: Apache-2.0
 *
 * A plugin for tests, in plain C. Without any -D switch it keeps every rule of task_plugin.h; each
 * switch breaks one of them. Tasks:
 *   toy.echo   gives back its input and its idempotency key
 *   toy.fail   fails in the way that its input names: {"mode":"..."}; "half" succeeds with half of
 *              a surrogate pair in its output
 *   toy.wait   waits until it is cancelled; for ever when its input holds "stubborn"
 *   toy.login  needs a connection; gives back its settings and the host's policy
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "task_plugin.h"
#include "toy_schemas.h"
#include "toy_switches.h"
#include "toy_values.h"

/* Tells tests that code of this library has run: creates the file that the variable names. */
__attribute__((constructor)) static void MarkLoaded(void) {
  const char* path = getenv("TOY_LOADED_FILE");
  if (path != NULL) close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
#if defined(TOY_CRASH_ON_LOAD)
  abort(); /* not a fault of memory, which a sanitizer would handle */
#elif defined(TOY_END_ON_LOAD)
  _exit(0);
#elif defined(TOY_HANG_ON_LOAD)
  for (;;) pause();
#endif
}

#define MAX_THREADS 64
struct tp_plugin {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  uint64_t waiting;   /* op_id of the toy.wait that runs, or 0 */
  uint64_t cancelled; /* op_id that cancel() named last */
  pthread_t threads[MAX_THREADS];
  size_t thread_count;
  tp_host_ctx* ctx;
  const tp_svc_log* log;
  char* policy;
};
struct tp_conn {
  char* settings;
  char* credentials;
};

static void Echo(tp_str input, tp_str key, const tp_sink* sink) {
  char* output = malloc(input.size + key.size + 64);
  char* in = Copy(input);
  char* k = Copy(key);
  const int size = sprintf(output, "{\"input\":%s,\"key\":\"%s\"}", in, k);
  if (sink->progress != NULL) sink->progress(sink->user, 0.5, STR("half"));
  tp_result result = Success((tp_str){output, (size_t)size});
  if (strstr(in, "\"warn\"") != NULL) {
    result.warnings_json =
        STR("[{\"code\":\"toy.w\",\"message\":\"Careful.\",\"pointer\":\"/warn\"}]");
  }
  if (strstr(in, "\"note\"") != NULL) {
    result.error_code = STR("toy.noted");
    result.error_message = STR("Ticket 7 was made.");
    result.error_details_json = STR("{\"requestId\":\"req-7\"}");
    result.http_status = 201;
  }
#if defined(TOY_BAD_OUTPUT)
  result.output_json = STR("{\"input\":");
#elif defined(TOY_SHORT_RESULT)
  result.struct_size = 8;
#endif
#if defined(TOY_NO_COMPLETE)
  (void)result;
#else
  sink->complete(sink->user, &result);
#endif
#if defined(TOY_DOUBLE_COMPLETE)
  sink->complete(sink->user, &result);
#elif defined(TOY_LATE_PROGRESS)
  sink->progress(sink->user, 1, STR("too late"));
#endif
  free(k);
  free(in);
  free(output);
}

static void Fail(tp_str input, const tp_sink* sink) {
  char* in = Copy(input);
  tp_result result = Failure(TP_E_INTERNAL, TP_RETRY_NEVER, "toy.internal", "Broken.");
  if (strstr(in, "\"invalid\"") != NULL) {
    result = Failure(TP_E_INVALID_ARGUMENT, TP_RETRY_NEVER, "toy.invalid", "The input is wrong.");
    result.http_status = 422;
    result.error_details_json = STR(
        "{\"fields\":[{\"pointer\":\"/priority\",\"code\":\"not_allowed\",\"message\":\"No such "
        "priority.\",\"title\":\"Priority\",\"allowed\":[\"low\",\"high\"],\"remedy\":\"Choose "
        "one.\"}],\"requestId\":\"req-1\"}");
  } else if (strstr(in, "\"limited\"") != NULL) {
    result = Failure(TP_E_RATE_LIMITED, TP_RETRY_SAFE, "toy.limited", "Too much.");
    result.retry_after_ms = 1500;
  } else if (strstr(in, "\"unknown_outcome\"") != NULL) {
    result = Failure(TP_E_TIMEOUT, TP_RETRY_UNKNOWN_OUTCOME, "toy.lost", "No answer.");
  } else if (strstr(in, "\"new_status\"") != NULL) {
    result = Failure(99, 77, "toy.new", "From a later version.");
  } else if (strstr(in, "\"half\"") != NULL) {
    result = Success(STR("{\"text\":\"a\\udc00b\"}"));
    result.warnings_json = STR("[{\"code\":\"toy.w\",\"message\":\"c\\ud83d\"}]");
  } else if (strstr(in, "\"bad_text\"") != NULL) {
    result = Failure(TP_E_REJECTED, TP_RETRY_NEVER, "toy.rejected", "caf\xE9 \x1B[2J");
    result.error_details_json = STR("no json");
  }
  sink->complete(sink->user, &result);
  free(in);
}

static void Wait(tp_plugin* plugin, tp_str input, const tp_sink* sink) {
  char* in = Copy(input);
  const int stubborn = strstr(in, "\"stubborn\"") != NULL;
  free(in);
  pthread_mutex_lock(&plugin->mutex);
  plugin->waiting = sink->op_id;
  if (plugin->log != NULL) {
    plugin->log->write(plugin->ctx, TP_LOG_INFO, STR("waiting"), STR("{\"task\":\"toy.wait\"}"));
  }
  while (plugin->cancelled != sink->op_id) pthread_cond_wait(&plugin->changed, &plugin->mutex);
  if (stubborn && plugin->log != NULL) {
    plugin->log->write(plugin->ctx, TP_LOG_INFO, STR("asked to end"), STR("{}"));
  }
  while (stubborn) pthread_cond_wait(&plugin->changed, &plugin->mutex);
  plugin->waiting = 0;
  pthread_mutex_unlock(&plugin->mutex);
  const tp_result result = Failure(TP_E_CANCELLED, TP_RETRY_SAFE, "toy.cancelled", "Cancelled.");
  sink->complete(sink->user, &result);
}

static void Login(tp_plugin* plugin, tp_conn* conn, const tp_sink* sink) {
  if (plugin->log != NULL) {
    char line[256];
    snprintf(line, sizeof(line), "credentials are %s", conn->credentials);
    plugin->log->write(plugin->ctx, TP_LOG_INFO, Text(line), STR("{}"));
  }
  char* output = malloc(strlen(conn->settings) + strlen(plugin->policy) + 64);
  sprintf(output, "{\"settings\":%s,\"policy\":%s}", conn->settings,
          plugin->policy[0] == 0 ? "{}" : plugin->policy);
  const tp_result result = Success(Text(output));
  sink->complete(sink->user, &result);
  free(output);
}

static void RunTask(tp_plugin* plugin, tp_conn* conn, tp_str task, tp_str input, tp_str key,
                    const tp_sink* sink) {
  if (Is(task, "toy.echo")) {
    Echo(input, key, sink);
  } else if (Is(task, "toy.wait")) {
    Wait(plugin, input, sink);
  } else if (Is(task, "toy.login")) {
    Login(plugin, conn, sink);
  } else {
    Fail(input, sink);
  }
}

static void TP_CALL Execute(tp_plugin* plugin, tp_conn* conn, const tp_task_request* request,
                            const tp_sink* sink) {
  RunTask(plugin, conn, request->task_type, request->input_json, request->idempotency_key, sink);
}

/* One item of submit(), run by a thread of its own. */
struct job {
  tp_plugin* plugin;
  tp_conn* conn;
  char* task;
  char* input;
  char* key;
  tp_sink sink;
};

static void* RunJob(void* argument) {
  struct job* job = argument;
  RunTask(job->plugin, job->conn, Text(job->task), Text(job->input), Text(job->key), &job->sink);
  free(job->task);
  free(job->input);
  free(job->key);
  free(job);
  return NULL;
}

static tp_status TP_CALL Submit(tp_plugin* plugin, tp_conn* conn,
                                const tp_task_request* const* requests, const tp_sink* const* sinks,
                                size_t count) {
  if (plugin->thread_count + count > MAX_THREADS) return TP_E_RATE_LIMITED;
  for (size_t i = 0; i < count; ++i) {
#if defined(TOY_EARLY_COMPLETE)
    (void)RunJob;
    Execute(plugin, conn, requests[i], sinks[i]);
#else
    struct job* job = malloc(sizeof(*job));
    job->plugin = plugin;
    job->conn = conn;
    job->task = Copy(requests[i]->task_type);
    job->input = Copy(requests[i]->input_json);
    job->key = Copy(requests[i]->idempotency_key);
    // A host of another edition may know fewer fields than this one, or more.
    const size_t known = sinks[i]->struct_size;
    memset(&job->sink, 0, sizeof(job->sink));
    memcpy(&job->sink, sinks[i], known < sizeof(job->sink) ? known : sizeof(job->sink));
    pthread_create(&plugin->threads[plugin->thread_count++], NULL, RunJob, job);
#endif
  }
  return TP_OK;
}

static tp_status TP_CALL Cancel(tp_plugin* plugin, uint64_t op_id) {
  pthread_mutex_lock(&plugin->mutex);
  const int known = plugin->waiting == op_id;
  if (known) {
    plugin->cancelled = op_id;
    pthread_cond_broadcast(&plugin->changed);
  }
  pthread_mutex_unlock(&plugin->mutex);
  return known ? TP_OK : TP_E_NOT_FOUND;
}

static void Join(tp_plugin* plugin) {
  while (plugin->thread_count > 0) pthread_join(plugin->threads[--plugin->thread_count], NULL);
}

static tp_status TP_CALL Connect(tp_plugin* plugin, const tp_connect_info* info,
                                 const tp_sink* diag, tp_conn** out) {
  (void)plugin;
  char* credentials = Copy(info->credentials_json);
  if (strstr(credentials, "\"refused\"") != NULL) {
    FreeSecret(credentials);
#if !defined(TOY_CONNECT_SILENT)
    tp_result result = Failure(TP_E_INVALID_ARGUMENT, TP_RETRY_NEVER, "toy.bad_token",
                               "The token has the wrong form.");
    result.error_details_json =
        STR("{\"fields\":[{\"pointer\":\"/credentials/token\",\"code\":\"pattern\","
            "\"message\":\"Not a token.\"}]}");
    diag->complete(diag->user, &result);
#else
    (void)diag;
#endif
    return TP_E_INVALID_ARGUMENT;
  }
#if defined(TOY_CONNECT_NOTHING)
  FreeSecret(credentials);
  return TP_OK;
#endif
  *out = malloc(sizeof(tp_conn));
  (*out)->settings = Copy(info->settings_json);
  (*out)->credentials = credentials;
  return TP_OK;
}

static tp_status TP_CALL UpdateCredentials(tp_plugin* plugin, tp_conn* conn, tp_str credentials) {
  (void)plugin;
  FreeSecret(conn->credentials);
  conn->credentials = Copy(credentials);
  return TP_OK;
}

static void TP_CALL Disconnect(tp_plugin* plugin, tp_conn* conn) {
  Join(plugin);
  free(conn->settings);
  FreeSecret(conn->credentials);
  free(conn);
}

static void TP_CALL Destroy(tp_plugin* plugin) {
  Join(plugin);
  pthread_mutex_destroy(&plugin->mutex);
  pthread_cond_destroy(&plugin->changed);
  free(plugin->policy);
  free(plugin);
}

static const void* TP_CALL GetExtension(tp_plugin* plugin, tp_str id) {
  (void)plugin;
  (void)id;
  return NULL;
}

static const tp_plugin_api kApi = {TOY_API_SIZE,      0,          Destroy, GetExtension, Connect,
                                   UpdateCredentials, Disconnect, Execute, Submit,       Cancel};

static tp_status TP_CALL Create(const tp_host* host, tp_str config_json, const tp_sink* diag,
                                const tp_plugin_api** out_api, tp_plugin** out_plugin) {
#if defined(TOY_CREATE_FAILS)
  const tp_result result =
      Failure(TP_E_INVALID_ARGUMENT, TP_RETRY_NEVER, "toy.policy", "The policy is wrong.");
  diag->complete(diag->user, &result);
  return TP_E_INVALID_ARGUMENT;
#elif defined(TOY_CREATE_SILENT)
  return TP_E_INTERNAL;
#elif defined(TOY_CREATE_NOTHING)
  return TP_OK;
#endif
  (void)diag;
  tp_plugin* plugin = calloc(1, sizeof(tp_plugin));
  pthread_mutex_init(&plugin->mutex, NULL);
  pthread_cond_init(&plugin->changed, NULL);
  plugin->ctx = host->ctx;
  plugin->log = host->get_service(host->ctx, STR(TP_SVC_LOG));
  plugin->policy = Copy(config_json);
  *out_api = &kApi;
  *out_plugin = plugin;
  return TP_OK;
}

static tp_status Add(const tp_registrar* registrar, const char* id, uint32_t version,
                     const char* input, const char* output) {
  tp_task_descriptor task = {0};
  task.struct_size = sizeof(task);
#if defined(TOY_TASK_FLAGS)
  task.flags = TOY_TASK_FLAGS;
#endif
  task.id = Text(id);
  task.version = version;
  task.input_schema_json = Text(input);
  task.output_schema_json = Text(output);
  return registrar->add_task(registrar->user, &task);
}

static tp_status TP_CALL RegisterTasks(const tp_registrar* registrar) {
#if defined(TOY_REGISTER_FAILS)
  (void)registrar;
  (void)Add;
  return TP_E_UNAVAILABLE;
#else
  tp_status status =
      Add(registrar, "toy.echo", TOY_ECHO_VERSION, TOY_REGISTERED_INPUT, TOY_REGISTERED_OUTPUT);
  if (status == TP_OK) status = Add(registrar, "toy.fail", 1, TOY_ANY, TOY_ANY);
  if (status == TP_OK) status = Add(registrar, "toy.wait", 1, TOY_ANY, TOY_ANY);
#if !defined(TOY_MISSING_TASK)
  if (status == TP_OK) status = Add(registrar, "toy.login", 1, TOY_ANY, TOY_ANY);
#endif
#if defined(TOY_MORE_TASK)
  if (status == TP_OK) status = Add(registrar, TOY_MORE_TASK, 1, TOY_ANY, TOY_ANY);
#endif
  return status;
#endif
}

#if defined(TOY_UNDEFINED_SYMBOL)
extern void toy_symbol_that_nobody_defines(void);
void ToyCallsIt(void);
void ToyCallsIt(void) {
  toy_symbol_that_nobody_defines();
}
#endif

static const tp_entry kEntry = {TOY_ENTRY_SIZE,
                                TOY_ENTRY_FLAGS,
                                TOY_MAGIC,
                                TOY_MAJOR,
                                TP_ABI_MINOR,
                                TOY_MIN_HOST_MINOR,
                                {TOY_ID, sizeof(TOY_ID) - 1},
                                {TOY_VERSION, sizeof(TOY_VERSION) - 1},
                                RegisterTasks,
                                Create};

#if defined(TOY_NO_SYMBOL)
#define tp_plugin_entry_v1 toy_entry_under_another_name
TP_EXPORT const tp_entry* TP_CALL tp_plugin_entry_v1(void);
#endif

const tp_entry* TP_CALL tp_plugin_entry_v1(void) {
#if defined(TOY_NO_ENTRY)
  (void)kEntry;
  return NULL;
#else
  return &kEntry;
#endif
}
