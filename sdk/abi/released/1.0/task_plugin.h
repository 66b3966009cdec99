/* SPDX-License-Identifier: Apache-2.0
 *
 * task_plugin.h - the C interface between a workflow host and a task plugin.
 *
 * A plugin is one shared library that teaches any workflow engine some tasks, such as "create a ticket". The
 * host finds it by its manifest, loads it, takes the task types that it registers, opens connections to
 * accounts and runs tasks. This file is the whole contract; nothing else crosses the border.
 *
 *   const tp_entry* entry = tp_plugin_entry_v1();           the only exported symbol
 *   entry->register_tasks(&registrar);                      the plugin says what it can do
 *   entry->create(&host, policy, &diag, &api, &plugin);     one plugin object; a host may make several
 *   api->connect(plugin, &info, &diag, &conn);              one account: settings and credentials
 *   api->execute(plugin, conn, &request, &sink);            one task, blocking ... or
 *   api->submit(plugin, conn, requests, sinks, count);      one or many, asynchronous
 *   api->disconnect(plugin, conn);
 *   api->destroy(plugin);
 *
 * Conventions
 *
 *   1. Language. C99, valid as C++11 and later too. Shared types hold fixed-width integers, pointers and tp_str;
 *      no bool, enum, long, bit-field, union, wchar_t, FILE* or va_list.
 *   2. Growth. Every struct begins with struct_size (what its maker's sizeof says) and flags, and only ever gains
 *      fields at its end. Test a field of the peer's struct with TP_HAS before you read it; to keep a struct, zero
 *      your own and copy the smaller of the two sizes. An unknown bit in the low half of flags is ignored; one in
 *      the high half must be answered with TP_E_NOT_IMPLEMENTED.
 *   3. Tables. A table of functions is always reached through a pointer, so that it can grow. Once handed out, it
 *      stays valid until destroy() has returned.
 *   4. Text. UTF-8 as pointer and size. There may be no NUL behind it. data may be NULL when size is 0. Text that
 *      is not UTF-8 is refused with TP_E_INVALID_ARGUMENT.
 *   5. JSON. RFC 8259, duplicate keys refused, at most 16 MiB and 64 levels. Integers of 64 bits keep every digit.
 *   6. Memory. Whatever is passed to a call is borrowed until that call returns, and whoever wants to keep it
 *      copies it. Neither side ever frees what the other allocated. Only the four opaque handles live longer, and
 *      the side that made a handle is the side that ends it.
 *   7. Errors. No exception, longjmp or thread cancellation leaves a function of this file, on either side.
 *   8. Threads. Each function carries one of two tags:
 *        [any]      callable on any thread, at any time, from several threads at once, also inside a callback;
 *        [outside]  the same, but never inside a callback.
 *      The callbacks are complete, progress, done, wake, take and add_task; nobody blocks for long in them.
 *   9. Waiting. execute, disconnect and destroy may wait for other work. Every other function returns at once.
 *  10. Secrets. Credentials and tokens appear in the fields named for them and nowhere else: in no message, log
 *      line, result or statistic. Each side wipes its own copies.
 *  11. Process. A plugin changes nothing that the process shares (locale, signals, directory, environment, exit
 *      handlers), prints nothing, and reads no environment variable. Threads that it starts block every signal and
 *      are joined by destroy(). The host never unloads a plugin.
 *
 * Every item of this file is there since minor version 0, unless its comment says otherwise.
 */
#ifndef TASK_PLUGIN_H
#define TASK_PLUGIN_H

#include <stddef.h> /* size_t, offsetof */
#include <stdint.h>

#if defined(_WIN32)
#  define TP_EXPORT __declspec(dllexport)
#  define TP_CALL __cdecl
#else
#  define TP_EXPORT __attribute__((visibility("default")))
#  define TP_CALL
#endif

/* The major version is part of the exported symbol's name; the minor one counts additions to this file. */
#define TP_ABI_MAJOR 1u
#define TP_ABI_MINOR 0u
#define TP_ENTRY_MAGIC 0x31305054u /* "TP01" as little-endian bytes */

