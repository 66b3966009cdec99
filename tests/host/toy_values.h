/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts and results as the toy plugin makes them. */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "task_plugin.h"

#define STR(literal) ((tp_str){(literal), sizeof(literal) - 1})

static char* Copy(tp_str text) {
  char* copy = malloc(text.size + 1);
  if (text.size > 0) memcpy(copy, text.data, text.size);
  copy[text.size] = 0;
  return copy;
}
static tp_str Text(const char* text) {
  return (tp_str){text, strlen(text)};
}
static void FreeSecret(char* secret) {
  explicit_bzero(secret, strlen(secret));
  free(secret);
}
static int Is(tp_str text, const char* other) {
  return text.size == strlen(other) && memcmp(text.data, other, text.size) == 0;
}

static tp_result Success(tp_str output) {
  tp_result result = {0};
  result.struct_size = sizeof(result);
  result.retry_after_ms = -1;
  result.output_json = output;
  return result;
}
static tp_result Failure(tp_status status, uint32_t retry, const char* code, const char* message) {
  tp_result result = {0};
  result.struct_size = sizeof(result);
  result.status = status;
  result.retry = retry;
  result.retry_after_ms = -1;
  result.error_code = Text(code);
  result.error_message = Text(message);
  return result;
}
