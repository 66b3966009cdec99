/* SPDX-License-Identifier: Apache-2.0
 *
 * A host in one page of C: loads a plugin, opens a connection, runs a task. It needs nothing but
 * task_plugin.h and dlopen, and makes the calls in the order in which every host makes them.
 *
 *   host_in_c LIBRARY TASK CONNECTION_FILE INPUT_FILE
 *
 * It trusts the library that it is given. A host for many plugins reads plugin.json first and
 * refuses a library that differs from it; sdk/host does that for C++. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "task_plugin.h"

static tp_str Text(const char* text) {
  return (tp_str){text, strlen(text)};
}

static char* ReadFile(const char* path) {
  enum { kMost = 1 << 20 };
  FILE* file = fopen(path, "rb");
  char* bytes = calloc(1, kMost);
  if (file == NULL || bytes == NULL || fread(bytes, 1, kMost - 1, file) == 0) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(1);
  }
  fclose(file);
  return bytes;
}

/* The end of a JSON value: behind the closing quote, the matching bracket or the last digit. */
static const char* EndOf(const char* at) {
  int depth = 0;
  do {
    if (*at == '"') {
      while (*++at != '"' && *at != 0) at += *at == '\\' && at[1] != 0;
    }
    depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
    if (*at != 0) ++at;
  } while (*at != 0 && (depth > 0 || strchr(",}] \t\r\n:", *at) == NULL));
  return at;
}

/* A member of a JSON object as it is written, text without its quotes; "{}" when it is missing.
 * Enough for this page: any other host uses the JSON library of its language. */
static tp_str Member(const char* json, const char* name) {
  const char* at = strchr(json, '{');
  while (at != NULL && (at = strchr(at, '"')) != NULL) {
    const char* key = at + 1;
    const char* key_end = EndOf(at) - 1;
    const char* value = key_end + 1 + strspn(key_end + 1, " \t\r\n:");
    const char* end = EndOf(value);
    if ((size_t)(key_end - key) == strlen(name) && strncmp(key, name, strlen(name)) == 0) {
      const int quoted = *value == '"';
      return (tp_str){value + quoted, (size_t)(end - value) - 2 * (size_t)quoted};
    }
    at = end;
  }
  return Text("{}");
}

/* Results come into a sink and are borrowed: what is needed later must be copied here. */
static void TP_CALL Complete(void* user, const tp_result* result) {
  *(tp_status*)user = result->status;
  if (result->status == TP_OK) {
    printf("%.*s\n", (int)result->output_json.size, result->output_json.data);
  } else {
    fprintf(stderr, "%.*s: %.*s\n", (int)result->error_code.size, result->error_code.data,
            (int)result->error_message.size, result->error_message.data);
  }
}

/* This host offers no log, clock or token store: plugins must do without. */
static const void* TP_CALL NoService(tp_host_ctx* ctx, tp_str id) {
  (void)ctx;
  (void)id;
  return NULL;
}

/* The plugin says what it can do. A host that knows its task already still has to ask. */
static tp_status TP_CALL AddTask(void* user, const tp_task_descriptor* task) {
  (void)user;
  fprintf(stderr, "has task %.*s\n", (int)task->id.size, task->id.data);
  return TP_OK;
}

int main(int argc, char** argv) {
  if (argc != 5) {
    fprintf(stderr, "usage: host_in_c LIBRARY TASK CONNECTION_FILE INPUT_FILE\n");
    return 64;
  }
  /* Bind every symbol now, so that a bad library fails here; keep them local; never unload. */
  void* library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  const tp_entry*(TP_CALL * entry_function)(void) = NULL;
  if (library != NULL) *(void**)&entry_function = dlsym(library, "tp_plugin_entry_v1");
  if (entry_function == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 78;
  }

  /* Look before you read: each check makes the next one safe. */
  const tp_entry* entry = entry_function();
  if (!TP_HAS(entry, tp_entry, magic) || entry->magic != TP_ENTRY_MAGIC ||
      entry->abi_major != TP_ABI_MAJOR || !TP_HAS(entry, tp_entry, create) ||
      entry->min_host_minor > TP_ABI_MINOR) {
    fprintf(stderr, "%s: not a plugin for this host\n", argv[1]);
    return 78;
  }
  const tp_registrar registrar = {sizeof(registrar), 0, NULL, AddTask};
  if (entry->register_tasks(&registrar) != TP_OK) return 78;

  /* Every struct begins with its size; whatever it points to is borrowed for the call. */
  const tp_host host = {sizeof(host),      0,           TP_ABI_MAJOR, TP_ABI_MINOR, NULL,
                        Text("host_in_c"), Text("1.0"), NoService};
  tp_status status = TP_OK;
  const tp_sink sink = {sizeof(sink), 0, 1, &status, Complete, NULL};
  const tp_plugin_api* api = NULL;
  tp_plugin* plugin = NULL;
  if (entry->create(&host, Text("{}"), &sink, &api, &plugin) != TP_OK) return 78;

  /* {"plugin":"...","type":"...","settings":{...},"credentials":{...}} */
  char* document = ReadFile(argv[3]);
  const tp_connect_info info = {sizeof(info),
                                0,
                                Member(document, "type"),
                                Text(argv[3]),
                                Member(document, "settings"),
                                Member(document, "credentials")};
  tp_conn* connection = NULL;
  status = api->connect(plugin, &info, &sink, &connection);
  if (status == TP_OK) {
    /* execute() waits. A host with other work to do calls submit() and gets on with it. */
    char* input = ReadFile(argv[4]);
    tp_task_request request = {0};
    request.struct_size = sizeof(request);
    request.task_type = Text(argv[2]);
    request.input_json = Text(input);
    api->execute(plugin, connection, &request, &sink);
    free(input);
    api->disconnect(plugin, connection);
  }
  api->destroy(plugin);
  free(document);
  return status == TP_OK ? 0 : 1;
}
