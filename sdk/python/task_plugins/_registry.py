# SPDX-License-Identifier: Apache-2.0
"""What stands in the places of the search path, and which of it counts."""

from __future__ import annotations

import enum
import filecmp
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Set, Tuple

from . import _document, _probe, _semver
from ._elf import fault_of_library
from ._faults import ManifestError, NotFound
from ._manifest import Manifest, Task, load_manifest
from ._search_path import Level, Place, Search, resolve


class State(enum.Enum):
    USABLE = "usable"
    SHADOWED = "shadowed"  # another entry of the same id wins
    BROKEN = "broken"


@dataclass
class PluginEntry:
    """One plugin folder, or what should be one."""

    folder: Path
    id: str
    version: str
    level: Level
    state: State = State.USABLE
    reason: str = ""  # why it is not usable, for people
    manifest: Optional[Manifest] = None

    def _break(self, reason: str) -> "PluginEntry":
        self.state, self.reason = State.BROKEN, reason
        return self


class Registry:
    """Everything that a search found. Loads nothing into this process."""

    def __init__(self, search: Optional[Search] = None) -> None:
        search = search or Search()
        self.places = resolve(search)
        self.entries: List[PluginEntry] = []
        seen: Set[Path] = set()
        for place in self.places:
            if place.usable:
                self.entries += _Scanner(place, seen).scan()
        _refuse_other_content(self.entries)
        _choose(self.entries, search.prereleases)

    def probe(self) -> "Registry":
        """Loads each usable library in a process of its own; one that fails there is broken from now on."""
        for entry in self.entries:
            self._probe(entry)
        return self

    def plugin(self, id: str) -> PluginEntry:
        """The usable entry of this id, whose library has loaded once in a process of its own."""
        own = [entry for entry in self.entries if entry.id == id]
        usable = next((entry for entry in own if entry.state is State.USABLE), None)
        if usable is not None and self._probe(usable):
            return usable
        broken = [entry for entry in own if entry.state is State.BROKEN]
        lines = "".join(f"\n  {entry.folder}: {entry.reason}" for entry in broken or own)
        if broken:
            raise ManifestError(f'The plugin "{id}" cannot be used:{lines}')
        places = "".join(f"\n  {place}" for place in self.places)
        raise NotFound(f'There is no plugin "{id}".{lines}\nPlaces searched:{places}')

    def task(self, task_id: str) -> Tuple[PluginEntry, Task]:
        """The plugin of a task, and the task."""
        entry = self.plugin(task_id.split(".", 1)[0])
        assert entry.manifest is not None
        if task_id not in entry.manifest.tasks:
            known = " ".join(entry.manifest.tasks)
            if "." not in task_id:
                raise NotFound(f'"{task_id}" names a plugin; its tasks are: {known}')
            raise NotFound(f'The plugin {entry.folder} has no task "{task_id}"; it has: {known}')
        return entry, entry.manifest.tasks[task_id]

    @staticmethod
    def _probe(entry: PluginEntry) -> bool:
        if entry.state is not State.USABLE or entry.manifest is None:
            return False
        reason = _probe.fault_of_loading(entry.manifest)
        if reason:
            entry._break(reason)
        return not reason


