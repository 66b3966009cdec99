/* SPDX-License-Identifier: Apache-2.0
 * Drives the plugin echo as a C99 host that knows nothing but task_plugin.h.
 * usage: drive_in_c LIBRARY */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "edge_memory.h"
#include "outcome.h"
#include "task_plugin.h"

static const tp_entry* entry;
static const tp_plugin_api* api;
static tp_plugin* plugin;
static tp_conn* conn;

static int bugs; /* lines in which the plugin complains of itself or of this host */

static int32_t TP_CALL log_enabled(tp_host_ctx* ctx, int32_t level) {
  (void)ctx;
  return level >= TP_LOG_PLUGIN_BUG;
}

static void TP_CALL log_write(tp_host_ctx* ctx, int32_t level, tp_str message, tp_str fields) {
  (void)ctx, (void)level, (void)fields;
  fprintf(stderr, "log: %.*s\n", (int)message.size, message.data);
  ++bugs;
}

static const tp_svc_log log_service = {sizeof log_service, 0, log_enabled, log_write};
static const tp_svc_clock old_clock = {8,    0,    NULL,
                                       NULL, NULL, NULL}; /* from before it had any function */

static const void* TP_CALL get_service(tp_host_ctx* ctx, tp_str id) {
  (void)ctx;
  if (equals(id, TP_SVC_LOG)) return &log_service;
  return equals(id, TP_SVC_CLOCK) ? &old_clock : NULL;
}

static tp_host make_host(void) {
  tp_host host;
  memset(&host, 0, sizeof host);
  host.struct_size = sizeof host;
  host.abi_major = TP_ABI_MAJOR;
  host.name = edge_text("drive_in_c");
  host.get_service = get_service;
  return host;
}

static tp_task_request request_of(const char* task, const char* input) {
  tp_task_request request;
  memset(&request, 0, sizeof request); /* which also makes every other text NULL and 0 */
  request.struct_size = sizeof request;
  request.task_type = text(task);
  request.input_json = text(input);
  return request;
}

/* Runs one task and says how it ended. */
static outcome execute(const tp_task_request* request) {
  outcome done = new_outcome();
  const tp_sink sink = sink_of(&done);
  api->execute(plugin, conn, request, &sink);
  CHECK(done.completions == 1);
  CHECK(!done.disorder);
  return done;
}

static outcome execute_say(const char* input) {
  const tp_task_request request = request_of("echo.say", input);
  return execute(&request);
}

static void* call_entry(void* symbol) {
  const tp_entry*(TP_CALL * function)(void);
  memcpy(&function, symbol, sizeof function);
  return (void*)(uintptr_t)function();
}

static void check_entry(void* symbol) {
  pthread_t threads[8];
  size_t i;
  entry = call_entry(&symbol);
  CHECK(call_entry(&symbol) == entry);
  for (i = 0; i < 8; ++i) CHECK(pthread_create(&threads[i], NULL, call_entry, &symbol) == 0);
  for (i = 0; i < 8; ++i) {
    void* got = NULL;
    pthread_join(threads[i], &got);
    CHECK(got == entry);
  }
  CHECK(TP_HAS(entry, tp_entry, create));
  CHECK(entry->magic == TP_ENTRY_MAGIC && entry->abi_major == TP_ABI_MAJOR &&
        entry->min_host_minor <= TP_ABI_MINOR);
  CHECK(equals(entry->plugin_id, "echo") && equals(entry->plugin_version, "1.0.0"));
  CHECK(entry->register_tasks != NULL && entry->create != NULL);
}

typedef struct registered {
  int refuse_at; /* the number of the call that is refused, from 1; 0: none */
  int calls;
  char list[512];
} registered;

static tp_status TP_CALL add_task(void* user, const tp_task_descriptor* task) {
  registered* self = user;
  if (++self->calls == self->refuse_at) return TP_E_CONFLICT;
  CHECK(TP_HAS(task, tp_task_descriptor, output_schema_json));
  strncat(self->list, task->id.data, task->id.size);
  strcat(self->list, task->version == 1 ? "/1 " : "/? ");
  CHECK(task->input_schema_json.size > 2 && task->output_schema_json.size > 2);
  return TP_OK;
}

