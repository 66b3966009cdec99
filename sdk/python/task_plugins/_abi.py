# SPDX-License-Identifier: Apache-2.0
"""task_plugin.h for ctypes: every struct and function type of the header, in its order.

The sizes are those of the header on 64-bit machines; a struct that is described wrongly stops the import.
"""

from __future__ import annotations

import ctypes
from ctypes import CFUNCTYPE, POINTER, c_char, c_double, c_int32, c_int64, c_size_t
from ctypes import c_uint8, c_uint32, c_uint64, c_void_p
from typing import Any, Type, TypeVar

MAJOR, MINOR, MAGIC = 1, 0, 0x31305054
MUST_UNDERSTAND = 0xFFFF0000
DRY_RUN = 0x00010000
SYMBOL = "tp_plugin_entry_v1"

SVC_LOG, SVC_CLOCK, SVC_SECRET = "tp.log/1", "tp.clock/1", "tp.secret/1"
SVC_TOKENS, SVC_BLOB = "tp.token-store/1", "tp.blob/1"
EXT_OPTIONS, EXT_SCHEMA, EXT_VERIFY = "tp.options/1", "tp.schema/1", "tp.verify/1"
EXT_SIGN_IN, EXT_STATS = "tp.sign-in/1", "tp.stats/1"

S = TypeVar("S", bound=ctypes.Structure)


class Str(ctypes.Structure):
    """tp_str. A struct keeps the bytes that its texts were made of for as long as it lives."""

    _fields_ = [("data", POINTER(c_char)), ("size", c_size_t)]

    @classmethod
    def of(cls, text: "str | bytes") -> "Str":
        data = text.encode() if isinstance(text, str) else text
        return cls(ctypes.create_string_buffer(data, len(data)), len(data))

    def bytes(self) -> bytes:
        return ctypes.string_at(self.data, self.size) if self.size else b""

    def text(self) -> str:
        """What it says; bytes that are no UTF-8 become U+FFFD."""
        return self.bytes().decode("utf-8", "replace")

    def wipe(self) -> None:
        """Overwrites a text that held a secret."""
        if self.size:
            ctypes.memset(self.data, 0, self.size)


def _struct(name: str, size: int, *fields: Any) -> Any:
    """A struct that begins as all of them do."""
    head = [("struct_size", c_uint32), ("flags", c_uint32)]
    made = type(name, (ctypes.Structure,), {"_fields_": [*head, *fields]})
    if ctypes.sizeof(c_void_p) == 8 and ctypes.sizeof(made) != size:
        raise ImportError(f"{name} has {ctypes.sizeof(made)} bytes, not {size}")
    return made


def sized(kind: Type[S], **values: Any) -> S:
    """A struct of ours, which says how large it is."""
    return kind(struct_size=ctypes.sizeof(kind), **values)


def has(pointer: Any, kind: Type[S], field: str) -> bool:
    """TP_HAS: is the peer's struct long enough to hold this field?"""
    member = getattr(kind, field)
    return bool(_size_of(pointer) >= member.offset + member.size)


def copy_sized(pointer: Any, kind: Type[S]) -> S:
    """The peer's struct as one of ours; what it does not reach is zero."""
    copy = kind()
    ctypes.memmove(ctypes.byref(copy), pointer, min(_size_of(pointer), ctypes.sizeof(kind)))
    return copy


def _size_of(pointer: Any) -> int:
    return int(ctypes.cast(pointer, POINTER(c_uint32))[0])


Result = _struct(
    "tp_result", 112, ("status", c_int32), ("retry", c_uint32), ("retry_after_ms", c_int64), ("http_status", c_int32),
    ("reserved0", c_uint32), ("output_json", Str), ("warnings_json", Str), ("error_code", Str), ("error_message", Str),
    ("error_details_json", Str))
