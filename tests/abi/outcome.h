/* SPDX-License-Identifier: Apache-2.0
 * The host's side of an operation in C: a sink that remembers what it was told, and CHECK. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include <stdio.h>

#include "task_plugin.h"

/* Says where a condition does not hold, and goes on. */
#define CHECK(condition)                                                            \
  do {                                                                              \
    if (!(condition)) {                                                             \
      fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, __func__, #condition); \
      ++failures;                                                                   \
    }                                                                               \
  } while (0)
extern int failures;

/* What one sink has heard. */
typedef struct outcome {
  int completions;
  tp_status status;
  char code[64];
  char output[4096];
  int progress_calls;
  double last_fraction;
  int disorder; /* progress that fell, left its range or came after the end */
  void (*inside)(struct outcome* self); /* runs inside complete(); may be NULL */
  tp_status nested_status;              /* for the use of inside() */
} outcome;

/* Nothing has been heard yet. */
outcome new_outcome(void);
/* A sink with a name of its own that reports to the outcome. */
tp_sink sink_of(outcome* to);
/* Waits for the end. */
void wait_for(outcome* self);

tp_str text(const char* value);
int equals(tp_str str, const char* value);

#endif