static tp_status register_with(registered* to, uint32_t flags, uint32_t size) {
  tp_registrar registrar = {sizeof registrar, flags, to, add_task};
  return entry->register_tasks(edge_struct(&registrar, sizeof registrar, size));
}

static void check_register(void) {
  registered once = {0, 0, ""}, twice = {0, 0, ""}, refused = {1, 0, ""}, flagged = {0, 0, ""};
  CHECK(register_with(&once, 0, sizeof(tp_registrar)) == TP_OK);
  CHECK(register_with(&twice, 1, sizeof(tp_registrar) + 64) == TP_OK);
  CHECK(strcmp(once.list, "echo.say/1 ") == 0 && strcmp(once.list, twice.list) == 0);
  CHECK(register_with(&refused, 0, sizeof(tp_registrar)) == TP_E_CONFLICT && refused.calls == 1);
  CHECK(register_with(&flagged, 0x80000000u, sizeof(tp_registrar)) == TP_E_NOT_IMPLEMENTED &&
        flagged.calls == 0);
}

static tp_status create(const tp_host* host, tp_str policy, outcome* diag) {
  const tp_sink sink = sink_of(diag);
  const tp_plugin_api* was = api;
  tp_status status;
  api = NULL;
  plugin = NULL;
  status = entry->create(host, policy, &sink, &api, &plugin);
  CHECK(diag->completions == (status == TP_OK ? 0 : 1));
  CHECK(status == TP_OK || (api == NULL && plugin == NULL && diag->status == status));
  if (api == NULL) api = was;
  return status;
}

static void check_create(void) {
  static const char* const bad[] = {"[]", "{\"proxy\":1,\"locale\":[]}", "{", "{\"a\":1,\"a\":2}",
                                    "\xff"};
  tp_host host = make_host();
  outcome diag;
  size_t i;
  for (i = 0; i < sizeof bad / sizeof *bad; ++i) {
    diag = new_outcome();
    CHECK(create(&host, text(bad[i]), &diag) == TP_E_INVALID_ARGUMENT);
  }
  diag = new_outcome();
  CHECK(create(edge_struct(&host, sizeof host, 16), text(""), &diag) == TP_E_ABI);
  host.abi_major = 2;
  diag = new_outcome();
  CHECK(create(&host, text(""), &diag) == TP_E_ABI);
  host.abi_major = TP_ABI_MAJOR;
  host.flags = TP_FLAGS_MUST_UNDERSTAND;
  diag = new_outcome();
  CHECK(create(&host, text(""), &diag) == TP_E_NOT_IMPLEMENTED);
  host.flags = TP_FLAGS_IGNORABLE;
  diag = new_outcome();
  CHECK(create(edge_struct(&host, sizeof host, sizeof host + 64),
               edge_text("{\"of_tomorrow\":true}"), &diag) == TP_OK);
  CHECK(TP_HAS(api, tp_plugin_api, cancel));
  CHECK(api->get_extension(plugin, text("tp.nothing/1")) == NULL);
}

static tp_connect_info info_of(const char* type) {
  tp_connect_info info;
  memset(&info, 0, sizeof info);
  info.struct_size = sizeof info;
  info.connection_type = edge_text(type);
  return info;
}

static tp_status connect_to(const tp_connect_info* info) {
  outcome diag = new_outcome();
  const tp_sink sink = sink_of(&diag);
  tp_conn* made = NULL;
  const tp_status status = api->connect(plugin, info, &sink, &made);
  CHECK(diag.completions == (status == TP_OK ? 0 : 1));
  CHECK((made != NULL) == (status == TP_OK) && (status == TP_OK || diag.status == status));
  if (made != NULL && conn != NULL) api->disconnect(plugin, made);
  if (conn == NULL) conn = made;
  return status;
}