CompleteFn = CFUNCTYPE(None, c_void_p, POINTER(Result))
ProgressFn = CFUNCTYPE(None, c_void_p, c_double, Str)
Sink = _struct(
    "tp_sink", 40, ("op_id", c_uint64), ("user", c_void_p), ("complete", CompleteFn), ("progress", ProgressFn))

GetServiceFn = CFUNCTYPE(c_void_p, c_void_p, Str)
Host = _struct(
    "tp_host", 64, ("abi_major", c_uint32), ("abi_minor", c_uint32), ("ctx", c_void_p), ("name", Str), ("version", Str),
    ("get_service", GetServiceFn))

LogEnabledFn = CFUNCTYPE(c_int32, c_void_p, c_int32)
LogWriteFn = CFUNCTYPE(None, c_void_p, c_int32, Str, Str)
SvcLog = _struct("tp_svc_log", 24, ("enabled", LogEnabledFn), ("write", LogWriteFn))

TimeFn = CFUNCTYPE(c_int64, c_void_p)
WakeFn = CFUNCTYPE(None, c_void_p)
WaitUntilFn = CFUNCTYPE(c_uint64, c_void_p, c_int64, WakeFn, c_void_p)
CancelWaitFn = CFUNCTYPE(c_int32, c_void_p, c_uint64)
SvcClock = _struct(
    "tp_svc_clock", 40, ("unix_ms", TimeFn), ("monotonic_ns", TimeFn), ("wait_until", WaitUntilFn),
    ("cancel_wait", CancelWaitFn))

RedactFn = CFUNCTYPE(None, c_void_p, c_void_p, c_size_t)
SvcSecret = _struct("tp_svc_secret", 16, ("redact", RedactFn))

TokenSet = _struct(
    "tp_token_set", 72, ("access_token", Str), ("refresh_token", Str), ("scope", Str), ("expires_at_unix_ms", c_int64),
    ("issued_at_unix_ms", c_int64))
TokenReadDone = CFUNCTYPE(None, c_void_p, c_int32, POINTER(TokenSet), c_uint64)
TokenLeaseDone = CFUNCTYPE(None, c_void_p, c_int32, c_uint64)
TokenDone = CFUNCTYPE(None, c_void_p, c_int32)
TokenReadFn = CFUNCTYPE(None, c_void_p, Str, TokenReadDone, c_void_p)
TokenBeginFn = CFUNCTYPE(None, c_void_p, Str, c_uint64, TokenLeaseDone, c_void_p)
TokenCommitFn = CFUNCTYPE(None, c_void_p, c_uint64, POINTER(TokenSet), TokenDone, c_void_p)
TokenAbandonFn = CFUNCTYPE(None, c_void_p, c_uint64, c_int32, TokenDone, c_void_p)
SvcTokens = _struct(
    "tp_svc_tokens", 40, ("read", TokenReadFn), ("begin_refresh", TokenBeginFn), ("commit", TokenCommitFn),
    ("abandon", TokenAbandonFn))

BlobOpenFn = CFUNCTYPE(c_int32, c_void_p, Str, POINTER(c_void_p))
BlobSizeFn = CFUNCTYPE(c_int32, c_void_p, c_void_p, POINTER(c_uint64))
BlobReadFn = CFUNCTYPE(c_int32, c_void_p, c_void_p, c_uint64, POINTER(c_uint8), c_size_t, POINTER(c_size_t))
BlobCloseFn = CFUNCTYPE(None, c_void_p, c_void_p)
SvcBlob = _struct(
    "tp_svc_blob", 40, ("open", BlobOpenFn), ("size", BlobSizeFn), ("read", BlobReadFn), ("close", BlobCloseFn))

ConnectInfo = _struct(
    "tp_connect_info", 72, ("connection_type", Str), ("connection_id", Str), ("settings_json", Str),
    ("credentials_json", Str))
