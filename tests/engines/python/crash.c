/* SPDX-License-Identifier: Apache-2.0
 *
 * Libraries that end whatever process loads them. */
#include <stdlib.h>

static void __attribute__((constructor)) OnLoad(void) {
#ifdef CRASH_EXITS
  exit(3);
#else
  abort();
#endif
}