class _Scanner:
    """Walks the two levels of a place."""

    def __init__(self, place: Place, seen: Set[Path]) -> None:
        assert place.path is not None
        self._place, self._path, self._seen = place, place.path, seen
        self._entries: List[PluginEntry] = []
        self._repeated = 0

    def scan(self) -> List[PluginEntry]:
        folders, fault = _folders(self._path)
        if not fault and (self._path / "plugin.json").exists():
            fault = ("a plugin's own folder; a place holds <id>/<version>/plugin.json, so name the folder two levels"
                     " above")
        if not fault:
            for folder, why in folders:
                self._read_id(folder, why)
        self._place.fault, self._place.note = bool(fault), fault or self._summary()
        return self._entries

    def _read_id(self, folder: Path, fault: str) -> None:
        versions: List[Tuple[Path, str]] = []
        if not fault:
            versions, fault = _folders(folder)
        if fault:
            self._add(folder, folder.name, "", fault)
        misplaced = (folder / "plugin.json").exists()
        if misplaced:
            self._add(folder, folder.name, "", "the level of the version is missing; move what is in it to "
                      f"{folder / _version_in(folder)}")
        for version, why in versions:
            if misplaced and _semver.precedence(version.name) is None:
                continue  # a folder of the misplaced plugin
            if why:
                self._add(version, folder.name, version.name, why)
            elif self._is_new(version):
                self._entries.append(self._read_entry(version))

    def _add(self, folder: Path, id: str, version: str, fault: str) -> None:
        self._entries.append(PluginEntry(folder, id, version, self._place.level)._break(f"{folder}: {fault}"))

    def _read_entry(self, folder: Path) -> PluginEntry:
        entry = PluginEntry(folder, folder.parent.name, folder.name, self._place.level)
        try:
            manifest = load_manifest(folder)
        except ManifestError as error:
            return entry._break(str(error))
        if (manifest.id, manifest.version) != (entry.id, entry.version):
            return entry._break(
                f"{folder}: the folder is not named after the plugin, which is {manifest.id} {manifest.version}")
        entry.manifest = manifest
        fault = fault_of_library(manifest.library)
        return entry._break(f"{manifest.library}: {fault}") if fault else entry

    def _is_new(self, folder: Path) -> bool:
        real = Path(os.path.realpath(folder))
        if real in self._seen:
            self._repeated += 1
            return False
        self._seen.add(real)
        return True

    def _summary(self) -> str:
        broken = sum(entry.state is State.BROKEN for entry in self._entries)
        good = len(self._entries) - broken
        summary = "1 plugin" if good == 1 else f"{good} plugins"
        summary += f", {broken} broken" if broken else ""
        return summary + (f", {self._repeated} counted already" if self._repeated else "")


def _folders(parent: Path) -> Tuple[List[Tuple[Path, str]], str]:
    """The folders below, sorted, each with why it cannot be entered; and why the parent cannot be read."""
    folders = []
    try:
        names = sorted(os.listdir(parent))
    except OSError as error:
        return [], f"cannot be read: {error.strerror}"
    for name in names:
        if name[0] in ".@":
            continue
        path = parent / name
        try:
            os.stat(path)
        except FileNotFoundError:
            folders.append((path, "a symbolic link that leads nowhere"))
            continue
        except OSError as error:
            folders.append((path, f"cannot be read: {error.strerror}"))
            continue
        if path.is_dir():
            folders.append((path, ""))
    return folders, ""


def _version_in(folder: Path) -> str:
    """What a misplaced manifest says; what else is wrong with it shows once it is in its place."""
    try:
        version = _document.parse((folder / "plugin.json").read_bytes())["version"]
        return str(version) if _semver.precedence(version) else "<version>"
    except (OSError, ValueError, KeyError, TypeError):
        return "<version>"


def _refuse_other_content(entries: List[PluginEntry]) -> None:
    """A version is published once. Of two contents under one version the first place's counts."""
    first: Dict[Tuple[str, str], PluginEntry] = {}
    for entry in entries:
        if entry.state is State.BROKEN:
            continue
        before = first.setdefault((entry.id, entry.version), entry)
        difference = before is not entry and _difference(before, entry)
        if difference:
            entry._break(f"{entry.folder}: same version as {before.folder}, other content ({difference})")
            entry.manifest = None


def _difference(a: PluginEntry, b: PluginEntry) -> str:
    """A file that differs. The library holds the schemas, so these two files tell all."""
    assert a.manifest is not None and b.manifest is not None
    if not filecmp.cmp(a.folder / "plugin.json", b.folder / "plugin.json", shallow=False):
        return "plugin.json"
    return "" if filecmp.cmp(a.manifest.library, b.manifest.library, shallow=False) else b.manifest.library.name


def _choose(entries: List[PluginEntry], prereleases: bool) -> None:
    """Leaves one usable entry of each id: the earliest level's, of these the latest version, then the first."""
    candidates: Dict[str, List[PluginEntry]] = {}
    for entry in entries:
        if entry.state is not State.USABLE:
            continue
        if not prereleases and _semver.is_prerelease(entry.version):
            entry.state, entry.reason = State.SHADOWED, "a pre-release, which nobody asked for"
        else:
            candidates.setdefault(entry.id, []).append(entry)
    for own in candidates.values():
        level = min(entry.level for entry in own)
        best = max((e for e in own if e.level == level), key=lambda e: _semver.precedence(e.version) or ())
        for entry in own:
            if entry is not best:
                same = ", which is the same" if entry.version == best.version else ""
                entry.state, entry.reason = State.SHADOWED, f"shadowed by {best.folder}{same}"