/* The two halves of every flags field; see convention 2. */
#define TP_FLAGS_IGNORABLE 0x0000FFFFu
#define TP_FLAGS_MUST_UNDERSTAND 0xFFFF0000u

/* Is the peer's struct long enough to hold this field? */
#define TP_FIELD_END(type, field) ((uint32_t)(offsetof(type, field) + sizeof(((const type*)0)->field)))
#define TP_HAS(ptr, type, field) ((ptr)->struct_size >= TP_FIELD_END(type, field))

#ifdef __cplusplus
extern "C" {
#endif

/* A piece of text. The one struct that is passed by value and embedded in others; it will never change. */
typedef struct tp_str {
  const char* data;
  size_t size;
} tp_str;

/* How a call or an operation ended. A value that you do not know is to be treated as TP_E_UNKNOWN. */
typedef int32_t tp_status;
#define TP_OK 0
#define TP_E_UNKNOWN 1           /* something failed and no other value fits */
#define TP_E_NOT_IMPLEMENTED 2   /* a flag, version or ability that this side does not have */
#define TP_E_INVALID_ARGUMENT 3  /* the input, settings or policy are at fault; error_details_json lists every fault */
#define TP_E_INVALID_STATE 4     /* called at a moment at which it may not be called */
#define TP_E_NOT_FOUND 5         /* what the request names does not exist */
#define TP_E_CONFLICT 6          /* somebody else changed or made it first */
#define TP_E_UNAUTHENTICATED 7   /* the service does not accept the credentials */
#define TP_E_PERMISSION_DENIED 8 /* the credentials are good, but do not allow this */
#define TP_E_RATE_LIMITED 9      /* too much at once; see retry_after_ms */
#define TP_E_UNAVAILABLE 10      /* the service cannot be reached or cannot answer now */
#define TP_E_TIMEOUT 11          /* the deadline passed */
#define TP_E_CANCELLED 12        /* cancel(), disconnect() or destroy() ended it */
#define TP_E_REJECTED 13         /* the service understood the request and refused it */
#define TP_E_INTERNAL 14         /* a defect of this side */
#define TP_E_ABI 15              /* the peer does not follow this file, or not in this major version */

/* May the host run the same request again? A value that you do not know is to be treated as TP_RETRY_NEVER. */
#define TP_RETRY_NEVER 0u           /* it would fail the same way */
#define TP_RETRY_SAFE 1u            /* nothing has happened; run it again, not before retry_after_ms */
#define TP_RETRY_IF_IDEMPOTENT 2u   /* it may have happened; a read, or a write under the same key, may run again */
#define TP_RETRY_UNKNOWN_OUTCOME 3u /* it may have happened; running it again may make it happen twice */

/* Opaque handles. The first two are made and ended by the host, the last two by the plugin. */
typedef struct tp_host_ctx tp_host_ctx;
typedef struct tp_blob tp_blob;
typedef struct tp_plugin tp_plugin;
typedef struct tp_conn tp_conn;

/* ------------------------------------------------------------------------------------------------ results --- */

/* The end of one operation, pushed into its sink. All texts are borrowed until complete() returns. */
typedef struct tp_result {
  uint32_t struct_size;
  uint32_t flags;
  tp_status status;
  uint32_t retry;            /* TP_RETRY_...; meaningful when status is not TP_OK */
  int64_t retry_after_ms;    /* how long to wait before the next try; -1 when unknown */
  int32_t http_status;       /* what the service answered; 0 when it did not, or speaks no HTTP */
  uint32_t reserved0;        /* 0 */
  tp_str output_json;        /* with TP_OK: a document that is valid under the task's output schema */
  tp_str warnings_json;      /* with any status: [{"code","message","pointer"?}]; empty when there are none */
  tp_str error_code;         /* stable name for programs, listed in the manifest, e.g. "zendesk.ticket_closed" */
  tp_str error_message;      /* one or more sentences for people, at most 8 KiB */
  tp_str error_details_json; /* {"fields":[{"pointer","code","message",...}],"requestId"?,"report"?}; may be empty */
} tp_result;

/* Where the result of one operation goes. The callee copies the struct; what user points to must stay valid until
 * complete() has run. */
typedef struct tp_sink {
  uint32_t struct_size;
  uint32_t flags;
  /* The host's name for the operation, needed by cancel(): not 0 and unique within the plugin object while the
   * operation is open. A diagnostic sink, which nothing can cancel, may say 0. */
  uint64_t op_id;
  void* user;
  /* [any] The operation has ended with this result. Runs exactly once for each operation, and is the last call
   * that the operation makes. */
  void(TP_CALL* complete)(void* user, const tp_result* result);
  /* [any] How far it has come: fraction from 0 to 1, never less than before, or negative when unknown; message is
   * a short text for people, perhaps empty. May be NULL when the host does not care. */
  void(TP_CALL* progress)(void* user, double fraction, tp_str message);
} tp_sink;

/* -------------------------------------------------------------------------------- what the host offers ------ */

/* The host's face, passed to create(). The struct is borrowed like everything else; ctx and the tables that
 * get_service returns stay valid until destroy() of the plugin object has returned. */
typedef struct tp_host {
  uint32_t struct_size;
  uint32_t flags;
  uint32_t abi_major;
  uint32_t abi_minor;
  tp_host_ctx* ctx; /* first argument of every service function */
  tp_str name;      /* of the host program, for logs and the User-Agent */
  tp_str version;
  /* [any] The table of the service with this id (TP_SVC_...), or NULL when the host does not offer it. The same
   * id always gives the same pointer. */
  const void*(TP_CALL* get_service)(tp_host_ctx* ctx, tp_str id);
} tp_host;

/* The host's log. Bodies, names, addresses and secrets never go there, whatever the level. */
#define TP_SVC_LOG "tp.log/1"
#define TP_LOG_TRACE 0
#define TP_LOG_DEBUG 1
#define TP_LOG_INFO 2
#define TP_LOG_WARN 3
#define TP_LOG_ERROR 4
#define TP_LOG_PLUGIN_BUG 5 /* the plugin has broken a rule of this file */
#define TP_LOG_HOST_BUG 6   /* the host has */
typedef struct tp_svc_log {
  uint32_t struct_size;
  uint32_t flags;
  /* [any] Not 0 when a line of this level is wanted. Asked before a line is built. */
  int32_t(TP_CALL* enabled)(tp_host_ctx* ctx, int32_t level);
  /* [any] Writes one line. fields_json is a JSON object with the facts of the line, or empty. */
  void(TP_CALL* write)(tp_host_ctx* ctx, int32_t level, tp_str message, tp_str fields_json);
} tp_svc_log;

/* The host's clock. A plugin that finds it asks it for the time of day, by which it judges deadlines and lifetimes,
 * so that a test can own time. Limits of single network calls may follow the machine's own clock. */
#define TP_SVC_CLOCK "tp.clock/1"
typedef struct tp_svc_clock {
  uint32_t struct_size;
  uint32_t flags;
  /* [any] Wall time in milliseconds since 1970 UTC. It may jump. */
  int64_t(TP_CALL* unix_ms)(tp_host_ctx* ctx);
  /* [any] Nanoseconds from an arbitrary start, never falling. */
  int64_t(TP_CALL* monotonic_ns)(tp_host_ctx* ctx);
  /* [any] Asks for one call of wake() at or soon after that monotonic time, on any thread. Returns a token that is
   * not 0, or 0 when the host cannot: then wake() will not run. */
  uint64_t(TP_CALL* wait_until)(tp_host_ctx* ctx, int64_t monotonic_ns, void(TP_CALL* wake)(void* user), void* user);
  /* [any] TP_OK: wake() will not run any more. TP_E_NOT_FOUND: it has run or is running now, so user must stay
   * valid for it. */
  tp_status(TP_CALL* cancel_wait)(tp_host_ctx* ctx, uint64_t token);
} tp_svc_clock;

/* Derived secrets, such as a Basic header made of a user name and a token. */
#define TP_SVC_SECRET "tp.secret/1"
typedef struct tp_svc_secret {
  uint32_t struct_size;
  uint32_t flags;
  /* [any] Asks the host to mask these bytes wherever its logs would show them. */
  void(TP_CALL* redact)(tp_host_ctx* ctx, const uint8_t* data, size_t size);
} tp_svc_secret;

/* OAuth tokens that several threads, processes or machines share, so that one of them renews for all.
 *
 * Protocol: read() gives tokens and a generation. When they are about to expire, begin_refresh() with that
 * generation. TP_OK lends a lease: renew at the service, then commit() (before the new tokens are used) or
 * abandon(). TP_E_CONFLICT says that somebody has renewed already: read() again.
 *
 * Every function returns at once; its done() runs exactly once, on any thread, perhaps before the function returns.
 * A plugin waits for it no longer than the deadline of the operation that asked, and destroy() waits no longer
 * either. A done() that comes later, even after destroy(), still finds user valid and must do nothing; user is
 * therefore best a number into a table that is never freed. */
#define TP_SVC_TOKENS "tp.token-store/1"
typedef struct tp_token_set {
  uint32_t struct_size;
  uint32_t flags;
  tp_str access_token;
  tp_str refresh_token; /* empty in commit(): keep the stored one */
  tp_str scope;         /* scopes separated by spaces */
  int64_t expires_at_unix_ms; /* of the access token; 0: it does not say */
  int64_t issued_at_unix_ms;  /* likewise; 0: unknown. By both a plugin knows when to renew ahead of time */
} tp_token_set;
/* [any] Answers read(). tokens is NULL unless status is TP_OK. generation grows by one with each commit. */
typedef void(TP_CALL* tp_token_read_fn)(void* user, tp_status status, const tp_token_set* tokens, uint64_t generation);
/* [any] Answers begin_refresh(). A lease that nobody gives back ends by itself after a time that the host sets. */
typedef void(TP_CALL* tp_token_lease_fn)(void* user, tp_status status, uint64_t lease);
/* [any] Answers commit() and abandon(). */
typedef void(TP_CALL* tp_token_done_fn)(void* user, tp_status status);
typedef struct tp_svc_tokens {
  uint32_t struct_size;
  uint32_t flags;
  /* [any] The stored tokens. TP_E_NOT_FOUND: none are stored. TP_E_UNAUTHENTICATED: the grant is dead, a person
   * has to sign in again; the generation counts then, too. */
  void(TP_CALL* read)(tp_host_ctx* ctx, tp_str connection_id, tp_token_read_fn done, void* user);
  /* [any] Asks for the right to renew what was read as seen_generation (0 when nothing is stored). While somebody
   * else holds the lease, done() waits for the end of it. A dead grant is no obstacle: a sign-in renews it. */
  void(TP_CALL* begin_refresh)(tp_host_ctx* ctx, tp_str connection_id, uint64_t seen_generation,
                               tp_token_lease_fn done, void* user);
  /* [any] Stores the new tokens in one step and ends the lease. TP_E_CONFLICT: the lease had ended before. */
  void(TP_CALL* commit)(tp_host_ctx* ctx, uint64_t lease, const tp_token_set* tokens, tp_token_done_fn done,
                        void* user);
  /* [any] Ends the lease without new tokens. grant_is_dead not 0: the connection needs a new sign-in, provided
   * that the generation is still the one seen. */
  void(TP_CALL* abandon)(tp_host_ctx* ctx, uint64_t lease, int32_t grant_is_dead, tp_token_done_fn done, void* user);
} tp_svc_tokens;

/* Bytes that an input names by a handle, such as an attachment. They are read only; a plugin opens no path. A list
 * of files in an input is marked x-tp.widget "file"; its items are objects {"blob","file_name"?,"content_type"?} whose
 * blob is the handle. */
#define TP_SVC_BLOB "tp.blob/1"
typedef struct tp_svc_blob {
  uint32_t struct_size;
  uint32_t flags;
  /* [any] Opens the bytes that the handle (the text in the input) names. TP_E_NOT_FOUND: it names none. With TP_OK
   * the plugin owes one close(). */
  tp_status(TP_CALL* open)(tp_host_ctx* ctx, tp_str handle, tp_blob** out);
  /* [any] The whole size in bytes; it does not change while the blob is open. */
  tp_status(TP_CALL* size)(tp_host_ctx* ctx, tp_blob* blob, uint64_t* out_size);
  /* [any] Fills buffer from offset. Fewer bytes than asked are normal; 0 with TP_OK is the end. */
  tp_status(TP_CALL* read)(tp_host_ctx* ctx, tp_blob* blob, uint64_t offset, uint8_t* buffer, size_t capacity,
                           size_t* out_read);
  /* [any] The last call on this blob. */
  void(TP_CALL* close)(tp_host_ctx* ctx, tp_blob* blob);
} tp_svc_blob;

/* ----------------------------------------------------------------------------------------------- requests --- */

/* One configured account, for connect(). */
typedef struct tp_connect_info {
  uint32_t struct_size;
  uint32_t flags;
  tp_str connection_type;  /* key in manifest.connections */
  tp_str connection_id;    /* the host's stable name of it: the key of the token store */
  tp_str settings_json;    /* an object without secrets */
  tp_str credentials_json; /* an object of secrets */
} tp_connect_info;

/* Must-understand flag of tp_task_request: check everything and return the requests that would go out, as output; send
 * nothing that writes. What a real run would refuse, a dry run refuses in the same way.
 * Output, instead of the task's own: {"requests":[{"method","path","body"?,"upload"?:{"pointer","name","contentType",
 * "size"}}],"changes"?:[{"field","label"?,"from","to"}]}. requests stand in the order in which they would be sent; path
 * holds the query, body is a JSON value, and upload tells of the blob that goes out in the place of one, size in bytes.
 * What only the answer to an earlier request tells stands in path and body as a text in angle brackets, such as
 * "<token of upload 1>". changes lists, for a task that changes what is there already, every field whose value would be
 * another one: field is the service's name of it, label what people call it, from and to are JSON values, and null is
 * an empty field. */
#define TP_REQ_DRY_RUN 0x00010000u

/* One task to run. */
typedef struct tp_task_request {
  uint32_t struct_size;
  uint32_t flags;
  tp_str task_type;              /* key in manifest.tasks */
  tp_str input_json;             /* an object in which the host has replaced every expression by its value. The host
                                    has not validated it: the plugin is the judge of its input */
  tp_str execution_id;           /* the run of the workflow, for logs and reconciliation; may be empty */
  tp_str step_id;                /* the step in it; may be empty */
  tp_str idempotency_key;        /* the same for every attempt at this piece of work; may be empty */
  tp_str traceparent;            /* W3C trace context; may be empty */
  uint64_t item_index;           /* which item of the step, from 0 */
  int64_t first_attempt_unix_ms; /* when this piece of work was first tried; 0: now */
  int64_t deadline_unix_ms;      /* wall time after which nobody waits for the result; 0: none */
  uint32_t attempt;              /* 1 for the first try; 0 counts as 1 */
  uint32_t task_schema_version;  /* the version that the input was written for; 0: the current one */
} tp_task_request;

/* One page of choices for a field, for tp_ext_options. */
typedef struct tp_options_request {
  uint32_t struct_size;
  uint32_t flags;
  tp_str task_type;
  tp_str source;             /* x-tp.optionsFrom.source of the field */
  tp_str partial_input_json; /* what the form holds so far: an object, incomplete and unchecked; empty counts as {} */
  tp_str search;             /* empty: everything */
  tp_str page_token;         /* nextPageToken of the page before; empty: the first page */
  uint32_t limit;            /* most items wanted; 0: the plugin chooses */
  uint32_t reserved0;        /* 0 */
} tp_options_request;

/* The part of a task's schema that depends on the account, for tp_ext_schema. */
typedef struct tp_schema_request {
  uint32_t struct_size;
  uint32_t flags;
  tp_str task_type;
  tp_str source;             /* x-tp.schemaFrom.source of the place; empty: the whole input */
  tp_str partial_input_json; /* what the form holds so far: an object, incomplete and unchecked; empty counts as {} */
  tp_str known_etag;         /* etag of the schema that the host holds already; empty: none */
} tp_schema_request;

/* ------------------------------------------------------------------------------------------- registration --- */

/* One task type. Every text is borrowed until add_task() returns. */
typedef struct tp_task_descriptor {
  uint32_t struct_size;
  uint32_t flags;
  tp_str id;                 /* "<plugin id>.<task>", at most 128 bytes, e.g. "zendesk.create_ticket" */
  uint32_t version;          /* equals schemaVersion in the manifest */
  uint32_t reserved0;        /* 0 */
  tp_str input_schema_json;  /* JSON Schemas in the subset that the manifest's documentation names */
  tp_str output_schema_json;
} tp_task_descriptor;

/* Takes the task types. Made by the host and valid only while register_tasks() runs. */
typedef struct tp_registrar {
  uint32_t struct_size;
  uint32_t flags;
  void* user;
  /* [any] Takes one task type. TP_E_CONFLICT: this id is registered already. TP_E_INVALID_ARGUMENT: malformed id
   * or schema. TP_E_NOT_IMPLEMENTED: unknown flag. After anything but TP_OK the plugin stops and returns the same
   * status from register_tasks(). */
  tp_status(TP_CALL* add_task)(void* user, const tp_task_descriptor* task);
} tp_registrar;

/* --------------------------------------------------------------------------------- what the plugin offers --- */

/* The functions of a plugin object. All but destroy and get_extension take a connection of the same object. */
typedef struct tp_plugin_api {
  uint32_t struct_size;
  uint32_t flags;

  /* [outside] Completes every open operation with TP_E_CANCELLED, joins every thread of the object and frees it.
   * Called once, after disconnect() of every connection; nothing is called on the object from the moment it
   * begins, and the object makes no callback after it returned. Ends within five seconds. */
  void(TP_CALL* destroy)(tp_plugin* plugin);

  /* [any] The table of the extension with this id (TP_EXT_...), or NULL when the plugin does not have it. */
  const void*(TP_CALL* get_extension)(tp_plugin* plugin, tp_str id);

  /* [any] Opens a connection: checks settings and credentials for their form and makes a handle. No traffic.
   * TP_OK: *out is the handle, to be ended with disconnect(); diag is not used. Anything else: *out is untouched
   * and diag->complete() has run exactly once, with the same status, before this returns. */
  tp_status(TP_CALL* connect)(tp_plugin* plugin, const tp_connect_info* info, const tp_sink* diag, tp_conn** out);

  /* [any] Replaces the credentials for operations that start from now on; those on their way end with the old
   * ones. TP_E_INVALID_ARGUMENT: malformed, and the old credentials stay. */
  tp_status(TP_CALL* update_credentials)(tp_plugin* plugin, tp_conn* conn, tp_str credentials_json);

  /* [outside] Cancels the operations of this connection, waits until each has completed, and frees the handle.
   * Called once; nothing is called on the connection from the moment it begins. Other connections go on. */
  void(TP_CALL* disconnect)(tp_plugin* plugin, tp_conn* conn);

  /* [any] Runs one task and waits for its end: sink->complete() has run exactly once before this returns. Inside a
   * callback it may not wait, so it completes at once with TP_E_INVALID_STATE; use submit() there. */
  void(TP_CALL* execute)(tp_plugin* plugin, tp_conn* conn, const tp_task_request* request, const tp_sink* sink);

  /* [any] Starts count tasks and returns at once; requests[i] reports to sinks[i]. TP_OK: each sink completes
   * exactly once, on any thread and in any order, never before submit() returned on this thread. Anything else:
   * none of them ever will; TP_E_RATE_LIMITED says that the queue is full, TP_E_UNAVAILABLE that no thread could be
   * started. Items of one call with the same task may travel in bulk (batch.max in the manifest tells the useful
   * size). count 0 is TP_OK and does nothing. */
  tp_status(TP_CALL* submit)(tp_plugin* plugin, tp_conn* conn, const tp_task_request* const* requests,
                             const tp_sink* const* sinks, size_t count);

  /* [any] Asks an open operation to end early, whichever call started it. complete() still runs, as a rule with
   * TP_E_CANCELLED. TP_E_NOT_FOUND: no such operation, which is normal when it has just ended. */
  tp_status(TP_CALL* cancel)(tp_plugin* plugin, uint64_t op_id);
} tp_plugin_api;

/* The calls of the next four extensions promise what submit() promises for one item. */

/* Choices for the fields of a form, such as the groups of this account.
 * Output: {"items":[{"value","label","description"?,"group"?,"icon"?,"disabled"?}],"nextPageToken"?,"ttlSeconds",
 * "needs"?:[pointers of fields that must be filled first]}. */
#define TP_EXT_OPTIONS "tp.options/1"
typedef struct tp_ext_options {
  uint32_t struct_size;
  uint32_t flags;
  /* [any] Loads one page. Reads only. */
  tp_status(TP_CALL* load)(tp_plugin* plugin, tp_conn* conn, const tp_options_request* request, const tp_sink* sink);
} tp_ext_options;

/* Schemas that depend on the account, such as its custom fields.
 * Output: {"schema":{...},"etag"} or, when known_etag still holds, {"etag"} alone. */
#define TP_EXT_SCHEMA "tp.schema/1"
typedef struct tp_ext_schema {
  uint32_t struct_size;
  uint32_t flags;
  /* [any] Resolves one place of a schema. Reads only. */
  tp_status(TP_CALL* resolve)(tp_plugin* plugin, tp_conn* conn, const tp_schema_request* request, const tp_sink* sink);
} tp_ext_schema;

/* Does a connection work, as whom, and for what?
 * Output: {"ok":true,"account":{"id","label"},"user"?:{"id","name","role"},"tasks"?:[{"task","open","code"?,
 * "reason"?}],"credential"?:{"kind","expiresAt"?,"endsAt"?},"scopes"?:[],"missingScopes"?:[],"rateLimit"?:{"limit",
 * "remaining"},"clockSkewMs"?,"report"?:[{"check","state","text"}]}; a task that is not open to this user has a reason
 * for people. credential: kind is the connection's type; a token that renews itself or is renewed by the host is good
 * until expiresAt, and at endsAt a person has to act (both RFC 3339). clockSkewMs: by how much the host's clock is ahead
 * of the service's, at least; negative: behind. report tells people what was looked at, in order, a line each, state
 * being "ok", "warning", "failed" or "skipped"; a check may have several lines. A failure brings it in
 * error_details_json, with one line "failed", which says what error_message says. Failures tell apart a wrong address
 * (TP_E_INVALID_ARGUMENT), an unreachable one (TP_E_UNAVAILABLE), bad credentials (TP_E_UNAUTHENTICATED) and missing
 * rights (TP_E_PERMISSION_DENIED). */
#define TP_EXT_VERIFY "tp.verify/1"
typedef struct tp_ext_verify {
  uint32_t struct_size;
  uint32_t flags;
  /* [any] Makes cheap reads, no writes. */
  tp_status(TP_CALL* verify)(tp_plugin* plugin, tp_conn* conn, const tp_sink* sink);
} tp_ext_verify;

/* Sign-in in a browser, for connection types whose grant a person gives there (OAuth's authorization code).
 *
 * The host makes a state and a code verifier, both random, and asks begin() for the address to open. It listens at
 * redirect_uri, compares the state that comes back with its own, and hands the code to finish(), which redeems it and
 * commits the tokens to the token store under the connection's id. */
#define TP_EXT_SIGN_IN "tp.sign-in/1"
typedef struct tp_sign_in_request {
  uint32_t struct_size;
  uint32_t flags;
  tp_str redirect_uri;  /* where the browser goes afterwards, as it is registered with the service */
  tp_str state;         /* comes back unchanged with the code */
  tp_str code_verifier; /* RFC 7636: 43 to 128 unreserved characters; the service sees its SHA-256 first */
  tp_str code;          /* what the browser brought; empty in begin() */
} tp_sign_in_request;
typedef struct tp_ext_sign_in {
  uint32_t struct_size;
  uint32_t flags;
  /* [any] Where to send the person. No traffic. Output: {"authorizationUrl"}. TP_E_NOT_IMPLEMENTED: nobody has to
   * sign in for a connection of this type. */
  tp_status(TP_CALL* begin)(tp_plugin* plugin, tp_conn* conn, const tp_sign_in_request* request, const tp_sink* sink);
  /* [any] Redeems the code; also revives a connection whose grant was dead. Output: {"scope","expiresAt"?}, the time in
   * RFC 3339. */
  tp_status(TP_CALL* finish)(tp_plugin* plugin, tp_conn* conn, const tp_sign_in_request* request, const tp_sink* sink);
  /* [any] Ends the access at the service, for a connection that is removed: its token is good for nothing afterwards.
   * Output: {"revoked"}, false when there was nothing to end. TP_E_NOT_IMPLEMENTED: the service ends such credentials
   * elsewhere. */
  tp_status(TP_CALL* revoke)(tp_plugin* plugin, tp_conn* conn, const tp_sink* sink);
} tp_ext_sign_in;

/* Counters since create(): connections, queues, renewals, retries. */
#define TP_EXT_STATS "tp.stats/1"
/* [any] Takes a text that is borrowed until it returns. */
typedef void(TP_CALL* tp_text_fn)(void* user, tp_str text);
typedef struct tp_ext_stats {
  uint32_t struct_size;
  uint32_t flags;
  /* [any] Pushes one JSON object without secrets or personal data. TP_OK: take() has run exactly once before this
   * returns; anything else: it has not. */
  tp_status(TP_CALL* snapshot)(tp_plugin* plugin, tp_text_fn take, void* user);
} tp_ext_stats;

/* ------------------------------------------------------------------------------------------------- entry ---- */

/* What the library says about itself. Static: one per library, valid for the life of the process. */
typedef struct tp_entry {
  uint32_t struct_size;
  uint32_t flags;
  uint32_t magic;          /* TP_ENTRY_MAGIC */
  uint32_t abi_major;      /* must equal the host's */
  uint32_t abi_minor;      /* the minor version that the plugin was compiled with; for information */
  uint32_t min_host_minor; /* the lowest minor version of a host that the plugin works with */
  tp_str plugin_id;        /* both must equal the manifest's, or the host refuses the plugin */
  tp_str plugin_version;

  /* [any] Calls add_task() once per task type, in the manifest's order, then returns TP_OK. Pure and repeatable: no
   * object, host service, thread, file, socket or environment variable is used. The host refuses a plugin whose
   * registered tasks (ids, versions, schemas as JSON values) differ from its manifest. Called before create(). */
  tp_status(TP_CALL* register_tasks)(const tp_registrar* registrar);

  /* [any] Makes a plugin object. config_json is the host's policy, an object whose every key is optional: "proxy",
   * "no_proxy", "ca_file", "allow_origins" (array), "locale", "max_connections", "log_level", "marketplace" (how the
   * host is listed with the service: "name", "organization_id", "app_id"); empty counts as {}.
   * Starts no thread and sends nothing. TP_OK: *out_api and *out_plugin are set, diag is not used, and the host
   * owes one destroy(). Anything else: neither is set, and diag->complete() has run exactly once, with the same
   * status, before this returns. */
  tp_status(TP_CALL* create)(const tp_host* host, tp_str config_json, const tp_sink* diag,
                             const tp_plugin_api** out_api, tp_plugin** out_plugin);
} tp_entry;

/* [any] The only exported symbol of a plugin. Cheap, without effects, and always the same pointer. */
TP_EXPORT const tp_entry* TP_CALL tp_plugin_entry_v1(void);

#ifdef __cplusplus
}
#endif
#endif /* TASK_PLUGIN_H */
