/* SPDX-License-Identifier: Apache-2.0
 * Each copy has pages of its own, with a forbidden page behind them. */
#include "edge_memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_COPIES = 1000 };
static struct {
  void* start;
  size_t size;
} copies[MOST_COPIES];
static size_t count;

void* edge_copy(const void* bytes, size_t size) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  const size_t usable = (size / page + 1) * page;
  char* start =
      mmap(NULL, usable + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED || count == MOST_COPIES ||
      mprotect(start + usable, page, PROT_NONE) != 0) {
    perror("edge_copy");
    exit(2);
  }
  copies[count].start = start;
  copies[count++].size = usable + page;
  return memcpy(start + usable - size, bytes, size);
}

tp_str edge_text(const char* text) {
  const size_t size = strlen(text);
  const tp_str str = {edge_copy(text, size), size};
  return str;
}

void* edge_struct(const void* its_struct, size_t its_size, uint32_t size) {
  unsigned char* whole = malloc(size > its_size ? size : its_size);
  void* copy;
  if (whole == NULL) exit(2);
  memcpy(whole, its_struct, its_size);
  if (size > its_size) memset(whole + its_size, 0xA5, size - its_size);
  memcpy(whole, &size, sizeof size);
  copy = edge_copy(whole, size);
  free(whole);
  return copy;
}

void edge_forget(void) {
  while (count > 0) {
    --count;
    munmap(copies[count].start, copies[count].size);
  }
}
