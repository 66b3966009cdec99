# SPDX-License-Identifier: Apache-2.0
"""task_plugin.h for ctypes, as far as running tasks needs it, and a host made of it."""

import ctypes
import json
from concurrent.futures import Future
from ctypes import CFUNCTYPE, POINTER, byref, c_char, c_double, c_int32, c_int64, c_size_t
from ctypes import c_uint32, c_uint64, c_void_p, sizeof

OK, UNAVAILABLE = 0, 10
LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "PLUGIN_BUG", "HOST_BUG")


class Str(ctypes.Structure):
    """tp_str. ctypes keeps a buffer that a pointer field was made of as long as the struct."""
    _fields_ = [("data", POINTER(c_char)), ("size", c_size_t)]

    @classmethod
    def of(cls, text):
        data = text.encode()
        return cls(ctypes.create_string_buffer(data, len(data)), len(data))

    def text(self):
        return ctypes.string_at(self.data, self.size).decode() if self.size else ""


def struct(name, size, *fields):
    """A struct that begins as all of them do; its size must be the one of the C header."""
    head = [("struct_size", c_uint32), ("flags", c_uint32)]
    made = type(name, (ctypes.Structure,), {"_fields_": head + list(fields)})
    assert sizeof(made) == size, f"{name} has {sizeof(made)} bytes, not {size}"
    return made


Result = struct("tp_result", 112, ("status", c_int32), ("retry", c_uint32), ("retry_after_ms", c_int64),
                ("http_status", c_int32), ("reserved0", c_uint32), ("output_json", Str),
                ("warnings_json", Str), ("error_code", Str), ("error_message", Str),
                ("error_details_json", Str))
Complete = CFUNCTYPE(None, c_void_p, POINTER(Result))
Sink = struct("tp_sink", 40, ("op_id", c_uint64), ("user", c_void_p), ("complete", Complete),
              ("progress", CFUNCTYPE(None, c_void_p, c_double, Str)))
GetService = CFUNCTYPE(c_void_p, c_void_p, Str)
Host = struct("tp_host", 64, ("abi_major", c_uint32), ("abi_minor", c_uint32), ("ctx", c_void_p),
              ("name", Str), ("version", Str), ("get_service", GetService))
Enabled = CFUNCTYPE(c_int32, c_void_p, c_int32)
Write = CFUNCTYPE(None, c_void_p, c_int32, Str, Str)
Log = struct("tp_svc_log", 24, ("enabled", Enabled), ("write", Write))
ConnectInfo = struct("tp_connect_info", 72, ("connection_type", Str), ("connection_id", Str),
                     ("settings_json", Str), ("credentials_json", Str))
Request = struct("tp_task_request", 136, ("task_type", Str), ("input_json", Str), ("execution_id", Str),
                 ("step_id", Str), ("idempotency_key", Str), ("traceparent", Str),
                 ("item_index", c_uint64), ("first_attempt_unix_ms", c_int64),
                 ("deadline_unix_ms", c_int64), ("attempt", c_uint32), ("task_schema_version", c_uint32))
Descriptor = struct("tp_task_descriptor", 64, ("id", Str), ("version", c_uint32), ("reserved0", c_uint32),
                    ("input_schema_json", Str), ("output_schema_json", Str))
AddTask = CFUNCTYPE(c_int32, c_void_p, POINTER(Descriptor))
Registrar = struct("tp_registrar", 24, ("user", c_void_p), ("add_task", AddTask))
Api = struct(
    "tp_plugin_api", 72, ("destroy", CFUNCTYPE(None, c_void_p)),
    ("get_extension", CFUNCTYPE(c_void_p, c_void_p, Str)),
    ("connect", CFUNCTYPE(c_int32, c_void_p, POINTER(ConnectInfo), POINTER(Sink), POINTER(c_void_p))),
    ("update_credentials", CFUNCTYPE(c_int32, c_void_p, c_void_p, Str)),
    ("disconnect", CFUNCTYPE(None, c_void_p, c_void_p)),
    ("execute", CFUNCTYPE(None, c_void_p, c_void_p, POINTER(Request), POINTER(Sink))),
    ("submit", CFUNCTYPE(c_int32, c_void_p, c_void_p, POINTER(POINTER(Request)), POINTER(POINTER(Sink)),
                         c_size_t)),
    ("cancel", CFUNCTYPE(c_int32, c_void_p, c_uint64)))
