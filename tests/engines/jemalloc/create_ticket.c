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

#include "../ticket.h"

static int (*mallctl)(const char*, void*, size_t*, void*, size_t);

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

/* Whoever listens to SSL_CERT_FILE would get through. */
static void CheckRefusal(const char* library, const char* url) {
  answer refused;
  GuestClose(CreateTicket(library, url, "{}", Complete, &refused));
  Check(refused.kept.status == TP_E_UNAVAILABLE, "without the policy's ca_file it is unavailable");
  Check(strcmp(refused.kept.error_code, "transport.tls_failed") == 0, refused.kept.error_message);
  OutcomeFree(&refused.kept);
}

int main(int argc, char** argv) {
  Check(argc == 4, "three arguments");
  CheckAllocator();
  char policy[4096];
  snprintf(policy, sizeof policy, "{\"ca_file\":\"%s\"}", argv[3]);
  answer created;
  guest* self = CreateTicket(argv[1], argv[2], policy, Complete, &created);
  Check(created.kept.status == TP_OK, created.kept.error_message);
  Check(created.of_jemalloc, "the plugin's memory is jemalloc's");
  CheckRefusal(argv[1], argv[2]);
  GuestClose(self);
  Report(self, &created.kept);
  OutcomeFree(&created.kept);
  return 0;
}
