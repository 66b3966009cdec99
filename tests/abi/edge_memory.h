/* SPDX-License-Identifier: Apache-2.0
 * Memory that punishes whoever reads past the end of what was passed. */
#ifndef EDGE_MEMORY_H
#define EDGE_MEMORY_H

#include <stddef.h>

#include "task_plugin.h"

/* A copy of these bytes that ends exactly where a page begins that nobody may touch. Ends the
 * process when there is no memory. */
void* edge_copy(const void* bytes, size_t size);

/* The text without its NUL, at such an edge. */
tp_str edge_text(const char* text);

/* A copy of a struct with struct_size set to `size`: cut off at an edge when that is less than it
 * has, and with poison behind it when it is more. Its first field has to be struct_size. */
void* edge_struct(const void* its_struct, size_t its_size, uint32_t size);

/* Unmaps all copies made so far. */
void edge_forget(void);

#endif