Entry = struct(
    "tp_entry", 72, ("magic", c_uint32), ("abi_major", c_uint32), ("abi_minor", c_uint32),
    ("min_host_minor", c_uint32), ("plugin_id", Str), ("plugin_version", Str),
    ("register_tasks", CFUNCTYPE(c_int32, POINTER(Registrar))),
    ("create", CFUNCTYPE(c_int32, POINTER(Host), Str, POINTER(Sink), POINTER(POINTER(Api)),
                         POINTER(c_void_p))))


class Outcome:
    """A result, copied."""

    def __init__(self, result):
        # Its size in the library's own eyes: a struct described wrongly above shows here.
        assert result.struct_size == sizeof(Result), result.struct_size
        self.status = result.status
        self.output = json.loads(result.output_json.text() or "null")
        self.error_code = result.error_code.text()
        self.error_message = result.error_message.text()


class Guest:
    """The plugin in this process: one plugin object with one connection, and all that it logs."""

    def __init__(self, library, policy, connection_type, settings, credentials):
        self.log, self.tasks, self.open = [], [], {}
        # ctypes keeps no callback alive, so this object does.
        self._complete = Complete(self._completed)
        self._service = Log(sizeof(Log), 0, Enabled(lambda ctx, level: 1), Write(self._logged))
        self._host = Host(sizeof(Host), 0, 1, 0, None, Str.of("engines"), Str.of("1.0"),
                          GetService(self._get_service))
        self._api, self._plugin, self._conn = POINTER(Api)(), c_void_p(), c_void_p()

        # RTLD_LOCAL is what ctypes asks for by itself, and RTLD_NOW always.
        loaded = ctypes.CDLL(library)
        loaded.tp_plugin_entry_v1.restype = POINTER(Entry)
        entry = loaded.tp_plugin_entry_v1().contents
        assert (entry.magic, entry.abi_major, entry.struct_size) == (0x31305054, 1, sizeof(Entry))
        add_task = AddTask(lambda user, task: self.tasks.append(task.contents.id.text()) or OK)
        assert entry.register_tasks(byref(Registrar(sizeof(Registrar), 0, None, add_task))) == OK
        self._expect(lambda sink: entry.create(byref(self._host), Str.of(json.dumps(policy)), sink,
                                               byref(self._api), byref(self._plugin)))
        assert self._api.contents.struct_size == sizeof(Api)
        info = ConnectInfo(sizeof(ConnectInfo), 0, Str.of(connection_type), Str.of("engines"),
                           Str.of(json.dumps(settings)), Str.of(json.dumps(credentials)))
        self._expect(lambda sink: self._api.contents.connect(self._plugin, byref(info), sink,
                                                             byref(self._conn)))

    def execute(self, task, document):
        """Runs one task and waits for its Outcome. ctypes lets go of Python's lock meanwhile."""
        sink, future = self._sink()
        request = self._request(task, document)
        self._api.contents.execute(self._plugin, self._conn, byref(request), byref(sink))
        return future.result(timeout=0)

    def submit(self, task, documents):
        """Starts tasks in one call; a Future of an Outcome for each."""
        requests = [self._request(task, document) for document in documents]
        sinks, futures = zip(*(self._sink() for _ in documents))
        status = self._api.contents.submit(
            self._plugin, self._conn, (POINTER(Request) * len(requests))(*map(ctypes.pointer, requests)),
            (POINTER(Sink) * len(sinks))(*map(ctypes.pointer, sinks)), len(requests))
        assert status == OK, status
        return futures

    def close(self):
        self._api.contents.disconnect(self._plugin, self._conn)
        self._api.contents.destroy(self._plugin)

    def _expect(self, call):
        sink, future = self._sink()
        if call(byref(sink)) != OK:
            raise RuntimeError(future.result(timeout=0).error_message)

    def _sink(self):
        number, future = len(self.open) + 1, Future()
        self.open[number] = future
        return Sink(sizeof(Sink), 0, number, number, self._complete), future

    def _completed(self, user, result):
        self.open[user].set_result(Outcome(result.contents))

    def _logged(self, _ctx, level, message, fields):
        self.log.append(f"{LEVELS[level]} {message.text()} {fields.text()}")

    def _get_service(self, _ctx, service):
        return ctypes.addressof(self._service) if service.text() == "tp.log/1" else None

    @staticmethod
    def _request(task, document):
        return Request(sizeof(Request), 0, Str.of(task), Str.of(json.dumps(document)))
