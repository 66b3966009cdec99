/* SPDX-License-Identifier: Apache-2.0
 * Creates a ticket over TLS in a process whose allocator is jemalloc, preloaded. The plugin's
 * memory must come from it, too: a library with an allocator of its own choice frees what it never
 * had.
 *
 * usage: LD_PRELOAD=libjemalloc.so.2 create_ticket LIBRARY URL CA_FILE, through in_sandbox.py */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../guest.h"

static int (*mallctl)(const char*, void*, size_t*, void*, size_t);

static void Check(int good, const char* what) {
  if (good) return;
  fprintf(stderr, "not so: %s\n", what);
  exit(1); /* NOLINT(concurrency-mt-unsafe) */
}

static uint64_t BytesOfThisThread(void) {
  uint64_t bytes = 0;
  size_t size = sizeof bytes;
  Check(mallctl("thread.allocated", &bytes, &size, NULL, 0) == 0, "jemalloc counts");
  return bytes;
}

/* Whether jemalloc has handed out this memory. About foreign memory jemalloc 5.3 may crash instead
 * of saying no; the test fails either way. */
static int IsOfJemalloc(const void* memory) {
  unsigned arena = 0;
  size_t size = sizeof arena;
  return mallctl("arenas.lookup", &arena, &size, &memory, sizeof memory) == 0;
}

static void CheckAllocator(void) {
  enum { kBytes = 1 << 20 };
  *(void**)&mallctl = dlsym(RTLD_DEFAULT, "mallctl");
  Check(mallctl != NULL, "libjemalloc.so.2 is preloaded; if it is missing, run sdk/setup --tests");
  const uint64_t before = BytesOfThisThread();
  void* memory = malloc(kBytes);
  Check(BytesOfThisThread() >= before + kBytes, "malloc is jemalloc's");
  Check(IsOfJemalloc(memory), "jemalloc knows its own memory");
  free(memory);
}

typedef struct answer {
  outcome kept;
  int of_jemalloc;
} answer;

static void TP_CALL Complete(void* user, const tp_result* result) {
  answer* self = user;
  OutcomeTake(&self->kept, result);
  self->of_jemalloc = result->status == TP_OK && IsOfJemalloc(result->output_json.data);
}

/* A guest that has executed one task; its answer is to be freed. */
static guest* Execute(const char* library, const char* url, const char* policy, answer* to) {
  static const char kInput[] =
      "{\"subject\":\"executed\",\"comment_body\":\"From a program under jemalloc.\"}";
  char settings[256];
  snprintf(settings, sizeof settings, "{\"subdomain\":\"acme\",\"base_url\":\"%s\"}", url);
  const account who = {"oauth_access_token", settings,
                       "{\"access_token\":\"sandbox-access-token\"}"};
  outcome diag;
  guest* self = GuestOpen(library, policy, &who, &diag);
  Check(self != NULL, diag.error_message == NULL ? "the plugin loads" : diag.error_message);
  OutcomeFree(&diag);
  const tp_task_request request = TaskRequest("zendesk.create_ticket", kInput);
  const tp_sink sink = {sizeof sink, 0, 1, to, Complete, NULL};
  self->api->execute(self->plugin, self->conn, &request, &sink);
  return self;
}

/* Whoever listens to SSL_CERT_FILE would get through. */
static void CheckRefusal(const char* library, const char* url) {
  answer refused;
  GuestClose(Execute(library, url, "{}", &refused));
  Check(refused.kept.status == TP_E_UNAVAILABLE, "without the policy's ca_file it is unavailable");
  Check(strcmp(refused.kept.error_code, "transport.tls_failed") == 0, refused.kept.error_message);
  OutcomeFree(&refused.kept);
}

/* The lines that in_sandbox.py judges. */
static void Report(guest* self, const answer* created) {
  const char* id = strstr(created->kept.output, "\"id\":");
  Check(id != NULL, "the ticket has an id");
  printf("ticket %llu executed\n", strtoull(id + strlen("\"id\":"), NULL, 10));
  char* log = GuestLog(self);
  char* rest = NULL;
  for (char* line = strtok_r(log, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
    printf("log %s\n", line);
  }
  free(log);
}

int main(int argc, char** argv) {
  Check(argc == 4, "three arguments");
  CheckAllocator();
  char policy[4096];
  snprintf(policy, sizeof policy, "{\"ca_file\":\"%s\"}", argv[3]);
  answer created;
  guest* self = Execute(argv[1], argv[2], policy, &created);
  Check(created.kept.status == TP_OK, created.kept.error_message);
  Check(created.of_jemalloc, "the plugin's memory is jemalloc's");
  CheckRefusal(argv[1], argv[2]);
  GuestClose(self);
  Report(self, &created);
  OutcomeFree(&created.kept);
  return 0;
}