TaskRequest = _struct(
    "tp_task_request", 136, ("task_type", Str), ("input_json", Str), ("execution_id", Str), ("step_id", Str),
    ("idempotency_key", Str), ("traceparent", Str), ("item_index", c_uint64), ("first_attempt_unix_ms", c_int64),
    ("deadline_unix_ms", c_int64), ("attempt", c_uint32), ("task_schema_version", c_uint32))
OptionsRequest = _struct(
    "tp_options_request", 96, ("task_type", Str), ("source", Str), ("partial_input_json", Str), ("search", Str),
    ("page_token", Str), ("limit", c_uint32), ("reserved0", c_uint32))
SchemaRequest = _struct(
    "tp_schema_request", 72, ("task_type", Str), ("source", Str), ("partial_input_json", Str), ("known_etag", Str))

TaskDescriptor = _struct(
    "tp_task_descriptor", 64, ("id", Str), ("version", c_uint32), ("reserved0", c_uint32), ("input_schema_json", Str),
    ("output_schema_json", Str))
AddTaskFn = CFUNCTYPE(c_int32, c_void_p, POINTER(TaskDescriptor))
Registrar = _struct("tp_registrar", 24, ("user", c_void_p), ("add_task", AddTaskFn))

PluginApi = _struct(
    "tp_plugin_api", 72, ("destroy", CFUNCTYPE(None, c_void_p)), ("get_extension", CFUNCTYPE(c_void_p, c_void_p, Str)),
    ("connect", CFUNCTYPE(c_int32, c_void_p, POINTER(ConnectInfo), POINTER(Sink), POINTER(c_void_p))),
    ("update_credentials", CFUNCTYPE(c_int32, c_void_p, c_void_p, Str)),
    ("disconnect", CFUNCTYPE(None, c_void_p, c_void_p)),
    ("execute", CFUNCTYPE(None, c_void_p, c_void_p, POINTER(TaskRequest), POINTER(Sink))),
    ("submit", CFUNCTYPE(c_int32, c_void_p, c_void_p, POINTER(POINTER(TaskRequest)), POINTER(POINTER(Sink)), c_size_t)),
    ("cancel", CFUNCTYPE(c_int32, c_void_p, c_uint64)))
ExtOptions = _struct(
    "tp_ext_options", 16, ("load", CFUNCTYPE(c_int32, c_void_p, c_void_p, POINTER(OptionsRequest), POINTER(Sink))))
ExtSchema = _struct(
    "tp_ext_schema", 16, ("resolve", CFUNCTYPE(c_int32, c_void_p, c_void_p, POINTER(SchemaRequest), POINTER(Sink))))
ExtVerify = _struct("tp_ext_verify", 16, ("verify", CFUNCTYPE(c_int32, c_void_p, c_void_p, POINTER(Sink))))

SignInRequest = _struct(
    "tp_sign_in_request", 72, ("redirect_uri", Str), ("state", Str), ("code_verifier", Str), ("code", Str))
SignInFn = CFUNCTYPE(c_int32, c_void_p, c_void_p, POINTER(SignInRequest), POINTER(Sink))
ExtSignIn = _struct(
    "tp_ext_sign_in", 32, ("begin", SignInFn), ("finish", SignInFn),
    ("revoke", CFUNCTYPE(c_int32, c_void_p, c_void_p, POINTER(Sink))))
TextFn = CFUNCTYPE(None, c_void_p, Str)
ExtStats = _struct("tp_ext_stats", 16, ("snapshot", CFUNCTYPE(c_int32, c_void_p, TextFn, c_void_p)))

Entry = _struct(
    "tp_entry", 72, ("magic", c_uint32), ("abi_major", c_uint32), ("abi_minor", c_uint32), ("min_host_minor", c_uint32),
    ("plugin_id", Str), ("plugin_version", Str), ("register_tasks", CFUNCTYPE(c_int32, POINTER(Registrar))),
    ("create", CFUNCTYPE(c_int32, POINTER(Host), Str, POINTER(Sink), POINTER(POINTER(PluginApi)), POINTER(c_void_p))))
