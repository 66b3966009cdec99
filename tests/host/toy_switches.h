/* SPDX-License-Identifier: Apache-2.0
 *
 * What the toy plugin says of itself when no -D switch says otherwise. */
#pragma once

#include "task_plugin.h"
#include "toy_schemas.h"

#ifndef TOY_MAGIC
#define TOY_MAGIC TP_ENTRY_MAGIC
#endif
#ifndef TOY_MAJOR
#define TOY_MAJOR TP_ABI_MAJOR
#endif
#ifndef TOY_ENTRY_SIZE
#define TOY_ENTRY_SIZE sizeof(tp_entry)
#endif
#ifndef TOY_ENTRY_FLAGS
#define TOY_ENTRY_FLAGS 0
#endif
#ifndef TOY_MIN_HOST_MINOR
#define TOY_MIN_HOST_MINOR 0
#endif
#ifndef TOY_ID
#define TOY_ID "toy"
#endif
#ifndef TOY_VERSION
#define TOY_VERSION "1.0.0"
#endif
#ifndef TOY_ECHO_VERSION
#define TOY_ECHO_VERSION 1
#endif
#ifndef TOY_REGISTERED_INPUT
#define TOY_REGISTERED_INPUT TOY_ECHO_INPUT
#endif
#ifndef TOY_REGISTERED_OUTPUT
#define TOY_REGISTERED_OUTPUT TOY_ECHO_OUTPUT
#endif
#ifndef TOY_API_SIZE
#define TOY_API_SIZE sizeof(tp_plugin_api)
#endif
