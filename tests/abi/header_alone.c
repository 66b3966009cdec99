/* SPDX-License-Identifier: Apache-2.0
 * The header needs no other one, and bears being included twice. Compiled by each compiler as each
 * language. */
#include "task_plugin.h"

/* EXPECTED is what the compiler has to say of the language, so that no option is ignored in
 * silence. */
#ifdef __cplusplus
#define SPOKEN __cplusplus
#else
#define SPOKEN __STDC_VERSION__
#endif
#if SPOKEN != EXPECTED
#error "compiled as another language than asked"
#endif

uint32_t first_known_size(const tp_sink* sink);
uint32_t first_known_size(const tp_sink* sink) {
  return TP_HAS(sink, tp_sink, progress) ? TP_FIELD_END(tp_sink, progress) : sink->struct_size;
}
