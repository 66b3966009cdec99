/* SPDX-License-Identifier: Apache-2.0
 * The layout of every shared struct, frozen: a field that moves does not compile. The columns are the bytes where
 * pointers have 64 bits and where they have 32. LP64 and LLP64 are one column, since no struct holds a long.
 * New fields are appended to a struct's list, and its size grows; no other line of this file ever changes. */
#include "task_plugin.h"

#if UINTPTR_MAX == UINT64_MAX
#  define PICK(bits64, bits32) (bits64)
#else
#  define PICK(bits64, bits32) (bits32)
#endif

#define SIZE(type, bits64, bits32) \
  _Static_assert(sizeof(type) == PICK(bits64, bits32), "the size of " #type " has changed");
#define FIELD(type, field, bits64, bits32) \
  _Static_assert(offsetof(type, field) == PICK(bits64, bits32), #type "." #field " has moved");

/* With 32-bit pointers the last field of tp_sink ends at 28: a size that i386 keeps, and that platforms which align
 * 64-bit integers to 8 bytes round up. */
struct wide_alignment {
  char first;
  uint64_t wide;
};
#define SINK_SIZE_32 (offsetof(struct wide_alignment, wide) == 8 ? 32 : 28)

/*    struct, field: 64-bit, 32-bit */
SIZE(tp_str, 16, 8)
FIELD(tp_str, data, 0, 0)
FIELD(tp_str, size, 8, 4)

SIZE(tp_result, 112, 72)
FIELD(tp_result, struct_size, 0, 0)
FIELD(tp_result, flags, 4, 4)
FIELD(tp_result, status, 8, 8)
FIELD(tp_result, retry, 12, 12)
FIELD(tp_result, retry_after_ms, 16, 16)
FIELD(tp_result, http_status, 24, 24)
FIELD(tp_result, reserved0, 28, 28)
FIELD(tp_result, output_json, 32, 32)
FIELD(tp_result, warnings_json, 48, 40)
FIELD(tp_result, error_code, 64, 48)
FIELD(tp_result, error_message, 80, 56)
FIELD(tp_result, error_details_json, 96, 64)

SIZE(tp_sink, 40, SINK_SIZE_32)
FIELD(tp_sink, struct_size, 0, 0)
FIELD(tp_sink, flags, 4, 4)
FIELD(tp_sink, op_id, 8, 8)
FIELD(tp_sink, user, 16, 16)
FIELD(tp_sink, complete, 24, 20)
FIELD(tp_sink, progress, 32, 24)

SIZE(tp_host, 64, 40)
FIELD(tp_host, struct_size, 0, 0)
FIELD(tp_host, flags, 4, 4)
FIELD(tp_host, abi_major, 8, 8)
FIELD(tp_host, abi_minor, 12, 12)
FIELD(tp_host, ctx, 16, 16)
FIELD(tp_host, name, 24, 20)
FIELD(tp_host, version, 40, 28)
FIELD(tp_host, get_service, 56, 36)

SIZE(tp_svc_log, 24, 16)
FIELD(tp_svc_log, struct_size, 0, 0)
FIELD(tp_svc_log, flags, 4, 4)
FIELD(tp_svc_log, enabled, 8, 8)
FIELD(tp_svc_log, write, 16, 12)

SIZE(tp_svc_clock, 40, 24)
FIELD(tp_svc_clock, struct_size, 0, 0)
FIELD(tp_svc_clock, flags, 4, 4)
FIELD(tp_svc_clock, unix_ms, 8, 8)
FIELD(tp_svc_clock, monotonic_ns, 16, 12)
FIELD(tp_svc_clock, wait_until, 24, 16)
FIELD(tp_svc_clock, cancel_wait, 32, 20)

SIZE(tp_svc_secret, 16, 12)
FIELD(tp_svc_secret, struct_size, 0, 0)
FIELD(tp_svc_secret, flags, 4, 4)
FIELD(tp_svc_secret, redact, 8, 8)

SIZE(tp_token_set, 72, 48)
FIELD(tp_token_set, struct_size, 0, 0)
FIELD(tp_token_set, flags, 4, 4)
FIELD(tp_token_set, access_token, 8, 8)
FIELD(tp_token_set, refresh_token, 24, 16)
FIELD(tp_token_set, scope, 40, 24)
FIELD(tp_token_set, expires_at_unix_ms, 56, 32)
FIELD(tp_token_set, issued_at_unix_ms, 64, 40)

SIZE(tp_svc_tokens, 40, 24)
FIELD(tp_svc_tokens, struct_size, 0, 0)
FIELD(tp_svc_tokens, flags, 4, 4)
FIELD(tp_svc_tokens, read, 8, 8)
FIELD(tp_svc_tokens, begin_refresh, 16, 12)
FIELD(tp_svc_tokens, commit, 24, 16)
FIELD(tp_svc_tokens, abandon, 32, 20)

SIZE(tp_svc_blob, 40, 24)
FIELD(tp_svc_blob, struct_size, 0, 0)
FIELD(tp_svc_blob, flags, 4, 4)
FIELD(tp_svc_blob, open, 8, 8)
FIELD(tp_svc_blob, size, 16, 12)
FIELD(tp_svc_blob, read, 24, 16)
FIELD(tp_svc_blob, close, 32, 20)

SIZE(tp_connect_info, 72, 40)
FIELD(tp_connect_info, struct_size, 0, 0)
FIELD(tp_connect_info, flags, 4, 4)
FIELD(tp_connect_info, connection_type, 8, 8)
FIELD(tp_connect_info, connection_id, 24, 16)
FIELD(tp_connect_info, settings_json, 40, 24)
FIELD(tp_connect_info, credentials_json, 56, 32)

SIZE(tp_task_request, 136, 88)
FIELD(tp_task_request, struct_size, 0, 0)
FIELD(tp_task_request, flags, 4, 4)
FIELD(tp_task_request, task_type, 8, 8)
FIELD(tp_task_request, input_json, 24, 16)
FIELD(tp_task_request, execution_id, 40, 24)
FIELD(tp_task_request, step_id, 56, 32)
FIELD(tp_task_request, idempotency_key, 72, 40)
FIELD(tp_task_request, traceparent, 88, 48)
FIELD(tp_task_request, item_index, 104, 56)
FIELD(tp_task_request, first_attempt_unix_ms, 112, 64)
FIELD(tp_task_request, deadline_unix_ms, 120, 72)
FIELD(tp_task_request, attempt, 128, 80)
FIELD(tp_task_request, task_schema_version, 132, 84)

SIZE(tp_options_request, 96, 56)
FIELD(tp_options_request, struct_size, 0, 0)
FIELD(tp_options_request, flags, 4, 4)
FIELD(tp_options_request, task_type, 8, 8)
FIELD(tp_options_request, source, 24, 16)
FIELD(tp_options_request, partial_input_json, 40, 24)
FIELD(tp_options_request, search, 56, 32)
FIELD(tp_options_request, page_token, 72, 40)
FIELD(tp_options_request, limit, 88, 48)
FIELD(tp_options_request, reserved0, 92, 52)

SIZE(tp_schema_request, 72, 40)
FIELD(tp_schema_request, struct_size, 0, 0)
FIELD(tp_schema_request, flags, 4, 4)
FIELD(tp_schema_request, task_type, 8, 8)
FIELD(tp_schema_request, source, 24, 16)
FIELD(tp_schema_request, partial_input_json, 40, 24)
FIELD(tp_schema_request, known_etag, 56, 32)

SIZE(tp_task_descriptor, 64, 40)
FIELD(tp_task_descriptor, struct_size, 0, 0)
FIELD(tp_task_descriptor, flags, 4, 4)
FIELD(tp_task_descriptor, id, 8, 8)
FIELD(tp_task_descriptor, version, 24, 16)
FIELD(tp_task_descriptor, reserved0, 28, 20)
FIELD(tp_task_descriptor, input_schema_json, 32, 24)
FIELD(tp_task_descriptor, output_schema_json, 48, 32)

SIZE(tp_registrar, 24, 16)
FIELD(tp_registrar, struct_size, 0, 0)
FIELD(tp_registrar, flags, 4, 4)
FIELD(tp_registrar, user, 8, 8)
FIELD(tp_registrar, add_task, 16, 12)

SIZE(tp_plugin_api, 72, 40)
FIELD(tp_plugin_api, struct_size, 0, 0)
FIELD(tp_plugin_api, flags, 4, 4)
FIELD(tp_plugin_api, destroy, 8, 8)
FIELD(tp_plugin_api, get_extension, 16, 12)
FIELD(tp_plugin_api, connect, 24, 16)
FIELD(tp_plugin_api, update_credentials, 32, 20)
FIELD(tp_plugin_api, disconnect, 40, 24)
FIELD(tp_plugin_api, execute, 48, 28)
FIELD(tp_plugin_api, submit, 56, 32)
FIELD(tp_plugin_api, cancel, 64, 36)

SIZE(tp_ext_options, 16, 12)
FIELD(tp_ext_options, struct_size, 0, 0)
FIELD(tp_ext_options, flags, 4, 4)
FIELD(tp_ext_options, load, 8, 8)

SIZE(tp_ext_schema, 16, 12)
FIELD(tp_ext_schema, struct_size, 0, 0)
FIELD(tp_ext_schema, flags, 4, 4)
FIELD(tp_ext_schema, resolve, 8, 8)

SIZE(tp_ext_verify, 16, 12)
FIELD(tp_ext_verify, struct_size, 0, 0)
FIELD(tp_ext_verify, flags, 4, 4)
FIELD(tp_ext_verify, verify, 8, 8)

SIZE(tp_sign_in_request, 72, 40)
FIELD(tp_sign_in_request, struct_size, 0, 0)
FIELD(tp_sign_in_request, flags, 4, 4)
FIELD(tp_sign_in_request, redirect_uri, 8, 8)
FIELD(tp_sign_in_request, state, 24, 16)
FIELD(tp_sign_in_request, code_verifier, 40, 24)
FIELD(tp_sign_in_request, code, 56, 32)

SIZE(tp_ext_sign_in, 32, 20)
FIELD(tp_ext_sign_in, struct_size, 0, 0)
FIELD(tp_ext_sign_in, flags, 4, 4)
FIELD(tp_ext_sign_in, begin, 8, 8)
FIELD(tp_ext_sign_in, finish, 16, 12)
FIELD(tp_ext_sign_in, revoke, 24, 16)

SIZE(tp_ext_stats, 16, 12)
FIELD(tp_ext_stats, struct_size, 0, 0)
FIELD(tp_ext_stats, flags, 4, 4)
FIELD(tp_ext_stats, snapshot, 8, 8)

SIZE(tp_entry, 72, 48)
FIELD(tp_entry, struct_size, 0, 0)
FIELD(tp_entry, flags, 4, 4)
FIELD(tp_entry, magic, 8, 8)
FIELD(tp_entry, abi_major, 12, 12)
FIELD(tp_entry, abi_minor, 16, 16)
FIELD(tp_entry, min_host_minor, 20, 20)
FIELD(tp_entry, plugin_id, 24, 24)
FIELD(tp_entry, plugin_version, 40, 32)
FIELD(tp_entry, register_tasks, 56, 40)
FIELD(tp_entry, create, 64, 44)