static void check_connect(void) {
  tp_connect_info info = info_of("none");
  const tp_connect_info unknown = info_of("carrier pigeon");
  CHECK(connect_to(&info) == TP_OK);
  CHECK(connect_to(edge_struct(&info, sizeof info, 24)) ==
        TP_OK); /* a host that knows types alone */
  CHECK(connect_to(edge_struct(&info, sizeof info, sizeof info + 64)) == TP_OK);
  CHECK(connect_to(&unknown) == TP_E_INVALID_ARGUMENT);
  info.flags = 1;
  CHECK(connect_to(&info) == TP_OK);
  info.flags = 0x80000000u;
  CHECK(connect_to(&info) == TP_E_NOT_IMPLEMENTED);
  info.flags = 0;
  info.settings_json = edge_text("\xc3");
  CHECK(connect_to(&info) == TP_E_INVALID_ARGUMENT);
  CHECK(api->update_credentials(plugin, conn, edge_text("{}")) == TP_OK);
  CHECK(api->update_credentials(plugin, conn, edge_text("\xff")) == TP_E_INVALID_ARGUMENT);
}

static void check_execute(void) {
  tp_task_request request;
  outcome done = execute_say("{\"text\":\"ja\",\"times\":\"3\",\"loud\":\"oui\"}");
  CHECK(done.status == TP_OK && strcmp(done.output, "{\"said\":\"ja! ja! ja!\"}") == 0);
  CHECK(done.progress_calls == 3 && done.last_fraction == 1);
  done = execute_say(
      "{\"text\":\"n\",\"extra\":[9223372036854775807,18446744073709551615,-170141183460469231731]"
      "}");
  CHECK(strstr(done.output, "[9223372036854775807,18446744073709551615,-170141183460469231731]") !=
        NULL);
  done = execute_say("{}");
  CHECK(done.status == TP_E_INVALID_ARGUMENT && strcmp(done.code, "invalid_input") == 0);
  done = execute_say("{\"text\":1");
  CHECK(done.status == TP_E_INVALID_ARGUMENT && strcmp(done.code, "invalid_json") == 0);
  request = request_of("echo.shout", "{}");
  CHECK(execute(&request).status == TP_E_INVALID_ARGUMENT);
  request = request_of("echo.say", "{\"text\":\"late\"}");
  request.deadline_unix_ms = 1;
  CHECK(execute(&request).status == TP_E_TIMEOUT);
  request.deadline_unix_ms = INT64_MIN;
  CHECK(execute(&request).status == TP_E_TIMEOUT);
  request.deadline_unix_ms = INT64_MAX;
  CHECK(execute(&request).status == TP_OK);
  request.task_schema_version = 2;
  CHECK(execute(&request).status == TP_E_INVALID_ARGUMENT);
  request.task_schema_version = 1;
  request.flags = TP_FLAGS_IGNORABLE;
  CHECK(execute(&request).status == TP_OK);
  request.flags = TP_REQ_DRY_RUN;
  CHECK(execute(&request).status == TP_E_NOT_IMPLEMENTED);
  request.flags = 0x40000000u;
  CHECK(execute(&request).status == TP_E_NOT_IMPLEMENTED);
}

static void check_edges(void) {
  static const char input[] = "{\"text\":\"edge\"}";
  tp_task_request request = request_of("echo.say", input);
  outcome done = new_outcome();
  tp_sink sink = sink_of(&done);
  request.task_type = edge_text("echo.say");
  request.input_json = edge_text(input);
  request.traceparent = edge_text("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  CHECK(execute(edge_struct(&request, sizeof request, 40)).status ==
        TP_OK); /* ends behind input_json */
  CHECK(execute(edge_struct(&request, sizeof request, sizeof request + 64)).status == TP_OK);
  /* A sink from before there was progress, its last byte at the edge; then one with poison behind.
   */
  api->execute(plugin, conn, &request, edge_struct(&sink, sizeof sink, 32));
  CHECK(done.completions == 1 && done.status == TP_OK && done.progress_calls == 0);
  api->execute(plugin, conn, &request, edge_struct(&sink, sizeof sink, sizeof sink + 64));
  CHECK(done.completions == 2 && done.progress_calls == 1);
  sink.flags = 0x80000000u;
  api->execute(plugin, conn, &request, &sink);
  CHECK(done.completions == 3 && done.status == TP_E_NOT_IMPLEMENTED);
  sink.flags = 0;
  sink.op_id = 0;
  api->execute(plugin, conn, &request, &sink);
  CHECK(done.completions == 4 && done.status == TP_E_INVALID_ARGUMENT);
  request.step_id = edge_text("\xed\xa0\x80");
  CHECK(execute(&request).status == TP_E_INVALID_ARGUMENT);
}

