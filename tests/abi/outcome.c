/* SPDX-License-Identifier: Apache-2.0
 * One mutex for all outcomes, so that an outcome is plain data. */
#include "outcome.h"

#include <pthread.h>
#include <string.h>

int failures;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static uint64_t next_id = 1;

static void keep(char* buffer, size_t capacity, tp_str str) {
  const size_t size = str.size < capacity ? str.size : capacity - 1;
  if (size > 0) memcpy(buffer, str.data, size);
  buffer[size] = 0;
}

static void TP_CALL on_complete(void* user, const tp_result* result) {
  outcome* self = user;
  if (self->inside != NULL) self->inside(self);
  pthread_mutex_lock(&mutex);
  ++self->completions;
  self->status = result->status;
  CHECK(TP_HAS(result, tp_result, error_details_json));
  keep(self->code, sizeof self->code, result->error_code);
  keep(self->output, sizeof self->output, result->output_json);
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&mutex);
}

static void TP_CALL on_progress(void* user, double fraction, tp_str message) {
  outcome* self = user;
  (void)message;
  pthread_mutex_lock(&mutex);
  if (self->completions > 0 || fraction > 1 || (fraction >= 0 && fraction < self->last_fraction))
    self->disorder = 1;
  if (fraction >= 0) self->last_fraction = fraction;
  ++self->progress_calls;
  pthread_mutex_unlock(&mutex);
}

outcome new_outcome(void) {
  outcome fresh;
  memset(&fresh, 0, sizeof fresh);
  fresh.status = fresh.nested_status = -1;
  return fresh;
}

tp_sink sink_of(outcome* to) {
  tp_sink sink;
  sink.struct_size = sizeof sink;
  sink.flags = 0;
  sink.op_id = next_id++;
  sink.user = to;
  sink.complete = on_complete;
  sink.progress = on_progress;
  return sink;
}

void wait_for(outcome* self) {
  pthread_mutex_lock(&mutex);
  while (self->completions == 0) pthread_cond_wait(&changed, &mutex);
  pthread_mutex_unlock(&mutex);
}

tp_str text(const char* value) {
  const tp_str str = {value, strlen(value)};
  return str;
}

int equals(tp_str str, const char* value) {
  return str.size == strlen(value) && memcmp(str.data, value, str.size) == 0;
}
