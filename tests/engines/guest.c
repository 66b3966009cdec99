/* SPDX-License-Identifier: Apache-2.0
 * Loads a plugin with nothing but task_plugin.h and keeps what it logs and answers. */
#include "guest.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

tp_str Text(const char* value) {
  const tp_str text = {value, strlen(value)};
  return text;
}

static char* Copy(tp_str text) {
  return text.size == 0 ? calloc(1, 1) : strndup(text.data, text.size);
}

void OutcomeTake(outcome* to, const tp_result* result) {
  to->status = result->status;
  to->output = Copy(result->output_json);
  to->error_code = Copy(result->error_code);
  to->error_message = Copy(result->error_message);
}

void OutcomeFree(outcome* gone) {
  free(gone->output);
  free(gone->error_code);
  free(gone->error_message);
}

static void TP_CALL Complete(void* user, const tp_result* result) {
  OutcomeTake(user, result);
}

static int32_t TP_CALL LogEnabled(tp_host_ctx* ctx, int32_t level) {
  (void)ctx, (void)level;
  return 1;
}

static void TP_CALL LogWrite(tp_host_ctx* ctx, int32_t level, tp_str message, tp_str fields) {
  static const char* const kLevels[] = {"TRACE", "DEBUG",      "INFO",    "WARN",
                                        "ERROR", "PLUGIN_BUG", "HOST_BUG"};
  guest* self = (guest*)ctx;
  fprintf(self->log, "%s %.*s %.*s\n", kLevels[level], (int)message.size, message.data,
          (int)fields.size, fields.data);
}

static const void* TP_CALL GetService(tp_host_ctx* ctx, tp_str id) {
  static const tp_svc_log kLog = {sizeof kLog, 0, LogEnabled, LogWrite};
  (void)ctx;
  return id.size == strlen(TP_SVC_LOG) && memcmp(id.data, TP_SVC_LOG, id.size) == 0 ? &kLog : NULL;
}

static tp_status TP_CALL AddTask(void* user, const tp_task_descriptor* task) {
  (void)task;
  ++*(size_t*)user;
  return TP_OK;
}

/* The library's entry; NULL, and why, when it has none for this host. */
static const tp_entry* Load(const char* library, outcome* diag) {
  const tp_entry*(TP_CALL * entry_function)(void) = NULL;
  void* handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle != NULL) *(void**)&entry_function = dlsym(handle, "tp_plugin_entry_v1");
  const tp_entry* entry = entry_function == NULL ? NULL : entry_function();
  if (entry == NULL || entry->magic != TP_ENTRY_MAGIC || entry->abi_major != TP_ABI_MAJOR) {
    const char* why = entry == NULL ? dlerror() : NULL; /* NOLINT(concurrency-mt-unsafe) */
    diag->status = TP_E_ABI;
    diag->error_message = strdup(why == NULL ? "not a plugin for this host" : why);
    return NULL;
  }
  return entry;
}

guest* GuestOpen(const char* library, const char* policy_json, const account* who, outcome* diag) {
  memset(diag, 0, sizeof *diag);
  const tp_entry* entry = Load(library, diag);
  guest* self = entry == NULL ? NULL : calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  self->log = open_memstream(&self->log_text, &self->log_size);

  size_t tasks = 0;
  const tp_registrar registrar = {sizeof registrar, 0, &tasks, AddTask};
  diag->status = entry->register_tasks(&registrar);
  if (diag->status != TP_OK || tasks == 0) return NULL;

  const tp_host host = {
      sizeof host,     0,           TP_ABI_MAJOR, TP_ABI_MINOR, (tp_host_ctx*)self,
      Text("engines"), Text("1.0"), GetService};
  const tp_sink sink = {sizeof sink, 0, 0, diag, Complete, NULL};
  if (entry->create(&host, Text(policy_json), &sink, &self->api, &self->plugin) != TP_OK) {
    return NULL;
  }
  const tp_connect_info info = {sizeof info,         0,
                                Text(who->type),     Text("engines"),
                                Text(who->settings), Text(who->credentials)};
  if (self->api->connect(self->plugin, &info, &sink, &self->conn) != TP_OK) {
    self->api->destroy(self->plugin);
    return NULL;
  }
  return self;
}

void GuestClose(guest* self) {
  self->api->disconnect(self->plugin, self->conn);
  self->api->destroy(self->plugin);
}

char* GuestLog(guest* self) {
  flockfile(self->log);
  fflush(self->log);
  char* copy = strndup(self->log_text, self->log_size);
  funlockfile(self->log);
  return copy;
}

tp_task_request TaskRequest(const char* task, const char* input_json) {
  tp_task_request request;
  memset(&request, 0, sizeof request);
  request.struct_size = sizeof request;
  request.task_type = Text(task);
  request.input_json = Text(input_json);
  return request;
}