static void check_submit(void) {
  enum { MANY = 100 };
  static outcome outcomes[MANY];
  tp_task_request requests[MANY];
  tp_sink sinks[MANY];
  const tp_task_request* request_list[MANY];
  const tp_sink* sink_list[MANY];
  size_t i;
  for (i = 0; i < MANY; ++i) {
    outcomes[i] = new_outcome();
    sinks[i] = sink_of(&outcomes[i]);
    requests[i] =
        request_of(i == 7 ? "echo.shout" : "echo.say", i % 2 ? "{\"text\":\"x\"}" : "{\"text\":1}");
    request_list[i] = edge_struct(&requests[i], sizeof requests[i], sizeof requests[i]);
    sink_list[i] = edge_struct(&sinks[i], sizeof sinks[i], sizeof sinks[i]);
  }
  CHECK(api->submit(plugin, conn, NULL, NULL, 0) == TP_OK);
  CHECK(api->submit(plugin, conn, request_list, sink_list, MANY) == TP_OK);
  edge_forget(); /* whatever was passed is gone now */
  for (i = 0; i < MANY; ++i) {
    wait_for(&outcomes[i]);
    CHECK(outcomes[i].status == (i % 2 && i != 7 ? TP_OK : TP_E_INVALID_ARGUMENT));
  }
  /* The same name twice: refused as a whole. */
  sinks[1].op_id = sinks[0].op_id;
  sink_list[0] = &sinks[0], sink_list[1] = &sinks[1];
  request_list[0] = &requests[0], request_list[1] = &requests[1];
  CHECK(api->submit(plugin, conn, request_list, sink_list, 2) == TP_E_INVALID_ARGUMENT);
  CHECK(api->cancel(plugin, sinks[0].op_id) == TP_E_NOT_FOUND);
  for (i = 0; i < MANY; ++i) CHECK(outcomes[i].completions == 1 && !outcomes[i].disorder);
}

static void execute_inside(outcome* self) {
  self->nested_status = execute_say("{\"text\":\"nested\"}").status;
}

static void check_callbacks(void) {
  const tp_task_request request = request_of("echo.say", "{\"text\":\"outer\"}");
  const tp_task_request* requests[] = {&request};
  outcome blocking = new_outcome(), queued = new_outcome();
  const tp_sink blocking_sink = sink_of(&blocking), queued_sink = sink_of(&queued);
  const tp_sink* sinks[] = {&queued_sink};
  blocking.inside = queued.inside = execute_inside;
  api->execute(plugin, conn, &request, &blocking_sink);
  CHECK(blocking.completions == 1 && blocking.nested_status == TP_E_INVALID_STATE);
  CHECK(api->submit(plugin, conn, requests, sinks, 1) == TP_OK);
  wait_for(&queued);
  CHECK(queued.status == TP_OK && queued.nested_status == TP_E_INVALID_STATE);
}

int main(int argc, char** argv) {
  void* library = argc == 2 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
  void* symbol = library == NULL ? NULL : dlsym(library, "tp_plugin_entry_v1");
  if (symbol == NULL) {
    fprintf(stderr, "cannot load the library: %s\n",
            argc == 2 ? dlerror() : "usage: drive_in_c LIBRARY");
    return 2;
  }
  check_entry(symbol);
  check_register();
  check_create();
  check_connect();
  check_execute();
  check_edges();
  check_submit();
  check_callbacks();
  CHECK(api->cancel(plugin, 987654321) == TP_E_NOT_FOUND);
  api->disconnect(plugin, conn);
  api->destroy(plugin);
  edge_forget();
  CHECK(bugs == 0);
  return failures == 0 ? 0 : 1;
}
