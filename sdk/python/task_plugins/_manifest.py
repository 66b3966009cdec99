# SPDX-License-Identifier: Apache-2.0
"""plugin.json: what a plugin says about itself. No code of the plugin runs. Every fault is collected."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

from . import _abi, _document, _semver
from ._document import pointer_step
from ._faults import ManifestError
from ._trust import require_trust

_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")
_MAX_ID = 128


@dataclass(frozen=True)
class Task:
    """A task type, as the manifest and its schemas describe it."""

    id: str  # "<plugin id>.<task>"
    title: str
    description: str
    group: str
    schema_version: int
    input_schema: Dict[str, Any]
    output_schema: Dict[str, Any]
    connections: Sequence[str]  # accepted connection types; empty: it needs none
    side_effects: str  # none, read, write or destructive
    idempotency: str  # native, key or none
    timeout_ms: int  # 0: not said
    batch_max: int
    dry_run: bool
    errors: Sequence[str]


@dataclass(frozen=True)
class ConnectionType:
    """A kind of account, with the schemas of what it needs."""

    id: str
    title: str
    description: str
    guide: Sequence[str]  # how to get what it needs, step by step
    settings: Dict[str, Any]
    credentials: Dict[str, Any]


@dataclass
class Manifest:
    """What plugin.json says, checked."""

    folder: Path
    document: Dict[str, Any]  # the whole file
    id: str = ""
    name: str = ""
    version: str = ""
    description: str = ""
    license: str = ""
    required_services: Sequence[str] = ()
    connections: Dict[str, ConnectionType] = field(default_factory=dict)
    tasks: Dict[str, Task] = field(default_factory=dict)  # in the file's order
    locales: Dict[str, Path] = field(default_factory=dict)
    library: Path = Path()  # for this machine

    def digest(self) -> bytes:
        """Tells two contents apart, the schemas included."""
        schemas = [(task.input_schema, task.output_schema) for task in self.tasks.values()]
        return hashlib.sha256(json.dumps([self.document, schemas], default=str).encode()).digest()


def platform_name() -> str:
    """The key of this machine in "libraries"."""
    machine = platform.machine()
    if sys.platform == "darwin":
        return "macos-arm64" if machine == "arm64" else "macos-x86_64"
    return f"{sys.platform}-{machine}"


def load_manifest(folder: Path) -> Manifest:
    """Reads folder/plugin.json and the schemas that it names. Raises ManifestError with every fault."""
    file = folder / "plugin.json"
    try:
        document = _read_json(_confined(folder, "plugin.json"))
    except ManifestError as error:
        raise ManifestError(f"{folder}: {error}") from None
    _check_version(document, file)
    manifest = Manifest(folder, document)
    reader = _Reader(folder)
    _read_abi(document, reader)
    _read_identity(document, reader, manifest)
    _read_connections(document, reader, manifest)
    for id, entry in reader.object(document, "", "tasks", True).items():
        _read_task(id, entry, reader, manifest)
    _read_files(document, reader, manifest)
    if reader.faults:
        separator = ": " if len(reader.faults) == 1 else "\n  "
        raise ManifestError(str(file) + separator + "\n  ".join(reader.faults))
    return manifest


class _Reader:
    """Takes members out of the document and notes what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: List[str] = []

    def fault(self, pointer: str, what: str) -> None:
        self.faults.append(f"{pointer}: {what}")

    def text(self, source: Dict[str, Any], at: str, name: str, required: bool = False) -> str:
        value = source.get(name)
        if name not in source:
            if required:
                self.fault(at + pointer_step(name), "is missing")
        elif isinstance(value, str) and (value or not required):
            return value
        else:
            self.fault(at + pointer_step(name), "must be a text that is not empty" if required else "must be a text")
        return ""

    def choice(self, source: Dict[str, Any], at: str, name: str, *allowed: str) -> str:
        value = self.text(source, at, name, True)
        if value and value not in allowed:
            self.fault(at + pointer_step(name), f"must be one of: {' '.join(allowed)}")
        return value

    def integer(self, source: Dict[str, Any], at: str, name: str, minimum: int, fallback: int) -> int:
        if name not in source:
            return fallback
        value = source[name]
        if isinstance(value, int) and not isinstance(value, bool) and minimum <= value < 1 << 32:
            return value
        self.fault(at + pointer_step(name), f"must be a whole number of at least {minimum}")
        return fallback

    def boolean(self, source: Dict[str, Any], at: str, name: str) -> bool:
        value = source.get(name, False)
        if not isinstance(value, bool):
            self.fault(at + pointer_step(name), "must be true or false")
        return value is True

    def texts(self, source: Dict[str, Any], at: str, name: str) -> Tuple[str, ...]:
        value = source.get(name, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(at + pointer_step(name), "must be a list of texts")
        return ()

    def object(self, source: Dict[str, Any], at: str, name: str, required: bool = False) -> Dict[str, Any]:
        value = source.get(name)
        if isinstance(value, dict):
            return value
        if name in source:
            self.fault(at + pointer_step(name), "must be an object")
        elif required:
            self.fault(at + pointer_step(name), "is missing")
        return {}

    def file(self, source: Dict[str, Any], at: str, name: str) -> Optional[Path]:
        path = self.text(source, at, name, True)
        if not path:
            return None
        try:
            return _confined(self._folder, path)
        except ManifestError as error:
            self.fault(at + pointer_step(name), str(error))
            return None

    def schema(self, source: Dict[str, Any], at: str, name: str) -> Dict[str, Any]:
        path = self.file(source, at, name)
        if path is None:
            return {}
        try:
            schema = _read_json(path)
            if isinstance(schema, dict):
                return schema
            self.fault(at + pointer_step(name), f"{path}: a schema must be an object")
        except ManifestError as error:
            self.fault(at + pointer_step(name), str(error))
        return {}


def _check_version(document: Any, file: Path) -> None:
    """A manifest of a later version may mean other things by the same words, so nothing else is read."""
    if not isinstance(document, dict):
        raise ManifestError(f"{file}: must be a JSON object")
    version = document.get("manifestVersion")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ManifestError(f"{file}: /manifestVersion: must be the number 1")
    if version > 1:
        raise ManifestError(f"{file}: /manifestVersion: version {version} is newer than this host, which reads version"
                            " 1; update the host")


def _read_abi(document: Dict[str, Any], reader: _Reader) -> None:
    abi = reader.object(document, "", "abi", True)
    if not abi:
        return
    major = reader.integer(abi, "/abi", "major", 1, 0)
    if major != _abi.MAJOR:
        reader.fault("/abi/major", f"the plugin follows major version {major} of task_plugin.h, this host version"
                     f" {_abi.MAJOR}")
    minor = reader.integer(abi, "/abi", "minHostMinor", 0, 0)
    if minor > _abi.MINOR:
        reader.fault("/abi/minHostMinor", f"the plugin needs a host of minor version {minor} or later, this one has"
                     f" {_abi.MINOR}")


def _read_identity(document: Dict[str, Any], reader: _Reader, manifest: Manifest) -> None:
    manifest.id = reader.text(document, "", "id", True)
    if manifest.id and not _is_name(manifest.id):
        reader.fault("/id", "must be lower case letters, digits, - and _, at most 128 bytes")
    manifest.name = reader.text(document, "", "name", True)
    manifest.version = reader.text(document, "", "version", True)
    if manifest.version and _semver.precedence(manifest.version) is None:
        reader.fault("/version", "must be a version like 1.0.0 (Semantic Versioning)")
    manifest.description = reader.text(document, "", "description")
    manifest.license = reader.text(document, "", "license")
    manifest.required_services = reader.texts(reader.object(document, "", "requires"), "/requires", "services")


def _read_connections(document: Dict[str, Any], reader: _Reader, manifest: Manifest) -> None:
    for id, entry in reader.object(document, "", "connections").items():
        at = "/connections" + pointer_step(id)
        if not _is_name(id):
            reader.fault(at, "is no good name for a connection type")
        if not isinstance(entry, dict):
            reader.fault(at, "must be an object")
            continue
        manifest.connections[id] = ConnectionType(
            id, reader.text(entry, at, "title", True), reader.text(entry, at, "description"),
            reader.texts(entry, at, "guide"), reader.object(entry, at, "settings", True),
            reader.object(entry, at, "credentials", True))


def _read_task(id: str, entry: Any, reader: _Reader, manifest: Manifest) -> None:
    at = "/tasks" + pointer_step(id)
    prefix = manifest.id + "."
    if len(id.encode()) > _MAX_ID or not id.startswith(prefix) or not _is_name(id[len(prefix):]):
        reader.fault(at, f'a task is named "{prefix}" and lower case letters, digits and _')
    if not isinstance(entry, dict):
        reader.fault(at, "must be an object")
        return
    title = reader.text(entry, at, "title", True)
    description, group = reader.text(entry, at, "description"), reader.text(entry, at, "group")
    version = reader.integer(entry, at, "schemaVersion", 1, 1)
    schemas = reader.schema(entry, at, "input"), reader.schema(entry, at, "output")
    connections = reader.texts(entry, at, "connection")
    for kind in connections:
        if kind not in manifest.connections:
            reader.fault(at + "/connection", f'"{kind}" is no key of /connections')
    manifest.tasks[id] = Task(
        id, title, description, group, version, *schemas, connections,
        reader.choice(entry, at, "sideEffects", "none", "read", "write", "destructive"),
        reader.choice(entry, at, "idempotency", "native", "key", "none"),
        reader.integer(entry, at, "timeoutMs", 1, 0),
        reader.integer(reader.object(entry, at, "batch"), at + "/batch", "max", 1, 1),
        reader.boolean(entry, at, "dryRun"), reader.texts(entry, at, "errors"))


def _read_files(document: Dict[str, Any], reader: _Reader, manifest: Manifest) -> None:
    locales = reader.object(document, "", "locales")
    for language in locales:
        path = reader.file(locales, "/locales", language)
        if path is not None:
            manifest.locales[language] = path
    name = platform_name()
    libraries = reader.object(document, "", "libraries", True)
    if name not in libraries:
        reader.fault("/libraries", f"has no library for this machine ({name})")
        return
    library = libraries[name] if isinstance(libraries[name], dict) else {}
    manifest.library = reader.file(library, f"/libraries/{name}", "path") or Path()


def _is_name(text: str) -> bool:
    return bool(text) and len(text) <= _MAX_ID and text[0] not in "-_" and set(text) <= _NAME


def _confined(folder: Path, name: str) -> Path:
    """A file inside the folder, also when links are followed, that nobody else can write to."""
    if not name or os.path.isabs(name):
        raise ManifestError(f'the path "{name}" must be relative to plugin.json')
    if ".." in Path(name).parts:
        raise ManifestError(f'the path "{name}" must not hold ".."')
    try:
        root = folder.resolve(strict=True)
    except OSError as error:
        raise ManifestError(f'the path "{name}" is in a folder that cannot be read: {error.strerror}') from None
    try:
        file = (root / name).resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise ManifestError(f'the path "{name}" cannot be read: {getattr(error, "strerror", error)}') from None
    if root not in file.parents:
        raise ManifestError(f'the path "{name}" leads out of the plugin\'s folder through a symbolic link')
    if not file.is_file():
        raise ManifestError(f'the path "{name}" is not a file')
    # Up to the place, which a link may have led to from a place of its own.
    require_trust(file, root.parent.parent)
    return file


def _read_json(path: Path) -> Any:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ManifestError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        return _document.parse(data)
    except _document.JsonError as error:
        raise ManifestError(f"{path}: not acceptable JSON: {error}") from None
